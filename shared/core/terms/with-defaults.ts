import type { Clause, ClauseWindow } from './clause.ts';
import { type Counting, type CountingDefaults, countingWith } from './counting.ts';
import type { WrittenClause } from './written-clause.ts';

interface Defaults {
  readonly period?: CountingDefaults | undefined;
  readonly assumes?: readonly string[] | undefined;
}

/** A clause with the pack's defaults: those for periods where it counts one, and the assumptions that go with them. */
export function withDefaults(defaults: Defaults, written: WrittenClause): Clause {
  const { period, window, assumes, ...rest } = written;
  const full = (counting: Parameters<typeof countingWith>[1]): Counting =>
    countingWith(defaults.period ?? {}, counting);
  const counts = period !== undefined || window?.closes !== undefined;
  return {
    ...rest,
    ...(period !== undefined && { period: full(period) }),
    ...(window !== undefined && { window: fullWindow(window, full) }),
    assumes: counts ? [...new Set([...(defaults.assumes ?? []), ...assumes])] : assumes,
  };
}

type Full = (counting: Parameters<typeof countingWith>[1]) => Counting;

function fullWindow(window: NonNullable<WrittenClause['window']>, full: Full): ClauseWindow {
  const { opens, closes, ...rest } = window;
  return {
    ...rest,
    ...(opens !== undefined && { opens: full(opens) }),
    ...(closes !== undefined && { closes: full(closes) }),
  };
}
