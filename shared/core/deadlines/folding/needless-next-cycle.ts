import { takesBackNotice } from '../../events/kinds.ts';
import type { Clause } from '../../terms/clause.ts';
import { kindsIn } from '../../terms/match.ts';
import type { Fold } from './fold.ts';
import { isOver, type LiveDeadline } from './live-deadline.ts';
import type { Timed } from './occurrence.ts';
import { hasEnded } from './readings.ts';

/**
 * Sets aside deadlines about the next cycle while the contract is to end before that cycle: a customer who has given
 * notice is not reminded of what to do for the next period. If the end is taken back they apply again, with everything
 * that happened to them meanwhile.
 */
export function settleNextCycles(fold: Fold, timed: Timed): void {
  if (fold.forNextCycle.size === 0) return;
  const end = firstEnd(fold);
  for (const live of fold.forNextCycle) {
    if (hasEnded(fold, live.rule)) continue;
    const by = live.rule.reading === undefined ? setAsideBy(end, live, timed) : setAsideBefore(fold, live, timed);
    if (live.needlessBy === by) continue;
    live.needlessBy = by;
    fold.touched.add(live);
  }
}

/** With a trial the contract gets another end, and no next cycle either. */
const TRIAL_BEGINS = 'trial.started';
/** Who accepts the changed terms takes back that it leaves because of them. */
const CHANGE_ACCEPTED = 'terms-change.accepted';

/**
 * Whether a clause sets the end of the contract and only withdrawing the notice stops it. An end that payment or a cure
 * can still avert does not count: notices about the next cycle go out all the same.
 */
export function setsTheEnd({ produces, nature, satisfiedBy, endedBy }: Clause): boolean {
  if (produces?.kind !== 'contract.terminated' || nature !== 'effect' || satisfiedBy !== undefined) return false;
  return kindsIn(endedBy).every((kind) => takesBackNotice(kind) || kind === TRIAL_BEGINS || kind === CHANGE_ACCEPTED);
}

/**
 * Whether another deadline that opened no later ends the contract sooner, so that the contract does not end with this one: it is
 * not announced that it does.
 */
export function isOvertaken({ ends }: Fold, live: LiveDeadline): boolean {
  if (!setsTheEnd(live.rule.clause)) return false;
  return [...ends].some(
    (end) =>
      end.state === 'open' &&
      end.rule.reading === live.rule.reading &&
      Date.parse(end.openedAt) <= Date.parse(live.openedAt) &&
      Date.parse(end.counted.instant) < Date.parse(live.counted.instant),
  );
}

/** The earliest pending deadline that sets the end of the contract. */
function firstEnd({ ends }: Fold): LiveDeadline | undefined {
  let first: LiveDeadline | undefined;
  for (const end of ends) {
    const pending = end.state === 'open' || end.state === 'paused';
    if (pending && (first === undefined || end.counted.date < first.counted.date)) first = end;
  }
  return first;
}

function setAsideBy(end: LiveDeadline | undefined, live: LiveDeadline, timed: Timed): LiveDeadline | undefined {
  const endsBefore = end !== undefined && end.counted.date <= lastDayOfCycle(live);
  return endsBefore && (live.needlessBy !== undefined || isRunning(live, timed)) ? end : undefined;
}

/** What was over when another reading was accepted stays as it was, whatever that reading has as the end of the contract. */
function setAsideBefore({ history }: Fold, { id }: LiveDeadline, { epoch }: Timed): LiveDeadline | undefined {
  const end = history?.setAside.get(id);
  return end && Date.parse(end.openedAt) <= epoch ? end : undefined;
}

function isRunning(live: LiveDeadline, { epoch }: Timed): boolean {
  return live.state === 'paused' || (live.state === 'open' && !isOver(live, epoch));
}

function lastDayOfCycle({ counted: { cycleEnd, date } }: LiveDeadline): string {
  return cycleEnd ?? date;
}
