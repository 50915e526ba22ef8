import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../local/dynamo/database.ts';
import type { Commit } from '../../shared/aws/table/commit.ts';
import { keys } from '../../shared/aws/table/keys.ts';
import { pack } from '../../shared/aws/table/pack.ts';
import { ContractTable } from '../../shared/aws/table/table.ts';
import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import { appendEntries, genesis } from '../../shared/core/evidence/chain.ts';
import type { DeadlineNotice } from '../../shared/core/notices/record.ts';
import { DATABASES } from '../harness/databases.ts';
import { allOf } from '../harness/lists.ts';
import { fresh } from '../harness/samples.ts';
import { storedDeadline, storedEvent } from '../harness/stored.ts';

const NOW = '2026-11-20T08:00:00Z';

let table: ContractTable;

/** A commit that creates a contract, or follows the one of revision `expected`. */
function commitOf(id: string, expected?: number, changes: Partial<Commit> = {}): Commit {
  const contract = { id, terms: 'exoopus', version: '2026-01', customer: { email: 'a@b.example', locale: 'en' } };
  const { head: chain, entries } = appendEntries({ ...genesis(id), seq: expected ?? 0 }, id, NOW, [
    { type: 'test', facts: {} },
  ]);
  const head = { contract, revision: (expected ?? 0) + 1, chain, createdAt: NOW };
  return { head, expected, now: NOW, evidence: entries, ...changes };
}

const deadline = (id: string, changes: Partial<StoredDeadline> = {}) =>
  storedDeadline(id, { state: 'open', next: { step: 'due', at: '2026-12-05T09:00:00Z' }, ...changes });

function notice(contract: string, changes: Partial<DeadlineNotice> = {}): DeadlineNotice {
  return {
    id: 'a'.repeat(32),
    contract,
    deadline: 'd',
    run: 1,
    step: 'due',
    party: 'customer',
    purpose: 'step',
    to: 'a@b.example',
    subject: 's',
    sha256: 'x',
    state: 'PENDING',
    attempts: 0,
    latest: NOW,
    createdAt: NOW,
    messageIds: [],
    reports: [],
    terms: 'exoopus@2026-01',
    ...changes,
  };
}

async function created(changes: Partial<Commit> = {}): Promise<string> {
  const id = fresh('table');
  expect(await table.commit(commitOf(id, undefined, changes))).toEqual({ ok: true });
  return id;
}

describe.each(DATABASES)('the table %s', (_, open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open('contracts');
    table = new ContractTable(database.dynamodb, 'contracts');
  });
  afterAll(() => database.stop());

  describe('a commit', () => {
    it('is read back whole', async () => {
      const id = await created({ events: [storedEvent('e-1')], deadlines: [deadline('suspension~1')] });
      expect(await table.load(id)).toMatchObject({
        head: { revision: 1, contract: { id } },
        events: [storedEvent('e-1')],
        deadlines: [deadline('suspension~1')],
      });
      expect(await table.evidence(id)).toHaveLength(1);
    });

    it('is refused when another has come first, and writes nothing', async () => {
      const id = await created();
      expect(await table.commit(commitOf(id, 1))).toEqual({ ok: true });
      const late = commitOf(id, 1, { events: [storedEvent('e-late')] });
      expect(await table.commit(late)).toEqual({ ok: false, reason: 'conflict' });
      expect((await table.load(id))?.events).toEqual([]);
      expect(await table.evidence(id)).toHaveLength(2);
    });

    it('does not create a contract twice', async () => {
      const id = await created();
      expect(await table.commit(commitOf(id))).toMatchObject({ ok: false, reason: 'exists', what: 'head' });
    });

    it('of two at once lets one pass', async () => {
      const id = await created();
      const both = await Promise.all([table.commit(commitOf(id, 1)), table.commit(commitOf(id, 1))]);
      expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    });

    it.each([
      ['event', { events: [storedEvent('e-1')] }],
      ['reference', { references: [{ provider: 'stripe', reference: 'sub_once', change: 'added' }] }],
    ] as const)('is refused as a whole when its %s exists, and says so', async (what, changes) => {
      const id = await created(changes);
      const other = what === 'event' ? id : await created();
      const again = await table.commit(commitOf(other, 1, { ...changes, deadlines: [deadline('new')] }));
      expect(again).toMatchObject({ ok: false, reason: 'exists', what });
      expect((await table.load(other))?.deadlines).toEqual([]);
      expect((await table.load(other))?.head.revision).toBe(1);
    });

    it('never changes evidence that is written', async () => {
      const id = await created();
      const forged = { ...commitOf(id, 1), evidence: await table.evidence(id) };
      expect(await table.commit(forged)).toMatchObject({ ok: false });
    });

    it('of more than a transaction takes is an error of ours', async () => {
      const deadlines = Array.from({ length: 120 }, (_, n) => deadline(`d~${n}`));
      const commit = async () => table.commit(commitOf(fresh('table'), undefined, { deadlines }));
      await expect(commit()).rejects.toThrow(/at most 100/);
    });
  });

  describe('a notice', () => {
    it('keeps its bytes through every change of state', async () => {
      const body = new Uint8Array([0, 255, 13, 10, 0, 1]);
      const id = fresh('table');
      await table.commit(commitOf(id, undefined, { newNotices: [{ notice: notice(id), body }] }));
      await table.commit(commitOf(id, 1, { notices: [notice(id, { state: 'ACCEPTED', attempts: 1 })] }));
      const stored = await table.notice(id, 'a'.repeat(32));
      expect(stored?.notice.state).toBe('ACCEPTED');
      expect(new Uint8Array(stored?.body ?? [])).toEqual(body);
      expect(await table.notice(id, 'b'.repeat(32))).toBeUndefined();
    });

    it('that does not exist cannot be changed', async () => {
      const id = await created();
      expect(await table.commit(commitOf(id, 1, { notices: [notice(id)] }))).toMatchObject({ ok: false });
      expect((await table.load(id))?.head.revision).toBe(1);
    });
  });

  describe('the agenda', () => {
    const mine = async (id: string, until: string) =>
      (await allOf(table.agenda(until))).filter(({ contract }) => contract === id);

    it('holds what falls due, until it no longer does', async () => {
      const id = fresh('table');
      const body = new Uint8Array();
      await table.commit(
        commitOf(id, undefined, {
          deadlines: [deadline('d~1'), deadline('d~2', { next: undefined } as never)],
          newNotices: [{ notice: notice(id, { until: '2026-11-20T08:10:00Z' }), body }],
        }),
      );
      expect(await mine(id, '2026-11-20T08:09:59Z')).toEqual([]);
      expect(await mine(id, '2026-11-20T08:10:00Z')).toMatchObject([{ kind: 'notice', id: 'a'.repeat(32) }]);
      expect(await mine(id, '2026-12-05T09:10:00Z')).toMatchObject([
        { kind: 'notice' },
        { kind: 'deadline', id: 'd~1' },
      ]);
      const done = {
        deadlines: [deadline('d~1', { next: undefined } as never)],
        notices: [notice(id, { state: 'ACCEPTED' })],
      };
      await table.commit(commitOf(id, 1, done));
      expect(await mine(id, '9999')).toEqual([]);
    });

    it('holds a contract that is not settled', async () => {
      const id = fresh('table');
      const commit = commitOf(id);
      await table.commit({ ...commit, head: { ...commit.head, settleAt: NOW } });
      expect(await mine(id, NOW)).toEqual([{ contract: id, kind: 'contract', id: '', at: NOW }]);
    });
  });

  it('reads what earlier releases parked under a reference, and marked as seen, until it is taken away', async () => {
    const [one, two] = [fresh('sub'), fresh('cus')];
    const parked = {
      provider: 'stripe',
      references: [one, two],
      event: storedEvent('evt-1'),
      reason: 'unknown-contract',
    };
    const items = [
      ...parked.references.map((reference) => ({ ...keys.parked('stripe', reference, 'evt-1'), parked })),
      { ...keys.seen('stripe', one, 'fact-1'), at: NOW },
    ];
    for (const item of items) {
      await database.dynamodb.send(new PutItemCommand({ TableName: 'contracts', Item: pack(item) }));
    }
    expect(await table.parkedFor('stripe', one)).toEqual([parked]);
    expect(await table.parkedFor('paddle', one)).toEqual([]);
    expect(await table.wasSeen('stripe', one, 'fact-1')).toBe(true);
    expect(await table.wasSeen('stripe', one, 'fact-2')).toBe(false);
    await table.unpark('stripe', [one, two, 'never'], 'evt-1');
    expect(await table.parkedFor('stripe', one)).toEqual([]);
    expect(await table.parkedFor('stripe', two)).toEqual([]);
  });
});
