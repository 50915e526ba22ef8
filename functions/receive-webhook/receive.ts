import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { DeliveryStore } from '../../shared/aws/table/delivery-store.ts';
import type { WebhookSecrets } from '../../shared/aws/webhook-secrets.ts';
import type { WorkQueue } from '../../shared/aws/work-queue.ts';
import type { Door, Verification, VerifyInput } from '../../shared/core/webhooks/door.ts';
import { findDoor, PROVIDER_NAMES } from '../../shared/core/webhooks/doors.ts';
import type { InboundWork } from '../../shared/inbound/work.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import { answer, HttpProblem, rawBody } from '../../shared/runtime/http.ts';
import type { Telemetry } from '../../shared/runtime/log.ts';
import { deliveryOf } from './delivery-of.ts';

export interface ReceiveWebhookDependencies {
  readonly deliveries: DeliveryStore;
  readonly queue: WorkQueue<InboundWork>;
  readonly secrets: WebhookSecrets;
  /** The provider accounts whose messages are taken in under their own name. */
  readonly accounts: readonly string[];
  /** Whether a signature was made recently enough, by the provider's clock and ours. */
  readonly isFresh: VerifyInput['isFresh'];
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/**
 * Answers 200 `{ "delivery", "state": "stored" | "known" }` once the webhook is stored, whatever is in it, and 401 without a
 * reason if the signature is not valid. A failure to store it is answered 5xx, so that the provider sends it again.
 */
export async function receive(
  dependencies: ReceiveWebhookDependencies,
  request: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { accounts, clock, deliveries, telemetry } = dependencies;
  const door = doorOf(request);
  const body = rawBody(request);
  const verified = await verify(dependencies, door, request, body);
  const delivery = deliveryOf(door, { request, body, verified, accounts, receivedAt: clock.now() });
  const { state, worked, other } = await deliveries.store(delivery, body);
  const facts = { delivery: delivery.id, type: delivery.type ?? undefined, state, other };
  telemetry.info('WEBHOOK_STORED', facts);
  if (state === 'stored') telemetry.count('WebhookStored');
  // Also a known one: an answer that was lost may have kept it from being queued.
  if (!worked) await queue(dependencies, delivery.id);
  return answer(200, { delivery: delivery.id, state });
}

function doorOf(request: APIGatewayProxyEventV2): Door {
  const name = request.pathParameters?.provider ?? '';
  const door = findDoor(name);
  if (door) return door;
  throw new HttpProblem(404, 'unknown-provider', 'There is no such payment provider.', [
    { field: 'provider', value: name.slice(0, 64), detail: `Known: ${PROVIDER_NAMES.join(', ')}.` },
  ]);
}

async function verify(
  { secrets, isFresh, telemetry }: ReceiveWebhookDependencies,
  door: Door,
  { headers }: APIGatewayProxyEventV2,
  body: Uint8Array,
): Promise<Extract<Verification, { ok: true }>> {
  const live = await secrets.of(door.name);
  const verification = door.verify({ headers, body, secrets: live, isFresh });
  if (verification.ok) return verification;
  telemetry.warn('WEBHOOK_REJECTED', { provider: door.name, reason: verification.reason, secrets: live.length });
  telemetry.count('WebhookRejected');
  throw new HttpProblem(401, 'signature', 'The signature is not valid.');
}

/** A message that does not reach the queue is the sweep's to repeat: the webhook is stored. */
async function queue({ queue: inbound, telemetry }: ReceiveWebhookDependencies, delivery: string): Promise<void> {
  try {
    await inbound.send([{ kind: 'delivery', delivery }]);
  } catch (error) {
    telemetry.error('WEBHOOK_NOT_QUEUED', error, { delivery });
    telemetry.count('WebhookNotQueued');
  }
}
