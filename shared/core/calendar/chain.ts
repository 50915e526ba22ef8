import { computePeriod } from './compute-period.ts';
import { InvalidArgumentError } from './errors.ts';
import { explain } from './explain.ts';
import { describePeriod } from './period-text.ts';
import type { Computation, CountingContext, ExplanationStep, Period, Zone } from './types.ts';
import { endOfDay, startOfDay } from './zone.ts';

/**
 * Counts periods one after another, each from the day or moment where the one before it ended.
 * Hours that follow days run from the end of that last day; hours counted back, from its start.
 */
export function computeChain(anchor: string, periods: readonly Period[], context: CountingContext): Computation {
  const [first, ...rest] = periods;
  if (first === undefined) throw new InvalidArgumentError('periods', periods, 'a chain holds at least one period');
  if (rest.length === 0) return computePeriod(anchor, first, context);
  const steps: ExplanationStep[] = [];
  let from = anchor;
  let result: Computation | undefined;
  for (const [index, period] of periods.entries()) {
    if (result) from = nextAnchor(result, periods[index - 1] as Period, period, context.timezone);
    result = computePeriod(from, period, context);
    steps.push(
      explain('part', { part: index + 1, of: periods.length, period: describePeriod(period) }),
      ...result.steps,
    );
  }
  return { ...(result as Computation), steps };
}

function nextAnchor(previous: Computation, was: Period, period: Period, timezone: Zone): string {
  if (was.unit === 'hours') return previous.instant;
  if (period.unit !== 'hours') return previous.date;
  return period.direction === 'before' ? startOfDay(previous.date, timezone) : endOfDay(previous.date, timezone);
}
