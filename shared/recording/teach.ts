import { distinct, type Forgotten, type Reference, without } from '../aws/table/references.ts';
import type { LoadedContract } from '../aws/table/table.ts';
import { withoutWithdrawn } from '../core/deadlines/folding/occurrence.ts';
import type { ContractEvent } from '../core/events/event.ts';
import { providerOfPayment } from '../core/events/payment-ids.ts';
import type { RecordingDependencies } from './dependencies.ts';
import { waitingUnder } from './waiting.ts';
import { write } from './write.ts';

type Table = Pick<RecordingDependencies, 'table'>;

/** A payment or invoice that an event names, and the contract to which it leads already. */
export interface NotLearned extends Reference {
  readonly contract: string;
  readonly why: string;
}

/** What the events that come to stand, or stand no more, change about whom payments and invoices lead to. */
export interface Teaching {
  readonly teaches: readonly Reference[];
  readonly forgets: readonly Forgotten[];
  readonly notLearned: readonly NotLearned[];
  /** All that the events teach, also what is known already: what waits under it is worked on again. */
  readonly taught: readonly Reference[];
  /** Whether a webhook waits under it. */
  readonly isAwaited: boolean;
}

/** Most ids that one write has lead to the contract no longer. */
export const MOST_FORGOTTEN = 12;

/**
 * What a contract learns as events are written: one id of each event that a person has come to stand. What a provider told is
 * taught by its mapping, in the same write. An id that leads to another contract stays there. If two contracts are taught one
 * id at the same moment, the write of the second is refused; it is decided anew then.
 *
 * @param learning ids that the mapping teaches with the write
 */
export async function teachingOf(
  dependencies: Table,
  { head, events }: LoadedContract,
  written: readonly ContractEvent[],
  learning: readonly string[] = [],
): Promise<Teaching> {
  const before = new Set(withoutWithdrawn(events).map(({ id }) => id));
  const standing = withoutWithdrawn([...events, ...written]);
  const after = new Set(standing.map(({ id }) => id));
  const mapped = new Set(written.filter(isMapped));
  const coming = standing.filter((event) => !before.has(event.id) && !mapped.has(event));
  const fallen = events.filter(({ id }) => before.has(id) && !after.has(id));
  const gone = distinct(fallen.flatMap(namedBy)).filter(({ reference }) => !learning.includes(reference));
  const unnamed = gone.length === 0 ? [] : without(gone, standing.flatMap(namedBy));
  const mappedBefore = events.filter((event) => isMapped(event) && !after.has(event.id));
  return {
    ...(await taughtBy(dependencies, head.contract.id, coming)),
    forgets: (await forgotten(dependencies, head.contract.id, unnamed, mappedBefore)).slice(0, MOST_FORGOTTEN),
  };
}

/** What a person's event that stands teaches, said once more: whatever led elsewhere may be free meanwhile. */
export async function taughtAgain(
  dependencies: Table,
  { head, events }: LoadedContract,
  known: readonly ContractEvent[],
): Promise<Teaching> {
  const standing = new Set(withoutWithdrawn(events).map(({ id }) => id));
  const persons = known.filter((event) => standing.has(event.id) && !isMapped(event));
  return { ...(await taughtBy(dependencies, head.contract.id, persons)), forgets: [] };
}

/** Writes what is taught once more. False: another writer came first. */
export async function writeTaught(
  dependencies: Pick<RecordingDependencies, 'table' | 'clock'>,
  loaded: LoadedContract,
  { teaches }: Teaching,
): Promise<boolean> {
  return teaches.length === 0 || (await write(dependencies, loaded, { teaches, evidence: [] })).ok;
}

/** Has the webhooks that wait under what was taught worked on again. Repeating it is harmless. */
export async function wakeTaught({ table, wake }: RecordingDependencies, taught: readonly Reference[]): Promise<void> {
  const waiting = await waitingUnder(table, taught);
  if (waiting.length > 0) await wake(waiting);
}

async function taughtBy(
  { table }: Table,
  contract: string,
  events: readonly ContractEvent[],
): Promise<Omit<Teaching, 'forgets'>> {
  const taught = distinct(events.flatMap((event) => namedBy(event).slice(0, 1)));
  const teaches: Reference[] = [];
  const notLearned: NotLearned[] = [];
  let isAwaited = false;
  for (const one of taught) {
    const { contracts = [] } = (await table.ownersOf(one.provider, one.reference)) ?? {};
    const [other] = contracts;
    isAwaited ||= await hasWaiting(table, one);
    if (contracts.includes(contract)) continue;
    if (other === undefined) teaches.push(one);
    else notLearned.push({ ...one, contract: other, why: whyNot(one.reference, other) });
  }
  return { teaches, notLearned, taught, isAwaited };
}

async function hasWaiting(table: RecordingDependencies['table'], { provider, reference }: Reference): Promise<boolean> {
  for await (const _ of table.waitingFor(provider, reference)) return true;
  return false;
}

/**
 * The ids that nothing of the contract names any more. What a message taught is forgotten only if that message fell: it may
 * have taught an id that its event does not name.
 */
async function forgotten(
  { table }: Table,
  contract: string,
  unnamed: readonly Reference[],
  mappedBefore: readonly ContractEvent[],
): Promise<Forgotten[]> {
  const learned = distinct(mappedBefore.flatMap(namedBy));
  const found: Forgotten[] = [];
  for (const one of unnamed) {
    if ((await table.taughtTo(one)) === contract) found.push({ ...one, from: 'taught' });
    if (without([one], learned).length === 0) found.push({ ...one, from: 'learned' });
  }
  return found;
}

function whyNot(reference: string, other: string): string {
  return `${reference} leads to contract ${other}, and messages that name it go there. If that is wrong, withdraw there what was recorded of it, then send this event again.`;
}

/** Whether a provider's message told of it. */
function isMapped({ source }: Pick<ContractEvent, 'source'>): boolean {
  return source !== undefined;
}

/** In the order in which a webhook's event teaches them. */
const KEYS = ['payment', 'transaction', 'invoice'] as const;

function namedBy({ data }: Pick<ContractEvent, 'data'>): Reference[] {
  return KEYS.flatMap((key) => {
    const reference = data[key];
    const provider = typeof reference === 'string' ? providerOfPayment(reference) : undefined;
    return typeof reference !== 'string' || provider === undefined ? [] : [{ provider, reference }];
  });
}
