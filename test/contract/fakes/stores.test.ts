import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { GetRecordsCommand, GetShardIteratorCommand } from '@aws-sdk/client-dynamodb-streams';
import { marshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EmbeddedStream } from '../../../local/dynamo/embedded-stream.ts';
import { type Item, UnknownExpressionError } from '../../../local/dynamo/expressions.ts';
import type { ItemStore, Key, Walk } from '../../../local/dynamo/item-store.ts';
import { keyRange } from '../../../local/dynamo/key-condition.ts';
import { MemoryStore } from '../../../local/dynamo/memory-store.ts';
import { SqliteStore, StoreFormatError } from '../../../local/dynamo/sqlite-store.ts';
import { TABLE_SCHEMA } from '../../../shared/aws/table-schema.ts';
import { dataFolder } from './folder.ts';

const { agenda } = TABLE_SCHEMA.indexes;
const FORWARD: Walk = { isForward: true };

const fileIn = (folder: string) => join(folder, 'items.sqlite');

function onFile(file = fileIn(dataFolder())): SqliteStore {
  const store = new SqliteStore(file);
  onTestFinished(() => {
    try {
      store.close();
    } catch {
      // Closed already.
    }
  });
  return store;
}

const put = (store: ItemStore, [pk, sk]: Key, more: Record<string, unknown> = {}) =>
  store.put([pk, sk], marshall({ pk, sk, ...more }));
const keysOf = (items: Iterable<Item>) => [...items].map(({ pk, sk }) => `${pk?.S} ${sk?.S}`);

/** Some that are in another order by UTF-16 than by UTF-8, and some that begin alike. */
const TEXT = fc.constantFrom(
  'a',
  'aa',
  'ab',
  'b',
  '\ud7ff',
  '\uff5e',
  '😀',
  '\u{10ffff}',
  'a\u{10ffff}',
  'a\u{10ffff}b',
);
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe.each([
  ['in memory', () => new MemoryStore()],
  ['in a file', () => onFile()],
] as const)('a store %s', (_, open) => {
  it('walks a partition and an index in the order of bytes, between bounds, either way, from after any key', () => {
    const bound = fc.option(TEXT, { nil: undefined });
    const end = fc.oneof(fc.record({ upTo: bound }), fc.record({ below: bound }));
    const walks = fc.record({ from: bound, end, isForward: fc.boolean(), start: bound });
    const store = open();
    let runs = 0;
    fc.assert(
      fc.property(fc.uniqueArray(TEXT), walks, (sortKeys, { start, end: ending, ...rest }) => {
        runs += 1;
        const pk = `partition ${runs}`;
        for (const sk of sortKeys) put(store, [pk, sk], { agendaShard: pk, agendaAt: sk });
        const range: Walk = { ...rest, ...ending };
        const { from, upTo, below, isForward } = range;
        const ascending = sortKeys
          .toSorted(byBytes)
          .filter((key) => from === undefined || byBytes(key, from) >= 0)
          .filter((key) => upTo === undefined || byBytes(key, upTo) <= 0)
          .filter((key) => below === undefined || byBytes(key, below) < 0)
          .filter((key) => start === undefined || (isForward ? byBytes(key, start) > 0 : byBytes(key, start) < 0));
        const expected = (isForward ? ascending : ascending.toReversed()).map((sk) => `${pk} ${sk}`);
        const after = start === undefined ? undefined : marshall({ pk, sk: start, agendaShard: pk, agendaAt: start });
        expect(keysOf(store.partition(pk, { ...range, after }))).toEqual(expected);
        expect(keysOf(store.index(agenda, pk, { ...range, after }))).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('orders entries of one instant by the keys of their items', () => {
    const store = open();
    for (const key of [
      ['b', '1'],
      ['a', '2'],
      ['a', '1'],
    ] as const)
      put(store, key, { agendaShard: '0', agendaAt: '2026' });
    expect(keysOf(store.index(agenda, '0', FORWARD))).toEqual(['a 1', 'a 2', 'b 1']);
    const after = marshall({ pk: 'a', sk: '2', agendaShard: '0', agendaAt: '2026' });
    expect(keysOf(store.index(agenda, '0', { isForward: true, after }))).toEqual(['b 1']);
    expect(keysOf(store.index(agenda, '0', { isForward: false, after }))).toEqual(['a 1']);
  });

  it('has in an index the keys alone, of items with both its attributes, as they are at last', () => {
    const store = open();
    put(store, ['a', '1'], { agendaShard: '0', agendaAt: '2026', body: 'x' });
    put(store, ['a', '2'], { agendaShard: '0' });
    put(store, ['a', '3'], { agendaAt: '2026' });
    expect([...store.index(agenda, '0', FORWARD)]).toEqual([
      marshall({ pk: 'a', sk: '1', agendaShard: '0', agendaAt: '2026' }),
    ]);
    put(store, ['a', '1'], { agendaShard: '1', agendaAt: '2027' });
    expect([keysOf(store.index(agenda, '0', FORWARD)), keysOf(store.index(agenda, '1', FORWARD))]).toEqual([
      [],
      ['a 1'],
    ]);
    store.put(['a', '1'], undefined);
    expect(keysOf(store.index(agenda, '1', FORWARD))).toEqual([]);
    expect(store.get(['a', '1'])).toBeUndefined();
  });

  it('goes over everything, from after any key', () => {
    const store = open();
    for (const pk of ['b', 'a']) for (const sk of ['2', '1']) put(store, [pk, sk]);
    expect(keysOf(store.all(undefined))).toEqual(['a 1', 'a 2', 'b 1', 'b 2']);
    expect(keysOf(store.all(['a', '1']))).toEqual(['a 2', 'b 1', 'b 2']);
    expect(keysOf(store.all(['aa', '9']))).toEqual(['b 1', 'b 2']);
  });

  it('gives back what was put: bytes, numbers, nested and empty values, and attributes named like types', () => {
    const store = open();
    const item = marshall({
      ...{
        pk: 'a',
        sk: 'b',
        B: 'text',
        bytes: new Uint8Array([0, 255]),
        none: null,
        yes: true,
        empty: '',
        zero: '\u0000',
      },
      list: [1.5, { B: new Uint8Array([7]), S: 'x' }, []],
    });
    store.put(['a', 'b'], item);
    expect(store.get(['a', 'b'])).toEqual(item);
  });
});

describe('a store in a file', () => {
  it('has what was put when it is opened again', () => {
    const file = fileIn(dataFolder());
    const first = onFile(file);
    put(first, ['a', '1'], { agendaShard: '0', agendaAt: '2026' });
    first.close();
    const second = onFile(file);
    expect(keysOf(second.all(undefined))).toEqual(['a 1']);
    expect(keysOf(second.index(agenda, '0', FORWARD))).toEqual(['a 1']);
  });

  it('puts all of one write or nothing', () => {
    const store = onFile();
    const work = () => {
      put(store, ['a', '1']);
      throw new Error('the second fails');
    };
    expect(() => store.together(work)).toThrow('the second fails');
    expect(keysOf(store.all(undefined))).toEqual([]);
    store.together(() => put(store, ['a', '2']));
    expect(keysOf(store.all(undefined))).toEqual(['a 2']);
  });

  it('fills an index that an earlier release did not have', () => {
    const file = fileIn(dataFolder());
    const first = onFile(file);
    put(first, ['a', '1'], { agendaShard: '0', agendaAt: '2026' });
    first.close();
    const database = new DatabaseSync(file);
    database.exec('DROP INDEX agenda');
    database.close();
    expect(keysOf(onFile(file).index(agenda, '0', FORWARD))).toEqual(['a 1']);
  });

  it('finds by its indexes, without going through everything', () => {
    const file = fileIn(dataFolder());
    onFile(file).close();
    const database = new DatabaseSync(file);
    const plan = (sql: string) =>
      database
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map(({ detail }) => detail);
    const [shard, at] = ['agendaShard', 'agendaAt'].map((name) => `json_extract(item, '$.${name}.S')`);
    expect(
      plan(`SELECT pk FROM items WHERE ${shard} = 'a' AND ${at} IS NOT NULL AND ${at} <= 'b' ORDER BY ${at}, pk, sk`),
    ).toEqual([expect.stringContaining('USING COVERING INDEX agenda')]);
    expect(plan("SELECT item FROM items WHERE pk = 'a' AND sk >= 'b' ORDER BY sk")).toEqual([
      expect.stringContaining('USING PRIMARY KEY'),
    ]);
    database.close();
  });

  it('refuses a file of another format, which it leaves as it is', () => {
    const file = fileIn(dataFolder());
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 2');
    database.close();
    expect(() => new SqliteStore(file)).toThrow(StoreFormatError);
    expect(() => new SqliteStore(file)).toThrow(/has format 2, and this release reads 1/);
  });
});

describe('a key condition', () => {
  const values = {
    ':pk': { S: 'p' },
    ':a': { S: 'a' },
    ':b': { S: 'b' },
    ':last': { S: 'a\u{10ffff}' },
    ':n': { N: '1' },
  };
  const range = (rest: string) => keyRange(TABLE_SCHEMA, `pk = :pk AND ${rest}`, values);

  it('is a partition and bounds', () => {
    expect(range('sk = :a')).toEqual({ partition: 'p', from: 'a', upTo: 'a' });
    expect(range('sk <= :a')).toEqual({ partition: 'p', upTo: 'a' });
    expect(range('sk BETWEEN :a AND :b')).toEqual({ partition: 'p', from: 'a', upTo: 'b' });
    expect(range('begins_with(sk, :a)')).toEqual({ partition: 'p', from: 'a', below: 'b' });
    expect(range('begins_with(sk, :last)')).toMatchObject({ below: 'b' });
  });

  it.each(['sk < :a', 'other = :a', 'begins_with(other, :a)', 'sk = :a AND other = :b'])(
    'is not guessed at: %s',
    (rest) => {
      expect(() => range(rest)).toThrow(UnknownExpressionError);
    },
  );

  it('has the names of its keys, and texts', () => {
    expect(() => keyRange(agenda, 'pk = :pk AND sk = :a', values)).toThrow(UnknownExpressionError);
    expect(() => range('sk = :n')).toThrow(TypeError);
    expect(() => range('sk = :missing')).toThrow(TypeError);
  });
});

describe('the stream of the embedded table', () => {
  it('keeps the last of its records, and says of older ones that they are gone', async () => {
    const stream = new EmbeddedStream();
    const iteratorAt = async (ShardIteratorType: 'LATEST' | 'TRIM_HORIZON') => {
      const at = new GetShardIteratorCommand({ StreamArn: stream.arn, ShardId: '', ShardIteratorType });
      return ((await stream.send(at)) as { ShardIterator: string }).ShardIterator;
    };
    const first = await iteratorAt('LATEST');
    for (let n = 1; n <= 60_000; n += 1) stream.add(marshall({ pk: 'a', sk: `${n}` }), undefined, {});
    await expect(stream.send(new GetRecordsCommand({ ShardIterator: first }))).rejects.toMatchObject({
      name: 'TrimmedDataAccessException',
    });
    const oldest = new GetRecordsCommand({ ShardIterator: await iteratorAt('TRIM_HORIZON') });
    const { Records, NextShardIterator } = (await stream.send(oldest)) as {
      Records: { dynamodb: { Keys: Item; SequenceNumber: string } }[];
      NextShardIterator: string;
    };
    expect([Records[0]?.dynamodb.Keys.sk?.S, Number(Records[0]?.dynamodb.SequenceNumber)]).toEqual(['40001', 40_001]);
    expect(Number(NextShardIterator)).toBe(41_000);
    expect(await iteratorAt('LATEST')).toBe('60000');
  });
});
