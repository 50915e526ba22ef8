import { digest } from '../core/events/canonical.ts';
import type { Timer } from '../runtime/clock.ts';
import { BusyContractError } from './rejection.ts';

export const MOST_ATTEMPTS = 30;
/** An attempt is taken to last at least this long. */
const SHORTEST_ATTEMPT_MS = 15;
const LONGEST_PAUSE_MS = 1000;
/** No attempt begins later, so that a function says that it gave up before its time is over. */
export const LONGEST_MS = 12_000;

/** Marks an attempt that lost to another writer. */
export const CONFLICT = Symbol('conflict');

/**
 * Repeats an attempt that lost to another writer, each time on what is stored by then. Pauses grow from the
 * time that an attempt takes and are spread, so that writers who lost together do not meet again: fifteen of them get twenty
 * writes a second through, and none gives up.
 * @throws BusyContractError after 30 attempts, or twelve seconds
 */
export async function untilSettled<Result>(
  { timer }: { readonly timer: Timer },
  contract: string,
  attempt: () => Promise<Result | typeof CONFLICT>,
): Promise<Result> {
  const first = timer.now();
  for (let n = 0; n < MOST_ATTEMPTS; n += 1) {
    const began = timer.now();
    if (began - first > LONGEST_MS) break;
    const result = await attempt();
    if (result !== CONFLICT) return result;
    const ended = timer.now();
    const longest = Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_ATTEMPT_MS, ended - began) * 2 ** (n + 2));
    const pause = longest * spread(ended);
    await (timer.backOff ? timer.backOff(pause) : timer.pause(pause));
  }
  throw new BusyContractError(contract);
}

/** A number from 0 to 1 that differs between writers: the timer counts in fractions of a microsecond. */
function spread(now: number): number {
  return Number.parseInt(digest('clauseclock/pause/1', String(now)).slice(0, 8), 16) / 0xffffffff;
}
