import type { Fact } from '../../events/event.ts';
import { EVENT_WITHDRAWN } from '../../events/kinds.ts';
import { explain } from '../explain.ts';
import type { DeadlineFacts, ExplanationStep } from '../explanation-facts.ts';
import type { Fold } from '../folding/fold.ts';

/** By the id of an event that was recorded in the place of others: what the last of its corrections says. */
type Corrections = ReadonlyMap<string, DeadlineFacts['corrected']>;

/** The corrections that stand. */
export function correctionsIn({ events, input }: Pick<Fold, 'events' | 'input'>): Corrections {
  const withdrawals = events.filter(({ fact }) => fact.kind === EVENT_WITHDRAWN && fact.data.corrected !== undefined);
  return new Map(
    withdrawals.flatMap(({ fact: { data } }) => {
      const before = input.events.find(({ id }) => id === data.event);
      return before ? [[String(data.corrected), facts(data, before)] as const] : [];
    }),
  );
}

function facts(data: Fact['data'], { id, kind, occurredAt }: Fact): DeadlineFacts['corrected'] {
  const [event, by, reason] = [data.corrected, data.by ?? '', data.reason ?? ''].map(String) as [
    string,
    string,
    string,
  ];
  return { event, by, reason, formerly: id, kind, occurredAt };
}

/** One step for each event of a deadline that was recorded in the place of another: who corrected it, and why. */
export function correctionSteps(
  corrections: Corrections,
  trigger: string,
  steps: readonly ExplanationStep[],
): ExplanationStep[] {
  if (corrections.size === 0) return [];
  const named = new Set([trigger, ...steps.flatMap((step) => ('event' in step ? [step.event] : []))]);
  return [...named].flatMap((event) => {
    const correction = corrections.get(String(event));
    return correction ? [explain('corrected', correction)] : [];
  });
}
