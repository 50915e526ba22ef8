import { computePeriod, countPart } from './compute-period.ts';
import type { EpochDay } from './days.ts';
import { InvalidArgumentError } from './errors.ts';
import { explain } from './explain.ts';
import { describePeriod } from './period-text.ts';
import type { Computation, CountingContext, ExplanationStep, Period, Zone } from './types.ts';
import { endOfDay, startOfDay } from './zone.ts';

/** Steps about an end, which a part that another one continues does not have. */
const NOT_YET_OVER: ReadonlySet<string> = new Set(['no-roll', 'ends']);
/** Steps about a beginning, which a part that continues another one does not have. */
const BEGUN: ReadonlySet<string> = new Set(['anchor-day']);

/**
 * Counts periods one after another, each from the day or moment where the one before it ended.
 * Hours that follow days run from the end of that last day; hours counted back, from its start.
 * Parts that continue the one before (see `asOnePeriod`) are one period: it ends once, with the last of them.
 */
export function computeChain(anchor: string, periods: readonly Period[], context: CountingContext): Computation {
  const [only, ...rest] = periods;
  if (only === undefined) throw new InvalidArgumentError('periods', periods, 'a chain holds at least one period');
  if (rest.length === 0) return computePeriod(anchor, only, context);
  const steps: ExplanationStep[] = [];
  let from = anchor;
  let result: Computation | undefined;
  let first: EpochDay | undefined;
  for (const [index, period] of periods.entries()) {
    if (result) from = nextAnchor(result, periods[index - 1] as Period, period, context.timezone);
    const continues = index > 0 && period?.continues === true;
    ({ computation: result, first } = countPart(from, period, context, continues ? first : undefined));
    const goesOn = periods[index + 1]?.continues === true;
    steps.push(
      explain('part', { part: index + 1, of: periods.length, period: describePeriod(period), continues }),
      ...result.steps.filter(({ code }) => !(goesOn && NOT_YET_OVER.has(code)) && !(continues && BEGUN.has(code))),
    );
  }
  return { ...(result as Computation), steps };
}

function nextAnchor(previous: Computation, was: Period, period: Period, timezone: Zone): string {
  if (was.unit === 'hours') return previous.instant;
  if (period.unit !== 'hours') return previous.date;
  return period.direction === 'before' ? startOfDay(previous.date, timezone) : endOfDay(previous.date, timezone);
}
