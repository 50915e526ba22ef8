import type { Random } from '../engine/random.ts';
import type { SimulatedContract, Telling } from './telling.ts';

/** A person changes the customer of a contract. */
export interface Amendment {
  readonly contract: string;
  readonly at: number;
  readonly customer: { readonly name?: string; readonly email?: string };
}

const HOUR_MS = 3_600_000;

/** In a third of the cases the customer changes once to three times, often while a letter may be under way. */
export function drawAmendments(
  random: Random,
  { contracts, tellings }: { readonly contracts: readonly SimulatedContract[]; readonly tellings: readonly Telling[] },
): Amendment[] {
  if (!random.chance(1 / 3)) return [];
  return Array.from({ length: random.int(1, 3) }, (_, n): Amendment => {
    const { id, at: created } = contracts[random.int(0, contracts.length - 1)] ?? { id: '', at: 0 };
    const moments = tellings.flatMap(({ contract, at }) => (contract === id ? [at] : []));
    // A letter of a fact goes out within seconds, that of a step at a full hour.
    const at = random.pick([created, ...moments]) + Math.round((random.next() - 0.3) * random.spread(1_000, HOUR_MS));
    const what = random.pick(['email', 'email', 'name', 'both']);
    const customer = {
      ...(what !== 'name' && { email: `moved-${n + 1}@customer.example` }),
      ...(what !== 'email' && { name: `Reader ${n + 1}` }),
    };
    return { contract: id, at: Math.max(created + 1_000, at), customer };
  });
}
