import { describe, expect, it } from 'vitest';
import { crash } from '../../local/aws/invocation.ts';
import { LONGEST_NAME, MOST_FAILURES } from '../../shared/aws/table/jobs.ts';
import { MOST_ATTEMPTS, TIME_FOR_PAGE_MS } from '../../shared/jobs/walk.ts';
import { numbered, RUN_MS, Walking } from './walking.ts';

/** Does pieces and remembers which, each taking so long. */
function worker(walking: () => Walking, takesMs = 20) {
  const done: number[] = [];
  const work = async (n: number): Promise<string | undefined> => {
    await walking().timer.pause(takesMs);
    done.push(n);
    return n % 10 === 0 ? 'tenth' : undefined;
  };
  return { done, work };
}

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);
const sorted = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b);

describe('a job', () => {
  it('goes over every page of every stage and says what came of it', async () => {
    const { done, work } = worker(() => walking);
    const walking = new Walking(numbered(25, 10, work, 'one'), numbered(5, 10, work, 'two'), numbered(0, 10, work));
    expect(await walking.start({ total: 30 })).toMatchObject({ state: 'waiting', done: 0, total: 30 });
    const job = await walking.run();
    expect(sorted(done)).toEqual(sorted([...upTo(25), ...upTo(5)]));
    expect(job).toMatchObject({
      state: 'finished',
      done: 30,
      total: 30,
      failed: 0,
      failures: [],
      counts: { tenth: 4 },
    });
    expect(job?.startedAt).toBe('2026-11-20T02:17:00Z');
    expect(job?.endedAt).toBe(walking.now);
    expect(walking.telemetry.lines.map(({ code }) => code)).toEqual(['JOB_STARTED', 'JOB_FINISHED']);
    expect(await walking.run()).toBeUndefined();
  });

  it('begins so many pieces a second and no more, and works on so many at once', async () => {
    const begun: number[] = [];
    let atOnce = 0;
    let most = 0;
    const walking: Walking = new Walking(
      numbered(200, 100, async () => {
        begun.push(walking.timer.now());
        atOnce += 1;
        most = Math.max(most, atOnce);
        await walking.timer.pause(200);
        atOnce -= 1;
        return undefined;
      }),
    );
    await walking.start();
    await walking.run(RUN_MS, { perSecond: 40, parallel: 5 });
    expect(most).toBe(5);
    // Five at a time that take 0.2 s each are 25 a second: the rate is not reached.
    expect(walking.timer.now()).toBeCloseTo(200 / 25 / 0.001, -3);
    begun.length = 0;
    await walking.start();
    const from = walking.timer.now();
    await walking.run(RUN_MS, { perSecond: 40, parallel: 50 });
    const inFirstSecond = begun.filter((at) => at < from + 1000);
    expect(inFirstSecond.length).toBeLessThanOrEqual(41);
    expect(inFirstSecond.length).toBeGreaterThanOrEqual(39);
  });

  it('stops in time and goes on where it stood, in as many runs as it takes', async () => {
    const { done, work } = worker(() => walking, 1000);
    const walking: Walking = new Walking(numbered(7000, 100, work));
    await walking.start();
    const first = await walking.run();
    expect(walking.timer.now()).toBeGreaterThan(RUN_MS - TIME_FOR_PAGE_MS - 20_000);
    expect(walking.timer.now()).toBeLessThanOrEqual(RUN_MS - TIME_FOR_PAGE_MS / 2);
    expect(first).toMatchObject({ state: 'waiting', freeAt: walking.now, place: { cursor: String(first?.done) } });
    expect(walking.telemetry.with('JOB_STOPPED')).toMatchObject([{ facts: { reason: 'its time is over' } }]);
    expect(await walking.jobs.free(walking.now)).toEqual(['walk']);
    const job = await walking.runToEnd();
    expect(job).toMatchObject({ state: 'finished', done: 7000, failed: 0 });
    expect(sorted(done)).toEqual(upTo(7000));
    expect(walking.timer.now()).toBeLessThan(3 * RUN_MS);
  });

  it('does a page again that the time cut off, and counts it once', async () => {
    const { done, work } = worker(() => walking, 3000);
    const walking: Walking = new Walking(numbered(150, 100, work));
    await walking.start();
    // A page takes 30 s, and half a page's time is kept back.
    const first = await walking.run(40_000);
    expect(first).toMatchObject({ state: 'waiting', done: 0, attempts: 1 });
    expect(done.length).toBeGreaterThan(50);
    expect(await walking.runToEnd()).toMatchObject({ state: 'finished', done: 150 });
    expect(new Set(done).size).toBe(150);
    expect(done.length).toBeGreaterThan(200);
  });

  it('is not even taken with too little time for a page', async () => {
    const { done, work } = worker(() => walking);
    const walking: Walking = new Walking(numbered(5, 5, work));
    await walking.start();
    expect(await walking.run(TIME_FOR_PAGE_MS - 1)).toBeUndefined();
    expect(await walking.stored()).toMatchObject({ state: 'waiting', attempts: 0 });
    expect(done).toEqual([]);
  });

  it('can be started anew once it has ended, and goes on if it has not', async () => {
    const { work } = worker(() => walking);
    const walking: Walking = new Walking(numbered(5, 5, work));
    const begun = await walking.start();
    await walking.wait(1000);
    expect(await walking.start()).toEqual(begun);
    expect(await walking.run()).toMatchObject({ state: 'finished', done: 5 });
    const again = await walking.start();
    expect(again).toMatchObject({ state: 'waiting', done: 0, startedAt: walking.now });
    expect(again).not.toHaveProperty('endedAt');
    expect(await walking.run()).toMatchObject({ state: 'finished', done: 5 });
  });

  it('begins anew where a release no longer has the stage at which it stood', async () => {
    const { done, work } = worker(() => walking);
    const walking: Walking = new Walking(numbered(5, 5, work));
    const job = await walking.start();
    await walking.jobs.save({ ...job, revision: job.revision + 1, place: { stage: 'gone', cursor: '3' } });
    expect(await walking.run()).toMatchObject({ state: 'finished', done: 5 });
    expect(sorted(done)).toEqual(upTo(5));
  });
});

describe('a piece of work that fails', () => {
  const failing = (fails: (n: number, time: number) => boolean, name = 'PieceError') => {
    const times = new Map<number, number>();
    return {
      times,
      work: async (n: number) => {
        const time = (times.get(n) ?? 0) + 1;
        times.set(n, time);
        if (fails(n, time)) throw Object.assign(new Error('secret@customer.example'), { name });
        return 'done';
      },
    };
  };

  it('is tried again, and then nothing is told of it', async () => {
    const { work, times } = failing((n, time) => n === 3 && time < 3);
    const walking = new Walking(numbered(10, 10, work));
    await walking.start();
    expect(await walking.run()).toMatchObject({ state: 'finished', done: 10, failed: 0, counts: { done: 10 } });
    expect(times.get(3)).toBe(3);
    expect(walking.telemetry.counted('JobFailure')).toBe(0);
  });

  it('is counted and listed when it keeps failing, and keeps nothing else from being done', async () => {
    const { work, times } = failing((n) => n === 3);
    const walking = new Walking(numbered(30, 10, work));
    await walking.start();
    const job = await walking.run();
    expect(job).toMatchObject({ state: 'finished', done: 29, failed: 1, counts: { done: 29 } });
    expect(job?.failures).toEqual([{ item: 'p-3', error: 'PieceError' }]);
    expect([times.get(3), times.get(4)]).toEqual([3, 1]);
    expect(walking.telemetry.counted('JobFailure')).toBe(1);
    expect(walking.telemetry.with('JOB_ITEM_FAILED')).toMatchObject([{ level: 'error', facts: { item: 'p-3' } }]);
    expect(JSON.stringify(job)).not.toContain('secret');
  });

  it('is listed up to a limit, and counted beyond it', async () => {
    const { work } = failing((n) => n % 3 === 0);
    const walking = new Walking(numbered(600, 100, work));
    await walking.start();
    const job = await walking.runToEnd();
    expect(job).toMatchObject({ state: 'finished', done: 400, failed: 200 });
    expect(job.failures).toHaveLength(MOST_FAILURES);
    expect(walking.telemetry.with('JOB_ITEM_FAILED')).toHaveLength(MOST_FAILURES);
    expect(walking.telemetry.counted('JobFailure')).toBe(200);
  });

  it('together with most of its page leaves the page for the next run, which passes it when the fault is over', async () => {
    let down = true;
    const { work } = failing((n) => down && n >= 10);
    const walking = new Walking(numbered(30, 10, work));
    await walking.start();
    const first = await walking.run();
    expect(first).toMatchObject({
      state: 'waiting',
      done: 10,
      failed: 0,
      error: 'PieceError',
      place: { cursor: '10' },
    });
    down = false;
    const job = await walking.runToEnd();
    expect(job).toMatchObject({ state: 'finished', done: 30, failed: 0 });
    expect(job).not.toHaveProperty('error');
  });

  it('together with most of its page is given up after some runs, and the rest is done', async () => {
    const { work, times } = failing((n) => n >= 10 && n < 20);
    const walking = new Walking(numbered(30, 10, work));
    await walking.start();
    const job = await walking.runToEnd();
    expect(job).toMatchObject({ state: 'finished', done: 20, failed: 10 });
    expect(times.get(10)).toBe(3 * MOST_ATTEMPTS);
    expect(walking.timer.now()).toBeLessThan((MOST_ATTEMPTS + 1) * RUN_MS);
  });

  it('is told of with its page, also by a run that dies at the next', async () => {
    const { work } = failing((n) => n === 0);
    const dying = async () => crash('out of memory');
    const walking = new Walking(numbered(10, 10, work), numbered(1, 10, dying, 'deadly'));
    await walking.start();
    await expect(walking.run()).rejects.toThrow('out of memory');
    expect(await walking.stored()).toMatchObject({ done: 9, failed: 1 });
    expect(walking.telemetry.written.get('JobFailure')).toBe(1);
  });

  it('whatever it is called, stays within what an item of the table may hold', async () => {
    const { work } = failing((n) => n % 2 === 0, '€'.repeat(10_000));
    const stage = numbered(200, 100, work);
    const page = stage.page;
    const long = { ...stage, page: (cursor: string | undefined) => page(cursor).then(withLongNames) };
    const walking = new Walking(long);
    await walking.start();
    const job = await walking.runToEnd();
    expect(job.failures).toHaveLength(MOST_FAILURES);
    expect(job.failures[0]).toEqual({ item: `€${'😀'.repeat(99)}\ufffd`, error: '€'.repeat(LONGEST_NAME) });
    expect(Buffer.byteLength(JSON.stringify(job))).toBeLessThan(100_000);
  });
});

function withLongNames<Page extends { pieces: readonly { name: string; work(): Promise<string | undefined> }[] }>(
  page: Page,
): Page {
  return { ...page, pieces: page.pieces.map(({ work }) => ({ name: `€${'😀'.repeat(5000)}`, work })) };
}

describe('a page that cannot be read', () => {
  const broken = (untilMs: number) => {
    const walking: Walking = new Walking({
      name: 'broken',
      page: async (cursor) => {
        if (cursor === undefined) return { pieces: [], next: 'second' };
        if (walking.timer.now() < untilMs) throw Object.assign(new Error(), { name: 'ThrottlingException' });
        return { pieces: [] };
      },
    });
    return walking;
  };

  it('is read again by the next run', async () => {
    const walking = broken(2.5 * RUN_MS);
    await walking.start();
    expect(await walking.run()).toMatchObject({ state: 'waiting', place: { cursor: 'second' }, attempts: 1 });
    expect(await walking.runToEnd()).toMatchObject({ state: 'finished' });
  });

  it('ends the job as failed when it stays so', async () => {
    const walking = broken(Number.POSITIVE_INFINITY);
    await walking.start();
    const job = await walking.runToEnd();
    expect(job).toMatchObject({ state: 'failed', error: 'ThrottlingException', endedAt: walking.now });
    expect(walking.timer.now()).toBeLessThan(MOST_ATTEMPTS * RUN_MS);
    expect(walking.telemetry.with('JOB_FAILED')).toHaveLength(1);
    expect(walking.telemetry.counted('JobFailure')).toBe(1);
    expect(await walking.jobs.free('9999')).toEqual([]);
  });
});
