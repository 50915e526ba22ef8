import { expect, it } from 'vitest';
import { CONFLICT, untilSettled } from '../../shared/recording/attempt.ts';
import { BusyContractError } from '../../shared/recording/rejection.ts';

it('attempts that lose to others are repeated after pauses of the given timer, and thirty times at most', async () => {
  const pauses: number[] = [];
  const timer = { now: () => 0, pause: async (milliseconds: number) => void pauses.push(milliseconds) };
  const lost = untilSettled({ timer }, 'acme', async () => CONFLICT);
  await expect(lost).rejects.toThrow(BusyContractError);
  expect(pauses).toHaveLength(30);
  expect(await untilSettled({ timer }, 'acme', async () => (pauses.length < 32 ? CONFLICT : 'won'))).toBe('won');
  expect(pauses).toHaveLength(32);
});
