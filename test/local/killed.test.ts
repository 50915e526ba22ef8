import { setTimeout as pause } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { dynoxideDatabase } from '../../local/dynamo/database.ts';
import { RESOURCES } from '../../local/environment.ts';
import { Chance } from '../../scripts/histories/chance.ts';
import { DeliveryStore } from '../../shared/aws/table/delivery-store.ts';
import { wrongSends } from '../harness/notices.ts';
import { contractBody, failedPayment } from '../harness/samples.ts';
import { startTestStack } from '../harness/stack.ts';
import { receivedDelivery } from '../harness/stored.ts';
import { dataFolder, type LocalProcess, startLocal } from './process.ts';

/** `npm run kill` kills more often, at moments drawn by the seed, on either store. */
const KILLS = Number(process.env.CLAUSECLOCK_KILLS ?? 3);
const SEED = process.env.CLAUSECLOCK_SEED ?? '1';
const WEBHOOKS = 6;
/** So that contracts stay small, others take their place after so many rounds. */
const ROUNDS_PER_CONTRACT = 10;

interface Sent {
  readonly contract: string;
  readonly invoice: string;
}

const contractsOf = (round: number) => ['a', 'b'].map((name) => `${name}-${Math.floor(round / ROUNDS_PER_CONTRACT)}`);

/** Sends webhooks all at once; keeps those that were acknowledged, and tells of each. */
function flood(local: LocalProcess, round: number, acknowledged: Sent[], onAcknowledged: () => void): Promise<unknown> {
  const contracts = contractsOf(round);
  const sending = Array.from({ length: WEBHOOKS }, async (_, n) => {
    const contract = contracts[n % contracts.length] ?? '';
    const invoice = `in_${round}_${n}`;
    const body = failedPayment(contract, invoice, '2026-11-22T09:00:00Z', '2026-11-20T08:00:00Z', `evt_${invoice}`);
    const response = await local.webhook('stripe', body);
    if (response.status !== 200) return;
    acknowledged.push({ contract, invoice });
    onAcknowledged();
  });
  return Promise.allSettled(sending);
}

/** When a process is killed: after so many acknowledgements of a burst, or so long after a moment of its life. */
type Moment =
  | { readonly acknowledged: number }
  | { readonly ms: number; readonly after: 'start' | 'burst' | 'moving clock' };

const FIRST: readonly Moment[] = [1, 2, 4].map((acknowledged) => ({ acknowledged }));

function momentOf(round: number, chance: Chance): Moment {
  const first = FIRST[round];
  if (first) return first;
  const moments: readonly Moment[] = [
    { acknowledged: chance.whole(1, WEBHOOKS) },
    { ms: chance.whole(0, 1500), after: 'start' },
    { ms: chance.whole(0, 250), after: 'burst' },
    { ms: chance.whole(0, 250), after: 'moving clock' },
  ];
  return chance.oneOf(moments);
}

interface Life {
  readonly args: readonly string[];
  readonly contracts: Set<string>;
  readonly acknowledged: Sent[];
}

/** Starts on the folder, and is killed at the moment. */
async function killedAt(moment: Moment, round: number, { args, contracts, acknowledged }: Life): Promise<void> {
  const local = startLocal(args);
  const kill = () => local.kill();
  if ('ms' in moment && moment.after === 'start') {
    await Promise.race([pause(moment.ms), local.ended]);
    await kill();
    return;
  }
  for (const id of contractsOf(round)) {
    expect((await local.post('/contracts', contractBody(id))).ok).toBe(true);
    contracts.add(id);
  }
  let count = 0;
  const flooded = flood(local, round, acknowledged, () => {
    count += 1;
    if ('acknowledged' in moment && count === moment.acknowledged) void kill();
  });
  if ('ms' in moment) {
    if (moment.after === 'moving clock') void local.post('/_local/clock', { advanceBy: 'PT2H' }).catch(() => undefined);
    await pause(moment.ms);
    void kill();
  }
  expect((await local.ended).code).toBeNull();
  await flooded;
}

it('killed again and again while it records, it keeps all it has acknowledged and repairs the rest', async () => {
  const folder = dataFolder();
  // The store that an earlier release used is gone on with where it is found.
  if (process.env.CLAUSECLOCK_TEST_TABLE === 'dynoxide') await (await dynoxideDatabase(RESOURCES.table, folder)).stop();
  const args = ['--data', folder, '--empty', '--clock', '2026-11-20T08:00:00Z'];
  const chance = new Chance(SEED);
  const life: Life = { args, contracts: new Set(), acknowledged: [] };
  for (let round = 0; round < KILLS; round += 1) {
    await killedAt(momentOf(round, chance), round, life);
    if (round % 20 === 19)
      process.stdout.write(`${round + 1} of ${KILLS} kills, ${life.acknowledged.length} acknowledged\n`);
  }
  expect(life.acknowledged.length).toBeGreaterThanOrEqual(7);
  const contracts = [...life.contracts];

  // Killed once more, while the clock moves and notices go out.
  const moving = startLocal(args);
  // What was recorded and not yet scheduled has its schedule by now.
  const open: { deadlines: unknown[] }[] = [];
  for (const id of contracts) open.push(await moving.get(`/contracts/${id}/deadlines`));
  const { schedules } = await moving.get('/_local/schedules');
  expect(schedules).toHaveLength(open.flatMap(({ deadlines }) => deadlines).length);
  const until = '2026-12-01T00:00:00Z';
  const moved = moving.post('/_local/clock', { advanceTo: until }).catch(() => undefined);
  await moving.says('Monday 30 November 2026');
  await pause(30);
  await moving.kill();
  await moved;

  const last = await startTestStack({ dataDirectory: folder });
  onTestFinished(last.stop);
  const killedAtInstant = last.stack.clock.now();
  expect(killedAtInstant >= '2026-11-30T07:00:00Z' && killedAtInstant < until).toBe(true);
  await last.advanceTo(until);
  const recorded = await Promise.all(
    contracts.map(async (contract) => {
      const deadlines = (await last.stack.table.load(contract))?.deadlines ?? [];
      return deadlines.map(({ id, state }) => `${contract} ${id} ${state}`);
    }),
  );
  const kept = life.acknowledged.map(({ contract, invoice }) => `${contract} suspension~${invoice} open`);
  expect(recorded.flat()).toEqual(expect.arrayContaining(kept));
  // A reminder of each, and no more, whatever was killed. Operations is told besides of contracts that were recorded late.
  const reminders = last.stack.mail.inbox().filter(({ to }) => !to.startsWith('operations@'));
  expect(new Set(reminders.map(({ tags }) => tags.notice)).size).toBe(recorded.flat().length);
  for (const contract of contracts) expect(await wrongSends(last, contract)).toEqual([]);
  expect(await last.check()).toEqual([]);
});

it('killed after it has stored a webhook and before it has queued it, it works on it at the next sweep', async () => {
  const dataDirectory = dataFolder();
  const first = await startTestStack({ dataDirectory });
  expect((await first.post('/contracts', contractBody('a'))).status).toBe(201);
  const now = first.stack.clock.now();
  const body = new TextEncoder().encode(JSON.stringify(failedPayment('a', 'in_1', now, now)));
  const delivery = receivedDelivery(body, { receivedAt: now });
  await new DeliveryStore(first.stack.dynamodb, RESOURCES.table).store(delivery, body);
  await first.stop();

  const last = await startTestStack({ dataDirectory });
  onTestFinished(last.stop);
  await last.stack.engine.advanceBy('PT5M');
  expect(await last.stack.deliveries.read(delivery.id)).toMatchObject({ state: 'recorded' });
  expect((await last.get('/contracts/a')).body.events).toHaveLength(1);
});
