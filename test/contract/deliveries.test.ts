import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../local/dynamo/database.ts';
import { DeliveryTable } from '../../shared/aws/table/deliveries.ts';
import { DeliveryStore } from '../../shared/aws/table/delivery-store.ts';
import { keys } from '../../shared/aws/table/keys.ts';
import { pack, type TableItem } from '../../shared/aws/table/pack.ts';
import { itemsOf as itemsIn } from '../../shared/aws/table/pages.ts';
import { type Delivery, deliverySchema } from '../../shared/inbound/delivery.ts';
import { DATABASES } from '../harness/databases.ts';
import { type ReceivedDelivery, receivedDelivery } from '../harness/stored.ts';

const TableName = 'contracts';
const NOW = '2026-11-20T08:00:00Z';
const DAYS = 90;

/** Bytes that cannot be compressed. */
const noise = (bytes: number) => randomBytes(bytes);
const text = (words: string) => new TextEncoder().encode(words);

describe.each(DATABASES)('deliveries %s', (_, start) => {
  let database: Database;
  let store: DeliveryStore;
  let table: DeliveryTable;
  beforeAll(async () => {
    database = await start(TableName);
    store = new DeliveryStore(database.dynamodb, TableName);
    table = new DeliveryTable(database.dynamodb, TableName);
  });
  afterAll(() => database.stop());

  async function itemsOf(id: string): Promise<TableItem[]> {
    const items: TableItem[] = [];
    const query = {
      TableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: pack({ ':pk': keys.delivery(id).pk, ':prefix': '' }),
    };
    for await (const item of itemsIn(database.dynamodb, query)) items.push(item);
    return items;
  }

  async function stored(body: Uint8Array, changes: Partial<ReceivedDelivery> = {}): Promise<Delivery> {
    const delivery = receivedDelivery(body, changes);
    expect((await store.store(delivery, body)).state).toBe('stored');
    return (await table.read(delivery.id)) as Delivery;
  }

  it.each([
    ['of a few bytes', text('{"id":"evt_1"}'), 0],
    ['of none', new Uint8Array(), 0],
    ['of no text', Uint8Array.from([0xff, 0x00, 0xd8]), 0],
    ['of a megabyte that compresses well', text('a'.repeat(1_048_576)), 0],
    ['just below the limit of an item', noise(290_000), 0],
    ['beyond it', noise(310_000), 2],
    ['of a megabyte that does not compress', noise(1_048_576), 5],
  ])('come back as they came in, with a body %s', async (__, body, parts) => {
    const delivery = receivedDelivery(body);
    expect(await store.store(delivery, body)).toEqual({ state: 'stored', worked: false, other: false });
    const loaded = await table.load(delivery.id);
    expect(loaded?.delivery).toEqual({ ...delivery, parts });
    expect(Buffer.compare(loaded?.body ?? text('missing'), body)).toBe(0);
    const sizes = (await itemsOf(delivery.id)).map((item) => (item.body?.B ?? item.bytes?.B)?.byteLength ?? 0);
    expect(sizes).toHaveLength(parts + 1);
    for (const size of sizes) expect(size).toBeLessThanOrEqual(300 * 1024);
  });

  it('that are not there are told so', async () => {
    expect(await table.read('stripe~default~nothing')).toBeUndefined();
    expect(await table.load('stripe~default~nothing')).toBeUndefined();
  });

  it.each([
    ['small', text('{}')],
    ['in parts', noise(310_000)],
  ])('%s that come again are known, and stay as they are', async (__, body) => {
    const delivery = await stored(body);
    const again = { ...receivedDelivery(body), id: delivery.id, receivedAt: '2026-11-21T08:00:00Z' };
    expect(await store.store(again, body)).toEqual({ state: 'known', worked: false, other: false });
    expect(await table.read(delivery.id)).toEqual(delivery);
    await table.write({ ...delivery, state: 'recorded', revision: 2 }, DAYS);
    expect(await store.store(again, body)).toEqual({ state: 'known', worked: true, other: false });
  });

  it('that come again with another body note the first of them, whatever became of the delivery', async () => {
    const [one, two, three] = [noise(310_000), text('two'), noise(320_000)];
    const delivery = await stored(one);
    const other = (body: Uint8Array, at: string) => ({ ...receivedDelivery(body), id: delivery.id, receivedAt: at });
    const later = '2026-11-21T08:00:00Z';
    expect(await store.store(other(two, later), two)).toMatchObject({ state: 'known', other: true });
    const { hash } = receivedDelivery(two);
    const noted = await table.load(delivery.id);
    expect(noted?.delivery).toEqual({ ...delivery, other: { hash, at: later }, revision: 2 });
    expect(await store.store(other(three, '2026-11-22T08:00:00Z'), three)).toMatchObject({
      state: 'known',
      other: true,
    });
    expect(await table.load(delivery.id)).toEqual(noted);
    // It is still due, and its parts are still there.
    expect((await table.due('2026-11-20T08:05:00Z', 100)).map(({ id }) => id)).toContain(delivery.id);
    expect(await table.write({ ...delivery, state: 'recorded', revision: 2 }, DAYS)).toBe(false);
  });

  it('of one id that come at once are stored once', async () => {
    const body = noise(310_000);
    const delivery = receivedDelivery(body);
    const answers = await Promise.allSettled(Array.from({ length: 5 }, () => store.store(delivery, body)));
    const states = answers.flatMap((each) => (each.status === 'fulfilled' ? [each.value.state] : []));
    expect(states.filter((state) => state === 'stored')).toHaveLength(1);
  });

  it('are written over the revision that was read only', async () => {
    const delivery = await stored(text('{}'));
    const next = { ...delivery, state: 'parked', attempts: 1, workedAt: NOW, revision: 2 } as const;
    expect(await Promise.all([table.write(next, DAYS), table.write(next, DAYS)])).toEqual(
      expect.arrayContaining([true, false]),
    );
    expect(await table.read(delivery.id)).toEqual(next);
  });

  it('refuse what is no delivery', async () => {
    const delivery = await stored(text('{}'));
    const wrong = { ...delivery, reason: 'No code', revision: 2 };
    await expect(table.write(wrong, DAYS)).rejects.toThrow(/reason/);
    expect(deliverySchema.safeParse(delivery).success).toBe(true);
  });

  it('are due five minutes after they came in, until they are worked on, the oldest first', async () => {
    const body = text('{}');
    const year = (minute: string) => `2020-01-01T00:0${minute}`;
    const waiting = await Promise.all(
      ['3:00Z', '1:00.5Z', '1:00Z', '2:00Z'].map((minute) => stored(body, { receivedAt: year(minute) })),
    );
    const [third, second, first, last] = waiting;
    expect(await table.due('2020-01-01T00:05:59Z', 10)).toEqual([]);
    const dueBy = async (most: number) => (await table.due('2020-01-01T00:09:00Z', most)).map(({ id }) => id);
    expect(await dueBy(10)).toEqual([first?.id, second?.id, last?.id, third?.id]);
    expect(await dueBy(2)).toEqual([first?.id, second?.id]);
    const oldest = { id: first?.id, receivedAt: '2020-01-01T00:01:00Z' };
    expect(await table.oldest('stored')).toEqual(oldest);
    for (const delivery of waiting) await table.write({ ...delivery, state: 'parked', revision: 2 }, DAYS);
    expect(await dueBy(10)).toEqual([]);
    expect(await table.oldest('parked')).toEqual(oldest);
    expect(await table.oldest('ambiguous')).toBeUndefined();
  });

  it.each(['recorded', 'unused', 'dismissed'] as const)(
    'that are %s are removed with their parts when their time is over',
    async (state) => {
      const delivery = await stored(noise(310_000));
      await table.write({ ...delivery, state, workedAt: '2026-11-20T09:00:00Z', revision: 2 }, DAYS);
      const expiries = (await itemsOf(delivery.id)).map(({ expiresAt }) => Number(expiresAt?.N));
      const at = Date.parse('2027-02-18T09:00:00Z') / 1000;
      expect(expiries).toEqual([at, at, at]);
      await table.write({ ...delivery, state: 'parked', revision: 3 }, DAYS);
      expect((await itemsOf(delivery.id)).map(({ expiresAt }) => expiresAt)).toEqual([undefined, undefined, undefined]);
    },
  );

  it.each(['stored', 'failed', 'ambiguous', 'set-aside', 'parked'] as const)('that are %s stay', async (state) => {
    const delivery = await stored(text('{}'));
    await table.write({ ...delivery, state, workedAt: NOW, revision: 2 }, DAYS);
    expect((await itemsOf(delivery.id)).map(({ expiresAt }) => expiresAt)).toEqual([undefined]);
  });
});
