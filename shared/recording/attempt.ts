import { systemTimer } from '../runtime/clock.ts';
import { BusyContractError } from './rejection.ts';

const MOST_ATTEMPTS = 12;
const LONGEST_PAUSE_MS = 200;

/** Marks an attempt that lost to another writer. */
export const CONFLICT = Symbol('conflict');

/**
 * Repeats an attempt that lost to another writer, each time on what is stored by then.
 * @throws BusyContractError after 12 attempts
 */
export async function untilSettled<Result>(
  contract: string,
  attempt: () => Promise<Result | typeof CONFLICT>,
): Promise<Result> {
  for (let n = 1; n <= MOST_ATTEMPTS; n += 1) {
    const result = await attempt();
    if (result !== CONFLICT) return result;
    await systemTimer.pause(Math.min(LONGEST_PAUSE_MS, 5 * 2 ** n));
  }
  throw new BusyContractError(contract);
}
