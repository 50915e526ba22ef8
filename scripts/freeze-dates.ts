/**
 * Freezes random histories with their dates under the newest rules of counting. A file is frozen once: with the change
 * that raises `RULES_OF_COUNTING`.
 *
 *   node scripts/freeze-dates.ts
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { RULES_OF_COUNTING } from '../shared/core/calendar/editions.ts';
import { ZONE_TABLES } from '../shared/core/calendar/zone-table.ts';
import { packLabel } from '../shared/core/terms/pack.ts';
import { currentTerms } from '../shared/runtime/terms.ts';
import { type FrozenWith, frozenFile, replaying } from './frozen-dates.ts';
import { Chance } from './histories/chance.ts';
import { drawHistory } from './histories/history.ts';
import { recorded, STATUTES, TERMS } from './histories/planning.ts';

const PER_PACK = 60;
const file = frozenFile(RULES_OF_COUNTING);

if (existsSync(file)) {
  console.error(`${file} is frozen already. Raise RULES_OF_COUNTING first, in shared/core/calendar/editions.ts.`);
  process.exit(1);
}
const { catalog, holidays } = currentTerms();
const counted: FrozenWith = {
  edition: {
    zones: ZONE_TABLES.at(-1)?.version ?? '',
    rules: RULES_OF_COUNTING,
    sets: Object.fromEntries([...holidays.sets].map(([name, { version }]): [string, string] => [name, version]).sort()),
  },
  packs: [...catalog.values()].flat().map(packLabel).sort(),
};
const endsOf = replaying(counted);
const histories = TERMS.flatMap((terms) =>
  Array.from({ length: PER_PACK }, (_, index) => {
    const history = recorded(drawHistory(new Chance(`frozen ${RULES_OF_COUNTING}-${index}`), terms, STATUTES));
    return { ...history, ends: endsOf(history) };
  }),
);
mkdirSync(dirname(file), { recursive: true });
const lines = [counted, ...histories].map((line) => JSON.stringify(line)).join('\n');
writeFileSync(file, gzipSync(`${lines}\n`, { level: 9 }));
console.log(`${file}: ${histories.length} histories`);
