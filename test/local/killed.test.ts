import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { contractBody, failedPayment } from '../harness/samples.ts';
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
  const moved = moving.post('/_local/clock', { advanceTo: '2026-12-01T00:00:00Z' }).catch(() => undefined);
  while (new Date((await moving.get('/_local/clock')).now).getTime() < Date.parse('2026-11-30T07:00:00Z'))
    await pause(5);
  await pause(30);
  await moving.kill();
  await moved;

  const last = startLocal([...args, '--until', '2026-12-20T00:00:00Z']);
  await last.says('Ctrl-C ends it.');
  for (const contract of CONTRACTS) {
    const { deadlines } = await last.get(`/contracts/${contract}/deadlines`);
    const ids = deadlines.map(({ id, state }: { id: string; state: string }) => `${id} ${state}`);
    for (const { invoice } of acknowledged.filter((one) => one.contract === contract)) {
      expect(ids).toContain(`suspension~${invoice} lapsed`);
    }
  }
  const { messages } = await last.get('/_local/inbox');
  const known = await Promise.all(CONTRACTS.map((id) => last.get(`/contracts/${id}/deadlines`)));
  const count = known.reduce((sum, { deadlines }) => sum + deadlines.length, 0);
  // A reminder, a notice on the last day, and the end to both sides; no more, whatever was killed.
  const tagged = messages.map(({ tags }: { tags: Record<string, string> }) => `${tags.notice} ${tags.attempt}`);
  expect(new Set(tagged.map((tag: string) => tag.split(' ')[0])).size).toBe(4 * count);
  expect((await last.kill('SIGTERM')).code).toBe(0);

  const check = await startLocal([...args, '--exit']).ended;
  expect(check.stdout).toContain('All is consistent at 2026-12-20T00:00:00Z');
  expect(check).toMatchObject({ code: 0, stderr: '' });
});
