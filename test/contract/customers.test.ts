import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../local/dynamo/database.ts';
import { CustomerTable } from '../../shared/aws/table/customers.ts';
import type { CustomerRecord } from '../../shared/core/intake/customers.ts';
import { DATABASES } from '../harness/databases.ts';
import { fresh } from '../harness/samples.ts';

const TableName = 'contracts';
const AT = '2026-11-20T08:00:00Z';

function record(id: string, changes: Partial<CustomerRecord> = {}): CustomerRecord {
  const contact = { name: null, email: 'ana@acme.example', locale: 'ro' };
  const values = { ...contact, country: 'RO', metadata: { constructor: 'x', tier: 'gold' } };
  return { provider: 'stripe', id, at: AT, change: 'updated', revision: 1, values, ...changes };
}

describe.each(DATABASES)('a customer %s', (_, open) => {
  let database: Database;
  let customers: CustomerTable;
  beforeAll(async () => {
    database = await open(TableName);
    customers = new CustomerTable(database.dynamodb, TableName);
  });
  afterAll(() => database.stop());

  const item = async (id: string) => {
    const Key = marshall({ pk: `customer#stripe#${id}`, sk: 'customer' });
    const { Item = {} } = await database.dynamodb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    return unmarshall(Item);
  };

  it('is read back as it was written, and is not there before', async () => {
    const id = fresh('cus');
    expect(await customers.read('stripe', id)).toBeUndefined();
    expect(await customers.save(record(id))).toBe(true);
    expect(await customers.read('stripe', id)).toEqual(record(id));
    expect(await customers.read('paddle', id)).toBeUndefined();
    expect(await item(id)).not.toHaveProperty('expiresAt');
  });

  it.each(['constructor', 'toString', 'hasOwnProperty'])('keeps %s as a key of what messages told', async (key) => {
    const contact = { name: null, email: 'ana@acme.example', locale: 'ro', country: 'RO' };
    const values = { ...contact, metadata: { [key]: 'x' } };
    const told = [{ message: 'evt_1', change: 'updated' as const, former: { metadata: { [key]: null } }, values }];
    const whole = record(fresh('cus'), { told });
    expect(await customers.save(whole)).toBe(true);
    expect(await customers.read('stripe', whole.id)).toEqual(whole);
  });

  it('is read where what messages told was stored as a list', async () => {
    const id = fresh('cus');
    const values = { name: null, email: 'ana@acme.example', locale: 'ro', country: 'RO', metadata: { tier: 'gold' } };
    const told = [{ message: 'evt_1', change: 'updated' as const, former: null, values }];
    const whole = record(id, { told });
    const stored = {
      ...whole,
      values: {
        ...values,
        metadata: [
          ['constructor', 'x'],
          ['tier', 'gold'],
        ],
      },
    };
    const Item = marshall({ pk: `customer#stripe#${id}`, sk: 'customer', customer: stored });
    await database.dynamodb.send(new PutItemCommand({ TableName, Item }));
    expect(await customers.read('stripe', id)).toEqual(whole);
  });

  it('is written over the revision that was read, and over no other', async () => {
    const id = fresh('cus');
    const [one, other] = await Promise.all([customers.save(record(id)), customers.save(record(id))]);
    expect([one, other].sort()).toEqual([false, true]);
    expect(await customers.save(record(id, { revision: 2, at: '2026-11-21T08:00:00Z' }))).toBe(true);
    expect(await customers.save(record(id, { revision: 2 }))).toBe(false);
    expect(await customers.save(record(id, { revision: 4 }))).toBe(false);
    expect(await customers.read('stripe', id)).toMatchObject({ revision: 2, at: '2026-11-21T08:00:00Z' });
  });

  it('is forgotten some time after it was deleted', async () => {
    const id = fresh('cus');
    const { values: _, ...rest } = record(id, { change: 'deleted' });
    expect(await customers.save(rest)).toBe(true);
    expect(await customers.read('stripe', id)).toEqual(rest);
    expect(await item(id)).toMatchObject({ expiresAt: Date.parse('2027-02-18T08:00:00Z') / 1000 });
  });

  it('is kept with the subscription that it is shown with, by a message at a time', async () => {
    const subscription = fresh('sub');
    const one = { provider: 'paddle', subscription, customer: 'ctm_1', at: AT, message: 'evt_1' };
    const [other, third] = [
      { ...one, customer: 'ctm_2', message: 'evt_2' },
      { ...one, message: 'evt_3' },
    ];
    expect(await customers.shown('paddle', subscription)).toBeUndefined();
    expect(await customers.show(one, undefined)).toBe(true);
    expect(await customers.show(other, undefined)).toBe(false);
    expect(await customers.show(other, one)).toBe(true);
    expect(await customers.show(third, one)).toBe(false);
    expect(await customers.shown('paddle', subscription)).toEqual(other);
    expect(await customers.shown('stripe', subscription)).toBeUndefined();
  });
});
