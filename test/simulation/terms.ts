import { fileURLToPath } from 'node:url';
import { loadCatalog, sourceTerms, type Terms } from '../../shared/runtime/terms.ts';

let loaded: Terms | undefined;

/** The pack of the simulation, with the project's holiday tables. Read once. */
export function simulationTerms(): Terms {
  loaded ??= { ...sourceTerms(), catalog: loadCatalog(fileURLToPath(new URL('terms', import.meta.url))) };
  return loaded;
}
