import { describe, expect, it } from 'vitest';
import { MOST_REPLAYS } from '../../shared/inbound/delivery.ts';
import { dismissDelivery, replayDelivery } from '../../shared/inbound/instruct-delivery.ts';
import * as ofStripe from '../core/webhooks/fixtures/stripe.ts';
import { contractOf, Door, NOW } from './door.ts';

const issued = ofStripe.stripeEvent('invoice.finalized', ofStripe.invoice(), { created: ofStripe.at(NOW) });
const person = { by: 'ana', reason: 'the start was wrong' };

describe('a replay', () => {
  it('decides again what was set aside, and says who wanted it', async () => {
    const door = new Door({ acceptsTestData: false });
    await door.create(contractOf('acme', { stripe: ['sub_1'] }));
    const unused = await door.deliver('stripe', issued, { mode: 'test' });
    expect(unused.state).toBe('unused');
    const accepting = { ...door.dependencies, inbound: { ...door.dependencies.inbound, acceptsTestData: true } };
    const answer = await replayDelivery(accepting, unused.id, person);
    expect(answer).toMatchObject({
      outcome: 'done',
      delivery: { state: 'recorded', replays: [{ ...person, at: NOW }], facts: [{ contract: 'acme' }] },
    });
    expect(answer?.delivery).not.toHaveProperty('reason');
    const evidence = await door.table.evidence('acme');
    expect(evidence.map(({ type }) => type)).toEqual(['contract.created', 'event.recorded', 'inbound.replayed']);
    expect(evidence[2]?.facts).toMatchObject({ delivery: unused.id, by: 'ana', why: 'the start was wrong' });
  });

  it('of what cannot be taken yet says so in the evidence no second time', async () => {
    const door = new Door();
    await door.create(contractOf('acme', { stripe: ['sub_1'] }, { startsOn: '2027-01-01' }));
    const overdue = ofStripe.stripeEvent('invoice.overdue', ofStripe.invoice());
    const aside = await door.deliver('stripe', overdue);
    expect(aside).toMatchObject({ state: 'set-aside', facts: [{ reason: 'before-start' }] });
    const again = await replayDelivery(door.dependencies, aside.id, person);
    expect(again?.delivery).toMatchObject({ state: 'set-aside', replays: [person], facts: aside.facts });
    expect(await door.table.evidence('acme')).toHaveLength(2);
  });

  it('of what is recorded as it would be today notes who asked for it, when and why, and changes nothing else', async () => {
    const door = new Door();
    await door.create(contractOf('acme', { stripe: ['sub_1'] }));
    const recorded = await door.deliver('stripe', issued);
    door.now = '2026-11-21T08:00:00Z';
    const replays = [{ ...person, at: door.now }];
    const answer = await replayDelivery(door.dependencies, recorded.id, person);
    expect(answer).toEqual({ outcome: 'done', delivery: { ...recorded, replays, revision: recorded.revision + 1 } });
    expect(await door.delivery(recorded.id)).toEqual(answer?.delivery);
    expect(await door.table.evidence('acme')).toHaveLength(2);
  });

  it('takes up what was dismissed, and waits without an end again', async () => {
    const door = new Door();
    const parked = await door.deliver('stripe', issued);
    await dismissDelivery(door.dependencies, parked.id, person);
    expect(await door.item(parked.id)).toHaveProperty('expiresAt');
    const answer = await replayDelivery(door.dependencies, parked.id, person);
    expect(answer?.delivery.state).toBe('parked');
    expect(answer?.delivery).not.toHaveProperty('dismissed');
    expect(await door.item(parked.id)).not.toHaveProperty('expiresAt');
    expect(await door.waiting('stripe', 'sub_1')).toEqual([parked.id]);
  });

  it('keeps an account of the latest', async () => {
    const door = new Door();
    const { id } = await door.deliver('stripe', issued);
    for (let n = 0; n <= MOST_REPLAYS; n += 1)
      await replayDelivery(door.dependencies, id, { by: 'ana', reason: `${n}` });
    const { replays } = await door.delivery(id);
    expect(replays).toHaveLength(MOST_REPLAYS);
    expect(replays.at(-1)?.reason).toBe(String(MOST_REPLAYS));
  });

  it('of nothing is none', async () => {
    const door = new Door();
    expect(await replayDelivery(door.dependencies, 'stripe~default~none', person)).toBeUndefined();
    expect(await dismissDelivery(door.dependencies, 'stripe~default~none', person)).toBeUndefined();
  });
});

describe('a dismissal', () => {
  it('ends what waits, and its contract does not take it in later', async () => {
    const door = new Door();
    const parked = await door.deliver('stripe', issued);
    const answer = await dismissDelivery(door.dependencies, parked.id, person);
    expect(answer).toMatchObject({
      outcome: 'done',
      delivery: { state: 'dismissed', dismissed: { ...person, at: NOW } },
    });
    expect(await door.waiting('stripe', 'sub_1')).toEqual([]);
    await door.create(contractOf('acme', { stripe: ['sub_1'] }));
    expect(await door.work(parked.id)).toMatchObject({ state: 'dismissed' });
    expect(await door.kinds('acme')).toEqual([]);
  });

  it('is refused where nothing waits', async () => {
    const door = new Door();
    await door.create(contractOf('acme', { stripe: ['sub_1'] }));
    const recorded = await door.deliver('stripe', issued);
    expect(await dismissDelivery(door.dependencies, recorded.id, person)).toMatchObject({
      outcome: 'refused',
      code: 'at-its-end',
      delivery: { state: 'recorded' },
    });
  });
});
