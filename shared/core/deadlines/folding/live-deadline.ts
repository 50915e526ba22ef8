import type { ClauseInForce } from '../../agreement/clauses.ts';
import type { Day } from '../../calendar/types.ts';
import { endOfDay } from '../../calendar/zone.ts';
import { dayOf, type Fact } from '../../events/event.ts';
import type { Counted } from '../counting/counted.ts';
import { addSuspendedTime, type Pause } from '../counting/suspended-time.ts';
import type { Closing } from '../deadline.ts';
import { explain } from '../explain.ts';
import type { ByEvent } from '../explanation-facts.ts';
import type { DeadlineState } from '../state.ts';
import { Notes } from './notes.ts';
import { isSnapshot, type Timed } from './occurrence.ts';

/** A deadline while the events are being gone through. */
export interface LiveDeadline {
  readonly id: string;
  readonly rule: ClauseInForce;
  readonly subject: string | undefined;
  /** The how-manieth it is of all, for everything to happen in one order. */
  readonly order: number;
  trigger: Fact;
  readonly openedAt: string;
  /** A day of the cycle that a recurring clause, or one that follows from it, is about. */
  cycleOf?: Day;
  /** The deadline whose fate started it. */
  readonly parent?: LiveDeadline;
  /** The occurrence before it, of a clause that recurs. */
  readonly previous?: LiveDeadline;
  /** Those that its own fate started. */
  readonly children: Set<LiveDeadline>;
  base: Counted;
  /** `base`, extended by the days that did not count. */
  counted: Counted;
  /** A longer length that an event granted. */
  extendedTo?: string;
  state: DeadlineState;
  closedBy: string | undefined;
  /** What gave it its outcome. */
  closing: Closing | undefined;
  /** How often its count began again. */
  restarts: number;
  /** Every event that met it in time, the first of which is told of. */
  metBy: Fact[];
  /** The state whose consequences have been seen to. */
  followed: DeadlineState | undefined;
  readonly pauses: Pauses;
  readonly notes: Notes;
  /** The deadline with which the contract is to end before there is a next cycle, so that nothing is left to do here. */
  needlessBy: LiveDeadline | undefined;
  /** The event that settled the deadline from whose being open it follows, so that nothing is left to do here. */
  settledWith: { readonly by: Fact; readonly parent: LiveDeadline } | undefined;
  /** What came at the very moment of what it lifts or takes back, and before it in the record. */
  readonly early: Timed[];
  /** What the passing of the last instant makes of it: an allowance that held is met. */
  expiry: 'lapsed' | 'met';
}

interface Pauses {
  /** The suspensions in force, by the id the pack tells them apart with. */
  readonly active: Set<string>;
  since: Day | undefined;
  /** As the explanation tells it: not before the event from which the deadline is counted. */
  toldSince: Day | undefined;
  /** Those that are over, and the event that lifted each. */
  readonly over: (Pause & { readonly by: { readonly event: string; readonly kind: string } })[];
}

export interface Beginning {
  readonly rule: ClauseInForce;
  readonly id: string;
  readonly subject: string | undefined;
  readonly order: number;
  readonly trigger: Fact;
  readonly openedAt: string;
  readonly counted: Counted;
  readonly cycleOf?: Day;
  readonly parent?: LiveDeadline;
  readonly previous?: LiveDeadline;
}

export function newLiveDeadline({ counted, ...beginning }: Beginning): LiveDeadline {
  const { clause } = beginning.rule;
  return {
    ...beginning,
    children: new Set(),
    base: counted,
    counted,
    state: clause.nature === 'figure' ? 'met' : 'open',
    closedBy: undefined,
    closing: undefined,
    restarts: 0,
    metBy: [],
    followed: undefined,
    pauses: { active: new Set(), since: undefined, toldSince: undefined, over: [] },
    notes: new Notes(),
    needlessBy: undefined,
    settledWith: undefined,
    early: [],
    expiry: clause.noticeFulfils ? 'met' : 'lapsed',
  };
}

/** Counts anew from another event and another day. What became of the earlier date no longer stands. */
export function recount(live: LiveDeadline, trigger: Fact, base: Counted): void {
  const from = live.counted.date;
  begin(live, trigger, base);
  live.notes.add('course', explain('moved', { ...factsOf(live, trigger), from, to: live.counted.date }));
}

/** Begins the count again from a further event of the same kind. Only the last such event is told of. */
export function restart(live: LiveDeadline, trigger: Fact, base: Counted): void {
  begin(live, trigger, base);
  live.restarts += 1;
  const facts = { ...factsOf(live, trigger), times: live.restarts };
  live.notes.replace('course', 'restarted', explain('restarted', facts));
}

function begin(live: LiveDeadline, trigger: Fact, base: Counted): void {
  live.trigger = trigger;
  live.base = base;
  live.counted = withPauses(live);
  if (live.state === 'lapsed' || live.state === 'met') standAgain(live);
  else live.notes.drop('meeting', 'date');
}

/** What became of its earlier date no longer stands. */
export function standAgain(live: LiveDeadline): void {
  live.notes.drop('meeting', 'date');
  live.state = 'open';
  live.closedBy = undefined;
  live.closing = undefined;
}

/** The last day moves with what it is counted from, such as its cycle; what happened to the deadline stays as it is. */
export function shift(live: LiveDeadline, base: Counted): void {
  live.base = base;
  live.counted = withPauses(live);
}

/** Gives the whole period another length. `base` is counted with it. */
export function extendPeriod(live: LiveDeadline, { fact }: Timed, length: string, base: Counted): void {
  const from = live.counted.date;
  live.extendedTo = length;
  shift(live, base);
  const facts = { ...factsOf(live, fact), length, from, to: live.counted.date };
  live.notes.add('course', explain('prolonged', facts));
}

export function extendTooLate(live: LiveDeadline, fact: Fact): void {
  noteLate(live, 'prolonged-late', fact);
}

/** An event that would move what has already taken effect. */
export function moveTooLate(live: LiveDeadline, fact: Fact): void {
  noteLate(live, 'moved-late', fact);
}

/**
 * Ends a deadline that stands, or a right that has arisen. Nothing else can be ended once it is over. Whether the lapse of
 * a right is on record yet makes no difference, unless something follows from it.
 */
export function end(live: LiveDeadline, { fact, epoch }: Timed): void {
  const { state } = live;
  const { clause } = live.rule;
  if (state !== 'open' && state !== 'paused' && state !== 'lapsed') return;
  const over = state === 'lapsed' || (state === 'open' && isOver(live, epoch));
  if (over && (clause.nature !== 'right' || (state === 'open' && clause.produces))) {
    noteLate(live, 'ended-late', fact);
    return;
  }
  if (over) {
    live.notes.dropNamed('lapsed');
    live.notes.add('date', explain('arisen', { instant: live.counted.instant }));
  }
  settle(live, { state: 'cancelled', how: 'ended', fact });
  live.notes.add('course', explain('ended', factsOf(live, fact)));
}

/**
 * The end of the contract ends every clause that does not outlive it, unless its last instant had already passed.
 * Where the contract itself ends with its last day, nothing can begin after that same day; a duty still counts as missed.
 */
export function endWithContract(live: LiveDeadline, { fact, epoch }: Timed): void {
  const { state } = live;
  const { clause, context } = live.rule;
  if (clause.survivesTermination || effectiveState(live) === 'cancelled') return;
  const endsWithDay =
    fact.cause !== undefined &&
    clause.nature !== 'obligation' &&
    Date.parse(endOfDay(dayOf(fact.occurredAt, context.timezone), context.timezone)) === epoch;
  const over = endsWithDay ? isOver(live, epoch - 1) : isOver(live, epoch);
  if (state !== 'paused' && (state !== 'open' || over)) return;
  const { event, day } = factsOf(live, fact);
  settle(live, { state: 'cancelled', how: 'contract-ended', fact });
  live.notes.add('course', explain('contract-ended', { event, day }));
}

/**
 * The clause it follows from is settled, so there is nothing left to do, unless its own time was over before that. It is
 * set aside only: that clause may be open again.
 */
export function settleWith(live: LiveDeadline, { fact, epoch }: Timed, parent: LiveDeadline): void {
  const state = effectiveState(live);
  if (state !== 'paused' && (state !== 'open' || isOver(live, epoch))) return;
  live.settledWith = { by: fact, parent };
}

/** Days from before the count begins were never counted, so a pause takes none of them out. One without a day is no step. */
export function withPauses({ rule: { clause, context }, base, pauses }: LiveDeadline): Counted {
  const { countsFrom = '' } = base;
  const within = pauses.over
    .map((pause) => ({ ...pause, since: laterOf(pause.since, countsFrom) }))
    .filter(({ since, until }) => since < until);
  const steps = within.map(({ since, until, by }) => explain('resumed', { ...by, from: since, until }));
  return addSuspendedTime(clause, { ...base, steps: [...base.steps, ...steps] }, within, context);
}

export function lapse(live: LiveDeadline, fact: Fact): void {
  const { instant } = live.counted;
  settle(live, { state: live.expiry, how: 'lapsed', fact });
  live.notes.replace('date', 'lapsed', explain('lapsed', { event: fact.id, instant, produces: fact.kind }));
}

/** How it stands for all that follows from it. What is set aside is told of as given up. */
export function effectiveState({ state, needlessBy, settledWith }: LiveDeadline): DeadlineState {
  const setAside = needlessBy !== undefined || settledWith !== undefined;
  return setAside && (state === 'open' || state === 'paused') ? 'cancelled' : state;
}

/** Whether its time is over; that of what stands still does not run out. */
export function hasRunOut(live: LiveDeadline, epoch: number): boolean {
  return live.state !== 'paused' && isOver(live, epoch);
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

type LateCode = 'met-late' | 'ended-late' | 'paused-late' | 'moved-late' | 'prolonged-late' | 'reopened-late';

/** The first fact that came too late is worth a step; further ones say nothing new, and a snapshot reports no fact. */
export function noteLate(live: LiveDeadline, code: LateCode, fact: Fact): void {
  if (isSnapshot(fact)) return;
  const step = explain(code, { ...factsOf(live, fact), date: live.counted.date });
  live.notes.addOnce('date', code, step);
}

export function factsOf({ rule: { context } }: LiveDeadline, fact: Fact): ByEvent {
  return { event: fact.id, kind: fact.kind, day: dayOf(fact.occurredAt, context.timezone) };
}

export function laterOf(a: Day, b: Day): Day {
  return a > b ? a : b;
}
