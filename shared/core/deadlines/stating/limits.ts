import { explain } from '../explain.ts';
import type { ExplanationStep } from '../explanation-facts.ts';
import { clauseNamed } from '../folding/basis.ts';
import { effectiveState, type Standing } from '../folding/standing.ts';

/** For each deadline that is one of several limits of the same thing, the step that shows all and says which decides. */
export function limitSteps(standings: Iterable<Standing>): ReadonlyMap<Standing, ExplanationStep> {
  const groups = new Map<string, Standing[]>();
  for (const standing of standings) {
    const { limit } = standing.rule.clause;
    if (limit === undefined) continue;
    const key = `${standing.rule.pack.pack}\0${limit}\0${standing.subject ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), standing]);
  }
  const steps = new Map<Standing, ExplanationStep>();
  for (const members of groups.values()) {
    if (members.length < 2) continue;
    const step = stepOf(members.toSorted((a, b) => endOf(a) - endOf(b) || (a.id < b.id ? -1 : 1)));
    for (const member of members) steps.set(member, step);
  }
  return steps;
}

function stepOf(members: readonly Standing[]): ExplanationStep {
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

function endOf({ counted }: Standing): number {
  return Date.parse(counted.instant);
}
