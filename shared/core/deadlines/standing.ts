import type { CountingContext, Day, ExplanationStep } from '../calendar/types.ts';
import { endOfDay } from '../calendar/zone.ts';
import { dayOf, type Fact } from '../events/event.ts';
import type { Clause } from '../terms/clause.ts';
import type { Pack } from '../terms/pack.ts';
import type { Counted } from './counting.ts';
import type { DeadlineState } from './deadline.ts';
import { type ExplanationCode, sentence } from './explain.ts';
import { extend, type Pause } from './extend.ts';
import { isSnapshot, type Timed } from './occurrence.ts';

/** A deadline while the events are being gone through. */
export interface Standing {
  readonly id: string;
  readonly clause: Clause;
  readonly pack: Pack;
  readonly context: CountingContext;
  readonly subject: string | undefined;
  trigger: Fact;
  readonly openedAt: string;
  base: Counted;
  /** `base`, extended by the days that did not count. */
  counted: Counted;
  state: DeadlineState;
  closedBy: string | undefined;
  readonly pauses: Pauses;
  notes: ExplanationStep[];
  /** What the passing of the last instant makes of it: an allowance that held is met. */
  expiry: 'lapsed' | 'met';
}

interface Pauses {
  /** The suspensions in force, by the id the pack tells them apart with. */
  readonly active: Set<string>;
  since: Day | undefined;
  readonly over: Pause[];
  readonly steps: ExplanationStep[];
}

export function newStanding(
  at: { clause: Clause; pack: Pack; context: CountingContext; id: string; subject: string | undefined },
  trigger: Fact,
  openedAt: string,
  counted: Counted,
): Standing {
  return {
    ...at,
    trigger,
    openedAt,
    base: counted,
    counted,
    state: 'open',
    closedBy: undefined,
    pauses: { active: new Set(), since: undefined, over: [], steps: [] },
    notes: [],
    expiry: 'lapsed',
  };
}

/** Counts anew from another event and another day. What became of the earlier date no longer stands. */
export function recount(standing: Standing, trigger: Fact, base: Counted): void {
  const from = standing.counted.date;
  standing.trigger = trigger;
  standing.base = base;
  standing.counted = withPauses(standing);
  standing.notes = standing.notes.filter(({ code }) => !OF_THE_OLD_DATE.has(code));
  standing.notes.push(sentence('moved', { ...factsOf(standing, trigger), from, to: standing.counted.date }));
  if (standing.state !== 'lapsed' && standing.state !== 'met') return;
  standing.state = 'open';
  standing.closedBy = undefined;
}

const OF_THE_OLD_DATE: ReadonlySet<string> = new Set<ExplanationCode>([
  'met',
  'met-late',
  'ended-late',
  'paused-late',
  'moved-late',
  'lapsed',
  'arisen',
]);

/** An event that would move what has already taken effect. */
export function moveTooLate(standing: Standing, fact: Fact): void {
  noteLate(standing, 'moved-late', fact);
}

export function meet(standing: Standing, { fact, epoch }: Timed): void {
  if (standing.state === 'paused' || (standing.state === 'open' && !isOver(standing, epoch))) {
    close(standing, 'met', fact, sentence('met', factsOf(standing, fact)));
  } else if (standing.state === 'open' || standing.state === 'lapsed') {
    noteLate(standing, 'met-late', fact);
  }
}

/**
 * Ends a deadline that stands, or a right that has arisen. Nothing else can be ended once it is over. Whether the lapse of
 * a right is on record yet makes no difference, unless something follows from it.
 */
export function end(standing: Standing, { fact, epoch }: Timed): void {
  const { state, clause } = standing;
  if (state !== 'open' && state !== 'paused' && state !== 'lapsed') return;
  const over = state === 'lapsed' || (state === 'open' && isOver(standing, epoch));
  if (over && (clause.nature !== 'right' || (state === 'open' && clause.produces))) {
    noteLate(standing, 'ended-late', fact);
    return;
  }
  if (over) {
    standing.notes = standing.notes.filter(({ code }) => code !== 'lapsed');
    standing.notes.push(sentence('arisen', { instant: standing.counted.instant }));
  }
  close(standing, 'cancelled', fact, sentence('ended', factsOf(standing, fact)));
}

/**
 * The end of the contract ends every clause that does not outlive it, unless its last instant had already passed.
 * Where the contract itself ends with its last day, nothing can begin after that same day; a duty still counts as missed.
 */
export function endWithContract(standing: Standing, { fact, epoch }: Timed): void {
  const { clause, context, state } = standing;
  if (clause.survivesTermination) return;
  const endsWithDay =
    fact.cause !== undefined &&
    clause.nature !== 'obligation' &&
    Date.parse(endOfDay(dayOf(fact.occurredAt, context.timezone), context.timezone)) === epoch;
  const over = endsWithDay ? isOver(standing, epoch - 1) : isOver(standing, epoch);
  if (state !== 'paused' && (state !== 'open' || over)) return;
  const { event, day } = factsOf(standing, fact);
  close(standing, 'cancelled', fact, sentence('contract-ended', { event, day }));
}

/** Stops the period. Several suspensions may be in force at once. */
export function pause(standing: Standing, { fact, epoch }: Timed): void {
  const { state, pauses } = standing;
  if (state !== 'open' && state !== 'paused') return;
  if (state === 'open' && isOver(standing, epoch)) {
    noteLate(standing, 'paused-late', fact);
    return;
  }
  const facts = factsOf(standing, fact);
  const further = state === 'paused';
  pauses.active.add(suspensionOf(standing, fact));
  if (further) {
    standing.notes.push(sentence('paused-further', { ...facts, inForce: pauses.active.size }));
    return;
  }
  pauses.since = laterOf(facts.day, dayOf(standing.trigger.occurredAt, standing.context.timezone));
  standing.state = 'paused';
  standing.closedBy = fact.id;
  standing.notes.push(sentence('paused', { event: facts.event, kind: facts.kind, from: pauses.since }));
}

/**
 * Lifts a suspension; the period runs again once the last one is lifted. A fact that names none lifts the unnamed one,
 * or the only one there is.
 */
export function resume(standing: Standing, { fact }: Timed): void {
  const { pauses } = standing;
  if (standing.state !== 'paused' || pauses.since === undefined) return;
  const named = suspensionOf(standing, fact);
  const lifted = named === '' && !pauses.active.has('') && pauses.active.size === 1 ? [...pauses.active][0] : named;
  const known = lifted !== undefined && pauses.active.delete(lifted);
  const facts = factsOf(standing, fact);
  if (pauses.active.size > 0) {
    standing.notes.push(sentence('still-paused', { ...facts, known, inForce: pauses.active.size }));
    return;
  }
  const stretch = { since: pauses.since, until: laterOf(facts.day, pauses.since) };
  const { event, kind } = facts;
  standing.notes = standing.notes.filter(({ code }) => !OF_A_PAUSE.has(code));
  pauses.since = undefined;
  pauses.over.push(stretch);
  pauses.steps.push(sentence('resumed', { event, kind, from: stretch.since, until: stretch.until }));
  standing.counted = withPauses(standing);
  standing.state = 'open';
  standing.closedBy = undefined;
}

const OF_A_PAUSE: ReadonlySet<string> = new Set<ExplanationCode>(['paused', 'paused-further', 'still-paused']);

function suspensionOf({ clause }: Standing, fact: Fact): string {
  return clause.suspensionAbout === undefined ? '' : String(fact.data[clause.suspensionAbout] ?? '');
}

/** A pause that ended on the day it began changes nothing and is not worth a step. */
function withPauses({ clause, base, pauses, context }: Standing): Counted {
  const steps = pauses.steps.filter((_, index) => pauses.over[index]?.since !== pauses.over[index]?.until);
  return extend(clause, { ...base, steps: [...base.steps, ...steps] }, pauses.over, context);
}

export function lapse(standing: Standing, fact: Fact): void {
  const instant = standing.counted.instant;
  close(standing, standing.expiry, fact, sentence('lapsed', { event: fact.id, instant, produces: fact.kind }));
}

/** Whether the last instant lies at or before this moment. */
export function isOver(standing: Standing, epoch: number): boolean {
  return epoch >= Date.parse(standing.counted.instant);
}

function close(standing: Standing, state: DeadlineState, fact: Fact, note: ExplanationStep): void {
  standing.state = state;
  standing.closedBy = fact.id;
  standing.notes.push(note);
}

/** The first fact that came too late is worth a step; further ones say nothing new, and a snapshot reports no fact. */
function noteLate(
  standing: Standing,
  code: 'met-late' | 'ended-late' | 'paused-late' | 'moved-late',
  fact: Fact,
): void {
  if (isSnapshot(fact) || standing.notes.some((note) => note.code === code)) return;
  standing.notes.push(sentence(code, { ...factsOf(standing, fact), date: standing.counted.date }));
}

function factsOf({ context }: Standing, fact: Fact): { event: string; kind: string; day: Day } {
  return { event: fact.id, kind: fact.kind, day: dayOf(fact.occurredAt, context.timezone) };
}

function laterOf(a: Day, b: Day): Day {
  return a > b ? a : b;
}
