import * as z from 'zod';
import { kindSchema } from '../match.ts';
import { lengthSchema } from '../written-counting.ts';
import { COUNTS_NOTHING, OF_A_START, type ShapeAnswers } from './answers.ts';

export const lookBackSchema = z.strictObject({
  length: lengthSchema,
  sums: kindSchema,
  /** The sum counts at this many per cent; 100 when absent. Parts of a minor unit count as a whole one. */
  percent: z.int().min(1).max(10_000).optional(),
  /** The figure is at least this, in minor units. Another currency is never converted to compare. */
  atLeast: z
    .strictObject({ currency: z.string().regex(/^[A-Z]{3}$/, 'use a code such as USD'), amount: z.int().positive() })
    .optional(),
});

type Written = z.infer<typeof lookBackSchema>;

/**
 * A sum of what came before: `12 months` before 20 November 2026, of `payment.received`, is what was paid from 20 November
 * 2025 to 19 November 2026.
 */
export interface LookBackShape extends Readonly<Written> {
  readonly kind: 'lookBack';
}

export const lookBack: ShapeAnswers<Written, LookBackShape> = {
  ...COUNTS_NOTHING,
  takes: OF_A_START,
  read: (written) => ({ kind: 'lookBack', ...written }),
  write: ({ kind: _kind, ...written }) => written,
  day: () => undefined,
  tallies: ({ sums }) => [{ path: ['lookBack', 'sums'], events: sums }],
};
