import type { CountingContext, ExplanationStep } from '../calendar/types.ts';
import { localDay, startOfDay } from '../calendar/zone.ts';
import { type Fact, instantOf } from '../events/event.ts';
import type { Allowance } from '../terms/clause.ts';
import type { Counted } from './counting.ts';
import { sentence } from './explain.ts';

interface Outage {
  readonly id: string;
  readonly from: number;
  /** Undefined while it goes on. */
  readonly to: number | undefined;
  readonly excused: boolean;
}

/** One calendar year's count: whether and when its allowance is, or would be, used up. */
export interface YearCount {
  readonly year: number;
  readonly counted: Counted;
  /** False while the year may still end within the allowance. */
  readonly exceeded: boolean;
}

/**
 * Measures each calendar year that the outages touch, in the clause's zone, up to the year of `until`.
 * An outage without an end is taken to go on. Overlapping outages count once.
 */
export function measureYears(
  allowance: Allowance,
  facts: readonly Fact[],
  until: number,
  context: CountingContext,
): YearCount[] {
  const outages = outagesIn(allowance, facts, context.timezone);
  const first = outages.reduce((least, { from }) => Math.min(least, from), Number.POSITIVE_INFINITY);
  if (!Number.isFinite(first)) return [];
  const lastTouched = outages.reduce((most, { from, to }) => Math.max(most, to ?? Math.max(from, until)), first);
  const years: YearCount[] = [];
  for (let year = yearOf(first, context); year <= yearOf(lastTouched, context); year += 1) {
    const measured = measureYear(allowance, year, outages, context);
    if (measured) years.push(measured);
  }
  return years;
}

function measureYear(
  allowance: Allowance,
  year: number,
  outages: readonly Outage[],
  context: CountingContext,
): YearCount | undefined {
  const start = Date.parse(startOfDay(`${year}-01-01`, context.timezone));
  const end = Date.parse(startOfDay(`${year + 1}-01-01`, context.timezone));
  const touching = outages.filter(({ from, to }) => from < end && (to ?? Number.POSITIVE_INFINITY) > start);
  if (touching.length === 0) return undefined;
  const allowedMs = (end - start) * allowance.share;
  const used = useUp(touching, start, end, allowedMs);
  const instant = iso(used.exhaustedAt ?? end);
  const date = localDay(iso((used.exhaustedAt ?? end) - 1), context.timezone);
  const steps = explainYear(allowance, year, touching, { start, end, allowedMs }, used);
  return {
    year,
    exceeded: used.exhaustedAt !== undefined,
    counted: { date, unadjustedDate: date, opensOn: `${year}-01-01`, instant, steps },
  };
}

interface Use {
  readonly usedMs: number;
  readonly exhaustedAt: number | undefined;
  /** The allowance runs out within an outage that has not ended. */
  readonly ongoing: boolean;
}

/** Walks the uncounted-twice outages of the year in order and finds the instant at which the allowance is gone. */
function useUp(outages: readonly Outage[], start: number, end: number, allowedMs: number): Use {
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
  return { usedMs, exhaustedAt: undefined, ongoing: false };
}

function explainYear(
  allowance: Allowance,
  year: number,
  outages: readonly Outage[],
  bounds: { start: number; end: number; allowedMs: number },
  used: Use,
): ExplanationStep[] {
  const { start, end, allowedMs } = bounds;
  const allowedSeconds = Math.floor(allowedMs / 1000);
  const usedSeconds = Math.floor(used.usedMs / 1000);
  return [
    sentence('allowance', { year, share: allowance.share, yearSeconds: (end - start) / 1000, allowedSeconds }),
    ...outages.map(({ id, from, to, excused }) =>
      sentence('outage', {
        outage: id,
        from: iso(from),
        to: to === undefined ? null : iso(to),
        excused,
        countedSeconds: excused || to === undefined ? 0 : (Math.min(to, end) - Math.max(from, start)) / 1000,
      }),
    ),
    used.exhaustedAt === undefined
      ? sentence('allowance-left', { usedSeconds, allowedSeconds, leftSeconds: allowedSeconds - usedSeconds })
      : sentence('allowance-used', {
          usedSeconds,
          allowedSeconds,
          instant: iso(used.exhaustedAt),
          ongoing: used.ongoing,
        }),
  ];
}

/** Pairs starts with ends by their outage id, or in turn where they carry none. */
function outagesIn(allowance: Allowance, facts: readonly Fact[], zone: string): Outage[] {
  const open = new Map<string, Outage>();
  const closed: Outage[] = [];
  for (const fact of facts) {
    const id = String(fact.data['outage'] ?? 'unnamed');
    const at = Date.parse(instantOf(fact.occurredAt, zone));
    const excused = fact.data[allowance.excusedBy] === true;
    if (fact.kind === allowance.from && !open.has(id)) {
      open.set(id, { id, from: at, to: undefined, excused });
    } else if (fact.kind === allowance.to) {
      const started = open.get(id);
      if (!started) continue;
      open.delete(id);
      closed.push({ ...started, to: Math.max(at, started.from), excused: excused || started.excused });
    }
  }
  return [...closed, ...open.values()].sort((a, b) => a.from - b.from);
}

function yearOf(epoch: number, context: CountingContext): number {
  return Number(localDay(iso(epoch), context.timezone).slice(0, 4));
}

function iso(epoch: number): string {
  return new Date(epoch).toISOString().replace('.000Z', 'Z');
}
