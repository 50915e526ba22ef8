import type { Day, InstantText, Zone } from '../calendar/types.ts';
import type { EventData } from '../events/event.ts';
import type { ExplanationStep } from './explanation-facts.ts';
import type { Floor, Money } from './money.ts';
import type { DeadlineState } from './state.ts';

export type Party = 'customer' | 'provider';

/** A rung of a deadline's ladder. `at` is the instant in UTC at which it falls due. */
export interface Rung {
  /** `opened`, `opens`, `reminder-5-business-days`, `due`, `lapsed` or `called-off`. Unique within its deadline. */
  readonly step: string;
  readonly kind: 'opened' | 'opens' | 'reminder' | 'due' | 'lapsed' | 'called-off';
  readonly at: InstantText;
  /** Whom the rung notifies; empty for a lapse that is only recorded. */
  readonly to: readonly Party[];
}

const KINDS_WITHOUT_REMINDER: readonly Rung['kind'][] = ['opened', 'opens', 'due', 'lapsed', 'called-off'];

export function rungKindOf(step: string): Rung['kind'] {
  return KINDS_WITHOUT_REMINDER.find((kind) => kind === step) ?? 'reminder';
}

/** The event that the lapse of a deadline brings about. */
export interface LapseOutcome {
  readonly kind: string;
  /** A bare day; for a clause that happens at once, the moment of its event. */
  readonly occurredAt: string;
  readonly data: EventData;
}

/** How a deadline got its outcome. */
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

/**
 * A clause applied to one occurrence of what it is about, such as one invoice.
 *
 * Under exoopus 2026-01 the provider may suspend access 15 days after an unpaid invoice's due date. For a contract in UTC,
 * an `invoice.due` event about in_1 with `dueOn: 2026-11-20` gives the deadline
 *
 *     id              suspension~in_1
 *     nature          right: once it lapses, the provider may suspend access
 *     date            2026-12-05, a Saturday; these terms roll no last day, so unadjustedDate is the same
 *     instant         2026-12-06T00:00:00Z, the first moment after that day; on 5 December a payment is still in time
 *     ladder          reminder-7-days on 28 November, due on 5 December, lapsed at the instant
 *     state           open; a payment in time makes it cancelled (`endedBy`), else it is lapsed from the instant on
 */
export interface Deadline {
  /** Clause and occurrence, `suspension~in_123`. The same facts give the same id. */
  readonly id: string;
  readonly clause: string;
  readonly ref: string;
  readonly title: string;
  /** Id of the event it is computed from. */
  readonly trigger: string;
  readonly state: DeadlineState;
  /** The last day, after any roll. For a period counted `before` a day: the latest day on which a notice is in time. */
  readonly date: Day;
  readonly unadjustedDate: Day;
  /** First day of a window. */
  readonly opensOn?: Day;
  /** The first instant (UTC) that is too late: the end of the last day in `timezone`. */
  readonly instant: InstantText;
  /** Set if the end was counted in hours: sentences name the hour, also at midnight. Absent on older records. */
  readonly inHours?: true;
  readonly timezone: Zone;
  readonly obligor: Party;
  /** Who has the advantage of it. */
  readonly beneficiary: Party;
  /** Set if it happens together with its event: see `takesNoTime`. */
  readonly atOnce?: true;
  /** What the clause gives rise to: a duty, a right, an automatic effect, a window, or a figure. */
  readonly nature: 'obligation' | 'right' | 'effect' | 'window' | 'figure';
  /**
   * Ids of the pack's assumptions that it rests on. Absent on a stored deadline whose steps hold sentences: those steps
   * include the assumptions.
   */
  readonly assumptions?: readonly string[];
  /** How its day was found, in order. `explanationOf` puts the clause and the assumptions before these steps. */
  readonly steps: readonly ExplanationStep[];
  /** `exoopus@2026-01`; `exoopus@2026-01+2` for its second revision. */
  readonly terms: string;
  /** `RO@2026.1` */
  readonly calendar: string;
  readonly ladder: readonly Rung[];
  /** Whom a letter tells that the end of the contract does not stand any more, if one told them of it; absent for none. */
  readonly calledOffTo?: readonly Party[];
  /** Recorded when the last instant passes unmet. */
  readonly onLapse: LapseOutcome;
  /** The sum of a look-back, per currency. */
  readonly figure?: readonly Money[];
  /** The minimum of the figure, if the clause names one. */
  readonly floor?: Floor;
  /** The last day of the payments that a look-back sums. */
  readonly summedUntil?: Day;
  /** Set for an allowance. `usedUp`: the outages use it up before the year is over. */
  readonly allowance?: { readonly usedUp: boolean };
  /** The longer length that an event granted, `90 days`. */
  readonly extendedTo?: string;
  /** While its period is suspended: since which day, and how many suspensions are in force. */
  readonly paused?: { readonly since: Day; readonly inForce: number };
  /** Set if it was over when its contract was recorded and nothing on record met it: its lapse is recorded, nobody is told. */
  readonly lateKnown?: true;
  /** Set if a corrected reading brought it in that was accepted after it was over: its lapse is recorded, nobody is told. */
  readonly lateRead?: true;
  /**
   * Set for the first occurrence that is tracked, if its clause had earlier cycles: its first day. That the contract went on
   * through those is taken for granted.
   */
  readonly untrackedBefore?: Day;
  /** Id of the event that met, ended or paused it. */
  readonly closedBy?: string;
  /** What that event did; absent while it is open or paused. */
  readonly closing?: Closing;
  /** Ids of further events that met it; each counts if the one before it is withdrawn. */
  readonly alsoMetBy?: readonly string[];
}

/** Whether it happens with its event, or as a day the event names begins, so that no notice can come before it. */
export function takesNoTime({ atOnce }: Pick<Deadline, 'atOnce'>): boolean {
  return atOnce === true;
}
