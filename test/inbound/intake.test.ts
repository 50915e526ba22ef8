import { describe, expect, it, vi } from 'vitest';
import { NO_RULES } from '../../shared/core/intake/rules.ts';
import { replayDelivery } from '../../shared/inbound/instruct-delivery.ts';
import { workDelivery } from '../../shared/inbound/work-delivery.ts';
import { amend } from '../../shared/recording/amend.ts';
import { rulesIn } from '../core/intake/intake.ts';
import * as ofStripe from '../core/webhooks/fixtures/stripe.ts';
import { contractOf, Door, type Json } from './door.ts';
import { addressed, changed, ended, invoicePaid, PROVIDERS, START, started } from './intake-story.ts';

const ALL = rulesIn('  - { rule: all, when: {}, terms: exoopus }');

const reasons = ({ facts }: { facts: readonly { state: string; reason?: string | undefined }[] }) =>
  facts.map(({ state, reason }) => `${state} ${reason ?? ''}`.trim());

describe.each(PROVIDERS)('a subscription at %s', (provider) => {
  const contract = `${provider}-sub_1`;

  it('becomes a contract with its facts once its customer is told of, in either order', async () => {
    for (const order of [0, 1]) {
      const door = new Door({}, ALL);
      const messages = [started(provider), addressed(provider)];
      const ids: string[] = [];
      for (const body of order === 0 ? messages : messages.toReversed())
        ids.push((await door.deliver(provider, body)).id);
      const [first] = order === 0 ? ids : ids.toReversed();
      expect(await door.delivery(first ?? '')).toMatchObject({ state: 'recorded', facts: [{ contract }] });
      expect(await door.kinds(contract)).toEqual(['contract.commenced']);
      expect((await door.table.head(contract))?.contract).toMatchObject({
        terms: 'exoopus',
        startsOn: '2026-11-20',
        customer: { email: 'ana@acme.example', name: 'Acme' },
      });
      expect(await door.waiting(provider, 'sub_1')).toEqual([]);
    }
  });

  it('waits for its customer under the customer’s reference as well', async () => {
    const door = new Door({}, ALL);
    const delivery = await door.deliver(provider, started(provider));
    expect(reasons(delivery)).toEqual(['parked no-address']);
    const customer = provider === 'stripe' ? 'cus_1' : 'ctm_1';
    expect(await door.waiting(provider, customer)).toEqual([delivery.id]);
    expect(await door.waiting(provider, 'sub_1')).toEqual([delivery.id]);
    await door.deliver(provider, addressed(provider, { email: null }));
    expect(reasons(await door.delivery(delivery.id))).toEqual(['parked no-address']);
    await door.deliver(provider, addressed(provider, {}, '2026-11-20T09:00:00Z'));
    expect(reasons(await door.delivery(delivery.id))).toEqual(['recorded']);
    expect(await door.waiting(provider, customer)).toEqual([]);
  });

  it('waits for a rule, and is recorded when it is worked on again with one', async () => {
    const door = new Door({}, NO_RULES);
    await door.deliver(provider, addressed(provider));
    const delivery = await door.deliver(provider, started(provider));
    expect(reasons(delivery)).toEqual(['parked no-rule']);
    await replayDelivery({ ...door.dependencies, intake: ALL }, delivery.id, { by: 'ana', reason: 'there is a rule' });
    expect(reasons(await door.delivery(delivery.id))).toEqual(['recorded']);
  });

  it('takes along what came before it and names it', async () => {
    const door = new Door({}, ALL);
    const paid = await door.deliver(provider, invoicePaid(provider));
    expect(reasons(paid)).toEqual(expect.arrayContaining(['parked unknown-contract']));
    await door.deliver(provider, addressed(provider));
    await door.deliver(provider, started(provider));
    expect(await door.kinds(contract)).toEqual(expect.arrayContaining(['contract.commenced', 'payment.received']));
    expect((await door.delivery(paid.id)).state).toBe('recorded');
  });

  it('that has ended becomes none, and its end is recorded once it has started', async () => {
    const door = new Door({}, ALL);
    await door.deliver(provider, addressed(provider));
    const end = await door.deliver(provider, ended(provider));
    expect(reasons(end)).toEqual(['parked unknown-contract']);
    await door.deliver(provider, started(provider));
    expect(reasons(await door.delivery(end.id))).toEqual(['recorded']);
    expect(await door.kinds(contract)).toEqual(['contract.commenced', 'contract.terminated']);
  });

  it('is one contract, however often and however many at once its messages are worked on', async () => {
    const door = new Door({}, ALL);
    await door.deliver(provider, addressed(provider));
    const ids = await Promise.all(['a', 'b', 'c'].map((id) => door.store(provider, started(provider, { id }))));
    await Promise.all(ids.map((id) => door.workAlone(id)));
    await door.drain();
    for (const id of ids) expect((await door.delivery(id)).state).toBe('recorded');
    expect((await door.table.ownersOf(provider, 'sub_1'))?.contracts).toEqual([contract]);
  });

  it('is taken in although its customer is told of just before it is put to wait', async () => {
    const door = new Door({}, ALL);
    const start = await door.store(provider, started(provider));
    const told = await door.store(provider, addressed(provider));
    const { customers } = door.dependencies;
    const read = vi.spyOn(customers, 'read').mockImplementationOnce(async () => {
      await door.workAlone(told);
      return undefined;
    });
    await door.workAlone(start);
    expect(read).toHaveBeenCalled();
    expect((await door.delivery(start)).state).toBe('recorded');
  });
});

describe('a customer’s message', () => {
  it('is of no use to a contract’s history, and older ones change nothing', async () => {
    const door = new Door({}, ALL);
    const later = await door.deliver(
      'stripe',
      addressed('stripe', { email: 'new@acme.example' }, '2026-11-20T09:00:00Z'),
    );
    expect(later).toMatchObject({ state: 'unused' });
    await door.deliver('stripe', addressed('stripe', { email: 'old@acme.example' }, '2026-11-20T08:00:00Z'));
    await door.deliver('stripe', started('stripe'));
    expect((await door.table.head('stripe-sub_1'))?.contract.customer.email).toBe('new@acme.example');
  });

  it('is worked on again wherever its work was cut off, and nothing waits for ever', async () => {
    for (let skip = 0; skip < 12; skip += 1) {
      const door = new Door({}, ALL);
      const start = await door.deliver('stripe', started('stripe'));
      const customer = await door.store('stripe', addressed('stripe'));
      door.faults.arm({ service: 'table', fault: 'crash-before', skip });
      for (let tries = 0; tries < 3; tries += 1) await door.workAlone(customer).catch(() => undefined);
      door.faults.clear();
      expect((await door.delivery(customer)).state).toBe('unused');
      expect(door.woken).toContain(start.id);
    }
  });
});

describe('a customer who changes', () => {
  const LATER = '2026-11-21T08:00:00Z';
  const held = async (door: Door, contract = 'stripe-sub_1') => (await door.table.head(contract))?.contract;

  async function taken(rules = ALL): Promise<Door> {
    const door = new Door({}, rules);
    await door.deliver('stripe', addressed('stripe', { preferred_locales: ['de'] }));
    await door.deliver('stripe', started('stripe'));
    return door;
  }

  it('has name, address and language amended, with the provider’s message as source, and nothing else', async () => {
    const door = await taken();
    const before = await held(door);
    const values = {
      ...{ name: 'Acme GmbH', email: 'new@acme.example', preferred_locales: ['fr'] },
      ...{ address: { country: 'FR' }, metadata: { tier: 'gold' } },
    };
    const { state, facts } = await door.deliver('stripe', addressed('stripe', values, LATER));
    expect([state, facts]).toMatchObject([
      'unused',
      [{ contract: 'stripe-sub_1', detail: expect.stringContaining('stripe-sub_1') }],
    ]);
    const customer = { name: 'Acme GmbH', email: 'new@acme.example', locale: 'fr' };
    expect(await held(door)).toEqual({ ...before, customer });
    const events = (await door.table.load('stripe-sub_1'))?.events.filter(({ kind }) => kind === 'contract.amended');
    expect(events).toMatchObject([
      { data: { by: 'stripe', change: { customer } }, source: { type: 'customer.updated' } },
    ]);
  });

  it('is amended once, however often the message is worked on', async () => {
    const door = await taken();
    const { id } = await door.deliver('stripe', addressed('stripe', { email: 'new@acme.example' }, LATER));
    await replayDelivery(door.dependencies, id, { by: 'ana', reason: 'once more' });
    expect((await door.kinds('stripe-sub_1')).filter((kind) => kind === 'contract.amended')).toHaveLength(1);
  });

  it('keeps what a person or a rule said', async () => {
    const door = await taken(rulesIn('  - { rule: all, when: {}, terms: exoopus, locale: it }'));
    const change = { customer: { email: 'legal@acme.example' } };
    await amend(door.dependencies, { contract: 'stripe-sub_1', change, by: 'ana', reason: 'they asked for it' });
    const values = { name: 'Acme GmbH', email: 'new@acme.example', preferred_locales: ['fr'] };
    await door.deliver('stripe', addressed('stripe', values, LATER));
    expect((await held(door))?.customer).toEqual({ name: 'Acme GmbH', email: 'legal@acme.example', locale: 'it' });
  });

  it('changes no contract that a person made', async () => {
    const door = new Door({}, ALL);
    await door.create(contractOf('by-hand', { stripe: ['sub_1', 'cus_1'] }));
    await door.deliver('stripe', addressed('stripe', { email: 'new@acme.example' }));
    expect((await held(door, 'by-hand'))?.customer.email).toBe('ana@acme.example');
  });

  it('keeps the address where the provider no longer has one, or has deleted the customer', async () => {
    const door = await taken();
    await door.deliver('stripe', addressed('stripe', { email: null }, LATER));
    expect((await held(door))?.customer.email).toBe('ana@acme.example');
    const deleted = { ...addressed('stripe', {}, '2026-11-22T08:00:00Z'), id: 'evt_deleted', type: 'customer.deleted' };
    await door.deliver('stripe', deleted);
    expect((await held(door))?.customer.email).toBe('ana@acme.example');
    expect(await door.dependencies.customers.read('stripe', 'cus_1')).not.toHaveProperty('values');
  });

  it('is amended in all contracts, wherever the work was cut off', async () => {
    for (let skip = 0; skip < 16; skip += 1) {
      const door = await taken();
      const other = ofStripe.subscription({ id: 'sub_2', start_date: ofStripe.at(START), created: ofStripe.at(START) });
      await door.deliver('stripe', ofStripe.stripeEvent('customer.subscription.created', other, { id: 'evt_other' }));
      const id = await door.store('stripe', addressed('stripe', { email: 'new@acme.example' }, LATER));
      door.faults.arm({ service: 'table', fault: 'crash-before', skip });
      for (let tries = 0; tries < 3; tries += 1) await door.workAlone(id).catch(() => undefined);
      door.faults.clear();
      for (const contract of ['stripe-sub_1', 'stripe-sub_2']) {
        expect((await held(door, contract))?.customer.email).toBe('new@acme.example');
        expect((await door.kinds(contract)).filter((kind) => kind === 'contract.amended')).toHaveLength(1);
      }
    }
  });

  it('has the other contracts amended where one refuses, and the message fails until that one takes it', async () => {
    const rules = rulesIn(`
  - { rule: elsewhere, when: { product: prod_2 }, terms: exoopus }
  - { rule: romanian, when: { product: prod_1 }, terms: exoopus, holidays: [RO] }`);
    const door = await taken(rules);
    await door.deliver('stripe', ended('stripe'));
    const items = { data: [ofStripe.item({ price: ofStripe.price('price_2', 4900, 'prod_2') })] };
    const other = { id: 'sub_2', start_date: ofStripe.at(START), created: ofStripe.at(START), items };
    const body = ofStripe.stripeEvent('customer.subscription.created', ofStripe.subscription(other), {
      id: 'evt_other',
    });
    await door.deliver('stripe', body);
    const id = await door.store('stripe', addressed('stripe', { email: 'new@acme.example' }, LATER));
    const withoutHolidays = { ...door.dependencies, holidays: { sets: new Map(), versions: new Map(), editions: [] } };
    await expect(workDelivery(withoutHolidays, id)).rejects.toThrow(/^The customer of stripe-sub_1 cannot be amended/);
    expect((await held(door, 'stripe-sub_2'))?.customer.email).toBe('new@acme.example');
    expect((await door.delivery(id)).state).toBe('stored');
    await door.work(id);
    expect((await held(door))?.customer.email).toBe('new@acme.example');
    expect((await door.delivery(id)).state).toBe('unused');
  });

  it.each([1, 2, 3])('is as the later of two messages tells that are worked on at once: read %i', async (reads) => {
    const door = await taken();
    const [first, second] = [
      await door.store('stripe', addressed('stripe', { email: 'first@acme.example' }, LATER)),
      await door.store('stripe', addressed('stripe', { email: 'second@acme.example' }, '2026-11-22T08:00:00Z')),
    ];
    const { customers } = door.dependencies;
    const read = customers.read.bind(customers);
    let count = 0;
    vi.spyOn(customers, 'read').mockImplementation(async (provider, id) => {
      const known = await read(provider, id);
      count += 1;
      if (count === reads) await door.workAlone(second);
      return known;
    });
    await door.workAlone(first);
    expect(count).toBeGreaterThanOrEqual(reads);
    expect((await held(door))?.customer.email).toBe('second@acme.example');
  });

  it.each<[string, () => Json]>([
    ['that starts', () => started('stripe')],
    [
      'that has long been running',
      () => {
        const begun = ofStripe.at('2024-01-20T08:00:00Z');
        const items = { data: [ofStripe.item({ price: ofStripe.price('price_2', 9900) })] };
        return changed('stripe', { start_date: begun, created: begun, items }, LATER);
      },
    ],
  ])('is amended although the contract of a subscription %s was made meanwhile', async (_, message) => {
    const door = new Door({}, ALL);
    await door.deliver('stripe', addressed('stripe'));
    const change = await door.store('stripe', addressed('stripe', { email: 'new@acme.example' }, LATER));
    const { customers } = door.dependencies;
    const read = customers.read.bind(customers);
    vi.spyOn(customers, 'read').mockImplementationOnce(async (provider, id) => {
      const known = await read(provider, id);
      await door.workAlone(change);
      return known;
    });
    await door.deliver('stripe', message());
    expect((await held(door))?.customer.email).toBe('new@acme.example');
  });
});
