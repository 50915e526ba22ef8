import { describe, expect, it, vi } from 'vitest';
import { NO_RULES } from '../../shared/core/intake/rules.ts';
import { replayDelivery } from '../../shared/inbound/instruct-delivery.ts';
import { rulesIn } from '../core/intake/intake.ts';
import { Door } from './door.ts';
import { addressed, ended, invoicePaid, PROVIDERS, started } from './intake-story.ts';

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
    for (let skip = 0; skip < 6; skip += 1) {
      const door = new Door({}, ALL);
      const start = await door.deliver('stripe', started('stripe'));
      const customer = await door.store('stripe', addressed('stripe'));
      door.faults.arm({ service: 'table', fault: 'crash-before', skip });
      for (let tries = 0; tries < 3; tries += 1) await door.workAlone(customer).catch(() => undefined);
      expect((await door.delivery(customer)).state).toBe('unused');
      expect(door.woken).toContain(start.id);
    }
  });
});
