import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { waitingUnder } from '../../shared/recording/waiting.ts';
import { contractBody, createContract, failedPayment, fresh } from '../harness/samples.ts';
import { type Answer, startTestStack, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());
afterEach(() => test.stack.faults.clear());

const FAULTS = [
  { fault: 'throttle' },
  { fault: 'error' },
  { fault: 'timeout', effect: false },
  { fault: 'timeout', effect: true },
  { fault: 'crash-before' },
  { fault: 'crash-after' },
] as const;

const PAYMENT = ['2026-11-20T00:00:00Z', '2026-11-20T07:00:00Z'] as const;

function expectUnavailable(answer: Answer, fault: string): void {
  expect(answer.status).toBeGreaterThanOrEqual(500);
  // Of a function that died API Gateway says no more than this.
  if (fault.startsWith('crash')) expect(answer.body).toEqual({ message: 'Internal Server Error' });
  else expect(answer.headers['content-type']).toBe('application/problem+json');
  if (answer.status === 503) expect(answer.body.type).toBe('urn:clauseclock:problem:unavailable');
  expect(JSON.stringify(answer.body)).not.toMatch(/Throttl|TimeoutError|InternalServer|DynamoDB|crash/i);
}

/** Every call of the table in turn: the request fails so that it is sent again, and once it passes it counts once. */
async function strikeEachCall(fault: (typeof FAULTS)[number], request: () => Promise<Answer>, calls: number) {
  const struck: number[] = [];
  for (let skip = 0; skip < calls; skip += 1) {
    test.stack.faults.arm({ service: 'table', ...fault, skip });
    const answer = await request();
    if (test.stack.faults.list().length > 0) break;
    expectUnavailable(answer, fault.fault);
    struck.push(skip);
    test.stack.faults.clear();
  }
  test.stack.faults.clear();
  expect(struck.length).toBeGreaterThan(2);
}

/** Every call of the table in turn, as webhooks are worked on after their answer. Answers how many calls there were. */
async function strikeEachCallOfWork(fault: (typeof FAULTS)[number], body: (n: number) => unknown): Promise<number> {
  for (let skip = 1; ; skip += 1) {
    const answer = await test.webhook('stripe', body(skip), {}, () =>
      test.stack.faults.arm({ service: 'table', ...fault, skip: skip - 1 }),
    );
    expect(answer.status).toBe(200);
    const passed = test.stack.faults.list().length > 0;
    test.stack.faults.clear();
    if (passed) return skip - 1;
    // The message comes again when it is visible again.
    await test.stack.engine.advanceBy('PT10M');
  }
}

function waitingFor(reference: string): Promise<string[]> {
  return waitingUnder(test.stack.table, [{ provider: 'stripe', reference }]);
}

describe.each(FAULTS)('while the table answers with %j', (fault) => {
  it('a webhook that cannot be stored is answered 5xx, and sent again counts once', async () => {
    const contract = await createContract(test);
    const body = failedPayment(contract, 'in_1', ...PAYMENT);
    test.stack.faults.arm({ service: 'table', operation: 'PutItem', ...fault });
    expectUnavailable(await test.webhook('stripe', body), fault.fault);
    // A call that failed after its effect has stored it: then it is known, and worked on all the same.
    const happened = fault.fault === 'crash-after' || ('effect' in fault && fault.effect);
    expect(await test.webhook('stripe', body)).toMatchObject({
      status: 200,
      body: { state: happened ? 'known' : 'stored', outcome: { state: 'recorded' } },
    });
    const { events } = (await test.get(`/contracts/${contract}`)).body;
    expect(events).toHaveLength(1);
    const { deadlines } = (await test.get(`/contracts/${contract}/deadlines`)).body;
    expect(deadlines).toMatchObject([{ clause: 'suspension', date: '2026-12-05', revision: 1 }]);
    const { entries } = (await test.get(`/contracts/${contract}/evidence`)).body;
    expect(entries.map(({ type }: { type: string }) => type)).toEqual(['contract.created', 'event.recorded']);
  });

  it('a webhook whose work fails at any call is worked on again, and counts once', async () => {
    const contract = await createContract(test);
    const calls = await strikeEachCallOfWork(fault, (n) => failedPayment(contract, `in_${n}`, ...PAYMENT));
    expect(calls).toBeGreaterThan(2);
    expect((await test.get(`/contracts/${contract}`)).body.events).toHaveLength(calls + 1);
    expect(await test.stack.deliveries.oldest('stored')).toBeUndefined();
  });

  it('a webhook without a contract is parked once', async () => {
    const contract = fresh('later');
    const calls = await strikeEachCallOfWork(fault, (n) => failedPayment(contract, `in_${n}`, ...PAYMENT));
    expect(await waitingFor(`sub_${contract}`)).toHaveLength(calls + 1);
    expect((await test.post('/contracts', contractBody(contract))).status).toBe(201);
    expect((await test.get(`/contracts/${contract}`)).body.events).toHaveLength(calls + 1);
    expect(await waitingFor(`sub_${contract}`)).toEqual([]);
  });

  it('a contract that waits for events is created once, and takes them in', async () => {
    const contract = fresh('awaited');
    await test.webhook('stripe', failedPayment(contract, 'in_1', '2026-11-20T00:00:00Z', '2026-11-20T07:00:00Z'));
    await strikeEachCall(fault, () => test.post('/contracts', contractBody(contract)), 12);
    expect([200, 201]).toContain((await test.post('/contracts', contractBody(contract))).status);
    expect((await test.get(`/contracts/${contract}`)).body.events).toHaveLength(1);
    const { deadlines } = (await test.get(`/contracts/${contract}/deadlines`)).body;
    expect(deadlines).toMatchObject([{ clause: 'suspension', date: '2026-12-05' }]);
  });

  it('an event by API is answered 5xx, and sent again counts once', async () => {
    const contract = await createContract(test);
    const event = { kind: 'contract.terminated', occurredAt: '2026-11-20T10:00:00+02:00' };
    const request = () => test.post(`/contracts/${contract}/events`, event);
    for (const operation of ['Query', 'TransactWriteItems']) {
      test.stack.faults.arm({ service: 'table', operation, ...fault });
      expect((await request()).status).toBeGreaterThanOrEqual(500);
    }
    expect([200, 201]).toContain((await request()).status);
    expect((await test.get(`/contracts/${contract}`)).body.events).toHaveLength(1);
  });
});

describe('while secrets cannot be read', () => {
  it.each(FAULTS)('as with %j, a webhook is answered 5xx and sent again', async (fault) => {
    const contract = await createContract(test);
    // Until then the secrets are remembered.
    await test.stack.engine.advanceBy('PT6M');
    const now = test.stack.clock.now();
    const body = failedPayment(contract, 'in_1', now, now);
    test.stack.faults.arm({ service: 'secrets', ...fault });
    const failed = await test.webhook('stripe', body);
    expect(failed.status).toBeGreaterThanOrEqual(500);
    expect(test.stack.faults.list()).toEqual([]);
    expect((await test.webhook('stripe', body)).body.events).toMatchObject([{ outcome: 'recorded' }]);
  });
});

it('a conflict of transactions is overcome', async () => {
  const contract = await createContract(test);
  const now = test.stack.clock.now();
  const stateOf = async (body: unknown, times: number) => {
    test.stack.faults.arm({ service: 'table', fault: 'conflict', operation: 'TransactWriteItems', times });
    const answer = await test.webhook('stripe', body);
    test.stack.faults.clear();
    expect(answer.status).toBe(200);
    return answer.body.outcome.state;
  };
  expect(await stateOf(failedPayment(contract, 'in_1', now, now), 3)).toBe('recorded');
  expect(await stateOf(failedPayment('nobody', 'in_9', now, now), 3)).toBe('parked');
  const busy = failedPayment(contract, 'in_2', now, now);
  expect(await stateOf(busy, 100)).toBe('stored');
  await test.stack.engine.advanceBy('PT10M');
  expect((await test.webhook('stripe', busy)).body.outcome).toMatchObject({ state: 'recorded', attempts: 1 });
});

it('a webhook that cannot be queued is answered 200, and the sweep queues it', async () => {
  const contract = await createContract(test);
  const now = test.stack.clock.now();
  const counted = () => test.telemetry.counted('WebhookNotQueued');
  const swept = test.telemetry.with('WEBHOOKS_OVERDUE').length;
  const before = counted();
  test.stack.faults.arm({ service: 'queue', fault: 'error', operation: 'SendMessageBatch' });
  const { status, body } = await test.webhook('stripe', failedPayment(contract, 'in_1', now, now));
  expect({ status, state: body.outcome.state }).toEqual({ status: 200, state: 'stored' });
  expect(counted()).toBe(before + 1);
  await test.stack.engine.advanceBy('PT9M');
  expect((await test.get(`/contracts/${contract}`)).body.events).toHaveLength(1);
  expect(test.telemetry.with('WEBHOOKS_OVERDUE').slice(swept)).toMatchObject([{ facts: { webhooks: 1 } }]);
});

it('leaves everything consistent', async () => {
  test.stack.faults.clear();
  await test.stack.engine.advanceBy('P1D');
  expect(await test.check()).toEqual([]);
});
