import { computeChain } from '../calendar/compute.ts';
import { parsePeriods } from '../calendar/period-text.ts';
import type { CountingContext } from '../calendar/types.ts';
import { endOfDay } from '../calendar/zone.ts';
import { dayOf, type Fact } from '../events/event.ts';
import type { Clause } from '../terms/clause.ts';
import type { Counted } from './counting.ts';
import type { Money } from './deadline.ts';
import { sentence } from './explain.ts';
import { matches } from './occurrence.ts';

/** Sums the amounts of earlier events in the window that ends with this event. Currencies stay apart. */
export function lookBackFrom(
  lookBack: NonNullable<Clause['lookBack']>,
  fact: Fact,
  earlier: readonly Fact[],
  context: CountingContext,
): Counted {
  const until = dayOf(fact.occurredAt, context.timezone);
  const periods = parsePeriods(lookBack.length).map((period) => ({ ...period, direction: 'before' as const }));
  const { date: opensOn, steps } = computeChain(until, periods, context);
  const inWindow = earlier.filter(
    (other) => matches(lookBack.sums, other) && dayOf(other.occurredAt, context.timezone) >= opensOn,
  );
  const figure = sumByCurrency(inWindow);
  return {
    date: until,
    unadjustedDate: until,
    opensOn,
    instant: endOfDay(until, context.timezone),
    figure,
    steps: [
      sentence('fact', {
        event: fact.id,
        kind: fact.kind,
        occurredAt: fact.occurredAt,
        day: until,
        timezone: context.timezone,
      }),
      ...steps,
      sentence('look-back', { opensOn, until, sums: lookBack.sums, payments: inWindow.length, figure }),
    ],
  };
}

function sumByCurrency(payments: readonly Fact[]): Money[] {
  const sums = new Map<string, number>();
  for (const { data } of payments) {
    if (typeof data['amount'] !== 'number') continue;
    const currency = String(data['currency'] ?? 'unknown currency').toUpperCase();
    sums.set(currency, (sums.get(currency) ?? 0) + data['amount']);
  }
  return [...sums].sort().map(([currency, amount]) => ({ currency, amount }));
}
