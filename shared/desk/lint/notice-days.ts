import type { ClauseInForce } from '../../core/agreement/clauses.ts';
import { addDays } from '../../core/calendar/days.ts';
import { instantText } from '../../core/calendar/instants.ts';
import type { Day } from '../../core/calendar/types.ts';
import { localDay } from '../../core/calendar/zone.ts';
import type { Clause } from '../../core/terms/clause.ts';
import { happensAtOnce, periodOf } from '../../core/terms/shapes/questions.ts';
import { anchorsOf, singlesIn } from '../../core/terms/written-counting.ts';
import { DAYS, type End, type Ends } from './reckon.ts';

/** The day on which the change that a clause brings about is in force. */
export function inForceOn({ clause, context }: ClauseInForce, { date, epoch }: End): Day {
  if (happensAtOnce(clause)) return date;
  switch (clause.produces?.occurs) {
    case 'last-day':
      return date;
    case 'day-after':
    case 'after-cycle':
      return addDays(date, 1);
    case 'as-it-ends':
    case undefined:
      return localDay(instantText(epoch), context.timezone);
  }
}

/** Whether a clause brings a change into force. */
export function putsIntoForce({ nature, produces }: Clause): boolean {
  return nature === 'effect' || (produces?.kind.endsWith('.effective') ?? false);
}

/**
 * The day from which a clause counts its notice period back: a day that the event names (`data`), or the end of a
 * cycle. Otherwise undefined.
 */
export function countsBackFrom(clause: Clause): 'data' | 'cycle' | undefined {
  const counting = periodOf(clause);
  if (counting === undefined) return undefined;
  const from = new Set(
    singlesIn(counting).map((single) => {
      const [anchor = ''] = anchorsOf(single);
      if (single.direction !== 'before') return undefined;
      if (anchor.startsWith('data.')) return 'data';
      return anchor === 'cycle.end' || anchor === 'cycle.next' ? 'cycle' : undefined;
    }),
  );
  const [only] = from;
  return from.size === 1 ? only : undefined;
}

/** Whether a clause demands an announcement a period ahead of a day that the event names. */
export function demandsAnnouncement(clause: Clause): boolean {
  if (countsBackFrom(clause) !== 'data' || clause.on === undefined) return false;
  return clause.refuseWhenMissed || clause.satisfiedBy !== undefined;
}

/** Finds the first of `DAYS` for which a notice given on a certain day is in time. */
export class EarliestDay {
  /** By index of `DAYS`, the latest day for the notice. */
  readonly #latest: readonly (Day | undefined)[];
  #index = 0;

  constructor(latest: Ends) {
    this.#latest = latest.map((end) => end?.date);
  }

  /** Call it with days in ascending order. Undefined beyond the last of `DAYS`. */
  for(notice: Day): Day | undefined {
    while (this.#index < DAYS.length && (this.#latest[this.#index] ?? '') < notice) this.#index += 1;
    return DAYS[this.#index];
  }
}
