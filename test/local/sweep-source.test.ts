import { expect, it } from 'vitest';
import { declaration } from '../../functions/sweep-deadlines/declaration.ts';
import { SweepSource } from '../../local/recurring.ts';

const MINUTE = 60_000;

it('sweeps less and less often for what stays overdue, and at the usual pace for anything else', async () => {
  let first = { key: 'contract#stuck', at: 0 };
  const source = new SweepSource(
    declaration,
    async () => undefined,
    () => first,
  );
  let now = 0;
  const pauses: number[] = [];
  for (let run = 0; run < 4; run += 1) {
    await source.runAt(now);
    const next = (await source.nextAt()) ?? Number.NaN;
    pauses.push((next - now) / MINUTE);
    now = next;
  }
  expect(pauses).toEqual([5, 10, 20, 40]);
  await source.runAt(now);
  first = { key: 'job#waiting', at: now };
  expect(await source.nextAt()).toBe(now + 5 * MINUTE);
});
