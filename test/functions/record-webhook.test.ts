import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { SQSEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { declaration } from '../../functions/record-webhook/declaration.ts';
import { invoke, SimulatedCrash } from '../../local/aws/invocation.ts';
import { RESOURCES } from '../../local/environment.ts';
import { functionNamed } from '../../local/stack.ts';
import { deliveryItem, LAST_TRY_MS } from '../../shared/aws/table/delivery-item.ts';
import { DeliveryStore } from '../../shared/aws/table/delivery-store.ts';
import { HoldTable } from '../../shared/aws/table/holds.ts';
import { codeOf } from '../../shared/inbound/fail-delivery.ts';
import { createContract, failedPayment, fresh } from '../harness/samples.ts';
import { startTestStack, TEST_START, type TestStack } from '../harness/stack.ts';
import { receivedDelivery } from '../harness/stored.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());
afterEach(() => test.stack.faults.clear());

const bytesOf = (body: unknown) => new TextEncoder().encode(JSON.stringify(body));
const eventsOf = async (contract: string) => (await test.get(`/contracts/${contract}`)).body.events;

function queue(id: string): Promise<void> {
  const { queues } = test.stack;
  return queues.put(queues.arn(RESOURCES.inbound), JSON.stringify({ kind: 'delivery', delivery: id }));
}

/** Stores a webhook of a contract without queueing it. */
async function stored(contract: string): Promise<string> {
  const body = bytesOf(failedPayment(contract, fresh('in'), TEST_START, TEST_START));
  const delivery = receivedDelivery(body, { receivedAt: test.stack.clock.now() });
  await new DeliveryStore(test.stack.dynamodb, RESOURCES.table).store(delivery, body);
  return delivery.id;
}

/** Stores a webhook on which nobody can work, since a part of its body is missing. */
async function poisoned(): Promise<string> {
  const delivery = { ...receivedDelivery(bytesOf({})), parts: 2 };
  const put = { TableName: RESOURCES.table, Item: deliveryItem({ ...delivery, receivedAt: test.stack.clock.now() }) };
  await test.stack.dynamodb.send(new PutItemCommand(put));
  return delivery.id;
}

/** One invocation with one message, received so many times. */
function receive(delivery: string, receives: number): Promise<unknown> {
  const { handler } = functionNamed(test.stack.functions, 'record-webhook');
  const attributes = { ApproximateReceiveCount: String(receives) };
  const Records = [{ messageId: 'm', body: JSON.stringify({ kind: 'delivery', delivery }), attributes }];
  return invoke(handler, { Records } as SQSEvent);
}

const FAILED_ONCE = { batchItemFailures: [{ itemIdentifier: 'm' }] };
const DONE = { batchItemFailures: [] };
const strikeWork = (fault: 'error' | 'crash-before', times = 1) =>
  test.stack.faults.arm({ service: 'table', operation: 'Query', fault, times });

describe('a webhook whose work fails', () => {
  it('five times waits for a person with the error’s code, and holds up no other', async () => {
    const contract = await createContract(test);
    const [poison, sound] = [await poisoned(), await stored(contract)];
    await queue(poison);
    await queue(sound);
    await test.stack.engine.drain();
    expect(await eventsOf(contract)).toHaveLength(1);
    expect(await test.stack.deliveries.read(poison)).toMatchObject({ state: 'stored', attempts: 0 });
    await test.stack.engine.advanceBy('PT1H');
    expect(await test.stack.deliveries.read(poison)).toMatchObject({ state: 'failed', reason: 'missing-part-error' });
    const told = test.telemetry.with('WEBHOOK_FAILED').filter(({ facts }) => facts.delivery === poison);
    expect(told.length).toBeGreaterThan(0);
    expect(test.telemetry.counted('WebhookFailed')).toBe(told.length);
    expect(test.stack.queues.messages(RESOURCES.inboundDeadLetters)).toEqual([]);
    // It left the agenda, and comes back only when it is queued again.
    const attempts = (await test.stack.deliveries.read(poison))?.attempts;
    await test.stack.engine.advanceBy('P2D');
    expect((await test.stack.deliveries.read(poison))?.attempts).toBe(attempts);
  });

  it('is tried again before the fifth time', async () => {
    const contract = await createContract(test);
    const delivery = await stored(contract);
    strikeWork('error');
    expect(await receive(delivery, 4)).toEqual(FAILED_ONCE);
    expect(await test.stack.deliveries.read(delivery)).toMatchObject({ state: 'stored' });
    expect(await receive(delivery, 5)).toEqual(DONE);
    expect(await test.stack.deliveries.read(delivery)).toMatchObject({ state: 'recorded' });
    expect(await test.stack.deliveries.read(delivery)).not.toHaveProperty('reason');
    expect(await eventsOf(contract)).toHaveLength(1);
  });

  /** The process dies at the last receive, and the sweep finds that five minutes later. */
  async function died(contract: string): Promise<string> {
    const delivery = await stored(contract);
    strikeWork('crash-before');
    await expect(receive(delivery, 5)).rejects.toThrow(SimulatedCrash);
    return delivery;
  }

  it('by the death of its process at the fifth time is noted once the agenda has brought it back', async () => {
    const contract = await createContract(test);
    const delivery = await died(contract);
    expect(await test.stack.deliveries.read(delivery)).toMatchObject({ state: 'stored', facts: [] });
    const told = test.telemetry.counted('WebhookFailed');
    await test.stack.engine.advanceBy('PT11M');
    const failed = await test.stack.deliveries.read(delivery);
    expect(failed).toMatchObject({ state: 'failed', reason: 'crashed', attempts: 5, facts: [{ contract }] });
    expect(failed).not.toHaveProperty('lastTryAt');
    expect(test.telemetry.counted('WebhookFailed')).toBe(told + 1);
    expect(await eventsOf(contract)).toEqual([]);
    const holds = new HoldTable(test.stack.dynamodb, RESOURCES.table);
    expect(await holds.ofContract(contract)).toMatchObject({ delivery });
    await test.stack.engine.advanceBy('P1D');
    expect(await test.stack.deliveries.read(delivery)).toEqual(failed);
    expect(await receive(delivery, 1)).toEqual(DONE);
    expect(await eventsOf(contract)).toHaveLength(1);
    expect(await holds.ofContract(contract)).toBeUndefined();
  });

  it('by the death of its process is recorded by another that comes to it in time', async () => {
    const contract = await createContract(test);
    const delivery = await died(contract);
    expect(await receive(delivery, 5)).toEqual(DONE);
    const recorded = await test.stack.deliveries.read(delivery);
    expect(recorded).toMatchObject({ state: 'recorded' });
    expect(recorded).not.toHaveProperty('lastTryAt');
    await test.stack.engine.advanceBy('PT11M');
    expect(await test.stack.deliveries.read(delivery)).toEqual(recorded);
    expect(await eventsOf(contract)).toHaveLength(1);
  });

  it('while it waits for its contract, by the death of its process, is brought back as well', async () => {
    const delivery = await stored(fresh('c'));
    expect(await receive(delivery, 1)).toEqual(DONE);
    strikeWork('crash-before');
    await expect(receive(delivery, 5)).rejects.toThrow(SimulatedCrash);
    expect(await test.stack.deliveries.read(delivery)).toMatchObject({ state: 'parked' });
    await test.stack.engine.advanceBy('PT11M');
    expect(await test.stack.deliveries.read(delivery)).toMatchObject({ state: 'failed', reason: 'crashed' });
  });

  it('is not noted as failed once another worker has recorded it', async () => {
    const contract = await createContract(test);
    const delivery = await stored(contract);
    expect(await receive(delivery, 1)).toEqual(DONE);
    const before = await test.stack.deliveries.read(delivery);
    expect(await receive(delivery, 5)).toEqual(DONE);
    expect(await test.stack.deliveries.read(delivery)).toEqual(before);
  });

  it('five times while it waits for its contract waits for a person from then on', async () => {
    const delivery = await stored(fresh('c'));
    expect(await receive(delivery, 1)).toEqual(DONE);
    expect(await test.stack.deliveries.read(delivery)).toMatchObject({ state: 'parked' });
    strikeWork('error');
    expect(await receive(delivery, 5)).toEqual(DONE);
    const failed = await test.stack.deliveries.read(delivery);
    expect(failed).toMatchObject({ state: 'failed', attempts: 5, facts: [{ state: 'failed' }] });
  });

  it('because it is gone is told, and done with', async () => {
    expect(await receive('stripe~default~gone', 1)).toEqual(DONE);
    expect(test.telemetry.with('WEBHOOK_GONE')).toMatchObject([{ facts: { delivery: 'stripe~default~gone' } }]);
  });
});

it('a last try ends before it is taken for one at which the process died', () => {
  expect(LAST_TRY_MS).toBeGreaterThan(declaration.timeoutSeconds * 1000);
});

describe('a message of the queue that is none', () => {
  it.each(['{', '{}', '{"kind": "delivery", "delivery": "no id"}', '{"kind": "other"}'])('fails: %s', async (body) => {
    const { handler } = functionNamed(test.stack.functions, 'record-webhook');
    const Records = [{ messageId: 'm', body, attributes: { ApproximateReceiveCount: '1' } }];
    expect(await invoke(handler, { Records } as SQSEvent)).toEqual(FAILED_ONCE);
  });
});

describe('the code of an error', () => {
  it.each([
    ['its name', Object.assign(new Error('x'), { name: 'ThrottlingException' }), 'throttling-exception'],
    ['a long name', Object.assign(new Error('x'), { name: 'A'.repeat(100) }), 'a'.repeat(64)],
    ['odd signs in it', Object.assign(new Error('x'), { name: '7 (Ä)' }), 'error'],
    ['no error', 'text', 'error'],
  ])('is made of %s', (_, error, code) => expect(codeOf(error)).toBe(code));
});
