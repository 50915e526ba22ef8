/**
 * Lays the places that a pack cites beside what stands there in the document, paragraphs counted as `document-places.ts` says.
 * The text of the document is given, because documents do not belong to the project.
 *
 *   node scripts/check-places.ts exolyt.txt            the pack of that name, in its newest revision
 *   node scripts/check-places.ts terms.txt exolyt
 *
 * Prints every clause with its place, what it means and the paragraph; then the lines of SOURCES.md about what is no clause;
 * then the paragraphs that speak of time and that nothing cites. Exit code 1 if a place is not in the document, or if the
 * clauses do not stand in the document's order.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { sourceFolder, sourceTerms } from '../shared/runtime/terms.ts';
import { blocksOfTime, type Place, placeIn, readDocument } from './document-places.ts';
import { statementsIn } from './statements.ts';

const [file, named] = process.argv.slice(2);
if (file === undefined) throw new Error('name the text file of a document: node scripts/check-places.ts exolyt.txt');
const name = named ?? basename(file).replace(/\..*$/, '');
const pack = sourceTerms().catalog.get(name)?.at(-1);
if (pack === undefined) throw new Error(`there is no pack ${name}; name one after the file`);
const document = readDocument(readFileSync(file, 'utf8'));

const cited = new Set<number>();
const faults: string[] = [];
let before = 0;

/** Prints what a place holds, and notes where it stands. Several places are joined by `and`. */
function show(id: string, ref: string, means: string): void {
  console.log(`\n${id}\n  place: ${ref}\n  pack:  ${means}`);
  const places = placesIn(ref);
  for (const [index, place] of places.entries()) {
    console.log(`  says:  ${place?.text ?? 'THERE IS NO SUCH PLACE'}`);
    if (place === undefined) {
      faults.push(`${id}: the document has no place ${ref}`);
      continue;
    }
    for (const at of place.blocks) cited.add(at);
    const [first = 0] = place.blocks;
    if (index === 0 && first < before) faults.push(`${id}: stands before the one that it comes after`);
    if (index === 0) before = first;
  }
}

/** A place whose name holds `and` is one place. */
function placesIn(ref: string): (Place | undefined)[] {
  const whole = placeIn(document, ref);
  return whole ? [whole] : ref.split(' and ').map((one) => placeIn(document, one));
}

console.log(`${name}: ${pack.clauses.length} clauses`);
for (const { id, ref, means } of pack.clauses) show(id, ref, means);
console.log('\nNo clause, as SOURCES.md says:');
before = 0;
const sources = readFileSync(`${sourceFolder()}/${name}/SOURCES.md`, 'utf8');
for (const { place, what, why } of statementsIn(sources)) show(what, place, why);

console.log('\nParagraphs that speak of time and that nothing cites:');
for (const at of blocksOfTime(document)) if (!cited.has(at)) console.log(`  [${at}] ${document[at]?.text}`);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
