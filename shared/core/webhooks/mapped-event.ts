import { createHash } from 'node:crypto';
import type { InstantText } from '../calendar/types.ts';
import { REFERENCE_PATTERN } from '../events/contract.ts';
import type { EventKind } from '../events/kinds.ts';

/** What one provider event says about one contract. */
export interface MappedEvent {
  /** The provider's event id. */
  readonly eventId: string | null;
  readonly kind: EventKind;
  /** When the fact happened, which may be before the provider wrote its event. */
  readonly occurredAt: InstantText;
  /**
   * Id of this telling: `<event id>.<kind>.<subject>`, such as `evt_1.payment.received.pi_1`. Two messages about one fact
   * (Stripe `invoice.paid` and `invoice.payment_succeeded`) have two. A hash where that would not be 1 to 128 of
   * `[A-Za-z0-9_.-]`, which the id of an event has to be.
   */
  readonly id: string;
  /** Identity of the fact: equal for two messages that tell the same one, else the telling's id. Can be an event id too. */
  readonly fact: string;
  /** What it is about in the provider's ids: the subscription, invoice, payment, refund, dispute or mandate. */
  readonly subject: string | null;
  /**
   * The provider's ids under which its contract may be known, the most specific first. Where a subscription is named it is
   * the only one: the customer may have several. The customer is the last, and stands only in messages that by their nature
   * name no subscription. Ids that no contract can have are left out.
   */
  readonly references: readonly string[];
  /**
   * The id by which later messages name the contract that takes this one: a payment intent (the charge only without one),
   * an invoice or a transaction. A refund names nothing else. Null where it is no id that a contract can have.
   */
  readonly learns: string | null;
  /** The provider's subscription. */
  readonly contract: string | null;
  /** The provider's customer. */
  readonly customer: string | null;
  /** When the fact takes effect: the end of a period for a scheduled cancellation, `occurredAt` for most. */
  readonly effectiveAt: InstantText | null;
  /** The due date the provider states. `data.dueAt` may hold one that follows from other facts; see `data.dueBasis`. */
  readonly dueAt: InstantText | null;
  /** Minor units by ISO 4217, whatever the provider counts in. */
  readonly amount: number | null;
  /** ISO 4217, upper case. */
  readonly currency: string | null;
  readonly data: Readonly<Record<string, string | number | boolean>>;
  /** The provider's name for the event, such as `invoice.payment_failed`. */
  readonly providerType: string;
}

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
  /** Payments and what they pay for, by which a contract may be known that the message does not name; best first. */
  readonly payments?: readonly (string | null | undefined)[];
  /**
   * False where the message may mean a subscription that it does not name: then the customer, who may have several, does not
   * tell whom it concerns.
   */
  readonly byCustomer?: boolean;
}

export type Datum = string | number | boolean | null | undefined;

/** One fact as a mapping tells it. `Key`: the data keys that the mapping declares. */
export interface Draft<Key extends string = string> {
  readonly parties: Parties;
  readonly subject?: string | null | undefined;
  /** What makes the fact one fact, such as `paid.in_123`; the telling's own id when absent. */
  readonly fact?: string | undefined;
  /** `sentAt` when absent. */
  readonly occurredAt?: InstantText | null | undefined;
  /** `occurredAt` when absent. */
  readonly effectiveAt?: InstantText | null | undefined;
  readonly learns?: string | null | undefined;
  readonly dueAt?: InstantText | null | undefined;
  readonly amount?: number | null | undefined;
  readonly currency?: string | null | undefined;
  readonly data?: Readonly<Partial<Record<Key, Datum>>>;
}

/** What an event's data can hold. */
export const LONGEST_TEXT = 1024;
const EVENT_ID = /^[A-Za-z0-9_.-]{1,128}$/;

export function contractEvent(message: Message, kind: EventKind, draft: Draft): MappedEvent {
  const { contract, customer } = draft.parties;
  const occurredAt = draft.occurredAt ?? message.sentAt;
  const effectiveAt = draft.effectiveAt ?? occurredAt;
  const subject = draft.subject ?? contract;
  const id = eventId(message, [message.eventId, kind, ...(subject === null ? [] : [subject])].join('.'));
  const [dueAt, amount, currency] = [draft.dueAt ?? null, draft.amount ?? null, draft.currency ?? null];
  return {
    eventId: message.eventId,
    kind,
    occurredAt,
    id,
    fact: draft.fact === undefined ? id : eventId(message, `${message.provider}.${draft.fact}`),
    subject,
    references: referencesOf(draft.parties),
    learns: isReference(draft.learns) ? draft.learns : null,
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

/** Kept without a clock: `informational` where the type is known, `unmapped` where it is not. */
export function withoutClock(message: Message, kind: 'informational' | 'unmapped', parties: Parties): MappedEvent[] {
  return [{ ...contractEvent(message, kind, { parties }), effectiveAt: null }];
}

/** A body may list one thing twice; it is told once. */
export function distinct(events: readonly MappedEvent[]): MappedEvent[] {
  const ids = new Set(events.map(({ id }) => id));
  return [...ids].flatMap((id) => events.find((event) => event.id === id) ?? []);
}

/** A subscription is of one contract, so no other reference may lead to another one. */
function referencesOf({ contract, customer, payments = [], byCustomer = true }: Parties): string[] {
  const candidates = contract === null ? [...payments, ...(byCustomer ? [customer] : [])] : [contract];
  return [...new Set(candidates.filter(isReference))];
}

function isReference(id: string | null | undefined): id is string {
  return typeof id === 'string' && REFERENCE_PATTERN.test(id);
}

function eventId({ provider }: Message, id: string): string {
  return EVENT_ID.test(id) ? id : `${provider}.${createHash('sha256').update(id).digest('hex')}`;
}

function present(data: Readonly<Record<string, Datum>>): MappedEvent['data'] {
  return Object.fromEntries(
    Object.entries(data)
      .filter((entry): entry is [string, string | number | boolean] => entry[1] != null)
      .map(([key, value]) => [key, typeof value === 'string' ? value.slice(0, LONGEST_TEXT).toWellFormed() : value]),
  );
}
