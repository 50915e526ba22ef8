/**
 * Compares the offsets of all zones with those of this runtime (`Intl`), and writes those that differ as a further table.
 *
 *   node scripts/generate-zones.ts --check     name each zone that differs, with the first moment at which it does; exit 1 if any
 *   node scripts/generate-zones.ts             write shared/core/calendar/zone-tables/<version of the runtime>.json
 *
 * The written table is then listed in `shared/core/calendar/zone-table.ts`. Names of zones are never taken away.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ZoneOffsets } from '../shared/core/calendar/zone-offsets.ts';
import { historyText, parseHistory, ZONE_TABLES, type ZoneTable } from '../shared/core/calendar/zone-table.ts';
import { historyByRuntime } from './zone-histories.ts';

const TABLES = fileURLToPath(new URL('../shared/core/calendar/zone-tables', import.meta.url));

/** A zone that the newest table and the runtime give different offsets. */
interface Difference {
  readonly zone: string;
  readonly text: string;
  /** The offsets in the table; undefined for a name that no table has. */
  readonly before: string | undefined;
}

/** The zones of the newest tables and of the runtime that differ. */
function differences(): Difference[] {
  const known = new Map<string, string>();
  for (const { zones } of ZONE_TABLES) {
    for (const [names, text] of zones) for (const zone of names.split(' ')) known.set(zone, text);
  }
  const all = [...new Set([...known.keys(), ...Intl.supportedValuesOf('timeZone')])].sort();
  return all.flatMap((zone) => {
    const text = historyText(historyByRuntime(zone));
    const before = known.get(zone);
    return text === before ? [] : [{ zone, text, before }];
  });
}

/** The first moment since 1970 at which two texts differ, in hours; undefined if they differ only in how they are written. */
function firstDifference({ zone, text, before }: Difference): string | undefined {
  if (before === undefined) return 'it is new';
  const [one, other] = [before, text].map((one) => new ZoneOffsets(zone, parseHistory(one)));
  for (let at = 0; at < Date.UTC(2100, 0, 1); at += 3_600_000) {
    if (one?.at(at) !== other?.at(at)) return `from ${new Date(at).toISOString()} on`;
  }
  return undefined;
}

/** One group of zones to a line, so that a review shows what changed. */
function serialise({ version, zones }: ZoneTable): string {
  const lines = zones.map((entry) => `\n    ${JSON.stringify(entry)}`).join(',');
  return `{\n  "version": "${version}",\n  "zones": [${lines}\n  ]\n}\n`;
}

function tableOf(found: readonly Difference[]): ZoneTable {
  const groups = new Map<string, string[]>();
  for (const { zone, text } of found) groups.set(text, [...(groups.get(text) ?? []), zone]);
  const zones = [...groups].map(([text, names]): [string, string] => [names.join(' '), text]);
  return { version: process.versions.tz ?? '', zones };
}

const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values;
const found = differences();
for (const difference of found) {
  console.log(`${difference.zone}: ${firstDifference(difference) ?? 'written otherwise'}`);
}
if (check || found.length === 0) {
  console.log(`${found.length} zones differ between table ${ZONE_TABLES.at(-1)?.version} and ${process.versions.tz}`);
  process.exitCode = found.length === 0 ? 0 : 1;
} else {
  const table = tableOf(found);
  const file = `${TABLES}/${table.version}.json`;
  if (existsSync(file)) throw new Error(`${file} is there already, and a released table stays as it is`);
  writeFileSync(file, serialise(table));
  console.log(`${file} is written; list it in shared/core/calendar/zone-table.ts`);
}
