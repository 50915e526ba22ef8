/**
 * Writes the terms as a function's bundle carries them: every pack read, checked and put into one file, the rules of intake,
 * and the holiday tables. A file that cannot be read ends it with file, line and what to do.
 *
 *   node scripts/bundle-terms.ts FOLDER
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CALENDARS, INTAKE_FILE, PACKS_FILE } from '../shared/runtime/bundled-terms.ts';
import { sourceFolder, sourceTerms } from '../shared/runtime/terms.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node scripts/bundle-terms.ts FOLDER');
  process.exit(2);
}
const { catalog, intake } = sourceTerms();
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, PACKS_FILE), JSON.stringify([...catalog.values()].flat()));
writeFileSync(join(folder, INTAKE_FILE), JSON.stringify(intake));
const isTable = (path: string) => !/\.\w+$/.test(path) || path.endsWith('.json');
cpSync(join(sourceFolder(), CALENDARS), join(folder, CALENDARS), { recursive: true, filter: isTable });
