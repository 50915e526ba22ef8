import { type BillingCycle, cycleEndOnOrAfter } from '../../calendar/cycle.ts';
import { addDays } from '../../calendar/days.ts';
import type { Day, Period } from '../../calendar/types.ts';
import { explain } from '../explain.ts';
import type { ExplanationStep } from '../explanation-facts.ts';

/** One cycle: its first and last day, and how it is found. */
export interface Cycle {
  readonly opensOn: Day;
  readonly date: Day;
  readonly steps: readonly ExplanationStep[];
}

/** A stretch of regular cycles. If an event or the provider set the end of its last cycle, `last` is that cycle. */
interface Stretch {
  readonly regular: BillingCycle;
  /** With the steps by which its end was set. */
  readonly last?: Cycle;
}

interface Cause {
  readonly event: string;
  readonly kind: string;
}

/** How long the cycles are, and on which day of the month they begin. */
interface CycleLength {
  readonly every: Pick<Period, 'n' | 'unit'>;
  readonly anchorDay?: number;
}

/**
 * The cycles of a contract. After a cycle whose end was set otherwise the following ones begin the day after. Cycles are
 * whole days, because clauses in different zones share them; each clause decides in which zone a day ends.
 */
export class CycleGrid {
  readonly #every: Pick<Period, 'n' | 'unit'>;
  readonly #start: Day | undefined;
  #stretches: readonly Stretch[];
  /** By a day of it: what recurs asks for the same cycles again and again. */
  #found = new Map<Day, Cycle>();
  /** What explains the beginning, if an event decided it. */
  #begun: readonly ExplanationStep[] = [];

  constructor({ every, anchorDay }: CycleLength, start: Day | undefined) {
    this.#every = every;
    this.#start = start;
    const regular = { every, ...(anchorDay !== undefined && { anchorDay }), ...(start !== undefined && { start }) };
    this.#stretches = [{ regular }];
  }

  /** Whether it is known on which day the cycles begin. */
  static isDetermined({ every, anchorDay }: CycleLength, start: Day | undefined): boolean {
    return start !== undefined || (every.n === 1 && every.unit === 'months' && anchorDay !== undefined);
  }

  /**
   * Lets the first cycle begin on `day`, as an event of `today` says; returns whether that changed it. A day before the
   * contract's start changes nothing, nor does an event after the first cycle. `today` is undefined if no cycle has gone on to
   * the next, so that there is none but the first.
   */
  begin(day: Day, today: Day | undefined, by: Cause): boolean {
    const [first] = this.#stretches;
    const { opensOn } = this.at(first?.regular.start ?? today ?? day);
    const tooEarly = day < (this.#start ?? day);
    if (day === opensOn || tooEarly || (today !== undefined && this.at(today).opensOn !== opensOn)) return false;
    this.#begun = [explain('cycle-begins', { ...by, day })];
    this.#become([{ regular: this.#beginningOn(day) }]);
    return true;
  }

  /** The cycle in which a day lies; the first one for a day before it. */
  at(day: Day): Cycle {
    const before = this.#found.get(day);
    if (before) return before;
    const found = this.#find(day);
    this.#found.set(day, found);
    return found;
  }

  #find(day: Day): Cycle {
    const { regular, last } = this.#stretches[this.#indexOf(day)] as Stretch;
    const cycle = this.#regularAt(day, regular);
    if (last === undefined || cycle.opensOn < last.opensOn) return cycle;
    return { ...last, steps: [...this.#regularAt(last.opensOn, regular).steps, ...last.steps] };
  }

  /** Extends the cycle that contains a day by `n` days; returns its last day before (`from`) and after (`to`). */
  extend(day: Day, n: number, by: Cause): { from: Day; to: Day } {
    const { opensOn, date: from } = this.at(day);
    const to = addDays(from, n);
    const { last } = this.#stretches[this.#indexOf(day)] as Stretch;
    const before = last?.opensOn === opensOn ? last.steps : [];
    const step = explain('cycle-extended', { ...by, opensOn, from, n, to });
    this.#endWith(day, { opensOn, date: to, steps: [...before, step] });
    return { from, to };
  }

  /** Sets the last day of the cycle that contains a day; returns whether that changed it. */
  state(day: Day, to: Day, by: Cause): boolean {
    const { opensOn, date: from } = this.at(day);
    if (from === to || to < day) return false;
    this.#endWith(day, { opensOn, date: to, steps: [explain('cycle-stated', { ...by, opensOn, from, to })] });
    return true;
  }

  /** The cycles after one whose end is set begin on the day after it, and on that day of each month. */
  #endWith(day: Day, last: Cycle): void {
    const index = this.#indexOf(day);
    const { regular } = this.#stretches[index] as Stretch;
    const next = this.#beginningOn(addDays(last.date, 1));
    this.#become([...this.#stretches.slice(0, index), { regular, last }, { regular: next }]);
  }

  #become(stretches: readonly Stretch[]): void {
    this.#stretches = stretches;
    this.#found = new Map();
  }

  #beginningOn(start: Day): BillingCycle {
    const every = this.#every;
    return ['months', 'years'].includes(every.unit)
      ? { every, start, anchorDay: Number(start.slice(8)) }
      : { every, start };
  }

  /** The stretch in which a day lies; the last one has no end. */
  #indexOf(day: Day): number {
    return this.#stretches.findIndex(({ last }) => last === undefined || day <= last.date);
  }

  #regularAt(day: Day, regular: BillingCycle): Cycle {
    const { opensOn, date, steps } = cycleEndOnOrAfter(day, regular, 'UTC');
    return { opensOn, date, steps: [...this.#begun, ...steps] };
  }
}
