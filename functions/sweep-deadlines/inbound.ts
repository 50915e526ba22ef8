import type { SweepDependencies } from './dependencies.ts';

/** Most deliveries that one sweep queues; the next one finds the others. */
export const MOST_DELIVERIES = 500;

/** Queues the webhooks that were stored and not worked on in time. Returns how many. */
export async function queueDeliveries({ deliveries, inbound, clock, telemetry }: SweepDependencies): Promise<number> {
  const due = await deliveries.due(clock.now(), MOST_DELIVERIES);
  if (due.length === 0) return 0;
  telemetry.warn('WEBHOOKS_OVERDUE', { webhooks: due.length, oldest: due[0]?.at });
  telemetry.count('WebhookOverdue', due.length);
  await inbound.send(due.map(({ id }) => ({ kind: 'delivery', delivery: id })));
  return due.length;
}
