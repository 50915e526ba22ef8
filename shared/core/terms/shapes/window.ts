import * as z from 'zod';
import { anchorSchema, type Counting, countingForm } from '../written-counting.ts';
import { ASKS_ALL, OF_A_START, OF_A_TIME, OF_AN_OUTCOME, type Placed, type ShapeAnswers } from './answers.ts';

/**
 * Open until a day the event carries; or from the day counted by `opens` to the day counted by `closes`, as in "not
 * more than 30 and not less than 15 days before".
 */
export const windowSchema = z.strictObject({
  until: anchorSchema.optional(),
  /** Whether the closing day itself still belongs to the window. */
  lastDay: z.enum(['closing-day', 'day-before']).optional(),
  opens: countingForm.optional(),
  closes: countingForm.optional(),
});

type WrittenWindow = z.infer<typeof windowSchema>;

/** Open from the event until a day. With `day-before` and 1 January 2027, the last day is 31 December 2026. */
export interface WindowUntilDay {
  readonly kind: 'window';
  readonly until: string;
  readonly lastDay: 'closing-day' | 'day-before';
  readonly opens?: never;
  readonly closes?: never;
}

/**
 * Open between two counted days: 30 to 15 days before 31 December 2026 is from 1 to 16 December 2026. Without `opens`
 * the window is open from the event.
 */
export interface WindowBetween {
  readonly kind: 'window';
  readonly until?: never;
  readonly lastDay?: never;
  readonly opens?: Counting;
  readonly closes: Counting;
}

export type WindowShape = WindowUntilDay | WindowBetween;

export const window: ShapeAnswers<WrittenWindow, WindowShape> = {
  takes: [...OF_A_START, ...OF_AN_OUTCOME, ...OF_A_TIME, 'ladder'],
  read: ({ until = 'trigger', lastDay = 'closing-day', opens, closes }, full) =>
    closes === undefined
      ? { kind: 'window', until, lastDay }
      : { kind: 'window', ...(opens !== undefined && { opens: full(opens) }), closes: full(closes) },
  write: ({ kind: _kind, ...written }) => written,
  countingsWritten: placed,
  countings: placed,
  withCountings: (shape, change) => {
    if (shape.closes === undefined) return shape;
    const { kind, opens, closes } = shape;
    return { kind, ...(opens !== undefined && { opens: change(opens) }), closes: change(closes) };
  },
  asks: ({ closes }) => (closes === undefined ? ['zone', 'arrival', 'last-day'] : ASKS_ALL),
  days: ({ until }) => (until === undefined ? [] : [until]),
  tallies: () => [],
};

function placed<Form>({ opens, closes }: { opens?: Form | undefined; closes?: Form | undefined }): Placed<Form>[] {
  return [
    ...(opens === undefined ? [] : [{ field: ['window', 'opens'], counting: opens, leadsTo: 'first-day' as const }]),
    ...(closes === undefined ? [] : [{ field: ['window', 'closes'], counting: closes, leadsTo: 'last-day' as const }]),
  ];
}
