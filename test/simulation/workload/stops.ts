import type { Random } from '../engine/random.ts';
import type { SimulatedContract, Telling } from './telling.ts';

/** Which letters a person stops. `provider`: also those to operations. */
export interface StopScope {
  readonly contract?: string;
  readonly clause?: string;
  readonly provider?: true;
}

/** One request that stops letters, and another that lets them go. */
export interface PlannedStop {
  readonly at: number;
  /** When it is released, or when its time is over (epoch milliseconds). */
  readonly to: number;
  readonly scope: StopScope;
  readonly path: '/holds' | '/sending';
  readonly body: Readonly<Record<string, string>>;
  /** Whether its time is over by itself. */
  readonly expires: boolean;
}

const DAY_MS = 86_400_000;
const CLAUSES = ['payment', 'cure', 'answer'] as const;

/** In a third of the cases a person stops letters once to three times, in the weeks after something is told, for up to a month. */
export function drawStops(
  random: Random,
  { contracts, tellings }: { readonly contracts: readonly SimulatedContract[]; readonly tellings: readonly Telling[] },
  end: number,
): PlannedStop[] {
  if (!random.chance(1 / 3)) return [];
  const moments = tellings.map(({ at }) => at);
  const created = Math.max(...contracts.map(({ at }) => at)) + DAY_MS;
  const count = random.int(1, 3);
  let switches = 0;
  return Array.from({ length: count }, (_, n) => {
    const at = Math.max(created, random.pick([created, ...moments]) + random.int(-1 * DAY_MS, 32 * DAY_MS));
    const to = Math.min(end - DAY_MS, Math.round(at + random.spread(10 * 60_000, 30 * DAY_MS)));
    const said = { by: 'Ana', reason: `stop ${n}` };
    // A later switch would end an earlier one.
    const isSwitch = random.chance(0.3) && switches === 0;
    if (isSwitch) switches += 1;
    const planned = isSwitch ? switchOf(random) : holdOf(random, contracts);
    return { at, to, expires: !isSwitch && random.chance(0.3), ...planned, body: { ...planned.body, ...said } };
  }).filter(({ at, to }) => at < to);
}

type What = Pick<PlannedStop, 'path' | 'body' | 'scope'>;

function switchOf(random: Random): What {
  const value = random.pick(['off', 'operations-only']);
  const body = { value, ...(random.chance(0.5) && { pack: 'sim' }) };
  return { path: '/sending', body, scope: value === 'off' ? { provider: true } : {} };
}

function holdOf(random: Random, contracts: readonly SimulatedContract[]): What {
  const scope = random.pick(['all', 'pack', 'clause', 'contract', 'contract']);
  const contract = contracts[random.int(0, contracts.length - 1)]?.id ?? '';
  const clause = random.pick(CLAUSES);
  const path = '/holds';
  if (scope === 'contract') return { path, body: { scope, contract }, scope: { contract } };
  if (scope === 'clause') return { path, body: { scope, pack: 'sim', clause }, scope: { clause } };
  return { path, body: { scope, ...(scope === 'pack' && { pack: 'sim' }) }, scope: {} };
}
