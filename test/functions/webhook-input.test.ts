import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { invoke } from '../../local/aws/invocation.ts';
import { localSecret } from '../../local/environment.ts';
import { signStripe } from '../../local/sign-webhook.ts';
import { functionNamed } from '../../local/stack.ts';
import { fileDatabase } from '../harness/databases.ts';
import { createContract, failedPayment, fresh, paddleEvent, stripeEvent } from '../harness/samples.ts';
import { startTestStack, TEST_START, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack({ database: fileDatabase() });
});
afterAll(() => test.stop());

const NOW = Date.parse(TEST_START);
const seconds = (offset: number) => new Date(NOW + offset * 1000).toISOString();

async function eventsOf(contract: string) {
  return (await test.get(`/contracts/${contract}`)).body.events as { id: string; kind: string }[];
}

describe('a webhook’s signature', () => {
  const spoiled = [
    ['is missing', { signature: null }],
    ['is empty', { signature: '' }],
    ['is no signature', { signature: 'hello' }],
    ['has no time', { signature: `v1=${'a'.repeat(64)}` }],
    ['is made with another secret', { secret: 'whsec_other' }],
    ['is older than five minutes', { signedAt: seconds(-301) }],
    ['is more than five minutes ahead', { signedAt: seconds(301) }],
  ] as const;
  it.each(spoiled)('that %s is refused without a reason, and nothing is stored', async (_, options) => {
    const contract = await createContract(test);
    const body = failedPayment(contract, 'in_1', '2026-11-19T00:00:00Z', TEST_START);
    const refused = await test.webhook('stripe', body, options);
    expect(refused.status).toBe(401);
    expect(refused.headers['content-type']).toBe('application/problem+json');
    expect(refused.body).toEqual({
      type: 'urn:clauseclock:problem:signature',
      title: 'The signature is not valid.',
      status: 401,
    });
    expect(await eventsOf(contract)).toEqual([]);
  });

  it.each([seconds(-300), seconds(300)])('made at the edge of the window, %s, holds', async (signedAt) => {
    const contract = await createContract(test);
    const body = failedPayment(contract, 'in_1', '2026-11-19T00:00:00Z', TEST_START);
    expect((await test.webhook('stripe', body, { signedAt })).status).toBe(200);
  });

  it('over other bytes than those sent is refused', async () => {
    const body = failedPayment('nobody', 'in_1', '2026-11-19T00:00:00Z', TEST_START);
    const signature = signStripe(JSON.stringify(body), localSecret('stripe'), NOW / 1000);
    expect((await test.webhook('stripe', JSON.stringify(body, null, 1), { signature })).status).toBe(401);
    expect((await test.webhook('stripe', JSON.stringify(body), { signature })).status).toBe(200);
  });

  it('of another provider does not hold', async () => {
    const body = paddleEvent('subscription.canceled', { id: 'sub_x' }, TEST_START);
    expect((await test.webhook('paddle', body, { secret: localSecret('stripe') })).status).toBe(401);
  });

  it('that is replayed is answered 200 and changes nothing', async () => {
    const contract = await createContract(test);
    const body = failedPayment(contract, 'in_1', '2026-11-19T00:00:00Z', TEST_START);
    const first = await test.webhook('stripe', body);
    expect(first.body.events).toMatchObject([{ outcome: 'recorded', contract }]);
    const deadlines = await test.get(`/contracts/${contract}/deadlines`);
    const evidence = await test.get(`/contracts/${contract}/evidence`);
    const again = await test.webhook('stripe', body);
    expect(again).toMatchObject({ status: 200, body: { events: [{ outcome: 'duplicate' }] } });
    expect(await test.get(`/contracts/${contract}/deadlines`)).toEqual(deadlines);
    expect(await test.get(`/contracts/${contract}/evidence`)).toEqual(evidence);
  });

  it('by one of several live secrets is enough, in the header or in the store', async () => {
    const body = failedPayment('nobody', fresh('in'), '2026-11-19T00:00:00Z', TEST_START);
    const rolled = await test.webhook('stripe', body, { secret: ['whsec_new', localSecret('stripe')] });
    expect(rolled.status).toBe(200);
  });
});

describe('a webhook’s body', () => {
  async function raw(body: string, isBase64Encoded: boolean, signed: Uint8Array | string, headers = {}) {
    const { declaration, handler } = functionNamed(test.stack.functions, 'receive-webhook');
    expect(declaration.name).toBe('receive-webhook');
    return invoke(handler, {
      version: '2.0',
      routeKey: 'POST /webhooks/{provider}',
      rawPath: '/prod/webhooks/stripe',
      rawQueryString: '',
      pathParameters: { provider: 'stripe' },
      headers: { 'stripe-signature': signStripe(signed, localSecret('stripe'), NOW / 1000), ...headers },
      requestContext: { routeKey: 'POST /webhooks/{provider}', stage: 'prod' },
      body,
      isBase64Encoded,
    });
  }

  it('may come in base64, as API Gateway encodes what it takes for binary', async () => {
    const contract = await createContract(test);
    const text = JSON.stringify(failedPayment(contract, 'in_1', '2026-11-19T00:00:00Z', TEST_START));
    const result = await raw(Buffer.from(text).toString('base64'), true, text);
    expect(result.statusCode).toBe(200);
    await test.stack.engine.drain();
    expect(await eventsOf(contract)).toHaveLength(1);
  });

  it.each([
    ['is not JSON', '{"id": "evt_1", '],
    ['is empty', ''],
    ['is not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ])('that %s is stored, answered 200 and set aside', async (_, body) => {
    const { status, body: answer } = await test.webhook('stripe', body);
    const hash = createHash('sha256').update(body).digest('hex');
    expect({ status, answer }).toMatchObject({
      status: 200,
      answer: {
        delivery: `stripe~default~${hash}`,
        state: 'stored',
        outcome: { state: 'set-aside', reason: 'malformed-json', eventId: null, type: null, facts: [] },
      },
    });
    expect((await test.webhook('stripe', body)).body).toMatchObject({ state: 'known', outcome: { attempts: 1 } });
  });

  it('of one megabyte is taken, and one byte more is answered 413', async () => {
    const event = JSON.stringify(stripeEvent('balance.available', { object: 'balance', note: '' }, TEST_START));
    const full = event.replace('"note":""', `"note":"${'x'.repeat(1_048_576 - event.length)}"`);
    expect(Buffer.byteLength(full)).toBe(1_048_576);
    expect((await test.webhook('stripe', full)).status).toBe(200);
    const over = await test.webhook('stripe', `${full} `);
    expect(over).toMatchObject({ status: 413, body: { type: 'urn:clauseclock:problem:too-large', status: 413 } });
    // Bytes count, not characters.
    const wide = `"${'ä'.repeat(524_288)}"`;
    expect((await test.webhook('stripe', wide)).status).toBe(413);
  });

  it.each([
    ['[]', 'body'],
    ['null', 'body'],
    ['{}', 'id'],
    ['{"id": 7, "type": "invoice.paid", "created": 1, "data": {"object": {}}}', 'id'],
    ['{"id": "evt_a", "type": "invoice.paid", "created": 1, "data": {"object": {}}}', 'data.object.id'],
    ['{"id": "evt_b", "type": "invoice.paid", "created": 1e300, "data": {"object": {}}}', 'created'],
    [JSON.stringify({ id: 'e'.repeat(2000), type: 'x', created: 1, data: { object: {} } }), 'id'],
  ])('%.70s is set aside, naming the field', async (body, field) => {
    const { status, body: answer } = await test.webhook('stripe', body);
    expect({ status, state: answer.state }).toEqual({ status: 200, state: 'stored' });
    expect(answer.outcome).toMatchObject({ state: 'set-aside', reason: 'payload' });
    expect(answer.outcome.detail).toMatch(new RegExp(`^${field}: `));
  });

  it('with keys that reach for a prototype is harmless', async () => {
    const contract = await createContract(test);
    const text = JSON.stringify(failedPayment(contract, 'in_1', '2026-11-19T00:00:00Z', TEST_START)).replace(
      '{',
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},',
    );
    expect((await test.webhook('stripe', text)).status).toBe(200);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(await eventsOf(contract)).toHaveLength(1);
  });
});

describe('what a webhook is about', () => {
  it.each(['adyen', '__proto__', 'constructor', 'STRIPE'])('an unknown provider %s is answered 404', async (name) => {
    const { status, body } = await test.post(`/webhooks/${name}`, {});
    expect(status).toBe(404);
    expect(body).toMatchObject({ type: 'urn:clauseclock:problem:unknown-provider', status: 404 });
    expect(body.errors[0]).toMatchObject({ field: 'provider', value: name });
  });

  it('a type nobody knows is kept at the door, unmapped and counted', async () => {
    const contract = await createContract(test);
    const before = test.telemetry.counted('EventUnmapped');
    const body = stripeEvent('radar.novelty.found', { id: 'nov_1', subscription: `sub_${contract}` }, TEST_START);
    expect((await test.webhook('stripe', body)).status).toBe(200);
    expect((await test.webhook('stripe', body)).status).toBe(200);
    expect(await eventsOf(contract)).toEqual([]);
    expect(test.telemetry.counted('EventUnmapped')).toBe(before + 1);
  });

  it('a fact from before the contract began is set aside and answered 200', async () => {
    const contract = await createContract(test, { startsOn: '2026-11-01' });
    const body = failedPayment(contract, 'in_1', '2026-10-01T00:00:00Z', '2026-10-02T00:00:00Z');
    const { status, body: answer } = await test.webhook('stripe', body);
    expect({ status, answer }).toMatchObject({ status: 200, answer: { events: [{ outcome: 'set-aside' }] } });
    expect(await eventsOf(contract)).toEqual([]);
    expect(answer.events).toMatchObject([{ reason: 'before-start', contract }]);
    expect(answer.events[0].detail).toContain('before the contract starts on 2026-11-01');
    expect((await test.webhook('stripe', body)).body.events).toMatchObject([{ outcome: 'duplicate' }]);
  });

  it('a trial that ends before it begins is set aside, and its contract says so', async () => {
    const contract = await createContract(test);
    const at = Math.floor(NOW / 1000);
    const trial = { id: `sub_${contract}`, status: 'trialing', created: at, start_date: at, trial_start: at };
    const object = { ...trial, trial_end: at - 10 * 86_400 };
    const { body: answer } = await test.webhook(
      'stripe',
      stripeEvent('customer.subscription.created', object, TEST_START),
    );
    expect(answer.events).toContainEqual(
      expect.objectContaining({ kind: 'trial.started', outcome: 'set-aside', contract }),
    );
    expect(answer.events.find(({ kind }: { kind: string }) => kind === 'trial.started')).toMatchObject({
      reason: 'invalid',
      detail: expect.stringContaining('data.endsAt: Of trial.started it cannot lie before occurredAt'),
    });
    expect((await eventsOf(contract)).map(({ kind }) => kind)).not.toContain('trial.started');
  });

  it('has no more to say than what is used of it', async () => {
    const contract = await createContract(test);
    const at = Math.floor(NOW / 1000);
    const failed = {
      id: fresh('evt'),
      type: 'invoice.payment_failed',
      created: at,
      data: {
        object: {
          id: 'in_small',
          customer: `cus_${contract}`,
          subscription: `sub_${contract}`,
          due_date: at,
          amount_due: 4900,
          currency: 'eur',
        },
      },
    };
    expect((await test.webhook('stripe', failed)).body.events).toMatchObject([{ outcome: 'recorded' }]);
    const canceled = {
      event_id: fresh('evt'),
      event_type: 'subscription.canceled',
      occurred_at: TEST_START,
      data: { id: `sub_${contract}`, customer_id: `ctm_${contract}`, status: 'canceled', canceled_at: TEST_START },
    };
    const { status, body } = await test.webhook('paddle', canceled);
    expect({ status, body }).toMatchObject({ status: 200, body: { events: [{ outcome: 'recorded' }] } });
  });
});

it('leaves everything consistent', async () => {
  expect(await test.check()).toEqual([]);
});
