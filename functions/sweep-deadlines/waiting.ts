import type { DeliveryTable } from '../../shared/aws/table/deliveries.ts';
import type { DeliveryState } from '../../shared/inbound/delivery.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import type { Telemetry } from '../../shared/runtime/log.ts';

/** States in which a webhook is neither recorded nor at its end. */
const WAITING: readonly DeliveryState[] = ['stored', 'failed', 'ambiguous', 'set-aside', 'parked'];
const HOUR_MS = 3_600_000;

interface WaitingDependencies {
  readonly deliveries: Pick<DeliveryTable, 'oldest'>;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** Tells for how many whole hours the webhook has waited that has waited longest, whatever it waits for. */
export async function countWaiting({ deliveries, clock, telemetry }: WaitingDependencies): Promise<void> {
  const oldest = await Promise.all(WAITING.map((state) => deliveries.oldest(state)));
  const ages = oldest.flatMap((one) => (one ? [Date.parse(clock.now()) - Date.parse(one.receivedAt)] : []));
  telemetry.count('WebhookAgeHours', Math.floor(Math.max(0, ...ages) / HOUR_MS));
}
