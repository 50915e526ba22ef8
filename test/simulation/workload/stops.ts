import type { Random } from '../engine/random.ts';
import type { Reader } from '../oracle/model.ts';
import type { SimulatedContract, Telling } from './telling.ts';

/** Which letters a person stops. */
export interface StopScope {
  readonly readers: readonly Reader[];
  readonly contract?: string;
  readonly clause?: string;
}

/** One request that stops letters, and others that let them go. */
export interface PlannedStop {
  readonly at: number;
  /** When it is released, or when its time is over (epoch milliseconds). */
  readonly to: number;
  readonly scope: StopScope;
  readonly path: '/holds' | '/sending';
  readonly body: Readonly<Record<string, string>>;
  /** When its time is over by itself, if it is at some time: at `to`, or later than it is released. */
  readonly until?: number;
  /** When sending is switched from `off` to `operations-only`. */
  readonly softensAt?: number;
  /** So long after it has ended, the same is stopped once more, for as long as it was. */
  readonly againAfterMs?: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const CLAUSES = ['payment', 'cure', 'answer', 'reply'] as const;
const MOST_MS = 30 * DAY_MS;

/** In a third of the cases a person stops letters once to three times, in the weeks after something is told, for up to a month. */
export function drawStops(
  random: Random,
  { contracts, tellings }: { readonly contracts: readonly SimulatedContract[]; readonly tellings: readonly Telling[] },
  end: number,
): PlannedStop[] {
  if (!random.chance(1 / 3)) return [];
  const moments = tellings.map(({ at }) => at);
  const created = Math.max(...contracts.map(({ at }) => at)) + DAY_MS;
  // A later switch of the same would end an earlier one.
  const targets = ['stage', 'pack'];
  return Array.from({ length: random.int(1, 3) }, (_, n) => {
    const at = Math.max(created, random.pick([created, ...moments]) + random.int(-1 * DAY_MS, 32 * DAY_MS));
    const to = wholeSecond(Math.min(end - DAY_MS, at + random.spread(10 * MINUTE_MS, MOST_MS)));
    const said = { by: 'Ana', reason: `stop ${n}` };
    const target = random.chance(0.3) ? targets.shift() : undefined;
    const planned = target === undefined ? holdOf(random, contracts, to) : switchOf(random, target, { at, to });
    const again = random.chance(0.2) ? Math.round(random.spread(10_000, 30 * MINUTE_MS)) : undefined;
    const isRoomLeft = again !== undefined && to + again + (to - at) < end - DAY_MS;
    return { at, to, ...planned, body: { ...planned.body, ...said }, ...(isRoomLeft && { againAfterMs: again }) };
  }).filter(({ at, to }) => at < to);
}

/** As a request names it. */
function wholeSecond(at: number): number {
  return Math.floor(at / 1000) * 1000;
}

type What = Pick<PlannedStop, 'path' | 'body' | 'scope' | 'softensAt' | 'until'>;

function switchOf(random: Random, target: string, { at, to }: Pick<PlannedStop, 'at' | 'to'>): What {
  const value = random.pick(['off', 'operations-only']);
  const body = { value, ...(target === 'pack' && { pack: 'sim' }) };
  const readers = value === 'off' ? (['customer', 'provider'] as const) : (['customer'] as const);
  const softens = value === 'off' && random.chance(0.5);
  return {
    ...{ path: '/sending', body, scope: { readers } },
    ...(softens && { softensAt: at + Math.round(random.next() * (to - at)) }),
  };
}

function holdOf(random: Random, contracts: readonly SimulatedContract[], to: number): What {
  const scope = random.pick(['all', 'pack', 'clause', 'contract', 'contract']);
  const contract = contracts[random.int(0, contracts.length - 1)]?.id ?? '';
  const clause = random.pick(CLAUSES);
  const ends = random.pick(['released', 'over', 'released-before'] as const);
  const common = {
    path: '/holds',
    ...(ends === 'over' && { until: to }),
    ...(ends === 'released-before' && { until: to + random.int(1, 20) * DAY_MS }),
  } as const;
  const readers = ['customer'] as const;
  if (scope === 'contract') return { ...common, body: { scope, contract }, scope: { readers, contract } };
  if (scope === 'clause') return { ...common, body: { scope, pack: 'sim', clause }, scope: { readers, clause } };
  return { ...common, body: { scope, ...(scope === 'pack' && { pack: 'sim' }) }, scope: { readers } };
}
