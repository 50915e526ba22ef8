import type { TermsCatalog } from '../terms/catalog.ts';
import { type Pack, packLabel } from '../terms/pack.ts';

/** What a clause is called, where it stands, and what it says in the pack's own words. */
export interface ClauseWords {
  readonly title: string;
  readonly ref: string;
  readonly means: string;
  /** What else has to be so, where the clause says. */
  readonly requires?: string;
}

/** The words of terms packs, by the pack's label, `exoopus@2026-01`. Undefined where the pack is not at hand. */
export interface PackWords {
  /** `clause`: its id, or the key by which a statute's clause is told from others, `gdpr.subject-response`. */
  clause(terms: string, clause: string): ClauseWords | undefined;
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
  const clauses = new Map<Pack, ReadonlyMap<string, ClauseWords>>();
  const clausesIn = (pack: Pack) => {
    const found = clauses.get(pack) ?? clauseWordsOf(pack);
    clauses.set(pack, found);
    return found;
  };
  return {
    clause: (terms, clause) => {
      const pack = packs.get(terms);
      return pack && clausesIn(pack).get(clause);
    },
    assumption: (terms, assumption) =>
      packs
        .get(terms)
        ?.assumptions.find(({ id }) => id === assumption)
        ?.text.trim(),
    setting: (terms, setting) => packs.get(terms)?.settings[setting]?.why,
  };
}

function clauseWordsOf({ pack, clauses }: Pack): ReadonlyMap<string, ClauseWords> {
  return new Map(
    clauses.flatMap(({ id, title, ref, means, requires }): [string, ClauseWords][] => {
      const words = { title, ref, means, ...(requires && { requires: requires.text }) };
      return [
        [id, words],
        [`${pack}.${id}`, words],
      ];
    }),
  );
}
