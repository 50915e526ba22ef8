import { readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import type { HolidayTables } from '../core/calendar/holiday-table.ts';
import type { IntakeRules } from '../core/intake/rules.ts';
import { buildCatalog, type TermsCatalog } from '../core/terms/catalog.ts';
import type { Pack } from '../core/terms/pack.ts';
import { bundleDirectory } from './environment.ts';
import { loadHolidayTables } from './holiday-tables.ts';

/** What contracts are planned with: every pack, and the holidays to count by. */
export interface PlanningTerms {
  readonly catalog: TermsCatalog;
  readonly holidays: HolidayTables;
}

/** All of a terms folder. */
export interface Terms extends PlanningTerms {
  /** Which subscriptions become contracts; no rules where the folder has no `intake.yaml`. */
  readonly intake: IntakeRules;
}

/** The folder of the holiday tables within the terms folder. */
export const CALENDARS = 'calendars';

/** All packs of a bundle, read and checked when it was made. */
export const PACKS_FILE = 'packs.json';
/** The rules of intake of a bundle, checked likewise. */
export const INTAKE_FILE = 'intake.json';

/**
 * The terms as a bundle carries them. Reading YAML and checking it against the language takes a cold start 100 ms and
 * more, so that is done when the bundle is made. A relative folder is looked for beside the bundle.
 */
export function loadBundledTerms(directory: string): Terms {
  const folder = isAbsolute(directory) ? directory : resolve(bundleDirectory(), directory);
  const packs = JSON.parse(readFileSync(join(folder, PACKS_FILE), 'utf8')) as Pack[];
  const intake = JSON.parse(readFileSync(join(folder, INTAKE_FILE), 'utf8')) as IntakeRules;
  return { catalog: buildCatalog(packs), holidays: loadHolidayTables(join(folder, CALENDARS)), intake };
}
