import { groupsOf, type SendingState } from '../../shared/core/notices/sending.ts';
import type { Work } from '../../shared/core/notices/work.ts';
import { laterBy } from '../../shared/runtime/clock.ts';
import { forgetFreed, releaseExpired } from '../../shared/sending/switch.ts';
import type { SweepDependencies } from './dependencies.ts';

/** Most letters that one sweep lets go: about what the senders get through until the next one. */
export const MOST_LET_GO = 2500;
const BATCH = 500;

/** Most letters that are counted; where more wait, it counts no further. */
const MOST_COUNTED = 1000;

/** How long a group stays listed after it was let go: by then the index shows every letter that came to it before. */
const SETTLED_AFTER_MS = 15 * 60_000;

/**
 * Queues letters that nothing stops any more, least time left first, after holds whose time is over are released. Returns how
 * many. The claim decides whether a letter still serves.
 */
export async function freeLetters(dependencies: SweepDependencies): Promise<number> {
  const { table, queue, clock, telemetry } = dependencies;
  // A stage of a release before this goes on sending, whatever comes first.
  await table.sending.begin(clock.now());
  const over = await releaseExpired(dependencies);
  if (over > 0) telemetry.info('SENDING_CHANGED', { holdsOver: over });
  const state = await table.sending.read();
  if (!state) return 0;
  const free: Work[] = [];
  const groups = state.freed.map(({ group }) => group);
  for await (const letter of table.sending.stopped(groups, BATCH)) {
    free.push({ kind: 'notice', ...letter });
    if (free.length === MOST_LET_GO) break;
  }
  await queue.send(free);
  if (free.length > 0) telemetry.info('OVERDUE_FOUND', { stoppedNoMore: free.length });
  else await forget(dependencies, state);
  return free.length;
}

async function forget(dependencies: SweepDependencies, { freed }: SendingState): Promise<void> {
  const now = dependencies.clock.now();
  const settled = freed.filter(({ at }) => Date.parse(laterBy(at, SETTLED_AFTER_MS)) <= Date.parse(now));
  if (settled.length === 0) return;
  await forgetFreed(
    dependencies,
    settled.map(({ group }) => group),
  );
}

/** Tells how many letters wait since a person stopped them, and how many holds and switches stop letters. */
export async function countStopped({ table, telemetry }: SweepDependencies): Promise<void> {
  const state = await table.sending.read();
  if (!state) return;
  telemetry.count('LettersStopped', await table.sending.countStopped(groupsOf(state), MOST_COUNTED));
  const switches = [state.stage, ...Object.values(state.packs)].filter(({ value }) => value !== 'on');
  telemetry.count('StopsInForce', state.holds.length + switches.length);
}
