import { sentenceText } from '../text.ts';
import { COUNTS_NOTHING, type ShapeAnswers } from './answers.ts';

export const noneSchema = sentenceText;

/** A clause with nothing to count, and the reason. */
export interface NoneShape {
  readonly kind: 'none';
  readonly reason: string;
}

export const none: ShapeAnswers<string, NoneShape> = {
  ...COUNTS_NOTHING,
  takes: [],
  read: (reason) => ({ kind: 'none', reason }),
  write: ({ reason }) => reason,
  asks: () => [],
  days: () => [],
  tallies: () => [],
};
