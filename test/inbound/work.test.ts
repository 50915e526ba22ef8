import { describe, expect, it } from 'vitest';
import * as ofPaddle from '../core/webhooks/fixtures/paddle.ts';
import * as ofStripe from '../core/webhooks/fixtures/stripe.ts';
import { contractOf, Door, type Json, NOW } from './door.ts';

const { at } = ofStripe;

/** The message with an event id of its own. */
const stripe = (id: string, type: string, object: Json, more: Json = {}) =>
  ofStripe.stripeEvent(type, object, { id, created: at(NOW), ...more });

const issued = (id = 'evt_issued') => stripe(id, 'invoice.finalized', ofStripe.invoice());

describe('a delivery', () => {
  it('is recorded with the contract of its subscription, in one write with its outcome', async () => {
    const door = new Door();
    await door.create(contractOf('acme', { stripe: ['sub_1'] }));
    const worked = await door.deliver('stripe', issued());
    expect(worked).toMatchObject({
      state: 'recorded',
      revision: 2,
      attempts: 1,
      workedAt: NOW,
      facts: [
        {
          event: 'evt_issued.invoice.issued.in_1',
          kind: 'invoice.issued',
          state: 'recorded',
          contract: 'acme',
          references: ['sub_1'],
        },
      ],
    });
    const loaded = await door.table.load('acme');
    expect(loaded?.events).toMatchObject([
      { id: 'evt_issued.invoice.issued.in_1', source: { eventId: 'evt_issued', type: 'invoice.finalized' } },
    ]);
    expect((await door.table.evidence('acme')).map(({ type }) => type)).toEqual(['contract.created', 'event.recorded']);
    expect(door.telemetry.counted('EventRecorded')).toBe(1);
  });

  it('is forgotten ninety days after it was recorded, and not while it waits', async () => {
    const door = new Door();
    const parked = await door.deliver('stripe', issued());
    expect(await door.item(parked.id)).not.toHaveProperty('expiresAt');
    expect(await door.item(parked.id)).not.toHaveProperty('agendaAt');
    await door.create(contractOf('acme', { stripe: ['sub_1'] }));
    const item = await door.item(parked.id);
    expect(item).toMatchObject({
      delivery: { state: 'recorded' },
      expiresAt: Date.parse('2027-02-18T08:00:00Z') / 1000,
    });
    expect(item.inboundShard).toMatch(/^recorded#[0-3]$/);
  });

  it('that is worked on twice does nothing the second time', async () => {
    const door = new Door();
    await door.create(contractOf('acme', { stripe: ['sub_1'] }));
    const once = await door.deliver('stripe', issued());
    expect(await door.work(once.id)).toEqual(once);
    expect(await door.table.evidence('acme')).toHaveLength(2);
    const parked = await door.deliver(
      'stripe',
      stripe('evt_2', 'invoice.finalized', ofStripe.legacyInvoice({ subscription: 'sub_x' })),
    );
    expect(parked.state).toBe('parked');
    expect(await door.work(parked.id)).toEqual(parked);
  });

  it('that is not stored is none', async () => {
    await expect(new Door().work('stripe~default~evt_none')).rejects.toThrow('there is no delivery');
  });

  it('that tells nothing for a clock stays out of the history of its contract', async () => {
    const door = new Door();
    await door.create(contractOf('acme', { stripe: ['sub_1'] }));
    const known = await door.deliver('stripe', stripe('evt_1', 'invoice.sent', ofStripe.invoice()));
    const unheard = await door.deliver('stripe', stripe('evt_2', 'invoice.painted', ofStripe.invoice()));
    expect([known, unheard]).toMatchObject([
      { state: 'unused', facts: [{ state: 'unused', reason: 'informational' }] },
      { state: 'unused', facts: [{ state: 'unused', reason: 'unmapped' }] },
    ]);
    expect(await door.kinds('acme')).toEqual([]);
    expect(door.telemetry.counted('EventUnmapped')).toBe(1);
    expect(await door.item(known.id)).toHaveProperty('expiresAt');
  });

  it.each([
    ['no JSON', new TextEncoder().encode('{"id": "evt_1",'), 'malformed-json', 'body: it is no JSON'],
    ['no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), 'malformed-json', 'body: it is no JSON'],
    ['no object', [1, 2], 'payload', 'body: '],
    ['without a type', { id: 'evt_1', object: 'event', created: 1 }, 'payload', 'type: '],
    [
      'with a field that a clock needs and that cannot be read',
      stripe('evt_1', 'invoice.finalized', ofStripe.invoice({ due_date: 'soon' })),
      'payload',
      'data.object.due_date: expected whole seconds since 1970',
    ],
  ])('that is %s is set aside as a whole, with field and remedy', async (_, body, reason, detail) => {
    const worked = await new Door().deliver('stripe', body);
    expect(worked).toMatchObject({ state: 'set-aside', reason, detail: expect.stringContaining(detail), facts: [] });
  });

  it('that names nobody is set aside', async () => {
    const worked = await new Door().deliver(
      'stripe',
      stripe('evt_1', 'invoice.finalized', ofStripe.invoice({ parent: null, customer: null, id: 'in 1' })),
    );
    expect(worked).toMatchObject({ state: 'set-aside', facts: [{ state: 'set-aside', reason: 'no-reference' }] });
  });

  it('keeps its body as it came in, whatever becomes of it', async () => {
    const door = new Door();
    const body = new TextEncoder().encode(`  ${JSON.stringify(issued())}\n`);
    const worked = await door.deliver('stripe', body);
    const loaded = await door.dependencies.deliveries.load(worked.id);
    expect(Buffer.from(loaded?.body ?? [])).toEqual(Buffer.from(body));
  });
});

describe('a delivery that is not of this company', () => {
  const strict = { acceptsTestData: false, accounts: ['acct_own'] };
  it.each([
    ['a simulation, everywhere', { mode: 'simulation' }, {}, {}, 'simulation'],
    ['of the test mode', { mode: 'test' }, {}, strict, 'test-mode'],
    ['of another account', {}, { account: 'acct_2' }, strict, 'other-account'],
  ] as const)('is of no use: %s', async (_, changes, more, settings, reason) => {
    const door = new Door(settings);
    await door.create(contractOf('acme', { stripe: ['sub_1'] }));
    const body = stripe('evt_1', 'invoice.finalized', ofStripe.invoice(), more);
    expect(await door.deliver('stripe', body, changes)).toMatchObject({ state: 'unused', reason, facts: [] });
    expect(await door.kinds('acme')).toEqual([]);
  });

  it.each([
    ['of the test mode, where a stage takes it', { mode: 'test' }, {}, {}],
    ['of another account, where a stage takes it', {}, { account: 'acct_2' }, {}],
    ['of its own account', {}, { account: 'acct_own' }, strict],
    ['of an account that the message does not name', {}, {}, strict],
  ] as const)('is none: %s', async (_, changes, more, settings) => {
    const door = new Door(settings);
    const body = stripe('evt_1', 'invoice.finalized', ofStripe.invoice(), more);
    expect(await door.deliver('stripe', body, changes)).toMatchObject({ state: 'parked' });
  });
});

describe('a fact that its contract cannot take', () => {
  const ended = stripe(
    'evt_end',
    'customer.subscription.deleted',
    ofStripe.subscription({ status: 'canceled', ended_at: at('2026-11-19T08:00:00Z') }),
  );

  it('is set aside with reason, field and remedy, and the evidence of the contract says so once', async () => {
    const door = new Door();
    await door.create(contractOf('acme', { stripe: ['sub_1'] }, { startsOn: '2026-11-25' }));
    const worked = await door.deliver('stripe', ended);
    expect(worked).toMatchObject({
      state: 'set-aside',
      facts: [
        {
          kind: 'contract.terminated',
          state: 'set-aside',
          reason: 'before-start',
          contract: 'acme',
          detail: expect.stringMatching(/^occurredAt: .*before the contract starts on 2026-11-25.*Correct/),
        },
      ],
    });
    expect(await door.kinds('acme')).toEqual([]);
    expect(door.telemetry.counted('InboundNotRecorded')).toBe(1);
    await door.work(worked.id);
    const evidence = await door.table.evidence('acme');
    expect(evidence.map(({ type }) => type)).toEqual(['contract.created', 'inbound.set-aside']);
    expect(evidence[1]?.facts).toMatchObject({
      delivery: worked.id,
      kind: 'contract.terminated',
      reason: 'before-start',
    });
  });
});

describe('Paddle', () => {
  it('is recorded alike', async () => {
    const door = new Door();
    await door.create(contractOf('acme', { paddle: ['sub_01'] }));
    const worked = await door.deliver('paddle', ofPaddle.paddleEvent('transaction.billed', ofPaddle.transaction()));
    expect(worked).toMatchObject({ state: 'recorded', facts: [{ kind: 'invoice.issued', contract: 'acme' }] });
  });
});
