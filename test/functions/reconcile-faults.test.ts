import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { startJob } from '../../shared/jobs/walk.ts';
import { openSuspension, payInvoice, type Suspension } from '../harness/notices.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';
import { damage, invokeSweep, putDeadline, schedulesOf } from './reconciling.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());
beforeEach(() => {
  test.stack.faults.clear();
  test.telemetry.lines.length = 0;
  test.telemetry.counts.clear();
});

const reconcile = () => invokeSweep({ test }, 'reconcile');

/** Invoked by a rule, a function that fails is invoked twice more. */
async function asLambdaDoes(): Promise<void> {
  for (let n = 0; n < 3; n += 1) {
    try {
      await reconcile();
      return;
    } catch {
      await test.stack.engine.advanceBy('PT1M');
    }
  }
}

/**
 * Damages some contracts, reconciles with faults, lets the sweeps go on with it, and looks whether all is as it should be.
 * False if the fault had no call to strike.
 */
async function repaired(contracts: number, fault: Readonly<Record<string, unknown>>): Promise<boolean> {
  const damaged: Suspension[] = [];
  for (let n = 0; n < contracts; n += 1) damaged.push(await damage(test));
  test.stack.faults.arm(fault);
  await asLambdaDoes();
  const struck = test.stack.faults.list().length === 0;
  test.stack.faults.clear();
  await test.stack.engine.advanceBy('PT30M');
  const { body } = await test.get('/jobs/reconcile');
  expect(body, JSON.stringify(fault)).toMatchObject({ state: 'finished', failed: 0 });
  for (const { contract, deadline } of damaged) {
    expect(schedulesOf(test, contract), JSON.stringify(fault)).toMatchObject([{ at: deadline.next?.at }]);
  }
  for (const { contract } of damaged) await payInvoice(test, contract);
  return struck;
}

/** The same with the fault at the first call, at the second, and so on until there is no such call any more. */
async function repairedAtAnyCall(fault: Readonly<Record<string, unknown>>): Promise<number> {
  let skip = 0;
  while (await repaired(1, { ...fault, skip })) skip += 1;
  return skip;
}

const CUTS = [
  { fault: 'crash-before' },
  { fault: 'crash-after' },
  { fault: 'timeout', effect: true },
  { fault: 'error' },
] as const;

describe('the nightly comparison, cut off', () => {
  it.each(CUTS)('by %j at any call of the table, is gone on with until all is repaired', async (fault) => {
    expect(await repairedAtAnyCall({ service: 'table', ...fault })).toBeGreaterThan(15);
  });

  it.each(CUTS)('by %j at any call of the scheduler, is gone on with until all is repaired', async (fault) => {
    expect(await repairedAtAnyCall({ service: 'scheduler', ...fault })).toBeGreaterThan(5);
  });

  it.each(['GetSchedule', 'CreateSchedule', 'ListSchedules', 'DeleteSchedule'])(
    'by a scheduler that refuses %s for a moment, notices nothing of it',
    async (operation) => {
      for (const fault of ['throttle', 'error']) {
        expect(
          await repaired(3, { service: 'scheduler', operation, fault, times: operation === 'ListSchedules' ? 1 : 2 }),
        ).toBe(true);
      }
    },
  );

  it('by a scheduler that is down, waits where it is until it answers again, and gives nothing up', async () => {
    const damaged = await Promise.all(Array.from({ length: 6 }, () => damage(test)));
    test.stack.faults.arm({ service: 'scheduler', fault: 'error', times: 1_000_000 });
    expect(await reconcile()).toMatchObject({ state: 'waiting', failed: 0, error: 'InternalServerException' });
    await test.stack.engine.advanceBy('PT12M');
    test.stack.faults.clear();
    await test.stack.engine.advanceBy('PT5M');
    const { body } = await test.get('/jobs/reconcile');
    expect(body).toMatchObject({ state: 'finished', failed: 0, counts: { registered: 6, removed: 6 } });
    for (const { contract } of damaged) await payInvoice(test, contract);
  });
});

describe('two comparisons at once', () => {
  it('are one: the second finds the first at work', async () => {
    const { contract } = await damage(test);
    const both = await Promise.all([reconcile(), reconcile()]);
    expect(both.filter(({ state }) => state === 'finished')).toHaveLength(1);
    expect(both.filter(({ state }) => state === 'waiting' || state === 'running')).toHaveLength(1);
    expect(both.find(({ state }) => state === 'finished')).toMatchObject({ counts: { registered: 1, removed: 1 } });
    expect(test.telemetry.counted('ScheduleRepaired')).toBe(2);
    await payInvoice(test, contract);
  });
});

it('leaves everything consistent', async () => {
  expect(await test.check()).toEqual([]);
});

describe('a sweep that dies over a job', () => {
  it('has told before how much it found overdue', async () => {
    const dying = await startTestStack();
    try {
      const { stack, telemetry } = dying;
      await stack.engine.advanceTo('2027-02-01T00:00:00Z');
      await putDeadline(dying, 'late', 'suspension', {});
      await startJob({ ...stack, telemetry: telemetry.of('test') }, 'reconcile', {
        kind: 'reconcile',
      });
      stack.faults.arm({ service: 'table', operation: 'PutItem', fault: 'crash-before' });
      await expect(invokeSweep({ test: dying }, 'overdue')).rejects.toThrow('crashed');
      expect(telemetry.written.get('OverdueFound')).toBe(1);
    } finally {
      await dying.stop();
    }
  });
});

describe('the local clock', () => {
  it('runs no sweep for a job that has ended', async () => {
    let sweeps = 0;
    const quiet = await startTestStack({
      onStep: ({ source }) => {
        if (source === 'sweep') sweeps += 1;
      },
    });
    try {
      await quiet.advanceTo('2036-11-20T08:00:00Z');
      expect(sweeps).toBe(0);
      expect((await quiet.get('/jobs/reconcile')).body).toMatchObject({ state: 'finished' });
    } finally {
      await quiet.stop();
    }
  });

  it('starts with a job that its last process died over, without waiting for the end of the lease', async () => {
    const database = memoryDatabase();
    const first = await startTestStack({ database });
    const { contract } = await openSuspension(first);
    first.stack.faults.arm({ service: 'table', operation: 'PutItem', fault: 'crash-after', skip: 2 });
    await expect(invokeSweep({ test: first }, 'reconcile')).rejects.toThrow('crashed');
    expect((await first.get('/jobs/reconcile')).body.state).toBe('running');
    // Its scheduler starts without any schedule.
    const second = await startTestStack({ database });
    expect((await second.get('/jobs/reconcile')).body).toMatchObject({ state: 'finished' });
    expect(schedulesOf(second, contract)).toHaveLength(1);
  });
});
