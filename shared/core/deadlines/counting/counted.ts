import type { ClauseInForce } from '../../agreement/clauses.ts';
import type { Day, InstantText, Zone } from '../../calendar/types.ts';
import type { Fact } from '../../events/event.ts';
import type { ClauseNamed, ExplanationStep } from '../explanation-facts.ts';
import type { Floor, Money } from '../money.ts';
import type { CycleGrid } from './cycle-grid.ts';

/** What counting a clause from one event gives. */
export interface Counted {
  readonly date: Day;
  readonly unadjustedDate: Day;
  readonly opensOn?: Day;
  readonly instant: InstantText;
  readonly steps: readonly ExplanationStep[];
  readonly figure?: readonly Money[];
  readonly floor?: Floor;
  /** The last day of what a look-back sums. */
  readonly summedUntil?: Day;
  readonly allowance?: { readonly usedUp: boolean };
  /** The zone in which the last day ends, where it is another than the clause's. */
  readonly timezone?: Zone;
  /** The last day of the clause's cycle. */
  readonly cycleEnd?: Day;
  /** The day after which a period is counted. */
  readonly countsFrom?: Day;
}

/** What is lacking for the clause to be counted: a day of the event, or something the contract does not say. */
export interface Unanchored {
  readonly missing: string;
}

/** From what a clause is counted. */
export interface Basis {
  readonly rule: ClauseInForce;
  readonly fact: Fact;
  /** The cycles of the clause, or what is lacking for it to have any. */
  readonly grid?: CycleGrid | Unanchored;
  /** A day of the cycle that a recurring clause is about; other clauses take the cycle of their event. */
  readonly cycleOf?: Day;
  /** The deadline of the clause that is the trigger. */
  readonly parent?: { readonly named: ClauseNamed; readonly counted: Counted };
  /** The events of a kind that came before, in order. */
  earlier(kind: string): readonly Fact[];
  /** A longer length that an event granted. */
  readonly extendedTo?: string;
}
