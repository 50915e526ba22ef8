import type { HolidayTables } from '../calendar/holiday-table.ts';
import { startOfDay } from '../calendar/zone.ts';
import type { PinnedContract } from '../events/contract.ts';
import type { TermsCatalog } from '../terms/catalog.ts';
import type { Pack } from '../terms/pack.ts';
import { type TermsInForce, termsInForce } from './clauses.ts';
import { type Place, placeOf } from './place.ts';
import { type AcceptedReading, readBy } from './readings.ts';
import { statutesBeside, statutesOn, turningDays } from './statutes.ts';

/** A stretch of time during which one version of the terms, and one of each statute beside them, is in force. */
export interface Stretch {
  /** The first instant, in milliseconds since 1970; -Infinity for the first stretch of a contract. */
  readonly from: number;
  /** As they were read at the time, as are the statutes and the place. */
  readonly pack: Pack;
  readonly statutes: readonly Pack[];
  readonly place: Place;
  /** Every pack by which it is or was read. */
  readonly packs: readonly Pack[];
  /** By the reading accepted last, also before its acceptance. Computed on first use and kept. @throws UnknownHolidaySetError */
  readonly terms: TermsInForce;
  /** By the readings that an acceptance after this stretch replaced, in their order. */
  readonly earlier: readonly TermsInForce[];
}

interface Ground {
  readonly contract: PinnedContract;
  readonly catalog: TermsCatalog;
  readonly holidays: HolidayTables;
  /** In the order of their acceptance. */
  readonly readings?: readonly AcceptedReading[];
}

type Stretches = [Stretch, ...Stretch[]];

export const ALWAYS = Number.NEGATIVE_INFINITY;

/**
 * The stretches from a moment on under one version of the terms. A further stretch begins on each day on which another
 * version of a statute begins to apply, and with each acceptance of another reading.
 * @throws UnknownTermsError for a statute or an accepted revision that the catalogue lacks
 */
export function stretchesUnder(pack: Pack, from: number, ground: Ground): Stretches {
  const { readings = [] } = ground;
  if (readings.length === 0) return stretchesAsRead(pack, from, ground);
  const acceptedAt = readings.map(({ at }) => Date.parse(at));
  const byReading = [...acceptedAt.keys(), readings.length].map((count) => {
    const read = readBy(pack, ground, readings.slice(0, count));
    const reading = count === readings.length ? undefined : count;
    return stretchesAsRead(read.pack, from, { ...ground, contract: read.contract }, reading);
  });
  const turns = [...acceptedAt, ...byReading.flat().map((one) => one.from)].filter((epoch) => epoch > from);
  const made = (epoch: number): Stretch => {
    const current = byReading.flatMap((of) => of.findLast((one) => one.from <= epoch) ?? []);
    return joined(epoch, current.slice(acceptedAt.filter((at) => at <= epoch).length));
  };
  return [made(from), ...[...new Set(turns)].sort((a, b) => a - b).map(made)];
}

/** One stretch of several readings: that of the time first, the one accepted last at the end. */
function joined(from: number, readings: readonly Stretch[]): Stretch {
  const [then, last] = [readings[0], readings.at(-1)];
  if (!then || !last) throw new Error('a stretch is read by one reading at least');
  return {
    ...{ from, pack: then.pack, statutes: then.statutes, place: then.place },
    packs: readings.flatMap(({ packs }) => packs),
    get terms() {
      return last.terms;
    },
    get earlier() {
      return readings.slice(0, -1).map(({ terms }) => terms);
    },
  };
}

function stretchesAsRead(pack: Pack, from: number, ground: Ground, reading?: number): Stretches {
  const statutes = statutesBeside(pack, ground.contract, ground.catalog);
  const place = placeOf(pack, ground.contract, ground.holidays);
  const turns = turningDays(statutes).map((day) => ({ day, epoch: Date.parse(startOfDay(day, place.timezone)) }));
  const begun = turns.findLast(({ epoch }) => epoch <= from);
  const first = { from, statutes: statutesOn(statutes, begun?.day) };
  const later = turns
    .filter(({ epoch }) => epoch > from)
    .map(({ day, epoch }) => ({ from: epoch, statutes: statutesOn(statutes, day) }));
  const made = ({ from: begins, statutes: of }: Pick<Stretch, 'from' | 'statutes'>) => {
    const scene = { ...ground, terms: pack, statutes: of, place, reading };
    return stretch(begins, scene);
  };
  return [made(first), ...later.map(made)];
}

function stretch(from: number, scene: Parameters<typeof termsInForce>[0]): Stretch {
  const { terms: pack, statutes, place } = scene;
  let terms: TermsInForce | undefined;
  return {
    ...{ from, pack, statutes, place, packs: [pack, ...statutes], earlier: [] },
    get terms() {
      terms ??= termsInForce(scene);
      return terms;
    },
  };
}

/** The stretches of every version, be it in force or not: the latest of those that have been, and then the newest, first. */
export function stretchesOfEvery(versions: readonly Pack[], known: readonly Pack[], ground: Ground): Stretch[] {
  // Of a version that is not known yet, what comes to apply is its first revision.
  const others = versions.filter(
    (one) => one.revision === undefined && !known.some(({ version }) => version === one.version),
  );
  const packs = new Set([...others, ...known].toReversed());
  return [...packs].flatMap((pack) => stretchesUnder(pack, ALWAYS, ground).toReversed());
}
