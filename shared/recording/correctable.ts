import type { LoadedContract } from '../aws/table/table.ts';
import { withoutWithdrawn } from '../core/deadlines/folding/occurrence.ts';
import { CONTRACT_AMENDED } from '../core/events/amendment.ts';
import type { ContractEvent } from '../core/events/event.ts';
import { EVENT_WITHDRAWN } from '../core/events/kinds.ts';
import { factOf, sameFact } from './acceptance.ts';
import { type Rejection, rejected } from './rejection.ts';

/** Events that were recorded wrongly, and what they should have been, in the same order as far as they pair. */
export interface Correction {
  readonly withdraw: readonly string[];
  readonly record: readonly ContractEvent[];
}

/**
 * Why these events cannot be withdrawn and recorded: one is not there, is Clauseclock's own, was withdrawn before, or says
 * what it should say already; or an id is taken.
 */
export function refusedToCorrect(loaded: LoadedContract, corrections: readonly Correction[]): Rejection | undefined {
  const standing = new Set(withoutWithdrawn(loaded.events).map(({ id }) => id));
  const withdrawn = corrections.flatMap(({ withdraw }) => withdraw);
  const twice = withdrawn.find((id, place) => withdrawn.indexOf(id) !== place);
  if (twice !== undefined) return refused('invalid', twice, 'It is corrected twice at once. Name it once.');
  for (const id of withdrawn) {
    const refusal = refusedToWithdraw(loaded, id, standing);
    if (refusal) return refusal;
  }
  const recorded = corrections.flatMap(({ record }) => record);
  for (const event of recorded) {
    const known = loaded.events.find(({ id }) => id === event.id);
    const takenWithin = recorded.some((other) => other !== event && other.id === event.id);
    if (takenWithin || (known && !(standing.has(known.id) && sameFact(known, event)))) return taken(event);
  }
  return sayingTheSame(loaded, corrections);
}

function refusedToWithdraw(
  { events }: LoadedContract,
  id: string,
  standing: ReadonlySet<string>,
): Rejection | undefined {
  const event = events.find((one) => one.id === id);
  if (!event) return unknownEvent(id);
  const own = ownEvent(event);
  if (own !== undefined) return refused('invalid', id, own);
  if (standing.has(id)) return undefined;
  const by = events.find(
    ({ kind, data }) => kind === EVENT_WITHDRAWN && data.event === id && data.corrected !== undefined,
  );
  const detail = by
    ? `Event ${id} was corrected before, to event ${by.data.corrected}. Correct that one.`
    : `Event ${id} was withdrawn. Record what happened as an event of its own.`;
  return refused('conflict', id, detail);
}

/** Why an event of Clauseclock's own is not corrected; undefined for what a person or a provider told. */
function ownEvent({ kind, cause, data }: ContractEvent): string | undefined {
  if (cause !== undefined) {
    return 'A lapse cannot be corrected. Record the event that happened in time, and the lapse is superseded.';
  }
  if (kind === EVENT_WITHDRAWN) return 'A withdrawal cannot be corrected. Withdraw it, or record another one.';
  if (kind === CONTRACT_AMENDED && typeof data.change === 'object')
    return 'An amendment cannot be corrected. Amend the contract again.';
  return undefined;
}

export function unknownEvent(id: string): Rejection {
  return refused('unknown-event', id, `The contract has no event ${id}. GET /contracts/{contract} lists its events.`);
}

function refused(code: Rejection['code'], value: string, detail: string): Rejection {
  return rejected(code, { field: 'event', value, detail });
}

function taken({ id }: ContractEvent): Rejection {
  return rejected('conflict', {
    field: 'event.id',
    value: id,
    detail: `The id ${id} is that of another event. Leave it out, or choose another.`,
  });
}

/** A correction that changes nothing is a slip: somebody meant to change something. */
function sayingTheSame({ events }: LoadedContract, corrections: readonly Correction[]): Rejection | undefined {
  for (const { withdraw, record } of corrections) {
    const same = withdraw.find((id, place) => {
      const [before, after] = [events.find((one) => one.id === id), record[place]];
      return before !== undefined && after !== undefined && factOf(before) === factOf(after);
    });
    if (same !== undefined) return refused('invalid', same, 'The correction says what the event says already.');
  }
  return undefined;
}
