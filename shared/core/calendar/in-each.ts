import { combine } from './combine.ts';
import { computePeriod } from './compute-period.ts';
import type { Computation, CountingContext, Period } from './types.ts';

/**
 * The same period counted in several zones or calendars ("in both zones"), and the earliest or latest end of them.
 * The trigger day may differ from zone to zone.
 */
export function computeInEach(
  anchor: string,
  period: Period,
  contexts: readonly CountingContext[],
  rule: 'earliest' | 'latest',
): Computation {
  return combine(
    rule,
    contexts.map((context) => computePeriod(anchor, period, context)),
  );
}
