import { explain } from '../explain.ts';
import type { ExplanationStep } from '../explanation-facts.ts';
import { clauseNamed } from '../folding/basis.ts';
import { effectiveState, expiryEpoch, type LiveDeadline } from '../folding/live-deadline.ts';

/** For deadlines that limit the same thing: the step that lists all limits and names the deciding one. */
export function limitSteps(deadlines: Iterable<LiveDeadline>): ReadonlyMap<LiveDeadline, ExplanationStep> {
  const groups = new Map<string, LiveDeadline[]>();
  for (const live of deadlines) {
    const { limit } = live.rule.clause;
    if (limit === undefined) continue;
    const key = `${live.rule.pack.pack}\0${limit}\0${live.subject ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), live]);
  }
  const steps = new Map<LiveDeadline, ExplanationStep>();
  for (const members of groups.values()) {
    if (members.length < 2) continue;
    const step = stepOf(members.toSorted((a, b) => expiryEpoch(a) - expiryEpoch(b) || (a.id < b.id ? -1 : 1)));
    for (const member of members) steps.set(member, step);
  }
  return steps;
}

function stepOf(members: readonly LiveDeadline[]): ExplanationStep {
  const deciding = members.find((member) => ['open', 'paused'].includes(effectiveState(member)));
  return explain('limits', {
    limits: members.map((member) => ({
      ...clauseNamed(member.rule),
      date: member.counted.date,
      state: effectiveState(member),
      decides: member === deciding,
    })),
  });
}
