import type { Clause } from './clause.ts';
import { closingOf } from './shapes/questions.ts';
import { besideShapes, readShape } from './shapes/shape.ts';
import type { WrittenClause } from './written-clause.ts';
import { type CountingDefaults, countingWith } from './written-counting.ts';

interface Defaults {
  readonly period?: CountingDefaults | undefined;
  readonly assumes?: readonly string[] | undefined;
}

/**
 * A clause with the pack's defaults. Defaults for periods and their assumptions apply only if the clause counts a
 * period.
 */
export function withDefaults(defaults: Defaults, written: WrittenClause): Clause {
  const shape = readShape(written, (counting) => countingWith(defaults.period ?? {}, counting));
  const { assumes, ...rest } = besideShapes(written);
  const counts = closingOf({ shape }) !== undefined;
  return {
    ...rest,
    shape,
    assumes: counts ? [...new Set([...(defaults.assumes ?? []), ...assumes])] : assumes,
  };
}
