import { readByEach } from '../../calendar/zone.ts';
import { ZONE_TABLES } from '../../calendar/zone-table.ts';
import type { Fact } from '../../events/event.ts';
import type { DueAllowances, Fold } from './fold.ts';
import { effectiveState, type LiveDeadline, restsOnUncounted } from './live-deadline.ts';
import type { Timed } from './occurrence.ts';

/** A recorded lapse whose deadline is still open and ends at exactly that instant. */
export interface DueLapse {
  readonly timed: Timed;
  readonly live: LiveDeadline;
}

/**
 * Recorded lapses that wait for their place among the events. A lapse counts only if its deadline is open and has exactly
 * that last instant. Its place is that instant, or the last event gone through if that is later.
 */
export class PendingLapses {
  readonly #waiting: Timed[];
  readonly #taken: Timed[] = [];

  /** `lapses` in the order of their instants. */
  constructor(lapses: readonly Timed[]) {
    this.#waiting = lapses.toSorted(byEnd);
  }

  /** Takes out the next lapse that counts and lies at or before `until` (milliseconds since 1970). */
  take(fold: Fold, until: number): DueLapse | undefined {
    this.#giveBack(fold);
    for (const [index, lapse] of this.#waiting.entries()) {
      if (lapse.epoch > until) return undefined;
      const live = fold.deadlines.get(deadlineOf(lapse));
      if (live === undefined || effectiveState(live) !== 'open' || !endsAt(live, lapse.epoch)) continue;
      this.#waiting.splice(index, 1);
      this.#taken.push(lapse);
      return { timed: placed(lapse, fold.past.last), live };
    }
    return undefined;
  }

  /** A reopened deadline may end at the same instant again; its lapse then counts again. */
  #giveBack({ reopened }: Fold): void {
    if (reopened.size === 0) return;
    for (const lapse of this.#taken.filter((one) => reopened.has(deadlineOf(one)))) {
      this.#taken.splice(this.#taken.indexOf(lapse), 1);
      this.#waiting.push(lapse);
    }
    this.#waiting.sort(byEnd);
    reopened.clear();
  }

  /** Whether a lapse of one of these clauses lies after `after`, and at or before `until`. */
  concern(clauses: Pick<DueAllowances, 'has'>, after: number, until: number): boolean {
    for (const { fact, epoch } of this.#waiting) {
      if (epoch > until) return false;
      if (epoch > after && clauses.has(fact.cause?.deadline.split('~')[0] ?? '')) return true;
    }
    return false;
  }

  /** The lapses left over: later facts undid them. */
  fallen(): Fact[] {
    return this.#waiting.map(({ fact }) => fact);
  }
}

/** Whether a deadline ends at a moment, or ended there by an earlier table of offsets: the day that it lapsed with is the same. */
function endsAt(live: LiveDeadline, epoch: number): boolean {
  if (restsOnUncounted(live)) return false;
  const { counted, rule } = live;
  const { context } = rule;
  const { instant, inHours, timezone: own } = counted;
  if (Date.parse(instant) === epoch) return true;
  if (ZONE_TABLES.length === 1 || inHours === true) return false;
  return readByEach(instant, own === undefined ? context.timezone : own).some(
    (reading) => Date.parse(reading) === epoch,
  );
}

/** If the contract ends on the same day, its end goes first, so that nothing starts after it. */
function byEnd(a: Timed, b: Timed): number {
  return a.epoch - b.epoch || Number(endsContract(b)) - Number(endsContract(a));
}

function endsContract({ fact }: Timed): boolean {
  return fact.kind === 'contract.terminated';
}

function deadlineOf({ fact }: Timed): string {
  return fact.cause?.deadline ?? '';
}

function placed(lapse: Timed, previous: Timed | undefined): Timed {
  return previous && previous.epoch > lapse.epoch ? { ...lapse, at: previous.at, epoch: previous.epoch } : lapse;
}
