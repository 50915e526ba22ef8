import type { Random } from '../engine/random.ts';
import { type Fact, standing } from '../oracle/model.ts';
import type { Telling } from './telling.ts';
import type { Workload } from './workload.ts';

const DAY_MS = 86_400_000;
/** Together more deadlines than change in one transaction. It takes those that end at one instant by their names: tickets come last. */
const [STORES, TICKETS] = [76, 12];

/**
 * A contract that ends with more open deadlines than one transaction cancels, a minute before some are due, or minutes later, when a letter that was refused is yet to be tried again: until they are settled, nobody may be told of them.
 */
export function drawCrowd(random: Random, { contracts }: Pick<Workload, 'contracts'>): Workload {
  const [contract] = contracts;
  if (contract === undefined) throw new Error('there is no contract');
  const { id, zone, at: created } = contract;
  // Not at a full minute, so that no two facts and no step share an instant.
  const begins = Math.floor(created / DAY_MS) * DAY_MS + random.int(2, 60) * DAY_MS + 37_000;
  const stores = Array.from({ length: STORES }, (_, n): Fact => {
    const store = `store-${n + 1}`;
    return { id: `${store}-begins`, kind: 'storage.exceeded', at: begins + n * 2_000, data: { store } };
  });
  const tickets = Array.from({ length: TICKETS }, (_, n): Fact => {
    const ticket = `ticket-${n + 1}`;
    return { id: `${ticket}-begins`, kind: 'support.requested', at: begins + n * 2_000 + 1_000, data: { ticket } };
  });
  const [first] = standing({ zone, facts: tickets.slice(0, 1), until: begins + 1_000 }).values();
  const due = first?.steps.find(({ step }) => step === 'due')?.at ?? begins;
  const at = due + (random.chance(0.3) ? -random.int(2, 60) : random.int(60, 280)) * 1_000;
  const ended: Fact = { id: 'terminated', kind: 'contract.terminated', at, data: {} };
  const tellings = [...stores, ...tickets, ended].map((fact): Telling => {
    return { contract: id, fact, at: fact.at + random.int(1, 900) };
  });
  return { contracts: [contract], tellings };
}
