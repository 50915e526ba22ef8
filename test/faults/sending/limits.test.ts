import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deadlineItem, readDeadline } from '../../../shared/aws/table/items.ts';
import type { DeadlineChange } from '../../../shared/core/deadlines/deadline-changes.ts';
import type { StoredDeadline } from '../../../shared/core/deadlines/progress.ts';
import { MOST_CHANGES, MOST_DATA_BYTES, tooManyChanges } from '../../../shared/recording/limits.ts';
import { manyInvoices } from '../../harness/many-invoices.ts';
import { evidenceOf, openSuspension } from '../../harness/notices.ts';
import { createContract, failedPayment, recordEvent } from '../../harness/samples.ts';
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

it('a lapse that closes more deadlines than a transaction takes leaves no entry of evidence that grows with them', async () => {
  const dueOn = new Date(Date.parse(TEST_START) + 60 * 86_400_000).toISOString().slice(0, 10);
  const contract = await manyInvoices(test, 90, dueOn);
  const noticed = await recordEvent(test, contract, 'termination.noticed', test.stack.clock.now(), { by: 'customer' });
  const [ending] = noticed.body.deadlines;
  await test.stack.engine.advanceTo(new Date(Date.parse(ending.instant) + 3_600_000).toISOString());
  const loaded = await test.stack.table.load(contract);
  expect(loaded?.events.some(({ kind }) => kind === 'contract.terminated')).toBe(true);
  expect(loaded?.deadlines.filter(({ clause, state }) => clause === 'suspension' && state === 'open')).toEqual([]);
  const changed = (await evidenceOf(test, contract)).map(({ facts }) =>
    Array.isArray(facts.changes) ? facts.changes.length : 0,
  );
  expect(Math.max(...changed)).toBeLessThanOrEqual(80);
  expect(changed.reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(90);
});

it('a deadline whose explanation grows with every event of a year stays small enough to be stored', async () => {
  const { deadline } = await openSuspension(test);
  const step = { code: 'told', step: { code: 'fact', text: 'x'.repeat(300) } };
  const steps = Array.from({ length: 5000 }, () => step) as unknown as StoredDeadline['steps'];
  const item = deadlineItem('acme', { ...deadline, steps }, TEST_START);
  expect(JSON.stringify(item).length).toBeLessThan(400_000);
  expect(readDeadline(item).steps).toHaveLength(500);
});
