/**
 * Writes `docs/limits.md`, the table of every limit with the constant that sets it.
 *
 *   node scripts/generate-limits-table.ts            write it
 *   node scripts/generate-limits-table.ts --check    write nothing; exit 1 when the committed file differs
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { limitsOfCode } from './limits.ts';

const FILE = fileURLToPath(new URL('../docs/limits.md', import.meta.url));

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const wanted = limitsOfCode();
const present = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';

if (!values.check) {
  writeFileSync(FILE, wanted);
  console.log('docs/limits.md written');
} else if (present !== wanted) {
  console.error('docs/limits.md is not what the code says; run node scripts/generate-limits-table.ts');
  process.exitCode = 1;
}
