import { describe, expect, it } from 'vitest';
import { FaultPlan } from '../../local/aws/faults.ts';
import { FakeProviders } from '../../local/providers/fake.ts';
import { motionlessTimer } from '../../local/time/clock.ts';
import type { EventQuery, ProviderPort } from '../../shared/providers/port.ts';
import { Providers } from '../../shared/providers/providers.ts';

const STRIPE_KEY = 'rk_test_contract01';
const PADDLE_KEY = 'pdl_sdbx_apikey_contract01';
const START = Date.parse('2026-11-20T08:00:00Z');

function setUp(keys: Readonly<Record<string, string>> = { stripe: STRIPE_KEY, paddle: PADDLE_KEY }) {
  const faults = new FaultPlan();
  const fake = new FakeProviders(faults, [STRIPE_KEY, PADDLE_KEY]);
  const texts = { of: async (provider: string) => keys[provider] };
  const providers = new Providers(texts, { fetch: fake.fetch, timer: motionlessTimer });
  return { faults, fake, providers };
}

async function portOf(providers: Providers, provider: string): Promise<ProviderPort> {
  const port = await providers.port(provider, 'default');
  if (!port.ok) throw new Error(port.reason);
  return port.value;
}

const paddleId = (prefix: string, number: number) => `${prefix}_${String(number).padStart(26, '0')}`;
const at = (minutes: number) => new Date(START + minutes * 60_000).toISOString().replace('.000Z', 'Z');

interface Case {
  readonly name: 'stripe' | 'paddle';
  /** The event of a minute after the start. */
  readonly event: (minute: number) => Readonly<Record<string, unknown>>;
  readonly idOf: (event: unknown) => unknown;
  readonly subscription: string;
  readonly unknown: string;
  readonly payment: string;
}

const CASES: readonly Case[] = [
  {
    name: 'stripe',
    event: (minute) => ({
      id: `evt_${minute}`,
      object: 'event',
      type: 'customer.updated',
      created: START / 1000 + minute * 60,
      data: { object: { id: `cus_${minute}`, object: 'customer', email: `${minute}@example.com` } },
    }),
    idOf: (event) => (event as { id: string }).id,
    subscription: 'sub_1',
    unknown: 'cus_none',
    payment: 'pi_1',
  },
  {
    name: 'paddle',
    event: (minute) => ({
      event_id: paddleId('evt', minute),
      event_type: 'customer.updated',
      occurred_at: at(minute),
      data: { id: paddleId('ctm', minute), email: `${minute}@example.com` },
    }),
    idOf: (event) => (event as { event_id: string }).event_id,
    subscription: paddleId('sub', 1),
    unknown: paddleId('ctm', 999),
    payment: paddleId('txn', 1),
  },
];

/** The events of a list, page by page. */
async function listed(port: ProviderPort, query: EventQuery) {
  const pages: (readonly unknown[])[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await port.events({ ...query, ...(cursor !== undefined && { cursor }) });
    if (!page.ok) throw new Error(page.reason);
    pages.push(page.value.events);
    cursor = page.value.next;
    more = cursor !== undefined;
  }
  return pages;
}

describe.each(CASES)('asking $name', ({ name, event, idOf, subscription, unknown, payment }) => {
  it('answers a customer and a subscription as its messages show them', async () => {
    const { fake, providers } = setUp();
    fake.tell(name, event(1));
    fake.put(name, 'subscriptions', { id: subscription, status: 'active' });
    const port = await portOf(providers, name);
    const customer = (event(1).data as { object?: object }).object ?? event(1).data;
    expect(await port.customer((customer as { id: string }).id)).toEqual({ ok: true, value: customer });
    expect(await port.subscription(subscription)).toEqual({ ok: true, value: { id: subscription, status: 'active' } });
  });

  it('says that it knows no such object', async () => {
    const port = await portOf(setUp().providers, name);
    expect(await port.customer(unknown)).toMatchObject({ ok: false, reason: 'not-found', status: 404 });
  });

  it('finds the subscription of a payment', async () => {
    const { fake, providers } = setUp();
    fake.put('paddle', 'transactions', { id: paddleId('txn', 1), subscription_id: paddleId('sub', 1) });
    fake.put('stripe', 'invoices', { id: 'in_1', parent: { subscription_details: { subscription: 'sub_1' } } });
    fake.put('stripe', 'invoice_payments', { id: 'inpay_1', invoice: 'in_1', payment: { payment_intent: 'pi_1' } });
    const port = await portOf(providers, name);
    expect(await port.subscriptionOfPayment(payment)).toEqual({ ok: true, value: subscription });
  });

  it('lists events in pages, each once, newest first', async () => {
    const { fake, providers } = setUp();
    const minutes = Array.from({ length: 120 }, (_, index) => 100 + index);
    for (const minute of minutes) fake.tell(name, event(minute));
    const pages = await listed(await portOf(providers, name), { since: at(0) });
    expect(pages.map((page) => page.length)).toEqual([50, 50, 20]);
    expect(pages.flat().map(idOf)).toEqual(minutes.toReversed().map((minute) => idOf(event(minute))));
  });

  it('lists no message that the provider could not have sent, wherever it would stand', async () => {
    const { fake, providers } = setUp();
    for (let minute = 100; minute < 220; minute += 1) fake.tell(name, event(minute));
    for (let minute = 100; minute < 220; minute += 1) {
      const odd = `${idOf(event(minute))}. odd`;
      fake.tell(name, { ...event(minute), id: odd, event_id: odd, data: null });
    }
    const pages = await listed(await portOf(providers, name), { since: at(0) });
    expect(pages.flat().map(idOf).toSorted()).toEqual(
      Array.from({ length: 120 }, (_, index) => idOf(event(100 + index))).toSorted(),
    );
  });

  it('takes in a message without an object', async () => {
    const { fake, providers } = setUp();
    for (const data of [undefined, null, 7, {}]) fake.tell(name, { ...event(100), data });
    expect((await listed(await portOf(providers, name), { since: at(0) })).flat()).toHaveLength(1);
  });

  it('lists from an instant to another, both included', async () => {
    const { fake, providers } = setUp();
    for (let minute = 100; minute < 400; minute += 1) fake.tell(name, event(minute));
    const pages = await listed(await portOf(providers, name), { since: at(290), until: at(295) });
    expect(pages.flat().map(idOf)).toEqual([295, 294, 293, 292, 291, 290].map((minute) => idOf(event(minute))));
    expect(fake.requests.length).toBeLessThanOrEqual(4);
  });

  it('asks for fewer events where a page is too large', async () => {
    const { fake, providers } = setUp();
    for (let minute = 100; minute < 130; minute += 1) {
      fake.tell(name, { ...event(minute), padding: 'x'.repeat(60_000) });
    }
    const pages = await listed(await portOf(providers, name), { since: at(0) });
    expect(pages.map((page) => page.length)).toEqual([10, 10, 10]);
  });

  it.each(['../x', '..', 'a/b', 'a?b=c', 'a#b', 'a b', '', 'é', 'a%2Fb', '\u0000', 'x'.repeat(300), '__proto__.x'])(
    'asks nothing for the id %j',
    async (id) => {
      const { fake, providers } = setUp();
      const port = await portOf(providers, name);
      const bad = { ok: false, reason: 'bad-id' };
      expect(await port.customer(id)).toEqual(bad);
      expect(await port.subscription(id)).toEqual(bad);
      expect(await port.subscriptionOfPayment(id)).toEqual(bad);
      expect(await port.events({ since: at(0), cursor: id })).toEqual(bad);
      expect(fake.requests).toEqual([]);
    },
  );

  it('tries again after an error or a time-out, three times in all', async () => {
    const { fake, faults, providers } = setUp();
    fake.put(name, 'subscriptions', { id: subscription });
    const port = await portOf(providers, name);
    faults.armAll([
      { service: 'provider', fault: 'error' },
      { service: 'provider', fault: 'timeout' },
    ]);
    expect(await port.subscription(subscription)).toMatchObject({ ok: true });
    expect(fake.requests).toHaveLength(3);
    faults.arm({ service: 'provider', operation: 'GetSubscriptions', fault: 'throttle', times: 3 });
    expect(await port.subscription(subscription)).toMatchObject({ ok: false, reason: 'unavailable', status: 429 });
    expect(fake.requests).toHaveLength(6);
    expect(faults.list()).toEqual([]);
  });

  it('says what was wrong with a key that the provider does not take, without showing it', async () => {
    const other = name === 'stripe' ? 'rk_live_revoked0001' : 'pdl_live_apikey_revoked0001';
    const { fake, providers } = setUp({ [name]: other });
    const answer = await (await portOf(providers, name)).subscription(subscription);
    expect(answer).toEqual({ ok: false, reason: 'refused', status: 401, code: 'authentication_failed' });
    expect(fake.requests).toHaveLength(1);
  });
});

describe('the list of Paddle', () => {
  it('goes on past an event that is a little too old, since its ids rise with time only roughly', async () => {
    const { fake, providers } = setUp();
    // Each takes a page of its own.
    const events = [at(0), at(-1), at(1)].map((occurred_at, number) => ({
      ...{ event_id: paddleId('evt', 3 - number), event_type: 'customer.updated', occurred_at },
      ...{ data: { id: paddleId('ctm', 1) }, padding: 'x'.repeat(600_000) },
    }));
    for (const event of events) fake.tell('paddle', event);
    const pages = await listed(await portOf(providers, 'paddle'), { since: at(0) });
    expect(pages.flat()).toMatchObject([{ occurred_at: at(0) }, { occurred_at: at(1) }]);
  });
});

describe('the environment of Paddle', () => {
  it.each([
    ['pdl_sdbx_apikey_contract01', 'test', 'https://sandbox-api.paddle.com'],
    ['pdl_live_apikey_contract01', 'live', 'https://api.paddle.com'],
  ])('is told by the key: %s', async (key, mode, origin) => {
    const { fake, providers } = setUp({ paddle: key });
    const port = await portOf(providers, 'paddle');
    expect(port.mode).toBe(mode);
    await port.customer(paddleId('ctm', 1));
    expect(fake.requests).toEqual([`GET ${origin}/customers/${paddleId('ctm', 1)}`]);
  });
});

describe('a payment at Stripe', () => {
  it('by charge leads over its intent, and to no subscription where invoices name several', async () => {
    const { fake, providers } = setUp();
    const port = await portOf(providers, 'stripe');
    fake.put('stripe', 'charges', { id: 'ch_1', payment_intent: 'pi_1' });
    fake.put('stripe', 'charges', { id: 'ch_2', payment_intent: null });
    fake.put('stripe', 'invoices', { id: 'in_1', subscription: 'sub_1' });
    fake.put('stripe', 'invoices', { id: 'in_2', subscription: 'sub_2' });
    fake.put('stripe', 'invoice_payments', { id: 'inpay_1', invoice: 'in_1', payment: { payment_intent: 'pi_1' } });
    expect(await port.subscriptionOfPayment('ch_1')).toEqual({ ok: true, value: 'sub_1' });
    expect(await port.subscriptionOfPayment('ch_2')).toEqual({ ok: true, value: null });
    expect(await port.subscriptionOfPayment('pi_none')).toEqual({ ok: true, value: null });
    fake.put('stripe', 'invoice_payments', { id: 'inpay_2', invoice: 'in_2', payment: { payment_intent: 'pi_1' } });
    expect(await port.subscriptionOfPayment('pi_1')).toEqual({ ok: true, value: null });
  });
});

describe('a customer that Stripe has deleted', () => {
  it('is not found', async () => {
    const { fake, providers } = setUp();
    fake.put('stripe', 'customers', { id: 'cus_1', object: 'customer', deleted: true });
    expect(await (await portOf(providers, 'stripe')).customer('cus_1')).toEqual({ ok: false, reason: 'not-found' });
  });
});
