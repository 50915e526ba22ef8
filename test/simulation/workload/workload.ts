import { instantText } from '../../../local/time/instant.ts';
import type { Random } from '../engine/random.ts';
import type { Fact } from '../oracle/model.ts';
import type { Amendment } from './amendments.ts';
import type { PlannedStop } from './stops.ts';
import { stories } from './stories.ts';
import type { SimulatedContract, Telling } from './telling.ts';

export interface Workload {
  readonly contracts: readonly SimulatedContract[];
  readonly tellings: readonly Telling[];
  /** What a person stops; nothing when absent. */
  readonly stops?: readonly PlannedStop[];
  /** How customers change; not at all when absent. */
  readonly amendments?: readonly Amendment[];
  /** When another edition of the holidays is released; never when absent. */
  readonly releaseAt?: number;
}

const ZONES = ['UTC', 'Europe/Bucharest', 'America/St_Johns', 'Pacific/Auckland'] as const;
/** Of every customer, until it is amended. */
export const FIRST_NAME = 'Reader';
const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

export interface WorkloadOptions {
  /** Epoch milliseconds. */
  readonly start: number;
  readonly years: number;
  /** What is met or ended is so soon after a step, and told at once, while its letter may be under way. */
  readonly closesSoon?: boolean;
}

/** About fifteen events on one or two contracts, over so many years. */
export function drawWorkload(random: Random, { start, years, closesSoon = false }: WorkloadOptions): Workload {
  const count = random.chance(0.3) ? 2 : 1;
  const contracts = Array.from({ length: count }, (_, n): SimulatedContract => {
    const at = start + random.int(1, 20) * DAY_MS + random.int(0, 86_399) * 1000;
    return { id: `contract-${n + 1}`, zone: random.pick(ZONES), email: `reader-${n + 1}@customer.example`, at };
  });
  const each = Math.max(2, Math.round(6 / count));
  const options = { until: start + years * YEAR_MS, count: each, closesSoon };
  const tellings = contracts.flatMap((contract) =>
    stories(random, contract, options).map((told) => ({ contract: contract.id, ...told })),
  );
  return { contracts, tellings };
}

export function contractBody({ id, zone, email, at }: SimulatedContract) {
  const startsOn = instantText(at - DAY_MS).slice(0, 10);
  return { id, terms: 'sim', timezone: zone, startsOn, customer: { name: FIRST_NAME, email } };
}

export function eventBody({ id, kind, at, data }: Fact) {
  return { id, kind, occurredAt: instantText(at), data };
}
