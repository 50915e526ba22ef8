import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { canonicalJson } from '../../shared/core/events/canonical.ts';
import type { GoldenContract, GoldenItem, GoldenMessage } from './format.ts';

/** Fields whose value tells what kind of object it is in. */
const SORTS = [
  'kind',
  'type',
  'state',
  'change',
  'code',
  'purpose',
  'party',
  'outcome',
  'nature',
  'eventType',
  'eventName',
];

/**
 * Selects the first records with a structure that no record had before: other fields, another type of a field, or
 * another kind of object. Values alone make no difference.
 */
class Novelties {
  readonly #known = new Set<string>();

  has(record: unknown, place: string): boolean {
    const before = this.#known.size;
    this.#look(record, place);
    return this.#known.size > before;
  }

  #look(value: unknown, place: string): void {
    if (Array.isArray(value)) {
      for (const one of value) this.#look(one, `${place}[]`);
    } else if (value === null || typeof value !== 'object' || value instanceof Uint8Array) {
      this.#known.add(`${place} ${value === null ? 'null' : typeof value}`);
    } else {
      const fields = Object.entries(value).filter(([, member]) => member !== undefined);
      const sort = fields.filter(([name, member]) => SORTS.includes(name) && typeof member === 'string');
      const sorted = `${place}(${sort.map(([, member]) => member).join(' ')})`;
      this.#known.add(`${sorted} ${fields.map(([name]) => name).sort()}`);
      for (const [name, member] of fields) this.#look(member, `${sorted}.${name}`);
    }
  }
}

/** One item of each structure. */
export function oneOfEachItem(items: readonly GoldenItem[]): GoldenItem[] {
  const novelties = new Novelties();
  return items.filter(({ item }) => {
    const { pk, sk, ...content } = unmarshall(item);
    return novelties.has(content, `${String(pk).replace(/#.*/s, '')} ${String(sk).replace(/#.*/s, '')}`);
  });
}

/** One message of each structure. */
export function oneOfEachMessage(messages: readonly GoldenMessage[]): GoldenMessage[] {
  const novelties = new Novelties();
  return messages.filter((message) => {
    if ('queue' in message) return novelties.has(contentOf(message.body), message.queue);
    if ('schedule' in message)
      return novelties.has([message.schedule, contentOf(message.schedule.Target?.Input)], 'schedule');
    const { OldImage, NewImage } = message.stream.dynamodb ?? {};
    return novelties.has({ ...message.stream, dynamodb: [OldImage, NewImage].map(scheduling) }, 'stream');
  });
}

/** An image without explanations: they are most of it, and no follower of the stream reads them. */
function scheduling(image: NonNullable<DynamoDBRecord['dynamodb']>['NewImage']) {
  const { deadline, ...rest } = image ? unmarshall(image as GoldenItem['item']) : {};
  return { ...rest, deadline: deadline && { ...deadline, steps: [] } };
}

/** Messages of the mail service are JSON text within JSON. */
function contentOf(text: string | undefined): unknown {
  const content: unknown = JSON.parse(text ?? 'null');
  const inner = (content as { Message?: unknown } | null)?.Message;
  return typeof inner === 'string' ? [content, JSON.parse(inner)] : content;
}

/** Contracts without repetitions. Names, ids and references make no difference. */
export function eachContractOnce(contracts: readonly GoldenContract[]): GoldenContract[] {
  const known = new Set<string>();
  return contracts.filter(({ name: _name, ...rest }) => {
    const { id: _id, references: _references, ...contract } = rest.contract;
    const said = canonicalJson({ ...rest, contract });
    if (known.has(said)) return false;
    known.add(said);
    return true;
  });
}
