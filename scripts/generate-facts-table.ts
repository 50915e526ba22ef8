/**
 * Writes `docs/facts.md`, the table of every canonical kind of fact: its data, what each provider sends for it, and which
 * clauses turn on it.
 *
 *   node scripts/generate-facts-table.ts            write it
 *   node scripts/generate-facts-table.ts --check    write nothing; exit 1 when the committed file differs
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { paddle } from '../shared/core/webhooks/paddle.ts';
import { stripe } from '../shared/core/webhooks/stripe.ts';
import { sourceTerms } from '../shared/runtime/terms.ts';
import { factsTable } from './facts-table.ts';

const FILE = fileURLToPath(new URL('../docs/facts.md', import.meta.url));

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const wanted = factsTable(sourceTerms().catalog, stripe, paddle);
const present = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';

if (!values.check) {
  writeFileSync(FILE, wanted);
  console.log('docs/facts.md written');
} else if (present !== wanted) {
  console.error('docs/facts.md is not what the mappings and packs say; run node scripts/generate-facts-table.ts');
  process.exitCode = 1;
}
