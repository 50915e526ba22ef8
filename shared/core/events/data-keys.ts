import type { EventData } from './event.ts';

/** What one name in an event's data holds. A `day` may come as an instant instead: `dueAt` for `dueOn`. */
export interface DataKey {
  readonly holds: 'text' | 'day' | 'amount' | 'number' | 'flag' | 'object';
  /** Whether every event of the kind has it, as providers and the API send them. */
  readonly always: boolean;
  /** The only values it may have. */
  readonly values?: readonly string[];
}

/** By the name of the data. */
export type DataKeys = Readonly<Record<string, DataKey>>;

const always = (holds: DataKey['holds'], values?: readonly string[]): DataKey => ({
  holds,
  always: true,
  ...(values && { values }),
});
const maybe = (holds: DataKey['holds'], values?: readonly string[]): DataKey => ({
  holds,
  always: false,
  ...(values && { values }),
});

const MONEY: DataKeys = { amount: always('amount'), currency: always('text') };
const BREACH: DataKeys = { breach: always('text') };
/** Whether the provider is concerned as controller or as processor of personal data. */
const ROLE: DataKeys = { role: maybe('text', ['controller', 'processor']) };

/** The current billing period, or the time an invoice is for. The end is the start of the next one. */
const PERIOD: DataKeys = { periodStartsOn: maybe('day'), periodEndsOn: maybe('day') };
/** The provider’s subscription that a fact is about, with its current billing period and the end of the one it replaced. */
const SUBSCRIPTION: DataKeys = { subscription: maybe('text'), ...PERIOD, formerPeriodEndsOn: maybe('day') };
/** What a payment provider says stood before. */
const FORMERLY: DataKeys = { formerly: maybe('text') };
/** Which side wanted a change. */
const BY: DataKeys = { by: maybe('text', ['customer', 'provider']) };
const DUE: DataKeys = {
  dueOn: maybe('day'),
  dueBasis: maybe('text', ['due_date', 'finalization', 'payment_terms', 'billing']),
};
const COLLECTION: DataKeys = { collection: maybe('text', ['automatic', 'manual']) };

/** How a payment came about. Only `subscription_recurring` is automatic billing of what is owed. */
const ORIGIN: DataKeys = {
  origin: maybe('text', [
    'subscription_recurring',
    'subscription_create',
    'subscription_update',
    'subscription_charge',
    'subscription_payment_method_change',
    'api',
    'web',
  ]),
};

/** What any event may hold: when it takes effect, why, and whether it only reports how things stand. */
const ANY: DataKeys = { effectiveOn: maybe('day'), reason: maybe('text'), snapshot: maybe('flag') };

/** By the noun of the kind, or by the whole kind where that differs from the others of its noun. */
const DATA: Readonly<Record<string, DataKeys>> = {
  account: {},
  breach: { ...BREACH, by: always('text', ['customer', 'provider']), causedOn: maybe('day') },
  cancellation: { ...SUBSCRIPTION, ...FORMERLY, endsOn: maybe('day') },
  claim: { claim: always('text'), errorOn: maybe('day'), damageObservedOn: maybe('day') },
  contract: { ...SUBSCRIPTION, resumesOn: maybe('day') },
  data: {},
  'data-export': {},
  'deadline.kept': {
    deadline: always('text'),
    date: always('text'),
    instant: always('text'),
    insteadOf: always('text'),
  },
  'deadline.rebound': {
    deadline: always('text'),
    edition: always('number'),
    by: always('text'),
    reason: always('text'),
  },
  dispute: {
    dispute: always('text'),
    payment: maybe('text'),
    invoice: maybe('text'),
    dueOn: maybe('day'),
    responded: maybe('flag'),
    outcome: maybe('text'),
    ...MONEY,
  },
  'contract.amended': { change: always('object'), by: maybe('text') },
  'event.withdrawn': {
    event: always('text'),
    cause: maybe('text', ['correction', 'mapping']),
    corrected: maybe('text'),
    by: maybe('text'),
    reason: maybe('text'),
  },
  extension: { days: maybe('number'), outage: maybe('text') },
  invoice: {
    invoice: always('text'),
    ...MONEY,
    remaining: maybe('amount'),
    amountPaid: maybe('amount'),
    amountCredited: maybe('amount'),
    ...DUE,
    ...PERIOD,
    ...COLLECTION,
    reason: maybe('text', ['first', 'cycle', 'update', 'manual']),
    number: maybe('text'),
    url: maybe('text'),
  },
  'invoice.credit-reversed': { invoice: always('text'), credit: maybe('text'), reversal: maybe('text'), ...MONEY },
  'invoice.credited': { invoice: always('text'), credit: maybe('text'), ...MONEY, remaining: maybe('amount') },
  'legal-hold': { hold: always('text') },
  mandate: { mandate: always('text') },
  outage: { outage: always('text'), excused: maybe('flag') },
  payment: {
    payment: always('text'),
    invoice: maybe('text'),
    checkout: maybe('text'),
    ...MONEY,
    remaining: maybe('amount'),
    ...DUE,
    ...COLLECTION,
    ...ORIGIN,
    nextAttemptOn: maybe('day'),
    final: maybe('flag'),
  },
  'personal-data-breach': { ...BREACH, ...ROLE },
  plan: { ...SUBSCRIPTION, ...BY, price: maybe('text'), from: maybe('text'), to: maybe('text') },
  price: { ...SUBSCRIPTION, ...BY, price: maybe('text'), from: maybe('text'), to: maybe('text') },
  'proposal.declined': {
    deadline: always('text'),
    edition: maybe('number'),
    revised: maybe('text'),
    by: always('text'),
    reason: always('text'),
  },
  refund: { refund: maybe('text'), payment: always('text'), invoice: maybe('text'), ...MONEY },
  renewal: { endsOn: maybe('day'), amount: maybe('amount'), currency: maybe('text') },
  storage: { usedBytes: maybe('number'), warnedOn: maybe('day') },
  'subject-request': {
    request: always('text'),
    ...ROLE,
    from: maybe('text', ['data-subject', 'authority']),
    immediate: maybe('flag'),
  },
  support: { ticket: always('text') },
  term: { ...SUBSCRIPTION, endsOn: maybe('day') },
  termination: BY,
  'terms.revised': {
    version: always('text'),
    revision: always('number'),
    statutes: maybe('text'),
    by: always('text'),
    reason: always('text'),
  },
  'terms-change': {
    change: always('text'),
    toVersion: always('text'),
    effectiveOn: always('day'),
    affectsPersonalData: maybe('flag'),
    exception: maybe('text'),
  },
  trial: SUBSCRIPTION,
  'trial.ending': { ...SUBSCRIPTION, endsOn: maybe('day') },
  'trial.started': { ...SUBSCRIPTION, ...FORMERLY, endsOn: always('day') },
};

/** What events of a kind are documented to hold; undefined for a noun that only a pack knows. */
export function dataKeysOf(kind: string): DataKeys | undefined {
  const noun = kind.split('.')[0] ?? kind;
  const keys = DATA[kind] ?? DATA[noun];
  return keys && { ...ANY, ...keys };
}

/** One key of a kind's data; `dueAt` is found under `dueOn`. Undefined where it is not documented. */
export function dataKeyOf(kind: string, key: string): DataKey | undefined {
  return keyIn(dataKeysOf(kind) ?? {}, key);
}

function keyIn(keys: DataKeys, key: string): DataKey | undefined {
  if (Object.hasOwn(keys, key)) return keys[key];
  const day = keys[key.replace(/At$/, 'On')];
  return key.endsWith('At') && day?.holds === 'day' ? { ...day, holds: 'text' } : undefined;
}

/** A value that its key never has, by a slip of the pen, and those it may have. */
export interface UnknownValue {
  readonly key: string;
  readonly value: string | number | boolean;
  readonly values: readonly string[];
}

/** The first value of an event’s data that is none of those its key may have: `role: Processor`. */
export function unknownValueIn(keys: DataKeys, data: EventData): UnknownValue | undefined {
  for (const [key, value] of Object.entries(data)) {
    const values = keyIn(keys, key)?.values;
    if (typeof value === 'object') continue;
    if (values !== undefined && value !== '' && !values.includes(String(value))) return { key, value, values };
  }
  return undefined;
}
