/** Where generated holiday days come from: the date-holidays library, then the reviewed overrides. */
import Holidays from 'date-holidays';
import * as z from 'zod';

const setSchema = z.strictObject({
  version: z.string(),
  about: z.string(),
  library: z.array(z.string()).min(1).max(3).optional(),
  types: z.array(z.enum(['public', 'bank', 'optional', 'school', 'observance'])).default(['public']),
  languages: z.array(z.string()).default(['en']),
  /** What the library's "(substitute day)" is called where the set applies. */
  substitute: z.string().optional(),
  extends: z.string().optional(),
});
export const setsSchema = z.strictObject({
  years: z.strictObject({ from: z.int(), to: z.int() }),
  sets: z.record(z.string(), setSchema),
});

const common = { set: z.string(), source: z.string().min(10) };
const years = { from: z.int().optional(), until: z.int().optional() };
const dates = z.array(z.string()).min(1);
const overrideSchema = z.union([
  z.strictObject({ ...common, add: z.string(), local: z.string().optional(), dates }),
  z.strictObject({ ...common, ...years, add: z.string(), local: z.string().optional(), every: z.string() }),
  z.strictObject({ ...common, ...years, add: z.string(), local: z.string().optional(), rule: z.string() }),
  z.strictObject({ ...common, remove: z.string(), dates }),
  z.strictObject({ ...common, ...years, remove: z.string(), weekday: z.string().optional() }),
  z.strictObject({ ...common, rename: z.string(), to: z.string(), local: z.string().optional() }),
]);

export const overridesSchema = z.array(overrideSchema);

export type SetDefinition = z.infer<typeof setSchema>;
export type Sets = z.infer<typeof setsSchema>;
export type Override = z.infer<typeof overrideSchema>;
export interface NamedDay {
  readonly date: string;
  readonly name: string;
  readonly local: string | undefined;
}

/** The library’s holidays: whole days of the wanted types, in local time. */
export function libraryDays(set: SetDefinition, period: Sets['years']): NamedDay[] {
  if (!set.library) return [];
  const library = libraryFor(set.library);
  const native = library.getLanguages()[0] ?? 'en';
  const days: NamedDay[] = [];
  for (let year = period.from; year <= period.to; year++) {
    const local = native.startsWith('en') ? new Map<string, string>() : localNames(library, native, year);
    library.setLanguages(set.languages);
    for (const day of library.getHolidays(year)) {
      if (!set.types.includes(day.type) || !day.date.includes(' 00:00:00')) continue;
      const name = set.substitute ? day.name.replace('substitute day', set.substitute) : day.name;
      const length = Math.round((day.end.getTime() - day.start.getTime()) / 86_400_000);
      for (let index = 0; index < length; index++) {
        days.push({ date: plusDays(day.date.slice(0, 10), index), name, local: local.get(`${day.date} ${day.rule}`) });
      }
    }
  }
  return days;
}

function libraryFor(place: readonly string[]): Holidays {
  nameOfPlace(place);
  const [country = '', state, region] = place;
  return new Holidays({ country, ...(state && { state }), ...(region && { region }) });
}

function localNames(library: Holidays, language: string, year: number): Map<string, string> {
  library.setLanguages([language]);
  return new Map(library.getHolidays(year).map((day) => [`${day.date} ${day.rule}`, day.name]));
}

/** @throws when date-holidays has no such country, state or region; its own constructor would fall back silently */
export function nameOfPlace(place: readonly string[]): string {
  const [country = '', state, region] = place;
  const known = new Holidays();
  const names = [
    known.getCountries('en')[country],
    ...(state === undefined ? [] : [known.getStates(country, 'en')?.[state]]),
    ...(region === undefined ? [] : [known.getRegions(country, state ?? '', 'en')?.[region]]),
  ];
  if (names.includes(undefined)) throw new Error(`date-holidays does not know ${place.join('-')}`);
  return names.reverse().join(', ');
}

/** Days given by one override of kind `add`. */
function addedDays(override: Extract<Override, { add: string }>, period: Sets['years']): NamedDay[] {
  const name = override.add;
  const day = (date: string): NamedDay => ({ date, name, local: override.local });
  if ('dates' in override) return override.dates.map(day);
  const from = override.from ?? period.from;
  const to = override.until ?? period.to;
  const result: NamedDay[] = [];
  const library = new Holidays({ country: 'US' });
  const marker = `override ${name}`;
  if ('rule' in override && !library.setHoliday(override.rule, { name: marker, type: 'public' })) {
    throw new Error(`override of ${override.set}: "${override.rule}" is not a rule date-holidays understands`);
  }
  for (let year = from; year <= to; year++) {
    if ('every' in override) result.push(day(`${year}-${override.every}`));
    else {
      const found = library.getHolidays(year).filter((holiday) => holiday.name === marker);
      result.push(...found.map((holiday) => day(holiday.date.slice(0, 10))));
    }
  }
  return result;
}

/** Applies one override and says what it changed. One that changes nothing is out of date, hence an error. */
export function applyOverride(
  days: readonly NamedDay[],
  override: Override,
  period: Sets['years'],
  tell: (change: string) => void,
): NamedDay[] {
  if ('add' in override) {
    const added = addedDays(override, period);
    const present = new Set(days.map((day) => `${day.date} ${day.name}`));
    const double = added.find((day) => present.has(`${day.date} ${day.name}`));
    if (double) throw new Error(`override of ${override.set}: ${double.date} "${double.name}" is there already`);
    tell(change('+', override, override.add, added));
    return [...days, ...added];
  }
  if ('rename' in override) {
    const old = days.filter((day) => day.name === override.rename);
    tell(change('~', override, `${override.rename} -> ${override.to}`, old));
    return days.map((day) =>
      old.includes(day) ? { ...day, name: override.to, local: override.local ?? day.local } : day,
    );
  }
  const removed = days.filter((day) => day.name === override.remove && isMeant(day.date, override));
  if ('dates' in override && removed.length !== override.dates.length) {
    throw new Error(`override of ${override.set}: "${override.remove}" is not on all of ${override.dates.join(', ')}`);
  }
  tell(change('-', override, override.remove, removed));
  return days.filter((day) => !removed.includes(day));
}

function isMeant(date: string, override: Extract<Override, { remove: string }>): boolean {
  if ('dates' in override) return override.dates.includes(date);
  const year = Number(date.slice(0, 4));
  if (year < (override.from ?? year) || year > (override.until ?? year)) return false;
  return override.weekday === undefined || weekdayOf(date) === override.weekday;
}

function change(sign: string, override: Override, what: string, days: readonly NamedDay[]): string {
  if (days.length === 0) throw new Error(`override of ${override.set} changes nothing: ${what}`);
  const list = days.map((day) => day.date);
  const shown = list.length > 6 ? `${list[0]} … ${list.at(-1)} (${list.length} days)` : list.join(', ');
  return `${sign} ${override.set}: ${what}: ${shown}\n    ${override.source}`;
}

export function plusDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export function weekdayOf(date: string): string {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', { weekday: 'long', timeZone: 'UTC' });
}
