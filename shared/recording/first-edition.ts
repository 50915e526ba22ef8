import type { LoadedContract } from '../aws/table/table.ts';
import { FIRST_EDITION, newestEdition } from '../core/calendar/editions.ts';
import type { Deadline } from '../core/deadlines/deadline.ts';
import type { ContractEvent } from '../core/events/event.ts';
import { keptId } from '../core/events/event-id.ts';
import { DEADLINE_KEPT } from '../core/events/kinds.ts';
import type { RecordingDependencies } from './dependencies.ts';
import { planWith } from './plan-contract.ts';
import { type Writing, write } from './write.ts';

/** Each takes two actions of a transaction: the event and its entry of evidence. */
const MOST_KEPT = 40;

/**
 * Has a contract that was stored before there were editions take the first one. A stored end that the first edition would
 * count otherwise is kept by an event `deadline.kept`, and is a proposal from then on.
 *
 * True if something was written, or another writer came first: the caller loads the contract again. What follows from a kept
 * end is counted then, so it may take several rounds, of which the last one stamps the contract. A contract whose changes are
 * not all stored yet takes the edition once they are.
 */
export async function takesFirstEdition(dependencies: RecordingDependencies, loaded: LoadedContract): Promise<boolean> {
  const { contract, settleAt } = loaded.head;
  if (newestEdition(dependencies.holidays) === undefined) return false;
  if (contract.edition !== undefined || settleAt !== undefined) return false;
  const planned = planWith(dependencies, loaded, []);
  if (planned.outcome === 'rejected') return false;
  const kept = differing(loaded, planned.plan.deadlines).slice(0, MOST_KEPT);
  const now = dependencies.clock.now();
  const events = kept.map(({ stored, counted }) => keeping(stored, counted, now));
  await write(dependencies, loaded, {
    events,
    ...(events.length === 0 && stamping(loaded)),
    evidence: events.map((event) => ({ type: 'event.recorded', facts: { event, changes: [] } })),
  });
  return true;
}

/** The last round. If an end was kept, the contract is to be settled, which writes the proposals. */
function stamping({ head: { contract }, events }: LoadedContract): Pick<Writing, 'amended' | 'unfinished'> {
  const hasKept = events.some(({ kind }) => kind === DEADLINE_KEPT);
  return { amended: { contract: { ...contract, edition: FIRST_EDITION } }, unfinished: hasKept };
}

interface Differing {
  readonly stored: Deadline;
  readonly counted: Deadline;
}

/** The stored deadlines that would end otherwise, and whose stored end is not kept yet. */
function differing({ deadlines, events }: LoadedContract, planned: readonly Deadline[]): Differing[] {
  const byId = new Map(planned.map((deadline) => [deadline.id, deadline]));
  const recorded = new Set(events.map(({ id }) => id));
  return deadlines.flatMap((stored) => {
    const counted = byId.get(stored.id);
    if (counted === undefined || stored.state === 'superseded') return [];
    // Hours end at their instant, and the day follows from it.
    const sameDay = stored.date === counted.date || counted.inHours === true;
    if (sameDay && stored.instant === counted.instant) return [];
    return recorded.has(keptId(stored.id, counted.instant)) ? [] : [{ stored, counted }];
  });
}

function keeping({ id, date, instant }: Deadline, counted: Deadline, now: string): ContractEvent {
  const data = { deadline: id, date, instant, insteadOf: counted.instant };
  return {
    ...{ id: keptId(id, counted.instant), kind: DEADLINE_KEPT, occurredAt: now, recordedAt: now },
    ...{ data, edition: FIRST_EDITION },
  };
}
