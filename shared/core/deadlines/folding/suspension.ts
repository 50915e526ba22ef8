import type { Day } from '../../calendar/types.ts';
import { dayOf, type Fact } from '../../events/event.ts';
import { type ExplanationCode, sentence } from '../explain.ts';
import type { Timed } from './occurrence.ts';
import { factsOf, isOver, noteLate, type Standing, withPauses } from './standing.ts';

/** Stops the period. Several suspensions may be in force at once. */
export function pause(standing: Standing, { fact, epoch }: Timed): void {
  const { state, pauses } = standing;
  if (state !== 'open' && state !== 'paused') return;
  if (state === 'open' && isOver(standing, epoch)) {
    noteLate(standing, 'paused-late', fact);
    return;
  }
  const facts = factsOf(standing, fact);
  const further = state === 'paused';
  pauses.active.add(suspensionOf(standing, fact));
  if (further) {
    standing.notes.push(sentence('paused-further', { ...facts, inForce: pauses.active.size }));
    return;
  }
  pauses.since = laterOf(facts.day, dayOf(standing.trigger.occurredAt, standing.rule.context.timezone));
  standing.state = 'paused';
  standing.closedBy = fact.id;
  standing.notes.push(sentence('paused', { event: facts.event, kind: facts.kind, from: pauses.since }));
}

/**
 * Lifts a suspension; the period runs again once the last one is lifted. A fact that names none lifts the unnamed one,
 * or the only one there is.
 */
export function resume(standing: Standing, { fact }: Timed): void {
  const { pauses } = standing;
  if (standing.state !== 'paused' || pauses.since === undefined) return;
  const named = suspensionOf(standing, fact);
  const lifted = named === '' && !pauses.active.has('') && pauses.active.size === 1 ? [...pauses.active][0] : named;
  const known = lifted !== undefined && pauses.active.delete(lifted);
  const facts = factsOf(standing, fact);
  if (pauses.active.size > 0) {
    standing.notes.push(sentence('still-paused', { ...facts, known, inForce: pauses.active.size }));
    return;
  }
  const stretch = { since: pauses.since, until: laterOf(facts.day, pauses.since) };
  const { event, kind } = facts;
  standing.notes = standing.notes.filter(({ code }) => !OF_A_PAUSE.has(code));
  pauses.since = undefined;
  pauses.over.push(stretch);
  pauses.steps.push(sentence('resumed', { event, kind, from: stretch.since, until: stretch.until }));
  standing.counted = withPauses(standing);
  standing.state = 'open';
  standing.closedBy = undefined;
}

const OF_A_PAUSE: ReadonlySet<string> = new Set<ExplanationCode>(['paused', 'paused-further', 'still-paused']);

function suspensionOf({ rule: { clause } }: Standing, fact: Fact): string {
  return clause.suspensionAbout === undefined ? '' : String(fact.data[clause.suspensionAbout] ?? '');
}

function laterOf(a: Day, b: Day): Day {
  return a > b ? a : b;
}
