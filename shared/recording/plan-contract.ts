import type { LoadedContract } from '../aws/table/table.ts';
import { type Agreement, agreementOf } from '../core/agreement/agreement.ts';
import { CalendarError } from '../core/calendar/errors.ts';
import { compareDeadlines, type DeadlineChange, inWordsOf } from '../core/deadlines/deadline-changes.ts';
import { type Plan, plan } from '../core/deadlines/plan.ts';
import type { StoredDeadline } from '../core/deadlines/progress.ts';
import type { ContractEvent } from '../core/events/event.ts';
import type { PlanningDependencies } from './dependencies.ts';
import { type Rejection, rejected } from './rejection.ts';
import { sendingTimeUnder } from './sending-time-under.ts';

export interface Planned {
  readonly outcome: 'planned';
  readonly plan: Plan;
  readonly changes: readonly DeadlineChange[];
}

/**
 * Plans the contract with further events: the changes of its deadlines, or a rejection if a deadline cannot be counted.
 */
export function planWith(
  { catalog, holidays, clock, sendWindow }: PlanningDependencies,
  loaded: Pick<LoadedContract, 'head' | 'deadlines' | 'events'>,
  added: readonly ContractEvent[],
): Planned | Rejection {
  try {
    const { contract, createdAt: recordedAt } = loaded.head;
    const planned = plan({ contract, recordedAt, events: [...loaded.events, ...added], catalog, holidays });
    const now = clock.now();
    // What is yet to be settled was recorded then, however long ago.
    const known = added.length === 0 ? (loaded.head.settleAt ?? now) : now;
    const { deadlines, endedAt, formerEnds, agreement } = planned;
    const sendingTime = sendingTimeUnder(sendWindow, agreement);
    const changes = compareDeadlines(loaded.deadlines, deadlines, now, { known, endedAt, formerEnds, sendingTime });
    return { outcome: 'planned', plan: planned, changes };
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    // The calendar names its own inputs, which mostly are not fields of the request.
    const field = error.field === 'holidays' ? error.field : 'occurredAt';
    const value = field === 'holidays' ? error.value : added.at(-1)?.occurredAt;
    return rejected('not-countable', { field, value, detail: error.message });
  }
}

/** A contract as of today. */
export interface Today {
  /**
   * The stored deadlines with explanations as of today. While changes are still to be written (`settleAt`), as the recorded
   * events have them. Otherwise a deadline that would be decided differently today stays as stored until `settle`. If the
   * contract cannot be planned, all stay as stored.
   */
  readonly deadlines: readonly StoredDeadline[];
  /** What `settle` would write: none if the contract cannot be planned. */
  readonly changes: readonly DeadlineChange[];
  /** With every recorded change of terms; without any if the contract cannot be planned. */
  readonly agreement: Agreement;
}

export function asOfToday(
  dependencies: PlanningDependencies,
  loaded: Pick<LoadedContract, 'head' | 'deadlines' | 'events'>,
): Today {
  const planned = planWith(dependencies, loaded, []);
  if (planned.outcome === 'planned') {
    const { plan: made, changes } = planned;
    const worded = inWordsOf(made.deadlines, loaded.deadlines);
    const deadlines = loaded.head.settleAt === undefined ? worded : withChanges(worded, changes);
    return { deadlines, changes, agreement: made.agreement };
  }
  const { catalog, holidays } = dependencies;
  const agreement = agreementOf({ contract: loaded.head.contract, catalog, holidays });
  return { deadlines: loaded.deadlines, changes: [], agreement };
}

/** The deadlines as they stand once the changes are written. */
function withChanges(deadlines: readonly StoredDeadline[], changes: readonly DeadlineChange[]): StoredDeadline[] {
  const standing = new Map(deadlines.map((deadline) => [deadline.id, deadline]));
  for (const { after } of changes) standing.set(after.id, after);
  return [...standing.values()];
}
