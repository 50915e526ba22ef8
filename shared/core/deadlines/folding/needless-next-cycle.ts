import { takesBackNotice } from '../../events/kinds.ts';
import type { Clause } from '../../terms/clause.ts';
import { kindsIn } from '../../terms/match.ts';
import type { Fold } from './fold.ts';
import { isOver, type LiveDeadline } from './live-deadline.ts';
import type { Timed } from './occurrence.ts';

/**
 * What is about the cycle that comes next is needless while the contract is to end before that: a customer who has given
 * notice is not reminded of what to do for the next period. It is set aside only, and needed again, with all that happened
 * to it meanwhile, when that end is taken back.
 */
export function settleNextCycles(fold: Fold, timed: Timed): void {
  if (fold.forNextCycle.size === 0 || fold.terminated) return;
  const end = firstEnd(fold);
  for (const live of fold.forNextCycle) {
    const endsBefore = end !== undefined && end.counted.date <= lastDayOfCycle(live);
    const setAside = endsBefore && (live.needlessBy !== undefined || isRunning(live, timed));
    const by = setAside ? end : undefined;
    if (live.needlessBy === by) continue;
    live.needlessBy = by;
    fold.touched.add(live);
  }
}

/**
 * Whether a clause sets the end of the contract, so that nothing but taking the notice back stops it. What somebody may
 * still avert, by paying or by putting a failure right, is no reason to keep a notice from anybody.
 */
export function setsTheEnd({ produces, nature, satisfiedBy, endedBy }: Clause): boolean {
  if (produces?.kind !== 'contract.terminated' || nature !== 'effect' || satisfiedBy !== undefined) return false;
  return kindsIn(endedBy).every(takesBackNotice);
}

/** The deadline with which the contract is to end first. */
function firstEnd({ ends }: Fold): LiveDeadline | undefined {
  let first: LiveDeadline | undefined;
  for (const end of ends) {
    const pending = end.state === 'open' || end.state === 'paused';
    if (pending && (first === undefined || end.counted.date < first.counted.date)) first = end;
  }
  return first;
}

function isRunning(live: LiveDeadline, { epoch }: Timed): boolean {
  return live.state === 'paused' || (live.state === 'open' && !isOver(live, epoch));
}

function lastDayOfCycle({ counted: { cycleEnd, date } }: LiveDeadline): string {
  return cycleEnd ?? date;
}
