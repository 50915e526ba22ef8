import { FIRST_EDITION, newestEdition } from '../core/calendar/editions.ts';
import type { ContractEvent } from '../core/events/event.ts';
import type { RecordingDependencies } from './dependencies.ts';

/** The event with the edition that what it opens is counted with. One that has an edition keeps it. */
export function stamped({ holidays }: Pick<RecordingDependencies, 'holidays'>, event: ContractEvent): ContractEvent {
  const edition = event.edition ?? newestEdition(holidays);
  return edition === undefined ? event : { ...event, edition };
}

/** An event in the place of others: with the lowest of their editions, so that a correction brings no other tables in. */
export function stampedAs(
  dependencies: Pick<RecordingDependencies, 'holidays'>,
  event: ContractEvent,
  replaced: readonly ContractEvent[],
): ContractEvent {
  if (replaced.length === 0 || newestEdition(dependencies.holidays) === undefined) return stamped(dependencies, event);
  return { ...event, edition: Math.min(...replaced.map(({ edition = FIRST_EDITION }) => edition)) };
}
