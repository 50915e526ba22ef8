import type { Clause } from '../../core/terms/clause.ts';
import { type ClauseMatch, type Conditions, clauseIn, type EventMatches, eventsIn } from '../../core/terms/match.ts';

/** What starts a clause, as a noun: `invoice.issued or invoice.due`, `renewal being met`. */
export function describeTrigger(clause: Clause): string {
  const parent = clauseIn(clause.on);
  return parent ? `${clauseCalled(parent)} ${BEING[parent.becomes]}` : eventsOf(clause);
}

/** What starts a clause, to follow `after`: `contract.terminated`, or `renewal is met`. */
export function describeStart(clause: Clause): string {
  const parent = clauseIn(clause.on);
  return parent ? `${clauseCalled(parent)} ${BECOMES[parent.becomes]}` : eventsOf(clause);
}

const BEING = { open: 'being open', met: 'being met', lapsed: 'having lapsed' } as const;
const BECOMES = { open: 'is open', met: 'is met', lapsed: 'has lapsed' } as const;

function clauseCalled({ clause, topic, cycleOver }: ClauseMatch): string {
  const which = clause ?? `a clause about ${topic}`;
  return cycleOver === undefined ? which : `${which}, of a cycle longer than ${cycleOver},`;
}

function eventsOf({ on, recurs }: Clause): string {
  return describeEvents(eventsIn(on)) || (recurs === undefined ? 'nothing' : 'contract.commenced');
}

/** `breach.alleged (by: customer)`, or several: `invoice.issued, invoice.due or payment.failed`. */
export function describeEvents(events: EventMatches | undefined): string {
  if (events === undefined) return '';
  const each = [events]
    .flat()
    .map((match) => (typeof match === 'string' ? match : `${match.kind} (${describeConditions(match.where)})`));
  return listed(each, 'or');
}

/** What meets a clause: any one of the events, or all of them together. */
export function describeMeeting({
  satisfiedBy,
  satisfiedByAll,
}: Pick<Clause, 'satisfiedBy' | 'satisfiedByAll'>): string {
  if (!satisfiedByAll) return describeEvents(satisfiedBy);
  const each = [satisfiedBy ?? []].flat().map((match) => describeEvents(match));
  return `${listed(each, 'and')} together`;
}

/** `a, b and c` */
export function listed(items: readonly string[], last: 'and' | 'or' | 'and in'): string {
  const [final = '', ...others] = items.toReversed();
  return others.length === 0 ? final : `${others.toReversed().join(', ')} ${last} ${final}`;
}

function describeConditions(where: Conditions): string {
  return Object.entries(where)
    .map(([key, test]) => `${key}${describeTest(test)}`)
    .join(', ');
}

function describeTest(test: Conditions[string]): string {
  if (typeof test !== 'object') return `: ${test}`;
  const { set, oneOf, not, over, atLeast, under, atMost } = test;
  const said = [
    set === undefined ? '' : set ? ' set' : ' not set',
    oneOf === undefined ? '' : `: ${listed(oneOf.map(String), 'or')}`,
    not === undefined ? '' : ` not ${not}`,
    over === undefined ? '' : ` over ${over}`,
    atLeast === undefined ? '' : ` at least ${atLeast}`,
    under === undefined ? '' : ` under ${under}`,
    atMost === undefined ? '' : ` at most ${atMost}`,
  ];
  return said.filter((one) => one !== '').join(' and');
}
