import type { Clause, ClauseWindow } from './clause.ts';
import { anchorsOf, type Counting, type SingleCounting, singlesIn } from './counting.ts';
import { type Conditions, clauseIn, type EventMatches, eventsIn } from './match.ts';

/** A clause's timing in one phrase: `15 business days after contract.terminated`. */
export function describeTiming(clause: Clause): string {
  const { period, window, atOnce, allowance, lookBack, none } = clause;
  if (none !== undefined) return 'no period';
  if (allowance) return `${percent(allowance.share)} of each calendar year, from ${allowance.from} to ${allowance.to}`;
  if (lookBack) return describeLookBack(lookBack, describeTrigger(clause));
  if (atOnce !== undefined) return `at once with ${atOnce === true ? describeTrigger(clause) : called(atOnce.from)}`;
  const counted = period ? describeCounting(period, clause) : describeWindow(window ?? {}, clause);
  return clause.recurs === undefined ? counted : `${counted}, again for each ${clause.cycle}`;
}

/** What starts a clause: `invoice.issued or invoice.due`. */
export function describeTrigger({ on, recurs }: Clause): string {
  const parent = clauseIn(on);
  if (parent) {
    const which = parent.clause === undefined ? `a clause about ${parent.topic}` : parent.clause;
    return `${which} ${BECOMES[parent.becomes]}`;
  }
  return describeEvents(eventsIn(on)) || (recurs === undefined ? 'nothing' : 'contract.commenced');
}

const BECOMES = { open: 'being open', met: 'being met', lapsed: 'having lapsed' } as const;

/** `breach.alleged (by is customer)`, or several with `or`. */
export function describeEvents(events: EventMatches | undefined): string {
  if (events === undefined) return '';
  return [events]
    .flat()
    .map((match) => (typeof match === 'string' ? match : `${match.kind} (${describeConditions(match.where)})`))
    .join(' or ');
}

function describeConditions(where: Conditions): string {
  return Object.entries(where)
    .map(([key, test]) => `${key} ${describeTest(test)}`)
    .join(', ');
}

function describeTest(test: Conditions[string]): string {
  if (typeof test !== 'object') return `is ${test}`;
  const { set, oneOf, not, over, atLeast, under, atMost } = test;
  const said = [
    set === undefined ? '' : set ? 'is set' : 'is not set',
    oneOf === undefined ? '' : `is ${oneOf.join(' or ')}`,
    not === undefined ? '' : `is not ${not}`,
    over === undefined ? '' : `is over ${over}`,
    atLeast === undefined ? '' : `is at least ${atLeast}`,
    under === undefined ? '' : `is under ${under}`,
    atMost === undefined ? '' : `is at most ${atMost}`,
  ];
  return said.filter((one) => one !== '').join(' and ');
}

function describeCounting(counting: Counting, clause: Clause): string {
  const options = singlesIn(counting).map((single) => describeSingle(single, clause));
  if (counting.earlierOf) return `the earlier of ${options.join(' and ')}`;
  if (counting.laterOf) return `the later of ${options.join(' and ')}`;
  return options.join('');
}

function describeSingle(single: SingleCounting, clause: Clause): string {
  const { length, setting, day, takesEffect, direction = 'after', method, inEach, endsWith } = single;
  if (day !== undefined) return `${called(day)} ${takesEffect === 'as-it-begins' ? 'as it begins' : 'when it is over'}`;
  const long = length ?? `the setting ${setting}`;
  const from = anchorsOf(single)
    .map((anchor) => (anchor === 'trigger' ? describeTrigger(clause) : called(anchor)))
    .join(', else ');
  const counted = method === 'forwardMax' ? `at least ${long} before ${from}` : `${long} ${direction} ${from}`;
  const zones = inEach ? `, the ${inEach.take} of ${inEach.timezones.join(' and ')}` : '';
  return `${counted}${zones}${endsWith === undefined ? '' : `, then the end of the ${clause.cycle}`}`;
}

function describeWindow({ until, lastDay, opens, closes }: ClauseWindow, clause: Clause): string {
  if (closes !== undefined) {
    const from = opens === undefined ? describeTrigger(clause) : describeCounting(opens, clause);
    return `from ${from} to ${describeCounting(closes, clause)}`;
  }
  const end = until === 'trigger' || until === undefined ? describeTrigger(clause) : called(until);
  return `from ${describeTrigger(clause)} until ${lastDay === 'day-before' ? 'the day before ' : ''}${end}`;
}

function describeLookBack(
  { length, sums, percent, atLeast }: NonNullable<Clause['lookBack']>,
  trigger: string,
): string {
  const share = percent === undefined ? '' : `${percent} % of `;
  const floor = atLeast === undefined ? '' : `, at least ${atLeast.amount} minor units of ${atLeast.currency}`;
  return `${share}${sums} in the ${length} before ${trigger}${floor}`;
}

/** How a day that a clause counts from is called. */
function called(anchor: string): string {
  return ANCHORS.get(anchor) ?? anchor;
}

const ANCHORS: ReadonlyMap<string, string> = new Map([
  ['cycle.start', 'the start of the cycle'],
  ['cycle.end', 'the end of the cycle'],
  ['deadline', 'its last day'],
]);

function percent(share: number): string {
  return `${Number((share * 100).toFixed(4))} %`;
}
