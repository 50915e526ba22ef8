import { describe, expect, it } from 'vitest';
import type { ContractEvent } from '../../shared/core/events/event.ts';
import { correctEvent } from '../../shared/recording/correct-event.ts';
import { recordEvent } from '../../shared/recording/record-event.ts';
import { settle } from '../../shared/recording/settle.ts';
import * as ofPaddle from '../core/webhooks/fixtures/paddle.ts';
import * as ofStripe from '../core/webhooks/fixtures/stripe.ts';
import { allOf } from '../harness/lists.ts';
import { contractOf, Door, type Json, NOW } from './door.ts';

const { at } = ofStripe;
const message = (id: string, type: string, object: Json) =>
  ofStripe.stripeEvent(type, object, { id, created: at(NOW) });

/** An invoice for no subscription names the customer alone. */
const invoice = (type: string, changes: Json = {}) =>
  message(
    `evt_${type}`,
    type,
    ofStripe.legacyInvoice({ id: 'in_c', subscription: null, payment_intent: null, customer: 'cus_1', ...changes }),
  );
const refund = message('evt_re', 'refund.created', ofStripe.refund({ payment_intent: 'pi_1', charge: 'ch_1' }));

let door: Door;

async function twoOfACustomer(): Promise<void> {
  door = new Door();
  for (const id of ['first', 'second']) await door.create(contractOf(id, { stripe: [`sub_${id}`, 'cus_1'] }));
}

async function record(contract: string, id: string, kind: string, data: ContractEvent['data']) {
  const event = { id, kind, occurredAt: NOW, recordedAt: NOW, data };
  const result = await recordEvent(door.dependencies, { contract, event });
  await door.drain();
  return result;
}

const person = { by: 'Ana', reason: 'It was the other one.' };

async function correct(contract: string, event: string, kind: string, data: ContractEvent['data']) {
  const corrected = { kind, occurredAt: NOW, data };
  const result = await correctEvent(door.dependencies, { contract, event, corrected, ...person });
  await door.drain();
  return result;
}

describe('an event that a person recorded', () => {
  it('teaches its invoice: the message that waited and those that follow are of its contract', async () => {
    await twoOfACustomer();
    const waiting = await door.deliver('stripe', invoice('invoice.finalized'));
    expect(waiting.state).toBe('ambiguous');
    expect(await record('second', 'mine', 'invoice.issued', { invoice: 'in_c', dueOn: '2026-12-04' })).toMatchObject({
      outcome: 'recorded',
      notLearned: [],
    });
    expect(await door.delivery(waiting.id)).toMatchObject({ state: 'recorded', facts: [{ contract: 'second' }] });
    const states = async () => (await door.table.load('second'))?.deadlines.map(({ state }) => state) ?? [];
    expect(await states()).toEqual(['open']);
    const paid = await door.deliver('stripe', invoice('invoice.paid', { status: 'paid', amount_paid: 4900 }));
    expect(paid).toMatchObject({ state: 'recorded', facts: [{ contract: 'second' }] });
    expect(await states()).toEqual(['cancelled']);
    expect(await door.kinds('first')).toEqual([]);
  });

  it('teaches its payment: the refund that is parked is recorded with it', async () => {
    door = new Door();
    await door.create(contractOf('acme', { stripe: ['sub_1'] }));
    const waiting = await door.deliver('stripe', refund);
    expect(waiting.state).toBe('parked');
    await record('acme', 'mine', 'payment.received', { payment: 'pi_1', invoice: 'in_1' });
    expect(await door.delivery(waiting.id)).toMatchObject({ state: 'recorded', facts: [{ contract: 'acme' }] });
    expect(await door.table.ownersOf('stripe', 'in_1')).toBeUndefined();
  });

  it('teaches a transaction at the provider whose ids look like it', async () => {
    door = new Door();
    await door.create(contractOf('acme', { paddle: ['sub_01'] }));
    await record('acme', 'mine', 'payment.received', { payment: 'txn_01' });
    expect(await door.table.ownersOf('paddle', 'txn_01')).toEqual({ kind: 'taught', contracts: ['acme'] });
    expect(await door.table.ownersOf('stripe', 'txn_01')).toBeUndefined();
    const adjusted = ofPaddle.paddleEvent(
      'adjustment.created',
      ofPaddle.adjustment({ subscription_id: null, transaction_id: 'txn_01' }),
    );
    expect(await door.deliver('paddle', adjusted)).toMatchObject({ facts: [{ contract: 'acme' }] });
  });

  it('teaches nothing by an id of another form', async () => {
    await twoOfACustomer();
    for (const [place, payment] of ['PAY-7', 'cus_1', 'pi_', `in_${'x'.repeat(200)}`, 'pi_1#contract'].entries()) {
      expect(await record('first', `e${place}`, 'payment.received', { payment })).toMatchObject({ notLearned: [] });
      expect((await door.table.ownersOf('stripe', payment))?.kind).not.toBe('taught');
    }
  });

  it('is recorded all the same where another contract has the id, and says so', async () => {
    await twoOfACustomer();
    await record('first', 'a', 'invoice.issued', { invoice: 'in_c' });
    expect(await record('second', 'b', 'invoice.issued', { invoice: 'in_c' })).toMatchObject({
      outcome: 'recorded',
      notLearned: [{ provider: 'stripe', reference: 'in_c', contract: 'first', why: expect.stringContaining('first') }],
    });
    expect(await door.kinds('second')).toEqual(['invoice.issued']);
    expect(await door.table.ownersOf('stripe', 'in_c')).toMatchObject({ contracts: ['first'] });
  });

  it('gives the id up as it is withdrawn, and the other contract has it once its event is sent again', async () => {
    await twoOfACustomer();
    await record('first', 'a', 'invoice.issued', { invoice: 'in_c' });
    await record('second', 'b', 'invoice.issued', { invoice: 'in_c' });
    await record('first', 'w', 'event.withdrawn', { event: 'a' });
    expect(await door.table.ownersOf('stripe', 'in_c')).toBeUndefined();
    const waiting = await door.deliver('stripe', invoice('invoice.finalized'));
    expect(waiting.state).toBe('ambiguous');
    expect(await record('second', 'b', 'invoice.issued', { invoice: 'in_c' })).toMatchObject({
      outcome: 'duplicate',
      notLearned: [],
    });
    expect(await door.delivery(waiting.id)).toMatchObject({ state: 'recorded', facts: [{ contract: 'second' }] });
  });

  it('keeps the id while another event of the contract names it', async () => {
    await twoOfACustomer();
    await record('first', 'a', 'invoice.issued', { invoice: 'in_c' });
    await record('first', 'b', 'payment.failed', { payment: 'pi_1', invoice: 'in_c' });
    await record('first', 'w', 'event.withdrawn', { event: 'a' });
    expect(await door.table.ownersOf('stripe', 'in_c')).toMatchObject({ contracts: ['first'] });
  });

  it('wakes what waits if it is sent again, after it was cut off before', async () => {
    door = new Door();
    await door.create(contractOf('acme', { stripe: ['sub_1'] }));
    const waiting = await door.deliver('stripe', refund);
    const event = { id: 'mine', kind: 'payment.received', occurredAt: NOW, recordedAt: NOW, data: { payment: 'pi_1' } };
    const cutOff = { ...door.dependencies, wake: () => Promise.reject(new Error('the queue is gone')) };
    await expect(recordEvent(cutOff, { contract: 'acme', event })).rejects.toThrow('the queue is gone');
    expect(await door.delivery(waiting.id)).toMatchObject({ state: 'parked' });
    expect(await record('acme', 'mine', 'payment.received', { payment: 'pi_1' })).toMatchObject({
      outcome: 'duplicate',
    });
    expect(await door.delivery(waiting.id)).toMatchObject({ state: 'recorded' });
    expect(await door.waiting('stripe', 'pi_1')).toEqual([]);
  });
});

describe('what a person taught', () => {
  it('is woken by the sweep if the process dies before it wakes what waits', async () => {
    door = new Door();
    await door.create(contractOf('acme', { stripe: ['sub_1'] }));
    const waiting = await door.deliver('stripe', refund);
    const event = { id: 'mine', kind: 'payment.received', occurredAt: NOW, recordedAt: NOW, data: { payment: 'pi_1' } };
    const cutOff = { ...door.dependencies, wake: () => Promise.reject(new Error('the process died')) };
    await expect(recordEvent(cutOff, { contract: 'acme', event })).rejects.toThrow('the process died');
    expect((await allOf(door.table.agenda(NOW))).map(({ contract, kind }) => [contract, kind])).toEqual([
      ['acme', 'contract'],
    ]);
    expect((await door.table.head('acme'))?.taught).toEqual([{ provider: 'stripe', reference: 'pi_1' }]);
    await settle(door.dependencies, 'acme');
    await door.drain();
    expect(await door.delivery(waiting.id)).toMatchObject({ state: 'recorded', facts: [{ contract: 'acme' }] });
    expect(await allOf(door.table.agenda(NOW))).toEqual([]);
    expect((await door.table.head('acme'))?.taught).toBeUndefined();
  });

  it('is woken by the sweep also where a correction taught it', async () => {
    await twoOfACustomer();
    const waiting = await door.deliver('stripe', invoice('invoice.finalized'));
    await record('second', 'mine', 'invoice.issued', { invoice: 'in_wrong' });
    const cutOff = { ...door.dependencies, wake: () => Promise.reject(new Error('the process died')) };
    const corrected = { kind: 'invoice.issued', occurredAt: NOW, data: { invoice: 'in_c' } };
    const request = { contract: 'second', event: 'mine', corrected, ...person };
    await expect(correctEvent(cutOff, request)).rejects.toThrow('the process died');
    await settle(door.dependencies, 'second');
    await door.drain();
    expect(await door.delivery(waiting.id)).toMatchObject({ state: 'recorded', facts: [{ contract: 'second' }] });
  });

  it('is on the agenda only while something waits', async () => {
    await twoOfACustomer();
    const before = (await door.table.head('first'))?.revision;
    await record('first', 'a', 'invoice.issued', { invoice: 'in_c' });
    expect((await door.table.head('first'))?.revision).toBe((before ?? 0) + 1);
    await door.deliver('stripe', invoice('invoice.finalized'));
    await record('first', 'b', 'invoice.overdue', { invoice: 'in_c' });
    expect(await allOf(door.table.agenda(NOW))).toEqual([]);
  });

  it('is of the first of two contracts that are taught it at one moment', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      await twoOfACustomer();
      const results = await Promise.all(
        ['first', 'second'].map((contract) => record(contract, contract, 'invoice.issued', { invoice: 'in_c' })),
      );
      const { contracts = [] } = (await door.table.ownersOf('stripe', 'in_c')) ?? {};
      expect(contracts).toHaveLength(1);
      const refused = results.flatMap((result) => ('notLearned' in result ? result.notLearned : []));
      expect(refused).toMatchObject([{ reference: 'in_c', contract: contracts[0] }]);
    }
  });

  it('stays where a message taught it as well, when the person’s event is withdrawn', async () => {
    door = new Door();
    await door.create(contractOf('acme', { stripe: ['sub_1', 'cus_1'] }));
    // The invoice of an older version of the API teaches the payment intent, which its event does not name.
    await door.deliver('stripe', invoice('invoice.finalized', { payment_intent: 'pi_1' }));
    await record('acme', 'mine', 'payment.received', { payment: 'pi_1' });
    await record('acme', 'w', 'event.withdrawn', { event: 'mine' });
    expect(await door.table.ownersOf('stripe', 'pi_1')).toEqual({ kind: 'learned', contracts: ['acme'] });
  });

  it('of which another contract has the id, is withdrawn without taking the id away there', async () => {
    await twoOfACustomer();
    await record('first', 'a', 'invoice.issued', { invoice: 'in_c' });
    await record('second', 'b', 'invoice.issued', { invoice: 'in_c' });
    expect(await record('second', 'w', 'event.withdrawn', { event: 'b' })).toMatchObject({ outcome: 'recorded' });
    expect(await door.table.ownersOf('stripe', 'in_c')).toMatchObject({ contracts: ['first'] });
  });
});

describe('what a message taught', () => {
  const issued = { invoice: 'in_c', dueOn: '2026-12-04' };

  /** A message that went to the contract that runs, while it is of the other one. */
  async function recordedWithTheWrongOne(charge: string | null = null): Promise<string> {
    await twoOfACustomer();
    await record('second', 'end', 'contract.terminated', {});
    door.now = '2026-11-21T08:00:00Z';
    const finalized_at = at(door.now);
    const later = invoice('invoice.finalized', { charge, status_transitions: { finalized_at } });
    expect(await door.deliver('stripe', later)).toMatchObject({ state: 'recorded', facts: [{ contract: 'first' }] });
    return (await door.table.load('first'))?.events.find(({ source }) => source)?.id ?? '';
  }

  it('is forgotten as the event is withdrawn, so that a person can move it', async () => {
    const wrong = await recordedWithTheWrongOne();
    expect(await record('second', 'b', 'invoice.issued', issued)).toMatchObject({
      notLearned: [{ contract: 'first' }],
    });
    await record('first', 'w', 'event.withdrawn', { event: wrong });
    expect(await record('second', 'b', 'invoice.issued', issued)).toMatchObject({
      outcome: 'duplicate',
      notLearned: [],
    });
    expect(await door.table.ownersOf('stripe', 'in_c')).toEqual({ kind: 'taught', contracts: ['second'] });
  });

  it('gives way to the invoice that a person assigned, where it is another id of the same message', async () => {
    // An older version of the API: the charge is taught, which the event does not name.
    await recordedWithTheWrongOne('ch_1');
    expect(await record('second', 'b', 'invoice.issued', issued)).toMatchObject({ notLearned: [] });
    const paid = await door.deliver('stripe', invoice('invoice.paid', { charge: 'ch_1', amount_paid: 4900 }));
    expect(paid).toMatchObject({ state: 'recorded', facts: [{ contract: 'second' }] });
  });

  it('is forgotten with the person’s correction that took its place', async () => {
    const wrong = await recordedWithTheWrongOne();
    const corrected = await correct('first', wrong, 'invoice.issued', issued);
    const [correction] = corrected.outcome === 'corrected' ? corrected.corrections : [];
    expect(await door.table.ownersOf('stripe', 'in_c')).toMatchObject({ contracts: ['first'] });
    await record('first', 'w', 'event.withdrawn', { event: correction?.recorded[0]?.id ?? '' });
    expect(await door.table.ownersOf('stripe', 'in_c')).toBeUndefined();
  });

  it('is known again if the withdrawal is withdrawn', async () => {
    const wrong = await recordedWithTheWrongOne();
    await record('first', 'w', 'event.withdrawn', { event: wrong });
    await record('first', 'w2', 'event.withdrawn', { event: 'w' });
    expect(await door.table.ownersOf('stripe', 'in_c')).toMatchObject({ contracts: ['first'] });
  });
});

describe('an event that a person corrected', () => {
  it('teaches what it names then, and gives up what it named before', async () => {
    await twoOfACustomer();
    const waiting = await door.deliver('stripe', invoice('invoice.finalized'));
    await record('second', 'mine', 'invoice.issued', { invoice: 'in_wrong' });
    const corrected = await correct('second', 'mine', 'invoice.issued', { invoice: 'in_c' });
    expect(corrected).toMatchObject({ outcome: 'corrected', notLearned: [] });
    expect(await door.delivery(waiting.id)).toMatchObject({ state: 'recorded', facts: [{ contract: 'second' }] });
    expect(await door.table.ownersOf('stripe', 'in_wrong')).toBeUndefined();
    expect(await correct('second', 'mine', 'invoice.issued', { invoice: 'in_c' })).toMatchObject({
      outcome: 'duplicate',
    });
  });

  it('keeps the id that both name', async () => {
    await twoOfACustomer();
    await record('second', 'mine', 'invoice.issued', { invoice: 'in_c' });
    await correct('second', 'mine', 'invoice.issued', { invoice: 'in_c', amount: 4900 });
    expect(await door.table.ownersOf('stripe', 'in_c')).toMatchObject({ contracts: ['second'] });
  });
});
