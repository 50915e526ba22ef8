import { InvalidArgumentError, InvalidHolidayDateError, UncoveredYearError, UnknownHolidaySetError } from './errors.ts';
import { type HolidaySet, type HolidayTables, holidayDates, isCivilDay } from './holiday-table.ts';
import type { Day, HolidayCalendar } from './types.ts';

export { InvalidHolidayDateError };

interface Years {
  readonly set: string;
  readonly from: number;
  readonly to: number;
}

const NO_SET = 'none';
const EXPLICIT = 'x:';

const built = new WeakMap<HolidayTables, Map<string, HolidayCalendar>>();

/**
 * The union of the named sets. Each element is a set (`RO`), a union (`DK+US`) or adds a single date
 * (`+x:2026-12-31`, also at the end of a name: `DK+x:2026-12-31`). No element, or only `none`, gives a calendar without
 * holidays that answers for every year.
 *
 * A union answers only for years that all its sets cover.
 * @throws UnknownHolidaySetError for a set no table defines
 * @throws InvalidHolidayDateError for an explicit date that does not exist
 */
export function holidayCalendar(names: readonly string[], tables: HolidayTables): HolidayCalendar {
  checkNames(names);
  const parts = partsOf(names);
  const name = parts.length === 0 ? NO_SET : parts.join('+');
  const calendars = built.get(tables) ?? new Map<string, HolidayCalendar>();
  built.set(tables, calendars);
  const existing = calendars.get(name);
  if (existing) return existing;
  const calendar = buildCalendar(name, parts, tables);
  calendars.set(name, calendar);
  return calendar;
}

/**
 * A calendar of exactly these days, for holidays given with the question instead of by a table. It answers for every
 * year.
 * @throws InvalidHolidayDateError for a date that does not exist
 */
export function calendarOfDates(name: string, dates: readonly Day[]): HolidayCalendar {
  if (!Array.isArray(dates)) {
    throw new InvalidArgumentError('holidayDates', dates, 'give a list of days such as ["2026-12-25"]');
  }
  const days = new Map<Day, string>();
  for (const date of dates) addExplicit(days, date, 'holidayDates');
  return { name, version: name, days, nameOn: (day) => days.get(day) };
}

/** The names of all sets, in order, `none` first. */
export function knownHolidaySets(tables: HolidayTables): string[] {
  return [NO_SET, ...[...tables.sets.keys()].sort()];
}

function checkNames(names: unknown): void {
  const wrong = Array.isArray(names) ? names.findIndex((name) => typeof name !== 'string') : 0;
  if (wrong === -1) return;
  const value = Array.isArray(names) ? names[wrong] : names;
  throw new InvalidArgumentError('holidays', value, 'name a set such as "RO", or several: ["DK", "US"]');
}

function partsOf(names: readonly string[]): string[] {
  const parts = names
    .flatMap((name) => (name.startsWith('+') ? name.slice(1) : name).split('+'))
    .map((part) => part.trim())
    .filter((part) => part !== NO_SET);
  return [...new Set(parts)];
}

function buildCalendar(name: string, parts: readonly string[], tables: HolidayTables): HolidayCalendar {
  const days = new Map<Day, string>();
  const covered: Years[] = [];
  const versions: string[] = [];
  for (const part of parts) {
    if (part.startsWith(EXPLICIT)) {
      addExplicit(days, part.slice(EXPLICIT.length), 'holidays');
      versions.push(part);
      continue;
    }
    const set = tables.sets.get(part);
    if (!set) throw new UnknownHolidaySetError(part, knownHolidaySets(tables));
    if (set.base) addSet(days, set.base, set);
    addSet(days, set, set);
    covered.push({ set: part, from: set.from, to: set.to });
    versions.push(`${part}@${set.version}`);
  }
  return {
    name,
    version: versions.length === 0 ? NO_SET : versions.join('+'),
    days,
    nameOn(day) {
      assertCovered(covered, day);
      return days.get(day);
    },
  };
}

/** Also refuses a malformed day, because no set covers its year. */
function assertCovered(covered: readonly Years[], day: Day): void {
  if (covered.length === 0) return;
  const year = Number(day.slice(0, day.indexOf('-', 1)));
  for (const { set, from, to } of covered) {
    if (!(year >= from && year <= to)) throw new UncoveredYearError(set, year, { from, to });
  }
}

function addSet(days: Map<Day, string>, set: HolidaySet, years: { readonly from: number; readonly to: number }): void {
  for (const holiday of set.holidays) {
    const label = holiday.local === undefined ? holiday.name : `${holiday.name} (${holiday.local})`;
    for (const date of holidayDates(holiday, set)) {
      const year = Number(date.slice(0, 4));
      if (year >= years.from && year <= years.to) addName(days, date, label);
    }
  }
}

function addExplicit(days: Map<Day, string>, date: unknown, field: string): void {
  if (typeof date !== 'string' || !isCivilDay(date)) throw new InvalidHolidayDateError(date, field);
  if (!days.has(date)) days.set(date, 'day named as a holiday');
}

/** Two holidays may share a day: Children's Day and Whit Monday in Romania, 2026. */
function addName(days: Map<Day, string>, date: Day, label: string): void {
  const present = days.get(date);
  if (present === undefined) days.set(date, label);
  else if (!present.split(' / ').includes(label)) days.set(date, `${present} / ${label}`);
}
