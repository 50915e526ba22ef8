import type { ClauseInForce, TermsInForce } from '../../core/agreement/clauses.ts';
import { CalendarError } from '../../core/calendar/errors.ts';
import type { Deadline } from '../../core/deadlines/deadline.ts';
import { keptFromStarting } from '../../core/deadlines/folding/happened.ts';
import { inOrder } from '../../core/deadlines/folding/occurrence.ts';
import { Past } from '../../core/deadlines/folding/past.ts';
import { type Plan, type PlanInput, plan } from '../../core/deadlines/plan.ts';
import type { Fact } from '../../core/events/event.ts';
import { EVENT_WITHDRAWN } from '../../core/events/kinds.ts';
import { clauseIn } from '../../core/terms/match.ts';
import { packLabel } from '../../core/terms/pack.ts';
import { keyIn, subjectIn } from './subject.ts';

/** A plan, and what is needed to work out its prospects. */
export interface Outlook {
  readonly planned: Plan;
  readonly input: PlanInput;
  /** The terms in force after all events. */
  readonly terms: TermsInForce;
  /** Whether the contract has ended. */
  readonly terminated: boolean;
  factOf(id: string): Fact | undefined;
  /** Whether what has happened so far keeps an event of this kind from starting a clause about the contract as a whole. */
  isKept(rule: ClauseInForce, kind: string): boolean;
  /** The clause of a deadline as it applies to the contract. */
  ruleOf(deadline: Deadline): ClauseInForce | undefined;
}

/** A deadline with its clause and its subject. */
export interface Situation {
  readonly deadline: Deadline;
  readonly rule: ClauseInForce;
  readonly outlook: Outlook;
  /** Absent if the clause has one occurrence at a time. */
  readonly about?: { readonly key: string; readonly value?: string };
  /** The deadline whose change of state started it. */
  readonly parent?: { readonly deadline: Deadline; readonly rule: ClauseInForce };
}

export function outlookOf(planned: Plan, input: PlanInput): Outlook {
  const { current } = planned.agreement;
  const facts = new Map(input.events.map((fact) => [fact.id, fact]));
  let past: Past | undefined;
  let every: readonly ClauseInForce[] | undefined;
  const everyClause = () => {
    every ??= planned.agreement.everyTerms().flatMap(({ clauses }) => clauses);
    return every;
  };
  return {
    planned,
    input,
    terms: current,
    terminated: hasEnded(planned, input.events),
    factOf: (id) => facts.get(id),
    isKept: (rule, kind) => {
      past ??= pastOf(planned, input);
      const { at = '1970-01-01T00:00:00Z', epoch = 0 } = past.last ?? {};
      const starting = { fact: { id: 'prospect', kind, occurredAt: at, data: {} }, at, epoch };
      return keptFromStarting({ past, coming: [], history: undefined }, rule, undefined, starting) !== undefined;
    },
    ruleOf: (deadline) => {
      const isOf = (rule: ClauseInForce) => isRuleOf(rule, deadline);
      const isInItsPlace = (rule: ClauseInForce) => isOf(rule) && isCountedIn(rule.context, deadline);
      const own = current.clauses.find(isInItsPlace) ?? everyClause().find(isInItsPlace);
      return own ?? [...current.clauses, ...everyClause()].find(isOf);
    },
  };
}

function pastOf({ agreement, fallen }: Plan, { events }: PlanInput): Past {
  const past = new Past();
  for (const timed of inOrder(events, agreement)) if (!fallen.includes(timed.fact.id)) past.add(timed);
  return past;
}

function isRuleOf({ key, pack }: ClauseInForce, { id, terms }: Deadline): boolean {
  return key === keyIn(id) && packLabel(pack) === terms;
}

/** Whether a clause has the deadline's zone and holidays. Those of a statute come from the terms, which may have changed. */
function isCountedIn({ timezone, holidays }: ClauseInForce['context'], deadline: Deadline): boolean {
  return timezone === deadline.timezone && holidays.version === deadline.calendar;
}

function hasEnded({ fallen, refused }: Plan, events: readonly Fact[]): boolean {
  const without = new Set([
    ...fallen,
    ...refused.map(({ event }) => event),
    ...events.filter(({ kind }) => kind === EVENT_WITHDRAWN).map(({ data }) => String(data.event)),
  ]);
  return events.some(({ id, kind }) => kind === 'contract.terminated' && !without.has(id));
}

/** Undefined if the clause of the deadline is not at hand. */
export function situationOf(deadline: Deadline, outlook: Outlook): Situation | undefined {
  const rule = outlook.ruleOf(deadline);
  if (rule === undefined) return undefined;
  const about = aboutOf(deadline, rule, outlook);
  const parent = parentOf(deadline, rule, outlook);
  return { deadline, rule, outlook, ...(about && { about }), ...(parent && { parent }) };
}

function aboutOf({ id, trigger }: Deadline, { clause }: ClauseInForce, { factOf }: Outlook): Situation['about'] {
  if (clause.about === undefined) return undefined;
  const carried = factOf(trigger)?.data[clause.about];
  const value = carried === undefined || carried === '' ? subjectIn(id) : String(carried);
  return { key: clause.about, ...(value !== undefined && { value }) };
}

/** The parent of a deadline: it has the same subject. */
function parentOf({ id }: Deadline, { clause, key, pack }: ClauseInForce, outlook: Outlook): Situation['parent'] {
  const wanted = clauseIn(clause.on);
  if (wanted === undefined) return undefined;
  for (const deadline of outlook.planned.deadlines) {
    if (deadline.id.slice(keyIn(deadline.id).length) !== id.slice(key.length)) continue;
    const rule = outlook.ruleOf(deadline);
    if (rule === undefined || rule.key === key) continue;
    const isOwn = rule.clause.id === wanted.clause && rule.pack.pack === pack.pack;
    if (isOwn || (wanted.topic !== undefined && rule.clause.topic === wanted.topic)) return { deadline, rule };
  }
  return undefined;
}

/**
 * The plan with one more event, or the error if it cannot be counted: days further ahead may need holidays that no table
 * has yet.
 */
export function planWith(fact: Fact, input: PlanInput): Plan | CalendarError {
  try {
    return plan({ ...input, events: [...input.events, fact] });
  } catch (error) {
    if (error instanceof CalendarError) return error;
    throw error;
  }
}
