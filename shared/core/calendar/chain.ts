import { type Computation, TELL_ALL, type Untold } from './computation.ts';
import { computePeriod, countPart } from './compute-period.ts';
import type { EpochDay } from './days.ts';
import { InvalidArgumentError } from './errors.ts';
import { explain } from './explain.ts';
import type { CountingStep } from './explanation-facts.ts';
import { describePeriod } from './period-text.ts';
import type { CountingContext, Period, ZoneByTable } from './types.ts';
import { byNewest, endOfDay, localDay, startOfDay } from './zone.ts';

/**
 * Counts periods one after another, each from the day or moment where the one before it ended.
 * Hours that follow days run from the end of that last day; hours counted back, from its start. Days that follow hours which
 * ended at midnight are counted from the day that was then over.
 * Parts with `continues` (see `asOnePeriod`) form one period with the part before them. It ends with its last part.
 */
export function computeChain(
  anchor: string,
  periods: readonly Period[],
  context: CountingContext,
  untold: Untold = TELL_ALL,
): Computation {
  const [only, ...rest] = periods;
  if (only === undefined) throw new InvalidArgumentError('periods', periods, 'a chain holds at least one period');
  if (rest.length === 0) return computePeriod(anchor, only, context, untold);
  const steps: CountingStep[] = [];
  let from = anchor;
  let last: { readonly period: Period; readonly computation: Computation } | undefined;
  let first: EpochDay | undefined;
  let where = context;
  for (const [index, period] of periods.entries()) {
    if (last) from = nextAnchor(last.computation, last.period, period, where);
    // These hours run from the instant at which a day begins or ends.
    if (last && last.period.unit !== 'hours' && period.unit === 'hours') where = byNewest(where);
    const continues = index > 0 && period.continues === true;
    const part = {
      first: continues ? first : undefined,
      untold: untoldOfPart(untold, {
        begun: index === 0 ? untold.includes('anchor') : continues && isDay(from),
        goesOn: periods[index + 1]?.continues === true,
      }),
    };
    const counted = countPart(from, period, where, part);
    first = counted.first;
    last = { period, computation: counted.computation };
    const told = { part: index + 1, of: periods.length, period: describePeriod(period), continues };
    steps.push(explain('part', told), ...counted.computation.steps);
  }
  return { ...(last as NonNullable<typeof last>).computation, steps };
}

/**
 * A part that continues another has no `anchor` step, unless it runs from a moment. A part that is continued by another
 * has no steps about its end.
 */
function untoldOfPart(untold: Untold, { begun, goesOn }: { begun: boolean; goesOn: boolean }): Untold {
  const ofEnd = goesOn ? (['no-roll', 'ends'] as const) : untold.filter((what) => what !== 'anchor');
  return begun ? ['anchor', ...ofEnd] : ofEnd;
}

function isDay(anchor: string): boolean {
  return !anchor.includes('T');
}

function nextAnchor(previous: Computation, was: Period, period: Period, where: ZoneByTable): string {
  const { date, instant } = previous;
  if (was.unit === 'hours') {
    // At midnight the clocks of the table show the next day already. The day on which the hours ended binds.
    return period.unit !== 'hours' && localDay(instant, where) !== date ? date : instant;
  }
  if (period.unit !== 'hours') return date;
  return period.direction === 'before' ? startOfDay(date, where.timezone) : endOfDay(date, where.timezone);
}
