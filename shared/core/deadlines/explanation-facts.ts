import type { CountingStep } from '../calendar/explanation-facts.ts';
import type { Day, InstantText, Unit, Zone } from '../calendar/types.ts';
import type { Floor, Money } from './money.ts';
import type { DeadlineState } from './state.ts';

/** The event that a step tells of, and its day in the zone of the clause. */
export interface ByEvent {
  readonly event: string;
  readonly kind: string;
  readonly day: Day;
}

/** A clause by its id and the label of its pack, `exoopus@2026-01`: the pack has its title and its words. */
export interface ClauseNamed {
  readonly clause: string;
  readonly terms: string;
}

/** One of several limits that apply side by side. `decides`: it is the earliest that is still open. */
export interface Limit extends ClauseNamed {
  readonly date: Day;
  readonly state: DeadlineState;
  readonly decides: boolean;
}

/** What a clause is counted from, and why it applies at all. */
export interface GroundFacts {
  clause: ClauseNamed;
  assumption: { assumption: string; terms: string };
  law: { law: string; holidays: readonly string[]; timezone: Zone };
  /** `terms`: the label of the pack whose own length counts, because the contract chose none. */
  setting: { setting: string; length: string; terms: string | null };
  /** `value` is null where the field is not set. */
  condition: { field: string; value: string | number | boolean | null };
  'because-of': ClauseNamed & { state: 'open' | 'met' | 'lapsed' };
  fact: ByEvent & { occurredAt: string; timezone: Zone };
  /** `basis`: what a provider's date rests on, as the event says. */
  'fact-day': ByEvent & { field: string; timezone: Zone; basis?: string | number | boolean };
  'contract-start': { event: string; day: Day };
  'parent-day': ClauseNamed & { day: Day };
  /** Hours are counted from a moment although the anchor is named by its day. */
  'hours-from': { day: Day; instant: InstantText; timezone: Zone };
  /** The first instant at which hours are exceeded. */
  exceeded: { instant: InstantText };
  /** The last day on which a period may end that is over before another day. */
  'over-before': { day: Day };
  'option-unknown': { field: string };
  'missed-cycle': ByEvent & { date: Day; cycleEnd: Day };
}

/** How the last day, or the moment, is found, besides the steps that count periods. */
export interface EndFacts {
  window: {
    opensOn: Day;
    closing: Day;
    lastDay: 'closing-day' | 'day-before';
    date: Day;
    instant: InstantText;
    timezone: Zone;
  };
  'window-between': { opensOn: Day; date: Day; neverOpen: boolean };
  'on-day': { day: Day; begins: boolean; instant: InstantText; timezone: Zone };
  'at-once': { date: Day; instant: InstantText; waits: boolean; timezone: Zone };
  'cycle-extended': { event: string; kind: string; opensOn: Day; from: Day; n: number; to: Day };
  /** The payment provider bills another cycle than the one that is counted. */
  /** The first cycle begins on a day that an event names. */
  'cycle-begins': { event: string; kind: string; day: Day };
  'cycle-stated': { event: string; kind: string; opensOn: Day; from: Day; to: Day };
  limits: { limits: readonly Limit[] };
  sum: { opensOn: Day; until: Day; sums: string; counted: number; withoutAmount: number; figure: readonly Money[] };
  share: { percent: number; figure: readonly Money[] };
  floor: Floor & { figure: readonly Money[] };
  allowance: { year: number; share: number; yearSeconds: number; allowedSeconds: number; timezone: Zone };
  /** `outage` is null where the events name none; `to` is null while it goes on. */
  outage: {
    outage: string | null;
    from: InstantText;
    to: InstantText | null;
    excused: boolean;
    countedSeconds: number;
    timezone: Zone;
  };
  'allowance-used': {
    usedSeconds: number;
    allowedSeconds: number;
    instant: InstantText;
    ongoing: boolean;
    timezone: Zone;
  };
  'allowance-left': { usedSeconds: number; allowedSeconds: number; leftSeconds: number };
  /** Ids of the matters (invoices) that are not settled yet. */
  requirement: ClauseNamed & { outstanding: readonly string[] };
  /** `to` and `days` are null while it is not over; `cappedAt` is null where no limit was reached. */
  entitlement: {
    from: InstantText;
    to: InstantText | null;
    days: number | null;
    cappedAt: number | null;
    timezone: Zone;
  };
}

/** An event that came after the last day, or after the hour at which the last day ended. */
interface TooLate extends ByEvent {
  readonly date: Day;
  /** Set if the deadline ended within its last day: when the event came, and the first instant that was too late. */
  readonly hour?: { readonly came: InstantText; readonly ended: InstantText; readonly timezone: Zone };
}

/** What happened to the deadline after it was first counted. */
export interface HistoryFacts {
  moved: ByEvent & { from: Day; to: Day };
  restarted: ByEvent & { times: number };
  prolonged: ByEvent & { length: string; from: Day; to: Day };
  paused: { event: string; kind: string; from: Day };
  'paused-further': ByEvent & { inForce: number };
  'still-paused': ByEvent & { known: boolean; inForce: number };
  resumed: { event: string; kind: string; from: Day; until: Day };
  extended: { from: Day; n: number; unit: Unit; to: Day };
  /** The last day would have been over before the suspension was, which was lifted on `until`. */
  /** The end was stored before there were editions, and stands in the place of `from`. */
  kept: { event: string; from: Day; to: Day };
  'after-lifting': { from: Day; until: Day; to: Day; inBusinessDays: boolean };
  met: ByEvent;
  /** `missing`: the kinds of event that are needed as well. */
  'met-in-part': ByEvent & { missing: readonly string[] };
  'met-again': ByEvent;
  'met-early': ByEvent & { opensOn: Day };
  /** `opensOn`: the first day of the first cycle that is tracked. */
  'met-untracked': ByEvent & { opensOn: Day };
  reopened: ByEvent;
  ended: ByEvent;
  /** `remaining` is null where the event does not say in which currency. */
  remains: ByEvent & { remaining: Money | null };
  'contract-ended': { event: string; day: Day };
  'parent-settled': ByEvent & ClauseNamed;
  'no-next-cycle': ByEvent & ClauseNamed & { date: Day };
  lapsed: { event: string; instant: InstantText; produces: string };
  arisen: { instant: InstantText };
  /** It was over when the contract was recorded. */
  'late-known': { recordedAt: InstantText; timezone: Zone };
  /** It was over when the reading that brought it in was accepted. */
  'late-read': { acceptedAt: InstantText; timezone: Zone };
  /** `event` was recorded in the place of the event `formerly`, which said `kind` and `occurredAt`. */
  corrected: { event: string; formerly: string; kind: string; occurredAt: string; by: string; reason: string };
  'met-late': TooLate;
  'ended-late': TooLate;
  'paused-late': TooLate;
  'moved-late': TooLate;
  'prolonged-late': TooLate;
  'reopened-late': ByEvent & { date: Day };
}

/** The facts of each step by its code, besides the steps that count periods. */
export interface DeadlineFacts extends GroundFacts, EndFacts, HistoryFacts {}

export type DeadlineCode = keyof DeadlineFacts;

type DeadlineStep = {
  readonly [Code in DeadlineCode]: { readonly code: Code; readonly option?: number } & Readonly<DeadlineFacts[Code]>;
}[DeadlineCode];

/** A stored step that holds its sentence. */
export interface StepWithText {
  readonly code: string;
  readonly text: string;
  readonly [fact: string]: unknown;
}

/** One step of an explanation: what was done, and the facts it rests on. Its sentence is made on reading. */
export type ExplanationStep =
  | CountingStep
  | DeadlineStep
  /** A stored step that holds its sentence is shown with that sentence. */
  | { readonly code: 'told'; readonly step: StepWithText }
  /** Of a code that this release does not know: a later one stored it. */
  | { readonly code: 'unknown'; readonly step: StepOfAnotherRelease };

export interface StepOfAnotherRelease {
  readonly code: string;
  readonly [fact: string]: unknown;
}
