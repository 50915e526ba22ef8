import type { Agreement } from '../../core/agreement/agreement.ts';
import type { ClauseInForce } from '../../core/agreement/clauses.ts';
import { deadlineId, isSnapshot, orderingInstant } from '../../core/deadlines/folding/occurrence.ts';
import { type Plan, type PlanInput, plan } from '../../core/deadlines/plan.ts';
import type { Fact } from '../../core/events/event.ts';
import { EVENT_WITHDRAWN, isOfTheContract } from '../../core/events/kinds.ts';
import type { Clause } from '../../core/terms/clause.ts';
import { eventsAwaitedBy } from '../../core/terms/clause-events.ts';
import { eventsIn, kindsIn } from '../../core/terms/match.ts';
import type { NamedEvents } from '../../core/terms/shapes/answers.ts';
import { formatDay } from '../../core/words/days.ts';

/** A fact on which nothing that stands rests, and why not. */
export interface IdleFact {
  readonly event: string;
  /** `it names no invoice, by which the clauses that wait for it tell their deadlines apart` */
  readonly why: string;
}

/** What these bring about needs no clause that waits for them. */
const ACT_BY_THEMSELVES: ReadonlySet<string> = new Set([
  'contract.commenced',
  'contract.terminated',
  'terms-change.effective',
]);

/** Beyond this many, nobody reads on, and each has to be tried. */
const MOST_TRIED = 60;

/**
 * The facts on which no deadline of a plan rests, so that one with a slip in it does not pass unnoticed. An explanation does
 * not name each fact that it rests on, so the plan is made without each of them as well, and has to come to the same.
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

/** What the deadlines of a plan come to, and why. */
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

function heededBy({ deadlines, refused, notStarted, notApplied, unknownVersions }: Plan): ReadonlySet<string> {
  const ofDeadlines = deadlines.flatMap(({ trigger, closedBy, steps }) => [
    trigger,
    ...(closedBy === undefined ? [] : [closedBy]),
    ...steps.flatMap((step) => ('event' in step ? [step.event] : [])),
  ]);
  const told = [...refused, ...notStarted, ...notApplied, ...unknownVersions].map(({ event }) => event);
  return new Set([...ofDeadlines, ...told]);
}

interface Situation {
  readonly events: readonly Fact[];
  readonly clauses: readonly ClauseInForce[];
  /** Counted or added up without being named in any explanation. */
  readonly tallied: ReadonlySet<string>;
  readonly agreement: Agreement;
}

function situationOf({ agreement }: Plan, { events }: PlanInput): Situation {
  const terms = agreement.everyTerms();
  const clauses = terms.flatMap((one) => one.clauses);
  const extending = terms
    .flatMap(({ pack }) => Object.values(pack.cycles))
    .flatMap(({ extendedBy }) => extendedBy ?? []);
  const tallied = new Set([
    ...clauses.flatMap(({ clause }) => talliedBy(clause)),
    ...extending.flatMap(({ kind, asLongAs }) => [kind, ...(asLongAs ? [asLongAs.from, asLongAs.to] : [])]),
  ]);
  return { events, clauses, tallied, agreement };
}

/** Kinds of which a clause keeps count: outages, sums, what is outstanding, and each that begins the count again. */
function talliedBy(clause: Clause): string[] {
  return [
    ...eventsAwaitedBy(clause)
      .filter((named) => isTallied(named, clause))
      .flatMap(({ events }) => kindsIn(events)),
    ...(clause.restarts === true ? kindsIn(eventsIn(clause.on)) : []),
  ];
}

/** Undefined where it has an effect after all, or was withdrawn. */
function reasonFor(fact: Fact, planned: Plan, { events, clauses, tallied, agreement }: Situation): string | undefined {
  const { id, kind, data } = fact;
  if (kind === EVENT_WITHDRAWN) {
    const named = events.some((other) => other.id === data.event);
    return named ? undefined : `it withdraws the event ${data.event ?? 'of no id'}, which is not among the facts`;
  }
  if (ACT_BY_THEMSELVES.has(kind)) return undefined;
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

/** Whether a clause is started or changed by events of a kind, other than by keeping count of them. */
function awaits(clause: Clause, kind: string): boolean {
  return eventsAwaitedBy(clause).some((named) => !isTallied(named, clause) && kindsIn(named.events).includes(kind));
}

/** Whether a clause adds events up, or looks among them for what is outstanding. */
function isTallied({ path: [field] }: NamedEvents, { shape }: Clause): boolean {
  return field === shape.kind || field === 'requires';
}

/** The key by which clauses that wait for a fact tell their deadlines apart, where it is the same for all that do. */
function commonSubjectKey(waiting: readonly ClauseInForce[]): string | undefined {
  const keys = new Set(waiting.flatMap(({ clause }) => clause.about ?? []));
  return keys.size === 1 ? [...keys][0] : undefined;
}

/** Whether it is about an invoice, a breach or a request about which no deadline stands. */
function isAboutNothing({ data }: Fact, waiting: readonly ClauseInForce[], { deadlines }: Plan): boolean {
  const key = commonSubjectKey(waiting);
  const value = key === undefined ? undefined : data[key];
  if (value === undefined || value === '') return false;
  const ids = new Set(waiting.map((rule) => deadlineId(rule.key, String(value))));
  return !deadlines.some(({ id }) => ids.has(id));
}

/** That key, where the fact does not have it. */
function keyMissing({ kind, data }: Fact, waiting: readonly ClauseInForce[]): string | undefined {
  const key = commonSubjectKey(waiting);
  if (key === undefined || isOfTheContract(kind)) return undefined;
  return data[key] === undefined || data[key] === '' ? key : undefined;
}

/** The day on which the contract had ended before this happened. */
function endBefore(fact: Fact, { fallen }: Plan, events: readonly Fact[], agreement: Agreement): string | undefined {
  const epochOf = (one: Fact) => Date.parse(orderingInstant(one, agreement));
  const before = events.filter((end) => epochOf(end) < epochOf(fact));
  const ends = before.filter(({ id, kind }) => kind === 'contract.terminated' && !fallen.includes(id));
  return ends.map(({ occurredAt }) => agreement.dayOf(occurredAt)).sort()[0];
}
