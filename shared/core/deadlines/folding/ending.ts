import { endOfDay } from '../../calendar/zone.ts';
import { dayOf } from '../../events/event.ts';
import { explain } from '../explain.ts';
import { noteLate } from './late.ts';
import { effectiveState, factsOf, isOver, type LiveDeadline, settle } from './live-deadline.ts';
import type { Timed } from './occurrence.ts';

/**
 * Ends an open or suspended deadline, or a right that has arisen (lapsed). Other deadlines cannot be ended once they are
 * over. A right counts as arisen even before its lapse is recorded, unless its lapse produces an event.
 */
export function end(live: LiveDeadline, { fact, epoch }: Timed): void {
  const { state } = live;
  const { clause } = live.rule;
  if (state !== 'open' && state !== 'paused' && state !== 'lapsed') return;
  const over = state === 'lapsed' || (state === 'open' && isOver(live, epoch));
  if (over && (clause.nature !== 'right' || (state === 'open' && clause.produces))) {
    noteLate(live, 'ended-late', fact);
    return;
  }
  if (over) {
    live.notes.dropNamed('lapsed');
    live.notes.add('date', explain('arisen', { instant: live.counted.instant }));
  }
  settle(live, { state: 'cancelled', how: 'ended', fact });
  live.notes.add('course', explain('ended', factsOf(live, fact)));
}

/**
 * The end of the contract ends every deadline that does not survive it, unless its last instant had already passed. If the
 * contract ends with a day, a deadline that ends with the same day is ended too; an obligation still counts as missed.
 */
export function endWithContract(live: LiveDeadline, { fact, epoch }: Timed): void {
  const { state } = live;
  const { clause, context } = live.rule;
  if (clause.survivesTermination || effectiveState(live) === 'cancelled') return;
  const endsWithDay =
    fact.cause !== undefined &&
    clause.nature !== 'obligation' &&
    Date.parse(endOfDay(dayOf(fact.occurredAt, context.timezone), context.timezone)) === epoch;
  const over = endsWithDay ? isOver(live, epoch - 1) : isOver(live, epoch);
  if (state !== 'paused' && (state !== 'open' || over)) return;
  const { event, day } = factsOf(live, fact);
  settle(live, { state: 'cancelled', how: 'contract-ended', fact });
  live.notes.add('course', explain('contract-ended', { event, day }));
}

/**
 * Sets the deadline aside because its parent is settled, unless its own last instant had passed before. It applies again if
 * the parent is reopened.
 */
export function settleWith(live: LiveDeadline, { fact, epoch }: Timed, parent: LiveDeadline): void {
  const state = effectiveState(live);
  if (state !== 'paused' && (state !== 'open' || isOver(live, epoch))) return;
  live.settledWith = { by: fact, parent };
}
