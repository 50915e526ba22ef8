import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main as generateHolidays } from '../../scripts/generate-holidays.ts';
import { giveOut } from '../../scripts/next-edition.ts';
import { sourceFolder } from '../../shared/runtime/terms.ts';

const NO_FUNERAL =
  '\n- { set: GB-ENG, remove: "Queen Elizabeth\'s Funeral Day", dates: [2022-09-19], source: "of a test only" }\n';

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

function firstEdition({ from }: Correction): string {
  const folder = mkdtempSync(join(tmpdir(), 'clauseclock-editions-'));
  for (const part of ['exoopus', 'gdpr', 'calendars'])
    cpSync(join(sourceFolder(), part), join(folder, part), { recursive: true });
  if (from === 'without') generated(folder, withoutFuneral, '--keep-versions');
  giveOut(join(folder, 'calendars'));
  return folder;
}

/** The same folder after the correction: 19 September 2022 added or taken away, as the second edition. */
export function corrected(folder: string, { from }: Correction): string {
  return once(`${folder} corrected`, () => secondEdition(folder, { from }));
}

function secondEdition(folder: string, { from }: Correction): string {
  const after = mkdtempSync(join(tmpdir(), 'clauseclock-editions-'));
  cpSync(folder, after, { recursive: true });
  const original = readFileSync(join(sourceFolder(), 'calendars', 'overrides.yaml'), 'utf8');
  generated(after, from === 'with' ? withoutFuneral : () => original, undefined, (sets) =>
    sets.replace(/(GB-ENG:\s+version: )"2026\.1"/, '$1"2026.2"'),
  );
  giveOut(join(after, 'calendars'));
  return after;
}

function withoutFuneral(overrides: string): string {
  return `${overrides.trimEnd()}${NO_FUNERAL}`;
}

function generated(
  folder: string,
  overrides: (text: string) => string,
  option?: string,
  sets: (text: string) => string = (text) => text,
): void {
  const calendars = join(folder, 'calendars');
  const change = (name: string, by: (text: string) => string) =>
    writeFileSync(join(calendars, name), by(readFileSync(join(calendars, name), 'utf8')));
  change('overrides.yaml', overrides);
  change('sets.yaml', sets);
  const lines: string[] = [];
  const line = { out: () => undefined, err: (text: string) => void lines.push(text) };
  const code = generateHolidays(['--directory', calendars, ...(option ? [option] : [])], line);
  if (code !== 0) throw new Error(lines.join('\n'));
}
