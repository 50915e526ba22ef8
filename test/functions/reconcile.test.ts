import { DeleteItemCommand, QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { DeleteScheduleCommand, GetScheduleCommand, ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RESOURCES } from '../../local/environment.ts';
import { inboxOf, openSuspension, payInvoice } from '../harness/notices.ts';
import { createContract, fresh, recordEvent } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';
import {
  addSchedule,
  damage,
  invokeSweep,
  putDeadline,
  removeSchedules,
  type Sweep,
  schedulesOf,
  stepOf,
} from './reconciling.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());
afterEach(async () => {
  test.stack.faults.clear();
  test.telemetry.lines.length = 0;
  test.telemetry.counts.clear();
});

const reconcile = (changes: Partial<Sweep> = {}, remainingMs?: () => number) =>
  invokeSweep({ test, ...changes }, 'reconcile', remainingMs);
/** Started, and gone on with by the sweeps until it has ended. */
async function reconcileToEnd() {
  await reconcile().catch(() => undefined);
  await test.stack.engine.advanceBy('PT40M');
  return (await test.get('/jobs/reconcile')).body;
}
const nothingRepaired = () => expect(test.telemetry.counted('ScheduleRepaired')).toBe(0);

describe('the nightly comparison', () => {
  it('restores a schedule that is missing and removes one that belongs to nothing', async () => {
    const { contract, at, deadline } = await damage(test);
    const job = await reconcile();
    expect(job).toMatchObject({ state: 'finished', failed: 0, counts: { registered: 1, removed: 1 } });
    expect(schedulesOf(test, contract)).toMatchObject([{ at: deadline.next?.at }]);
    expect(test.telemetry.counted('ScheduleRepaired')).toBe(2);
    expect(test.telemetry.with('SCHEDULE_REPAIRED').map(({ facts }) => facts.outcome)).toEqual([
      'registered',
      'removed',
    ]);
    expect(await reconcile()).toMatchObject({ state: 'finished', failed: 0, counts: {} });
    await test.stack.engine.advanceTo(at('reminder'));
    expect(inboxOf(test, contract, 'customer')).toHaveLength(1);
    await payInvoice(test, contract);
  });

  it('is a job that can be looked up, also while it waits', async () => {
    const { contract } = await damage(test);
    // Time for a page or two of the five stages.
    let left = 60_000;
    const first = await reconcile({}, () => {
      left -= 10_000;
      return left;
    });
    expect(first.state).toBe('waiting');
    // Asked at once, where `get` would wait for the job.
    const answer = await test.api.request({ method: 'GET', path: '/jobs/reconcile' });
    const body = JSON.parse(answer.body);
    expect(answer.status).toBe(200);
    expect(body).toEqual(first);
    expect(Object.keys(body).toSorted()).toEqual(
      ['counts', 'done', 'failed', 'failures', 'id', 'kind', 'startedAt', 'state'].toSorted(),
    );
    await test.stack.engine.advanceBy('PT5M');
    const { body: after } = await test.get('/jobs/reconcile');
    expect(after).toMatchObject({ state: 'finished', startedAt: first.startedAt, endedAt: expect.any(String) });
    expect(schedulesOf(test, contract)).toHaveLength(1);
    await payInvoice(test, contract);
  });

  it('is described for those who call the API', async () => {
    const { body } = await test.get('/openapi.json');
    const { responses } = body.paths['/jobs/{job}'].get;
    const { properties, required } = responses[200].content['application/json'].schema;
    expect(properties.state.enum).toEqual(['waiting', 'running', 'finished', 'failed']);
    expect(required).toEqual(expect.arrayContaining(['state', 'done', 'failed']));
    expect(properties).not.toHaveProperty('place');
  });

  it('fails loudly on a task it does not know', async () => {
    await expect(invokeSweep({ test }, 'tidy')).rejects.toThrow();
  });
});

describe('a job that nobody knows', () => {
  it.each(['nobody', 'a%23b', 'x'.repeat(200)])('is answered 404: %s', async (id) => {
    const { status, body } = await test.get(`/jobs/${id}`);
    expect(status).toBe(404);
    expect(body).toMatchObject({ type: 'urn:clauseclock:problem:unknown-job', errors: [{ field: 'job' }] });
  });

  it('is given up after five runs when no release runs its kind', async () => {
    const { jobs, clock } = test.stack;
    const now = clock.now();
    const nothing = { done: 0, failed: 0, failures: [], counts: {}, attempts: 0 };
    await jobs.save({
      id: 'later',
      kind: 'later',
      revision: 1,
      state: 'waiting',
      startedAt: now,
      freeAt: now,
      ...nothing,
    });
    await test.stack.engine.advanceBy('PT30M');
    expect((await test.get('/jobs/later')).body).toMatchObject({ state: 'failed', error: 'UnknownJobError' });
    expect(test.telemetry.counted('JobFailure')).toBe(1);
  });
});

describe('a live schedule is never removed', () => {
  /** The index of the agenda knows nothing of a contract yet. */
  const lagging = (contract: string) => ({
    send: async (command: unknown) => {
      const answer = (await test.stack.dynamodb.send(command as QueryCommand)) as QueryCommandOutput;
      if (!(command instanceof QueryCommand) || command.input.IndexName !== 'agenda') return answer;
      return { ...answer, Items: answer.Items?.filter(({ pk }) => pk?.S !== `contract#${contract}`) };
    },
  });

  it('while the index lags behind the table', async () => {
    const { contract } = await openSuspension(test);
    const before = schedulesOf(test, contract);
    const job = await reconcile({ dynamodb: lagging(contract) as never });
    expect(job).toMatchObject({ state: 'finished', counts: {} });
    expect(schedulesOf(test, contract)).toEqual(before);
    nothingRepaired();
    await payInvoice(test, contract);
  });

  it('that is registered while the comparison goes on, wherever that is', async () => {
    const opened: string[] = [];
    const meanwhile = (Command: typeof ListSchedulesCommand | typeof GetScheduleCommand) => ({
      send: async (command: unknown) => {
        const answer = await test.stack.scheduler.send(command);
        if (command instanceof Command && opened.length < 5) opened.push((await openSuspension(test)).contract);
        return answer;
      },
    });
    for (const Command of [ListSchedulesCommand, GetScheduleCommand]) {
      opened.length = 0;
      const { contract } = await openSuspension(test);
      opened.push(contract);
      expect(await reconcile({ scheduler: meanwhile(Command) })).toMatchObject({ state: 'finished', counts: {} });
      expect(opened.length).toBeGreaterThan(1);
      for (const each of opened) expect(schedulesOf(test, each)).toHaveLength(1);
      for (const each of opened) await payInvoice(test, each);
    }
    nothingRepaired();
  });

  it('whose deadline moves on while it is looked at: the next step has its own', async () => {
    const { contract, deadline } = await openSuspension(test);
    const until = deadline.date.replace(/\d\d$/, '28');
    let moved = false;
    const scheduler = {
      send: async (command: unknown) => {
        const answer = await test.stack.scheduler.send(command);
        if (command instanceof ListSchedulesCommand && !moved) {
          moved = true;
          await recordEvent(test, contract, 'invoice.due', test.stack.clock.now(), { invoice: 'in_1', dueOn: until });
          await test.stack.engine.drain();
        }
        return answer;
      },
    };
    expect(await reconcile({ scheduler })).toMatchObject({ state: 'finished', failed: 0 });
    expect(moved).toBe(true);
    expect(schedulesOf(test, contract)).toHaveLength(1);
    expect(await test.check()).toEqual([]);
    await payInvoice(test, contract);
  });
});

describe('what the comparison leaves alone', () => {
  it('a step that is due, which the sweep looks after', async () => {
    const { contract, at } = await openSuspension(test);
    await removeSchedules(test, contract);
    await test.stack.engine.advanceTo(at('reminder'));
    expect(await reconcile()).toMatchObject({ state: 'finished', counts: {} });
    await test.stack.engine.advanceBy('PT16M');
    expect(inboxOf(test, contract, 'customer')).toHaveLength(1);
    nothingRepaired();
    await payInvoice(test, contract);
  });

  it('a schedule in its group that was not made for a step, which it lists', async () => {
    const suspension = await damage(test);
    const name = fresh('foreign');
    await addSchedule(test, name, { hello: 'world' });
    const job = await reconcile();
    expect(job).toMatchObject({ state: 'finished', failed: 1, counts: { registered: 1, removed: 1 } });
    expect(job.failures).toEqual([{ item: `schedule ${name}`, error: 'ForeignScheduleError' }]);
    expect(test.stack.scheduler.schedules().map((each) => each.name)).toContain(name);
    expect(test.telemetry.counted('JobFailure')).toBe(1);
    await test.stack.scheduler.send(new DeleteScheduleCommand({ Name: name, GroupName: RESOURCES.scheduleGroup }));
    await payInvoice(test, suspension.contract);
  });

  it('a deadline that cannot be read, which keeps no other from being repaired', async () => {
    const contract = await createContract(test);
    await putDeadline(test, contract, 'd~broken', { id: 'd~broken' });
    // The stream gives up on it, and goes on with what comes after.
    await test.stack.engine.advanceBy('PT2H');
    await addSchedule(test, `${contract}.broken`, { ...stepOf(await damage(test)), contract, deadline: 'd~broken' });
    const others = await Promise.all([damage(test), damage(test)]);
    const job = await reconcileToEnd();
    expect(job).toMatchObject({ state: 'finished', failed: 2, counts: { registered: 3, removed: 3 } });
    expect(job.failures).toEqual([
      { item: `deadline ${contract} d~broken`, error: 'ZodError' },
      { item: `schedule ${contract}.broken`, error: 'ZodError' },
    ]);
    for (const { contract: each } of others) expect(schedulesOf(test, each)).toHaveLength(1);
    const Key = marshall({ pk: `contract#${contract}`, sk: 'deadline#d~broken' });
    await test.stack.dynamodb.send(new DeleteItemCommand({ TableName: RESOURCES.table, Key }));
    await reconcile();
  });
});
