import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { digest } from '../shared/core/events/canonical.ts';
import type { Patterns } from '../shared/core/words/catalogues.ts';

export const RELEASED_CATALOGUES = fileURLToPath(
  new URL('../shared/core/words/catalogues/released.json', import.meta.url),
);

/** The digest of each released catalogue, by its name. */
export function releasedCatalogues(): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(RELEASED_CATALOGUES, 'utf8'));
}

/** What a catalogue says, whatever order its messages stand in. */
export function catalogueDigest(patterns: Patterns): string {
  const sorted = Object.entries(patterns).sort(([a], [b]) => (a < b ? -1 : 1));
  return digest('clauseclock/catalogue/1', JSON.stringify(sorted));
}
