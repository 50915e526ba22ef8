import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../local/dynamo/database.ts';
import type { CommitResult } from '../../shared/aws/table/commit.ts';
import { keys } from '../../shared/aws/table/keys.ts';
import { pack } from '../../shared/aws/table/pack.ts';
import type { Reference, ReferenceChange } from '../../shared/aws/table/references.ts';
import { ContractTable } from '../../shared/aws/table/table.ts';
import { genesis } from '../../shared/core/evidence/chain.ts';
import { DATABASES } from '../harness/databases.ts';
import { fresh } from '../harness/samples.ts';

const NOW = '2026-11-20T08:00:00Z';

let table: ContractTable;

function headOf(id: string) {
  const contract = { id, terms: 'exoopus', version: '2026-01', customer: { email: 'a@b.example', locale: 'en' } };
  return { contract, revision: 1, chain: genesis(id), createdAt: NOW };
}

/** Creates a contract whose references are changed in the same transaction. */
function created(
  id: string,
  references: readonly ReferenceChange[],
  teaches: readonly Reference[] = [],
): Promise<CommitResult> {
  return table.commit({ head: headOf(id), expected: undefined, now: NOW, evidence: [], references, teaches });
}

/** A change upon what is stored about the reference. */
async function asRead(reference: string, change: Pick<ReferenceChange, 'change' | 'from'>): Promise<ReferenceChange> {
  const state = await table.reference({ provider: 'stripe', reference });
  return { provider: 'stripe', reference, ...change, state };
}

describe.each(DATABASES)('a provider’s reference %s', (_, open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open('contracts');
    table = new ContractTable(database.dynamodb, 'contracts');
  });
  afterAll(() => database.stop());

  const storedBefore = (Item: Record<string, unknown>) =>
    database.dynamodb.send(new PutItemCommand({ TableName: 'contracts', Item: pack(Item) }));

  it('that is not stored leads nowhere', async () => {
    expect(await table.ownersOf('stripe', fresh('sub'))).toBeUndefined();
    expect(await table.ownersOf('stripe', fresh('cus'))).toBeUndefined();
  });

  it('of a subscription has one owner, until that gives it away or up', async () => {
    const [reference, one, two] = [fresh('sub'), fresh('one'), fresh('two')];
    const added = { provider: 'stripe', reference, change: 'added' } as const;
    expect(await created(one, [added])).toEqual({ ok: true });
    expect(await table.ownersOf('stripe', reference)).toEqual({ kind: 'owner', contracts: [one] });
    expect(await table.ownersOf('paddle', reference)).toBeUndefined();
    expect(await created(two, [added])).toMatchObject({ reason: 'exists', what: 'reference' });
    expect(await created(two, [{ ...added, from: two }])).toMatchObject({ reason: 'exists', what: 'reference' });
    expect(await created(two, [{ ...added, from: one }])).toEqual({ ok: true });
    expect(await table.ownersOf('stripe', reference)).toEqual({ kind: 'owner', contracts: [two] });
    const removed = { ...added, change: 'removed' } as const;
    expect(await created(fresh('other'), [removed])).toMatchObject({ reason: 'exists', what: 'reference' });
    expect(await table.ownersOf('stripe', reference)).toEqual({ kind: 'owner', contracts: [two] });
  });

  it('of a customer leads to many contracts, each of which can leave', async () => {
    const reference = `cus_${fresh('many')}`;
    const [one, two, three] = ['a', 'b', 'c'].map((name) => fresh(name)) as [string, string, string];
    for (const id of [one, two])
      expect(await created(id, [await asRead(reference, { change: 'added' })])).toEqual({ ok: true });
    expect(await table.ownersOf('stripe', reference)).toEqual({ kind: 'customer', contracts: [one, two] });
    expect(await created(three, [await asRead(reference, { change: 'added', from: one })])).toEqual({ ok: true });
    expect(await table.ownersOf('stripe', reference)).toEqual({ kind: 'customer', contracts: [two, three] });
  });

  it('of a customer is changed by one writer at a time', async () => {
    const reference = `cus_${fresh('race')}`;
    const state = await asRead(reference, { change: 'added' });
    const [one, two] = [fresh('one'), fresh('two')];
    const both = await Promise.all([created(one, [state]), created(two, [state])]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'conflict' });
    expect((await table.ownersOf('stripe', reference))?.contracts).toHaveLength(1);
  });

  it('of a customer that was stored for one contract is read as one of many, and leaves as they do', async () => {
    const reference = `cus_${fresh('older')}`;
    const [older, later, heir] = ['older', 'later', 'heir'].map((name) => fresh(name)) as [string, string, string];
    await storedBefore({ ...keys.reference('stripe', reference), contract: older });
    expect(await table.ownersOf('stripe', reference)).toEqual({ kind: 'customer', contracts: [older] });
    await created(later, [await asRead(reference, { change: 'added' })]);
    expect(await table.ownersOf('stripe', reference)).toEqual({ kind: 'customer', contracts: [later, older].sort() });
    expect(await created(heir, [await asRead(reference, { change: 'added', from: older })])).toEqual({ ok: true });
    expect(await table.ownersOf('stripe', reference)).toEqual({ kind: 'customer', contracts: [heir, later].sort() });
  });

  it('that was learned leads to the contract that recorded it, unless it belongs to one', async () => {
    const [reference, id, owner] = [fresh('pi'), fresh('learned'), fresh('owner')];
    await storedBefore({ ...keys.learned('stripe', reference, id), contract: id });
    expect(await table.ownersOf('stripe', reference)).toEqual({ kind: 'learned', contracts: [id] });
    await created(owner, [{ provider: 'stripe', reference, change: 'added' }]);
    expect(await table.ownersOf('stripe', reference)).toEqual({ kind: 'owner', contracts: [owner] });
  });

  it('that a person assigned leads there alone, whoever learned of it, and can be assigned once', async () => {
    const [reference, id, other] = [fresh('in'), fresh('assigned'), fresh('other')];
    const one = { provider: 'stripe', reference };
    await storedBefore({ ...keys.learned('stripe', reference, other), contract: other });
    expect(await table.taughtTo(one)).toBeUndefined();
    expect(await created(id, [], [one])).toEqual({ ok: true });
    expect(await table.taughtTo(one)).toBe(id);
    expect(await table.ownersOf('stripe', reference)).toEqual({ kind: 'taught', contracts: [id] });
    expect(await created(other, [], [one])).toMatchObject({ ok: false, reason: 'exists', what: 'waiting' });
    const forgets = [{ ...one, from: 'taught' } as const];
    const head = { ...headOf(id), revision: 2 };
    expect(await table.commit({ head, expected: 1, now: NOW, evidence: [], forgets })).toEqual({ ok: true });
    expect(await table.ownersOf('stripe', reference)).toEqual({ kind: 'learned', contracts: [other] });
  });
});
