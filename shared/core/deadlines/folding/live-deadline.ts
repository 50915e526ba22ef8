import type { ClauseInForce } from '../../agreement/clauses.ts';
import type { Day } from '../../calendar/types.ts';
import { dayOf, type Fact } from '../../events/event.ts';
import type { Counted, Unanchored } from '../counting/counted.ts';
import type { LiftedPause } from '../counting/suspended-time.ts';
import type { Closing } from '../deadline.ts';
import { explain } from '../explain.ts';
import type { ByEvent } from '../explanation-facts.ts';
import type { DeadlineState } from '../state.ts';
import { asKept, type Bound, type Reckoned, reckonPaused } from './editions.ts';
import { Notes } from './notes.ts';
import type { Timed } from './occurrence.ts';

/** A deadline while the events are being gone through. */
export interface LiveDeadline {
  readonly id: string;
  readonly bound: Bound;
  /** The clause with the tables that `counted` was counted with: those of the first edition it is bound to that can. */
  rule: ClauseInForce;
  readonly subject: string | undefined;
  /** Rank by opening: an event is applied to deadlines in this order. */
  readonly order: number;
  trigger: Fact;
  readonly openedAt: string;
  /** When it began to wait for its outcome, in milliseconds since 1970: an event before that cannot be what met it. */
  since: number;
  /** A day of the cycle it is about; set for a recurring clause and for what follows from one. */
  cycleOf?: Day;
  /** Set for the first occurrence that is tracked of a clause with earlier cycles. */
  readonly followsUntracked?: true;
  /** The deadline whose change of state started it. */
  readonly parent?: LiveDeadline;
  /** The occurrence before it; set for a recurring clause. */
  readonly previous?: LiveDeadline;
  /** The deadlines that its own change of state started. */
  readonly children: Set<LiveDeadline>;
  base: Reckoned;
  /** Why `base` cannot be counted from what is known since an event; such a deadline is reported and does not stand. */
  uncounted: Uncounted | undefined;
  /** `base`, later by the suspended time. */
  counted: Counted;
  /** A longer length that an event granted. */
  extendedTo?: string;
  state: DeadlineState;
  closedBy: string | undefined;
  /** The event that gave it its outcome. */
  closing: Closing | undefined;
  /** How often its count was restarted. */
  restarts: number;
  /** Every event that met it in time; the first one is the outcome. */
  metBy: Fact[];
  /** Which events of `satisfiedBy` have come, by their place, where all of them are needed. */
  readonly parts: Set<number>;
  /** The state whose consequences have been worked out. */
  followed: DeadlineState | undefined;
  readonly pauses: Pauses;
  readonly notes: Notes;
  /** The deadline that ends the contract before the next cycle, so that this one is set aside. */
  needlessBy: LiveDeadline | undefined;
  /** The event that settled the open parent it follows from, so that this one is set aside. */
  settledWith: { readonly by: Fact; readonly parent: LiveDeadline } | undefined;
  /** Undoing events that may share the time of the event they undo and sorted before it. */
  readonly early: Timed[];
  /** The state after the last instant passes: `met` for an allowance that held or a notice that fulfils, else `lapsed`. */
  expiry: 'lapsed' | 'met';
}

/** Why an end cannot be counted, and the event since which it cannot. */
export interface Uncounted {
  readonly by: Fact;
  readonly field: string;
  readonly why: string;
}

interface Pauses {
  /** The ids of the suspensions in force (`suspensionAbout`); empty text for one without an id. */
  readonly active: Set<string>;
  since: Day | undefined;
  /** `since` as the explanation shows it: not before the trigger day. */
  toldSince: Day | undefined;
  /** The suspensions that are over, each with the event that lifted it. */
  readonly over: LiftedPause[];
  /** Why the suspended time cannot be added to `base`. */
  uncounted: Uncounted | undefined;
}

export interface Beginning {
  readonly bound: Bound;
  readonly reckoned: Reckoned;
  readonly id: string;
  readonly subject: string | undefined;
  readonly order: number;
  readonly trigger: Fact;
  readonly openedAt: string;
  readonly since: number;
  readonly cycleOf?: Day;
  readonly followsUntracked?: true;
  readonly parent?: LiveDeadline;
  readonly previous?: LiveDeadline;
}

export function newLiveDeadline({ reckoned, ...beginning }: Beginning): LiveDeadline {
  const { rule } = reckoned.basis;
  const { clause } = rule;
  return {
    ...beginning,
    rule,
    children: new Set(),
    base: reckoned,
    uncounted: undefined,
    counted: asKept(beginning.bound, reckoned.counted, rule.context.timezone),
    state: clause.nature === 'figure' ? 'met' : 'open',
    closedBy: undefined,
    closing: undefined,
    restarts: 0,
    metBy: [],
    parts: new Set(),
    followed: undefined,
    pauses: { active: new Set(), since: undefined, toldSince: undefined, over: [], uncounted: undefined },
    notes: new Notes(),
    needlessBy: undefined,
    settledWith: undefined,
    early: [],
    expiry: clause.noticeFulfils ? 'met' : 'lapsed',
  };
}

/** Moves the last day because of an event, from which it is counted unless `trigger` is another one. It is open again. */
export function recount(live: LiveDeadline, by: Fact, base: Reckoned, trigger = by): void {
  const before = live.counted;
  begin(live, trigger, base);
  noteMoved(live, by, before);
}

/** Moves the day of a met deadline, which is the one that stands if the meeting is taken back. */
export function moveMet(live: LiveDeadline, by: Fact, base: Reckoned, trigger = by): void {
  const before = live.counted;
  live.trigger = trigger;
  shift(live, base);
  noteMoved(live, by, before);
}

function noteMoved(live: LiveDeadline, by: Fact, { instant, date: from }: Counted): void {
  const { counted } = live;
  // Back from where it could not be counted.
  if (instant === counted.instant) return;
  live.notes.add('course', explain('moved', { ...factsOf(live, by), from, to: counted.date }));
}

/** Restarts the count from a further event of the same kind. The explanation shows only the last restart. */
export function restart(live: LiveDeadline, trigger: Fact, base: Reckoned): void {
  begin(live, trigger, base);
  live.restarts += 1;
  const facts = { ...factsOf(live, trigger), times: live.restarts };
  live.notes.replace('course', 'restarted', explain('restarted', facts));
}

function begin(live: LiveDeadline, trigger: Fact, base: Reckoned): void {
  live.trigger = trigger;
  setBase(live, base, trigger);
  if (live.state === 'lapsed' || live.state === 'met') standAgain(live);
  else live.notes.drop('meeting', 'date');
}

function setBase(live: LiveDeadline, base: Reckoned, by: Fact): void {
  live.base = base;
  live.uncounted = undefined;
  countPauses(live, by);
}

/** Opens it again and drops the notes about its earlier date. */
export function standAgain(live: LiveDeadline): void {
  live.notes.drop('meeting', 'date');
  live.state = 'open';
  live.closedBy = undefined;
  live.closing = undefined;
}

/** Moves the last day with what it is counted from, such as its cycle; state and history stay. */
export function shift(live: LiveDeadline, base: Reckoned): void {
  setBase(live, base, live.trigger);
}

/**
 * Keeps a deadline from standing if the calendar cannot count its end from `trigger` on, until it is counted again. A
 * missing value changes nothing.
 */
export function leaveUncounted(live: LiveDeadline, by: Fact, unanchored: Unanchored, trigger = live.trigger): void {
  const uncounted = uncountedSince(by, unanchored);
  if (uncounted === undefined) return;
  if (live.trigger !== trigger) live.uncounted = undefined;
  live.uncounted ??= uncounted;
  live.trigger = trigger;
}

function uncountedSince(by: Fact, { missing: field, why }: Unanchored): Uncounted | undefined {
  return why === undefined ? undefined : { by, field, why };
}

/** Why its end cannot be counted; undefined if it can. */
export function whyUncounted({ uncounted, pauses }: LiveDeadline): Uncounted | undefined {
  return uncounted ?? pauses.uncounted;
}

/** Whether nobody can say when it ends: its own end cannot be counted, or that of the deadline it follows from. */
export function restsOnUncounted(live: LiveDeadline): boolean {
  return whyUncounted(live) !== undefined || (live.parent !== undefined && restsOnUncounted(live.parent));
}

/** Whether a count leads to the end that stands. It leads to none while the end that was counted last does not stand. */
export function isCountedSo({ base, uncounted }: LiveDeadline, { counted }: Reckoned): boolean {
  return uncounted === undefined && counted.instant === base.counted.instant;
}

/** Gives the whole period another length. `base` is already counted with it. */
export function extendPeriod(live: LiveDeadline, { fact }: Timed, length: string, base: Reckoned): void {
  const from = live.counted.date;
  live.extendedTo = length;
  shift(live, base);
  const facts = { ...factsOf(live, fact), length, from, to: live.counted.date };
  live.notes.add('course', explain('prolonged', facts));
}

/** Adds the suspended time to `base`. `by`: the event since which it is to be added. */
export function countPauses(live: LiveDeadline, by: Fact): void {
  const { bound, base, pauses } = live;
  const found = reckonPaused(bound, base, pauses.over);
  const cannot = 'missing' in found;
  const { basis, counted } = cannot ? base : found;
  live.rule = basis.rule;
  live.counted = asKept(bound, counted, basis.rule.context.timezone);
  pauses.uncounted = cannot ? uncountedSince(by, found) : undefined;
}

export function lapse(live: LiveDeadline, fact: Fact): void {
  const { instant } = live.counted;
  settle(live, { state: live.expiry, how: 'lapsed', fact });
  live.notes.replace('date', 'lapsed', explain('lapsed', { event: fact.id, instant, produces: fact.kind }));
}

/** The state as others see it: a deadline that is set aside is `cancelled`. */
export function effectiveState({ state, needlessBy, settledWith }: LiveDeadline): DeadlineState {
  const setAside = needlessBy !== undefined || settledWith !== undefined;
  return setAside && (state === 'open' || state === 'paused') ? 'cancelled' : state;
}

/** Whether its last instant has passed; never while it is suspended, nor while nobody can say when it ends. */
export function hasRunOut(live: LiveDeadline, epoch: number): boolean {
  return live.state !== 'paused' && !restsOnUncounted(live) && isOver(live, epoch);
}

/** Whether the last instant lies at or before this moment. */
export function isOver(live: LiveDeadline, epoch: number): boolean {
  return epoch >= expiryEpoch(live);
}

/** The first instant that is too late, in milliseconds since 1970. */
export function expiryEpoch({ counted }: LiveDeadline): number {
  return Date.parse(counted.instant);
}

interface Outcome {
  readonly state: DeadlineState;
  readonly how: Closing['how'];
  readonly fact: Fact;
}

/** Gives a deadline its outcome. */
export function settle(live: LiveDeadline, { state, how, fact }: Outcome): void {
  const { kind, day } = factsOf(live, fact);
  live.state = state;
  live.closedBy = fact.id;
  live.closing = { how, kind, day };
}

export function factsOf({ rule: { context } }: LiveDeadline, fact: Fact): ByEvent {
  return { event: fact.id, kind: fact.kind, day: dayOf(fact.occurredAt, context) };
}
