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

it('tries a run that fails twice more, as Lambda does, and then waits for its next time', async () => {
  let fails = 3;
  const source = new SweepSource(
    declaration,
    async () => {
      fails -= 1;
      if (fails >= 0) throw new Error('the table is down');
    },
    () => ({ key: 'contract#acme', at: 0 }),
  );
  let now = 0;
  const pauses: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    expect(await source.runAt(now)).toMatch(/could not look for overdue work \(Error: the table is down\)/);
    const next = (await source.nextAt()) ?? Number.NaN;
    pauses.push((next - now) / MINUTE);
    now = next;
  }
  expect(pauses.slice(0, 2)).toEqual([1, 2]);
  expect(pauses[2]).toBeGreaterThanOrEqual(5);
  expect(await source.runAt(now)).toBe('looked for overdue work');
});
