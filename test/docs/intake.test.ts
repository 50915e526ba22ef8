import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { intake } from '../../cli/intake.ts';
import { lintIntakeIn } from '../../cli/lint/intake.ts';
import { WAIT_REASONS } from '../../shared/core/intake/contract-from.ts';
import { intakeJsonSchema } from '../../shared/desk/reading/read-intake.ts';
import { sourceFolder, sourceTerms } from '../../shared/runtime/terms.ts';
import { at, item, price, stripeEvent, subscription } from '../core/webhooks/fixtures/stripe.ts';

const text = readFileSync(new URL('../../docs/intake.md', import.meta.url), 'utf8');
const [rules = '', cases = ''] = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, piece = '']) => piece);

const folder = mkdtempSync(join(tmpdir(), 'docs-intake-'));
beforeAll(() => {
  cpSync(sourceFolder(), folder, { recursive: true });
  writeFileSync(join(folder, 'intake.yaml'), rules);
  writeFileSync(join(folder, 'intake.cases.yaml'), cases);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('docs/intake.md', () => {
  it('shows rules and golden cases in which the linter finds nothing', () => {
    expect(lintIntakeIn(folder, sourceTerms())).toEqual([]);
  });

  it('shows what the command says', async () => {
    const suite = { ...price('price_1', 90000, 'prod_suite', 'year'), lookup_key: 'suite-yearly' };
    const started = {
      id: 'sub_1Qx',
      start_date: at('2026-11-20T09:00:00Z'),
      items: { data: [item({ price: suite })] },
    };
    const body = join(folder, 'body.json');
    const customer = { id: 'cus_1', email: 'ana@acme.example', address: { country: 'DK' } };
    const messages = [
      stripeEvent('customer.subscription.created', subscription(started)),
      stripeEvent('customer.created', customer),
    ];
    writeFileSync(body, JSON.stringify(messages));
    const out: string[] = [];
    const line = { out: (said: string) => out.push(said), err: (said: string) => out.push(said) };
    expect(await intake(['--dry-run', '--terms-dir', folder, body], line)).toBe(0);
    expect(text).toContain(`\`\`\`\n${out.join('\n')}\n\`\`\``);
  });

  it('names every field of a rule, and every reason to wait', () => {
    const fields = fieldsIn(intakeJsonSchema());
    expect(fields).toContain('country');
    expect(fields.filter((field) => !text.includes(`\`${field}\``) && !text.includes(`${field}:`))).toEqual([]);
    expect(WAIT_REASONS.filter((reason) => !text.includes(`| \`${reason}\` |`))).toEqual([]);
  });
});

function fieldsIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(fieldsIn);
  if (schema === null || typeof schema !== 'object') return [];
  const own = 'properties' in schema && schema.properties ? Object.keys(schema.properties) : [];
  return [...new Set([...own, ...Object.values(schema).flatMap(fieldsIn)])];
}
