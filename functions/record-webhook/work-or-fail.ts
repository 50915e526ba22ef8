import type { InboundDependencies } from '../../shared/inbound/dependencies.ts';
import { beginLastTry, codeOf, endLastTry, failDelivery } from '../../shared/inbound/fail-delivery.ts';
import { replayDelivery } from '../../shared/inbound/instruct-delivery.ts';
import type { InboundWork } from '../../shared/inbound/work.ts';
import { CrashedError, workDelivery } from '../../shared/inbound/work-delivery.ts';
import { RECEIVES_BEFORE_DEAD } from '../../shared/runtime/queue-limits.ts';

type DeliveryWork = Exclude<InboundWork, { kind: 'job' }>;

/** The code of a delivery at whose last try the process died. */
const CRASHED = 'crashed';

/**
 * Works on a delivery. What fails at the last receive is noted as failed with the error's code, and its message is done with, so
 * that it holds up no other. `receives`: how often the queue has handed out the message, this time included.
 *
 * A process that dies at the last receive can note nothing. That the try began is noted beforehand, and whoever finds that it
 * did not end notes the failure: the sweep would else queue the delivery for ever.
 */
export async function workOrFail(
  dependencies: InboundDependencies,
  message: DeliveryWork,
  receives: number,
): Promise<void> {
  const { delivery: id } = message;
  const isLast = receives >= RECEIVES_BEFORE_DEAD;
  if (isLast) await beginLastTry(dependencies, id, message.kind);
  try {
    await work(dependencies, message);
  } catch (error) {
    if (error instanceof CrashedError) return crashed(dependencies, id, error);
    if (!isLast) throw error;
    await failDelivery(dependencies, id, { reason: codeOf(error), tries: receives, named: true });
    return report(dependencies, id, error);
  }
  if (isLast) await endLastTry(dependencies, id);
}

async function crashed(dependencies: InboundDependencies, id: string, error: CrashedError): Promise<void> {
  const failure = { reason: CRASHED, tries: RECEIVES_BEFORE_DEAD };
  await failDelivery(dependencies, id, { ...failure, named: false });
  report(dependencies, id, error);
  // Only then with the contracts that it names, whose letters wait: the process may die over what it reads for that.
  await failDelivery(dependencies, id, { ...failure, named: true });
}

function report({ telemetry }: InboundDependencies, id: string, error: unknown): void {
  telemetry.error('WEBHOOK_FAILED', error, { delivery: id });
  telemetry.count('WebhookFailed');
}

async function work(dependencies: InboundDependencies, { delivery: id, ...message }: DeliveryWork): Promise<void> {
  const found =
    message.kind === 'replay' ? await replayDelivery(dependencies, id, message) : await workDelivery(dependencies, id);
  const { telemetry } = dependencies;
  if (!found) telemetry.warn('WEBHOOK_GONE', { delivery: id });
  else if ('outcome' in found && found.outcome === 'refused')
    telemetry.warn('REPLAY_REFUSED', { delivery: id, reason: found.code });
}
