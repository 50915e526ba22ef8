import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { webhook } from '../../../cli/webhook.ts';
import { invoice, stripeEvent, subscription } from './fixtures/stripe.ts';

const folder = mkdtempSync(join(tmpdir(), 'webhook-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...argv: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await webhook(argv, { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out, err: err.join('\n') };
}

function file(content: string): string {
  const path = join(folder, 'event.json');
  writeFileSync(path, content);
  return path;
}

describe('clauseclock webhook map', () => {
  it.each([[['--help']], [['map', '--help']]])('tells how it is called: %j', async (argv) => {
    expect(await run(...argv)).toMatchObject({
      code: 0,
      out: [expect.stringMatching(/^usage: clauseclock webhook map/)],
    });
  });

  it('prints one line per contract event, the agreed columns first', async () => {
    const path = file(`\uFEFF${JSON.stringify(stripeEvent('invoice.finalized', invoice()))}`);
    const { code, out } = await run('map', '--provider', 'stripe', path, '--json');
    expect(code).toBe(0);
    expect(out).toHaveLength(1);
    const line = JSON.parse(out[0] ?? '');
    expect(Object.keys(line)).toEqual(
      'kind contract customer effectiveAt dueAt amount eventId currency occurredAt fact data'.split(' '),
    );
    expect(line).toMatchObject({ kind: 'invoice.issued', contract: 'sub_1', dueAt: '2026-11-15T09:00:00Z' });
  });

  it('prints null where the body has nothing', async () => {
    const path = file(JSON.stringify(stripeEvent('customer.subscription.deleted', subscription())));
    const { out } = await run('map', '--provider', 'stripe', path);
    expect(JSON.parse(out[0] ?? '')).toMatchObject({ dueAt: null, amount: null, currency: null });
  });

  it.each([
    ['{', 'not JSON'],
    ['[]', 'body is a list of 0'],
    [JSON.stringify(stripeEvent('invoice.paid', invoice({ due_date: 'soon' }))), 'data.object.due_date is "soon"'],
  ])('refuses %.20s', async (content, told) => {
    const { code, out, err } = await run('map', '--provider', 'stripe', file(content));
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(err).toContain(told);
  });

  it('refuses a file that is not there', async () => {
    const { code, err } = await run('map', '--provider', 'stripe', join(folder, 'none.json'));
    expect(code).toBe(1);
    expect(err).toContain('none.json');
  });

  it.each([
    [['map', '--provider', 'square', 'x'], 'unknown provider "square"; known are stripe, paddle'],
    [['map', 'x'], '--provider is missing'],
    [['map', '--provider', 'stripe'], 'exactly one FILE'],
    [['map', '--provider', 'stripe', 'a', 'b'], 'exactly one FILE'],
    [['sign'], 'unknown action "sign"'],
    [[], 'unknown action'],
    [['map', '--colour'], '--colour'],
  ])('%j is wrong usage', async (argv, told) => {
    const { code, err } = await run(...argv);
    expect(code).toBe(2);
    expect(err).toContain(told);
  });
});
