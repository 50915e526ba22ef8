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

/** A stretch of regular cycles. If its last cycle was extended, that cycle ends with `until`. */
interface Stretch {
  readonly start: Day | undefined;
  readonly anchorDay: number | undefined;
  lastFrom?: Day;
  until?: Day;
  readonly steps: ExplanationStep[];
}

/**
 * The cycles of a contract. After an extended cycle the following ones begin later. Cycles are whole days, because clauses
 * in different zones share them; each clause decides in which zone a day ends.
 */
export class CycleGrid {
  readonly #every: Pick<Period, 'n' | 'unit'>;
  readonly #stretches: Stretch[];

  constructor(cycle: { every: Pick<Period, 'n' | 'unit'>; anchorDay?: number }, start: Day | undefined) {
    this.#every = cycle.every;
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

  /** The cycle in which a day lies; the first one for a day before it. */
  at(day: Day): Cycle {
    const stretch = this.#stretches.find(({ until }) => until === undefined || day <= until) as Stretch;
    const { lastFrom, until, steps } = stretch;
    if (lastFrom === undefined || until === undefined || day < lastFrom) return this.#regular(stretch, day);
    const regular = this.#regular(stretch, lastFrom);
    return {
      opensOn: lastFrom,
      date: until,
      steps: [...regular.steps, ...steps],
    };
  }

  /** Extends the cycle that contains a day by `n` days; returns its last day before (`from`) and after (`to`). */
  extend(day: Day, n: number, by: { readonly event: string; readonly kind: string }): { from: Day; to: Day } {
    const cycle = this.at(day);
    const index = this.#stretches.findIndex(({ until }) => until === undefined || day <= until);
    const stretch = this.#stretches[index] as Stretch;
    const to = addDays(cycle.date, n);
    const step = explain('cycle-extended', { ...by, opensOn: cycle.opensOn, from: cycle.date, n, to });
    const again = stretch.lastFrom === cycle.opensOn;
    stretch.lastFrom = cycle.opensOn;
    stretch.until = to;
    if (!again) stretch.steps.length = 0;
    stretch.steps.push(step);
    const next = addDays(to, 1);
    const anchorDay = this.#every.unit === 'months' || this.#every.unit === 'years' ? Number(next.slice(8)) : undefined;
    this.#stretches.splice(index + 1, this.#stretches.length, { start: next, anchorDay, steps: [] });
    return { from: cycle.date, to };
  }

  #regular({ start, anchorDay }: Stretch, day: Day): Cycle {
    const cycle = { every: this.#every, ...(anchorDay !== undefined && { anchorDay }), ...(start && { start }) };
    const { opensOn, date, steps } = cycleEndOnOrAfter(day, cycle, 'UTC');
    return { opensOn, date, steps };
  }
}
