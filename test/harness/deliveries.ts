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

/** A delivery as it came in, and as it stands after it was worked on: written to the table, past every function. */
export async function storeDelivery(
  { stack }: Pick<TestStack, 'stack'>,
  { state = 'stored', facts = [], body = {}, ...wanted }: Wanted = {},
): Promise<Delivery> {
  const { provider = 'stripe', eventId = fresh('evt'), receivedAt = stack.clock.now() } = wanted;
  const bytes = body instanceof Uint8Array ? body : new TextEncoder().encode(JSON.stringify(body));
  const received = {
    id: `${provider}~default~${eventId}`,
    provider,
    account: 'default',
    eventId,
    type: 'invoice.paid',
    mode: 'live',
    receivedAt,
    hash: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.byteLength,
    headers: { 'content-type': 'application/json' },
    secret: 'default',
    revision: 1,
    state: 'stored',
    attempts: 0,
    facts: [],
    replays: [],
  } as const;
  const delivery = { ...received, facts: [], replays: [], ...wanted, parts: 0 };
  await new DeliveryStore(stack.dynamodb, RESOURCES.table).store(delivery, bytes);
  if (state === 'stored') return { ...delivery, state };
  const worked: Delivery = {
    ...delivery,
    state,
    revision: 2,
    attempts: 1,
    workedAt: receivedAt,
    facts: facts.map((fact, n) => factOf(fact, `${eventId}.${n}`, state)),
  };
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
