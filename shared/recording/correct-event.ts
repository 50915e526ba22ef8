import type { LoadedContract } from '../aws/table/table.ts';
import { withoutWithdrawn } from '../core/deadlines/folding/occurrence.ts';
import type { ContractEvent } from '../core/events/event.ts';
import { eventIdOf, furtherId } from '../core/events/event-id.ts';
import { EVENT_WITHDRAWN } from '../core/events/kinds.ts';
import { factOf } from './acceptance.ts';
import { type CorrectResult, correctAsLoaded } from './correct.ts';
import type { RecordingDependencies } from './dependencies.ts';
import { withMatterNamed, withNamesOf } from './name-matter.ts';
import { within } from './rejection.ts';

/** A person's correction of one event. */
export interface EventCorrection {
  readonly contract: string;
  /** The id of the event that was recorded wrongly. */
  readonly event: string;
  /** What happened instead. Without an id it gets one. */
  readonly corrected: Pick<ContractEvent, 'kind' | 'occurredAt' | 'data'> & { readonly id?: string | undefined };
  readonly by: string;
  readonly reason: string;
}

/**
 * Corrects one event: it is withdrawn, and the right one recorded. The same correction again is a duplicate, also after its
 * result was corrected in turn.
 * @throws BusyContractError, or the table’s error; then nothing was recorded
 */
export function correctEvent(
  dependencies: RecordingDependencies,
  { contract, event, corrected, by, reason }: EventCorrection,
): Promise<CorrectResult> {
  const { kind, occurredAt, data } = corrected;
  const recordedAt = dependencies.clock.now();
  return correctAsLoaded(dependencies, {
    contract,
    by,
    reason,
    cause: 'correction',
    correctionsFor: (loaded) => {
      const id = idFor(loaded, event, corrected);
      // What is corrected tells nothing of which matters are open.
      const others = { ...loaded, events: loaded.events.filter((one) => one.id !== event) };
      const named = withMatterNamed(dependencies, others, { id, kind, occurredAt, recordedAt, data });
      return 'outcome' in named ? within('event', named) : [{ withdraw: [event], record: [named] }];
    },
  });
}

/** The id of the corrected event: the one it has if it was recorded before, else the given one, else one of its own. */
function idFor(loaded: LoadedContract, event: string, corrected: EventCorrection['corrected']): string {
  const standing = new Set(withoutWithdrawn(loaded.events).map((one) => one.id));
  // An event that stands again is corrected anew.
  const before = standing.has(event) ? undefined : correctedBefore(loaded, event, corrected);
  if (before !== undefined) return before;
  if (corrected.id !== undefined) return corrected.id;
  const id = eventIdOf(corrected);
  const known = new Set(loaded.events.map((one) => one.id));
  return known.has(id) && !standing.has(id) ? furtherId(id, known) : id;
}

/** The event to which this one was corrected before, if it says the same. */
function correctedBefore(
  { events }: LoadedContract,
  event: string,
  { id, ...fact }: EventCorrection['corrected'],
): string | undefined {
  const targets = events
    .filter(({ kind, data }) => kind === EVENT_WITHDRAWN && data.event === event)
    .map(({ data }) => data.corrected);
  const says = (one: ContractEvent) => factOf(one) === factOf(one.kind === fact.kind ? withNamesOf(one, fact) : fact);
  return events.find((one) => targets.includes(one.id) && says(one) && (id ?? one.id) === one.id)?.id;
}
