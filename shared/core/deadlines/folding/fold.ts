import { type Agreement, type AgreementInput, agreementOf } from '../../agreement/agreement.ts';
import type { ClauseInForce, TermsInForce } from '../../agreement/clauses.ts';
import type { DoesNotApply } from '../../agreement/silences.ts';
import { FIRST_EDITION, othersThanNewest } from '../../calendar/editions.ts';
import type { InstantText } from '../../calendar/types.ts';
import type { Fact } from '../../events/event.ts';
import { isAboutCounting } from '../../events/kinds.ts';
import type { Clause } from '../../terms/clause.ts';
import { isMeasured } from '../../terms/shapes/questions.ts';
import { eventIn } from '../../terms/written-counting.ts';
import type { Unanchored } from '../counting/counted.ts';
import { CycleGrid } from '../counting/cycle-grid.ts';
import { CONTRACT_START } from '../counting/fact-step.ts';
import { type Kept, keptBy, reboundBy } from './editions.ts';
import { Listeners } from './listeners.ts';
import type { LiveDeadline } from './live-deadline.ts';
import { inOrder, ordered, type Timed } from './occurrence.ts';
import { Openers } from './openers.ts';
import { Past } from './past.ts';
import type { ReadingHistory } from './reading-history.ts';
import type { Refusal } from './refused.ts';

export interface PlanInput extends AgreementInput {
  /** All of the contract's events, in any order. An id that comes twice counts once. */
  readonly events: readonly Fact[];
  /**
   * When the contract was recorded (instant, UTC). A deadline that was over by then gets no letters. Absent for facts without
   * a recorded contract.
   */
  readonly recordedAt?: InstantText;
}

/** An event that would start or close a clause but lacks a value the clause needs, such as `data.dueOn`. */
export interface NotStarted {
  readonly clause: string;
  readonly event: string;
  /** A key of the event's data, `data.dueOn`; a field of the contract, `contract.term`; or a kind of event. */
  readonly missing: string;
  /** Set if `missing` is a kind of event: an event of that kind should have come before. */
  readonly before?: true;
}

/** A clause that an event starts, moves or lets run again, and whose end the calendar cannot count. */
export interface NotCounted {
  readonly clause: string;
  readonly event: string;
  /** The field with which it cannot be counted: `occurredAt`, `data.dueOn`, `contract.startsOn`. */
  readonly field: string;
  /** `holiday set "RO" does not cover the year 2041, only 2000 to 2040; …` */
  readonly why: string;
}

/** An event that would start a clause, which does not apply to this contract. */
export interface NotApplied {
  readonly clause: string;
  readonly event: string;
  readonly reason: DoesNotApply;
}

/** A change of terms to a version without a pack. Later events are counted under the version before. */
export interface UnknownVersion {
  readonly event: string;
  /** Absent where the event does not say which version took effect. */
  readonly toVersion?: string;
}

/** An allowance whose years have to be measured anew. */
export interface DueAllowance {
  /** The last event since which it has to be measured. */
  readonly by: Timed;
  /** All such events since the last measuring. */
  readonly events: readonly Fact[];
}

/** Allowances marked and not measured since, by clause. */
export type DueAllowances = Map<string, DueAllowance>;

/** The state of planning after the events gone through so far. */
export interface Fold {
  readonly input: PlanInput;
  /** Every event, each once, in the order in which they happened. */
  readonly events: readonly Timed[];
  /** Events still to be gone through, the next one last. Recorded lapses wait in `PendingLapses`. */
  coming: Timed[];
  readonly deadlines: Map<string, LiveDeadline>;
  readonly listeners: Listeners;
  readonly past: Past;
  /** The event that is being gone through. */
  now: Timed | undefined;
  /** Deadlines that an event may have changed; their consequences are still to be worked out. */
  readonly touched: Set<LiveDeadline>;
  /** Ids of deadlines that were reopened after they had lapsed. */
  readonly reopened: Set<string>;
  /** The ends (instants, UTC) of the occurrences that were over when their deadline started again, by the deadline's id. */
  readonly formerEnds: Map<string, Set<InstantText>>;
  /** The newest occurrence of each recurring clause, by clause. */
  readonly latest: Map<string, LiveDeadline>;
  /** The newest occurrence of each clause that repeats, by clause. */
  readonly newest: Map<string, LiveDeadline>;
  /** The last statement of each source on when the contract ends. */
  readonly statedEnds: Set<Timed>;
  /** The occurrence of a later cycle that a stated end has met, by clause. The chain from `latest` leads there. */
  readonly ahead: Map<string, LiveDeadline>;
  readonly grids: Map<string, CycleGrid>;
  /** The provider’s subscription whose billing periods are those of the contract. */
  billed: string | undefined;
  /** Grants whose length is not known yet, such as for an outage that has not ended. */
  readonly unmeasured: Set<Fact>;
  /** Deadlines that set the end of the contract, and those about the next cycle. */
  readonly ends: Set<LiveDeadline>;
  readonly forNextCycle: Set<LiveDeadline>;
  readonly refused: Refusal[];
  /** Each with the deadline it would have started, where that is known. */
  notStarted: { readonly report: NotStarted; readonly deadline: string | undefined }[];
  /** Each with the deadline that it would have started, where that is known. */
  readonly notCounted: { readonly report: NotCounted; readonly deadline: string | undefined }[];
  readonly notApplied: NotApplied[];
  readonly unknownVersions: UnknownVersion[];
  /** The events that began an excused outage, by clause. */
  readonly excused: Map<Clause, ReadonlySet<string>>;
  readonly dueAllowances: DueAllowances;
  /** The edition of each deadline for which a person accepted a proposal, by the deadline's id. */
  readonly rebound: ReadonlyMap<string, number>;
  /** The ends that were stored before there were editions, by the deadline's id. */
  readonly kept: ReadonlyMap<string, readonly Kept[]>;
  readonly openers: Openers;
  /** Until when an ongoing outage is assumed to last, by clause. */
  readonly allowancesReach: Map<string, number>;
  /** Lapses of allowances have been looked for up to this moment. */
  measuredUntil: number;
  /** With every change of terms up to the current event. */
  agreement: Agreement;
  /** What is in force at the current event. */
  terms: TermsInForce;
  /** The same by the readings that have been replaced since. */
  earlier: readonly TermsInForce[];
  /** What those decided; absent if no corrected reading was accepted. */
  readonly history: ReadingHistory | undefined;
  /** The terms that each change of terms has replaced, as every reading has them, by the id of the change. */
  readonly changed: Map<string, readonly TermsInForce[]>;
  /** Statute clauses whose year is still being measured although the version in force does not have them. */
  repealed: readonly ClauseInForce[];
  /** The first reading for which the contract has ended; infinite while it has ended for none. */
  endedFrom: number;
  /** When the contract first ended. */
  endedAt: InstantText | undefined;
}

/**
 * `until`: events from that moment on are left out (milliseconds since 1970).
 * @throws UnknownTermsError for terms, a version or a statute that no pack is at hand for
 */
export function newFold(input: PlanInput, history?: ReadingHistory, until = Number.POSITIVE_INFINITY): Fold {
  const { agreement, events } = commenced(input);
  const isToCome = ({ fact, epoch }: Timed) => fact.cause === undefined && !isAboutCounting(fact.kind) && epoch < until;
  return {
    input,
    agreement,
    terms: agreement.current,
    earlier: [],
    history,
    changed: new Map(),
    repealed: [],
    events,
    coming: events.filter(isToCome).reverse(),
    deadlines: new Map(),
    listeners: new Listeners(),
    past: new Past(),
    now: undefined,
    touched: new Set(),
    reopened: new Set(),
    formerEnds: new Map(),
    latest: new Map(),
    newest: new Map(),
    statedEnds: new Set(),
    ahead: new Map(),
    grids: new Map(),
    billed: undefined,
    unmeasured: new Set(),
    ends: new Set(),
    forNextCycle: new Set(),
    refused: [],
    notStarted: [],
    notCounted: [],
    notApplied: [],
    unknownVersions: [],
    excused: new Map(),
    dueAllowances: new Map(),
    // What was over is decided by the tables of then.
    rebound: reboundBy(events.filter(({ epoch }) => epoch < until)),
    kept: keptBy(events),
    openers: new Openers(events, input.holidays),
    allowancesReach: new Map(),
    measuredUntil: Number.NEGATIVE_INFINITY,
    endedFrom: Number.POSITIVE_INFINITY,
    endedAt: undefined,
  };
}

/** The start that the contract names, as an event, whether or not an event was sent for it as well. */
function ownStart({ contract: { startsOn, edition } }: PlanInput): Fact[] {
  if (startsOn === undefined) return [];
  const start = { id: CONTRACT_START, kind: 'contract.commenced', occurredAt: startsOn, data: {} };
  return [edition === undefined ? start : { ...start, edition }];
}

/** The agreement before any change of terms, and the events in the order that they have under it. */
function commenced(input: PlanInput): Pick<Fold, 'agreement' | 'events'> {
  const agreement = agreementOf(input);
  const events = inOrder([...input.events, ...ownStart(input)], agreement);
  const first = events.find(({ fact }) => fact.kind === 'contract.commenced' && fact.cause === undefined);
  if (first === undefined) return { agreement, events };
  const { zones } = othersThanNewest(input.holidays, first.fact.edition ?? FIRST_EDITION);
  return { agreement: agreement.withCommencement(first.fact.occurredAt, zones), events };
}

/** Puts another version of the terms into force. Bare days still to come may begin at another instant then. */
export function moveTo(fold: Fold, agreement: Agreement, { at }: Timed): void {
  const { timezone } = fold.terms.place;
  fold.agreement = agreement;
  fold.earlier = agreement.earlierTermsAt(at);
  putIntoForce(fold, agreement.termsAt(at));
  if (fold.terms.place.timezone === timezone) return;
  fold.coming = ordered(
    fold.coming.map(({ fact }) => fact),
    agreement,
  ).reverse();
}

/** Puts terms into force for later events. A year that a statute has begun to measure is measured to its end. */
export function putIntoForce(fold: Fold, terms: TermsInForce): void {
  const statutes = new Set(terms.statutes.map(({ pack }) => pack));
  const kept = new Set(terms.clauses.map(({ key }) => key));
  const measuring = [...fold.deadlines.values()]
    .filter(({ state, rule }) => state === 'open' && isMeasured(rule.clause))
    .filter(({ rule: { key, pack } }) => statutes.has(pack.pack) && !kept.has(key));
  fold.repealed = [...new Map(measuring.map(({ rule }) => [rule.key, rule])).values()];
  fold.terms = terms;
}

/** The cycles of a clause, or the missing value without which it has none; undefined if it names no cycle. */
export function gridOf(fold: Fold, rule: ClauseInForce): CycleGrid | Unanchored | undefined {
  const { cycle, reading } = rule;
  if (cycle === undefined) return undefined;
  if ('missing' in cycle) return { missing: cycle.missing };
  // An event may move the cycles by one reading and not by another.
  const name = [cycle.name, cycle.every.n, cycle.every.unit, ...(reading === undefined ? [] : [reading])].join(' ');
  const known = fold.grids.get(name);
  if (known) return known;
  const start = fold.agreement.startsOn;
  if (!CycleGrid.isDetermined(cycle, start)) return { missing: 'contract.startsOn' };
  const grid = new CycleGrid(cycle, start);
  fold.grids.set(name, grid);
  return grid;
}

/** The cycles of a clause; undefined if it has none, or if a value without which they cannot be counted is missing. */
export function knownGridOf(fold: Fold, rule: ClauseInForce): CycleGrid | undefined {
  const grid = gridOf(fold, rule);
  return grid === undefined || 'missing' in grid ? undefined : grid;
}

/** Reports a clause that an event does not start: a value is missing, or the calendar cannot count with it. */
export function reportGap(
  fold: Fold,
  { key, reading }: ClauseInForce,
  { id: event }: Fact,
  { missing, why }: Unanchored,
  deadline?: string,
): void {
  // A reading that was replaced decides nothing but what was over by then, and that was counted.
  if (reading !== undefined) return;
  const before = eventIn(missing);
  if (before !== undefined) {
    fold.notStarted.push({ report: { clause: key, event, missing: before, before: true }, deadline });
  } else if (why === undefined) fold.notStarted.push({ report: { clause: key, event, missing }, deadline });
  else fold.notCounted.push({ report: { clause: key, event, field: missing, why }, deadline });
}
