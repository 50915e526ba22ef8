import { describe, expect, it } from 'vitest';
import { RESOURCES } from '../../local/environment.ts';
import { digestsOf, filesOf, frozenDigests, frozenShapes, readGolden } from '../../scripts/golden-records/format.ts';
import { readMessage } from '../../scripts/golden-records/message-readers.ts';
import { readDeadline, readEvent, readEvidence, readHead, readNotice } from '../../shared/aws/table/items.ts';
import { keys } from '../../shared/aws/table/keys.ts';
import type { TableItem } from '../../shared/aws/table/pack.ts';
import { ContractTable } from '../../shared/aws/table/table.ts';
import { NOTICE_STATES } from '../../shared/core/notices/notice.ts';
import { seededDatabase } from '../harness/seeded-database.ts';

type ItemKey = { readonly pk: string; readonly sk: string };

/** By kind of item: the key under which it belongs, from what is read in it. */
const READERS: Readonly<Record<string, (item: TableItem, key: ItemKey) => ItemKey | Promise<ItemKey | undefined>>> = {
  'contract contract': (item) => keys.head(readHead(item).contract.id),
  'contract deadline': (item, { pk }) => ({ pk, sk: keys.deadline('', readDeadline(item).id).sk }),
  'contract event': (item, { pk }) => ({ pk, sk: keys.event('', readEvent(item).id).sk }),
  'contract evidence': (item) => {
    const { contract, seq } = readEvidence(item);
    return keys.evidence(contract, seq);
  },
  'contract notice': (item) => {
    const { notice, body } = readNotice(item);
    expect(body.byteLength).toBeGreaterThan(0);
    return keys.notice(notice.contract, notice.id);
  },
  'ref contract': async (item, key) => {
    const [, provider = '', reference = ''] = key.pk.split('#');
    const owners = await (await tableOf(item)).ownersOf(provider, reference);
    return owners === undefined ? undefined : key;
  },
  'ref parked': async (item, { pk }) => {
    const [, provider = '', reference = ''] = pk.split('#');
    const [parked] = await (await tableOf(item)).parkedFor(provider, reference);
    return parked && keys.parked(provider, reference, parked.event.id);
  },
  'seen fact': async (item, key) => {
    const [, provider = '', event = ''] = key.pk.split('#');
    const seen = await (await tableOf(item)).wasSeen(provider, event, key.sk.slice('fact#'.length));
    return seen ? key : undefined;
  },
};

async function tableOf(item: TableItem): Promise<ContractTable> {
  return new ContractTable((await seededDatabase([item])).dynamodb, RESOURCES.table);
}

function keyOf(item: TableItem): ItemKey {
  return { pk: item.pk?.S ?? '', sk: item.sk?.S ?? '' };
}

function kindOf({ pk, sk }: ItemKey): string {
  return `${pk.replace(/#.*/s, '')} ${sk.replace(/#.*/s, '')}`;
}

describe.each(frozenShapes())('what was written in %s', (shape) => {
  const { items, messages } = readGolden(shape);

  it('stays as it was frozen: another shape is frozen under another name', () => {
    expect(digestsOf(shape)).toEqual(frozenDigests(shape));
    const { found, expected } = filesOf(shape);
    expect(found).toEqual(expected);
  });

  it('holds every kind of item, notices in every state, and every kind of message', () => {
    expect([...new Set(items.map(({ item }) => kindOf(keyOf(item))))].sort()).toEqual(Object.keys(READERS).sort());
    const states = items.flatMap(({ item }) => item.notice?.M?.state?.S ?? []);
    expect([...new Set(states)].sort()).toEqual([...NOTICE_STATES].sort());
    const kinds = messages.map((message) =>
      'queue' in message ? `${message.queue} ${JSON.parse(message.body).kind ?? ''}` : Object.keys(message)[1],
    );
    expect([...new Set(kinds)].sort()).toEqual([
      `${RESOURCES.deliveries} `,
      ...['notice', 'overdue', 'settle', 'step'].map((kind) => `${RESOURCES.notices} ${kind}`),
      'schedule',
      'stream',
    ]);
  });

  it('is read: every item says under which key it belongs', async () => {
    for (const { from, item } of items) {
      const key = keyOf(item);
      expect(await READERS[kindOf(key)]?.(item, key), `${from} ${key.pk} ${key.sk}`).toEqual(key);
    }
  });

  it('is read: every message of a queue, schedule and record of the stream', () => {
    for (const message of messages) expect(() => readMessage(message), JSON.stringify(message)).not.toThrow();
  });
});
