import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Task } from '../../shared/tasks/task.ts';
import { storeDelivery } from '../harness/deliveries.ts';
import { rowsOf } from '../harness/lists.ts';
import { evidenceOf, preparedNotices } from '../harness/notices.ts';
import { createContract, recordEvent } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';
import { invokeSweep } from './reconciling.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());
afterEach(() => test.stack.faults.clear());

/** A letter that went to a mailbox of the simulator. */
async function letterTo(mailbox: string) {
  const customer = { name: 'Acme', email: `${mailbox}@simulator.amazonses.com` };
  const contract = await createContract(test, { customer, startsOn: '2026-01-15' });
  const since = test.stack.clock.now();
  await recordEvent(test, contract, 'contract.terminated', since);
  await test.stack.engine.advanceBy('PT4H');
  const notice = (await preparedNotices(test, contract)).find(({ party }) => party === 'customer')?.notice ?? '';
  return { contract, notice, since, path: `/contracts/${contract}/notices/${notice}/acknowledge` };
}

const tasksOf = async (contract: string): Promise<Task[]> =>
  (await rowsOf(test, '/tasks', 'tasks')).filter((task: Task) => task.contract === contract);
const ANA = { by: 'Ana', reason: 'Sent by courier on 20 November.' };

describe('a letter that did not do its work', () => {
  it.each([
    ['bounce', 'bounced'],
    ['suppressionlist', 'suppressed'],
    ['complaint', 'complained'],
  ])('to %s@ is a task: why, since when, whose, and where it is dealt with', async (mailbox, reason) => {
    const { contract, notice, path } = await letterTo(mailbox);
    const [task, ...others] = await tasksOf(contract);
    expect(others).toEqual([]);
    const { since = '' } = task ?? {};
    const age = (Date.parse(test.stack.clock.now()) - Date.parse(since)) / 1000;
    expect(task).toEqual({
      kind: 'letter',
      id: notice,
      reason,
      contract,
      since: (await test.stack.table.notice(contract, notice))?.notice.createdAt,
      ageSeconds: Math.floor(age),
      resolve: [
        { method: 'GET', path: `/contracts/${contract}/evidence` },
        { method: 'POST', path },
      ],
    });
  });

  it('leaves the list when a person says that it is dealt with, which is in the evidence', async () => {
    const { contract, notice, path } = await letterTo('bounce');
    const answer = await test.post(path, ANA);
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { contract, notice, state: 'BOUNCED', acknowledged: ANA },
    ]);
    expect(await tasksOf(contract)).toEqual([]);
    const last = (await evidenceOf(test, contract)).at(-1);
    expect(last).toMatchObject({ type: 'notice.acknowledged', facts: { notice, state: 'BOUNCED', ...ANA } });
    const { entries } = (await test.get(`/contracts/${contract}/evidence`)).body;
    expect(entries.at(-1).text).toMatch(/^Ana says that the notice of step .* to the customer, .*: Sent by courier/);
    const again = await test.post(path, { by: 'Bo', reason: 'Twice.' });
    expect([again.status, again.body.acknowledged]).toMatchObject([200, ANA]);
    expect((await evidenceOf(test, contract)).at(-1)).toEqual(last);
  });

  it('is one too where nobody knows whether it went out', async () => {
    const customer = { name: 'Acme', email: 'success@simulator.amazonses.com' };
    const contract = await createContract(test, { customer, startsOn: '2026-01-15' });
    test.stack.faults.arm({ service: 'mail', operation: 'SendRawEmail', fault: 'timeout', effect: false, times: 5 });
    await recordEvent(test, contract, 'contract.terminated', test.stack.clock.now());
    await test.stack.engine.advanceBy('P2D');
    expect((await tasksOf(contract)).map(({ reason }) => reason)).toContain('escalated');
  });

  it('is no task where it arrived, and there is nothing to acknowledge then', async () => {
    const { contract, path } = await letterTo('success');
    expect(await tasksOf(contract)).toEqual([]);
    expect(await test.post(path, ANA)).toMatchObject({ status: 409, body: { errors: [{ field: 'notice' }] } });
  });

  it.each([
    ['the wrong id', (path: string) => path.replace(/[0-9a-f]{32}/, '0'.repeat(32)), ANA, 404, 'notice'],
    ['no id', (path: string) => path.replace(/[0-9a-f]{32}/, 'x'), ANA, 404, 'notice'],
    ['nobody to answer for it', (path: string) => path, { by: ' ', reason: 'Done.' }, 422, 'by'],
    ['no reason', (path: string) => path, { by: 'Ana' }, 422, 'reason'],
  ])('is not acknowledged with %s', async (_, change, body, status, field) => {
    const { contract, path } = await letterTo('bounce');
    expect(await test.post(change(path), body)).toMatchObject({ status, body: { errors: [{ field }] } });
    expect(await tasksOf(contract)).toHaveLength(1);
  });
});

it('a clause that cannot be counted is a task, until what brought it about is withdrawn', async () => {
  const contract = await createContract(test, { startsOn: '2026-01-15' });
  const { status, body } = await recordEvent(test, contract, 'contract.terminated', '2041-02-18');
  expect(status).toBe(201);
  expect(await tasksOf(contract)).toEqual([
    {
      kind: 'not-counted',
      id: contract,
      reason: 'not-countable',
      detail: expect.stringMatching(/^export-window cannot be counted by occurredAt of event .*"RO".*2041/),
      contract,
      since: test.stack.clock.now(),
      ageSeconds: 0,
      resolve: [
        { method: 'GET', path: `/contracts/${contract}/evidence` },
        { method: 'POST', path: `/contracts/${contract}/events` },
      ],
    },
  ]);
  await recordEvent(test, contract, 'event.withdrawn', test.stack.clock.now(), { event: body.event.id });
  expect(await tasksOf(contract)).toEqual([]);
});

it('tasks come oldest first, in pages', async () => {
  for (let n = 0; n < 3; n += 1) await letterTo('bounce');
  const all = (await rowsOf(test, '/tasks', 'tasks')) as Task[];
  expect(all.length).toBeGreaterThan(2);
  expect(all.map(({ since }) => since)).toEqual(all.map(({ since }) => since).toSorted());
  const inTwos = (await rowsOf(test, '/tasks', 'tasks', { limit: '2' })) as Task[];
  expect(inTwos).toEqual(all);
});

it.each([
  'no-rule',
  'no-address',
  'ambiguous-rule',
  'ambiguous-billing',
  'no-id',
  'invalid',
  'not-countable',
  'conflict',
])('a subscription that cannot become a contract is a task: %s', async (reason) => {
  const { id } = await storeDelivery(test, { state: 'parked', facts: [{ reason: 'unknown-contract' }, { reason }] });
  const tasks = (await rowsOf(test, '/tasks', 'tasks')) as Task[];
  expect(tasks.find((task) => task.id === id)).toMatchObject({ kind: 'delivery', reason });
});

it('what is parked for its contract hides no task, however much of it there is', async () => {
  const own = await startTestStack();
  try {
    for (let n = 0; n < 501; n += 1) {
      const receivedAt = `2026-11-01T0${n % 10}:00:00Z`;
      await storeDelivery(own, { state: 'parked', receivedAt, facts: [{ reason: 'unknown-contract' }] });
    }
    const { id } = await storeDelivery(own, { state: 'failed', receivedAt: '2026-11-18T07:00:00Z' });
    expect((await own.get('/tasks')).body.tasks).toMatchObject([{ id }]);
    await invokeSweep({ test: own }, 'overdue');
    expect(own.telemetry.written.get('TaskWaiting')).toBe(1);
    expect(own.telemetry.written.get('TaskAgeHours')).toBe(49);
  } finally {
    await own.stop();
  }
});

it('thousands of one kind hide no task of another, neither from who asks for it nor from the sweep', async () => {
  const own = await startTestStack();
  try {
    for (let n = 0; n < 510; n += 1) await storeDelivery(own, { state: 'failed', receivedAt: '2026-11-18T07:00:00Z' });
    const contract = await createContract(own, { startsOn: '2026-01-15' });
    await recordEvent(own, contract, 'contract.terminated', '2041-02-18');
    const asked = async (kind: string) => (await own.get('/tasks', { kind, limit: '5' })).body;
    expect(await asked('not-counted')).toMatchObject({ tasks: [{ kind: 'not-counted', contract }] });
    expect(await asked('letter')).toEqual({ tasks: [] });
    const first = await asked('delivery');
    expect(first.tasks.map(({ kind }: Task) => kind)).toEqual(Array(5).fill('delivery'));
    expect(await own.get('/tasks', { kind: 'proposal', cursor: first.next })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'cursor' }] },
    });
    expect(await own.get('/tasks', { kind: 'webhook' })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'kind', value: 'webhook', detail: 'use delivery, letter, proposal or not-counted.' }] },
    });
    await invokeSweep({ test: own }, 'overdue');
    expect(own.telemetry.written.get('TaskWaiting')).toBe(501);
    expect(own.telemetry.written.get('TaskAgeHours')).toBe(49);
  } finally {
    await own.stop();
  }
});

it('the sweep tells how many tasks there are, and how old the oldest is', async () => {
  const own = await startTestStack();
  try {
    await storeDelivery(own, { state: 'failed', receivedAt: '2026-11-18T07:00:00Z' });
    await storeDelivery(own, { state: 'ambiguous' });
    await storeDelivery(own, {
      state: 'parked',
      receivedAt: '2026-11-01T07:00:00Z',
      facts: [{ reason: 'unknown-contract' }],
    });
    await invokeSweep({ test: own }, 'overdue');
    expect(own.telemetry.written.get('TaskWaiting')).toBe(2);
    expect(own.telemetry.written.get('TaskAgeHours')).toBe(49);
  } finally {
    await own.stop();
  }
});
