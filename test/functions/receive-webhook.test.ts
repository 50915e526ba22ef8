import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliveryOf } from '../../functions/receive-webhook/delivery-of.ts';
import { RESOURCES } from '../../local/environment.ts';
import { paddleDoor } from '../../shared/core/webhooks/paddle/door.ts';
import { stripeDoor } from '../../shared/core/webhooks/stripe/door.ts';
import { deliverySchema } from '../../shared/inbound/delivery.ts';
import { fileDatabase } from '../harness/databases.ts';
import { createContract, failedPayment, fresh, paddleEvent, stripeEvent } from '../harness/samples.ts';
import { startTestStack, TEST_START, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack({ database: fileDatabase() });
});
afterAll(() => test.stop());

const SHA_256 = /^stripe~default~[0-9a-f]{64}$/;
const told = (id: string, more: object = {}) => ({ ...stripeEvent('balance.available', {}, TEST_START, id), ...more });

describe('a webhook is stored under its id', () => {
  it.each([
    ['that an address can hold', 'evt_1.a-B', 'stripe~default~evt_1.a-B'],
    ['of 128 characters', 'e'.repeat(128), `stripe~default~${'e'.repeat(128)}`],
    ['of 500 characters, hashed', 'e'.repeat(500), SHA_256],
    ['with spaces and slashes, hashed', 'evt 1/2', SHA_256],
    ['with the signs that divide a key, hashed', 'evt#1~2', SHA_256],
    ['with NUL, hashed', 'evt\u0000', SHA_256],
    ['with half a surrogate pair, hashed', 'evt\ud800', SHA_256],
  ])('%s', async (_, id, delivery) => {
    const { status, body } = await test.webhook('stripe', told(id));
    expect({ status, state: body.state }).toEqual({ status: 200, state: 'stored' });
    expect(body.delivery).toEqual(typeof delivery === 'string' ? delivery : expect.stringMatching(delivery));
    expect(body.outcome).toMatchObject({ id: body.delivery, eventId: id.toWellFormed(), type: 'balance.available' });
    expect((await test.webhook('stripe', told(id))).body).toMatchObject({ delivery: body.delivery, state: 'known' });
  });

  it('or, where it has none or one of more than 500 characters, under the hash of its body', async () => {
    for (const body of [told('e'.repeat(501)), { type: 'invoice.paid' }, { ...told('x'), id: '' }, ['evt_1']]) {
      const { status, body: answer } = await test.webhook('stripe', body);
      expect(status).toBe(200);
      expect(answer.delivery).toBe(`stripe~default~${answer.outcome.hash}`);
      expect(answer.outcome.eventId).toBeNull();
    }
  });

  it('that another provider may have too', async () => {
    const id = fresh('evt');
    expect((await test.webhook('stripe', told(id))).body).toMatchObject({ state: 'stored' });
    const answer = await test.webhook('paddle', paddleEvent('address.created', {}, TEST_START, id));
    expect(answer.body).toMatchObject({ delivery: `paddle~default~${id}`, state: 'stored' });
  });
});

describe('a webhook that is known', () => {
  it('with another body is answered 200, and the first other body is noted', async () => {
    const id = fresh('evt');
    const { body: first } = await test.webhook('stripe', told(id));
    const { status, body } = await test.webhook('stripe', told(id, { api_version: 'other' }));
    expect({ status, state: body.state }).toEqual({ status: 200, state: 'known' });
    expect(body.outcome).toMatchObject({ hash: first.outcome.hash, state: first.outcome.state });
    expect(body.outcome.other).toEqual({ hash: expect.stringMatching(/^[0-9a-f]{64}$/), at: TEST_START });
    const lines = test.telemetry.with('WEBHOOK_STORED').filter(({ facts }) => facts.delivery === body.delivery);
    expect(lines.map(({ facts }) => [facts.state, facts.other])).toEqual([
      ['stored', false],
      ['known', true],
    ]);
  });

  it('is queued as long as nobody has worked on it, and then no more', async () => {
    const contract = await createContract(test);
    const body = failedPayment(contract, 'in_1', TEST_START, TEST_START);
    const queued = () => test.stack.queues.messages(RESOURCES.inbound).length;
    test.stack.faults.arm({ service: 'queue', fault: 'error', operation: 'SendMessageBatch' });
    await test.webhook('stripe', body, {}, () => expect(queued()).toBe(0));
    await test.webhook('stripe', body, {}, () => expect(queued()).toBe(1));
    const { body: third } = await test.webhook('stripe', body, {}, () => expect(queued()).toBe(0));
    expect(third).toMatchObject({ state: 'known', outcome: { state: 'recorded', attempts: 1 } });
  });
});

describe('a large webhook', () => {
  it('is stored in parts and worked on like any other', async () => {
    const contract = await createContract(test);
    const note = randomBytes(650_000).toString('base64');
    const body = { ...failedPayment(contract, 'in_1', TEST_START, TEST_START), note };
    const { status, body: answer } = await test.webhook('stripe', body);
    expect(status).toBe(200);
    expect(answer.outcome.parts).toBeGreaterThan(1);
    expect(answer.outcome).toMatchObject({ state: 'recorded' });
  });
});

describe('what is kept of a webhook', () => {
  const verified = { ok: true, signedAt: TEST_START, secret: 'sandbox' } as const;
  const made = (payload: unknown, more: { accounts?: string[]; headers?: Record<string, string> } = {}) => {
    const body = new TextEncoder().encode(JSON.stringify(payload));
    const { accounts = [], headers = {} } = more;
    const request = { headers, requestContext: { requestId: 'r-1' } } as never;
    const door = Object.hasOwn(payload as object, 'event_id') ? paddleDoor : stripeDoor;
    const delivery = deliveryOf(door, { request, body, verified, accounts, receivedAt: TEST_START });
    return deliverySchema.parse({ ...delivery, parts: 0 });
  };

  it.each([
    ['that it names, if that is configured', { account: 'acct_1' }, ['acct_1'], 'acct_1'],
    ['of the secret, if it names another', { account: 'acct_2' }, ['acct_1'], 'sandbox'],
    ['of the secret, if it names none', {}, ['acct_1'], 'sandbox'],
  ])('is the account %s', (_, more, accounts, account) => {
    const delivery = made(told('evt_1', more), { accounts });
    expect(delivery).toMatchObject({ id: `stripe~${account}~evt_1`, account, secret: 'sandbox' });
  });

  it('are mode, type, hash, length and the time of its signature', () => {
    const payload = told('evt_1', { livemode: false });
    expect(made(payload)).toMatchObject({
      mode: 'test',
      type: 'balance.available',
      bytes: JSON.stringify(payload).length,
      receivedAt: TEST_START,
      state: 'stored',
    });
    expect(made(paddleEvent('address.created', {}, TEST_START, 'ntfsimevt_1')).mode).toBe('simulation');
  });

  it('are the headers that matter, cut, and nothing of its signature', () => {
    const headers = {
      'Content-Type': 'application/json',
      'user-agent': 'a'.repeat(5000),
      'Stripe-Signature': 't=1,v1=aa',
      authorization: 'secret',
    };
    expect(made(told('evt_1'), { headers }).headers).toEqual({
      'content-type': 'application/json',
      'user-agent': 'a'.repeat(1024),
      'request-id': 'r-1',
      'signed-at': TEST_START,
    });
  });
});
