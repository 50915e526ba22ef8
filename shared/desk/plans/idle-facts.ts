import type { Agreement } from '../../core/agreement/agreement.ts';
import type { ClauseInForce } from '../../core/agreement/clauses.ts';
import { deadlineId, isSnapshot, orderingInstant } from '../../core/deadlines/folding/occurrence.ts';
import { type Plan, type PlanInput, plan } from '../../core/deadlines/plan.ts';
import type { Fact } from '../../core/events/event.ts';
import { EVENT_WITHDRAWN, isOfTheContract } from '../../core/events/kinds.ts';
import type { Clause } from '../../core/terms/clause.ts';
import { eventsAwaitedBy } from '../../core/terms/clause-events.ts';
import { beginningsOf } from '../../core/terms/cycle.ts';
import { eventsIn, kindsIn } from '../../core/terms/match.ts';
import type { NamedEvents } from '../../core/terms/shapes/answers.ts';
import { formatDay } from '../../core/words/days.ts';

/** A fact that has no effect on any deadline, and why. */
export interface IdleFact {
  readonly event: string;
  /** `it names no invoice, by which the clauses that wait for it tell their deadlines apart` */
  readonly why: string;
}

/** Kinds that have an effect without any clause waiting for them. */
const ACT_BY_THEMSELVES: ReadonlySet<string> = new Set([
  'contract.commenced',
  'contract.terminated',
  'terms-change.effective',
]);

/** At most so many facts are tried, since each needs a plan of its own. */
const MOST_TRIED = 60;

/**
 * The facts that no deadline of a plan rests on, so that a mistyped fact is noticed. An explanation does not name every
 * fact it rests on, so the plan is made again without each suspect: a fact is idle only if the plan stays the same.
 */
export function idleFacts(planned: Plan, input: PlanInput): IdleFact[] {
  const heeded = heededBy(planned);
  const situation = situationOf(planned, input);
  const outcome = outcomeOf(planned);
  const restsOn = (id: string) =>
    outcomeOf(plan({ ...input, events: input.events.filter((other) => other.id !== id) })) !== outcome;
  const unheeded = input.events
    .filter((fact) => fact.cause === undefined && !heeded.has(fact.id) && !isSnapshot(fact))
    .flatMap((fact): IdleFact[] => {
      const why = reasonFor(fact, planned, situation);
      return why === undefined ? [] : [{ event: fact.id, why }];
    });
  const doubtful = unheeded.filter(({ why }) => why !== UNAWAITED).slice(0, MOST_TRIED);
  const idle = new Set(doubtful.filter(({ event }) => !restsOn(event)));
  return unheeded.filter((fact) => fact.why === UNAWAITED || idle.has(fact));
}

/** The outcome of a plan's deadlines with their steps, as text to compare. */
function outcomeOf({ deadlines }: Plan): string {
  return JSON.stringify(
    deadlines.map(({ id, state, instant, figure, assumptions, steps }) => [
      id,
      state,
      instant,
      figure,
      assumptions,
      steps,
    ]),
  );
}

const UNAWAITED = 'no clause waits for it';

function heededBy({
  deadlines,
  refused,
  notStarted,
  notCounted,
  notApplied,
  unknownVersions,
}: Plan): ReadonlySet<string> {
  const ofDeadlines = deadlines.flatMap(({ trigger, closedBy, steps }) => [
    trigger,
    ...(closedBy === undefined ? [] : [closedBy]),
    ...steps.flatMap((step) => ('event' in step ? [step.event] : [])),
  ]);
  const told = [...refused, ...notStarted, ...notCounted, ...notApplied, ...unknownVersions].map(({ event }) => event);
  return new Set([...ofDeadlines, ...told]);
}

interface Situation {
  readonly events: readonly Fact[];
  readonly clauses: readonly ClauseInForce[];
  /** Kinds that clauses and cycles count or add up, without an explanation that names each event. */
  readonly tallied: ReadonlySet<string>;
  readonly agreement: Agreement;
}

function situationOf({ agreement }: Plan, { events }: PlanInput): Situation {
  const terms = agreement.everyTerms();
  const clauses = terms.flatMap((one) => one.clauses);
  const cycles = terms.flatMap(({ pack }) => Object.values(pack.cycles));
  const extending = cycles.flatMap(({ extendedBy }) => extendedBy ?? []);
  const tallied = new Set([
    ...clauses.flatMap(({ clause }) => talliedBy(clause)),
    ...cycles.flatMap(beginningsOf).flatMap(({ on }) => kindsIn(on)),
    ...extending.flatMap(({ kind, asLongAs }) => [kind, ...(asLongAs ? [asLongAs.from, asLongAs.to] : [])]),
  ]);
  return { events, clauses, tallied, agreement };
}

/** Kinds that a clause counts or adds up: outages, payments, open matters, and events that restart the count. */
function talliedBy(clause: Clause): string[] {
  return [
    ...eventsAwaitedBy(clause)
      .filter((named) => isTallied(named, clause))
      .flatMap(({ events }) => kindsIn(events)),
    ...(clause.restarts === true ? kindsIn(eventsIn(clause.on)) : []),
  ];
}

/** Why a fact seems idle; undefined if it has an effect after all, or was withdrawn. */
function reasonFor(fact: Fact, planned: Plan, { events, clauses, tallied, agreement }: Situation): string | undefined {
  const { id, kind, data } = fact;
  if (kind === EVENT_WITHDRAWN) {
    const named = events.some((other) => other.id === data.event);
    return named ? undefined : `it withdraws the event ${data.event ?? 'of no id'}, which is not among the facts`;
  }
  if (ACT_BY_THEMSELVES.has(kind)) return undefined;
  if (kind === 'plan.changed' && agreement.everyPack().some(({ plans = {} }) => Object.hasOwn(plans, String(data.to))))
    return undefined;
  if (events.some((other) => other.kind === EVENT_WITHDRAWN && other.data.event === id)) return undefined;
  const waiting = clauses.filter(({ clause }) => awaits(clause, kind));
  const unnamed = keyMissing(fact, waiting);
  if (unnamed !== undefined) return `it names no ${unnamed}, by which the deadlines that wait for it are told apart`;
  const counting = clauses.filter(({ clause }) => talliedBy(clause).includes(kind));
  const ended = endBefore(fact, planned, events, agreement);
  const isPast = [...waiting, ...counting].every(({ clause }) => !clause.survivesTermination);
  if (ended !== undefined && isPast && waiting.length + counting.length > 0)
    return `the contract had ended on ${formatDay(ended)}`;
  const key = commonSubjectKey(waiting);
  if (key !== undefined && isAboutNothing(fact, waiting, planned))
    return `nothing stands about the ${key} that it names`;
  if (tallied.has(kind)) return undefined;
  if (waiting.length === 0) return UNAWAITED;
  return 'it found nothing to start, meet, end or change, or later facts overtook it';
}

/** Whether events of a kind start or change a clause, other than by being counted or added up. */
function awaits(clause: Clause, kind: string): boolean {
  return eventsAwaitedBy(clause).some((named) => !isTallied(named, clause) && kindsIn(named.events).includes(kind));
}

/** Whether a clause adds these events up, or looks among them for open matters (`requires`). */
function isTallied({ path: [field] }: NamedEvents, { shape }: Clause): boolean {
  return field === shape.kind || field === 'requires';
}

/** The `about` key of the clauses that wait for a fact; undefined if they have several or none. */
function commonSubjectKey(waiting: readonly ClauseInForce[]): string | undefined {
  const keys = new Set(waiting.flatMap(({ clause }) => clause.about ?? []));
  return keys.size === 1 ? [...keys][0] : undefined;
}

/** True if no deadline exists for the fact's subject (invoice, breach, request). */
function isAboutNothing({ data }: Fact, waiting: readonly ClauseInForce[], { deadlines }: Plan): boolean {
  const key = commonSubjectKey(waiting);
  const value = key === undefined ? undefined : data[key];
  if (value === undefined || value === '') return false;
  const ids = new Set(waiting.map((rule) => deadlineId(rule.key, String(value))));
  return !deadlines.some(({ id }) => ids.has(id));
}

/** The common `about` key, if the fact lacks it. */
function keyMissing({ kind, data }: Fact, waiting: readonly ClauseInForce[]): string | undefined {
  const key = commonSubjectKey(waiting);
  if (key === undefined || isOfTheContract(kind)) return undefined;
  return data[key] === undefined || data[key] === '' ? key : undefined;
}

/** The day on which the contract ended, if it ended before the fact. */
function endBefore(fact: Fact, { fallen }: Plan, events: readonly Fact[], agreement: Agreement): string | undefined {
  const epochOf = (one: Fact) => Date.parse(orderingInstant(one, agreement));
  const before = events.filter((end) => epochOf(end) < epochOf(fact));
  const ends = before.filter(({ id, kind }) => kind === 'contract.terminated' && !fallen.includes(id));
  return ends.map(({ occurredAt }) => agreement.dayOf(occurredAt)).sort()[0];
}
