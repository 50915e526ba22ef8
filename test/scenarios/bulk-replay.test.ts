import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { sourceFolder } from '../../shared/runtime/terms.ts';
import { rowsOf } from '../harness/lists.ts';
import { rounds } from '../harness/rounds.ts';
import { stripeEvent } from '../harness/samples.ts';
import { startTestStack } from '../harness/stack.ts';

/** `npm run test:deep` shows it of 500 and more. */
const SUBSCRIPTIONS = rounds(30);
const START = '2026-11-20T07:00:00Z';
const BY = { by: 'Ana', reason: 'The rule was missing.' };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulk-replay-'));
  cpSync(sourceFolder(), folder, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function started(n: number) {
  const created = Date.parse(START) / 1000;
  const price = { id: 'price_1', product: 'prod_1', currency: 'eur', recurring: { interval: 'month' } };
  const items = { data: [{ id: `si_${n}`, price, quantity: 1 }] };
  const parties = { id: `sub_${n}`, customer: `cus_${n}`, status: 'active', currency: 'eur' };
  return stripeEvent('customer.subscription.created', { ...parties, start_date: created, created, items }, START);
}

function customer(n: number) {
  return stripeEvent('customer.created', { id: `cus_${n}`, email: `c${n}@acme.example` }, START);
}

it('subscriptions without a rule are listed, and recorded by one bulk replay once there is a rule', async () => {
  const database = memoryDatabase();
  const before = await startTestStack({ database, termsDirectory: folder });
  for (let n = 0; n < SUBSCRIPTIONS; n += 1) {
    await before.webhook('stripe', customer(n));
    const { body } = await before.webhook('stripe', started(n));
    expect(body.outcome).toMatchObject({ state: 'parked', facts: [{ reason: 'no-rule' }] });
  }
  expect(await rowsOf(before, '/inbound', 'deliveries', { state: 'parked' })).toHaveLength(SUBSCRIPTIONS);
  expect(await rowsOf(before, '/tasks', 'tasks')).toHaveLength(SUBSCRIPTIONS);

  writeFileSync(join(folder, 'intake.yaml'), 'rules:\n  - { rule: all, when: {}, terms: exoopus }\n');
  const test = await startTestStack({ database, termsDirectory: folder });
  const filters = { state: 'parked', provider: 'stripe' };
  const { status, body } = await test.post('/inbound/replay', { ...filters, ...BY });
  expect(status).toBe(202);
  await test.stack.engine.advanceBy('PT1H');
  const { body: job } = await test.get(`/jobs/${body.id}`);
  expect(job).toMatchObject({ state: 'finished', done: SUBSCRIPTIONS, failed: 0 });
  expect(await rowsOf(test, '/inbound', 'deliveries', { state: 'parked' })).toEqual([]);
  expect(await rowsOf(test, '/tasks', 'tasks')).toEqual([]);
  for (let n = 0; n < SUBSCRIPTIONS; n += 1) {
    const { body: contract } = await test.get(`/contracts/stripe-sub_${n}`);
    expect(contract).toMatchObject({ terms: 'exoopus', customer: { email: `c${n}@acme.example` } });
    expect(contract.events.map(({ kind }: { kind: string }) => kind)).toEqual(['contract.commenced']);
  }
  await test.stop();
});
