import { cycleEndOnOrAfter } from '../../calendar/compute.ts';
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

/** A stretch of regular cycles. If an event or the provider set the end of its last cycle, that cycle ends with `until`. */
interface Stretch {
  readonly start: Day | undefined;
  readonly anchorDay: number | undefined;
  lastFrom?: Day;
  until?: Day;
  readonly steps: ExplanationStep[];
}

interface Cause {
  readonly event: string;
  readonly kind: string;
}

/**
 * The cycles of a contract. After a cycle whose end was set otherwise the following ones begin the day after. Cycles are
 * whole days, because clauses in different zones share them; each clause decides in which zone a day ends.
 */
export class CycleGrid {
  readonly #every: Pick<Period, 'n' | 'unit'>;
  readonly #stretches: Stretch[];
  readonly #start: Day | undefined;
  /** What explains the beginning, if an event decided it. */
  #begun: readonly ExplanationStep[] = [];

  constructor(cycle: { every: Pick<Period, 'n' | 'unit'>; anchorDay?: number }, start: Day | undefined) {
    this.#every = cycle.every;
    this.#start = start;
    this.#stretches = [{ start, anchorDay: cycle.anchorDay, steps: [] }];
  }

  /** Whether it is known on which day the cycles begin. */
  static isDetermined(
    cycle: { every: Pick<Period, 'n' | 'unit'>; anchorDay?: number },
    start: Day | undefined,
  ): boolean {
    const { every, anchorDay } = cycle;
    return start !== undefined || (every.n === 1 && every.unit === 'months' && anchorDay !== undefined);
  }

  /**
   * Lets the first cycle begin on `day`, as an event of `today` says; returns whether that changed it. A day before the
   * contract's start changes nothing, nor does an event after the first cycle. `today` is undefined if no cycle has gone on to
   * the next, so that there is none but the first.
   */
  begin(day: Day, today: Day | undefined, by: Cause): boolean {
    const first = this.#stretches[0] as Stretch;
    const { opensOn } = this.at(first.start ?? today ?? day);
    const tooEarly = this.#start !== undefined && day < this.#start;
    if (day === opensOn || tooEarly || (today !== undefined && this.at(today).opensOn !== opensOn)) return false;
    this.#begun = [explain('cycle-begins', { ...by, day })];
    this.#stretches.splice(0, this.#stretches.length, { start: day, anchorDay: this.#anchorDayOf(day), steps: [] });
    return true;
  }

  /** The cycle in which a day lies; the first one for a day before it. */
  at(day: Day): Cycle {
    const stretch = this.#stretches.find(({ until }) => until === undefined || day <= until) as Stretch;
    const regular = this.#regular(stretch, day);
    const { lastFrom, until, steps } = stretch;
    if (lastFrom === undefined || until === undefined || regular.opensOn < lastFrom) return regular;
    return { opensOn: lastFrom, date: until, steps: [...this.#regular(stretch, lastFrom).steps, ...steps] };
  }

  /** Extends the cycle that contains a day by `n` days; returns its last day before (`from`) and after (`to`). */
  extend(day: Day, n: number, by: Cause): { from: Day; to: Day } {
    const cycle = this.at(day);
    const to = addDays(cycle.date, n);
    const step = explain('cycle-extended', { ...by, opensOn: cycle.opensOn, from: cycle.date, n, to });
    this.#endWith(day, cycle, to).push(step);
    return { from: cycle.date, to };
  }

  /** Sets the last day of the cycle that contains a day; returns whether that changed it. */
  state(day: Day, to: Day, by: Cause): boolean {
    const cycle = this.at(day);
    if (cycle.date === to || to < day) return false;
    const step = explain('cycle-stated', { ...by, opensOn: cycle.opensOn, from: cycle.date, to });
    const steps = this.#endWith(day, cycle, to);
    steps.splice(0, steps.length, step);
    return true;
  }

  /**
   * The cycles after `to` begin on the day after it, and on that day of each month. Returns the steps that explain the end of
   * this cycle so far.
   */
  #endWith(day: Day, { opensOn }: Cycle, to: Day): ExplanationStep[] {
    const index = this.#stretches.findIndex(({ until }) => until === undefined || day <= until);
    const stretch = this.#stretches[index] as Stretch;
    const again = stretch.lastFrom === opensOn;
    stretch.lastFrom = opensOn;
    stretch.until = to;
    if (!again) stretch.steps.length = 0;
    const next = addDays(to, 1);
    this.#stretches.splice(index + 1, this.#stretches.length, {
      start: next,
      anchorDay: this.#anchorDayOf(next),
      steps: [],
    });
    return stretch.steps;
  }

  /** The day of the month on which cycles begin, if the first of them begins on `day`. */
  #anchorDayOf(day: Day): number | undefined {
    return ['months', 'years'].includes(this.#every.unit) ? Number(day.slice(8)) : undefined;
  }

  #regular({ start, anchorDay }: Stretch, day: Day): Cycle {
    const cycle = { every: this.#every, ...(anchorDay !== undefined && { anchorDay }), ...(start && { start }) };
    const { opensOn, date, steps } = cycleEndOnOrAfter(day, cycle, 'UTC');
    return { opensOn, date, steps: [...this.#begun, ...steps] };
  }
}
