import type { SeenEvent } from '../aws/table/commit.ts';
import type { LoadedContract } from '../aws/table/table.ts';
import { type Agreement, agreementOf } from '../core/agreement/agreement.ts';
import { meaninglessBy } from '../core/agreement/meaning.ts';
import type { DeadlineChange } from '../core/deadlines/deadline-changes.ts';
import type { NotApplied, NotStarted, Plan } from '../core/deadlines/plan.ts';
import { canonicalJson } from '../core/events/canonical.ts';
import type { ContractEvent } from '../core/events/event.ts';
import { EVENT_WITHDRAWN } from '../core/events/kinds.ts';
import type { EvidenceDraft } from '../core/evidence/facts.ts';
import { refusalInWords } from '../core/words/reports.ts';
import { type Words, wordsOf } from '../core/words/words.ts';
import { CONFLICT, untilSettled } from './attempt.ts';
import type { RecordingDependencies } from './dependencies.ts';
import { planWith } from './plan-contract.ts';
import { type Rejection, rejected } from './rejection.ts';
import { changeFacts, firstChanges, write } from './write.ts';

export interface RecordRequest {
  readonly contract: string;
  readonly event: ContractEvent;
  /** The webhook delivery that carried the event. */
  readonly seen?: SeenEvent;
}

export type RecordResult =
  | {
      readonly outcome: 'recorded';
      readonly event: ContractEvent;
      readonly changes: readonly DeadlineChange[];
      readonly notStarted: readonly NotStarted[];
      readonly notApplied: readonly NotApplied[];
    }
  | { readonly outcome: 'duplicate'; readonly event: ContractEvent }
  | Rejection;

export interface Recorded {
  readonly result: RecordResult;
  /** True if more deadlines changed than fit into the transaction; `settle` writes the rest. */
  readonly unfinished: boolean;
}

/**
 * Records one event in one transaction, with as many changes of deadlines as fit into it. If an event with this id is
 * recorded, the same content is a duplicate and other content is refused.
 * @throws BusyContractError, or the table’s error; then nothing was recorded
 */
export function recordOnce(dependencies: RecordingDependencies, request: RecordRequest): Promise<Recorded> {
  return untilSettled(request.contract, () => attemptToRecord(dependencies, request));
}

const done = (result: RecordResult): Recorded => ({ result, unfinished: false });

async function attemptToRecord(
  dependencies: RecordingDependencies,
  { contract, event, seen }: RecordRequest,
): Promise<Recorded | typeof CONFLICT> {
  const loaded = await dependencies.table.load(contract);
  if (!loaded) return done(unknownContract(contract));
  const known = loaded.events.find(({ id }) => id === event.id);
  if (known) return done(sameFact(known, event) ? { outcome: 'duplicate', event: known } : conflicting(known, event));
  const refusedAtOnce = beforeStart(dependencies, loaded, event) ?? unknownWithdrawal(loaded, event);
  if (refusedAtOnce) return done(refusedAtOnce);
  const planned = planWith(dependencies, loaded, [event]);
  if (planned.outcome === 'rejected') return done(planned);
  const refused =
    meaningless(planned.plan.agreement, event) ?? unlawful(planned.plan, event, wordsOf(dependencies.catalog));
  if (refused) return done(refused);
  const { taken, unfinished } = firstChanges(planned.changes);
  const { notStarted, notApplied } = ofEvent(planned.plan, event);
  const written = await write(dependencies, loaded, {
    events: [event],
    deadlines: taken.map(({ after }) => after),
    ...(seen && { seen: [seen] }),
    unfinished,
    evidence: [recordedEvidence(event, taken, { notStarted, notApplied })],
  });
  if (written.ok) {
    return { result: { outcome: 'recorded', event, changes: planned.changes, notStarted, notApplied }, unfinished };
  }
  if (written.reason === 'exists' && written.what === 'seen') return done({ outcome: 'duplicate', event });
  return CONFLICT;
}

type Gaps = Pick<Plan, 'notStarted' | 'notApplied'>;

/** The clauses that this event did not start, and why; each pair once. */
function ofEvent({ notStarted, notApplied }: Gaps, { id }: ContractEvent): Gaps {
  return { notStarted: distinct(notStarted, id), notApplied: distinct(notApplied, id) };
}

function distinct<Gap extends { readonly event: string }>(gaps: readonly Gap[], id: string): Gap[] {
  const own = gaps.filter(({ event }) => event === id);
  return [...new Map(own.map((gap) => [canonicalJson(gap), gap])).values()];
}

function recordedEvidence(
  event: ContractEvent,
  changes: readonly DeadlineChange[],
  { notStarted, notApplied }: Gaps,
): EvidenceDraft {
  return {
    type: 'event.recorded',
    facts: {
      event,
      changes: changeFacts(changes),
      ...(notStarted.length > 0 && { notStarted }),
      ...(notApplied.length > 0 && { notApplied }),
    },
  };
}

/**
 * Refuses an event without `source` whose kind or values mean nothing under the terms in force at its time. A mistyped
 * kind would silently start no deadline, and a mistyped value would name the wrong party.
 */
function meaningless(agreement: Agreement, event: ContractEvent): Rejection | undefined {
  const found = event.source === undefined ? meaninglessBy(event, agreement) : undefined;
  if (found === undefined) return undefined;
  if ('key' in found) {
    const { key, value, values } = found;
    const detail = `Of ${event.kind} it is one of ${values.join(', ')}. Name one of them, or leave it out.`;
    return rejected('invalid', { field: `data.${key}`, value, detail });
  }
  const { kind, terms, declaredBy } = found;
  const detail =
    declaredBy.length === 0
      ? `Neither Clauseclock nor ${terms} knows the kind ${kind}. Check its spelling, or name it in the pack.`
      : `${terms} is in force at that time and does not know the kind ${kind}, which ${declaredBy.join(' and ')} declares. Record the change of terms first, or correct the time.`;
  return rejected('invalid', { field: 'kind', value: kind, detail });
}

function unlawful({ refused }: Plan, { id }: ContractEvent, words: Words): Rejection | undefined {
  const refusal = refused.find(({ event }) => event === id);
  if (!refusal) return undefined;
  return rejected('unlawful', { field: refusal.field, value: refusal.value, detail: refusalInWords(refusal, words) });
}

/**
 * Refuses a withdrawal of an event that is not recorded, and of a lapse: a lapse is superseded once the fact that
 * prevents it is recorded.
 */
function unknownWithdrawal({ events }: LoadedContract, { kind, data }: ContractEvent): Rejection | undefined {
  if (kind !== EVENT_WITHDRAWN) return undefined;
  const withdrawn = events.find(({ id }) => id === data.event);
  if (withdrawn && withdrawn.cause === undefined) return undefined;
  return rejected('invalid', {
    field: 'data.event',
    value: data.event,
    detail: withdrawn
      ? 'A lapse cannot be withdrawn. Record the event that happened in time, and the lapse is superseded.'
      : 'Give the id of an event of this contract that was recorded by mistake.',
  });
}

export function unknownContract(contract: string): Rejection {
  return rejected('unknown-contract', {
    field: 'contract',
    value: contract,
    detail: `There is no contract ${contract}. Create it with POST /contracts first.`,
  });
}

/**
 * True if two events with one id are the same fact: the same content apart from `recordedAt`, or both from a provider.
 */
function sameFact(a: ContractEvent, b: ContractEvent): boolean {
  return factOf(a) === factOf(b) || (a.source !== undefined && b.source !== undefined);
}

function factOf({ kind, occurredAt, data }: ContractEvent): string {
  return canonicalJson({ kind, occurredAt, data });
}

function conflicting(known: ContractEvent, event: ContractEvent): Rejection {
  const field = (['kind', 'occurredAt', 'data'] as const).find(
    (key) => canonicalJson(known[key]) !== canonicalJson(event[key]),
  );
  return rejected('conflict', {
    field: 'id',
    value: event.id,
    detail: `Event ${event.id} is already recorded with another ${field}. Events never change; record a further event under a new id.`,
  });
}

function beforeStart(
  { catalog, holidays }: RecordingDependencies,
  { head: { contract } }: LoadedContract,
  event: ContractEvent,
): Rejection | undefined {
  if (!agreementOf({ contract, catalog, holidays }).isBeforeStart(event)) return undefined;
  return rejected('invalid', {
    field: 'occurredAt',
    value: event.occurredAt,
    detail: `${event.occurredAt} is before the contract starts on ${contract.startsOn}. Correct the event, or the contract it belongs to.`,
  });
}
