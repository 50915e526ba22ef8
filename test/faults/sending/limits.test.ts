import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RESOURCES } from '../../../local/environment.ts';
import { MOST_DEADLINES } from '../../../shared/aws/table/commit.ts';
import {
  deadlineItem,
  eventItem,
  MOST_EXPLAINED_BYTES,
  MOST_STORED,
  readDeadline,
  storedBytes,
} from '../../../shared/aws/table/items.ts';
import type { DeadlineChange } from '../../../shared/core/deadlines/deadline-changes.ts';
import type { StoredDeadline } from '../../../shared/core/deadlines/progress.ts';
import type { ContractEvent } from '../../../shared/core/events/event.ts';
import {
  MOST_CHANGES,
  MOST_DATA_BYTES,
  MOST_EVENTS,
  MOST_HISTORY_BYTES,
  tooLong,
  tooManyChanges,
} from '../../../shared/recording/limits.ts';
import { recordOnce } from '../../../shared/recording/record-once.ts';
import { firstChanges } from '../../../shared/recording/write.ts';
import { laterBy } from '../../../shared/runtime/clock.ts';
import { BareContracts } from '../../harness/bare-contracts.ts';
import { manyInvoices } from '../../harness/many-invoices.ts';
import { evidenceOf, openSuspension } from '../../harness/notices.ts';
import { createContract, failedPayment, fresh, recordEvent } from '../../harness/samples.ts';
import { startTestStack, TEST_START, type TestStack } from '../../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());

/** Data whose JSON has exactly so many bytes: `{"f000":"x…",…,"ticket":"t"}`. */
function dataOf(bytes: number): Record<string, string> {
  const data: Record<string, string> = { ticket: 't' };
  let left = bytes - JSON.stringify(data).length;
  for (let n = 0; left > 0; n += 1) {
    const value = Math.min(1000, left - '"f000":"",'.length);
    data[`f${String(n).padStart(3, '0')}`] = 'x'.repeat(value);
    left -= value + '"f000":"",'.length;
  }
  return data;
}

describe('an event', () => {
  it('is recorded at the written limit of its data, and refused beyond it, by name', async () => {
    const contract = await createContract(test);
    const at = await recordEvent(test, contract, 'support.requested', TEST_START, dataOf(MOST_DATA_BYTES - 20));
    expect(at.status).toBe(201);
    const beyond = await recordEvent(test, contract, 'support.requested', TEST_START, dataOf(MOST_DATA_BYTES + 20));
    expect(beyond).toMatchObject({ status: 422, body: { errors: [{ field: 'data' }] } });
    expect(beyond.body.errors[0].detail).toContain(`at most ${MOST_DATA_BYTES} are taken`);
  });

  it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])('may have data of the name %s', async (name) => {
    const contract = await createContract(test);
    const data = { ticket: 't', [name]: 'x' };
    expect((await recordEvent(test, contract, 'support.requested', TEST_START, data)).status).toBe(201);
    const { body } = await test.get(`/contracts/${contract}`);
    expect(body.events[0].data).toEqual(data);
  });

  it('that would change more deadlines than one may is refused, and not at the limit', () => {
    const changes = Array.from({ length: MOST_CHANGES + 1 }, () => ({}) as DeadlineChange);
    expect(tooManyChanges(changes.slice(1), { kind: 'contract.terminated' })).toBeUndefined();
    expect(tooManyChanges(changes, { kind: 'contract.terminated' })).toMatchObject({
      outcome: 'rejected',
      faults: [{ field: 'kind', detail: expect.stringContaining('2001 deadlines; one event may change 2000') }],
    });
  });

  it('whose payment makes a sum that cannot be counted exactly is refused by its amount', async () => {
    const contract = await createContract(test);
    const pay = (payment: string) =>
      recordEvent(test, contract, 'payment.received', '2026-10-20T08:00:00Z', {
        payment,
        amount: Number.MAX_SAFE_INTEGER,
        currency: 'eur',
      });
    const claim = await recordEvent(test, contract, 'breach.alleged', TEST_START, { breach: 'b-1', by: 'customer' });
    expect(claim.body.deadlines[0].change).toBe('opened');
    expect((await pay('p-1')).status).toBe(201);
    expect(await pay('p-2')).toMatchObject({ status: 422, body: { errors: [{ field: 'data.amount' }] } });
  });

  it('at the end of the year 9999 is refused by its time', async () => {
    const contract = await createContract(test);
    const answer = await recordEvent(test, contract, 'support.requested', '9999-12-31T23:59:59Z', { ticket: 't' });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'occurredAt' }] } });
  });

  it('at the end of the year 9999 that a provider tells is set aside, and does not fail', async () => {
    const contract = await createContract(test);
    const at = '9999-12-31T23:59:59Z';
    const { body } = await test.webhook('stripe', failedPayment(contract, 'in_1', TEST_START, at));
    expect(body.events).toMatchObject([{ outcome: 'set-aside', reason: 'not-countable' }]);
  });
});

/** A day that no letter about the invoices precedes. */
const FAR = new Date(Date.parse(TEST_START) + 400 * 86_400_000).toISOString().slice(0, 10);

it('a lapse closes more deadlines than a transaction takes, and no entry of evidence grows with them', async () => {
  const invoices = 1601;
  const contract = await manyInvoices(test, invoices, FAR);
  const noticed = await recordEvent(test, contract, 'termination.noticed', test.stack.clock.now(), { by: 'customer' });
  const [ending] = noticed.body.deadlines;
  await test.stack.engine.advanceTo(new Date(Date.parse(ending.instant) + 3_600_000).toISOString());
  const loaded = await test.stack.table.load(contract);
  expect(loaded?.events.some(({ kind }) => kind === 'contract.terminated')).toBe(true);
  expect(loaded?.deadlines.filter(({ clause, state }) => clause === 'suspension' && state === 'open')).toEqual([]);
  expect(loaded?.head.settleAt).toBeUndefined();
  const changed = (await evidenceOf(test, contract)).map(({ facts }) =>
    Array.isArray(facts.changes) ? facts.changes.length : 0,
  );
  expect(Math.max(...changed)).toBeLessThanOrEqual(MOST_DEADLINES);
  expect(changed.reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(invoices);
});

it('a transaction takes as many deadlines as its bytes allow, and the rest is settled', async () => {
  const { deadline } = await openSuspension(test);
  const step = { code: 'told', step: { code: 'fact', text: 'x'.repeat(1000) } };
  const steps = Array.from({ length: 400 }, () => step) as unknown as StoredDeadline['steps'];
  const after = { ...deadline, steps };
  const changes = Array.from(
    { length: MOST_DEADLINES },
    (_, n): DeadlineChange => ({
      change: 'opened',
      after: { ...after, id: `suspension~in_${n}` },
    }),
  );
  const { taken, unfinished } = firstChanges(changes);
  expect(unfinished).toBe(true);
  expect(taken.length).toBeGreaterThan(10);
  const bare = new BareContracts(test.stack.table);
  await bare.write(
    fresh('large'),
    taken.map((one) => one.after),
  );
  await expect(
    bare.write(
      fresh('larger'),
      changes.map((one) => one.after),
    ),
  ).rejects.toThrow('aggregate size');
});

it('a deadline whose explanation grows with every event of a year stays small enough to be stored', async () => {
  const { deadline } = await openSuspension(test);
  const step = { code: 'told', step: { code: 'fact', text: 'x'.repeat(300) } };
  const steps = Array.from({ length: 5000 }, () => step) as unknown as StoredDeadline['steps'];
  const item = deadlineItem('acme', { ...deadline, steps }, TEST_START);
  expect(JSON.stringify(item).length).toBeLessThan(400_000);
  expect(readDeadline(item).steps).toHaveLength(MOST_STORED);
  const long = { code: 'told', step: { code: 'fact', text: 'x'.repeat(1024) } };
  const longer = Array.from({ length: 500 }, () => long) as unknown as StoredDeadline['steps'];
  expect(storedBytes({ ...deadline, steps: longer })).toBeLessThan(MOST_EXPLAINED_BYTES + 10_000);
});

const supported = (n: number, data: ContractEvent['data'] = {}): ContractEvent => {
  const at = laterBy(TEST_START, -1000 * (n + 1));
  return {
    id: `e-${n}`,
    kind: 'support.requested',
    occurredAt: at,
    recordedAt: at,
    data: { ticket: `t-${n}`, ...data },
  };
};

it('a contract takes twenty thousand events, and one more is refused by the contract', async () => {
  const contract = await createContract(test);
  for (let n = 0; n < MOST_EVENTS - 1; n += 1) {
    const Item = eventItem(contract, supported(n));
    await test.stack.dynamodb.send(new PutItemCommand({ TableName: RESOURCES.table, Item }));
  }
  const record = (ticket: string) => recordEvent(test, contract, 'support.requested', TEST_START, { ticket });
  expect((await record('last')).status).toBe(201);
  expect(await record('beyond')).toMatchObject({ status: 422, body: { errors: [{ field: 'contract' }] } });
  const withdrawn = await recordEvent(test, contract, 'event.withdrawn', TEST_START, { event: 'e-0' });
  expect(withdrawn.status).toBe(201);
  const corrected = await test.post(`/contracts/${contract}/events/e-1/correct`, {
    event: { kind: 'support.requested', occurredAt: TEST_START, data: { ticket: 'right' } },
    by: 'ana',
    reason: 'another ticket',
  });
  expect(corrected.status).toBe(201);
});

it('a contract takes events with so much data, and beyond it one more is refused by the contract', () => {
  const data = dataOf(MOST_DATA_BYTES - 100);
  const most = Math.floor(MOST_HISTORY_BYTES / Buffer.byteLength(JSON.stringify(supported(0, data).data)));
  const events = Array.from({ length: most + 1 }, (_, n) => supported(n, data));
  const [last = supported(0)] = events;
  expect(tooLong({ events: events.slice(2) }, last)).toBeUndefined();
  expect(tooLong({ events: events.slice(1) }, last)).toMatchObject({ faults: [{ field: 'contract' }] });
});

it('an event changes two thousand deadlines, and is refused by its kind where it would change one more', async () => {
  const contract = await manyInvoices(test, MOST_CHANGES - 1, FAR);
  const before = test.stack.clock.now();
  await test.stack.engine.advanceBy('PT1H');
  const now = test.stack.clock.now();
  const beyond = await recordEvent(test, contract, 'contract.terminated', now);
  expect([beyond.status, beyond.body.errors]).toMatchObject([
    422,
    [{ field: 'kind', detail: expect.stringContaining(`change ${MOST_CHANGES + 1} deadlines`) }],
  ]);
  const paid = { invoice: 'in_0', payment: 'p-0', amount: 100, currency: 'EUR' };
  expect((await recordEvent(test, contract, 'payment.received', before, paid)).status).toBe(201);
  const { table, clock, timer } = test.stack;
  const event = { id: 'end', kind: 'contract.terminated', occurredAt: now, recordedAt: now, data: {} };
  const dependencies = { ...test.terms, table, clock, timer, wake: async () => undefined };
  const { result, unfinished } = await recordOnce(dependencies, { contract, event });
  expect(result).toMatchObject({ outcome: 'recorded', changes: { length: MOST_CHANGES } });
  expect(unfinished).toBe(true);
});
