import * as z from 'zod';
import { kindSchema } from '../match.ts';
import { eventDaysSchema, lengthSchema } from '../written-counting.ts';
import { COUNTS_NOTHING, OF_A_START, type ShapeAnswers } from './answers.ts';

export const lookBackSchema = z.strictObject({
  length: lengthSchema,
  /** The day before which the sum ends; the day of the event when absent. Of several days the first known one is used. */
  from: eventDaysSchema.optional(),
  sums: kindSchema,
  /** Percentage of the sum that counts; 100 when absent. The result is rounded up to whole minor units. */
  percent: z.int().min(1).max(10_000).optional(),
  /** The lowest figure, in minor units. Amounts in other currencies are never converted for the comparison. */
  atLeast: z
    .strictObject({ currency: z.string().regex(/^[A-Z]{3}$/, 'use a code such as USD'), amount: z.int().positive() })
    .optional(),
});

type Written = z.infer<typeof lookBackSchema>;

/**
 * A sum over the time before the event, or before a day that the event carries (`from`). `12 months` of `payment.received` before 20 November 2026 is the sum of the
 * payments from 20 November 2025 to 19 November 2026.
 */
export interface LookBackShape extends Readonly<Written> {
  readonly kind: 'lookBack';
}

export const lookBack: ShapeAnswers<Written, LookBackShape> = {
  ...COUNTS_NOTHING,
  takes: OF_A_START,
  read: (written) => ({ kind: 'lookBack', ...written }),
  write: ({ kind: _kind, ...written }) => written,
  asks: () => ['trigger-day', 'month-end', 'zone', 'arrival'],
  days: ({ from }) => (from === undefined ? ['trigger'] : [from].flat()),
  tallies: ({ sums }) => [{ path: ['lookBack', 'sums'], events: sums }],
};
