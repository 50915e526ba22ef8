import type { HolidayTables } from '../calendar/holiday-table.ts';
import { startOfDay } from '../calendar/zone.ts';
import type { PinnedContract } from '../events/contract.ts';
import type { TermsCatalog } from '../terms/catalog.ts';
import type { Pack } from '../terms/pack.ts';
import { type TermsInForce, termsInForce } from './clauses.ts';
import { type Place, placeOf } from './place.ts';
import { statutesBeside, statutesOn, turningDays } from './statutes.ts';

/** A stretch of time during which one version of the terms, and one of each statute beside them, is in force. */
export interface Stretch {
  /** The first instant, in milliseconds since 1970; -Infinity for the first stretch of a contract. */
  readonly from: number;
  readonly pack: Pack;
  readonly statutes: readonly Pack[];
  readonly place: Place;
  /** Computed on first use and kept. @throws UnknownHolidaySetError */
  readonly terms: TermsInForce;
}

interface Ground {
  readonly contract: PinnedContract;
  readonly catalog: TermsCatalog;
  readonly holidays: HolidayTables;
}

/**
 * The stretches from a moment on under one version of the terms. A further stretch begins on each day on which another
 * version of a statute begins to apply.
 * @throws UnknownTermsError for a statute that the catalogue lacks
 */
export function stretchesUnder(pack: Pack, from: number, ground: Ground): [Stretch, ...Stretch[]] {
  const statutes = statutesBeside(pack, ground.contract, ground.catalog);
  const place = placeOf(pack, ground.contract, ground.holidays);
  const turns = turningDays(statutes).map((day) => ({ day, epoch: Date.parse(startOfDay(day, place.timezone)) }));
  const begun = turns.findLast(({ epoch }) => epoch <= from);
  const first = { from, statutes: statutesOn(statutes, begun?.day) };
  const later = turns
    .filter(({ epoch }) => epoch > from)
    .map(({ day, epoch }) => ({ from: epoch, statutes: statutesOn(statutes, day) }));
  const made = (one: Pick<Stretch, 'from' | 'statutes'>) => stretch(one, pack, place, ground);
  return [made(first), ...later.map(made)];
}

function stretch(
  { from, statutes }: Pick<Stretch, 'from' | 'statutes'>,
  pack: Pack,
  place: Place,
  ground: Ground,
): Stretch {
  let terms: TermsInForce | undefined;
  return {
    from,
    pack,
    statutes,
    place,
    get terms() {
      terms ??= termsInForce({ ...ground, terms: pack, statutes, place });
      return terms;
    },
  };
}
