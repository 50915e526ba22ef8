import * as z from 'zod';
import { anchorSchema } from '../written-counting.ts';
import { COUNTS_NOTHING, OF_A_START, OF_AN_OUTCOME, type ShapeAnswers } from './answers.ts';

/** It happens with the event, or as a day of the event begins. */
export const atOnceSchema = z.union([z.literal(true), z.strictObject({ from: anchorSchema })]);

/**
 * Without any time: with the event, where `from` is `trigger`; else as that day begins, if it lies after the event. From
 * `data.effectiveOn`, 1 January 2027, announced in November, it happens as that day begins; announced on 4 January, then.
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
  day: ({ from }) => from,
  tallies: () => [],
};
