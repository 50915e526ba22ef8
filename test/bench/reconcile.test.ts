import { expect, it } from 'vitest';
import { ReconcileWorld } from '../../bench/reconcile-world.ts';

/** `npm run bench:reconcile` does the same with 30,000 contracts and the function's own time. */
it('the nightly comparison gets through in as many invocations as it takes, within its rate, and repairs everything', async () => {
  const timeoutMs = 36_000;
  const world = new ReconcileWorld({ contracts: 800, latency: { table: 8, scheduler: 40 }, timeoutMs });
  await world.fill();
  const result = await world.reconcile();
  expect(result).toMatchObject({ rungs: 1200, missing: 12, orphans: 8, wrong: 0 });
  const { job, invocations, longestMs, mostPerSecond, calls } = result;
  expect(job).toMatchObject({ state: 'finished', done: 2408, failed: 0, counts: { registered: 12, removed: 8 } });
  expect(invocations).toBeGreaterThan(2);
  expect(invocations).toBeLessThan(8);
  expect(longestMs).toBeLessThan(timeoutMs / 2);
  expect(mostPerSecond).toBeLessThanOrEqual(100);
  // One GetSchedule and one read for each piece, a write for each page: nothing is done twice.
  expect(calls.get('scheduler GetSchedule')).toBe(2408);
  expect(calls.get('table PutItem')).toBeLessThan(60);
});
