import { laterOf } from '../../calendar/days.ts';
import { dayOf, type Fact } from '../../events/event.ts';
import { explain } from '../explain.ts';
import { noteLate } from './late.ts';
import { countPauses, factsOf, isOver, type LiveDeadline } from './live-deadline.ts';
import type { Timed } from './occurrence.ts';

/** Suspends the period. Several suspensions may be in force at once. */
export function pause(live: LiveDeadline, { fact, epoch }: Timed): void {
  const { state, pauses } = live;
  if (state !== 'open' && state !== 'paused' && state !== 'lapsed') return;
  if (state === 'lapsed' || (state === 'open' && isOver(live, epoch))) {
    noteLate(live, 'paused-late', fact);
    return;
  }
  const facts = factsOf(live, fact);
  const further = state === 'paused';
  pauses.active.add(suspensionOf(live, fact));
  if (further) {
    live.notes.add('pause', explain('paused-further', { ...facts, inForce: pauses.active.size }));
    return;
  }
  pauses.since = facts.day;
  live.state = 'paused';
  live.closedBy = fact.id;
  const from = laterOf(facts.day, dayOf(live.trigger.occurredAt, live.rule.context));
  pauses.toldSince = from;
  live.notes.add('pause', explain('paused', { event: facts.event, kind: facts.kind, from }));
}

/** Whether one event lifts the suspension that another began: both carry the same id, or the lifting one carries none. */
export function lifts({ rule }: Pick<LiveDeadline, 'rule'>, lifting: Fact, suspending: Fact): boolean {
  const named = suspensionOf({ rule }, lifting);
  return named === '' || named === suspensionOf({ rule }, suspending);
}

/**
 * Lifts a suspension; the period runs again once the last one is lifted. A fact without an id lifts the suspension without
 * an id, or the only one in force. False if the fact lifts none.
 */
export function resume(live: LiveDeadline, { fact, at }: Timed): boolean {
  const { pauses } = live;
  if (live.state !== 'paused' || pauses.since === undefined) return false;
  const named = suspensionOf(live, fact);
  const lifted = named === '' && !pauses.active.has('') && pauses.active.size === 1 ? [...pauses.active][0] : named;
  const known = lifted !== undefined && pauses.active.delete(lifted);
  const facts = factsOf(live, fact);
  if (pauses.active.size > 0) {
    const step = explain('still-paused', { ...facts, known, inForce: pauses.active.size });
    live.notes.replace('pause', `still-paused by ${fact.id}`, step);
    return known;
  }
  const { event, kind } = facts;
  const until = laterOf(facts.day, pauses.since);
  const stretch = { since: pauses.since, until, lifted: at, by: { event, kind } };
  live.notes.drop('pause');
  pauses.since = undefined;
  pauses.over.push(stretch);
  countPauses(live, fact);
  live.state = 'open';
  live.closedBy = undefined;
  return true;
}

function suspensionOf({ rule: { clause } }: Pick<LiveDeadline, 'rule'>, fact: Fact): string {
  return clause.suspensionAbout === undefined ? '' : String(fact.data[clause.suspensionAbout] ?? '');
}
