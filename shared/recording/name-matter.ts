import type { LoadedContract } from '../aws/table/table.ts';
import type { ClauseInForce } from '../core/agreement/clauses.ts';
import type { Deadline } from '../core/deadlines/deadline.ts';
import { deadlineId, isSnapshot, subjectOf } from '../core/deadlines/folding/occurrence.ts';
import type { NotApplied, Plan } from '../core/deadlines/plan.ts';
import { dataKeyOf, dataKeysOf } from '../core/events/data-keys.ts';
import type { ContractEvent, Fact } from '../core/events/event.ts';
import { isOfTheContract } from '../core/events/kinds.ts';
import type { Clause } from '../core/terms/clause.ts';
import { eventsIn, kindsIn, matches, mayMatch } from '../core/terms/match.ts';
import { packLabel } from '../core/terms/pack.ts';
import type { RecordingDependencies } from './dependencies.ts';
import { planWith } from './plan-contract.ts';
import { type Rejection, rejected } from './rejection.ts';

/** At most so many open matters are listed in a refusal. */
const LISTED = 20;

/**
 * An event that a person tells, with the matter that it is about (`data.change` of `terms-change.rejected`). Where the event does
 * not name it and exactly one is open, it is about that one; where none or several are, it is refused, since it would change nothing.
 * An event that is recorded already names what it named then.
 */
export function withMatterNamed(
  dependencies: RecordingDependencies,
  loaded: LoadedContract,
  event: ContractEvent,
): ContractEvent | Rejection {
  if (isOfTheContract(event.kind) || lacksNoKey(event)) return event;
  const known = loaded.events.find(({ id }) => id === event.id);
  if (known !== undefined) return withNamesOf(known, event);
  const planned = planWith(dependencies, loaded, []);
  if (planned.outcome === 'rejected') return event;
  const rules = planned.plan.agreement
    .everyTerms()
    .flatMap(({ clauses }) => clauses)
    .filter((rule) => waitsFor(rule, event));
  const [key, ...others] = new Set(rules.flatMap(({ clause }) => clause.about ?? []));
  if (key === undefined || others.length > 0) return event;
  const { named, unnamed } = awaiting(planned.plan, rules, loaded.events, event);
  const [only, ...further] = named;
  if (unnamed) return event;
  if (only !== undefined && further.length === 0) return { ...event, data: { ...event.data, [key]: only } };
  return rejected('invalid', { field: `data.${key}`, value: event.data[key], detail: remedy(key, named) });
}

/** At most so many open matters stand in a report. */
const REPORTED = 3;

/**
 * The clauses of whose open matters an event might be about any, since it names none, and none of whose deadlines it changed. A
 * provider's payment need not name its invoice: another message may, or a person has to.
 *
 * @param facts all events of the contract, with this one
 */
export function withoutMatter(plan: Plan, facts: readonly Fact[], event: ContractEvent): NotApplied[] {
  if (isOfTheContract(event.kind) || isSnapshot(event)) return [];
  const rules = plan.agreement
    .everyTerms()
    .flatMap(({ clauses }) => clauses.filter((rule) => concernsNone(rule, event)));
  return rules.flatMap((rule): NotApplied[] => {
    const {
      key: clause,
      clause: { about: key = '' },
    } = rule;
    if (plan.deadlines.some((deadline) => deadline.closedBy === event.id && isRuleOf(rule, deadline))) return [];
    const { named, unnamed } = awaiting(plan, [rule], facts, event, mayMatch);
    if (unnamed || named.length === 0) return [];
    const reason = { because: 'unnamed', key, matters: named.slice(0, REPORTED), n: named.length } as const;
    return [{ clause, event: event.id, reason }];
  });
}

/** Whether the event would close or extend a deadline of the clause, if it named the matter. What suspends concerns every one. */
function concernsNone({ clause }: ClauseInForce, event: ContractEvent): boolean {
  if (clause.about === undefined || subjectOf(clause, event) !== undefined) return false;
  return !kindsIn(eventsIn(clause.on)).includes(event.kind) && closesOrExtends(clause, event, mayMatch);
}

/** Whether no clause may ask this event for a key that it lacks: a payment need not name its invoice. */
function lacksNoKey({ kind, data }: ContractEvent): boolean {
  const keys = dataKeysOf(kind);
  return keys !== undefined && Object.entries(keys).every(([key, { always }]) => !always || isNamed(data[key]));
}

function isNamed(value: unknown): boolean {
  return value !== undefined && value !== '';
}

/** The event with what `known`, which was recorded as it, names beyond it. */
export function withNamesOf<Told extends Pick<ContractEvent, 'kind' | 'data'>>(
  known: ContractEvent,
  event: Told,
): Told {
  const left = Object.entries(known.data).filter(
    ([key]) => !isNamed(event.data[key]) && dataKeyOf(event.kind, key)?.holds === 'text' && isRequired(event.kind, key),
  );
  return left.length === 0 ? event : { ...event, data: { ...event.data, ...Object.fromEntries(left) } };
}

function isRequired(kind: string, key: string): boolean {
  return dataKeysOf(kind) === undefined || dataKeyOf(kind, key)?.always === true;
}

/** Whether the event would close, reopen, extend or suspend a deadline of the clause, if it named the matter. */
function waitsFor({ clause }: ClauseInForce, event: ContractEvent): boolean {
  const { about, on, reopenedBy } = clause;
  if (about === undefined || subjectOf(clause, event) !== undefined || !isRequired(event.kind, about)) return false;
  if (kindsIn(eventsIn(on)).includes(event.kind)) return false;
  return matches(reopenedBy, event) || changesRunning(clause, event, matches);
}

function changesRunning({ suspendedBy, resumedBy, ...clause }: Clause, event: ContractEvent, isOne: Matches): boolean {
  return closesOrExtends(clause, event, isOne) || matches(suspendedBy, event) || matches(resumedBy, event);
}

type Matches = typeof matches;

function closesOrExtends(
  { satisfiedBy, endedBy, extendedBy }: Pick<Clause, 'satisfiedBy' | 'endedBy' | 'extendedBy'>,
  event: ContractEvent,
  isOne: Matches,
): boolean {
  return [satisfiedBy, endedBy, extendedBy?.on].some((events) => isOne(events, event));
}

/** The matters of the deadlines that the event is in time for, and whether one of these deadlines has no named matter. */
function awaiting(
  plan: Plan,
  rules: readonly ClauseInForce[],
  facts: readonly Fact[],
  event: ContractEvent,
  isOne: Matches = matches,
) {
  const epoch = Date.parse(plan.agreement.momentOf(event.occurredAt));
  const named = new Set<string>();
  let unnamed = false;
  for (const deadline of plan.deadlines) {
    const rule = rules.find((one) => isRuleOf(one, deadline));
    if (rule === undefined || !mayChange(deadline, rule, { event, epoch, isOne })) continue;
    const about = facts.filter((fact) => deadlineId(rule.key, subjectOf(rule.clause, fact)) === deadline.id);
    const subject = about.flatMap((fact) => subjectOf(rule.clause, fact) ?? [])[0];
    if (subject === undefined) unnamed = true;
    else if (about.some((fact) => dayIn(plan, fact) <= dayIn(plan, event))) named.add(subject);
  }
  return { named: [...named].sort(), unnamed };
}

/** Nobody answers what has not been told of. */
function dayIn({ agreement }: Plan, { occurredAt }: Pick<Fact, 'occurredAt'>): string {
  return agreement.dayOf(occurredAt);
}

function isRuleOf({ key, pack }: ClauseInForce, { id, terms }: Deadline): boolean {
  return (id === key || id.startsWith(`${key}~`)) && packLabel(pack) === terms;
}

interface Coming {
  readonly event: ContractEvent;
  readonly epoch: number;
  readonly isOne: Matches;
}

function mayChange(deadline: Deadline, { clause }: ClauseInForce, { event, epoch, isOne }: Coming): boolean {
  const { state, nature } = deadline;
  if (state === 'met') return matches(clause.reopenedBy, event);
  if (!changesRunning(clause, event, isOne)) return false;
  if (state === 'paused') return true;
  if (state === 'lapsed' && nature === 'right' && isOne(clause.endedBy, event)) return true;
  return (state === 'open' || state === 'lapsed') && Date.parse(deadline.instant) > epoch;
}

function remedy(key: string, named: readonly string[]): string {
  if (named.length === 0) return `Name the ${key} that the event is about: none is open at that time.`;
  const more = named.length > LISTED ? ` and ${named.length - LISTED} more` : '';
  return `Name the ${key} that the event is about. Open are ${named.slice(0, LISTED).join(', ')}${more}.`;
}
