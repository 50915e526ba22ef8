/**
 * Writes `terms/calendars/<country>.json` from the date-holidays library, `sets.yaml` and the reviewed `overrides.yaml`.
 *
 *   node scripts/generate-holidays.ts              write the tables, print what the overrides changed
 *   node scripts/generate-holidays.ts --check      write nothing; exit 1 when a committed table differs
 *   node scripts/generate-holidays.ts --add SE     add a country (or US-NY, DE-BY-A, …) to sets.yaml, then write and
 *                                                  print its days (`--year 2026`: of that year only)
 *   node scripts/generate-holidays.ts --show SE --year 2026   print one year of a written set, with weekdays
 *
 * `--directory DIR` works on another folder with a `sets.yaml` and an `overrides.yaml`.
 *
 * A set whose days or names change must get a new version in `sets.yaml`; the version before is then kept in a file of
 * its own, `DK@2026.1.json`. `--keep-versions` writes the change under the old version all the same, for a table that no
 * deadline has used yet. `released.json` lists the digest of every version written.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { parse as parseYaml } from 'yaml';
import * as z from 'zod';
import {
  type HolidayTableFile,
  type HolidayTables,
  holidayDates,
  parseHolidayTables,
  setLabel,
  type TableHoliday,
} from '../shared/core/calendar/holiday-table.ts';
import { holidayCalendar } from '../shared/core/calendar/holidays.ts';
import { digestsOf, type ReleasedSets, setDigest } from '../shared/core/calendar/released-sets.ts';
import {
  loadTablesWithoutEditions,
  RELEASED_SETS,
  readHolidayTables,
  readReleasedSets,
  tableFilesIn,
} from '../shared/runtime/holiday-tables.ts';
import { filesOfEarlier, serialise, serialiseEntries } from './holiday-files.ts';
import {
  applyOverride,
  libraryDays,
  type NamedDay,
  nameOfPlace,
  type Override,
  overridesSchema,
  type Sets,
  setsSchema,
  weekdayOf,
} from './holiday-sources.ts';

const CALENDARS = fileURLToPath(new URL('../terms/calendars', import.meta.url));
const libraryHome = dirname(createRequire(import.meta.url).resolve('date-holidays/package.json'));

/** Groups days by holiday; a holiday on the same day in successive years becomes one `every` entry. */
function toHolidays(days: readonly NamedDay[], period: Sets['years']): TableHoliday[] {
  const groups = new Map<string, { name: string; local: string | undefined; dates: string[] }>();
  for (const day of [...days].sort((a, b) => (a.date < b.date ? -1 : 1))) {
    const key = `${day.name}|${day.local}|${isYearly(days, day) ? day.date.slice(5) : ''}`;
    const group = groups.get(key) ?? { name: day.name, local: day.local, dates: [] };
    if (!group.dates.includes(day.date)) group.dates.push(day.date);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ name, local, dates }) => {
    const names = local === undefined || local === name ? { name } : { name, local };
    const [first = '', last = ''] = [dates[0], dates.at(-1)];
    const [from, to] = [Number(first.slice(0, 4)), Number(last.slice(0, 4))];
    const yearly =
      dates.length > 2 && dates.length === to - from + 1 && dates.every((date) => date.slice(5) === first.slice(5));
    if (!yearly) return { ...names, dates };
    return { ...names, every: first.slice(5), ...(from > period.from && { from }), ...(to < period.to && { to }) };
  });
}

/** True if the holiday is on this month and day in each of its years. Romania has two New Year days. */
function isYearly(days: readonly NamedDay[], day: NamedDay): boolean {
  const same = days.filter((other) => other.name === day.name && other.local === day.local);
  const onDay = same.filter((other) => other.date.slice(5) === day.date.slice(5));
  return onDay.length === new Set(same.map((other) => other.date.slice(0, 4))).size;
}

/**
 * The holidays that the base does not have. A holiday with further days here stays whole, so that it reads as one rule.
 */
function notInherited(days: readonly NamedDay[], base: readonly NamedDay[]): NamedDay[] {
  const present = new Set(base.map((day) => `${day.date} ${day.name}`));
  const own = new Set(days.filter((day) => !present.has(`${day.date} ${day.name}`)).map((day) => day.name));
  return days.filter((day) => own.has(day.name));
}

function baseDays(built: ReadonlyMap<string, NamedDay[]>, base: string, name: string): NamedDay[] {
  const days = built.get(base);
  if (!days) throw new Error(`sets.yaml: "${name}" extends "${base}", which must stand above it`);
  return days;
}

function buildFiles(
  definitions: Sets,
  overrides: readonly Override[],
  tell: (change: string) => void,
): Map<string, HolidayTableFile> {
  const unknown = overrides.find((override) => !(override.set in definitions.sets));
  if (unknown) throw new Error(`overrides.yaml corrects the set "${unknown.set}", which sets.yaml does not define`);
  const files = new Map<string, HolidayTableFile>();
  const { from, to } = definitions.years;
  const fromLibrary = new Map<string, NamedDay[]>();
  for (const [name, set] of Object.entries(definitions.sets)) {
    const country = name.split('-')[0] ?? name;
    const own = libraryDays(set, { from, to });
    fromLibrary.set(name, own);
    let days = notInherited(own, set.extends === undefined ? [] : baseDays(fromLibrary, set.extends, name));
    for (const override of overrides) {
      if (override.set === name) days = applyOverride(days, override, { from, to }, tell);
    }
    const file = files.get(country) ?? { provenance: provenanceOf(country), sets: {} };
    const { version, about } = set;
    const extended = set.extends === undefined ? {} : { extends: set.extends };
    file.sets[name] = { version, about, from, to, ...extended, holidays: toHolidays(days, { from, to }) };
    files.set(country, file);
  }
  return files;
}

function provenanceOf(country: string): HolidayTableFile['provenance'] {
  const { version } = JSON.parse(readFileSync(join(libraryHome, 'package.json'), 'utf8')) as { version: string };
  const source = readFileSync(join(libraryHome, 'data', 'countries', `${country}.yaml`), 'utf8');
  const pages = [...source.matchAll(/@attrib\s+(\S+)/g)].map((match) => match[1] ?? '');
  return {
    generator: 'scripts/generate-holidays.ts',
    library: `date-holidays ${version}, https://github.com/commenthol/date-holidays`,
    licence: 'CC-BY-SA-3.0 (see LICENCE.md); adapted: days selected, renamed and corrected',
    attribution: ['commenthol and the contributors of date-holidays', ...new Set(pages)],
    corrections: 'terms/calendars/overrides.yaml',
  };
}

function listing(tables: HolidayTables, name: string): string {
  const set = tables.sets.get(name);
  if (!set) return '';
  const calendar = holidayCalendar([name], tables);
  const days = [...(set.base?.holidays ?? []), ...set.holidays].flatMap((holiday) => holidayDates(holiday, set));
  return [...new Set(days)]
    .sort()
    .map((day) => `${day} ${weekdayOf(day)} ${calendar.nameOn(day)}`)
    .join('\n');
}

/** Appends a place to `sets.yaml`, with the newest version in use there. The text above it stays as it is. */
function addPlace(directory: string, place: string): void {
  const path = join(directory, 'sets.yaml');
  const text = readFileSync(path, 'utf8');
  const { sets } = setsSchema.parse(parseYaml(text));
  if (place in sets) throw new Error(`${place} is in sets.yaml already`);
  const about = `Public holidays of ${nameOfPlace(place.split('-'))}, not yet compared with the official list`;
  const version = [...Object.values(sets).map((set) => set.version), '2026.1'].sort().at(-1);
  const library = JSON.stringify(place.split('-'));
  const entry = `  ${place}: { version: "${version}", library: ${library}, about: ${JSON.stringify(about)} }\n`;
  writeFileSync(path, `${text.trimEnd()}\n\n${entry}`);
}

/** Where a command writes its lines. */
export interface Lines {
  out(line: string): void;
  err(line: string): void;
}

/** Prints one year of a written set, or all its years, for comparison with the official list. */
function show(directory: string, name: string, year: string, line: Lines): void {
  // Days are looked at before the edition is given out that stands for them.
  const tables = loadTablesWithoutEditions(directory);
  const calendar = holidayCalendar([name], tables);
  if (year !== '') calendar.nameOn(`${year}-01-01`);
  const lines = listing(tables, name).split('\n');
  line.out(lines.filter((day) => day.startsWith(year)).join('\n'));
}

/** Options of a run. */
interface Run {
  readonly check: boolean;
  readonly keepVersions: boolean;
  /** The place that was just added: only changes of it are reported. */
  readonly added: string | undefined;
}

/** @returns the exit code: 1 when `--check` found a difference or a version was not raised */
function generate(directory: string, { check, keepVersions, added }: Run, line: Lines): number {
  const definitions = setsSchema.parse(parseYaml(readFileSync(join(directory, 'sets.yaml'), 'utf8')));
  const overrides = overridesSchema.parse(parseYaml(readFileSync(join(directory, 'overrides.yaml'), 'utf8')) ?? []);
  const files = buildFiles(definitions, overrides, check || added ? () => {} : line.out);
  const texts = new Map([...files].map(([country, file]) => [`${country}.json`, serialise(file)]));
  const present = tableFilesIn(directory);
  const before = present.length === 0 ? undefined : readHolidayTables(directory);
  const current = present.filter((name) => !name.includes('@'));
  for (const name of present) if (name.includes('@')) texts.set(name, readFileSync(join(directory, name), 'utf8'));
  const versions = new Map(Object.entries(definitions.sets).map(([name, { version }]) => [name, version]));
  for (const [name, text] of before ? filesOfEarlier(before, versions) : []) texts.set(name, text);
  const after = parseHolidayTables([...texts].map(([name, text]) => ({ name, content: JSON.parse(text) })));
  texts.set(RELEASED_SETS, serialiseEntries(digestsOf(after)));
  const stale = [...new Set([...texts.keys(), ...current])].filter((name) => {
    const path = join(directory, name);
    return !existsSync(path) || readFileSync(path, 'utf8') !== texts.get(name);
  });
  if (check) {
    for (const name of stale) line.err(`${join(directory, name)} differs from what its sources give`);
    if (stale.length > 0) line.err('run: npm run holidays');
    return stale.length > 0 ? 1 : 0;
  }
  const refused = refusalOf(readReleasedSets(directory), after, keepVersions);
  if (refused) {
    line.err(`${refused}; nothing was written`);
    return 1;
  }
  for (const [name, text] of texts) writeFileSync(join(directory, name), text);
  for (const name of current) if (!texts.has(name)) rmSync(join(directory, name));
  const packed = [...texts.values()].reduce((sum, text) => sum + gzipSync(text).length, 0);
  line.out(
    `${after.sets.size} sets in ${files.size} files, ${packed} bytes gzipped; written: ${stale.join(', ') || 'no change'}`,
  );
  return 0;
}

/** Why the tables cannot be written: a released version would be gone, or would say something else. */
function refusalOf(released: ReleasedSets, after: HolidayTables, keepVersions: boolean): string | undefined {
  const gone = Object.keys(released).filter((label) => !after.versions.has(label));
  if (gone.length > 0) return `put back what deadlines were counted with: ${gone.join(', ')}`;
  const changed = new Set(
    [...after.versions].flatMap(([label, set]) =>
      setDigest(label, set) === (released[label] ?? setDigest(label, set)) ? [] : [label],
    ),
  );
  const silent = [...after.sets].filter(
    ([name, set]) => changed.has(setLabel(name, set)) || changed.has(set.extends ?? ''),
  );
  if (keepVersions || silent.length === 0) return undefined;
  return `raise the version in sets.yaml: days or names changed in ${silent.map(([name]) => name).join(', ')}`;
}

const OPTIONS = {
  check: { type: 'boolean', default: false },
  'keep-versions': { type: 'boolean', default: false },
  add: { type: 'string' },
  show: { type: 'string' },
  year: { type: 'string', default: '' },
  directory: { type: 'string', default: CALENDARS },
} as const;

/** Runs the command with these arguments; answers its exit code. */
export function main(args: readonly string[], line: Lines): number {
  try {
    const { values: options } = parseArgs({ args: [...args], options: OPTIONS });
    const { add: added, directory, check, year } = options;
    if (options.show) {
      show(directory, options.show, year, line);
      return 0;
    }
    if (added) addPlace(directory, added);
    const code = generate(directory, { check, keepVersions: options['keep-versions'], added }, line);
    if (added && code === 0) show(directory, added, year, line);
    return code;
  } catch (error) {
    const told = error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : error;
    line.err(String(told));
    return 1;
  }
}

if (import.meta.main) {
  process.exitCode = main(process.argv.slice(2), {
    out: (line) => console.log(line),
    err: (line) => console.error(line),
  });
}
