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
  /** The data key that, when true, keeps an occurrence out of the count. */
  excusedBy: dataKeySchema,
});

type Written = z.infer<typeof allowanceSchema>;

/**
 * How much of a calendar year may be lost. Of the 31,536,000 seconds of 2026 a share of 0.005 is 43 hours and 48 minutes:
 * of an outage that begins as the year does it is used up on 2 January at 19:48.
 */
export interface AllowanceShape extends Readonly<Written> {
  readonly kind: 'allowance';
}

export const allowance: ShapeAnswers<Written, AllowanceShape> = {
  ...COUNTS_NOTHING,
  takes: ['ladder'],
  read: (written) => ({ kind: 'allowance', ...written }),
  write: ({ kind: _kind, ...written }) => written,
  day: () => undefined,
  tallies: ({ from, to }) => [
    { path: ['allowance', 'from'], events: from },
    { path: ['allowance', 'to'], events: to },
  ],
};
