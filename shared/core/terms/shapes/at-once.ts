import * as z from 'zod';
import { anchorSchema } from '../written-counting.ts';
import { COUNTS_NOTHING, OF_A_START, OF_AN_OUTCOME, type ShapeAnswers } from './answers.ts';

/** The effect comes with the event, or when a day that the event carries begins. */
export const atOnceSchema = z.union([z.literal(true), z.strictObject({ from: anchorSchema })]);

/**
 * No time is counted. With `from: trigger` the effect comes with the event, else when the day `from` begins. If that
 * day begins before the event, the effect comes with the event. Example: `data.effectiveOn` is 1 January 2027.
 * Announced in November 2026, the change takes effect when 1 January begins; announced on 4 January 2027, at once.
 */
export interface AtOnceShape {
  readonly kind: 'atOnce';
  readonly from: string;
}

export const atOnce: ShapeAnswers<z.infer<typeof atOnceSchema>, AtOnceShape> = {
  ...COUNTS_NOTHING,
  takes: [...OF_A_START, ...OF_AN_OUTCOME, 'noticeFulfils', 'ladder'],
  read: (written) => ({ kind: 'atOnce', from: written === true ? 'trigger' : written.from }),
  write: ({ from }) => (from === 'trigger' ? true : { from }),
  asks: () => ['zone', 'arrival'],
  days: ({ from }) => [from],
  tallies: () => [],
};
