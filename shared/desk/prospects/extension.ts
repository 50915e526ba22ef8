import type { ClauseInForce } from '../../core/agreement/clauses.ts';
import { CalendarError } from '../../core/calendar/errors.ts';
import { instantText } from '../../core/calendar/instants.ts';
import type { Day } from '../../core/calendar/types.ts';
import type { Deadline } from '../../core/deadlines/deadline.ts';
import { type PlanInput, plan } from '../../core/deadlines/plan.ts';
import type { EventData, Fact } from '../../core/events/event.ts';
import { instantOf } from '../../core/events/event.ts';
import type { Conditions } from '../../core/terms/match.ts';
import { anchorsIn, periodOf } from '../../core/terms/shapes/questions.ts';
import { singlesIn } from '../../core/terms/written-counting.ts';
import { formatDay } from '../../core/words/days.ts';
import { inTime } from '../../core/words/ends.ts';
import type { EventNamed, Prospect } from './prospect.ts';
import { planWith, type Situation } from './situation.ts';
import { named } from './words.ts';

/** Events that would extend this deadline, or its cycle. */
export function extensionProspects(situation: Situation): Prospect[] {
  return [...wholePeriod(situation), ...longerCycle(situation)];
}

/** Extension of the whole period, at most once. The new last day is found by planning with such an event. */
function wholePeriod(situation: Situation): Prospect[] {
  const { deadline, rule, about } = situation;
  const { extendedBy } = rule.clause;
  if (extendedBy === undefined || deadline.extendedTo !== undefined) return [];
  const limits = [deadline, ...limitingClause(situation)].filter(({ state }) => state === 'open');
  const limit = limits.toSorted((a, b) => Date.parse(a.instant) - Date.parse(b.instant))[0];
  if (extendedBy.ifMet !== undefined && (limit === undefined || limits.every(({ id }) => id === deadline.id)))
    return [];
  const events = [extendedBy.on].flat();
  const date = extendedDay(situation, events, limit);
  const comes = limit === undefined ? 'while the period stands still' : inTime(limit);
  return [
    {
      effect: 'extends',
      events,
      ...(about && { about }),
      ...(limit && { until: limit.instant }),
      extendedTo: { length: extendedBy.to, ...(date !== undefined && { date }) },
      text: `${named(events, about)} ${comes} makes the whole period ${extendedBy.to}${
        date === undefined ? '' : `, to ${formatDay(date)}`
      }.`,
    },
  ];
}

/** The deadline that the event has to meet as well (`ifMet`), which limits how late it may come. */
function limitingClause({ rule, outlook }: Situation): Deadline[] {
  const wanted = rule.clause.extendedBy?.ifMet;
  if (wanted === undefined) return [];
  return outlook.planned.deadlines.filter((other) => {
    const found = other.clause === wanted ? outlook.ruleOf(other) : undefined;
    return other.state === 'open' && found?.pack.pack === rule.pack.pack;
  });
}

function extendedDay(
  situation: Situation,
  [event]: readonly EventNamed[],
  limit: Deadline | undefined,
): Day | undefined {
  const { deadline, about } = situation;
  if (event === undefined) return undefined;
  const [kind, where] = typeof event === 'string' ? [event, {}] : [event.kind, event.where];
  const data = { ...fulfilling(where), ...(about?.value !== undefined && { [about.key]: about.value }) };
  const occurredAt = limit === undefined ? afterAll(situation) : instantText(Date.parse(limit.instant) - 1000);
  const extended = planWith({ id: 'prospect', kind, occurredAt, data }, enoughFor(situation));
  if (extended instanceof CalendarError) return undefined;
  const found = extended.deadlines.find(({ id }) => id === deadline.id);
  return found?.extendedTo === undefined ? undefined : found.date;
}

/** The input reduced to events about the same matter, if it gives the same deadline: a long history is planned faster. */
function enoughFor({ deadline, about, outlook }: Situation): PlanInput {
  const { input } = outlook;
  if (about?.value === undefined) return input;
  const own = input.events.filter(({ id, data }) => id === deadline.trigger || String(data[about.key]) === about.value);
  if (own.length === input.events.length) return input;
  const narrow = { ...input, events: own };
  const found = plan(narrow).deadlines.find(({ id }) => id === deadline.id);
  return found?.instant === deadline.instant && found.state === deadline.state ? narrow : input;
}

/** One second after the last event. */
function afterAll({ rule, outlook }: Situation): string {
  const moments = outlook.input.events.map(({ occurredAt }: Fact) =>
    Date.parse(instantOf(occurredAt, rule.context.timezone)),
  );
  return instantText(Math.max(...moments) + 1000);
}

/** Event data that fulfils every condition of a match. */
function fulfilling(where: Conditions): EventData {
  const entries = Object.entries(where).flatMap(([key, test]): [string, EventData[string]][] => {
    if (typeof test !== 'object') return [[key, test]];
    const { set, oneOf, over, atLeast, under, atMost } = test;
    const value =
      oneOf?.[0] ??
      atLeast ??
      atMost ??
      (over !== undefined ? over + 1 : undefined) ??
      (under !== undefined ? under - 1 : undefined);
    if (value !== undefined) return [[key, value]];
    return set === true ? [[key, true]] : [];
  });
  return Object.fromEntries(entries);
}

/** Whether a clause's day depends on where its cycle begins or ends. */
function countsOnCycle({ clause }: ClauseInForce): boolean {
  const period = periodOf(clause);
  const toItsEnd = period !== undefined && singlesIn(period).some(({ endsWith }) => endsWith === 'cycle');
  return toItsEnd || anchorsIn(clause).some((anchor) => anchor.startsWith('cycle.'));
}

function longerCycle({ deadline, rule, outlook }: Situation): Prospect[] {
  const { cycle } = rule;
  if (outlook.terminated || cycle === undefined || 'missing' in cycle || !countsOnCycle(rule)) return [];
  const { extendedBy } = cycle;
  if (extendedBy === undefined) return [];
  const { kind, days, asLongAs, atMostDays } = extendedBy;
  const length =
    asLongAs === undefined
      ? `the number of ${days} it names`
      : `the ${days} it names, or as long as its ${asLongAs.about} lasted`;
  const most = atMostDays === undefined ? '' : `, at most ${atMostDays} days`;
  return [
    {
      effect: 'extends',
      events: [kind],
      ...(deadline.state === 'open' && { until: deadline.instant }),
      text: `${kind} ${inTime(deadline)} makes the ${cycle.name.replaceAll('-', ' ')} longer by ${length}${most}; the last day moves with it.`,
    },
  ];
}
