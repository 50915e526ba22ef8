import { hash } from 'node:crypto';
import { INDEX_SHARDS } from '../table-schema.ts';

/** Keys of every kind of item. Head, deadlines and events of a contract lie next to each other and load in one query. */
export const keys = {
  head: (contract: string) => ({ pk: `contract#${contract}`, sk: 'contract' }),
  deadline: (contract: string, id: string) => ({ pk: `contract#${contract}`, sk: `deadline#${id}` }),
  event: (contract: string, id: string) => ({ pk: `contract#${contract}`, sk: `event#${id}` }),
  evidence: (contract: string, seq: number) => ({
    pk: `contract#${contract}`,
    sk: `evidence#${String(seq).padStart(9, '0')}`,
  }),
  /** A delivery that names the contract and waits for a person. */
  undecided: (contract: string, delivery: string) => ({ pk: `contract#${contract}`, sk: `undecided#${delivery}` }),
  /** What the newest edition would make of a deadline. */
  proposal: (contract: string, deadline: string) => ({ pk: `contract#${contract}`, sk: `proposal#${deadline}` }),
  /** That a contract be read by corrected readings. A release without these looks for no such item. */
  revisionProposal: (contract: string) => ({ pk: `contract#${contract}`, sk: 'revision#proposal' }),
  notice: (contract: string, id: string) => ({ pk: `contract#${contract}`, sk: `notice#${id}` }),
  reference: (provider: string, reference: string) => ({ pk: `ref#${provider}#${reference}`, sk: 'contract' }),
  /** The revision of the list of a customer's contracts. */
  customer: (provider: string, reference: string) => ({ pk: `ref#${provider}#${reference}`, sk: 'contracts' }),
  ofCustomer: (provider: string, reference: string, contract: string) => ({
    pk: `ref#${provider}#${reference}`,
    sk: `contract#${contract}`,
  }),
  /** The contract that recorded a provider's message about a payment. */
  learned: (provider: string, reference: string, contract: string) => ({
    pk: `ref#${provider}#${reference}`,
    sk: `learned#${contract}`,
  }),
  /** The one contract to which a person's event assigned a payment. It is read together with those that learned of it. */
  taught: (provider: string, reference: string) => ({ pk: `ref#${provider}#${reference}`, sk: 'learned' }),
  waiting: (provider: string, reference: string, delivery: string) => ({
    pk: `ref#${provider}#${reference}`,
    sk: `waiting#${delivery}`,
  }),
  parked: (provider: string, reference: string, event: string) => ({
    pk: `ref#${provider}#${reference}`,
    sk: `parked#${event}`,
  }),
  seen: (provider: string, eventId: string, fact: string) => ({
    pk: `seen#${provider}#${eventId}`,
    sk: `fact#${fact}`,
  }),
  delivery: (id: string) => ({ pk: `delivery#${id.replaceAll('~', '#')}`, sk: 'delivery' }),
  deliveryPart: (id: string, part: number) => ({ pk: keys.delivery(id).pk, sk: `part#${part}` }),
  customerRecord: (provider: string, id: string) => ({ pk: `customer#${provider}#${id}`, sk: 'customer' }),
  /** The customer with whom a subscription is shown. */
  shownCustomer: (provider: string, subscription: string) => ({ pk: `ref#${provider}#${subscription}`, sk: 'shown' }),
  /** What a provider answered when it was asked for a delivery. `question`: such as `customer#cus_1`. */
  answer: (id: string, question: string) => ({ pk: keys.delivery(id).pk, sk: `answer#${question}` }),
  job: (id: string) => ({ pk: `job#${id}`, sk: 'job' }),
  hold: (id: string) => ({ pk: `hold#${id}`, sk: 'hold' }),
  /** The edition and the revisions for which all contracts were gone over. */
  proposedEdition: () => ({ pk: 'edition#proposed', sk: 'edition' }),
} as const;

/** Apart from the others, which every bundle has. */
export const sendingKeys = {
  /** What may be sent at the stage. Every claim reads it. */
  state: () => ({ pk: 'hold#sending', sk: 'sending' }),
  /** A copy of its revision. The claims of a contract depend on one of them. */
  fence: (fence: number) => ({ pk: `hold#sending#${fence}`, sk: 'fence' }),
  /** A hold that a person placed. */
  hold: (id: string) => ({ pk: 'hold#placed', sk: id }),
} as const;

/** Copies of the revision. In DynamoDB transactions with an item in common conflict, also if they only check it. */
export const FENCES = 16;

/** The copy on which the claims of a contract depend. */
export function fenceOf(contract: string): ItemKey {
  return sendingKeys.fence(hash('sha256', contract, 'buffer').readUInt16BE(0) % FENCES);
}

export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** The delivery of a partition, whose key is made of the parts of its id. No part holds `#` or `~`. */
export function deliveryIn(pk: string): string {
  return pk.slice('delivery#'.length).replaceAll('#', '~');
}

/** Sort keys from the head up to and including the last event. */
export const PLANNING_RANGE = { from: 'contract', to: 'event$' } as const;

/** The index shard of an item, derived from its key. */
export function shardOf(key: ItemKey): string {
  return String(hash('sha256', `${key.pk}${key.sk}`, 'buffer').readUInt16BE(0) % INDEX_SHARDS);
}

/**
 * Where a deadline stands in the index `due`: by its last instant, then contract, then id. DynamoDB leaves the order of
 * entries with equal keys open, so the key has all three.
 */
export function dueSortKey(contract: string, { id, instant }: { id: string; instant: string }): string {
  return `${withoutZone(instant)}#${contract}#${id}`;
}

/**
 * Where an item stands in the index `inbound`: within its group, such as that of a delivery’s state or `letter`, by an
 * instant in UTC, then by an id.
 */
export function inboundPlace(group: string, key: ItemKey, at: string, id: string) {
  return { inboundShard: `${group}#${shardOf(key)}`, inboundAt: `${withoutZone(at)}#${id}` };
}

/** The group of the index `inbound` in which letters wait for one thing that stops them, by the latest moment of each. */
export function stoppedGroup(heldBy: string): string {
  return `stopped-${heldBy}`;
}

/** The partitions of the index `inbound` that hold some groups. */
export function inboundPartitions(groups: readonly string[]): readonly string[] {
  return groups.flatMap((group) => SHARDS.map((shard) => `${group}#${shard}`));
}

/** An instant in UTC as sort keys have it: with its `Z`, `10:00:00.5Z` would sort before `10:00:00Z`. */
export function withoutZone(instant: string): string {
  return instant.replace(/Z$/, '');
}

export const SHARDS: readonly string[] = Array.from({ length: INDEX_SHARDS }, (_, shard) => String(shard));

/** The contract and the kind of item behind a key of the agenda. */
export function readKey(key: ItemKey): { contract: string; kind: string; id: string } {
  const [kind = '', ...rest] = key.sk.split('#');
  return { contract: key.pk.slice('contract#'.length), kind, id: rest.join('#') };
}
