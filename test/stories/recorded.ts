import type { Fact } from '../../shared/core/events/event.ts';
import type { MappedEvent } from '../../shared/core/webhooks/provider.ts';
import { findProvider } from '../../shared/core/webhooks/providers.ts';
import type { Json } from '../core/webhooks/fixtures/stripe.ts';
import type { ProviderName } from './narrator.ts';

interface Known {
  readonly id: string;
  readonly references: Readonly<Record<string, readonly string[]>>;
}

/**
 * What messages tell each contract, by its id: the contract that has the reference, or one that took an event which
 * learned it. An event that names none waits until its reference is learned. A reference of several contracts leads to none.
 * What tells nothing stays out of every history.
 */
export function recordedFrom(
  name: ProviderName,
  messages: readonly Json[],
  contracts: readonly Known[],
): ReadonlyMap<string, readonly Fact[]> {
  const provider = findProvider(name);
  if (provider === undefined) throw new Error(`no provider ${name}`);
  const owners = new Map<string, Set<string>>();
  const own = (reference: string, id: string) => owners.set(reference, (owners.get(reference) ?? new Set()).add(id));
  for (const { id, references } of contracts) for (const reference of references[name] ?? []) own(reference, id);
  const recorded = new Map<string, Fact[]>(contracts.map(({ id }) => [id, []]));
  let waiting = messages
    .flatMap((message) => provider.map(message))
    .filter(({ kind }) => kind !== 'informational' && kind !== 'unmapped');
  for (let before = -1; before !== waiting.length; ) {
    before = waiting.length;
    waiting = waiting.filter((event) => {
      const [id, ...others] = event.references.map((reference) => owners.get(reference)).find((ids) => ids?.size) ?? [];
      if (id === undefined || others.length > 0) return true;
      if (event.learns !== null) own(event.learns, id);
      recorded.get(id)?.push(factOf(name, event));
      return false;
    });
  }
  return recorded;
}

function factOf(provider: string, { id, kind, occurredAt, data, eventId, providerType }: MappedEvent): Fact {
  return { id, kind, occurredAt, data, source: { provider, eventId: String(eventId), type: providerType } };
}
