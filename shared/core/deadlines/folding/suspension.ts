import { dayOf, type Fact } from '../../events/event.ts';
import { explain } from '../explain.ts';
import type { Timed } from './occurrence.ts';
import { factsOf, isOver, laterOf, noteLate, type Standing, withPauses } from './standing.ts';

/** Stops the period. Several suspensions may be in force at once. */
export function pause(standing: Standing, { fact, epoch }: Timed): void {
  const { state, pauses } = standing;
  if (state !== 'open' && state !== 'paused' && state !== 'lapsed') return;
  if (state === 'lapsed' || (state === 'open' && isOver(standing, epoch))) {
    noteLate(standing, 'paused-late', fact);
    return;
  }
  const facts = factsOf(standing, fact);
  const further = state === 'paused';
  pauses.active.add(suspensionOf(standing, fact));
  if (further) {
    standing.notes.add('pause', explain('paused-further', { ...facts, inForce: pauses.active.size }));
    return;
  }
  pauses.since = facts.day;
  standing.state = 'paused';
  standing.closedBy = fact.id;
  const from = laterOf(facts.day, dayOf(standing.trigger.occurredAt, standing.rule.context.timezone));
  pauses.toldSince = from;
  standing.notes.add('pause', explain('paused', { event: facts.event, kind: facts.kind, from }));
}

/** Whether one event lifts the suspension that another brought about: of the same name, or of whichever there is. */
export function lifts({ rule }: Pick<Standing, 'rule'>, lifting: Fact, suspending: Fact): boolean {
  const named = suspensionOf({ rule }, lifting);
  return named === '' || named === suspensionOf({ rule }, suspending);
}

/**
 * Lifts a suspension; the period runs again once the last one is lifted. A fact that names none lifts the unnamed one,
 * or the only one there is. False where there is none that it lifts.
 */
export function resume(standing: Standing, { fact }: Timed): boolean {
  const { pauses } = standing;
  if (standing.state !== 'paused' || pauses.since === undefined) return false;
  const named = suspensionOf(standing, fact);
  const lifted = named === '' && !pauses.active.has('') && pauses.active.size === 1 ? [...pauses.active][0] : named;
  const known = lifted !== undefined && pauses.active.delete(lifted);
  const facts = factsOf(standing, fact);
  if (pauses.active.size > 0) {
    const step = explain('still-paused', { ...facts, known, inForce: pauses.active.size });
    standing.notes.replace('pause', `still-paused by ${fact.id}`, step);
    return known;
  }
  const { event, kind } = facts;
  const stretch = { since: pauses.since, until: laterOf(facts.day, pauses.since), by: { event, kind } };
  standing.notes.drop('pause');
  pauses.since = undefined;
  pauses.over.push(stretch);
  standing.counted = withPauses(standing);
  standing.state = 'open';
  standing.closedBy = undefined;
  return true;
}

function suspensionOf({ rule: { clause } }: Pick<Standing, 'rule'>, fact: Fact): string {
  return clause.suspensionAbout === undefined ? '' : String(fact.data[clause.suspensionAbout] ?? '');
}
