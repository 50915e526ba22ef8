import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { webhookWaitsForPerson } from '../../core/webhooks/waits-for-person.ts';
import type { Delivery, DeliveryState } from '../../inbound/delivery.ts';
import { TABLE_SCHEMA } from '../table-schema.ts';
import { type ItemKey, inboundPlace, keys, shardOf } from './keys.ts';
import { pack, type TableItem } from './pack.ts';

/** How long a last try may take, in milliseconds: more than the time-out of the function that works on deliveries. */
export const LAST_TRY_MS = 5 * 60_000;

const { agenda } = TABLE_SCHEMA.indexes;

/** How long after its receipt the sweep queues a delivery that nobody has worked on. */
const WORKED_WITHIN_MS = 5 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/** Deliveries on the agenda have shards of their own, apart from the work that goes to the notices queue. */
export const INBOUND_AGENDA = 'inbound-';

/** States in which nothing is to come any more, so that the delivery may be removed after a time. */
const END_STATES: ReadonlySet<DeliveryState> = new Set(['recorded', 'unused', 'dismissed']);

/** A delivery's own item. `body`: compressed; absent where it lies in parts. */
export function deliveryItem(delivery: Delivery, body?: Uint8Array): TableItem {
  return pack({ ...keys.delivery(delivery.id), delivery, body, ...placeOf(delivery) });
}

/** One part of a compressed body. */
export function partItem(id: string, part: number, bytes: Uint8Array): TableItem {
  return pack({ ...keys.deliveryPart(id, part), bytes });
}

/**
 * Writes a delivery over the revision before its own, and leaves its body. One that is at its end is removed, with the parts of
 * its body, once `retentionDays` are over.
 */
export function deliveryUpdates(table: string, delivery: Delivery, retentionDays: number): TransactWriteItem[] {
  const expiresAt = expiryOf(delivery, retentionDays);
  const parts = Array.from({ length: delivery.parts }, (_, part) => keys.deliveryPart(delivery.id, part));
  return [
    update(
      table,
      keys.delivery(delivery.id),
      { delivery, ...placeOf(delivery), expiresAt },
      { expression: 'delivery.revision = :expected', values: { ':expected': delivery.revision - 1 } },
    ),
    ...parts.map((key) => update(table, key, { expiresAt })),
  ];
}

/** The agenda entry of a delivery that is to be worked on, and its place in the index of deliveries. */
function placeOf(delivery: Delivery) {
  const { id, receivedAt } = delivery;
  const key = keys.delivery(id);
  const due = dueAt(delivery);
  return {
    ...inboundPlace(groupOf(delivery), key, receivedAt, id),
    [agenda.partitionKey]: due && `${INBOUND_AGENDA}${shardOf(key)}`,
    [agenda.sortKey]: due,
  };
}

/** When the sweep queues a delivery; undefined if it has nothing to do with it. */
function dueAt({ state, receivedAt, lastTryAt }: Delivery): string | undefined {
  if (lastTryAt !== undefined) return laterBy(lastTryAt, LAST_TRY_MS);
  return state === 'stored' ? laterBy(receivedAt, WORKED_WITHIN_MS) : undefined;
}

/** What is parked for a person stands apart, so that what is parked for its contract need not be read to find it. */
export const PARKED_FOR_A_PERSON = 'parked-for-person';

/** The group of the index in which a delivery stands. */
function groupOf(delivery: Delivery): string {
  const { state } = delivery;
  return state === 'parked' && webhookWaitsForPerson(delivery) ? PARKED_FOR_A_PERSON : state;
}

/** The groups of the index in which the deliveries of a state stand. */
export function groupsOf(state: DeliveryState): readonly string[] {
  return state === 'parked' ? [state, PARKED_FOR_A_PERSON] : [state];
}

function expiryOf({ state, dismissed, workedAt, receivedAt }: Delivery, retentionDays: number): number | undefined {
  if (!END_STATES.has(state)) return undefined;
  const ended = Date.parse(dismissed?.at ?? workedAt ?? receivedAt);
  return Math.floor((ended + retentionDays * DAY_MS) / 1000);
}

function laterBy(instant: string, milliseconds: number): string {
  return new Date(Date.parse(instant) + milliseconds).toISOString().replace('.000Z', 'Z');
}

interface Condition {
  readonly expression: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Sets what is given and removes what is undefined. */
function update(
  TableName: string,
  key: ItemKey,
  attributes: Readonly<Record<string, unknown>>,
  condition?: Condition,
): TransactWriteItem {
  const set = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const removed = Object.keys(attributes).filter((name) => attributes[name] === undefined);
  const updates = [
    ...(set.length > 0 ? [`SET ${set.map(([name]) => `${name} = :${name}`).join(', ')}`] : []),
    ...(removed.length > 0 ? [`REMOVE ${removed.join(', ')}`] : []),
  ];
  const given = pack({ ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])), ...condition?.values });
  return {
    Update: {
      TableName,
      Key: pack({ ...key }),
      UpdateExpression: updates.join(' '),
      ...(condition && { ConditionExpression: condition.expression }),
      ...(Object.keys(given).length > 0 && { ExpressionAttributeValues: given }),
    },
  };
}
