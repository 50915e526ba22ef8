import { describe, expect, it } from 'vitest';
import { codeOf, importsOf, typescriptIn } from './sources.ts';

const AGREEMENT = 'shared/core/agreement/';
/** What others may know of the agreement: itself, the shapes it answers with, and what reads or checks a label. */
const PUBLIC = ['agreement', 'clauses', 'kinds', 'meaning', 'pin-contract', 'silences', 'statutes'].map(
  (name) => `${AGREEMENT}${name}.ts`,
);

interface Question {
  readonly question: string;
  /** An expression by which somebody would answer it for themselves. */
  readonly derivation: RegExp;
  /** Where the same words ask something else. */
  readonly homes: readonly string[];
}

const QUESTIONS: readonly Question[] = [
  {
    question: 'which zone and which holidays',
    derivation: /\b(timezone|holidays)\s*\?\?|\b(contract|terms)\??\.(timezone|holidays|laws?)\b|\btimezone = '/,
    // A period that is computed alone has a zone by option; a pack of a statute is completed with one that nobody asks for.
    homes: ['cli/compute/', 'shared/core/terms/pack.ts'],
  },
  {
    question: 'which version of the terms',
    derivation: /\bfindPack\(|\bcatalog\.get\(\s*(contract|terms|pack)\b/,
    // These commands are given a pack by name and version.
    homes: ['shared/core/terms/catalog.ts', 'cli/diff/', 'cli/lint/', 'cli/release/', 'cli/plan/input.ts'],
  },
  {
    question: 'which kinds of event',
    derivation: /\bkindsKnownTo\(|\bEVENT_KINDS\b/,
    homes: ['shared/core/events/kinds.ts', 'shared/core/terms/pack-rules.ts'],
  },
  {
    question: 'when the contract starts',
    derivation: /\bstartsOn\s*\?\?|\bmayPrecedeStart\(/,
    homes: ['shared/core/events/kinds.ts'],
  },
];

describe('what applies to a contract', () => {
  const sources = typescriptIn('functions', 'shared', 'local', 'cli', 'infra');

  it.each(QUESTIONS)('the agreement alone answers $question', ({ derivation, homes }) => {
    const deriving = sources.filter(
      ({ path, text }) =>
        derivation.test(codeOf(text)) && !path.startsWith(AGREEMENT) && !homes.some((home) => path.startsWith(home)),
    );
    expect(deriving.map(({ path }) => path)).toEqual([]);
  });

  it.each(QUESTIONS)('no home for other words than $question is without them', ({ derivation, homes }) => {
    const idle = homes.filter(
      (home) => !sources.some(({ path, text }) => path.startsWith(home) && derivation.test(codeOf(text))),
    );
    expect(idle).toEqual([]);
  });

  it('how the agreement comes to its answers is known within its folder only', () => {
    const knowing = sources
      .filter(({ path }) => !path.startsWith(AGREEMENT))
      .flatMap((source) => importsOf(source).map((imported) => ({ path: source.path, imported })))
      .filter(({ imported }) => imported.startsWith(AGREEMENT) && !PUBLIC.includes(imported));
    expect(knowing).toEqual([]);
  });
});
