import { QueryCommand, type QueryCommandOutput, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../local/dynamo/database.ts';
import type { DuePosition } from '../../shared/aws/table/due.ts';
import { deadlineItem } from '../../shared/aws/table/items.ts';
import { dueSortKey } from '../../shared/aws/table/keys.ts';
import { ContractTable } from '../../shared/aws/table/table.ts';
import { DATABASES } from '../harness/databases.ts';
import { fresh } from '../harness/samples.ts';
import { store, storedDeadline, storedEvent } from '../harness/stored.ts';

/** Takes so many, then stops reading. */
async function first<Row>(rows: AsyncIterable<Row>, count: number): Promise<Row[]> {
  const taken: Row[] = [];
  if (count === 0) return taken;
  for await (const row of rows) {
    taken.push(row);
    if (taken.length === count) break;
  }
  return taken;
}

describe.each(DATABASES)('the table %s, in pages', (_, open) => {
  let database: Database;
  let table: ContractTable;
  /** Items that queries answered. */
  let read = 0;
  beforeAll(async () => {
    database = await open('contracts');
    const { dynamodb } = database;
    const counted = async (...sent: Parameters<typeof dynamodb.send>) => {
      const answer = (await Reflect.apply(dynamodb.send, dynamodb, sent)) as unknown as QueryCommandOutput;
      if ((sent[0] as unknown) instanceof QueryCommand) read += answer.Items?.length ?? 0;
      return answer;
    };
    table = new ContractTable({ send: counted } as unknown as Database['dynamodb'], 'contracts');
  });
  afterAll(() => database.stop());

  it('has events by id, after any of them, and reads no more than is asked for', async () => {
    const id = fresh('events');
    const ids = Array.from({ length: 90 }, (_, n) => `e-${String(n).padStart(3, '0')}`);
    await store(table, id, { events: ids.toReversed().map((each) => storedEvent(each)) });
    read = 0;
    const page = await first(table.events(id, { pageSize: 21 }), 20);
    expect(page.map((event) => event.id)).toEqual(ids.slice(0, 20));
    expect(read).toBe(21);
    const rest = await first(table.events(id, { after: 'e-019', pageSize: 30 }), 999);
    expect(rest.map((event) => event.id)).toEqual(ids.slice(20));
  });

  it('has evidence from one entry to another', async () => {
    const id = fresh('evidence');
    await store(table, id, {
      evidence: Array.from({ length: 12 }, () => ({ type: 'test', text: 'Test.', facts: {} })),
    });
    const seqs = async (from: number, to: number) =>
      (await first(table.evidenceBetween(id, { first: from, last: to, pageSize: 5 }), 99)).map(({ seq }) => seq);
    expect(await seqs(3, 11)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(await seqs(13, 12)).toEqual([]);
    expect((await table.evidence(id)).map(({ seq }) => seq)).toHaveLength(12);
  });

  let months = 0;
  /** A month of its own for each example: the index is common to all contracts. */
  const monthOfItsOwn = () => {
    months += 1;
    return `${2030 + Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
  };

  it('has deadlines by instant, contract and id, each once, whatever stops and starts reading', async () => {
    const place = fc.record({
      contract: fc.constantFrom('a', 'a-b', 'b', 'B'),
      id: fc.constantFrom('x', 'x~1', 'x~10', 'x~2', 'y.z', 'x_'),
      time: fc.constantFrom('10T00:00:00Z', '10T00:00:00.500Z', '10T00:00:01Z', '11T00:00:00Z'),
    });
    const places = fc.uniqueArray(place, { selector: ({ contract, id }) => `${contract} ${id}`, maxLength: 20 });
    const stops = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(places, stops, fc.integer({ min: 1, max: 7 }), async (drawn, takes, batchSize) => {
        const month = monthOfItsOwn();
        const suffix = fresh('due');
        for (const [contract, own] of Map.groupBy(drawn, (one) => one.contract)) {
          await store(table, `${suffix}-${contract}`, {
            deadlines: own.map(({ id, time }) => storedDeadline(id, { instant: `${month}-${time}` })),
          });
        }
        const found: string[] = [];
        let start: DuePosition | undefined;
        for (let n = 0; ; n += 1) {
          const count = takes[n % takes.length] ?? 1;
          const query = { from: `${month}-01`, before: `${month}-20`, start, batchSize };
          const rows = await first(table.due(query), count);
          found.push(...rows.map(({ contract, deadline }) => `${deadline.instant} ${contract} ${deadline.id}`));
          if (rows.length < count) break;
          start = rows.at(-1)?.position;
        }
        const places = drawn.map((one) => ({ ...one, contract: `${suffix}-${one.contract}` }));
        const expected = places.toSorted(
          (a, b) =>
            Date.parse(`${month}-${a.time}`) - Date.parse(`${month}-${b.time}`) ||
            (a.contract === b.contract ? Number(a.id > b.id) - 0.5 : Number(a.contract > b.contract) - 0.5),
        );
        expect(found).toEqual(expected.map(({ time, contract, id }) => `${month}-${time} ${contract} ${id}`));
      }),
      { numRuns: 20 },
    );
  });

  it('reads no deadlines beyond the batch that is asked for', async () => {
    const id = fresh('many');
    const deadlines = Array.from({ length: 130 }, (_, n) =>
      storedDeadline(`d~${n}`, { instant: `2029-05-0${1 + (n % 3)}T00:00:00Z` }),
    );
    await store(table, id, { deadlines });
    read = 0;
    expect(await first(table.due({ from: '2029-05-01', before: '2029-05-10', batchSize: 10 }), 10)).toHaveLength(10);
    // Keys of ten entries from each of the four shards; one of them may have had its next ten already.
    expect(read).toBeLessThanOrEqual(50);
    const all = await first(table.due({ from: '2029-05-01', before: '2029-05-10', batchSize: 130 }), 999);
    expect(new Set(all.map(({ deadline }) => deadline.id)).size).toBe(130);
  });

  it('has deadlines of equal entries once each, as entries written with the instant alone are', async () => {
    const ids = Array.from({ length: 23 }, (_, n) => `d~${n}`);
    const dueAt = '2028-05-05T00:00:00Z';
    for (const id of ids) {
      const Item = { ...deadlineItem('equal', storedDeadline(id, { instant: dueAt }), dueAt), dueAt: { S: dueAt } };
      const put = new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: 'contracts', Item } }] });
      await database.dynamodb.send(put);
    }
    const found: string[] = [];
    let start: DuePosition | undefined;
    do {
      const rows = await first(table.due({ from: '2028-05-01', before: '2028-05-10', start, batchSize: 4 }), 3);
      found.push(...rows.map(({ deadline }) => deadline.id));
      start = rows.at(-1)?.position;
    } while (start);
    expect(found.toSorted()).toEqual(ids.toSorted());
  });
});

it('leaves the order of deadlines that end at one instant to their entries’ keys', () => {
  const entry = (contract: string, id: string, instant: string) => dueSortKey(contract, { id, instant });
  const ordered = [
    entry('b', 'x', '2030-01-01T00:00:00Z'),
    entry('a', 'x', '2030-01-01T00:00:00.500Z'),
    entry('a', 'x~1', '2030-01-01T00:00:00.500Z'),
    entry('a-b', 'a', '2030-01-01T00:00:00.500Z'),
  ];
  expect(ordered.toReversed().toSorted()).toEqual(ordered);
  expect(new Set(ordered).size).toBe(4);
});
