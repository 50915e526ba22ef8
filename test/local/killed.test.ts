import { setTimeout as pause } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { RESOURCES } from '../../local/environment.ts';
import { DeliveryStore } from '../../shared/aws/table/delivery-store.ts';
import { wrongSends } from '../harness/notices.ts';
import { contractBody, failedPayment } from '../harness/samples.ts';
import { ON_THE_DATABASE, startTestStack } from '../harness/stack.ts';
import { receivedDelivery } from '../harness/stored.ts';
import { dataFolder, type LocalProcess, startLocal } from './process.ts';

const CONTRACTS = ['a', 'b'] as const;
const WEBHOOKS = 6;

interface Sent {
  readonly contract: string;
  readonly invoice: string;
}

/** Sends webhooks all at once; keeps those that were acknowledged, and tells of each. */
function flood(local: LocalProcess, round: number, acknowledged: Sent[], onAcknowledged: () => void): Promise<unknown> {
  const sending = Array.from({ length: WEBHOOKS }, async (_, n) => {
    const contract = CONTRACTS[n % CONTRACTS.length] ?? 'a';
    const invoice = `in_${round}_${n}`;
    const body = failedPayment(contract, invoice, '2026-11-22T09:00:00Z', '2026-11-20T08:00:00Z', `evt_${invoice}`);
    const response = await local.webhook('stripe', body);
    if (response.status !== 200) return;
    acknowledged.push({ contract, invoice });
    onAcknowledged();
  });
  return Promise.allSettled(sending);
}

it('killed again and again while it records, it keeps all it has acknowledged and repairs the rest', async () => {
  const folder = dataFolder();
  const args = ['--data', folder, '--empty', '--clock', '2026-11-20T08:00:00Z'];
  const acknowledged: Sent[] = [];
  for (const [round, killAfter] of [1, 2, 4].entries()) {
    const local = startLocal(args);
    for (const id of CONTRACTS) expect((await local.post('/contracts', contractBody(id))).ok).toBe(true);
    let count = 0;
    const flooded = flood(local, round, acknowledged, () => {
      count += 1;
      if (count === killAfter) void local.kill();
    });
    expect((await local.ended).code).toBeNull();
    await flooded;
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(7);

  // Killed once more, while the clock moves and notices go out.
  const moving = startLocal(args);
  // What was recorded and not yet scheduled has its schedule by now.
  const open = await Promise.all(CONTRACTS.map((id) => moving.get(`/contracts/${id}/deadlines`)));
  const { schedules } = await moving.get('/_local/schedules');
  expect(schedules).toHaveLength(open.flatMap(({ deadlines }) => deadlines).length);
  const until = '2026-12-01T00:00:00Z';
  const moved = moving.post('/_local/clock', { advanceTo: until }).catch(() => undefined);
  await moving.says('Monday 30 November 2026');
  await pause(30);
  await moving.kill();
  await moved;

  const last = await startTestStack({ ...ON_THE_DATABASE, dataDirectory: folder });
  onTestFinished(last.stop);
  const killedAt = last.stack.clock.now();
  expect(killedAt >= '2026-11-30T07:00:00Z' && killedAt < until).toBe(true);
  await last.advanceTo(until);
  const recorded = await Promise.all(
    CONTRACTS.map(async (contract) => {
      const deadlines = (await last.stack.table.load(contract))?.deadlines ?? [];
      return deadlines.map(({ id, state }) => `${contract} ${id} ${state}`);
    }),
  );
  const kept = acknowledged.map(({ contract, invoice }) => `${contract} suspension~${invoice} open`);
  expect(recorded.flat()).toEqual(expect.arrayContaining(kept));
  // A reminder of each, and no more, whatever was killed.
  expect(new Set(last.stack.mail.inbox().map(({ tags }) => tags.notice)).size).toBe(recorded.flat().length);
  for (const contract of CONTRACTS) expect(await wrongSends(last, contract)).toEqual([]);
  expect(await last.check()).toEqual([]);
});

it('killed after it has stored a webhook and before it has queued it, it works on it at the next sweep', async () => {
  const dataDirectory = dataFolder();
  const first = await startTestStack({ ...ON_THE_DATABASE, dataDirectory });
  expect((await first.post('/contracts', contractBody('a'))).status).toBe(201);
  const now = first.stack.clock.now();
  const body = new TextEncoder().encode(JSON.stringify(failedPayment('a', 'in_1', now, now)));
  const delivery = receivedDelivery(body, { receivedAt: now });
  await new DeliveryStore(first.stack.dynamodb, RESOURCES.table).store(delivery, body);
  await first.stop();

  const last = await startTestStack({ ...ON_THE_DATABASE, dataDirectory });
  onTestFinished(last.stop);
  await last.stack.engine.advanceBy('PT5M');
  expect(await last.stack.deliveries.read(delivery.id)).toMatchObject({ state: 'recorded' });
  expect((await last.get('/contracts/a')).body.events).toHaveLength(1);
});
