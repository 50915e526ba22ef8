/**
 * Writes `docs/clauses.md`, the table of every clause of every pack with its timing in words and where it is tested.
 *
 *   node scripts/generate-clause-table.ts            write it
 *   node scripts/generate-clause-table.ts --check    write nothing; exit 1 when the committed file differs
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { sourceFolder, sourceTerms } from '../shared/runtime/terms.ts';
import { clauseTable } from './clause-table.ts';
import { findClauseTests } from './clause-tests.ts';
import { statementsIn } from './statements.ts';

const FILE = fileURLToPath(new URL('../docs/clauses.md', import.meta.url));

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const statementsOf = (pack: string) => statementsIn(readFileSync(`${sourceFolder()}/${pack}/SOURCES.md`, 'utf8'));
const wanted = clauseTable(sourceTerms().catalog, findClauseTests(), statementsOf);
const present = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';

if (!values.check) {
  writeFileSync(FILE, wanted);
  console.log('docs/clauses.md written');
} else if (present !== wanted) {
  console.error('docs/clauses.md is not what the packs and tests say; run node scripts/generate-clause-table.ts');
  process.exitCode = 1;
}
