import type { TermsCatalog } from '../terms/catalog.ts';
import { type PackWords, packWordsOf } from './pack-words.ts';
import { english, type Say } from './say.ts';

/** The sources of sentences: the messages of a catalogue and the packs' own words. */
export interface Words {
  readonly say: Say;
  readonly packs: PackWords;
}

/** The newest English catalogue, with the words of these packs. */
export function wordsOf(catalog: TermsCatalog): Words {
  return { say: english, packs: packWordsOf(catalog) };
}
