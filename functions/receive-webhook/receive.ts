import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { WebhookSecrets } from '../../shared/aws/webhook-secrets.ts';
import { contractEventSchema } from '../../shared/core/events/event.ts';
import { PayloadError } from '../../shared/core/webhooks/payload-error.ts';
import type { MappedEvent, Provider, VerifyInput } from '../../shared/core/webhooks/provider.ts';
import { findProvider, PROVIDER_NAMES } from '../../shared/core/webhooks/providers.ts';
import type { RecordingDependencies } from '../../shared/recording/dependencies.ts';
import { type DeliveredResult, recordDelivered } from '../../shared/recording/record-delivered.ts';
import { answer, HttpProblem, parseJson, rawBody } from '../../shared/runtime/http.ts';
import type { Telemetry } from '../../shared/runtime/log.ts';

export interface ReceiveWebhookDependencies extends RecordingDependencies {
  readonly secrets: WebhookSecrets;
  /** Whether a signature was made recently enough, by the provider's clock and ours. */
  readonly isFresh: VerifyInput['isFresh'];
  readonly telemetry: Telemetry;
}

/**
 * Answers 200 once every event of the webhook is recorded or parked, and 401 without a reason if the signature is not
 * valid. A failure to store is answered 5xx, so that the provider sends the webhook again.
 */
export async function receive(
  dependencies: ReceiveWebhookDependencies,
  request: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> {
  const provider = providerOf(request);
  const body = rawBody(request);
  await checkSignature(dependencies, provider, request, body);
  const payload = parseJson(body);
  const { deliveryId, events } = mapped(provider, payload);
  const results: (DeliveredResult & { kind: string })[] = [];
  for (const event of events) {
    const result = await recordDelivered(dependencies, delivered(dependencies, provider, deliveryId, event));
    reportRecorded(dependencies.telemetry, provider, event, result);
    results.push({ kind: event.kind, ...result });
  }
  return answer(200, { events: results });
}

function providerOf(request: APIGatewayProxyEventV2): Provider {
  const name = request.pathParameters?.provider ?? '';
  const provider = findProvider(name);
  if (provider) return provider;
  throw new HttpProblem(404, 'unknown-provider', 'There is no such payment provider.', [
    { field: 'provider', value: name.slice(0, 64), detail: `Known: ${PROVIDER_NAMES.join(', ')}.` },
  ]);
}

async function checkSignature(
  { secrets, isFresh, telemetry }: ReceiveWebhookDependencies,
  provider: Provider,
  { headers }: APIGatewayProxyEventV2,
  body: Uint8Array,
): Promise<void> {
  const live = await secrets.of(provider.name);
  const verification = provider.verify({ headers, body, secrets: live, isFresh });
  if (verification.ok) return;
  telemetry.warn('WEBHOOK_REJECTED', { provider: provider.name, reason: verification.reason, secrets: live.length });
  telemetry.count('WebhookRejected');
  throw new HttpProblem(401, 'signature', 'The signature is not valid.');
}

function mapped(provider: Provider, payload: unknown): { deliveryId: string; events: MappedEvent[] } {
  try {
    return { deliveryId: provider.deliveryId(payload), events: provider.map(payload) };
  } catch (error) {
    if (!(error instanceof PayloadError)) throw error;
    throw new HttpProblem(422, 'payload', 'The webhook’s content cannot be read.', [
      { field: error.field, detail: error.message },
    ]);
  }
}

function delivered(
  { clock }: ReceiveWebhookDependencies,
  provider: Provider,
  deliveryId: string,
  { kind, occurredAt, fact, data, references, learns, customer, providerType }: MappedEvent,
) {
  const now = clock.now();
  // Stored events are parsed with this schema on every load: an event that fails would make its contract unreadable.
  const event = contractEventSchema.parse({
    id: fact,
    kind,
    occurredAt,
    recordedAt: now,
    data: { ...data },
    source: { provider: provider.name, eventId: deliveryId, type: providerType },
  });
  const seen = { provider: provider.name, eventId: deliveryId, fact, at: now };
  const earlierReferences = [learns, customer].filter((reference) => reference !== null);
  return { provider: provider.name, references, earlierReferences, event, seen };
}

function reportRecorded(
  telemetry: Telemetry,
  provider: Provider,
  { kind, providerType }: MappedEvent,
  result: DeliveredResult,
): void {
  telemetry.info('WEBHOOK_RECORDED', { provider: provider.name, type: providerType, kind, outcome: result.outcome });
  if (result.outcome === 'recorded') telemetry.count('EventRecorded');
  if (result.outcome === 'parked') telemetry.count('EventParked');
  if (kind === 'unmapped' && result.outcome !== 'duplicate') telemetry.count('EventUnmapped');
}
