import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as ofPaddle from '../core/webhooks/fixtures/paddle.ts';
import * as ofStripe from '../core/webhooks/fixtures/stripe.ts';
import { evidenceOf } from '../harness/notices.ts';
import { contractBody, fresh } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

type Json = ofStripe.Json;

/** One contract and a subscription that ended, known under these ids at one provider. */
interface Door {
  readonly provider: 'stripe' | 'paddle';
  /** The message that a subscription of a customer ended, at half past nine on the day of the test. */
  ended(subscription: string, customer: string, more?: Json): Json;
  readonly customerPrefix: string;
}

const ENDED = '2026-11-20T07:30:00Z';

const STRIPE: Door = {
  provider: 'stripe',
  customerPrefix: 'cus_',
  ended: (id, customer, more = {}) =>
    ofStripe.stripeEvent(
      'customer.subscription.deleted',
      ofStripe.subscription({
        ...{ id, customer, status: 'canceled', canceled_at: ofStripe.at(ENDED), ended_at: ofStripe.at(ENDED) },
      }),
      { id: fresh('evt'), created: ofStripe.at(ENDED), ...more },
    ),
};
const PADDLE: Door = {
  provider: 'paddle',
  customerPrefix: 'ctm_',
  ended: (id, customer_id, more = {}) =>
    ofPaddle.paddleEvent(
      'subscription.canceled',
      ofPaddle.subscription({ id, customer_id, status: 'canceled', canceled_at: ENDED, current_billing_period: null }),
      { event_id: fresh('evt'), occurred_at: ENDED, ...more },
    ),
};

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());

async function created(references: Json, changes: Json = {}): Promise<string> {
  const id = fresh('fault');
  const { status, body } = await test.post('/contracts', contractBody(id, { references, ...changes }));
  if (status !== 201) throw new Error(JSON.stringify(body));
  return id;
}

async function kindsOf(contract: string): Promise<string[]> {
  return ((await test.stack.table.load(contract))?.events ?? []).map(({ kind }) => kind);
}

describe.each([
  ['Stripe', STRIPE],
  ['Paddle', PADDLE],
])('the end of a subscription at %s', (_, { provider, ended, customerPrefix }) => {
  it('that is another one of the customer waits, also for a contract that has the customer later', async () => {
    const [own, other, customer] = [fresh('sub'), fresh('sub'), `${customerPrefix}${fresh('c')}`];
    const contract = await created({ [provider]: [own, customer] });
    const answer = await test.webhook(provider, ended(other, customer));
    expect(answer.body.outcome).toMatchObject({ state: 'parked', facts: [{ reason: 'unknown-contract' }] });
    const later = await created({ [provider]: [fresh('sub'), customer] });
    await test.stack.engine.drain();
    expect([await kindsOf(contract), await kindsOf(later)]).toEqual([[], []]);
    expect((await test.stack.deliveries.read(answer.body.delivery))?.state).toBe('parked');
  });

  it('is recorded with its contract once that is known, with what follows', async () => {
    const subscription = fresh('sub');
    const answer = await test.webhook(provider, ended(subscription, `${customerPrefix}${fresh('c')}`));
    const contract = await created({ [provider]: [subscription] });
    await test.stack.engine.drain();
    expect(await kindsOf(contract)).toEqual(['contract.terminated']);
    expect((await test.stack.deliveries.read(answer.body.delivery))?.state).toBe('recorded');
    const { body } = await test.get(`/contracts/${contract}/deadlines`);
    expect(body.deadlines).toContainEqual(expect.objectContaining({ id: 'export-window', date: '2026-12-15' }));
  });

  it('before its contract starts is set aside, and the contract’s evidence says so', async () => {
    const subscription = fresh('sub');
    const contract = await created({ [provider]: [subscription] }, { startsOn: '2026-12-01' });
    const answer = await test.webhook(provider, ended(subscription, `${customerPrefix}${fresh('c')}`));
    expect(answer.body.outcome).toMatchObject({
      state: 'set-aside',
      facts: [{ contract, reason: expect.any(String) }],
    });
    const evidence = await evidenceOf(test, contract);
    expect(evidence.map(({ type }) => type)).toContain('inbound.set-aside');
    expect(await kindsOf(contract)).toEqual([]);
  });
});

describe('what is of no use', () => {
  it('a simulation of Paddle’s ends nothing', async () => {
    const subscription = fresh('sub');
    const contract = await created({ paddle: [subscription] });
    const simulated = PADDLE.ended(subscription, 'ctm_1', { event_id: fresh('ntfsimevt_') });
    expect((await test.webhook('paddle', simulated)).body.outcome).toMatchObject({
      state: 'unused',
      reason: 'simulation',
    });
    expect(await kindsOf(contract)).toEqual([]);
  });

  it.each<['stripe' | 'paddle', (subscription: string) => Json]>([
    [
      'stripe',
      (subscription) =>
        ofStripe.stripeEvent(
          'invoice.marked_uncollectible',
          ofStripe.invoice({ parent: { type: 'subscription_details', subscription_details: { subscription } } }),
          { id: fresh('evt') },
        ),
    ],
    [
      'paddle',
      (subscription_id) =>
        ofPaddle.paddleEvent('transaction.ready', ofPaddle.transaction({ subscription_id, status: 'ready' }), {
          event_id: fresh('evt'),
        }),
    ],
  ])('what starts no clock is kept with what it names, and waits for nobody: %s', async (provider, messageOf) => {
    const subscription = fresh('sub');
    await created({ [provider]: [subscription] });
    expect((await test.webhook(provider, messageOf(subscription))).body.outcome).toMatchObject({
      state: 'unused',
      facts: [{ state: 'unused', references: [subscription] }],
    });
  });
});
