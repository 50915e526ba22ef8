import { EVENT_WITHDRAWN } from '../core/events/kinds.ts';
import type { MappedEvent } from '../core/webhooks/provider.ts';
import { planWith } from '../recording/plan-contract.ts';
import type { InboundDependencies } from './dependencies.ts';

/** `ambiguous`: it may be of any of `candidates`, and nothing tells of which. */
export type Found =
  /** `by`: the contract's own reference that leads to it; absent where it was learned. */
  | { readonly is: 'found'; readonly contract: string; readonly by?: string }
  | { readonly is: 'ambiguous'; readonly candidates: readonly string[] }
  | { readonly is: 'unknown' };

type Dependencies = Pick<InboundDependencies, 'table' | 'catalog' | 'holidays' | 'clock'>;
type Told = Pick<MappedEvent, 'references' | 'customer' | 'contract' | 'occurredAt'>;

/**
 * The contract that a fact belongs to. The first of its references that leads anywhere decides, and they are in the order
 * of what they prove: a subscription is the only one where it is named, then payments and invoices, then the customer. A
 * payment or invoice that a person assigned goes before those that messages taught. The customer decides only if exactly one
 * of its contracts has not ended when the fact happened.
 */
export async function findContract(dependencies: Dependencies, provider: string, told: Told): Promise<Found> {
  let learned: Found | undefined;
  for (const reference of told.references) {
    if (learned && reference === told.customer) break;
    const { kind, contracts = [] } = (await dependencies.table.ownersOf(provider, reference)) ?? {};
    if (contracts.length === 0 || (learned && kind !== 'taught')) continue;
    if (kind === 'taught') return only(contracts, contracts, {});
    if (kind === 'learned') learned = only(contracts, contracts, {});
    else if (reference !== told.customer) return only(contracts, contracts, { by: reference });
    else return only(await running(dependencies, contracts, told.occurredAt), contracts, { by: reference });
  }
  return learned ?? { is: 'unknown' };
}

function only(
  [contract, ...others]: readonly string[],
  candidates: readonly string[],
  by: { readonly by?: string },
): Found {
  if (contract === undefined || others.length > 0) return { is: 'ambiguous', candidates };
  return { is: 'found', contract, ...by };
}

/** Those that have not ended by a moment; no more than two of them, since two are as undecided as a hundred. */
async function running(dependencies: Dependencies, contracts: readonly string[], moment: string): Promise<string[]> {
  const found: string[] = [];
  for (const contract of contracts) {
    if (found.length === 2) break;
    if (!(await hasEnded(dependencies, contract, moment))) found.push(contract);
  }
  return found;
}

/** What happens at the very moment of the end is still of the contract. */
async function hasEnded(dependencies: Dependencies, contract: string, moment: string): Promise<boolean> {
  const loaded = await dependencies.table.load(contract);
  const ends = loaded?.events.filter(({ kind }) => kind === 'contract.terminated') ?? [];
  if (loaded === undefined || ends.length === 0) return false;
  const planned = planWith(dependencies, loaded, []);
  if (planned.outcome === 'rejected') return false;
  const { agreement, fallen } = planned.plan;
  const withdrawn = loaded.events.filter(({ kind }) => kind === EVENT_WITHDRAWN).map(({ data }) => data.event);
  const undone = new Set<unknown>([...fallen, ...withdrawn]);
  return ends.some(
    ({ id, occurredAt }) => !undone.has(id) && Date.parse(agreement.momentOf(occurredAt)) < Date.parse(moment),
  );
}
