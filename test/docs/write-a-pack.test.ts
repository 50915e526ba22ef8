import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { lint } from '../../cli/lint/lint.ts';
import { plan } from '../../cli/plan/plan.ts';
import { buildCatalog } from '../../shared/core/terms/catalog.ts';
import { clauseSchema } from '../../shared/core/terms/clause.ts';
import { failuresOf, readGoldenCases } from '../../shared/desk/plans/golden-cases.ts';
import { packJsonSchema } from '../../shared/desk/reading/pack-fields.ts';
import { readPack } from '../../shared/desk/reading/read-pack.ts';
import { sourceTerms } from '../../shared/runtime/terms.ts';

const text = readFileSync(new URL('../../docs/write-a-pack.md', import.meta.url), 'utf8');
const example = /```yaml\n(pack: acme[\s\S]*?)```/.exec(text)?.[1] ?? '';
const folder = mkdtempSync(join(tmpdir(), 'write-a-pack-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(command: typeof plan, pack: string, ...argv: string[]) {
  const path = join(folder, 'packs/acme/2026-01.yaml');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, pack);
  const out: string[] = [];
  const err: string[] = [];
  const line = { out: (said: string) => out.push(said), err: (said: string) => err.push(said) };
  const code = await command([...argv, '--terms-dir', join(folder, 'packs')], line);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('docs/write-a-pack.md', () => {
  it('gives a first pack that works: one file and one command', async () => {
    const event = 'contract.terminated@2026-11-20T10:00:00+01:00';
    const { code, out } = await run(plan, example, '--terms', 'acme', '--event', event);
    expect(code).toBe(0);
    expect(out).toContain('Friday 18 December 2026  Export of the customer’s data');
  });

  it('gives a first pack in which the linter finds no error', async () => {
    const { code, out } = await run(lint, example, 'acme');
    expect({ code, errors: out.match(/\berror\b.*/g) ?? [] }).toEqual({ code: 0, errors: [] });
  });

  it('shows a contract that works with it, and with the laws and settings that are shown', async () => {
    const chosen = /```yaml\n(laws:[\s\S]*?)```/.exec(text)?.[1] ?? '';
    const contract = join(folder, 'contract.json');
    writeFileSync(contract, /```json\n(\{[\s\S]*?)```/.exec(text)?.[1] ?? '');
    const pack = example.replace('\nassumptions:', `\n${chosen}\nassumptions:`);
    const { code, err } = await run(plan, pack, '--contract', contract, '--event', 'contract.terminated@2026-11-20');
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it.each([...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, piece = '']) => [piece.split('\n')[0], piece]))(
    'shows YAML that begins with %s',
    (_, piece = '') => {
      const { errors, warnings } = parseDocument(piece, { uniqueKeys: false });
      expect([...errors, ...warnings]).toEqual([]);
    },
  );

  it('shows a mistake as it is reported', async () => {
    const wrong = example.replace('satisfiedBy', 'satisfyedBy');
    const { err } = await run(plan, wrong, '--terms', 'acme', '--event', 'contract.terminated@2026-11-20');
    expect(text).toContain(err.slice(err.indexOf('acme/')));
  });

  it('names every field that a pack may hold', () => {
    const fields = fieldsIn(packJsonSchema());
    expect(fields).toContain('suspensionAbout');
    expect(fields.filter((field) => !text.includes(`\`${field}\``) && !text.includes(`${field}:`))).toEqual([]);
  });

  it('shows golden cases that can be read, and whose day is right', () => {
    const shown = /```yaml\n(- case:[\s\S]*?)```/.exec(text)?.[1] ?? '';
    const [golden] = readGoldenCases('shown.yaml', shown);
    const pack = readPack('acme/2026-01.yaml', example);
    const catalog = buildCatalog([pack]);
    const { absent: _absent, none: _none, ...rest } = golden ?? { case: '' };
    expect(failuresOf(rest, pack, { catalog, holidays: sourceTerms().holidays })).toEqual([]);
  });

  const pieces = [
    ...text.matchAll(/```yaml\n((?:on|period|window|lookBack|allowance|none|requires|extendedBy):[\s\S]*?)```/g),
  ]
    .map(([, piece = '']) => parseDocument(piece))
    .filter(({ errors }) => errors.length === 0)
    .map((document) => document.toJS() as Record<string, unknown>);

  it.each(pieces.map((piece) => [Object.keys(piece).join(', '), piece] as const))(
    'shows how to write %s',
    (_, piece) => {
      const shaped = ['period', 'window', 'lookBack', 'allowance', 'none'].some((shape) => shape in piece);
      const on = 'allowance' in piece || 'none' in piece ? {} : { on: 'invoice.due' };
      const clause = { id: 'x', ref: 'r', title: 't', means: 'm', nature: 'window', obligor: 'customer', ...on };
      const whole = { ...clause, ...(shaped ? {} : { period: '30 days' }), ...piece };
      expect(clauseSchema.safeParse(whole).error?.issues).toBeUndefined();
    },
  );

  it('shows at least one of each', () => {
    expect(new Set(pieces.flatMap(Object.keys))).toEqual(
      new Set(['period', 'window', 'allowance', 'lookBack', 'none', 'requires', 'extendedBy', 'on', 'about', 'nature']),
    );
  });
});

function fieldsIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(fieldsIn);
  if (schema === null || typeof schema !== 'object') return [];
  const own = 'properties' in schema && schema.properties ? Object.keys(schema.properties) : [];
  return [...new Set([...own, ...Object.values(schema).flatMap(fieldsIn)])];
}
