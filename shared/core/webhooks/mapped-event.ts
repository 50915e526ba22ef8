import { createHash } from 'node:crypto';
import type { InstantText } from '../calendar/types.ts';
import type { EventKind, MappedEvent } from './provider.ts';

/** The envelope of a provider event. */
export interface Message {
  readonly provider: string;
  readonly eventId: string;
  readonly type: string;
  /** The provider's own time of the event. */
  readonly sentAt: InstantText;
}

/** Whom an event concerns, in the provider's ids. */
export interface Parties {
  readonly contract: string | null;
  readonly customer: string | null;
  /** Further ids, after the contract's and the customer's. */
  readonly further?: readonly (string | null | undefined)[];
}

export const NOBODY: Parties = { contract: null, customer: null };

type Datum = string | number | boolean | null | undefined;

export interface Draft {
  readonly parties: Parties;
  /** `sentAt` when absent. */
  readonly occurredAt?: InstantText | null | undefined;
  /** `occurredAt` when absent. */
  readonly effectiveAt?: InstantText | null | undefined;
  /** What makes the fact one fact, such as `paid.in_123`; the event id when absent. */
  readonly fact?: string;
  readonly dueAt?: InstantText | null | undefined;
  readonly amount?: number | null | undefined;
  readonly currency?: string | null | undefined;
  readonly data?: Readonly<Record<string, Datum>>;
}

const MAX_FACT = 128;

export function contractEvent(message: Message, kind: EventKind, draft: Draft): MappedEvent {
  const { contract, customer, further = [] } = draft.parties;
  const occurredAt = draft.occurredAt ?? message.sentAt;
  const effectiveAt = draft.effectiveAt ?? occurredAt;
  const [dueAt, amount, currency] = [draft.dueAt ?? null, draft.amount ?? null, draft.currency ?? null];
  return {
    eventId: message.eventId,
    kind,
    occurredAt,
    fact: factOf(message, draft.fact ?? message.eventId),
    references: [...new Set([contract, customer, ...further].filter((id) => typeof id === 'string'))],
    contract,
    customer,
    effectiveAt,
    dueAt,
    amount,
    currency,
    data: present({
      ...(effectiveAt === occurredAt ? {} : { effectiveAt }),
      dueAt,
      amount,
      currency,
      ...draft.data,
    }),
    providerType: message.type,
  };
}

/** Known and kept, but no clock hangs on it. */
export function informational(message: Message, parties: Parties = NOBODY): MappedEvent[] {
  return [{ ...contractEvent(message, 'informational', { parties }), effectiveAt: null }];
}

/** A type the mapping does not know. */
export function unmapped(message: Message, parties: Parties = NOBODY): MappedEvent[] {
  return [{ ...contractEvent(message, 'unmapped', { parties }), effectiveAt: null }];
}

/** A body may list one thing twice; the fact stays one. */
export function distinct(events: readonly MappedEvent[]): MappedEvent[] {
  const facts = new Set(events.map(({ fact }) => fact));
  return [...facts].flatMap((fact) => events.find((event) => event.fact === fact) ?? []);
}

function factOf({ provider }: Message, identity: string): string {
  const fact = `${provider}.${identity}`;
  return fact.length <= MAX_FACT ? fact : `${provider}.${createHash('sha256').update(fact).digest('hex')}`;
}

function present(data: Readonly<Record<string, Datum>>): MappedEvent['data'] {
  return Object.fromEntries(
    Object.entries(data).filter((entry): entry is [string, string | number | boolean] => entry[1] != null),
  );
}
