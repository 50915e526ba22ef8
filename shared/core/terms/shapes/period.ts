import type { Counting, WrittenCounting } from '../written-counting.ts';
import { ASKS_ALL, OF_A_START, OF_A_TIME, OF_AN_OUTCOME, type Placed, type ShapeAnswers } from './answers.ts';

/**
 * A length counted after or before a day: `15 business days` after Friday 20 November 2026 end with Friday 11 December
 * 2026.
 */
export interface PeriodShape {
  readonly kind: 'period';
  readonly counting: Counting;
}

export const period: ShapeAnswers<WrittenCounting, PeriodShape> = {
  takes: [
    ...[...OF_A_START, ...OF_AN_OUTCOME, ...OF_A_TIME],
    ...([
      'suspendedBy',
      'resumedBy',
      'suspensionAbout',
      'extendedBy',
      'restarts',
      'repeatsAfter',
      'refuseWhenMissed',
    ] as const),
    'ladder',
  ],
  read: (written, full) => ({ kind: 'period', counting: full(written) }),
  write: ({ counting }) => counting,
  countingsWritten: placed,
  countings: ({ counting }) => placed(counting),
  withCountings: ({ kind, counting }, change) => ({ kind, counting: change(counting) }),
  asks: () => ASKS_ALL,
  days: () => [],
  tallies: () => [],
};

function placed<Form>(counting: Form): Placed<Form>[] {
  return [{ field: ['period'], counting, leadsTo: 'last-day' }];
}
