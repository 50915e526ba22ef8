import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { main as generateHolidays } from '../../scripts/generate-holidays.ts';
import { giveOut } from '../../scripts/next-edition.ts';
import { sourceFolder } from '../../shared/runtime/terms.ts';

/** The sets of the test's tables: all of them would take seconds to generate. */
const SETS = ['GB-ENG', 'RO'];

const NO_FUNERAL = {
  set: 'GB-ENG',
  remove: "Queen Elizabeth's Funeral Day",
  dates: ['2022-09-19'],
  source: 'of a test only',
};

/** Whether the folder's tables have Monday 19 September 2022 as a holiday of England. */
export interface Correction {
  readonly from: 'with' | 'without';
}

const made = new Map<string, string>();

/** Each folder is made once a file of tests, since the tables take a while. Nobody changes one. */
function once(key: string, make: () => string): string {
  const folder = made.get(key) ?? make();
  made.set(key, folder);
  return folder;
}

/** The project's terms, with the first edition given out. The first tables have 19 September 2022 as a holiday, or not. */
export function termsInFirstEdition({ from }: Correction): string {
  return once(`first ${from}`, () => firstEdition({ from }));
}

/** The same terms and tables with no edition given out. */
export function termsWithoutEdition({ from }: Correction): string {
  return once(`none ${from}`, () => ownTerms({ from }));
}

function firstEdition({ from }: Correction): string {
  const folder = ownTerms({ from });
  giveOut(join(folder, 'calendars'));
  return folder;
}

function ownTerms({ from }: Correction): string {
  const folder = mkdtempSync(join(tmpdir(), 'clauseclock-editions-'));
  for (const part of ['exoopus', 'gdpr']) cpSync(join(sourceFolder(), part), join(folder, part), { recursive: true });
  const calendars = join(folder, 'calendars');
  mkdirSync(calendars);
  const { years, sets } = parse(readFileSync(join(sourceFolder(), 'calendars', 'sets.yaml'), 'utf8'));
  const some = Object.entries(sets).filter(([name]) => SETS.includes(name));
  writeFileSync(join(calendars, 'sets.yaml'), stringify({ years, sets: Object.fromEntries(some) }));
  writeFileSync(join(calendars, 'overrides.yaml'), stringify(overridesIn(from)));
  generate(folder);
  return folder;
}

/** The same folder after the correction: 19 September 2022 added or taken away, as the second edition. */
export function corrected(folder: string, { from }: Correction): string {
  return once(`${folder} corrected`, () => secondEdition(folder, { from }));
}

function secondEdition(folder: string, { from }: Correction): string {
  const after = mkdtempSync(join(tmpdir(), 'clauseclock-editions-'));
  cpSync(folder, after, { recursive: true });
  const calendars = join(after, 'calendars');
  const { years, sets } = parse(readFileSync(join(calendars, 'sets.yaml'), 'utf8'));
  const raised = { ...sets, 'GB-ENG': { ...sets['GB-ENG'], version: '2026.2' } };
  writeFileSync(join(calendars, 'sets.yaml'), stringify({ years, sets: raised }));
  writeFileSync(join(calendars, 'overrides.yaml'), stringify(overridesIn(from === 'with' ? 'without' : 'with')));
  generate(after);
  giveOut(calendars);
  return after;
}

/** The project's corrections of the sets, with 19 September 2022 taken away or left. */
function overridesIn(from: Correction['from']): unknown[] {
  const all = parse(readFileSync(join(sourceFolder(), 'calendars', 'overrides.yaml'), 'utf8'));
  const some = all.filter(({ set }: { set: string }) => SETS.includes(set));
  return from === 'with' ? some : [...some, NO_FUNERAL];
}

function generate(folder: string): void {
  const lines: string[] = [];
  const line = { out: () => undefined, err: (text: string) => void lines.push(text) };
  const code = generateHolidays(['--directory', join(folder, 'calendars')], line);
  if (code !== 0) throw new Error(lines.join('\n'));
}
