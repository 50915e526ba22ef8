import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { intake } from '../../cli/intake.ts';
import { subscription as ofPaddle, paddleEvent } from '../core/webhooks/fixtures/paddle.ts';
import { invoice, stripeEvent, subscription } from '../core/webhooks/fixtures/stripe.ts';

const folder = mkdtempSync(join(tmpdir(), 'clauseclock-intake-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PACK = `pack: acme
version: "1"
title: Acme terms
provider: Acme
timezone: Europe/Bucharest
holidays: []
laws: { RO: { timezone: Europe/Bucharest } }
clauses:
  - id: export
    ref: "8.1"
    title: Export of data
    means: Data can be exported for a while.
    nature: obligation
    obligor: provider
    on: contract.terminated
    period: { length: 20 days, countsTriggerDay: false, roll: none }
    ladder: [{ step: due, to: provider }]
`;
const RULES = `rules:
  - { rule: euro, when: { currency: EUR, product: [prod_1, pro_01] }, terms: acme, version: "1", law: RO }
`;

function terms(name: string, rules?: string): string {
  const directory = join(folder, name);
  mkdirSync(join(directory, 'acme'), { recursive: true });
  writeFileSync(join(directory, 'acme/1.yaml'), PACK);
  if (rules !== undefined) writeFileSync(join(directory, 'intake.yaml'), rules);
  return directory;
}

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function run(...argv: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await intake(argv, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out, err };
}

const DIRECTORY = terms('terms', RULES);
const dryRun = (...argv: string[]) => run('--dry-run', '--terms-dir', DIRECTORY, ...argv);

const started = stripeEvent('customer.subscription.created', subscription({ currency: 'eur' }));
const told = (more = {}) =>
  stripeEvent('customer.created', { id: 'cus_1', email: 'ana@acme.example', name: 'Acme', ...more }, { id: 'evt_2' });

describe('clauseclock intake', () => {
  it('tells which contract would be made, with the customer in another file or the same', async () => {
    const files = [file('a.json', started), file('b.json', told())];
    const becomes = 'sub_1 becomes stripe-sub_1: acme@1 by rule euro, law RO, from 2026-01-15, billed every 1 month.';
    expect(await dryRun(...files)).toEqual({ code: 0, out: [becomes], err: [] });
    expect(await dryRun(...files.toReversed())).toEqual({ code: 0, out: [becomes], err: [] });
    expect(await dryRun(file('c.json', [told(), started]))).toEqual({ code: 0, out: [becomes], err: [] });
  });

  it('reads Paddle’s messages beside Stripe’s, and takes the last word about a customer', async () => {
    const customer = (email: string, occurred_at: string) =>
      paddleEvent('customer.updated', { id: 'ctm_01', email, locale: 'ro' }, { occurred_at });
    const all = [
      customer('new@acme.example', '2026-11-20T09:00:00Z'),
      paddleEvent('subscription.created', ofPaddle()),
      customer('old@acme.example', '2026-11-20T08:00:00Z'),
      started,
    ];
    const { code, out } = await dryRun('--json', file('paddle.json', all));
    expect(code).toBe(0);
    expect(out.map((line) => JSON.parse(line))).toMatchObject([
      {
        message: 'evt_01',
        provider: 'paddle',
        subscription: 'sub_01',
        rule: 'euro',
        contract: { id: 'paddle-sub_01', customer: { email: 'new@acme.example', locale: 'ro' } },
      },
      { message: 'evt_1', provider: 'stripe', subscription: 'sub_1', waits: 'no-address' },
    ]);
  });

  it('tells why no contract is made', async () => {
    const of = (more: Parameters<typeof subscription>[0]) =>
      stripeEvent('customer.subscription.created', subscription(more));
    const bodies = [
      of({ currency: 'usd' }),
      of({ status: 'incomplete', id: 'sub_2' }),
      of({ status: 'canceled', id: 'sub_3' }),
    ];
    const { code, out } = await dryRun(file('none.json', bodies));
    expect(code).toBe(0);
    expect(out).toEqual([
      expect.stringMatching(
        /^sub_1 waits, no-rule: No rule covers provider stripe, product prod_1, price price_1, currency\s+USD\./,
      ),
      'sub_2 becomes no contract: it has not started.',
      'sub_3 becomes no contract: it has ended.',
    ]);
    expect((await dryRun(file('invoice.json', stripeEvent('invoice.paid', invoice())))).err).toEqual([
      'No message in these files is about a subscription.',
    ]);
  });

  it('says that there are no rules', async () => {
    const directory = terms('no-rules');
    const { code, out, err } = await run('--dry-run', '--terms-dir', directory, file('a.json', started));
    expect({ code, err }).toEqual({
      code: 0,
      err: ['There are no rules: the folder has no intake.yaml, or an empty one.'],
    });
    expect(out).toEqual([expect.stringMatching(/^sub_1 waits, no-rule/)]);
  });

  it.each([
    ['no such file', () => join(folder, 'none-such.json'), /none-such.json: there is no such file/],
    ['no JSON', () => file('text.json', 'hello'), /text.json: body is not JSON/],
    ['no webhook', () => file('other.json', { hello: 1 }), /other.json: id is missing/],
    ['a subscription without its envelope', () => file('bare.json', subscription()), /bare.json: /],
  ])('refuses %s', async (_, path, message) => {
    const { code, err } = await dryRun(path());
    expect(code).toBe(1);
    expect(err.join('\n')).toMatch(message);
  });

  it('refuses rules that cannot be used, with their place', async () => {
    const directory = terms('wrong', RULES.replace('law: RO', 'law: FR'));
    const { code, err } = await run('--dry-run', '--terms-dir', directory, file('a.json', started));
    expect(code).toBe(1);
    expect(err[0]).toMatch(/^intake.yaml:2:\d+ rules.euro.law: The acme terms offer a choice of RO/);
  });

  it('tells how it is called', async () => {
    expect(await run('--help')).toMatchObject({
      code: 0,
      out: [expect.stringMatching(/^usage: clauseclock intake --dry-run/)],
    });
    await expect(run(file('a.json', started))).rejects.toThrow(/here say --dry-run/);
    await expect(run('--dry-run')).rejects.toThrow(/Name at least one FILE/);
    await expect(run('--dry', 'x')).rejects.toThrow(/Unknown option/);
  });
});
