import { expect, it } from 'vitest';
import { MOST_DELIVERIES, queueDeliveries } from '../../functions/sweep-deadlines/inbound.ts';
import { countWaiting } from '../../functions/sweep-deadlines/waiting.ts';
import { RESOURCES } from '../../local/environment.ts';
import { DeliveryStore } from '../../shared/aws/table/delivery-store.ts';
import { startTestStack } from '../harness/stack.ts';
import { receivedDelivery } from '../harness/stored.ts';

it('a sweep queues the webhooks that waited longest, up to a limit, and tells of them', async () => {
  const test = await startTestStack();
  const { stack, telemetry } = test;
  const store = new DeliveryStore(stack.dynamodb, RESOURCES.table);
  const began = stack.clock.epochMs() - 60 * 60_000;
  const body = new TextEncoder().encode('{}');
  const at = (n: number) => new Date(began + n * 1000).toISOString().replace('.000Z', 'Z');
  const waiting = Array.from({ length: MOST_DELIVERIES + 20 }, (_, n) => receivedDelivery(body, { receivedAt: at(n) }));
  for (const delivery of waiting) await store.store(delivery, body);
  const fresh = receivedDelivery(body, { receivedAt: stack.clock.now() });
  await store.store(fresh, body);

  const queued: string[] = [];
  const inbound = {
    send: async (work: readonly { delivery: string }[]) => void queued.push(...work.map((one) => one.delivery)),
  };
  const dependencies = { deliveries: stack.deliveries, clock: stack.clock, telemetry: telemetry.of('sweep'), inbound };
  expect(await queueDeliveries(dependencies as unknown as Parameters<typeof queueDeliveries>[0])).toBe(MOST_DELIVERIES);
  expect(queued).toEqual(waiting.slice(0, MOST_DELIVERIES).map(({ id }) => id));
  expect(telemetry.with('WEBHOOKS_OVERDUE')).toMatchObject([{ facts: { webhooks: MOST_DELIVERIES, oldest: at(300) } }]);
  expect(telemetry.counted('WebhookOverdue')).toBe(MOST_DELIVERIES);
  await test.stop();
});

it('a sweep tells how long the webhook has waited that has waited longest, whatever it waits for', async () => {
  const test = await startTestStack();
  const { stack, telemetry } = test;
  const store = new DeliveryStore(stack.dynamodb, RESOURCES.table);
  const body = new TextEncoder().encode('{}');
  const received = (hours: number) =>
    new Date(stack.clock.epochMs() - hours * 3_600_000).toISOString().replace('.000Z', 'Z');
  const count = async () => {
    await countWaiting({ deliveries: stack.deliveries, clock: stack.clock, telemetry: telemetry.of('sweep') });
    return telemetry.counted('WebhookAgeHours');
  };
  expect(await count()).toBe(0);
  await store.store({ ...receivedDelivery(body, { receivedAt: received(90) }), state: 'recorded' }, body);
  expect(await count()).toBe(0);
  await store.store({ ...receivedDelivery(body, { receivedAt: received(30) }), state: 'set-aside' }, body);
  await store.store({ ...receivedDelivery(body, { receivedAt: received(80) }), state: 'parked' }, body);
  expect(await count()).toBe(80);
  await test.stop();
});
