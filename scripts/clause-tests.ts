import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pack } from '../shared/core/terms/pack.ts';
import { type Shown, shownOf } from '../shared/desk/plans/circumstances.ts';
import type { GoldenCase } from '../shared/desk/plans/golden-cases.ts';
import { loadGoldenCases } from '../shared/runtime/golden-cases.ts';
import { sourceFolder } from '../shared/runtime/terms.ts';

/** Where a clause is tested. */
export interface ClauseTests {
  /** How many golden cases of its pack name it. */
  readonly cases: number;
  /** In which circumstances these cases show it. */
  readonly circumstances: Shown;
  /** Files below `test/clauses`, and how many tests each has for it. */
  readonly onTheClock: ReadonlyMap<string, number>;
}

/** Titles of tests begin with the clause they are about: `exoopus/deletion: …`. */
const TITLE = /['"`]([a-z][a-z0-9-]*\/[a-z][a-z0-9-]*): /g;

/** By `pack/clause`: the files that test it in virtual time, and how often. */
type Titles = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Finds where the clauses of a pack are tested. */
export function findClauseTests(): (pack: Pack) => ReadonlyMap<string, ClauseTests> {
  const titles = titlesIn(fileURLToPath(new URL('../test/clauses', import.meta.url)));
  return (pack) => {
    const prefix = pack.kind === 'statute' ? `${pack.pack}.` : '';
    const cases = loadGoldenCases(sourceFolder(), pack);
    const named = cases.map((golden) => namedIn(golden, prefix));
    return new Map(
      pack.clauses.map(({ id }) => [
        id,
        {
          cases: named.filter((ids) => ids.has(id)).length,
          circumstances: shownOf(`${prefix}${id}`, cases),
          onTheClock: titles.get(`${pack.pack}/${id}`) ?? new Map(),
        },
      ]),
    );
  };
}

/** The clauses that a golden case names, without the prefix of its statute. */
function namedIn({ expect = {}, refused = {}, none = [], absent = [] }: GoldenCase, prefix: string): Set<string> {
  const ids = [...Object.keys(expect), ...Object.keys(refused), ...none, ...absent];
  return new Set(ids.filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length).replace(/~.*/, '')));
}

function titlesIn(folder: string): Titles {
  const titles = new Map<string, Map<string, number>>();
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.test.ts')) continue;
    for (const [, clause = ''] of readFileSync(join(folder, file), 'utf8').matchAll(TITLE)) {
      const files = titles.get(clause) ?? new Map<string, number>();
      titles.set(clause, files.set(file, (files.get(file) ?? 0) + 1));
    }
  }
  return titles;
}
