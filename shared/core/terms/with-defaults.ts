import type { Clause } from './clause.ts';
import { asksOf, closingOf } from './shapes/questions.ts';
import { besideShapes, readShape } from './shapes/shape.ts';
import type { WrittenClause } from './written-clause.ts';
import { countingWith } from './written-counting.ts';
import type { WrittenPack } from './written-pack.ts';

type Defaults = Partial<Pick<WrittenPack, 'defaults' | 'assumptions'>>;

/**
 * A clause with the pack's defaults. Settings of periods reach every counting of the clause; an assumption reaches the
 * clause if it settles a question that its shape asks, or settles none and the clause counts a length.
 */
export function withDefaults({ defaults = {}, assumptions = [] }: Defaults, written: WrittenClause): Clause {
  const shape = readShape(written, (counting) => countingWith(defaults.period ?? {}, counting));
  const { assumes, ...rest } = besideShapes(written);
  const asked = asksOf({ shape });
  const countsLength = asked.includes('trigger-day');
  const onlyPeriods = defaults.reach === 'periods' && closingOf({ shape }) === undefined;
  const reaching = (defaults.assumes ?? []).filter((id) => {
    const { settles = [] } = assumptions.find((one) => one.id === id) ?? {};
    if (onlyPeriods) return false;
    return settles.length === 0 ? countsLength : settles.some((one) => asked.includes(one));
  });
  return { ...rest, shape, assumes: [...new Set([...reaching, ...assumes])] };
}
