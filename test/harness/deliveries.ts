import { createHash } from 'node:crypto';
import { RESOURCES } from '../../local/environment.ts';
import { DeliveryStore } from '../../shared/aws/table/delivery-store.ts';
import type { Delivery, DeliveryState, FactOutcome } from '../../shared/inbound/delivery.ts';
import { fresh } from './samples.ts';
import type { TestStack } from './stack.ts';

export interface Wanted extends Partial<Omit<Delivery, 'facts' | 'state'>> {
  readonly state?: DeliveryState;
  readonly facts?: readonly Partial<Omit<FactOutcome, 'candidates'> & { candidates: readonly string[] }>[];
  readonly body?: unknown;
}

/** A delivery that nobody has worked on. */
export function deliveryAt(receivedAt: string, eventId: string, provider = 'stripe') {
  return {
    id: `${provider}~default~${eventId}`,
    provider,
    account: 'default',
    eventId,
    type: 'invoice.paid',
    mode: 'live',
    receivedAt,
    hash: '0'.repeat(64),
    bytes: 2,
    headers: { 'content-type': 'application/json' },
    secret: 'default',
    revision: 1,
    state: 'stored',
    attempts: 0,
    facts: [],
    replays: [],
  } satisfies Omit<Delivery, 'parts'>;
}

/** A delivery as it came in, and as it stands after it was worked on: written to the table, past every function. */
export async function storeDelivery(
  { stack }: Pick<TestStack, 'stack'>,
  { state = 'stored', facts = [], body = {}, ...wanted }: Wanted = {},
): Promise<Delivery> {
  const { provider, eventId, receivedAt = stack.clock.now() } = wanted;
  const bytes = body instanceof Uint8Array ? body : new TextEncoder().encode(JSON.stringify(body));
  const hash = createHash('sha256').update(bytes).digest('hex');
  const received = deliveryAt(receivedAt, eventId ?? fresh('evt'), provider);
  const delivery: Delivery = { ...received, hash, bytes: bytes.byteLength, ...wanted, parts: 0 };
  await new DeliveryStore(stack.dynamodb, RESOURCES.table).store(delivery, bytes);
  if (state === 'stored') return delivery;
  const told = facts.map((fact, n) => factOf(fact, `${received.eventId}.${n}`, state));
  const worked = { ...delivery, state, revision: 2, attempts: 1, workedAt: receivedAt, facts: told };
  await stack.deliveries.write(worked, 90);
  return worked;
}

function factOf(
  { candidates, ...fact }: NonNullable<Wanted['facts']>[number],
  event: string,
  state: DeliveryState,
): FactOutcome {
  const told = state === 'dismissed' || state === 'stored' ? 'parked' : state;
  return {
    event,
    kind: 'invoice.issued',
    references: [],
    state: told,
    ...fact,
    ...(candidates && { candidates: [...candidates] }),
  };
}
