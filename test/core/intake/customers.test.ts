import { describe, expect, it } from 'vitest';
import {
  type CustomerRecord,
  contactChanges,
  customerRecordSchema,
  isLater,
  isToBeCarried,
  latestOf,
  withCarried,
  withMessage,
} from '../../../shared/core/intake/customers.ts';
import type { CustomerSnapshot, CustomerValues } from '../../../shared/core/webhooks/snapshots.ts';
import { customer } from './intake.ts';

const [FIRST, SECOND] = ['2026-11-20T08:00:00Z', '2026-11-20T08:00:01Z'];

function message(values: Partial<CustomerValues>, more: Partial<CustomerSnapshot> = {}): CustomerSnapshot {
  const base = { provider: 'stripe', id: 'cus_1', at: FIRST, change: 'updated', former: {} } as const;
  return { ...base, values: customer(values), ...more };
}

const address = (email: string, at: string, more: Partial<CustomerSnapshot> = {}) =>
  message({ email }, { at, ...more });

function recordOf(...messages: CustomerSnapshot[]): CustomerRecord | undefined {
  return messages.reduce<CustomerRecord | undefined>((stored, one) => withMessage(stored, one) ?? stored, undefined);
}

/** Every order of a few things. */
function orders<T>(all: readonly T[]): T[][] {
  if (all.length < 2) return [[...all]];
  return all.flatMap((one, index) => orders(all.filter((_, other) => other !== index)).map((rest) => [one, ...rest]));
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

  it('counts its writes, and is not written for what it knows', () => {
    const [one, other] = [address('a@x.example', FIRST), address('b@x.example', SECOND)];
    const stored = recordOf(one);
    expect(stored).toMatchObject({ revision: 1, at: FIRST });
    expect(stored && withMessage(stored, one)).toMatchObject({ revision: 2, values: stored?.values });
    expect(recordOf(one, other)).toMatchObject({ revision: 2, at: SECOND });
    expect(withMessage(recordOf(one, other), one)).toBeUndefined();
    expect(isLater(address('a@x.example', FIRST, { change: 'created' }), { at: FIRST, change: 'created' })).toBe(false);
  });

  it('keeps nothing personal of a customer who was deleted', () => {
    const record = recordOf(address('a@x.example', FIRST), address('a@x.example', SECOND, { change: 'deleted' }));
    expect(record).toEqual({ provider: 'stripe', id: 'cus_1', at: SECOND, change: 'deleted', revision: 2 });
    expect(customerRecordSchema.parse(record)).toEqual(record);
    expect(record && isToBeCarried(record)).toBe(false);
    expect(record && contactChanges(record, { customer: { email: 'a@x.example', locale: 'en' } })).toEqual({});
  });
});

describe('what a customer’s message changes in a contract', () => {
  const before = message({ name: 'Acme', email: 'old@x.example', locale: 'de' });
  const changed = (now: Partial<CustomerValues>, held: object, was = before) => {
    const record = recordOf(was, message(now, { at: SECOND }));
    if (!record) throw new Error('there is no record');
    return contactChanges(record, { customer: { name: 'Acme', email: 'old@x.example', locale: 'de', ...held } });
  };
  const SAME = { name: 'Acme', email: 'old@x.example', locale: 'de' };

  it('is what changed at the provider', () => {
    expect(changed({ ...SAME, email: 'new@x.example' }, {})).toEqual({ email: 'new@x.example' });
    expect(changed({ name: 'Acme SRL', email: 'new@x.example', locale: 'fr' }, {})).toEqual({
      name: 'Acme SRL',
      email: 'new@x.example',
      locale: 'fr',
    });
    expect(changed({ ...SAME, country: 'DE', metadata: { a: 'b' } }, {})).toEqual({});
  });

  it('is never what a person or a rule set', () => {
    const now = { name: 'Acme SRL', email: 'new@x.example', locale: 'fr' };
    expect(changed(now, { email: 'legal@x.example' })).toEqual({ name: 'Acme SRL', locale: 'fr' });
    expect(changed(now, { name: undefined, locale: 'en' })).toEqual({ email: 'new@x.example' });
  });

  it('is not what the provider no longer knows', () => {
    expect(changed({ name: null, email: null, locale: null }, {})).toEqual({});
  });

  it('is a name and a language where there was none', () => {
    const nothing = message({ name: null, email: 'old@x.example', locale: null });
    expect(changed({ ...SAME, name: 'Acme' }, { name: undefined, locale: 'en' }, nothing)).toEqual({
      name: 'Acme',
      locale: 'de',
    });
  });

  it('is to be carried over until that is recorded, over several messages', () => {
    const record = recordOf(before, message({ ...SAME, email: 'b@x.example' }, { at: SECOND }));
    if (!record) throw new Error('there is no record');
    expect(isToBeCarried(record)).toBe(true);
    const next = withMessage(record, message({ ...SAME, email: 'c@x.example' }, { at: '2026-11-21T00:00:00Z' }));
    if (!next) throw new Error('there is no later record');
    expect(contactChanges(next, { customer: { email: 'old@x.example', name: 'Acme', locale: 'de' } })).toEqual({
      email: 'c@x.example',
    });
    const done = withCarried(next);
    expect(done).toMatchObject({ revision: 4, carried: { email: 'c@x.example' } });
    expect(isToBeCarried(done)).toBe(false);
    const back = message({ ...SAME, email: 'old@x.example' }, { at: '2026-11-22T00:00:00Z' });
    expect(isToBeCarried(withMessage(done, back) ?? done)).toBe(true);
  });
});
