import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../local/dynamo/database.ts';
import { type Job, JobTable, jobIdSchema, LONGEST_NAME, MOST_FAILURES } from '../../shared/aws/table/jobs.ts';
import { ContractTable } from '../../shared/aws/table/table.ts';
import { DATABASES } from '../harness/databases.ts';
import { allOf } from '../harness/lists.ts';
import { fresh } from '../harness/samples.ts';

const TableName = 'contracts';
const NOW = '2026-11-20T08:00:00Z';
const LATER = '2026-11-20T08:06:00Z';

function job(id: string, changes: Partial<Job> = {}): Job {
  const nothing = { done: 0, failed: 0, failures: [], counts: {}, attempts: 0 };
  return { id, kind: 'test', revision: 1, state: 'waiting', startedAt: NOW, freeAt: NOW, ...nothing, ...changes };
}

describe.each(DATABASES)('a job %s', (_, open) => {
  let database: Database;
  let jobs: JobTable;
  beforeAll(async () => {
    database = await open(TableName);
    jobs = new JobTable(database.dynamodb, TableName);
  });
  afterAll(() => database.stop());

  const item = async (id: string) => {
    const Key = marshall({ pk: `job#${id}`, sk: 'job' });
    const { Item = {} } = await database.dynamodb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    return unmarshall(Item);
  };

  it('is read back as it was written, and is not there before', async () => {
    const id = fresh('job');
    expect(await jobs.read(id)).toBeUndefined();
    const full = job(id, {
      asked: { provider: 'stripe', dryRun: true },
      total: 7,
      done: 3,
      failed: 1,
      failures: [{ item: 'contract acme', error: 'TypeError' }],
      counts: { registered: 2 },
      place: { stage: 'contracts', cursor: '{"pk":"contract#a"}' },
      error: 'ThrottlingException',
    });
    expect(await jobs.save(full)).toBe(true);
    expect(await jobs.read(id)).toEqual(full);
  });

  it('is written over the revision that was read, and over no other', async () => {
    const id = fresh('job');
    expect(await jobs.save(job(id, { revision: 2 }))).toBe(false);
    const both = await Promise.all([jobs.save(job(id)), jobs.save(job(id, { done: 1 }))]);
    expect(both.toSorted()).toEqual([false, true]);
    expect(await jobs.save(job(id, { revision: 2 }))).toBe(true);
    expect(await jobs.save(job(id, { revision: 2 }))).toBe(false);
    expect(await jobs.save(job(id, { revision: 4 }))).toBe(false);
    expect((await jobs.read(id))?.revision).toBe(2);
  });

  it('is found by the sweep while it is free, and by nobody who looks for the work of contracts', async () => {
    const [free, held, over] = [fresh('job'), fresh('job'), fresh('job')];
    await jobs.save(job(free));
    await jobs.save(job(held, { state: 'running', freeAt: LATER }));
    await jobs.save(job(over));
    const { freeAt: _free, ...rest } = job(over, { revision: 2, state: 'finished', endedAt: NOW });
    await jobs.save(rest);
    const mine = async (now: string) =>
      (await jobs.free(now)).filter((id) => [free, held, over].some((own) => own === id));
    expect(await mine(NOW)).toEqual([free]);
    expect(await mine(LATER)).toEqual([free, held]);
    expect(await mine('2026-11-20T07:59:59Z')).toEqual([]);
    expect(await allOf(new ContractTable(database.dynamodb, TableName).agenda('9999'))).toEqual([]);
  });

  it('goes thirty days after its end, and not before', async () => {
    const id = fresh('job');
    await jobs.save(job(id));
    expect(await item(id)).not.toHaveProperty('expiresAt');
    await jobs.save(job(id, { revision: 2, state: 'failed', endedAt: NOW }));
    expect((await item(id)).expiresAt).toBe(Date.parse('2026-12-20T08:00:00Z') / 1000);
    await jobs.save(job(id, { revision: 3 }));
    expect(await item(id)).not.toHaveProperty('expiresAt');
  });

  it('is refused when it has grown beyond its limits, which an item can hold', async () => {
    const failures = (count: number, length: number) =>
      Array.from({ length: count }, () => ({ item: 'x'.repeat(length), error: 'x'.repeat(length) }));
    const full = { failures: failures(MOST_FAILURES, LONGEST_NAME), place: { stage: 's', cursor: 'c'.repeat(8192) } };
    expect(await jobs.save(job(fresh('job'), full))).toBe(true);
    const beyond: readonly Partial<Job>[] = [
      { failures: failures(MOST_FAILURES + 1, 1) },
      { failures: failures(1, LONGEST_NAME + 1) },
      { place: { stage: 's', cursor: 'c'.repeat(8193) } },
      { done: -1 },
    ];
    for (const changes of beyond) await expect(jobs.save(job(fresh('job'), changes))).rejects.toThrow();
  });
});

it.each(['', 'a b', 'a#b', '../x', 'Ä', 'x'.repeat(129)])('%j is no id of a job', (id) => {
  expect(jobIdSchema.safeParse(id).success).toBe(false);
});
