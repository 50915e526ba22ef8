import type { CountingContext } from '../../calendar/types.ts';
import { lastDayUntil, localDay, startOfDay } from '../../calendar/zone.ts';
import type { AllowanceShape } from '../../terms/shapes/allowance.ts';
import { explain } from '../explain.ts';
import type { ExplanationStep } from '../explanation-facts.ts';
import type { Counted } from './counted.ts';
import type { Outage } from './outages.ts';

/** One calendar year's count: whether and when its allowance is, or would be, used up. */
export interface YearCount {
  readonly year: number;
  readonly counted: Counted;
  /** False while the year may still end within the allowance. */
  readonly exceeded: boolean;
}

/**
 * Measures each calendar year that the outages touch, in the clause's zone, from the year of `from` to that of `until`.
 * An outage without an end counts as ongoing. Overlapping outages count once; an excused outage does not reduce another
 * outage that overlaps it.
 */
export function measureYears(
  allowance: AllowanceShape,
  outages: readonly Outage[],
  span: { readonly from: number; readonly until: number },
  context: CountingContext,
): YearCount[] {
  const [first] = outages;
  if (!first) return [];
  const lastTouched = outages.reduce(
    (most, { from, to }) => Math.max(most, to ?? Math.max(from, span.until)),
    first.from,
  );
  const years: YearCount[] = [];
  for (let year = yearOf(Math.max(first.from, span.from), context); year <= yearOf(lastTouched, context); year += 1) {
    const measured = measureYear(allowance, year, outages, context);
    if (measured) years.push(measured);
  }
  return years;
}

/** The first instant of a calendar year, in milliseconds since 1970. */
export function startOfYear(year: number, { timezone }: CountingContext): number {
  return Date.parse(startOfDay(`${String(year).padStart(4, '0')}-01-01`, timezone));
}

function measureYear(
  allowance: AllowanceShape,
  year: number,
  outages: readonly Outage[],
  context: CountingContext,
): YearCount | undefined {
  const start = startOfYear(year, context);
  const end = startOfYear(year + 1, context);
  const touching = outages.filter(({ from, to }) => from < end && (to ?? Number.POSITIVE_INFINITY) > start);
  if (touching.length === 0) return undefined;
  const bounds = { start, end, allowedMs: Math.round((end - start) * allowance.share) };
  const used = useUp(touching, bounds);
  const instant = iso(used.exhaustedAt ?? end);
  const date = lastDayUntil(instant, context.timezone);
  const steps = explainYear(allowance, year, touching, bounds, used, context);
  const opensOn = localDay(iso(start), context.timezone);
  const exceeded = used.exhaustedAt !== undefined;
  const allowed = { allowance: { usedUp: exceeded } };
  return { year, exceeded, counted: { date, unadjustedDate: date, opensOn, instant, ...allowed, steps } };
}

interface Bounds {
  readonly start: number;
  readonly end: number;
  readonly allowedMs: number;
}

interface Use {
  readonly usedMs: number;
  readonly exhaustedAt: number | undefined;
  /** The allowance runs out within an outage that has not ended. */
  readonly ongoing: boolean;
}

/** Goes through the year's outages in order and finds the instant at which the allowance is used up. Overlaps count once. */
function useUp(outages: readonly Outage[], { start, end, allowedMs }: Bounds): Use {
  let usedMs = 0;
  let covered = start;
  for (const outage of outages.filter(({ excused }) => !excused)) {
    const from = Math.max(outage.from, covered);
    const to = Math.min(outage.to ?? end, end);
    if (to <= from) continue;
    if (usedMs + (to - from) > allowedMs) {
      const exhaustedAt = Math.ceil((from + allowedMs - usedMs) / 1000) * 1000;
      if (exhaustedAt < end) return { usedMs: allowedMs, exhaustedAt, ongoing: outage.to === undefined };
    }
    if (outage.to !== undefined) usedMs += to - from;
    covered = to;
  }
  return { usedMs: Math.min(usedMs, allowedMs), exhaustedAt: undefined, ongoing: false };
}

function explainYear(
  allowance: AllowanceShape,
  year: number,
  outages: readonly Outage[],
  { start, end, allowedMs }: Bounds,
  used: Use,
  { timezone }: CountingContext,
): ExplanationStep[] {
  const allowedSeconds = Math.floor(allowedMs / 1000);
  const usedSeconds = Math.floor(used.usedMs / 1000);
  const { exhaustedAt, ongoing } = used;
  return [
    explain('allowance', {
      year,
      share: allowance.share,
      yearSeconds: (end - start) / 1000,
      allowedSeconds,
      timezone,
    }),
    ...withCountedSeconds(outages, start, end).map(({ outage: { id, from, to, excused }, countedSeconds }) =>
      explain('outage', {
        outage: id === '' ? null : id,
        from: iso(from),
        to: to === undefined ? null : iso(to),
        excused,
        countedSeconds,
        timezone,
      }),
    ),
    exhaustedAt === undefined
      ? explain('allowance-left', { usedSeconds, allowedSeconds, leftSeconds: allowedSeconds - usedSeconds })
      : explain('allowance-used', { usedSeconds, allowedSeconds, instant: iso(exhaustedAt), ongoing, timezone }),
  ];
}

/** The seconds each outage adds to the year's count, without what an earlier outage covers or lies outside the year. */
function withCountedSeconds(outages: readonly Outage[], start: number, end: number) {
  let covered = start;
  return outages.map((outage) => {
    if (outage.excused || outage.to === undefined) return { outage, countedSeconds: 0 };
    const from = Math.max(outage.from, covered);
    const to = Math.min(outage.to, end);
    covered = Math.max(covered, to);
    return { outage, countedSeconds: Math.max(0, to - from) / 1000 };
  });
}

export function yearOf(epoch: number, context: CountingContext): number {
  return Number(localDay(iso(epoch), context.timezone).slice(0, 4));
}

function iso(epoch: number): string {
  return new Date(epoch).toISOString().replace('.000Z', 'Z');
}
