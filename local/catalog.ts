import type { TermsCatalog } from '../shared/core/terms/catalog.ts';
import { sourceTerms } from '../shared/runtime/terms.ts';

let catalog: TermsCatalog | undefined;

/** The project's own packs, read once. */
export function packsAtHand(): TermsCatalog {
  catalog ??= sourceTerms().catalog;
  return catalog;
}
