import type { TermsCatalog } from '../terms/catalog.ts';
import type { Clause } from '../terms/clause.ts';
import { type Pack, packLabel } from '../terms/pack.ts';
import { rungName } from '../terms/written-clause.ts';

/** What a clause is called, where it stands, and what it says in the pack's own words. */
export interface ClauseWords {
  readonly title: string;
  readonly ref: string;
  readonly means: string;
}

/** The words of terms packs, by the pack's label, `exoopus@2026-01`. Undefined where the pack is not at hand. */
export interface PackWords {
  /** `clause`: its id, or the key by which a statute's clause is told from others, `gdpr.subject-response`. */
  clause(terms: string, clause: string): ClauseWords | undefined;
  /** What else has to be so for a clause, where it says. */
  requirement(terms: string, clause: string): string | undefined;
  /** What the letter of a step says first, with `{placeholders}`; without it the letter has its standard sentence only. */
  lead(terms: string, clause: string, step: string): string | undefined;
  assumption(terms: string, assumption: string): string | undefined;
  /** Why a length is what it is that the pack leaves to the contract. */
  setting(terms: string, setting: string): string | undefined;
}

const known = new WeakMap<TermsCatalog, PackWords>();

/** The words of the packs of a catalog. */
export function packWordsOf(catalog: TermsCatalog): PackWords {
  const before = known.get(catalog);
  if (before) return before;
  const words = wordsIn(catalog);
  known.set(catalog, words);
  return words;
}

function wordsIn(catalog: TermsCatalog): PackWords {
  const packs = new Map([...catalog.values()].flat().map((pack) => [packLabel(pack), pack]));
  const clauses = new Map<Pack, ReadonlyMap<string, Clause>>();
  const clausesIn = (pack: Pack) => {
    const found = clauses.get(pack) ?? clausesById(pack);
    clauses.set(pack, found);
    return found;
  };
  const clauseOf = (terms: string, clause: string) => {
    const pack = packs.get(terms);
    return pack && clausesIn(pack).get(clause);
  };
  return {
    clause: (terms, clause) => {
      const found = clauseOf(terms, clause);
      return found && { title: found.title, ref: found.ref, means: found.means };
    },
    requirement: (terms, clause) => clauseOf(terms, clause)?.requires?.text,
    lead: (terms, clause, step) =>
      clauseOf(terms, clause)
        ?.ladder.find((rung) => rungName(rung) === step)
        ?.lead?.trim(),
    assumption: (terms, assumption) =>
      packs
        .get(terms)
        ?.assumptions.find(({ id }) => id === assumption)
        ?.text.trim(),
    setting: (terms, setting) => packs.get(terms)?.settings[setting]?.why,
  };
}

function clausesById({ pack, clauses }: Pack): ReadonlyMap<string, Clause> {
  return new Map(
    clauses.flatMap((clause): [string, Clause][] => [
      [clause.id, clause],
      [`${pack}.${clause.id}`, clause],
    ]),
  );
}
