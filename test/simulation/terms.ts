import { fileURLToPath } from 'node:url';
import { RULES_OF_COUNTING, withEditions } from '../../shared/core/calendar/editions.ts';
import { type HolidayTables, parseHolidayTables } from '../../shared/core/calendar/holiday-table.ts';
import { ZONE_TABLES } from '../../shared/core/calendar/zone-table.ts';
import { loadCatalog, sourceTerms, type Terms } from '../../shared/runtime/terms.ts';

/** The days of every month without work, by edition. */
const HOLIDAYS_OF_EDITIONS: readonly (readonly number[])[] = [[1], [1, 10, 20]];

const loaded = new Map<number, Terms>();

/** The pack of the simulation, with its holidays as an edition has them. Read once. */
export function simulationTerms(edition = 1): Terms {
  const terms = loaded.get(edition) ?? {
    ...sourceTerms(),
    catalog: loadCatalog(fileURLToPath(new URL('terms', import.meta.url))),
    holidays: tables(edition),
  };
  loaded.set(edition, terms);
  return terms;
}

const versionOf = (edition: number) => `2027.${edition}`;

function tables(newest: number): HolidayTables {
  const editions = Array.from({ length: newest }, (_, index) => index + 1);
  const files = editions.map((edition) => ({
    name: edition === newest ? 'SIM.json' : `SIM@${versionOf(edition)}.json`,
    content: { provenance: PROVENANCE, sets: { SIM: setOf(edition) } },
  }));
  const listed = editions.map((edition) => ({
    ...{ edition, zones: ZONE_TABLES.at(-1)?.version, rules: RULES_OF_COUNTING },
    sets: { SIM: versionOf(edition) },
  }));
  return withEditions(parseHolidayTables(files), 'editions of the simulation', listed);
}

const PROVENANCE = {
  ...{ generator: 'by hand', library: 'none', licence: 'none' },
  ...{ attribution: [], corrections: 'none' },
};

function setOf(edition: number) {
  const days = HOLIDAYS_OF_EDITIONS[edition - 1] ?? [];
  const two = (number: number) => String(number).padStart(2, '0');
  return {
    ...{ version: versionOf(edition), about: 'days without work', from: 2020, to: 2199 },
    holidays: Array.from({ length: 12 }, (_, month) =>
      days.map((day) => ({ name: `${month + 1}/${day}`, every: `${two(month + 1)}-${two(day)}` })),
    ).flat(),
  };
}
