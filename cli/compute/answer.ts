import type { Computation } from '../../shared/core/calendar/computation.ts';
import type { CycleComputation, WindowComputation } from '../../shared/core/calendar/compute.ts';
import { CalendarError } from '../../shared/core/calendar/errors.ts';
import { localDateTime } from '../../shared/core/calendar/zone.ts';
import { type ExplainedStep, explainedCount } from '../../shared/core/words/explanation.ts';

/** What is printed for a case. `date` is a local date and time with offset where hours were counted. */
export interface CaseAnswer {
  readonly id: unknown;
  readonly date: string;
  readonly unadjustedDate: string;
  readonly instant: string;
  /** First day and first moment of a window, a look-back or a billing cycle. */
  readonly opensOn?: string;
  readonly opensAt?: string;
  /** The holidays counted with and their versions, `RO@2026.1`. */
  readonly calendar: string;
  readonly steps: readonly ExplainedStep[];
}

/** What is printed for a case that cannot be computed. */
export interface CaseError {
  readonly id: unknown;
  readonly error: {
    readonly code: string;
    readonly field?: string;
    readonly value?: unknown;
    readonly line?: number;
    readonly column?: number;
    readonly message: string;
  };
}

/** A result with what is needed to print it. */
export interface Told {
  readonly result: Computation | WindowComputation | CycleComputation;
  /** True if hours were counted: `date` is then a local time in `timezone`. */
  readonly hours: boolean;
  readonly timezone: string;
  readonly calendar: string;
}

/** What is printed of a result. `date` is a day, or a local time with offset if hours were counted. */
export function answerOf({ result, hours, timezone, calendar }: Told): Omit<CaseAnswer, 'id'> {
  const { instant, unadjustedDate, steps } = result;
  return {
    date: hours ? localDateTime(instant, timezone) : result.date,
    unadjustedDate,
    instant,
    ...('opensOn' in result && { opensOn: result.opensOn, opensAt: result.opensAt }),
    calendar,
    steps: steps.map((step) => explainedCount(step)),
  };
}

/** The fields of a typed error; any other error has its name and message only. */
export function describeError(error: unknown): CaseError['error'] {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof CalendarError)) return { code: error instanceof Error ? error.name : 'error', message };
  return { code: error.code, ...(error.field !== undefined && { field: error.field }), value: error.value, message };
}
