import { checkClause } from './clause-rules.ts';
import type { Shape, ShapeName } from './shapes/shape.ts';
import { clauseFields, rungName, type WrittenClause } from './written-clause.ts';

/** One rule of a pack as it is written. It has exactly one shape: see `shapeFields`. */
export const clauseSchema = clauseFields.superRefine((clause, context) => {
  const rungs = clause.ladder.map(rungName);
  for (const { message, path } of checkClause(clause, rungs)) {
    context.addIssue({ code: 'custom', message, path: [...path] });
  }
});

/**
 * One rule of a pack as all code after parsing uses it: the pack's defaults are filled in, and the fields of its shape
 * are in `shape`.
 *
 * @example
 * // on: contract.terminated, period: 15 business days, satisfiedBy: data-export.delivered
 * { id: 'export-window', on: 'contract.terminated', satisfiedBy: 'data-export.delivered',
 *   shape: { kind: 'period', counting: { length: '15 business days' } }, … }
 * // A contract that is terminated on Friday 20 November 2026 gives one deadline, `export-window`. Without holidays its
 * // last day is Friday 11 December 2026. An export on 4 December meets it; otherwise it lapses when 12 December
 * begins.
 *
 * @example
 * // on: terms-change.announced, about: change, window: { until: data.effectiveOn, lastDay: day-before }
 * { id: 'objection', on: 'terms-change.announced', about: 'change',
 *   shape: { kind: 'window', until: 'data.effectiveOn', lastDay: 'day-before' }, … }
 * // A change `c1` that is announced on 1 November 2026 for 1 January 2027 gives the deadline `objection~c1`, open from
 * // 1 November to 31 December 2026.
 */
export type Clause = Omit<WrittenClause, ShapeName> & { readonly shape: Shape };
