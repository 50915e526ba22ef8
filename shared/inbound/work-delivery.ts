import { contractEventSchema } from '../core/events/event.ts';
import { PayloadError } from '../core/webhooks/payload-error.ts';
import type { MappedEvent } from '../core/webhooks/provider.ts';
import { findProvider } from '../core/webhooks/providers.ts';
import { type DeliveredResult, recordDelivered } from '../recording/record-delivered.ts';
import { type Delivery, type FactOutcome, stateOf } from './delivery.ts';
import type { InboundDependencies } from './dependencies.ts';

type Outcome = Pick<Delivery, 'state' | 'facts' | 'reason' | 'detail'>;

/**
 * Works on a delivery: maps it, records each of its facts and writes what became of them. Doing it twice does nothing.
 * Undefined: there is no such delivery. Throws where trying again can help.
 */
export async function workDelivery(dependencies: InboundDependencies, id: string): Promise<Delivery | undefined> {
  const { deliveries, clock, inbound } = dependencies;
  const stored = await deliveries.load(id);
  if (!stored || (stored.delivery.state !== 'stored' && stored.delivery.state !== 'failed')) return stored?.delivery;
  const { reason: _reason, detail: _detail, ...delivery } = stored.delivery;
  const worked: Delivery = {
    ...delivery,
    ...(await outcomeOf(dependencies, stored.delivery, stored.body)),
    attempts: delivery.attempts + 1,
    workedAt: clock.now(),
    revision: delivery.revision + 1,
  };
  return (await deliveries.write(worked, inbound.retentionDays)) ? worked : workDelivery(dependencies, id);
}

async function outcomeOf(dependencies: InboundDependencies, delivery: Delivery, body: Uint8Array): Promise<Outcome> {
  const mapped = read(delivery, body);
  if ('reason' in mapped) return { state: 'set-aside', facts: [], ...mapped };
  const facts: FactOutcome[] = [];
  for (const event of mapped.events) facts.push(await record(dependencies, delivery, event));
  return { state: stateOf(facts), facts };
}

function read(
  { provider }: Delivery,
  body: Uint8Array,
): { events: MappedEvent[] } | { reason: string; detail: string } {
  try {
    const payload: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return { events: findProvider(provider)?.map(payload) ?? [] };
  } catch (error) {
    if (error instanceof PayloadError) {
      return { reason: 'payload', detail: `${error.field}: ${error.remedy}`.slice(0, 500) };
    }
    if (error instanceof SyntaxError || error instanceof TypeError) {
      return { reason: 'malformed-json', detail: 'The body is no JSON. Have the provider send the event again.' };
    }
    throw error;
  }
}

async function record(
  dependencies: InboundDependencies,
  delivery: Delivery,
  mapped: MappedEvent,
): Promise<FactOutcome> {
  const { kind, occurredAt, fact, data, references, learns, customer, providerType } = mapped;
  const { provider } = delivery;
  const eventId = mapped.eventId ?? delivery.id;
  const now = dependencies.clock.now();
  // Stored events are parsed with this schema on every load: an event that fails would make its contract unreadable.
  const event = contractEventSchema.parse({
    id: fact,
    kind,
    occurredAt,
    recordedAt: now,
    data: { ...data },
    source: { provider, eventId, type: providerType },
  });
  const result = await recordDelivered(dependencies, {
    provider,
    references,
    earlierReferences: [learns, customer].filter((reference) => reference !== null),
    event,
    seen: { provider, eventId, fact, at: now },
  });
  report(dependencies, delivery, mapped, result);
  const told = { event: fact, kind, references: [...references] };
  if (result.outcome === 'parked') return { ...told, state: 'parked', reason: result.reason };
  return { ...told, state: 'recorded', ...(result.contract !== undefined && { contract: result.contract }) };
}

function report(
  { telemetry }: InboundDependencies,
  { provider }: Delivery,
  { kind, providerType }: MappedEvent,
  { outcome }: DeliveredResult,
): void {
  telemetry.info('WEBHOOK_RECORDED', { provider, type: providerType, kind, outcome });
  if (outcome === 'recorded') telemetry.count('EventRecorded');
  if (outcome === 'parked') telemetry.count('EventParked');
  if (kind === 'unmapped' && outcome !== 'duplicate') telemetry.count('EventUnmapped');
}
