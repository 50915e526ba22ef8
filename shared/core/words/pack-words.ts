import type { TermsCatalog } from '../terms/catalog.ts';
import { clauseNamed, packLabelled } from '../terms/clause-named.ts';
import { rungName } from '../terms/written-clause.ts';

/** The title of a clause, its place in the document, and its meaning in the pack's own words. */
export interface ClauseWords {
  readonly title: string;
  readonly ref: string;
  readonly means: string;
}

/** The words of terms packs, by the pack's label, `exoopus@2026-01`. Undefined if the catalogue lacks the pack. */
export interface PackWords {
  /** `clause`: the clause's id, or for a clause of a statute its key, `gdpr.subject-response`. */
  clause(terms: string, clause: string): ClauseWords | undefined;
  /** The further condition of a clause; undefined if the clause has none. */
  requirement(terms: string, clause: string): string | undefined;
  /**
   * The pack's first sentence for the letter of a step, with `{placeholders}`. Without it, the standard sentence is
   * used.
   */
  lead(terms: string, clause: string, step: string): string | undefined;
  assumption(terms: string, assumption: string): string | undefined;
  /** Domains to which links in event data may lead. */
  links(terms: string): readonly string[];
  /** The reason for the default length of a setting. */
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
  const clauseOf = (terms: string, clause: string) => clauseNamed(catalog, terms, clause);
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
      packLabelled(catalog, terms)
        ?.assumptions.find(({ id }) => id === assumption)
        ?.text.trim(),
    links: (terms) => packLabelled(catalog, terms)?.links ?? [],
    setting: (terms, setting) => packLabelled(catalog, terms)?.settings[setting]?.why,
  };
}
