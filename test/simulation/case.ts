import type { Strike } from './cloud/faults.ts';
import { PAIRS } from './cloud/pairs.ts';
import { drawRates, type Rates } from './cloud/rates.ts';
import { Random } from './engine/random.ts';
import { SEND_WINDOW } from './oracle/window.ts';
import { drawAmendments } from './workload/amendments.ts';
import { withBurst } from './workload/burst.ts';
import { drawCrowd } from './workload/crowd.ts';
import { drawRelease } from './workload/release.ts';
import { drawStops } from './workload/stops.ts';
import { drawWorkload, type Workload } from './workload/workload.ts';

/** The instant at which every run begins, in UTC. */
export const START = '2027-01-01T00:00:00Z';
const YEAR_MS = 365 * 86_400_000;

/** The share of the seeds whose letters go out within a window. */
const WITH_WINDOW = 0.3;
/** The share of those in which a day’s many letters go out as one message, and in which there are such days. */
const WITH_DIGEST = 0.3;

/** All that decides a run. */
export interface Case {
  readonly seed: number;
  readonly years: number;
  readonly workload: Workload;
  readonly rates: Rates;
  /** When letters go out; at any time if absent. */
  readonly sendWindow?: typeof SEND_WINDOW;
  /** Whether a day’s many letters to one reader go out as one message. */
  readonly digest?: true;
  /** The faults that strike, and no others; absent where chance decides by the rates. */
  readonly strikes?: readonly Strike[];
}

/** What a seed stands for. Each seed has one pair of step and fault that it is to bring about. */
export function caseOf(seed: number, years: number): Case {
  const random = new Random(`seed ${seed}`);
  const start = Date.parse(START);
  const pair = PAIRS[seed % PAIRS.length];
  if (pair === undefined) throw new Error('there is no pair of step and fault');
  const closesSoon = pair.step.endsWith('notice.cancelled');
  const end = start + years * YEAR_MS;
  const drawn = drawWorkload(random.fork('workload'), { start, years, closesSoon });
  // Something is left to settle only where many deadlines change at once.
  const isCrowd = pair.step.endsWith('deadlines.settled');
  const crowded = isCrowd ? drawCrowd(random.fork('crowd'), drawn) : drawn;
  const hasDigest = random.fork('digest').chance(WITH_DIGEST);
  const told = hasDigest ? withBurst(random.fork('burst'), crowded, end) : crowded;
  const workload = {
    ...told,
    stops: drawStops(random.fork('stops'), told, end),
    amendments: drawAmendments(random.fork('amendments'), told),
    ...drawRelease(random.fork('release'), told),
  };
  const moments = [start, ...workload.tellings.map(({ at }) => at)] as const;
  const rates = drawRates(random.fork('rates'), [...moments], pair);
  const hasWindow = random.fork('window').chance(WITH_WINDOW);
  return {
    ...{ seed, years, workload },
    // A crowded contract has to end in time, or each of its many deadlines lapses.
    rates: isCrowd ? { ...rates, outages: [] } : rates,
    ...(hasWindow && { sendWindow: SEND_WINDOW }),
    ...(hasDigest && { digest: true }),
  };
}

/** When the faults of a case stop, epoch milliseconds. */
export function endOf({ years }: Case): number {
  return Date.parse(START) + years * YEAR_MS;
}
