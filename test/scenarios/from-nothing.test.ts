import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourceFolder } from '../../shared/runtime/terms.ts';
import { fresh, paddleEvent, stripeEvent } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

/** Monthly, under terms that announce each renewal. */
const RULES = `rules:
  - rule: suite
    when: { product: [prod_suite, pro_suite] }
    terms: eloomi
    law: DK
    term: 12 months
`;

const folder = mkdtempSync(join(tmpdir(), 'from-nothing-'));
let test: TestStack;
beforeAll(async () => {
  cpSync(sourceFolder(), folder, { recursive: true });
  writeFileSync(join(folder, 'intake.yaml'), RULES);
  test = await startTestStack({ termsDirectory: folder });
});
afterAll(async () => {
  await test.stop();
  rmSync(folder, { recursive: true, force: true });
});

const START = '2026-11-20T07:00:00Z';
const seconds = Date.parse(START) / 1000;

function ofStripe(own: string) {
  const price = {
    id: 'price_1',
    product: 'prod_suite',
    currency: 'dkk',
    recurring: { interval: 'month', interval_count: 1 },
  };
  const subscription = {
    ...{ id: `sub_${own}`, customer: `cus_${own}`, status: 'active', currency: 'dkk' },
    ...{ start_date: seconds, created: seconds, items: { data: [{ id: 'si_1', price, quantity: 1 }] } },
  };
  const customer = { id: `cus_${own}`, name: 'Acme ApS', email: 'ana@acme.example', preferred_locales: ['da'] };
  return [
    stripeEvent('customer.subscription.created', subscription, START),
    stripeEvent('customer.created', customer, START),
  ];
}

function ofPaddle(own: string) {
  const price = { id: 'pri_1', product_id: 'pro_suite', billing_cycle: { interval: 'month', frequency: 1 } };
  const subscription = {
    ...{ id: `sub_${own}`, customer_id: `ctm_${own}`, status: 'active', currency_code: 'DKK' },
    ...{ created_at: START, started_at: START, first_billed_at: START },
    ...{
      billing_cycle: { interval: 'month', frequency: 1 },
      items: [{ price, quantity: 1, recurring: true, created_at: START }],
    },
  };
  const customer = { id: `ctm_${own}`, name: 'Acme ApS', email: 'ana@acme.example', locale: 'da' };
  return [paddleEvent('subscription.created', subscription, START), paddleEvent('customer.created', customer, START)];
}

describe.each([
  ['stripe', ofStripe],
  ['paddle', ofPaddle],
] as const)('from nothing, at %s', (provider, messages) => {
  it.each([
    ['before', (all: readonly unknown[]) => all],
    ['after', (all: readonly unknown[]) => all.toReversed()],
  ])(
    'a subscription that starts %s its customer is told of stands as a contract with its first deadline',
    async (_, order) => {
      const own = fresh(`${provider}-nothing`);
      for (const body of order(messages(own))) expect((await test.webhook(provider, body)).status).toBe(200);
      const { status, body } = await test.get(`/contracts/${provider}-sub_${own}`);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        terms: 'eloomi',
        law: 'DK',
        startsOn: '2026-11-20',
        term: '12 months',
        billing: { cycle: '1 month' },
        customer: { name: 'Acme ApS', email: 'ana@acme.example', locale: 'da' },
      });
      const { body: found } = await test.get(`/contracts/${provider}-sub_${own}/deadlines`);
      expect(found.deadlines).toContainEqual(
        expect.objectContaining({ clause: 'non-renewal-notice', state: 'open', timezone: 'Europe/Copenhagen' }),
      );
      expect(await test.check()).toEqual([]);
    },
  );
});
