import { checkClause } from './clause-rules.ts';
import type { Counting } from './counting.ts';
import { clauseFields, rungName, type WrittenClause, type WrittenWindow } from './written-clause.ts';

/** One rule of a pack. It has exactly one shape: `period`, `window`, `atOnce`, `allowance`, `lookBack` or `none`. */
export const clauseSchema = clauseFields.superRefine((clause, context) => {
  const rungs = clause.ladder.map(rungName);
  for (const { message, path } of checkClause(clause, rungs)) {
    context.addIssue({ code: 'custom', message, path: [...path] });
  }
});

export type ClauseWindow = Omit<WrittenWindow, 'opens' | 'closes'> & {
  readonly opens?: Counting;
  readonly closes?: Counting;
};
/** A clause with the pack's defaults filled in. */
export type Clause = Omit<WrittenClause, 'period' | 'window'> & {
  readonly period?: Counting;
  readonly window?: ClauseWindow;
};
