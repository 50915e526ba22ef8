import { lookBack as countBack } from '../calendar/compute.ts';
import { parsePeriod } from '../calendar/period-text.ts';
import type { CountingContext } from '../calendar/types.ts';
import { endOfDay } from '../calendar/zone.ts';
import { dayOf, type Fact } from '../events/event.ts';
import type { LookBack } from '../terms/clause.ts';
import { type Counted, factStep, withoutFirstAnchor } from './counting.ts';
import type { Money } from './deadline.ts';
import { sentence } from './explain.ts';
import { matches } from './occurrence.ts';

/**
 * Sums the amounts of earlier events in the window that ends with the day before this event. Currencies stay apart.
 * `date` is the day of the event, to which the figure belongs.
 */
export function lookBackFrom(
  lookBack: LookBack,
  fact: Fact,
  earlier: readonly Fact[],
  context: CountingContext,
): Counted {
  const { timezone } = context;
  const date = dayOf(fact.occurredAt, timezone);
  const { opensOn, date: until, steps } = countBack(date, parsePeriod(lookBack.length), context);
  const inWindow = earlier.filter((other) => {
    if (!matches(lookBack.sums, other)) return false;
    const day = dayOf(other.occurredAt, timezone);
    return day >= opensOn && day <= until;
  });
  const told = inWindow.filter((other, index) => !isRepeated(other, inWindow.slice(0, index)));
  const summed = told.filter(hasMoney);
  const figure = sumByCurrency(summed);
  const facts = { opensOn, until, sums: lookBack.sums, counted: told.length };
  return {
    date,
    unadjustedDate: date,
    opensOn,
    instant: endOfDay(date, timezone),
    figure,
    steps: [
      factStep(fact, context),
      ...withoutFirstAnchor(steps).filter(({ code }) => code !== 'no-roll'),
      sentence('sum', { ...facts, withoutAmount: told.length - summed.length, figure }),
    ],
  };
}

/** One payment that two messages tell of is one payment. */
function isRepeated({ data }: Fact, before: readonly Fact[]): boolean {
  const payment = data.payment;
  return payment !== undefined && payment !== '' && before.some((other) => other.data.payment === payment);
}

function hasMoney({ data }: Fact): boolean {
  return typeof data.amount === 'number' && typeof data.currency === 'string' && data.currency !== '';
}

function sumByCurrency(payments: readonly Fact[]): Money[] {
  const sums = new Map<string, number>();
  for (const { data } of payments) {
    const currency = String(data.currency).toUpperCase();
    sums.set(currency, (sums.get(currency) ?? 0) + Number(data.amount));
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, amount]) => ({ currency, amount }));
}
