import type { Day, ExplanationStep, InstantText, Zone } from '../calendar/types.ts';
import type { EventData } from '../events/event.ts';

export const DEADLINE_STATES = ['open', 'met', 'lapsed', 'paused', 'superseded', 'cancelled'] as const;
export type DeadlineState = (typeof DEADLINE_STATES)[number];

export type Party = 'customer' | 'provider';

/** A point on a deadline's ladder. `at` is the instant in UTC at which it falls due. */
export interface Rung {
  /** `opened`, `opens`, `reminder-5-business-days`, `due` or `lapsed`. Unique within its deadline. */
  readonly step: string;
  readonly kind: 'opened' | 'opens' | 'reminder' | 'due' | 'lapsed';
  readonly at: InstantText;
  /** Whom the step notifies. A lapse may notify nobody and only record what follows. */
  readonly to: readonly Party[];
  /** The pack's own first sentence for this step, with `{placeholders}`. */
  readonly lead?: string;
}

/** The event that the lapse of a deadline brings about. */
export interface LapseOutcome {
  readonly kind: string;
  /** A bare day; where it happens at once, the moment of the event that brought it about. */
  readonly occurredAt: string;
  readonly data: EventData;
}

/** Money in minor units of one currency. Amounts of different currencies are never added. */
export interface Money {
  readonly currency: string;
  readonly amount: number;
}

/** A clause applied to one occurrence of what it is about. */
export interface Deadline {
  /** Clause and occurrence, `suspension~in_123`. The same facts give the same id. */
  readonly id: string;
  readonly clause: string;
  readonly ref: string;
  readonly title: string;
  /** Id of the event it is computed from. */
  readonly trigger: string;
  readonly state: DeadlineState;
  /** The last day after any roll; for a backward period the latest day. */
  readonly date: Day;
  readonly unadjustedDate: Day;
  /** First day of a window. */
  readonly opensOn?: Day;
  /** The first instant at which the last day is over, in UTC. */
  readonly instant: InstantText;
  readonly timezone: Zone;
  readonly obligor: Party;
  /** Who has the advantage of it. */
  readonly beneficiary: Party;
  /** There is no time before its last instant: see `takesNoTime`. */
  readonly atOnce?: true;
  /** What the clause gives rise to: a duty, a right, an automatic effect, a window, or a figure. */
  readonly nature: 'obligation' | 'right' | 'effect' | 'window' | 'figure';
  /** The explanation, in order. */
  readonly steps: readonly ExplanationStep[];
  /** `exoopus@2026-01` */
  readonly terms: string;
  /** `RO@2026.1` */
  readonly calendar: string;
  readonly ladder: readonly Rung[];
  /** Recorded when the last instant passes unmet. */
  readonly onLapse: LapseOutcome;
  /** What a look-back sums, per currency. */
  readonly figure?: readonly Money[];
  /** Id of the event that met, ended or paused it. */
  readonly closedBy?: string;
}

/** Whether it happens with its event, or as a day of it begins, so that nobody can be told beforehand. */
export function takesNoTime({ atOnce }: Pick<Deadline, 'atOnce'>): boolean {
  return atOnce === true;
}
