import * as z from 'zod';
import { AT_END, AT_START, asOnePeriod, type PeriodSettings } from '../calendar/one-period.ts';
import { settlePeriod } from '../calendar/period.ts';
import { parsePeriods } from '../calendar/period-text.ts';
import { regimeIds } from '../calendar/regimes.ts';
import { type Period, ROLLS, type Unit } from '../calendar/types.ts';
import { sameJson } from '../events/canonical.ts';
import { zoneSchema } from '../events/contract.ts';
import { ON_ONE_LINE, ONE_LINE } from './text.ts';

/** A length of time in words: `15 business days`, `6 months`, `72 hours`, `1 month and 15 days`. */
export const lengthSchema = z
  .string('write a length in words, such as 15 business days')
  .trim()
  .regex(ONE_LINE, ON_ONE_LINE)
  .superRefine((text, context) => {
    const message = problemOf(() => parsePeriods(text));
    // `continue: false`: checks that depend on the length are skipped.
    if (message) context.addIssue({ code: 'custom', message, input: text, continue: false });
  });

const ANCHOR = /^(trigger|cycle\.(start|end|next)|deadline|data\.[a-z][A-Za-z0-9]{0,61}On)$/;

/**
 * The day to count from. `trigger`: the day of the event. `data.dueOn`: a day the event carries, or the local day of
 * `data.dueAt`. `cycle.start`, `cycle.end`: the first and the last day of the clause's cycle; `cycle.next`: the day after
 * the last, on which the next cycle begins. `deadline`: the last day of the clause that is the trigger.
 */
export const anchorSchema = z
  .string()
  .regex(ANCHOR, 'use trigger, a day of the event such as data.dueOn, cycle.start, cycle.end, cycle.next or deadline');

const eventDaySchema = z
  .string()
  .regex(/^(trigger|data\.[a-z][A-Za-z0-9]{0,61}On)$/, 'use trigger, or a day of the event such as data.causedOn');

/** A day of the event, or several: the first known one is used. */
export const eventDaysSchema = z.union([eventDaySchema, z.array(eventDaySchema).min(1)]);

/** As `anchorSchema`, or `event.terms-change.posted`: the day of the last event of that kind about the same matter. */
const fromSchema = z
  .string()
  .regex(
    new RegExp(`${ANCHOR.source}|^event\\.[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*$`),
    'use trigger, a day of the event such as data.dueOn, another event such as event.terms-change.posted, cycle.start, cycle.end, cycle.next or deadline',
  );

/** The day to count from, or several days: the first known one is used. */
const anchorsSchema = z.union([fromSchema, z.array(fromSchema).min(1)]);

const settingName = z
  .string()
  .regex(/^([a-z][a-z0-9-]{0,63}\/)?[a-z][a-z0-9-]{0,63}$/, 'use the name of a setting, such as objection-window');

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'use HH:MM');

/** How a length is counted. Defaults are those of `Period`. */
const settingsShape = {
  direction: z.enum(['after', 'before']).optional(),
  countsTriggerDay: z.boolean().optional(),
  clear: z.boolean().optional(),
  method: z.enum(['subtract', 'forwardMax']).optional(),
  roll: z.enum(ROLLS).optional(),
  weekmask: z
    .string()
    .regex(/^[01]{7}$/, 'use seven digits, Monday first, 1 for a working day: 1111100')
    .optional(),
  minWorkingDays: z.int().positive().optional(),
  fromNextFullHour: z.boolean().optional(),
  fromNextMidnight: z.boolean().optional(),
  monthEnd: z.enum(['clamp', 'refuse']).optional(),
  thenDayAfter: z.boolean().optional(),
  endsAt: time.optional(),
  localTime: z.enum(['compatible', 'earlier', 'later', 'refuse']).optional(),
  cutOff: z.strictObject({ at: time, movesTo: z.enum(['nextDay', 'nextBusinessDay']) }).optional(),
  /** The body of law whose rules apply where nothing is set; `clauseclock compute --help` lists them. */
  regime: z.enum(regimeIds()).optional(),
} as const;

export const countingDefaultsSchema = z.strictObject(settingsShape);

const countingShape = {
  length: lengthSchema.optional(),
  /**
   * Instead of `length`: the name of a setting of the pack, which a contract may choose, or `pack/setting` of a
   * statute.
   */
  setting: settingName.optional(),
  /** Instead of a length: a day that the event carries. */
  day: anchorSchema.optional(),
  /** Whether the effect comes as the day begins or when it is over. Default for a length: `when-it-is-over`. */
  takesEffect: z.enum(['as-it-begins', 'when-it-is-over']).optional(),
  from: anchorsSchema.optional(),
  ...settingsShape,
  /** Of hours: what lasts exactly as long is not over the time yet, so the end comes a second later. */
  mustExceed: z.boolean().optional(),
  /** Of a count back: the period is over before the day begins from which it is counted back, not with that day. */
  overBefore: z.boolean().optional(),
  /** The last day moves to the first end of the clause's cycle on or after it. */
  endsWith: z.literal('cycle').optional(),
  /** The length is counted in each of these zones, and the earliest or latest end is taken. */
  inEach: z.strictObject({ timezones: z.array(zoneSchema).min(2), take: z.enum(['earliest', 'latest']) }).optional(),
} as const;

const singleCountingSchema = z.strictObject(countingShape).superRefine(checkSingle);

/** One way of counting among several. */
const optionSchema = z.union([lengthSchema, singleCountingSchema]);

export const countingSchema = z
  .strictObject({
    ...countingShape,
    earlierOf: z.array(optionSchema).min(2).optional(),
    laterOf: z.array(optionSchema).min(2).optional(),
  })
  .superRefine((counting, context) => {
    const { earlierOf, laterOf, ...single } = counting;
    if (earlierOf === undefined && laterOf === undefined) {
      checkSingle(single, context);
      return;
    }
    const others = Object.keys(single).filter((key) => single[key as keyof typeof single] !== undefined);
    if ((earlierOf !== undefined && laterOf !== undefined) || others.length > 0) {
      const message = 'earlierOf and laterOf stand alone; put what belongs to one of the options into that option';
      context.addIssue({ code: 'custom', message });
    }
  });

/** A way of counting as it is written: a bare length, or a length with its settings. */
export const countingForm = z.union([lengthSchema, countingSchema]);

type Written = z.infer<typeof countingSchema>;
export type WrittenCounting = z.infer<typeof countingForm>;
type WrittenOption = z.infer<typeof optionSchema>;

/** One length with its settings, or a day of the event. */
export type SingleCounting = Omit<Written, 'earlierOf' | 'laterOf'>;
/** How the last day is found: one counting, or the earlier or later of several. */
export type Counting = SingleCounting & {
  readonly earlierOf?: readonly SingleCounting[];
  readonly laterOf?: readonly SingleCounting[];
};
export type CountingDefaults = z.infer<typeof countingDefaultsSchema>;

/** A clause's counting in full: a bare length takes the pack's defaults, and so does every option. */
export function countingWith(defaults: CountingDefaults, written: WrittenCounting): Counting {
  if (typeof written === 'string') return singleWith(defaults, { length: written });
  const { earlierOf, laterOf, ...single } = written;
  const full = (option: WrittenOption) =>
    singleWith(defaults, typeof option === 'string' ? { length: option } : option);
  if (earlierOf) return { earlierOf: earlierOf.map(full) };
  if (laterOf) return { laterOf: laterOf.map(full) };
  return singleWith(defaults, single);
}

/** Every single counting within one, in the order written. */
export function singlesIn(counting: Counting): readonly SingleCounting[] {
  return counting.earlierOf ?? counting.laterOf ?? [counting];
}

/** The days a counting may start from; the first known one is used. */
export function anchorsOf({ day, from }: SingleCounting): readonly string[] {
  if (day !== undefined) return [day];
  return from === undefined ? ['trigger'] : [from].flat();
}

/** The kind of event in an anchor such as `event.terms-change.posted`; undefined for every other anchor. */
export function eventIn(anchor: string): string | undefined {
  return anchor.startsWith(EVENT) ? anchor.slice(EVENT.length) : undefined;
}

const EVENT = 'event.';

const known = new WeakMap<SingleCounting, readonly Period[]>();

/** The lengths to count one after the other, as one period with one start and one end; empty if `day` is used. */
export function periodsOf(counting: SingleCounting): readonly Period[] {
  const before = known.get(counting);
  if (before) return before;
  const { length, day, regime } = counting;
  const periods =
    length === undefined || day !== undefined ? [] : asOnePeriod(parsePeriods(length), settingsOf(counting), regime);
  known.set(counting, periods);
  return periods;
}

/** Whether the last day of the length, counted forward, moves on where it is no working day. */
export function rollsOn({ method: _latest, ...counting }: SingleCounting): boolean {
  return periodsOf({ ...counting, direction: 'after' }).at(-1)?.roll === 'following';
}

/**
 * The counting of a setting once its length is known. Until then it has the defaults for days; a value equal to the
 * default counts as the default.
 */
export function withLength(defaults: CountingDefaults, single: SingleCounting, length: string): SingleCounting {
  const { setting: _setting, ...settings } = single;
  const own = Object.entries(settings).filter(([key, value]) => !sameJson(value, defaults[key as keyof Defaults]));
  return singleWith(defaults, { ...Object.fromEntries(own), length });
}

type Defaults = Required<CountingDefaults>;

function singleWith(defaults: CountingDefaults, single: SingleCounting): SingleCounting {
  if (single.day !== undefined) return single;
  const units = single.length === undefined ? [] : parsePeriods(single.length).map(({ unit }) => unit);
  const left = Object.entries(defaults).filter(([key]) => concerns(key as keyof Defaults, units));
  return { ...Object.fromEntries(left), ...single };
}

/** Whether a default says something about a length of these units: one about days says nothing about hours. */
function concerns(name: keyof Defaults, units: readonly Unit[]): boolean {
  if (name === 'regime' || name === 'direction') return true;
  if (name === 'fromNextFullHour' || name === 'fromNextMidnight') return units[0] === 'hours';
  if (AT_START.has(name)) return units[0] !== 'hours';
  if (AT_END.has(name)) return units.at(-1) !== 'hours';
  return units.length === 0 || units.some((unit) => unit !== 'hours');
}

function checkSingle(counting: SingleCounting, context: z.RefinementCtx): void {
  const fault = faultOf(counting);
  if (fault) context.addIssue({ code: 'custom', message: fault.message, path: fault.path, continue: false });
}

interface Fault {
  readonly message: string;
  readonly path: string[];
}

function faultOf(counting: SingleCounting): Fault | undefined {
  const { length, setting, day, takesEffect, from, inEach } = counting;
  const fault = (message: string, ...path: string[]): Fault => ({ message, path });
  const forms = [length, setting, day].filter((form) => form !== undefined).length;
  if (forms !== 1) return fault('give one of length, setting, day, earlierOf and laterOf');
  if (day !== undefined) {
    if (!day.startsWith('data.')) return fault('use a day that the event carries, such as data.effectiveOn', 'day');
    if (from !== undefined) return fault('a day is not counted from another; leave one of them out', 'from');
    if (takesEffect === undefined) return fault('say as-it-begins or when-it-is-over', 'takesEffect');
  } else if (takesEffect !== undefined && (counting.endsAt !== undefined || inEach !== undefined)) {
    return fault('endsAt and inEach say already when the last day ends; leave it out', 'takesEffect');
  }
  if (counting.mustExceed && (length === undefined || parsePeriods(length).some(({ unit }) => unit !== 'hours'))) {
    return fault('only hours are exceeded by a moment; leave it out', 'mustExceed');
  }
  if (counting.overBefore && counting.direction !== 'before') {
    return fault('only a period that is counted back is over before a day; say direction: before', 'overBefore');
  }
  if (inEach !== undefined && length !== undefined && parsePeriods(length).length > 1) {
    return fault('only a single length can be counted in several zones', 'inEach');
  }
  const message = problemOf(() => periodsOf({ length: '1 day', ...counting }).forEach(settlePeriod));
  return message === undefined ? undefined : fault(message);
}

/** Leaves out settings whose value is undefined. */
function settingsOf(counting: SingleCounting): PeriodSettings {
  const given = Object.keys(settingsShape).filter((key) => key !== 'regime');
  const entries = given.flatMap((key) => {
    const value = counting[key as keyof CountingDefaults];
    return value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(entries);
}

function problemOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
