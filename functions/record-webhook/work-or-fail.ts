import type { InboundDependencies } from '../../shared/inbound/dependencies.ts';
import { codeOf, failDelivery } from '../../shared/inbound/fail-delivery.ts';
import { replayDelivery } from '../../shared/inbound/instruct-delivery.ts';
import type { InboundWork } from '../../shared/inbound/work.ts';
import { workDelivery } from '../../shared/inbound/work-delivery.ts';
import { RECEIVES_BEFORE_DEAD } from '../../shared/runtime/queue-limits.ts';

type DeliveryWork = Exclude<InboundWork, { kind: 'job' }>;

/** The code of a delivery at whose last try the process died. */
const CRASHED = 'crashed';

/**
 * Works on a delivery. What fails at the last receive is noted as failed with the error's code, and its message is done with, so
 * that it holds up no other. `receives`: how often the queue has handed out the message, this time included.
 */
export async function workOrFail(
  dependencies: InboundDependencies,
  message: DeliveryWork,
  receives: number,
): Promise<void> {
  if (receives < RECEIVES_BEFORE_DEAD) return work(dependencies, message);
  const { delivery: id } = message;
  const { telemetry } = dependencies;
  // Noted beforehand: a process that dies at this delivery cannot note it, and the sweep would queue it for ever.
  await failDelivery(dependencies, id, { reason: CRASHED, named: false });
  // Only then with the contracts that it names, whose letters wait: the process may die over what it reads for that.
  await failDelivery(dependencies, id, { reason: CRASHED, named: true });
  try {
    await work(dependencies, message);
  } catch (error) {
    await failDelivery(dependencies, id, { reason: codeOf(error), named: true });
    telemetry.error('WEBHOOK_FAILED', error, { delivery: id });
    telemetry.count('WebhookFailed');
  }
}

async function work(dependencies: InboundDependencies, { delivery: id, ...message }: DeliveryWork): Promise<void> {
  const found =
    message.kind === 'replay' ? await replayDelivery(dependencies, id, message) : await workDelivery(dependencies, id);
  const { telemetry } = dependencies;
  if (!found) telemetry.warn('WEBHOOK_GONE', { delivery: id });
  else if ('outcome' in found && found.outcome === 'refused')
    telemetry.warn('REPLAY_REFUSED', { delivery: id, reason: found.code });
}
