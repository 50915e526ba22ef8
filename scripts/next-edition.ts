/**
 * Gives out the next edition number: writes into `terms/calendars/editions.json` which versions of the holiday sets, which
 * table of zone offsets and which rules of counting it stands for. Where the newest edition stands for the same, nothing is
 * written and the exit code is 1.
 *
 *   node scripts/next-edition.ts [DIRECTORY]
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RULES_OF_COUNTING, withEditions } from '../shared/core/calendar/editions.ts';
import type { Edition, HolidayTables } from '../shared/core/calendar/holiday-table.ts';
import { ZONE_TABLES } from '../shared/core/calendar/zone-table.ts';
import { EDITIONS, loadTablesWithoutEditions } from '../shared/runtime/holiday-tables.ts';

/** The editions with a further one, if the newest does not stand for the tables as they are. */
export function withNext(editions: readonly Edition[], { sets }: HolidayTables): readonly Edition[] {
  const current = {
    zones: ZONE_TABLES.at(-1)?.version ?? '',
    rules: RULES_OF_COUNTING,
    sets: Object.fromEntries([...sets].map(([name, { version }]): [string, string] => [name, version]).sort()),
  };
  const { edition, ...newest } = editions.at(-1) ?? { edition: 0 };
  return JSON.stringify(newest) === JSON.stringify(current)
    ? editions
    : [...editions, { edition: edition + 1, ...current }];
}

/** Writes the next edition of a directory. Answers its number; undefined where the newest stands for the tables as they are. */
export function giveOut(directory: string): number | undefined {
  const file = join(directory, EDITIONS);
  const before: readonly Edition[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  const tables = loadTablesWithoutEditions(directory);
  const editions = withNext(before, tables);
  withEditions(tables, file, editions);
  if (editions === before) return undefined;
  const lines = editions.map((edition) => `\n  ${JSON.stringify(edition)}`).join(',');
  writeFileSync(file, `[${lines}\n]\n`);
  return editions.length;
}

function main(directory: string): number {
  const given = giveOut(directory);
  if (given !== undefined) {
    console.log(`edition ${given} is given out`);
    return 0;
  }
  const remedy = 'raise what is corrected first (a version in sets.yaml, with "npm run holidays")';
  console.error(`the newest edition stands for the tables as they are, so no number is given out; ${remedy}`);
  return 1;
}

if (import.meta.main) {
  const [directory = fileURLToPath(new URL('../terms/calendars', import.meta.url))] = process.argv.slice(2);
  process.exitCode = main(directory);
}
