import { canonicalJson } from '../../shared/core/events/canonical.ts';
import type { Fact } from '../../shared/core/events/event.ts';
import type { Chance } from './chance.ts';
import { drawMoment, type History, withdrawalOf } from './history.ts';
import { planOf, recorded } from './planning.ts';

/**
 * Plans the history again with other order, repetitions and withdrawals, none of which may change the plan. Answers a
 * sentence for each that does.
 */
export function faultsOf(history: History, chance: Chance): string[] {
  const { contract, events } = recorded(history);
  const planText = (facts: readonly Fact[]) => canonicalJson(planOf(contract, facts));
  const plan = planText(events);
  const faults: string[] = [];
  if (planText(chance.shuffled([...events, ...chance.someOf(events, 0.7)])) !== plan) {
    faults.push('the order or the repetition of the events changes the plan');
  }
  const mistaken = chance.oneOf(history.told);
  const withdrawal = withdrawalOf(mistaken.id, drawMoment(chance));
  const back = { ...withdrawal, id: 'taken-back' };
  const absent = events.filter(({ id }) => id !== mistaken.id);
  const unrelated = { ...back, data: { event: 'none' } };
  if (planText([...events, back]) !== planText([...absent, unrelated])) {
    faults.push(`to withdraw ${mistaken.id} is not the same as that it never was`);
  }
  const again = withdrawalOf(back.id, drawMoment(chance));
  if (planText([...events, back, again]) !== planText([...events, { ...again, data: { event: 'none' } }])) {
    faults.push(`to take the withdrawal of ${mistaken.id} back is not the same as that it stands`);
  }
  return faults;
}
