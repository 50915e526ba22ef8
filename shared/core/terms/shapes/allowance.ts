import * as z from 'zod';
import { dataKeySchema, kindSchema } from '../match.ts';
import { COUNTS_NOTHING, type ShapeAnswers } from './answers.ts';

export const allowanceSchema = z.strictObject({
  /** The share of the year that may be lost, `0.005` for 99.5 % availability. */
  share: z
    .number()
    .gt(0)
    .lt(0.5, 'share is what may be lost, not what is promised: write 0.001 for 99.9 % availability'),
  per: z.literal('calendar-year'),
  from: kindSchema,
  to: kindSchema,
  /** The data key that excludes an outage from the count if its value is true. */
  excusedBy: dataKeySchema,
});

type Written = z.infer<typeof allowanceSchema>;

/**
 * How much of a calendar year may be lost. A share of 0.005 of the 31,536,000 seconds of 2026 is 43 hours and 48
 * minutes. An outage that begins with the year uses this up on 2 January at 19:48.
 */
export interface AllowanceShape extends Readonly<Written> {
  readonly kind: 'allowance';
}

export const allowance: ShapeAnswers<Written, AllowanceShape> = {
  ...COUNTS_NOTHING,
  takes: ['ladder'],
  read: (written) => ({ kind: 'allowance', ...written }),
  write: ({ kind: _kind, ...written }) => written,
  asks: () => ['zone'],
  days: () => [],
  tallies: ({ from, to }) => [
    { path: ['allowance', 'from'], events: from },
    { path: ['allowance', 'to'], events: to },
  ],
};
