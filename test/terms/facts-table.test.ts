import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { factsTable } from '../../scripts/facts-table.ts';
import { EVENT_KINDS } from '../../shared/core/events/kinds.ts';
import { paddle } from '../../shared/core/webhooks/paddle.ts';
import { stripe } from '../../shared/core/webhooks/stripe.ts';
import { sourceTerms } from '../../shared/runtime/terms.ts';

const page = factsTable(sourceTerms().catalog, stripe, paddle);
const rowOf = (kind: string) => page.split('\n').find((line) => line.startsWith(`| \`${kind}\` |`)) ?? '';
const cellsOf = (kind: string) =>
  rowOf(kind)
    .split(/(?<!\\)\|/)
    .slice(1, -1);

describe('every fact', () => {
  it('stands in docs/facts.md as the mappings and packs say', () => {
    const script = fileURLToPath(new URL('../../scripts/generate-facts-table.ts', import.meta.url));
    expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
  });

  it('has one row of five cells', () => {
    const kinds = EVENT_KINDS.filter((kind) => kind !== 'informational' && kind !== 'unmapped');
    expect(kinds.filter((kind) => cellsOf(kind).length !== 5)).toEqual([]);
  });

  it('is said to come from what the mappings make of it, with its data and units', () => {
    const [, data, fromStripe, fromPaddle, clauses] = cellsOf('payment.received');
    expect(data).toContain('`amount`: minor units');
    expect(fromStripe).toContain('`invoice.paid`');
    expect(fromPaddle).toContain('`transaction.completed`');
    expect(clauses).toMatch(/ends .*`exoopus\/suspension`.*counts for .*`exoopus\/liability-cap`/);
  });

  it('what no provider sends has a dash', () => {
    expect(cellsOf('contract.amended').slice(2, 4)).toEqual([' – ', ' – ']);
  });
});
