import { createHash } from 'node:crypto';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../local/dynamo/database.ts';
import { AnswerTable } from '../../shared/aws/table/answers.ts';
import { pack } from '../../shared/aws/table/pack.ts';
import { DATABASES } from '../harness/databases.ts';

const TableName = 'contracts';
const DELIVERY = 'stripe~default~evt_1';

describe.each(DATABASES)('an answer of a provider %s', (_, open) => {
  let database: Database;
  let answers: AnswerTable;
  beforeAll(async () => {
    database = await open(TableName);
    answers = new AnswerTable(database.dynamodb, TableName, 90);
  });
  afterAll(() => database.stop());

  it('lies beside its delivery, compressed, and expires after the days of retention', async () => {
    const answer = { at: '2026-11-20T08:00:00Z', value: { id: 'cus_1', name: 'Ana ș\ud800' } };
    expect(await answers.read(DELIVERY, 'customer#cus_1')).toBeUndefined();
    expect(await answers.keep(DELIVERY, 'customer#cus_1', answer)).toBe(true);
    expect(await answers.read(DELIVERY, 'customer#cus_1')).toEqual(answer);
    const Key = pack({ pk: 'delivery#stripe#default#evt_1', sk: 'answer#customer#cus_1' });
    const { Item = {} } = await database.dynamodb.send(new GetItemCommand({ TableName, Key }));
    expect(new Date(Number(unmarshall(Item).expiresAt) * 1000).toISOString()).toBe('2027-02-18T08:00:00.000Z');
  });

  it('takes the place of an earlier one', async () => {
    await answers.keep(DELIVERY, 'subscription-of#pi_1', { at: '2026-11-20T08:00:00Z', value: 'sub_1' });
    const later = { at: '2026-11-21T08:00:00Z', value: 'sub_2' };
    await answers.keep(DELIVERY, 'subscription-of#pi_1', later);
    expect(await answers.read(DELIVERY, 'subscription-of#pi_1')).toEqual(later);
  });

  it('is not kept if it stays too large for an item', async () => {
    const words = Array.from({ length: 12_000 }, (_, at) => createHash('sha256').update(`${at}`).digest('hex'));
    expect(await answers.keep(DELIVERY, 'customer#cus_big', { at: '2026-11-20T08:00:00Z', value: words })).toBe(false);
    expect(await answers.read(DELIVERY, 'customer#cus_big')).toBeUndefined();
  });
});
