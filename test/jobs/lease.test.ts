import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { FaultPlan } from '../../local/aws/faults.ts';
import { withFaults } from '../../local/aws/with-faults.ts';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { MOST_ATTEMPTS } from '../../shared/jobs/walk.ts';
import { numbered, RUN_MS, Walking } from './walking.ts';

const LEASE_MS = RUN_MS + 60_000;

/** A job of five pages in two stages, whose calls of the table meet faults. */
function faulty() {
  const faults = new FaultPlan();
  const done: string[] = [];
  const piece = (stage: string) => async (n: number) => {
    await walking.timer.pause(50);
    done.push(`${stage}-${n}`);
    return 'done';
  };
  const walking: Walking = new Walking(numbered(27, 10, piece('a'), 'a'), numbered(12, 10, piece('b'), 'b'));
  walking.dynamodb = withFaults(memoryDatabase().dynamodb, 'table', faults) as DynamoDBClient;
  return { walking, faults, done };
}

describe('two runs of one job', () => {
  it('that begin at once are one', async () => {
    const { walking, done } = faulty();
    await walking.start();
    const jobs = await walking.timer.run(() => Promise.all([walking.begin(), walking.begin()]));
    expect(jobs.filter((job) => job?.state === 'finished')).toHaveLength(1);
    expect(jobs.filter((job) => job === undefined)).toHaveLength(1);
    expect(done).toHaveLength(39);
  });

  it('do not work side by side: the second finds it held', async () => {
    const { walking, faults } = faulty();
    await walking.start();
    faults.arm({ service: 'table', operation: 'PutItem', fault: 'crash-after', skip: 1 });
    await expect(walking.run()).rejects.toThrow('crashed');
    const held = await walking.stored();
    expect(held).toMatchObject({ state: 'running', done: 10 });
    expect(await walking.run()).toBeUndefined();
    expect(await walking.jobs.free(walking.now)).toEqual([]);
    expect(await walking.stored()).toEqual(held);
  });

  it('follow each other when the first has died, once it is certainly dead', async () => {
    const { walking, faults, done } = faulty();
    await walking.start();
    faults.arm({ service: 'table', operation: 'PutItem', fault: 'crash-before', skip: 1 });
    await expect(walking.run()).rejects.toThrow('crashed');
    const diedAt = walking.timer.now();
    await walking.wait(LEASE_MS - diedAt - 1000);
    expect(await walking.run()).toBeUndefined();
    await walking.wait(1000);
    expect(await walking.jobs.free(walking.now)).toEqual(['walk']);
    expect(await walking.run()).toMatchObject({ state: 'finished', done: 39, failed: 0 });
    // The page that was not kept was done twice.
    expect(done).toHaveLength(49);
  });

  it('leave the job to the second when the first comes back after its lease', async () => {
    const walking: Walking = new Walking(
      numbered(20, 10, async (n) => {
        if (n === 5 && walking.timer.now() < LEASE_MS) await walking.timer.pause(LEASE_MS + 30_000);
        await walking.timer.pause(50);
        return 'done';
      }),
    );
    await walking.start();
    const { timer } = walking;
    const [first, second] = await timer.run(() =>
      Promise.all([walking.begin(), timer.pause(LEASE_MS + 1000).then(() => walking.begin())]),
    );
    expect(first).toBeUndefined();
    expect(second).toMatchObject({ state: 'finished', done: 20, counts: { done: 20 } });
    expect(await walking.stored()).toEqual(second);
    expect(walking.telemetry.with('JOB_STOPPED')).toMatchObject([
      { level: 'warn', facts: { reason: 'taken by another run' } },
    ]);
  });

  it('started at once start one job', async () => {
    const { walking } = faulty();
    const both = await walking.timer.run(() => Promise.all([walking.start(), walking.start()]));
    expect(both[0]).toEqual(both[1]);
    expect(walking.telemetry.with('JOB_STARTED')).toHaveLength(1);
  });
});

describe('a page at which every run dies', () => {
  it('is given up in the end, without being worked on again', async () => {
    const { walking, faults, done } = faulty();
    await walking.start();
    for (let n = 0; n < MOST_ATTEMPTS; n += 1) {
      // The first run writes once to take the job and once for the first page; each dies before it writes the second page.
      faults.arm({ service: 'table', operation: 'PutItem', fault: 'crash-before', skip: n === 0 ? 2 : 1 });
      await expect(walking.run()).rejects.toThrow('crashed');
      await walking.wait(LEASE_MS);
    }
    const job = await walking.run();
    expect(job).toMatchObject({ state: 'finished', done: 29, failed: 10 });
    expect(job?.failures[0]).toEqual({ item: 'p-10', error: 'GivenUpError' });
    expect(done.filter((each) => each === 'a-10')).toHaveLength(MOST_ATTEMPTS);
  });
});

describe('wherever a run is cut off', () => {
  const faults = [
    { fault: 'crash-before' },
    { fault: 'crash-after' },
    { fault: 'timeout', effect: true },
    { fault: 'timeout', effect: false },
    { fault: 'throttle' },
    { fault: 'error' },
  ] as const;
  /** Start: a read and a write. A run: a read, a write to take it, and a write after each of its five pages. */
  const calls = Array.from({ length: 7 }, (_, skip) => skip);

  it.each(faults)('by %j at any call, the next ones do all there is to do and count it once', async (fault) => {
    for (const skip of calls) {
      const { walking, faults: plan, done } = faulty();
      await walking.start();
      plan.arm({ service: 'table', ...fault, skip });
      expect(await walking.runToEnd()).toMatchObject({ state: 'finished', done: 39, failed: 0 });
      expect(plan.list()).toEqual([]);
      expect(walking.errors.length).toBe(1);
      expect(new Set(done).size).toBe(39);
      expect(done.length).toBeLessThanOrEqual(49);
    }
  });
});
