import * as z from 'zod';
import { asOnePeriod, type PeriodSettings } from '../calendar/one-period.ts';
import { settlePeriod } from '../calendar/period.ts';
import { parsePeriods } from '../calendar/period-text.ts';
import { type Period, ROLLS } from '../calendar/types.ts';

/** A length of time in words: `15 business days`, `6 months`, `72 hours`, `1 month and 15 days`. */
export const lengthSchema = z.string().superRefine((text, context) => {
  const message = problemOf(() => parsePeriods(text));
  // What depends on the length is not looked at when it cannot be read.
  if (message) context.addIssue({ code: 'custom', message, input: text, continue: false });
});

/** `trigger` is the day of the event; `data.dueOn` a day the event carries (or the local day of `data.dueAt`). */
export const anchorSchema = z
  .string()
  .regex(/^(trigger|data\.[a-z][A-Za-z0-9]*On)$/, 'use trigger, or a day of the event such as data.dueOn');

export const countingSchema = z
  .strictObject({
    length: lengthSchema,
    from: anchorSchema.default('trigger'),
    direction: z.enum(['after', 'before']).default('after'),
    countsTriggerDay: z.boolean().default(false),
    clear: z.boolean().default(false),
    method: z.enum(['subtract', 'forwardMax']).default('subtract'),
    roll: z.enum(ROLLS).default('none'),
    weekmask: z
      .string()
      .regex(/^[01]{7}$/, 'use seven digits, Monday first, 1 for a working day: 1111100')
      .optional(),
    minWorkingDays: z.int().positive().optional(),
    fromNextFullHour: z.boolean().optional(),
    monthEnd: z.enum(['clamp', 'refuse']).default('clamp'),
  })
  .superRefine((counting, context) => {
    const message = problemOf(() => periodsOf(counting).forEach(settlePeriod));
    if (message) context.addIssue({ code: 'custom', message, continue: false });
  });

export type Counting = z.infer<typeof countingSchema>;

/** A clause's counting settings in full: a bare length takes every default. */
export function countingOf(period: string | Counting): Counting {
  return typeof period === 'string' ? countingSchema.parse({ length: period }) : period;
}

/** The lengths to count one after the other, as one period with one beginning and one end. */
export function periodsOf(counting: Counting): Period[] {
  const { length, from: _from, ...settings } = counting;
  return asOnePeriod(parsePeriods(length), present(settings));
}

/** Settings left out are absent, not undefined. */
function present(settings: Omit<Counting, 'length' | 'from'>): PeriodSettings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function problemOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
