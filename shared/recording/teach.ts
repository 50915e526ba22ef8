import type { Reference } from '../aws/table/references.ts';
import type { LoadedContract } from '../aws/table/table.ts';
import { withoutWithdrawn } from '../core/deadlines/folding/occurrence.ts';
import { sameJson } from '../core/events/canonical.ts';
import type { ContractEvent } from '../core/events/event.ts';
import { providerOfPayment } from '../core/webhooks/references.ts';
import type { RecordingDependencies } from './dependencies.ts';
import { waitingUnder } from './waiting.ts';

/** A payment or invoice that an event names, and the contract to which it leads already. */
export interface NotLearned extends Reference {
  readonly contract: string;
  readonly why: string;
}

/** What the events that come to stand, or stand no more, change about whom payments and invoices lead to. */
export interface Teaching {
  readonly learns: readonly Reference[];
  readonly forgets: readonly Reference[];
  readonly notLearned: readonly NotLearned[];
  /** All that the events teach, also what is known already: what waits under it is worked on again. */
  readonly taught: readonly Reference[];
}

/**
 * What a contract learns as a person's events are written: one id an event, as a webhook's event teaches one. An id that
 * leads to another contract stays there. Two contracts that learn one id at the same moment both have it, and a message
 * that names it waits for a person.
 */
export async function teachingOf(
  { table }: Pick<RecordingDependencies, 'table'>,
  { head, events }: LoadedContract,
  written: readonly ContractEvent[],
): Promise<Teaching> {
  const before = new Set(withoutWithdrawn(events).map(({ id }) => id));
  const standing = withoutWithdrawn([...events, ...written]);
  const after = new Set(standing.map(({ id }) => id));
  const named = standing.flatMap(namedBy);
  const gone = events.filter(({ id }) => before.has(id) && !after.has(id));
  const forgets = distinct(gone.flatMap(taughtBy)).filter((one) => !named.some((other) => sameJson(other, one)));
  const taught = distinct(standing.filter(({ id }) => !before.has(id)).flatMap(taughtBy));
  return { ...(await freeOf(table, head.contract.id, taught)), forgets, taught };
}

/** What a person's event that stands teaches, said once more: whatever led elsewhere may be free meanwhile. */
export async function taughtAgain(
  { table }: Pick<RecordingDependencies, 'table'>,
  { head, events }: LoadedContract,
  known: readonly ContractEvent[],
): Promise<Teaching> {
  const standing = new Set(withoutWithdrawn(events).map(({ id }) => id));
  const taught = distinct(known.filter(({ id }) => standing.has(id)).flatMap(taughtBy));
  return { ...(await freeOf(table, head.contract.id, taught)), forgets: [], taught };
}

/** Has the webhooks that wait under what was taught worked on again. Repeating it is harmless. */
export async function wakeTaught({ table, wake }: RecordingDependencies, taught: readonly Reference[]): Promise<void> {
  const waiting = await waitingUnder(table, taught);
  if (waiting.length > 0) await wake(waiting);
}

async function freeOf(
  table: RecordingDependencies['table'],
  contract: string,
  taught: readonly Reference[],
): Promise<Pick<Teaching, 'learns' | 'notLearned'>> {
  const learns: Reference[] = [];
  const notLearned: NotLearned[] = [];
  for (const one of taught) {
    const { contracts = [] } = (await table.ownersOf(one.provider, one.reference)) ?? {};
    const [other] = contracts;
    if (contracts.includes(contract)) continue;
    if (other === undefined) learns.push(one);
    else notLearned.push({ ...one, contract: other, why: whyNot(one.reference, other) });
  }
  return { learns, notLearned };
}

function whyNot(reference: string, other: string): string {
  return `${reference} leads to contract ${other}, and messages that name it go there. If that is wrong, withdraw there what was recorded of it, then send this event again.`;
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

/** What a provider told is taught as it is recorded, by its mapping. */
function taughtBy(event: ContractEvent): Reference[] {
  return event.source === undefined ? namedBy(event).slice(0, 1) : [];
}

function distinct(references: readonly Reference[]): Reference[] {
  return [...new Map(references.map((one) => [`${one.provider}#${one.reference}`, one])).values()];
}
