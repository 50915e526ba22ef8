import { jsonBytes } from '../aws/table/sizes.ts';
import type { LoadedContract } from '../aws/table/table.ts';
import type { DeadlineChange } from '../core/deadlines/deadline-changes.ts';
import { canonicalJson } from '../core/events/canonical.ts';
import type { ContractEvent } from '../core/events/event.ts';
import { EVENT_WITHDRAWN } from '../core/events/kinds.ts';
import { type Rejection, rejected } from './rejection.ts';

/** The most deadlines that one event may open, close or change. A lapse has no limit: it cannot be refused. */
export const MOST_CHANGES = 2000;

/** The largest data of an event, in bytes of its JSON. An event is stored three times: as such, in evidence, and in an answer. */
export const MOST_DATA_BYTES = 131_072;

/** The most events of a contract: each write reads and plans all of them. Lapses, amendments, corrections and withdrawals come beside them. */
export const MOST_EVENTS = 20_000;

/** The largest data of all events of a contract together, in bytes of its JSON. */
export const MOST_HISTORY_BYTES = 33_554_432;

/** Refuses a further event of a contract that has as many, or as large ones, as can be read and planned at once. */
export function tooLong({ events }: Pick<LoadedContract, 'events'>, event: ContractEvent): Rejection | undefined {
  if (event.kind === EVENT_WITHDRAWN) return undefined;
  const remedy = 'Record what follows with a further contract.';
  if (events.length >= MOST_EVENTS) {
    const detail = `It has ${events.length} events; at most ${MOST_EVENTS} are taken. ${remedy}`;
    return rejected('invalid', { field: 'contract', value: events.length, detail });
  }
  if ((events.length + 1) * MOST_DATA_BYTES <= MOST_HISTORY_BYTES) return undefined;
  const bytes = [...events, event].reduce((sum, { data }) => sum + jsonBytes(data), 0);
  if (bytes <= MOST_HISTORY_BYTES) return undefined;
  const detail = `With it the data of its events has ${bytes} bytes as JSON; at most ${MOST_HISTORY_BYTES} are taken. ${remedy}`;
  return rejected('invalid', { field: 'contract', value: bytes, detail });
}

/** Refuses an event whose data is too large to be stored. */
export function tooLarge({ data }: Pick<ContractEvent, 'data'>): Rejection | undefined {
  const bytes = Buffer.byteLength(canonicalJson(data));
  if (bytes <= MOST_DATA_BYTES) return undefined;
  const detail = `It has ${bytes} bytes as JSON; at most ${MOST_DATA_BYTES} are taken. Leave out what no clause needs.`;
  return rejected('invalid', { field: 'data', value: bytes, detail });
}

/** Refuses an event that changes more deadlines than one may. */
export function tooManyChanges(
  changes: readonly DeadlineChange[],
  { kind }: Pick<ContractEvent, 'kind'>,
): Rejection | undefined {
  if (changes.length <= MOST_CHANGES) return undefined;
  const detail = `It would change ${changes.length} deadlines; one event may change ${MOST_CHANGES}. Record first what closes some of them.`;
  return rejected('invalid', { field: 'kind', value: kind, detail });
}

/** Refuses an event with which a sum is larger than can be counted exactly. */
export function uncountableSum(
  changes: readonly DeadlineChange[],
  { kind, data }: Pick<ContractEvent, 'kind' | 'data'>,
): Rejection | undefined {
  const sums = changes.flatMap(({ after }) => [...(after.figure ?? []), ...(after.floor?.sum ?? [])]);
  const sum = sums.find(({ amount }) => !Number.isSafeInteger(amount));
  if (!sum) return undefined;
  const detail = `With it the sum in ${sum.currency} is larger than ${Number.MAX_SAFE_INTEGER} minor units, which cannot be counted exactly. Correct the amounts.`;
  const named =
    data.amount === undefined ? { field: 'kind', value: kind } : { field: 'data.amount', value: data.amount };
  return rejected('not-countable', { ...named, detail });
}
