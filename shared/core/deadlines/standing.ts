import { addDays, daysBetween } from '../calendar/days.ts';
import type { CountingContext, Day, ExplanationStep } from '../calendar/types.ts';
import type { PinnedContract } from '../events/contract.ts';
import { dayOf, type Fact } from '../events/event.ts';
import type { Clause } from '../terms/clause.ts';
import { type Pack, packLabel } from '../terms/pack.ts';
import { assumptionsOf } from './assumptions.ts';
import { type Counted, extendByDays } from './counting.ts';
import type { Deadline, DeadlineState, LapseOutcome } from './deadline.ts';
import { sentence } from './explain.ts';
import { ladderOf } from './ladder.ts';

/** A deadline while the events are being gone through. */
export interface Standing {
  readonly id: string;
  readonly clause: Clause;
  readonly pack: Pack;
  readonly context: CountingContext;
  readonly subject: string | undefined;
  trigger: Fact;
  openedAt: string;
  base: Counted;
  /** `base`, extended by the days that did not count. */
  counted: Counted;
  state: DeadlineState;
  closedBy: string | undefined;
  pauses: Pauses;
  notes: ExplanationStep[];
  /** What the passing of the last instant makes of it: an allowance that held is met. */
  expiry: 'lapsed' | 'met';
}

interface Pauses {
  readonly since: Day | undefined;
  readonly days: number;
  readonly steps: readonly ExplanationStep[];
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
    pauses: { since: undefined, days: 0, steps: [] },
    notes: [],
    expiry: 'lapsed',
  };
}

/** Counts anew from another event or another day. A lapse of the earlier date no longer stands. */
export function recount(standing: Standing, trigger: Fact, counted: Counted): void {
  standing.trigger = trigger;
  standing.base = counted;
  standing.counted = withPauses(standing);
  if (standing.state === 'lapsed') {
    standing.state = 'open';
    standing.closedBy = undefined;
  }
}

export function meet(standing: Standing, fact: Fact, epoch: number): void {
  const day = dayOf(fact.occurredAt, standing.context.timezone);
  const facts = { event: fact.id, kind: fact.kind, day };
  const inTime = epoch < Date.parse(standing.counted.instant);
  if (standing.state === 'paused' || (standing.state === 'open' && inTime)) {
    close(standing, 'met', fact, sentence('met', facts));
  } else if (standing.state === 'open' || standing.state === 'lapsed') {
    standing.notes.push(sentence('met-late', { ...facts, date: standing.counted.date }));
  }
}

/** Ends a deadline that stands, or a right that has already arisen. */
export function end(standing: Standing, fact: Fact): void {
  const arisen = standing.state === 'lapsed' && standing.clause.nature === 'right';
  if (standing.state !== 'open' && standing.state !== 'paused' && !arisen) return;
  const day = dayOf(fact.occurredAt, standing.context.timezone);
  close(standing, 'cancelled', fact, sentence('ended', { event: fact.id, kind: fact.kind, day }));
}

/** The end of the contract ends every clause that does not outlive it, unless its last instant had already passed. */
export function endWithContract(standing: Standing, fact: Fact, epoch: number): void {
  if (standing.clause.survivesTermination) return;
  const stands =
    standing.state === 'paused' || (standing.state === 'open' && epoch < Date.parse(standing.counted.instant));
  if (!stands) return;
  const day = dayOf(fact.occurredAt, standing.context.timezone);
  close(standing, 'cancelled', fact, sentence('contract-ended', { event: fact.id, day }));
}

export function pause(standing: Standing, fact: Fact, epoch: number): void {
  if (standing.state !== 'open' || epoch >= Date.parse(standing.counted.instant)) return;
  const zone = standing.context.timezone;
  const since = laterOf(dayOf(fact.occurredAt, zone), dayOf(standing.trigger.occurredAt, zone));
  standing.state = 'paused';
  standing.closedBy = fact.id;
  standing.pauses = { ...standing.pauses, since };
  standing.notes.push(sentence('paused', { event: fact.id, kind: fact.kind, from: since }));
}

export function resume(standing: Standing, fact: Fact): void {
  const { since } = standing.pauses;
  if (standing.state !== 'paused' || since === undefined) return;
  const until = laterOf(dayOf(fact.occurredAt, standing.context.timezone), since);
  const days = daysBetween(since, until);
  standing.notes = standing.notes.filter(({ code }) => code !== 'paused');
  const step = sentence('resumed', { event: fact.id, kind: fact.kind, from: since, until, days });
  standing.pauses = {
    since: undefined,
    days: standing.pauses.days + days,
    steps: days === 0 ? standing.pauses.steps : [...standing.pauses.steps, step],
  };
  standing.counted = withPauses(standing);
  standing.state = 'open';
  standing.closedBy = undefined;
}

/** Days of a pause are not counted, so the last day comes that much later. */
function withPauses({ base, pauses, context }: Standing): Counted {
  return extendByDays({ ...base, steps: [...base.steps, ...pauses.steps] }, pauses.days, context.timezone);
}

export function lapse(standing: Standing, fact: Fact): void {
  const instant = standing.counted.instant;
  close(standing, standing.expiry, fact, sentence('lapsed', { event: fact.id, instant, produces: fact.kind }));
}

function close(standing: Standing, state: DeadlineState, fact: Fact, note: ExplanationStep): void {
  standing.state = state;
  standing.closedBy = fact.id;
  standing.notes.push(note);
}

/** The deadline as it stands after all events. */
export function finish(standing: Standing, contract: PinnedContract): Deadline {
  const { clause, pack, counted, context } = standing;
  const { steps: counting, ...dates } = counted;
  const steps = [...counting, ...standing.notes];
  return {
    id: standing.id,
    clause: clause.id,
    ref: clause.ref,
    title: clause.title,
    trigger: standing.trigger.id,
    state: standing.state,
    ...dates,
    timezone: context.timezone,
    obligor: clause.obligor,
    nature: clause.nature,
    steps: [clauseStep(clause, pack), ...assumptionsOf(contract, pack, clause, steps), ...steps],
    terms: packLabel(pack),
    calendar: context.holidays.version,
    ladder: standing.state === 'open' ? ladder(standing) : [],
    onLapse: outcome(standing),
    ...(standing.closedBy !== undefined && { closedBy: standing.closedBy }),
  };
}

function clauseStep(clause: Clause, pack: Pack): ExplanationStep {
  const { id, title, ref, means } = clause;
  return sentence('clause', { clause: id, title, ref, means, terms: packLabel(pack) });
}

/** An allowance that holds has no steps to announce; only its year ends. */
function ladder(standing: Standing) {
  return ladderOf({
    rungs: standing.expiry === 'met' ? [] : standing.clause.ladder,
    openedAt: standing.openedAt,
    date: standing.counted.date,
    instant: standing.counted.instant,
    sendAt: standing.pack.sendAt,
    context: standing.context,
  });
}

function outcome({ clause, counted, trigger }: Standing): LapseOutcome {
  const { produces } = clause;
  if (!produces) return { kind: 'deadline.lapsed', occurredAt: counted.date, data: {} };
  const carried = produces.carries.filter((key) => trigger.data[key] !== undefined);
  return {
    kind: produces.kind,
    occurredAt: produces.occurs === 'last-day' ? counted.date : addDays(counted.date, 1),
    data: Object.fromEntries(carried.map((key) => [key, trigger.data[key] as string | number | boolean])),
  };
}

function laterOf(a: Day, b: Day): Day {
  return a > b ? a : b;
}
