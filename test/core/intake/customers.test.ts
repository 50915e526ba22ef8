import { describe, expect, it } from 'vitest';
import { PROVIDER_FIELDS, type ProviderField } from '../../../shared/core/events/amendment.ts';
import {
  type CustomerRecord,
  customerChanges,
  customerRecordSchema,
  latestOf,
  withMessage,
} from '../../../shared/core/intake/customers.ts';
import type { CustomerSnapshot, CustomerValues } from '../../../shared/core/webhooks/snapshots.ts';
import { orders } from '../../harness/orders.ts';
import { customer } from './intake.ts';

const [FIRST, SECOND] = ['2026-11-20T08:00:00Z', '2026-11-20T08:00:01Z'];

/** Ids fall from message to message, so that their order is against that of what happened. */
let ids = 0;

function message(values: Partial<CustomerValues>, more: Partial<CustomerSnapshot> = {}): CustomerSnapshot {
  ids += 1;
  const base = {
    provider: 'stripe',
    id: 'cus_1',
    message: `evt_${1000 - ids}`,
    at: FIRST,
    change: 'updated',
    former: {},
  } as const;
  return { ...base, values: customer(values), ...more };
}

const address = (email: string, at: string, more: Partial<CustomerSnapshot> = {}) =>
  message({ email }, { at, ...more });

function recordOf(...messages: CustomerSnapshot[]): CustomerRecord | undefined {
  return messages.reduce<CustomerRecord | undefined>((stored, one) => withMessage(stored, one) ?? stored, undefined);
}

describe('the record of a customer', () => {
  it.each<[string, CustomerSnapshot[], string | undefined]>([
    ['a later update', [address('a@x.example', FIRST), address('b@x.example', SECOND)], 'b@x.example'],
    [
      'an update within the second of the creation',
      [
        address('a@x.example', FIRST, { change: 'created', former: null }),
        address('b@x.example', FIRST, { former: { email: 'a@x.example' } }),
      ],
      'b@x.example',
    ],
    [
      'the end of a chain of updates within one second',
      [
        address('b@x.example', FIRST, { former: { email: 'a@x.example' } }),
        address('c@x.example', FIRST, { former: { email: 'b@x.example' } }),
      ],
      'c@x.example',
    ],
    [
      'the address that changed within the second of another update',
      [
        message({ email: 'a@x.example', metadata: { tier: 'gold' } }),
        address('b@x.example', FIRST, { former: { email: 'a@x.example' } }),
      ],
      'b@x.example',
    ],
    [
      'the address before another update within its second',
      [
        address('b@x.example', FIRST, { former: { email: 'a@x.example' } }),
        message({ email: 'b@x.example', name: 'Acme GmbH' }, { former: { name: 'Acme' } }),
      ],
      'b@x.example',
    ],
    [
      'the deletion within the second of an update',
      [address('a@x.example', FIRST), address('a@x.example', FIRST, { change: 'deleted', former: null })],
      undefined,
    ],
    [
      'the deletion, which an older message does not undo',
      [
        address('a@x.example', FIRST, { change: 'created' }),
        address('b@x.example', FIRST),
        address('b@x.example', SECOND, { change: 'deleted', former: null }),
      ],
      undefined,
    ],
  ])('holds %s, in whatever order the messages come', (_, messages, email) => {
    for (const order of orders(messages)) {
      expect(recordOf(...order)?.values?.email).toBe(email);
      expect(latestOf(order)?.email).toBe(email);
    }
  });

  it.each<[string, CustomerSnapshot[], Partial<CustomerValues>]>([
    [
      'the last of three addresses',
      [
        message({ email: 'b@x.example' }, { former: { email: 'a@x.example' } }),
        message({ email: 'c@x.example' }, { former: { email: 'b@x.example' } }),
        message({ email: 'd@x.example' }, { former: { email: 'c@x.example' } }),
      ],
      { email: 'd@x.example' },
    ],
    [
      'the last of two countries',
      [
        message({ country: 'RO' }, { former: { country: 'DE' } }),
        message({ country: 'FR' }, { former: { country: 'RO' } }),
      ],
      { country: 'FR' },
    ],
    [
      'a country and an address that changed one after the other',
      [
        message({ country: 'RO', email: 'a@x.example' }, { former: { country: 'DE' } }),
        message({ country: 'RO', email: 'b@x.example' }, { former: { email: 'a@x.example' } }),
      ],
      { country: 'RO', email: 'b@x.example' },
    ],
    [
      'the last word under a key, also under one that every object has',
      [
        message({ metadata: { constructor: 'a' } }, { former: { metadata: { constructor: null } } }),
        message({ metadata: { constructor: 'b' } }, { former: { metadata: { constructor: 'a' } } }),
        message({ metadata: { constructor: 'c' } }, { former: { metadata: { constructor: 'b' } } }),
      ],
      { metadata: { constructor: 'c' } },
    ],
    [
      'the message with the last id, where the provider does not say what was before',
      [
        address('a@x.example', FIRST, { message: 'evt_01a', former: null }),
        address('b@x.example', FIRST, { message: 'evt_01b', former: null }),
        address('c@x.example', FIRST, { message: null, former: null }),
      ],
      { email: 'b@x.example' },
    ],
  ])('holds %s, in whatever order the messages come', (_, messages, values) => {
    for (const order of orders(messages)) {
      expect(recordOf(...order)?.values).toEqual(customer(values));
      expect(latestOf(order)).toEqual(recordOf(...order)?.values);
    }
  });

  it('holds what a value returned to within one second, where it is known what stood before', () => {
    const before = address('a@x.example', FIRST);
    const there = address('b@x.example', SECOND, { former: { email: 'a@x.example' } });
    const back = address('a@x.example', SECOND, { former: { email: 'b@x.example' } });
    for (const order of orders([there, back])) {
      expect(recordOf(before, ...order)?.values?.email).toBe('a@x.example');
    }
  });

  it('holds what a value returned to in every order, also where what stood before is told of last', () => {
    const there = address('b@x.example', SECOND, { former: { email: 'a@x.example' } });
    const back = address('a@x.example', SECOND, { former: { email: 'b@x.example' } });
    const older = address('z@x.example', '2026-11-20T07:59:59Z');
    const before = address('a@x.example', FIRST, { former: { email: 'z@x.example' } });
    for (const order of orders([older, before, there, back]))
      expect(recordOf(...order)?.values?.email).toBe('a@x.example');
    const inOneSecond = address('a@x.example', '2026-11-20T07:59:59Z', { former: { email: 'z@x.example' } });
    for (const order of orders([older, inOneSecond, there, back]))
      expect(recordOf(...order)?.values?.email).toBe('a@x.example');
  });

  it('keeps a bounded part of what is told within one second', () => {
    const metadata = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`key${n}`, 'x'.repeat(500)]));
    const steps = Array.from({ length: 9 }, (_, n) => `${n}@x.example`);
    const messages = steps.map((email, n) => message({ email, metadata }, { former: { email: `${n - 1}@x.example` } }));
    const record = recordOf(...messages);
    expect(record?.values?.email).toBe('8@x.example');
    expect(JSON.stringify(record).length).toBeLessThan(100_000);
    expect(customerRecordSchema.parse(record)).toEqual(record);
  });

  it('reads a record of an earlier release', () => {
    const { told: _told, ...older } = recordOf(address('a@x.example', FIRST)) ?? {};
    const record = customerRecordSchema.parse(older);
    expect(
      withMessage(record, address('b@x.example', FIRST, { former: { email: 'a@x.example' } }))?.values?.email,
    ).toBe('b@x.example');
    expect(withMessage(record, address('b@x.example', FIRST, { message: null, former: null }))).toBeUndefined();
  });

  it('counts its writes, and is not written for what it knows', () => {
    const [one, other] = [address('a@x.example', FIRST), address('b@x.example', SECOND)];
    const stored = recordOf(one);
    expect(stored).toMatchObject({ revision: 1, at: FIRST });
    expect(stored && withMessage(stored, one)).toBeUndefined();
    expect(recordOf(one, other)).toMatchObject({ revision: 2, at: SECOND });
    expect(withMessage(recordOf(one, other), one)).toBeUndefined();
  });

  it('keeps nothing personal of a customer who was deleted', () => {
    const record = recordOf(address('a@x.example', FIRST), address('a@x.example', SECOND, { change: 'deleted' }));
    expect(record).toEqual({ provider: 'stripe', id: 'cus_1', at: SECOND, change: 'deleted', revision: 2 });
    expect(customerRecordSchema.parse(record)).toEqual(record);
  });
});

describe('what a contract is to say of its customer', () => {
  const held = { name: 'Acme', email: 'old@x.example', locale: 'de' };
  const changes = (values: Partial<CustomerValues>, providerSet: readonly ProviderField[] = PROVIDER_FIELDS) =>
    customerChanges(customer({ ...held, ...values }), { customer: held }, providerSet);

  it('is what the provider says', () => {
    expect(changes({})).toEqual({});
    expect(changes({ email: 'new@x.example', country: 'DE', metadata: { a: 'b' } })).toEqual({
      email: 'new@x.example',
    });
    const all = { name: 'Acme SRL', email: 'new@x.example', locale: 'fr' };
    expect(changes(all)).toEqual(all);
  });

  it('is never changed where a person or a rule said it', () => {
    const all = { name: 'Acme SRL', email: 'new@x.example', locale: 'fr' };
    expect(changes(all, ['name'])).toEqual({ name: 'Acme SRL' });
    expect(changes(all, [])).toEqual({});
  });

  it('stays where the provider no longer knows it', () => {
    expect(changes({ name: null, email: null, locale: null })).toEqual({});
  });
});
