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
  /** The set whose holidays also belong to this one; in the file of an earlier version with its version, `DK@2026.1`. */
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

/** One version of a set, with what its calendar is built from. */
export interface LoadedSet extends HolidaySet {
  readonly provenance: HolidayProvenance;
  /** The set that it extends. */
  readonly base?: HolidaySet;
}

/** What one edition number stands for: the data and the rules that a deadline is counted with. */
export interface Edition {
  readonly edition: number;
  /** The table of zone offsets, `2026c`. */
  readonly zones: string;
  /** The number of the rules of counting. */
  readonly rules: number;
  /** The version of each holiday set, by its name. */
  readonly sets: Readonly<Record<string, string>>;
}

/** Holiday sets to count by. */
export interface HolidayTables {
  /** By name, each in the version to count by. */
  readonly sets: ReadonlyMap<string, LoadedSet>;
  /** Every version at hand, by its label, `DK@2026.1`. */
  readonly versions: ReadonlyMap<string, LoadedSet>;
  /** What each edition number stands for, the first one first; empty where the folder has no `editions.json`. */
  readonly editions: readonly Edition[];
}

const REGENERATE = 'regenerate it with "node scripts/generate-holidays.ts"';

/** A file of the holiday tables that cannot be used; `file` and the message say where, why and what to do. */
export class InvalidHolidayTableError extends Error {
  override readonly name = 'InvalidHolidayTableError';
  readonly file: string;

  constructor(file: string, problem: string, remedy = REGENERATE) {
    super(`holiday table ${file}: ${problem}; ${remedy}`);
    this.file = file;
  }
}

/** Name and version of a set, `DK@2026.1`. */
export function setLabel(name: string, { version }: Pick<HolidaySet, 'version'>): string {
  return `${name}@${version}`;
}

/** The name of the file that keeps one version of a set: `FI-150~1930@2026.1.json`. */
export function earlierFileName(label: string): string {
  return `${label.replaceAll('/', '~')}.json`;
}

/** A set as a file holds it. */
interface Held {
  readonly file: string;
  readonly name: string;
  readonly set: HolidaySet;
  readonly provenance: HolidayProvenance;
  /** Whether the file keeps an earlier version. */
  readonly isEarlier: boolean;
}

/**
 * Checks and joins the contents of table files: the sets of a country to count by (`DK.json`, `DE.json`, …), and one
 * earlier version of a set each (`DK@2026.1.json`).
 * @throws InvalidHolidayTableError for a wrong shape, a version defined twice, an earlier version of a set that is gone,
 * or a set that extends an unknown or narrower one
 */
export function parseHolidayTables(files: readonly { name: string; content: unknown }[]): HolidayTables {
  const held = files.flatMap(heldIn);
  const byLabel = new Map<string, Held>();
  for (const one of held) {
    const label = setLabel(one.name, one.set);
    if (byLabel.has(label) || (!one.isEarlier && held.some((other) => isSameSet(one, other)))) {
      throw new InvalidHolidayTableError(one.file, `set "${one.name}" is defined a second time`);
    }
    byLabel.set(label, one);
  }
  const versions = new Map([...byLabel].map(([label, one]) => [label, loaded(one, held)]));
  const sets = new Map<string, LoadedSet>();
  for (const [label, { name, isEarlier }] of byLabel) {
    const set = versions.get(label);
    if (set && !isEarlier) sets.set(name, set);
  }
  const orphan = held.find(({ name }) => !sets.has(name));
  if (orphan) throw new InvalidHolidayTableError(orphan.file, `there is no set "${orphan.name}" of a later version`);
  return { sets, versions, editions: [] };
}

function isSameSet(one: Held, other: Held): boolean {
  return other !== one && other.name === one.name && !other.isEarlier;
}

function heldIn({ name: file, content }: { name: string; content: unknown }): Held[] {
  const parsed = holidayTableFileSchema.safeParse(content);
  if (!parsed.success) throw new InvalidHolidayTableError(file, z.prettifyError(parsed.error));
  const isEarlier = file.includes('@');
  const { provenance, sets } = parsed.data;
  return Object.entries(sets).map(([name, set]) => {
    checkName(file, name);
    checkDays(file, name, set);
    const own = earlierFileName(setLabel(name, set));
    if (isEarlier && file !== own) throw new InvalidHolidayTableError(file, `holds ${own.slice(0, -5)}`);
    return { file, name, set, provenance, isEarlier };
  });
}

/** A base must extend nothing itself, and cover the years of what extends it. A current one lies in the same file. */
function loaded({ file, name, set, provenance, isEarlier }: Held, all: readonly Held[]): LoadedSet {
  if (set.extends === undefined) return { ...set, provenance };
  const base = all.find((other) =>
    isEarlier ? setLabel(other.name, other.set) === set.extends : other.file === file && other.name === set.extends,
  );
  if (!base || base.set.extends !== undefined || base.set.from > set.from || base.set.to < set.to) {
    throw new InvalidHolidayTableError(file, `set "${name}" cannot extend "${set.extends}"`);
  }
  return { ...set, extends: setLabel(base.name, base.set), provenance, base: base.set };
}

function checkName(file: string, set: string): void {
  if (set === 'none' || /[+:\s@]/.test(set) || set === '') {
    throw new InvalidHolidayTableError(
      file,
      `"${set}" cannot name a set: "none", "+", ":", "@" and spaces are reserved`,
    );
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
