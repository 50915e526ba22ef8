import * as z from 'zod';
import { daysInMonth } from './days.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day reads 2026-04-10');
const year = z.int().min(1900).max(2200);

/**
 * One holiday of a set. Either the same day `every` year (`MM-DD`, within `from`–`to`, or within the years of the set
 * where these are absent), or the explicit `dates` on which it falls.
 */
const holidaySchema = z.union([
  z.strictObject({
    name: z.string().min(1),
    local: z.string().min(1).optional(),
    every: z.string().regex(/^\d{2}-\d{2}$/, 'a yearly day reads 12-25'),
    from: year.optional(),
    to: year.optional(),
  }),
  z.strictObject({
    name: z.string().min(1),
    local: z.string().min(1).optional(),
    dates: z.array(day).min(1),
  }),
]);

const holidaySetSchema = z.strictObject({
  version: z.string().regex(/^\d{4}\.\d+$/, 'a version reads 2026.1'),
  about: z.string().min(1),
  /** First and last year that the set covers. */
  from: year,
  to: year,
  /** The set whose holidays also belong to this one. */
  extends: z.string().optional(),
  holidays: z.array(holidaySchema),
});

const provenanceSchema = z.strictObject({
  generator: z.string(),
  library: z.string(),
  licence: z.string(),
  attribution: z.array(z.string()),
  corrections: z.string(),
});

const holidayTableFileSchema = z.strictObject({
  provenance: provenanceSchema,
  sets: z.record(z.string(), holidaySetSchema),
});

export type TableHoliday = z.infer<typeof holidaySchema>;
export type HolidaySet = z.infer<typeof holidaySetSchema>;
export type HolidayProvenance = z.infer<typeof provenanceSchema>;
export type HolidayTableFile = z.infer<typeof holidayTableFileSchema>;

/** Every shipped holiday set by name, with its source. */
export interface HolidayTables {
  readonly sets: ReadonlyMap<string, HolidaySet & { readonly provenance: HolidayProvenance }>;
}

/** A holiday table file that cannot be used; `file` and the message say where and why. */
export class InvalidHolidayTableError extends Error {
  override readonly name = 'InvalidHolidayTableError';
  readonly file: string;

  constructor(file: string, problem: string) {
    super(`holiday table ${file}: ${problem}; regenerate it with "node scripts/generate-holidays.ts"`);
    this.file = file;
  }
}

/**
 * Checks and joins the contents of table files (`DK.json`, `DE.json`, …).
 * @throws InvalidHolidayTableError for a wrong shape, a set defined twice, or a set that extends an unknown or narrower
 * one
 */
export function parseHolidayTables(files: readonly { name: string; content: unknown }[]): HolidayTables {
  const sets = new Map<string, HolidaySet & { provenance: HolidayProvenance }>();
  for (const { name, content } of files) {
    const parsed = holidayTableFileSchema.safeParse(content);
    if (!parsed.success) throw new InvalidHolidayTableError(name, z.prettifyError(parsed.error));
    for (const [set, table] of Object.entries(parsed.data.sets)) {
      if (sets.has(set)) throw new InvalidHolidayTableError(name, `set "${set}" is defined a second time`);
      checkName(name, set);
      checkDays(name, set, table);
      sets.set(set, { ...table, provenance: parsed.data.provenance });
    }
    checkExtensions(name, parsed.data.sets);
  }
  return { sets };
}

function checkName(file: string, set: string): void {
  if (set === 'none' || /[+:\s@]/.test(set) || set === '') {
    throw new InvalidHolidayTableError(
      file,
      `"${set}" cannot name a set: "none", "+", ":", "@" and spaces are reserved`,
    );
  }
}

/** A base must be defined in the same file, extend nothing itself, and cover the years of what extends it. */
function checkExtensions(file: string, sets: Readonly<Record<string, HolidaySet>>): void {
  for (const [name, set] of Object.entries(sets)) {
    if (set.extends === undefined) continue;
    const base = sets[set.extends];
    if (!base || base.extends !== undefined || base.from > set.from || base.to < set.to) {
      throw new InvalidHolidayTableError(file, `set "${name}" cannot extend "${set.extends}"`);
    }
  }
}

function checkDays(file: string, name: string, set: HolidaySet): void {
  if (set.from > set.to) throw new InvalidHolidayTableError(file, `set "${name}" covers no year`);
  for (const holiday of set.holidays) {
    for (const date of holidayDates(holiday, set)) {
      const inYears = Number(date.slice(0, 4)) >= set.from && Number(date.slice(0, 4)) <= set.to;
      if (!inYears || !isCivilDay(date)) {
        throw new InvalidHolidayTableError(file, `set "${name}": "${holiday.name}" cannot fall on ${date}`);
      }
    }
  }
}

/** Whether the text names a day that exists: `2027-02-29` does not. */
export function isCivilDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8));
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  return day <= 28 || day <= daysInMonth(Number(text.slice(0, 4)), month);
}

/** The days of one holiday, `2026-12-25`, in the years of its set. */
export function holidayDates(holiday: TableHoliday, years: { readonly from: number; readonly to: number }): string[] {
  if ('dates' in holiday) return holiday.dates;
  const first = holiday.from ?? years.from;
  const last = holiday.to ?? years.to;
  const dates: string[] = [];
  for (let year = first; year <= last; year++) dates.push(`${year}-${holiday.every}`);
  return dates;
}
