import { expect, it } from 'vitest';
import { reconciliation } from '../../functions/sweep-deadlines/reconcile.ts';
import { MOST_RUNGS } from '../../shared/aws/table/enumeration.ts';
import { SHARDS } from '../../shared/aws/table/keys.ts';
import { RUN_MS, Walking } from './walking.ts';

const CONTRACTS = 100_000;
const PER_SHARD = CONTRACTS / SHARDS.length;

/** Contracts that exist only as pages. Remembers how often each was gone over, and how many pages were read ahead of the work. */
class MadeUp {
  readonly seen = new Uint8Array(CONTRACTS);
  #made = 0;
  #done = 0;
  /** The most contracts that were listed and not gone over at one time. */
  mostAhead = 0;

  page(first: number, end: number, size: number) {
    const next = Math.min(end, first + size);
    const entries = Array.from({ length: next - first }, (_, n) => first + n);
    this.#made += entries.length;
    this.mostAhead = Math.max(this.mostAhead, this.#made - this.#done);
    return { entries, ...(next < end && { next: String(next) }) };
  }

  goneOver(contract: string): void {
    const n = Number(contract.slice('contract-'.length));
    this.seen[n] = (this.seen[n] ?? 0) + 1;
    this.#done += 1;
  }

  /** How many were gone over exactly once. */
  get once(): number {
    return this.seen.filter((times) => times === 1).length;
  }
}

it('the nightly comparison goes over a hundred thousand contracts, each once, over several runs', async () => {
  const made = new MadeUp();
  const walking = new Walking();
  const dependencies = {
    ...walking.dependencies,
    enumeration: {
      openRungs: async (shard: string, cursor?: string) => {
        const start = SHARDS.indexOf(shard) * PER_SHARD;
        const { entries, ...rest } = made.page(Number(cursor ?? start), start + PER_SHARD, MOST_RUNGS);
        return { entries: entries.map((n) => ({ contract: `contract-${n}`, deadline: 'd' })), ...rest };
      },
    },
    table: {
      deadline: async (contract: string) => {
        await walking.timer.pause(20);
        made.goneOver(contract);
      },
    },
    schedules: { page: async () => ({ names: [] }) },
  };
  await walking.start();
  const walk = reconciliation(dependencies as unknown as Parameters<typeof reconciliation>[0]);
  let runs = 0;
  for (; (await walking.stored()).endedAt === undefined; runs += 1) await walking.run(RUN_MS, walk);
  expect(made.once).toBe(CONTRACTS);
  expect(made.mostAhead).toBe(MOST_RUNGS);
  expect(await walking.stored()).toMatchObject({ state: 'finished', done: CONTRACTS, failed: 0, failures: [] });
  // A hundred begun per second: seventeen minutes, in runs of less than five.
  expect(runs).toBe(4);
});
