import type { ZoneByTable } from '../../calendar/types.ts';
import { dayOf, type Fact } from '../../events/event.ts';
import { explain } from '../explain.ts';
import type { ExplanationStep } from '../explanation-facts.ts';

/** Stands for the start that the contract itself names. */
export const CONTRACT_START = 'contract-start';

/** The step that says which event started the clause, and on which day of the clause's zone. */
export function factStep(fact: Fact, zone: ZoneByTable): ExplanationStep {
  const { id: event, kind, occurredAt } = fact;
  const day = dayOf(occurredAt, zone);
  if (event === CONTRACT_START) return explain('contract-start', { event, day });
  return explain('fact', { event, kind, occurredAt, day, timezone: zone.timezone });
}
