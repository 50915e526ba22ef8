import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../shared/core/events/event.ts';
import { settled } from '../../../shared/core/events/payments.ts';

const START = Date.parse('2026-11-20T08:00:00Z');

function told(minute: number, kind: string, data: Fact['data'], provider?: string) {
  const epoch = START + minute * 60_000;
  const id = `${kind}-${minute}-${data.payment ?? ''}`;
  const source = provider === undefined ? {} : { source: { provider, eventId: id, type: kind } };
  return { epoch, fact: { id, kind, occurredAt: new Date(epoch).toISOString(), data, ...source } };
}

const money = (amount: number) => ({ amount, currency: 'EUR' });
const remainingOf = (...facts: ReturnType<typeof told>[]) =>
  settled(facts)
    .filter(({ fact }) => fact.kind === 'payment.received' || fact.kind === 'invoice.credited')
    .map(({ fact }) => fact.data.remaining);
const amountsOf = (...facts: ReturnType<typeof told>[]) =>
  settled(facts)
    .filter(({ fact }) => fact.kind === 'payment.received')
    .map(({ fact }) => fact.data.amount);

const issued = told(0, 'invoice.issued', { invoice: 'in_1', ...money(4900) });

describe('what remains of an invoice', () => {
  it('is what was invoiced less what was paid, part by part', () => {
    const part = (minute: number, amount: number) =>
      told(minute, 'payment.received', { payment: `pi_${minute}`, invoice: 'in_1', ...money(amount) });
    expect(remainingOf(issued, part(1, 1), part(2, 1900), part(3, 2999))).toEqual([4899, 2999, 0]);
  });

  it('is less by a credit, and nothing once it is voided', () => {
    const credit = told(1, 'invoice.credited', { invoice: 'in_1', ...money(900) });
    const paid = told(2, 'payment.received', { payment: 'pi_1', invoice: 'in_1', ...money(4000) });
    expect(remainingOf(issued, credit, paid)).toEqual([4000, 0]);
  });

  describe('of a credit that is taken back', () => {
    const credit = (minute: number, id: string, amount = 900) =>
      told(minute, 'invoice.credited', { invoice: 'in_1', credit: id, ...money(amount) }, 'paddle');
    const back = (minute: number, named: object, amount = 900) =>
      told(minute, 'invoice.credit-reversed', { invoice: 'in_1', ...named, ...money(amount) }, 'paddle');
    const [ADJ_1, ADJ_2] = [{ reversal: 'adj_1' }, { reversal: 'adj_2' }];
    const paid = told(9, 'payment.received', { payment: 'x', invoice: 'in_1', ...money(4000) }, 'paddle');

    it.each<[string, ReturnType<typeof told>[], number[]]>([
      ['by its id', [credit(1, 'a'), back(2, { credit: 'a' })], [900]],
      ['by its amount', [credit(1, 'a', 100), credit(2, 'b'), back(3, {})], [4800, 800]],
      ['by both', [credit(1, 'a'), credit(2, 'b'), back(3, { credit: 'b' }), back(4, {})], [4000, 0]],
      ['although it is told again', [credit(1, 'a'), credit(2, 'a'), back(3, { credit: 'a' })], [900]],
      ['once of two that are alike', [credit(1, 'a'), credit(2, 'b'), back(3, {})], [4000, 0]],
      ['and so is another like it', [credit(1, 'a'), credit(2, 'b'), back(3, ADJ_1), back(4, ADJ_2)], [900]],
      [
        'once, although that is told again',
        [credit(1, 'a'), credit(2, 'b'), back(3, ADJ_1), back(4, ADJ_1)],
        [4000, 0],
      ],
      ['of another amount', [credit(1, 'a'), back(2, {}, 100)], [4000, 0]],
    ])('%s', (_, facts, remaining) => expect(remainingOf(issued, ...facts, paid)).toEqual(remaining));

    it('is less by one of two that are told of the same credit', () => {
      expect(remainingOf(issued, credit(1, 'a'), credit(2, 'a'), paid)).toEqual([4000, 0]);
    });
  });

  it('is what the provider says', () => {
    const paid = told(1, 'payment.received', { payment: 'x', invoice: 'in_1', ...money(4900), remaining: 0 }, 'stripe');
    const part = told(1, 'payment.received', { payment: 'x', invoice: 'in_1', ...money(9), remaining: 4891 }, 'paddle');
    expect(remainingOf(issued, paid)).toEqual([0]);
    expect(remainingOf(issued, part)).toEqual([4891]);
  });

  it('is nothing where either amount is not known, or no invoice is named', () => {
    const whole = told(1, 'payment.received', { payment: 'pi_1', invoice: 'in_1' });
    const other = told(1, 'payment.received', { payment: 'pi_1', invoice: 'in_2', ...money(1) });
    const none = told(1, 'payment.received', { payment: 'pi_1', ...money(1) });
    expect(remainingOf(issued, whole)).toEqual([0]);
    expect(remainingOf(issued, other)).toEqual([0]);
    expect(remainingOf(issued, none)).toEqual([0]);
  });

  it('is not lessened again by what a message that is told late has counted already', () => {
    const paid = (minute: number, amount: number) =>
      told(minute, 'payment.received', { payment: `pi_${minute}`, invoice: 'in_1', ...money(amount) }, 'stripe');
    // It is sent days after the due day at which it stands.
    const overdue = told(1, 'invoice.overdue', {
      ...{ invoice: 'in_1', ...money(2000) },
      ...{ remaining: 2000, amountPaid: 2000, amountCredited: 900 },
    });
    const credit = told(3, 'invoice.credited', { invoice: 'in_1', ...money(900) }, 'stripe');
    expect(remainingOf(issued, overdue, paid(2, 2000), credit)).toEqual([2000, 2000]);
    expect(remainingOf(issued, overdue, paid(2, 2000), credit, paid(4, 1500))).toEqual([2000, 2000, 500]);
  });

  it('follows the newest word on what is owed', () => {
    const corrected = told(1, 'invoice.overdue', { invoice: 'in_1', ...money(3000), remaining: 3000 });
    const paid = told(2, 'payment.received', { payment: 'pi_1', invoice: 'in_1', ...money(3000) });
    expect(remainingOf(issued, corrected, paid)).toEqual([0]);
  });
});

describe('one payment that several messages tell of', () => {
  const part = (minute: number, payment: string, amount: number) =>
    told(minute, 'payment.received', { payment, invoice: 'in_1', ...money(amount) }, 'stripe');
  const whole = (minute: number, payment: string) =>
    told(minute, 'payment.received', { payment, invoice: 'in_1', ...money(4900), remaining: 0 }, 'stripe');

  it('counts once where an invoice gives the sum of its payments', () => {
    expect(amountsOf(issued, part(1, 'pi_1', 2000), part(2, 'pi_2', 2900), whole(2, 'pi_2'))).toEqual([
      2000, 2900, 2900,
    ]);
    expect(amountsOf(issued, part(1, 'pi_1', 4900), whole(1, 'in_1'))).toEqual([4900, 0]);
    expect(amountsOf(issued, whole(1, 'in_1'))).toEqual([4900]);
  });

  it('counts once where it is told with its invoice and without', () => {
    const bare = (minute: number, payment: string, amount = 4900) =>
      told(minute, 'payment.received', { payment, ...money(amount) }, 'stripe');
    expect(amountsOf(issued, whole(1, 'in_1'), bare(1, 'pi_1'))).toEqual([4900]);
    expect(amountsOf(issued, bare(1, 'pi_1'), whole(2, 'in_1'))).toEqual([4900]);
    expect(amountsOf(whole(1, 'in_1'), bare(9, 'pi_2'))).toEqual([4900, 4900]);
    expect(amountsOf(whole(1, 'in_1'), bare(2, 'pi_2', 4800))).toEqual([4900, 4800]);
    expect(amountsOf(whole(1, 'pi_1'), bare(2, 'pi_2'))).toEqual([4900, 4900]);
  });

  it('is one where a checkout that does not name it stands in for it', () => {
    const bare = (minute: number, payment: string) =>
      told(minute, 'payment.received', { payment, ...money(4900) }, 'stripe');
    const checkout = (minute: number, payment: string) =>
      told(minute, 'payment.received', { payment, checkout: 'cs_1', ...money(4900) }, 'stripe');
    expect(amountsOf(checkout(1, 'cs_1'), bare(1, 'pi_1'))).toEqual([4900]);
    expect(amountsOf(bare(1, 'pi_1'), checkout(2, 'cs_1'), bare(3, 'pi_2'))).toEqual([4900, 4900]);
    expect(amountsOf(checkout(1, 'pi_1'), bare(2, 'pi_2'))).toEqual([4900, 4900]);
  });

  it('is two where two are made, of one amount and at one time', () => {
    const bare = (minute: number, payment: string) =>
      told(minute, 'payment.received', { payment, ...money(4900) }, 'stripe');
    expect(amountsOf(bare(1, 'pi_1'), bare(2, 'pi_2'))).toEqual([4900, 4900]);
    expect(amountsOf(bare(1, 'pi_1'), whole(2, 'in_1'), bare(3, 'pi_2'))).toEqual([4900, 4900]);
    expect(amountsOf(part(1, 'pi_1', 4900), whole(2, 'in_1'), bare(3, 'pi_2'))).toEqual([4900, 0, 4900]);
  });

  it('never takes what a person records for a message', () => {
    const byHand = (payment: string) => told(1, 'payment.received', { payment, ...money(4900) });
    expect(amountsOf(byHand('a'), byHand('b'))).toEqual([4900, 4900]);
  });
});

describe('a payment that a person recorded under the provider’s id', () => {
  const part = { payment: 'pi_1', invoice: 'in_1', ...money(2000) };
  const byPerson = (minute: number, data: Fact['data'] = part) => told(minute, 'payment.received', data);
  const byProvider = (minute: number, data: Fact['data'] = part) => told(minute, 'payment.received', data, 'stripe');

  it.each([
    ['after the message', [byProvider(1), byPerson(2)]],
    ['before the message', [byPerson(1), byProvider(2)]],
    ['without its amount', [byPerson(1, { payment: 'pi_1', invoice: 'in_1' }), byProvider(2)]],
    ['twice', [byPerson(1), byPerson(2)]],
  ])('takes off its invoice once: %s', (_, facts) => expect(remainingOf(issued, ...facts)).toEqual([2900, 2900]));

  it('is no part of what a message says is paid already', () => {
    const late = told(
      0,
      'invoice.issued',
      { invoice: 'in_1', ...money(4900), remaining: 2900, amountPaid: 2000 },
      'stripe',
    );
    expect(remainingOf(late, byPerson(1))).toEqual([2900]);
  });

  it('is a part of the sum that the invoice tells', () => {
    const whole = byProvider(3, { payment: 'in_1', invoice: 'in_1', ...money(4900), remaining: 0 });
    expect(amountsOf(issued, byPerson(1), whole)).toEqual([2000, 2900]);
    const last = { payment: 'pi_2', invoice: 'in_1', ...money(2900), remaining: 0 };
    expect(amountsOf(issued, byPerson(1), byPerson(2, last))).toEqual([2000, 2900]);
  });

  it.each([
    ['before the message', [byPerson(1, { payment: 'pi_1', invoice: 'in_1' }), byProvider(2)]],
    ['after the message', [byProvider(1), byPerson(2, { payment: 'pi_1', invoice: 'in_1' })]],
  ])('without its amount is a part of the sum all the same: %s', (_, facts) => {
    const whole = byProvider(3, { payment: 'in_1', invoice: 'in_1', ...money(4900), remaining: 0 });
    expect(amountsOf(issued, ...facts, whole)).toEqual([2000, 2000, 2900]);
  });

  it.each([
    ['on a day', '2026-11-20', 1],
    ['at a moment', undefined, 1],
    ['on another day', '2026-11-18', 2],
  ])('without its invoice is the one that the invoice tells: %s', (_, day, count) => {
    const bare = byPerson(0, { payment: 'pi_1', ...money(4900) });
    const onDay = day && { epoch: Date.parse(`${day}T00:00:00Z`), fact: { ...bare.fact, occurredAt: day } };
    const whole = byProvider(3, { payment: 'in_1', invoice: 'in_1', ...money(4900), remaining: 0 });
    expect(amountsOf(onDay || bare, issued, whole)).toHaveLength(count);
  });

  it('under an id of no provider is a payment of its own', () => {
    const cash = { ...part, payment: 'cash' };
    expect(remainingOf(issued, byPerson(1, cash), byProvider(2))).toEqual([2900, 900]);
    expect(remainingOf(issued, byPerson(1, cash), byPerson(2, cash))).toEqual([2900, 900]);
  });
});
