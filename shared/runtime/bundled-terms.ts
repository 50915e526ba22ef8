import { readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import type { HolidayTables } from '../core/calendar/holiday-table.ts';
import { buildCatalog, type TermsCatalog } from '../core/terms/catalog.ts';
import type { Pack } from '../core/terms/pack.ts';
import { bundleDirectory } from './environment.ts';
import { loadHolidayTables } from './holiday-tables.ts';

/** What applies to contracts: every pack, and the holidays to count by. */
export interface Terms {
  readonly catalog: TermsCatalog;
  readonly holidays: HolidayTables;
}

/** The folder of the holiday tables within the terms folder. */
export const CALENDARS = 'calendars';

/** All packs of a bundle, read and checked when it was made. */
export const PACKS_FILE = 'packs.json';

/**
 * The terms as a bundle carries them. Reading YAML and checking it against the language takes a cold start 100 ms and
 * more, so that is done when the bundle is made. A relative folder is looked for beside the bundle.
 */
export function loadBundledTerms(directory: string): Terms {
  const folder = isAbsolute(directory) ? directory : resolve(bundleDirectory(), directory);
  const packs = JSON.parse(readFileSync(join(folder, PACKS_FILE), 'utf8')) as Pack[];
  return { catalog: buildCatalog(packs), holidays: loadHolidayTables(join(folder, CALENDARS)) };
}
