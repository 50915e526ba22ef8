import type { ClauseInForce } from '../../agreement/clauses.ts';
import type { Day, InstantText, Zone } from '../../calendar/types.ts';
import type { Fact } from '../../events/event.ts';
import type { ClauseNamed, ExplanationStep } from '../explanation-facts.ts';
import type { Floor, Money } from '../money.ts';
import type { CycleGrid } from './cycle-grid.ts';

/** The result of counting a clause from one event. */
export interface Counted {
  readonly date: Day;
  readonly unadjustedDate: Day;
  readonly opensOn?: Day;
  readonly instant: InstantText;
  /** Set if the end was counted in hours. */
  readonly inHours?: true;
  readonly steps: readonly ExplanationStep[];
  readonly figure?: readonly Money[];
  readonly floor?: Floor;
  /** The last day of the payments that a look-back sums. */
  readonly summedUntil?: Day;
  readonly allowance?: { readonly usedUp: boolean };
  /** The zone in which the last day ends; absent if it is the clause's. */
  readonly timezone?: Zone;
  /** The last day of the clause's cycle. */
  readonly cycleEnd?: Day;
  /** The day after which a period is counted. */
  readonly countsFrom?: Day;
  /** The event by which another end stands in the place of the counted one. */
  readonly keptBy?: string;
}

/** Why the clause cannot be counted. */
export interface Unanchored {
  /** The value that is missing, or with `why` the value with which the calendar cannot count: `data.dueOn` of the event. */
  readonly missing: string;
  /** Such as a year that no holiday table covers. Absent if the value itself is missing. */
  readonly why?: string;
}

/** What a clause is counted from. */
export interface Basis {
  readonly rule: ClauseInForce;
  readonly fact: Fact;
  /** The cycles of the clause, or the missing value without which it has none. */
  readonly grid?: CycleGrid | Unanchored;
  /** A day of the cycle that a recurring clause is about; other clauses take the cycle of their event. */
  readonly cycleOf?: Day;
  /** The deadline of the clause that is the trigger. */
  readonly parent?: {
    readonly named: ClauseNamed;
    readonly counted: Counted;
    /** The cancellation that met it, with the last day that it states. */
    readonly ending?: { readonly fact: Fact; readonly lastDay: Day };
  };
  /** The earlier events of a kind, in order. */
  earlier(kind: string): readonly Fact[];
  /** The last event of a kind about the same matter, the current one included. */
  latest(kind: string): Fact | undefined;
  /** A longer length that an event granted. */
  readonly extendedTo?: string;
}
