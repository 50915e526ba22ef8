import type { Day, InstantText, Zone } from '../calendar/types.ts';
import type { EventData } from '../events/event.ts';
import type { ExplanationStep } from './explanation-facts.ts';
import type { Floor, Money } from './money.ts';
import type { DeadlineState } from './state.ts';

export type Party = 'customer' | 'provider';

/** A point on a deadline's ladder. `at` is the instant in UTC at which it falls due. */
export interface Rung {
  /** `opened`, `opens`, `reminder-5-business-days`, `due` or `lapsed`. Unique within its deadline. */
  readonly step: string;
  readonly kind: 'opened' | 'opens' | 'reminder' | 'due' | 'lapsed';
  readonly at: InstantText;
  /** Whom the step notifies. A lapse may notify nobody and only record what follows. */
  readonly to: readonly Party[];
}

/** The event that the lapse of a deadline brings about. */
export interface LapseOutcome {
  readonly kind: string;
  /** A bare day; where it happens at once, the moment of the event that brought it about. */
  readonly occurredAt: string;
  readonly data: EventData;
}

/** What gave a deadline its outcome. */
export interface Closing {
  /**
   * `met` and `ended`: an event met or ended it; `contract-ended`: the contract ended; `parent-settled`: what it follows
   * from was settled; `no-next-cycle`: the contract is to end before the next cycle; `lapsed`: its last instant passed.
   */
  readonly how: 'met' | 'ended' | 'contract-ended' | 'parent-settled' | 'no-next-cycle' | 'lapsed';
  /** The kind of the event, and its day in the zone of the clause. */
  readonly kind: string;
  readonly day: Day;
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
  /**
   * Ids of the pack's assumptions that it rests on. Absent where it was stored while steps still held their sentence; its
   * steps then tell of them.
   */
  readonly assumptions?: readonly string[];
  /** How its day was found, in order. `explanationOf` puts the clause and what is assumed before it. */
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
  /** The least that the figure comes to, where the clause names it. */
  readonly floor?: Floor;
  /** The last day of the payments that a look-back sums. */
  readonly summedUntil?: Day;
  /** What a year may lose: `usedUp` where the outages use it up before the year is over. */
  readonly allowance?: { readonly usedUp: boolean };
  /** The longer length that an event granted, `90 days`. */
  readonly extendedTo?: string;
  /** While its period stands still: since when, and how many suspensions are in force. */
  readonly paused?: { readonly since: Day; readonly inForce: number };
  /** Id of the event that met, ended or paused it. */
  readonly closedBy?: string;
  /** What that event did; absent while it is open or stands still. */
  readonly closing?: Closing;
  /** Ids of further events that met it, each of which counts where the one before is taken back. */
  readonly alsoMetBy?: readonly string[];
}

/** Whether it happens with its event, or as a day of it begins, so that nobody can be told beforehand. */
export function takesNoTime({ atOnce }: Pick<Deadline, 'atOnce'>): boolean {
  return atOnce === true;
}
