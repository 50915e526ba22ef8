/**
 * Adds the catalogues that are not released yet to `shared/core/words/catalogues/released.json`. A released catalogue
 * stays as it is, because records name it and their sentences are made from it: what is to be worded anew goes into a
 * catalogue of the next version, which holds those messages only. Exit code 1 when a released one says something else.
 *
 *   node scripts/release-catalogues.ts
 */
import { writeFileSync } from 'node:fs';
import { CATALOGUES } from '../shared/core/words/catalogues.ts';
import { catalogueDigest, RELEASED_CATALOGUES, releasedCatalogues } from './catalogue-digest.ts';

const released = releasedCatalogues();
const said = Object.fromEntries(
  Object.entries(CATALOGUES).map(([name, patterns]) => [name, catalogueDigest(patterns)]),
);
const changed = Object.keys(released).filter((name) => said[name] !== released[name]);

if (changed.length > 0) {
  console.error(
    `${changed.join(', ')}: released, and different since. Put it back, and word it anew in the next version.`,
  );
  process.exitCode = 1;
} else {
  writeFileSync(RELEASED_CATALOGUES, `${JSON.stringify(said, null, 2)}\n`);
  console.log(`released: ${Object.keys(said).join(', ')}`);
}
