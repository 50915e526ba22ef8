import { MOST_POINTERS } from '../aws/table/outcomes.ts';
import { sameJson } from '../core/events/canonical.ts';
import { type ContractEvent, contractEventSchema } from '../core/events/event.ts';
import { inPlainWords } from '../core/events/fault-words.ts';
import type { EvidenceDraft } from '../core/evidence/facts.ts';
import type { MappedEvent } from '../core/webhooks/provider.ts';
import { UNKNOWN_CONTRACT } from '../core/webhooks/waits-for-person.ts';
import { CONFLICT } from '../recording/attempt.ts';
import { recordOnce } from '../recording/record-once.ts';
import { type Rejection, rejected } from '../recording/rejection.ts';
import { write } from '../recording/write.ts';
import { askForAddress } from './ask-customer.ts';
import type { Delivery, FactOutcome } from './delivery.ts';
import type { InboundDependencies } from './dependencies.ts';
import { type Found, findContract } from './find-contract.ts';
import { amendCustomer } from './keep-customer.ts';
import { shortened } from './outcome.ts';
import type { Progress } from './progress.ts';
import type { Told } from './read-delivery.ts';
import { isStillKnown, mayBecomeContract, type TakenIn, takeIn } from './take-in.ts';

/** A message that is worked on, with the contracts whose customer it has changed. */
interface Message extends Told {
  readonly amended: readonly string[];
}

export const MOST_CANDIDATES = 20;

/** `unfinished`: a contract whose deadlines are still to be settled. */
type Decided = { readonly unfinished?: string } | typeof CONFLICT;

/**
 * Decides what becomes of one fact of a delivery, and writes it with all that it brings about. `CONFLICT`: what it was
 * decided by has changed meanwhile.
 * @throws DeliveryMovedError, ReferenceMovedError, BusyContractError, or the table’s error; then nothing of this fact is written
 */
export async function decideFact(
  dependencies: InboundDependencies,
  progress: Progress,
  told: MappedEvent,
  message: Message,
): Promise<Decided> {
  const fact = undecided(told);
  const aside = await withoutContract(dependencies, progress.delivery, told, message);
  if (aside) {
    progress.note({ ...fact, ...aside });
    return {};
  }
  const { provider } = progress.delivery;
  const found = await findContract(dependencies, provider, told);
  const taken = found.is === 'unknown' ? await takenIn(dependencies, progress, told, message) : NOT_TAKEN_IN;
  const contract = contractOf(found) ?? contractOf(taken);
  if (contract !== undefined) {
    await amendAtStart(dependencies, provider, { told, contract }, message);
    return recordFact(dependencies, progress, { told, contract, ...('by' in found && { by: found.by }) });
  }
  const waiting = progress.remarked({
    ...fact,
    ...(found.is === 'ambiguous' ? ofSeveral(found.candidates) : ofNobody(told, taken)),
  });
  if (sameJson(progress.known(told.id), waiting)) return {};
  await progress.write(progress.deciding(waiting));
  // A contract that appears reads what waits for it after it is written, and so does a customer who is told of. Whichever was
  // written last sees the other.
  const since = await findContract(dependencies, provider, told);
  return since.is === found.is && (await isStillKnown(dependencies, provider, taken)) ? {} : CONFLICT;
}

function contractOf(found: Found | TakenIn): string | undefined {
  return 'contract' in found ? found.contract : undefined;
}

/**
 * The customer may have changed while the contract was made. A change that is kept later than this finds the contract among
 * the customer's.
 */
async function amendAtStart(
  dependencies: InboundDependencies,
  provider: string,
  { told, contract }: Recording,
  { subscription, tellings }: Told,
): Promise<void> {
  if (subscription === null || subscription.id !== told.contract) return;
  const { customer: id } = subscription;
  if (id === null || !mayBecomeContract(subscription, tellings)) return;
  // A contract from which a person took the customer is not the customer's any more.
  const { contracts = [] } = (await dependencies.table.ownersOf(provider, id)) ?? {};
  if (!contracts.includes(contract)) return;
  await amendCustomer(dependencies, contract, { provider, id, source: sourceOf(told, provider) });
}

const NOT_TAKEN_IN: TakenIn = { is: 'none' };

/** What comes of a fact about a subscription that no contract has, if the message shows the subscription. */
async function takenIn(
  dependencies: InboundDependencies,
  progress: Progress,
  { id, contract }: MappedEvent,
  { subscription, tellings }: Told,
): Promise<TakenIn> {
  if (subscription === null || subscription.id !== contract) return NOT_TAKEN_IN;
  const now = dependencies.clock.now();
  const facts = tellings
    .filter(({ kind }) => !isWithoutClock(kind))
    .map((one) => eventOf(one, now, progress.delivery.provider));
  const taken = await takeIn(dependencies, subscription, facts);
  if (taken.is !== 'waiting' || taken.reason !== 'no-address' || taken.customer === undefined) return taken;
  const isKnown = await askForAddress(dependencies, progress, id, taken.customer.reference);
  return isKnown ? takeIn(dependencies, subscription, facts) : taken;
}

type Undecided = Pick<FactOutcome, 'event' | 'kind' | 'references'>;

export function undecided({ id, kind, references }: MappedEvent): Undecided {
  return { event: id, kind, references: references.slice(0, MOST_POINTERS) };
}

export function isWithoutClock(kind: string): boolean {
  return kind === 'informational' || kind === 'unmapped';
}

/** What no contract is to hear of, or none can be found for. */
async function withoutContract(
  { table }: InboundDependencies,
  { provider }: Delivery,
  told: MappedEvent,
  { amended }: Message,
): Promise<Pick<FactOutcome, 'state' | 'reason' | 'detail' | 'contract'> | undefined> {
  const { kind, eventId, fact, references } = told;
  if (isWithoutClock(kind)) {
    const known = amended.length > 0 ? amendedBy(amended) : await namedContract(table, provider, told);
    return { state: 'unused', reason: kind, ...known };
  }
  if (references.length === 0) {
    const detail =
      'references: it names no subscription, payment or customer that a contract can have; record it by POST /contracts/{id}/events.';
    return { state: 'set-aside', reason: 'no-reference', detail };
  }
  // Releases that recorded within the request left these marks.
  if (eventId !== null && (await table.wasSeen(provider, eventId, fact))) return { state: 'unused', reason: 'known' };
  return undefined;
}

/** A message about a customer is no fact of a contract, but it may have changed what contracts say of the customer. */
function amendedBy(contracts: readonly string[]): Pick<FactOutcome, 'contract' | 'detail'> {
  const [contract] = contracts;
  const detail = shortened(`It changed what is kept of the customer in ${contracts.join(', ')}.`);
  return contract === undefined ? {} : { contract, detail };
}

/** The contract of the subscription that is named, where there is one: it is told of, and nothing is recorded with it. */
async function namedContract(
  table: InboundDependencies['table'],
  provider: string,
  { contract: subscription, references }: MappedEvent,
): Promise<Pick<FactOutcome, 'contract'>> {
  if (subscription === null || !references.includes(subscription)) return {};
  const [contract] = (await table.ownersOf(provider, subscription))?.contracts ?? [];
  return contract === undefined ? {} : { contract };
}

interface Recording {
  readonly told: MappedEvent;
  readonly contract: string;
  /** The reference by which the contract was found, which may move to another one meanwhile. */
  readonly by?: string;
}

async function recordFact(
  dependencies: InboundDependencies,
  progress: Progress,
  { told, contract, by }: Recording,
): Promise<Decided> {
  const { delivery } = progress;
  const { learns } = told;
  const deciding = progress.deciding({ ...undecided(told), state: 'recorded', contract });
  const outcome = { ...deciding, ...(learns !== null && { learns: [{ reference: learns, contract }] }) };
  const event = eventOf(told, dependencies.clock.now(), delivery.provider);
  const unreadable = refusedToStore(event);
  if (unreadable) return setAside(dependencies, progress, { told, contract, rejection: unreadable });
  const { result, unfinished } = await recordOnce(dependencies, {
    contract,
    event,
    ...(by !== undefined && { foundBy: { provider: delivery.provider, reference: by } }),
    outcome,
    evidence: replayed(delivery, told),
  });
  if (result.outcome === 'rejected') return setAside(dependencies, progress, { told, contract, rejection: result });
  if (result.outcome === 'recorded') progress.written(outcome);
  else await progress.write(outcome);
  return unfinished ? { unfinished: contract } : {};
}

/** An event that cannot be read back would make its contract unreadable. */
export function refusedToStore(event: ContractEvent): Rejection | undefined {
  const invalid = contractEventSchema.safeParse(event, { error: inPlainWords }).error?.issues[0];
  if (invalid === undefined) return undefined;
  const detail = `${invalid.message}; correct it at the provider, or record it by POST /contracts/{id}/events.`;
  return rejected('invalid', { field: invalid.path.join('.'), detail });
}

/** A known contract cannot take the fact: it says so in its evidence, once. */
async function setAside(
  dependencies: InboundDependencies,
  progress: Progress,
  { told, contract, rejection }: Recording & { readonly rejection: Rejection },
): Promise<Decided> {
  const detail = shortened(rejection.faults.map(({ field, detail: why }) => `${field}: ${why}`).join(' '));
  const reason = reasonOf(rejection);
  const fact: FactOutcome = { ...undecided(told), state: 'set-aside', reason, detail, contract };
  if (sameJson(progress.known(told.id), fact)) return {};
  const loaded = await dependencies.table.load(contract);
  if (loaded === undefined) {
    progress.note(fact);
    return {};
  }
  const outcome = progress.deciding(fact);
  const facts = { delivery: progress.delivery.id, event: told.id, kind: told.kind, reason, detail };
  const written = await write(dependencies, loaded, { evidence: [{ type: 'inbound.set-aside', facts }], outcome });
  if (!written.ok) return CONFLICT;
  progress.written(outcome);
  return {};
}

function reasonOf({ code, faults }: Rejection): string {
  return code === 'invalid' && faults[0]?.field === 'occurredAt' ? 'before-start' : code;
}

export function eventOf(
  { id, kind, occurredAt, data, eventId, providerType }: MappedEvent,
  now: string,
  provider: string,
): ContractEvent {
  return {
    id,
    kind,
    occurredAt,
    recordedAt: now,
    data: { ...data },
    source: sourceOf({ eventId, providerType }, provider),
  };
}

export function sourceOf({ eventId, providerType }: Pick<MappedEvent, 'eventId' | 'providerType'>, provider: string) {
  return { provider, eventId: eventId ?? '', type: providerType };
}

/** Who had the delivery worked on again, if anybody had. */
function replayed({ id, replays }: Delivery, told: MappedEvent): EvidenceDraft[] {
  const last = replays.at(-1);
  if (last === undefined) return [];
  return [{ type: 'inbound.replayed', facts: { delivery: id, event: told.id, by: last.by, why: last.reason } }];
}

type Waiting = Pick<FactOutcome, 'state' | 'reason' | 'detail'> &
  Partial<Pick<FactOutcome, 'candidates' | 'references'>>;

function ofNobody({ references }: MappedEvent, taken: TakenIn): Waiting {
  if (taken.is === 'waiting') {
    const { reason, detail, customer } = taken;
    const wanted = customer === undefined ? references : [...references, customer.reference];
    return { state: 'parked', reason, detail: shortened(detail), references: wanted.slice(0, MOST_POINTERS) };
  }
  const detail = `references: no contract has ${references[0]}; once one has, this is recorded with it.`;
  return { state: 'parked', reason: UNKNOWN_CONTRACT, detail };
}

function ofSeveral(candidates: readonly string[]): Waiting {
  const detail =
    'references: they do not tell of which contract it is; record it with the right one by POST /contracts/{id}/events. If you name its payment, invoice or transaction there (data.payment, data.invoice, data.transaction), this follows by itself; else dismiss it here.';
  return { state: 'ambiguous', reason: 'several-contracts', detail, candidates: candidates.slice(0, MOST_CANDIDATES) };
}
