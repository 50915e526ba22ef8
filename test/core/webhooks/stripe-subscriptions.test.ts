import { describe, expect, it } from 'vitest';
import { stripe } from '../../../shared/core/webhooks/stripe.ts';
import { at, item, type Json, PERIOD, price, stripeEvent, subscription } from './fixtures/stripe.ts';

const SENT = '2026-11-20T08:00:05Z';

function map(type: string, object: Json, more: Json = {}) {
  return stripe.map(stripeEvent(`customer.subscription.${type}`, object, more));
}
const kinds = (type: string, object: Json, more: Json = {}) => map(type, object, more).map(({ kind }) => kind);
/** A trial that is the current period. */
const trialUntil = (trial_end: number) => ({ trial_end, items: { data: [item({ current_period_end: trial_end })] } });
const updated = (object: Json, previous: Json) => map('updated', object, { previous });

describe('a Stripe subscription begins and ends', () => {
  it('commences at its start date', () => {
    expect(map('created', subscription())).toMatchObject([
      {
        kind: 'contract.commenced',
        occurredAt: '2026-01-15T09:00:00Z',
        id: 'evt_1.contract.commenced.sub_1',
        subject: 'sub_1',
        references: ['sub_1'],
        customer: 'cus_1',
        data: {
          subscription: 'sub_1',
          periodStartsAt: '2026-11-01T09:00:00Z',
          periodEndsAt: '2026-12-01T09:00:00Z',
        },
      },
    ]);
  });

  it('tells no billing period where its items are billed in several intervals', () => {
    const yearly = item({ id: 'si_2', current_period_end: at('2027-11-01T09:00:00Z') });
    const [begun] = map('created', subscription({ items: { data: [item(), yearly] } }));
    expect(begun?.data).toEqual({ subscription: 'sub_1' });
  });

  it('commences only once its first invoice is paid', () => {
    expect(kinds('created', subscription({ status: 'incomplete' }))).toEqual(['informational']);
    const active = updated(subscription(), { status: 'incomplete' });
    expect(active).toMatchObject([{ kind: 'contract.commenced' }]);
    expect(
      kinds('updated', subscription({ status: 'incomplete_expired' }), { previous: { status: 'incomplete' } }),
    ).toEqual(['informational']);
  });

  it('commences with a trial, and with an end where one is fixed', () => {
    const object = subscription({
      status: 'trialing',
      trial_start: at('2026-01-15T09:00:00Z'),
      trial_end: at('2026-01-29T09:00:00Z'),
      cancel_at: at('2027-01-15T09:00:00Z'),
    });
    expect(map('created', object)).toMatchObject([
      { kind: 'contract.commenced' },
      { kind: 'trial.started', occurredAt: '2026-01-15T09:00:00Z', data: { endsAt: '2026-01-29T09:00:00Z' } },
      { kind: 'cancellation.scheduled', effectiveAt: '2027-01-15T09:00:00Z' },
    ]);
    expect(new Set(map('created', object).map(({ fact }) => fact)).size).toBe(3);
  });

  it('ends when it ended, not when that was asked for', () => {
    const object = subscription({
      status: 'canceled',
      canceled_at: at('2026-11-03T09:00:00Z'),
      ended_at: at('2026-11-20T08:00:00Z'),
      cancellation_details: { reason: 'cancellation_requested' },
    });
    expect(map('deleted', object)).toMatchObject([
      {
        kind: 'contract.terminated',
        occurredAt: '2026-11-20T08:00:00Z',
        effectiveAt: '2026-11-20T08:00:00Z',
        data: { reason: 'cancellation_requested' },
      },
    ]);
    expect(map('deleted', { ...object, ended_at: null })[0]?.occurredAt).toBe('2026-11-03T09:00:00Z');
    expect(map('deleted', { ...object, ended_at: null, canceled_at: null })[0]?.occurredAt).toBe(SENT);
  });

  it('ends a trial that still ran', () => {
    const ended = (ended_at: string) =>
      kinds('deleted', subscription({ trial_end: at('2026-11-20T08:00:00Z'), ended_at: at(ended_at) }));
    expect(ended('2026-11-19T08:00:00Z')).toEqual(['contract.terminated', 'trial.cancelled']);
    expect(ended('2026-11-20T08:00:00Z')).toEqual(['contract.terminated', 'trial.cancelled']);
    expect(ended('2026-11-20T08:00:01Z')).toEqual(['contract.terminated']);
  });

  it('ends a trial with it, even where it takes Stripe some seconds', () => {
    const trial = { trial_end: at('2026-11-20T08:00:00Z'), ended_at: at('2026-11-20T08:00:03Z') };
    const items = { data: [item({ current_period_end: trial.trial_end })] };
    expect(kinds('deleted', subscription({ ...trial, items }))).toEqual(['contract.terminated', 'trial.cancelled']);
  });

  it('cancels no trial that ends in a pause, and shows no trial as a billing period', () => {
    const paused = (trial_end: number) =>
      map('paused', subscription({ status: 'paused', ...trialUntil(trial_end) })).map(({ kind, occurredAt, data }) => [
        kind,
        occurredAt,
        data,
      ]);
    const bare = { subscription: 'sub_1' };
    expect(paused(at('2026-11-20T08:00:00Z'))).toEqual([['contract.suspended', '2026-11-20T08:00:00Z', bare]]);
    expect(paused(at('2026-11-27T08:00:00Z'))).toEqual([['contract.suspended', SENT, bare]]);
  });

  it('converts a trial that ended in a pause as it is resumed, from the period that is paid', () => {
    const ended = trialUntil(at('2026-11-01T09:00:00Z'));
    const resumed = (before: Json, more: Json = {}) =>
      updated(subscription({ trial_end: ended.trial_end, ...more }), { status: 'paused', ...before });
    const converted = {
      kind: 'trial.converted',
      occurredAt: SENT,
      fact: 'stripe.trial-converted.sub_1.20261101T090000Z',
      data: { periodStartsAt: '2026-11-01T09:00:00Z', periodEndsAt: '2026-12-01T09:00:00Z' },
    };
    expect(resumed({ items: ended.items })).toMatchObject([converted]);
    expect(resumed({ items: ended.items })).toHaveLength(1);
    expect(resumed({ items: ended.items }, { status: 'past_due' })).toMatchObject([converted]);
    // A pause within paid time, and one that the trial outlasts.
    expect(resumed({}).map(({ kind }) => kind)).toEqual(['informational']);
    const goesOn = subscription({ status: 'trialing', ...trialUntil(at('2026-11-27T08:00:00Z')) });
    expect(updated(goesOn, { status: 'paused' }).map(({ kind }) => kind)).toEqual(['trial.started']);
    expect(updated({ ...goesOn, cancel_at: goesOn.trial_end }, { status: 'paused' })).toMatchObject([
      { kind: 'trial.started', occurredAt: SENT },
      { kind: 'cancellation.scheduled', occurredAt: SENT, effectiveAt: '2026-11-27T08:00:00Z' },
    ]);
  });

  it('pauses and resumes; a trial that will end says when', () => {
    expect(map('paused', subscription({ status: 'paused' }))).toMatchObject([
      { kind: 'contract.suspended', occurredAt: SENT },
    ]);
    expect(kinds('resumed', subscription())).toEqual(['contract.resumed']);
    expect(map('trial_will_end', subscription({ trial_end: at('2026-11-23T08:00:00Z') }))).toMatchObject([
      { kind: 'trial.ending', effectiveAt: '2026-11-23T08:00:00Z', data: { endsAt: '2026-11-23T08:00:00Z' } },
    ]);
  });
});

describe('a Stripe subscription is updated', () => {
  it('cancelled at the end of the period', () => {
    const asked = { cancel_at_period_end: true, canceled_at: at('2026-11-20T08:00:00Z') };
    const end = {
      kind: 'cancellation.scheduled',
      occurredAt: '2026-11-20T08:00:00Z',
      effectiveAt: '2026-12-01T09:00:00Z',
    };
    const before = { cancel_at_period_end: false, canceled_at: null };
    expect(
      updated(subscription({ ...asked, cancel_at: PERIOD.current_period_end }), { ...before, cancel_at: null }),
    ).toMatchObject([end]);
    // Without cancel_at the period tells: on the item since Basil, on the subscription before.
    expect(updated(subscription(asked), before)).toMatchObject([end]);
    expect(updated(subscription({ ...asked, ...PERIOD, items: { data: [] } }), before)).toMatchObject([end]);
  });

  it('cancelled at another date, and not cancelled after all', () => {
    const moved = subscription({ cancel_at: at('2027-02-01T09:00:00Z'), canceled_at: at('2026-11-20T08:00:00Z') });
    expect(updated(moved, { cancel_at: at('2027-01-01T09:00:00Z') })).toMatchObject([
      { kind: 'cancellation.scheduled', effectiveAt: '2027-02-01T09:00:00Z' },
    ]);
    const rescinded = { kind: 'cancellation.rescinded', occurredAt: SENT };
    expect(updated(subscription(), { cancel_at: at('2027-01-01T09:00:00Z') })).toMatchObject([rescinded]);
    expect(updated(subscription(), { cancel_at_period_end: true })).toMatchObject([rescinded]);
  });

  it('cancelled at the end of a period that moves ends where it moves to, in either generation', () => {
    const [moved, end] = [{ ...PERIOD, current_period_end: at('2026-12-20T09:00:00Z') }, '2026-12-20T09:00:00Z'];
    const flagged = { cancel_at_period_end: true, canceled_at: at('2026-11-03T09:00:00Z') };
    const told = { occurredAt: '2026-11-03T09:00:00Z', effectiveAt: end, data: { formerly: '2026-12-01T09:00:00Z' } };
    const onItem = subscription({ ...flagged, items: { data: [item(moved)] } });
    expect(updated(onItem, { items: { data: [item()] } })).toMatchObject([
      { kind: 'cancellation.scheduled', ...told },
      { kind: 'term.moved' },
    ]);
    const legacy = subscription({ ...flagged, ...moved, items: { data: [{ id: 'si_1' }] } });
    expect(updated(legacy, { current_period_end: PERIOD.current_period_end })).toMatchObject([
      { kind: 'cancellation.scheduled', ...told },
      { kind: 'term.moved' },
    ]);
  });

  it('the same end, written another way, is no news', () => {
    const object = subscription({ cancel_at: PERIOD.current_period_end, cancel_at_period_end: false });
    expect(updated(object, { cancel_at: null, cancel_at_period_end: true })).toMatchObject([{ kind: 'informational' }]);
  });

  const items = (...data: Json[]) => ({ items: { object: 'list', data } });

  it.each([
    ['another price for the same goods', items(item({ price: price('price_2', 5900) })), 'price_2'],
    ['another number of them', items(item({ quantity: 2 })), 'price_1 x 2'],
    ['another product', items(item({ price: price('price_2', 4900, 'prod_2') })), 'price_2'],
    ['another billing cycle', items(item({ price: price('price_2', 49_000, 'prod_1', 'year') })), 'price_2'],
    ['a further item', items(item(), item({ id: 'si_2', price: price('price_2', 900) })), 'price_1 + price_2'],
  ])('%s is a change of plan, of which nobody says who wanted it', (_, now, to) => {
    const changed = updated(subscription(now), items(item()));
    expect(changed).toMatchObject([{ kind: 'plan.changed', occurredAt: SENT, data: { from: 'price_1', to } }]);
    expect(changed[0]?.data).not.toHaveProperty('by');
  });

  it('an item that is dropped leaves no plan', () => {
    const [dropped] = updated(subscription(items()), items(item()));
    expect(dropped).toMatchObject({ kind: 'plan.changed', data: { from: 'price_1' } });
    expect(dropped?.data).not.toHaveProperty('to');
  });

  it('the price that was chosen at another amount', () => {
    const object = subscription(items(item({ price: price('price_1', 5900) })));
    expect(updated(object, items(item()))).toMatchObject([{ kind: 'price.changed', data: { price: 'price_1' } }]);
  });

  it('plans of older versions compare like prices', () => {
    const plan = (amount: number) =>
      item({
        price: null,
        plan: {
          id: `plan_${amount}`,
          product: 'prod_1',
          amount,
          currency: 'eur',
          interval: 'month',
          interval_count: 1,
        },
      });
    expect(updated(subscription(items(plan(5900))), items(plan(4900)))).toMatchObject([
      { kind: 'plan.changed', data: { from: 'plan_4900', to: 'plan_5900' } },
    ]);
    expect(updated(subscription(), { quantity: 3 })).toMatchObject([
      { kind: 'plan.changed', data: { from: 'price_1 x 3', to: 'price_1' } },
    ]);
    expect(updated(subscription(items(plan(5900))), { plan: { id: 'Gold (2019)' } })).toMatchObject([
      { kind: 'plan.changed', data: { from: 'Gold (2019)', to: 'plan_5900' } },
    ]);
  });

  it('items in another order, or told in part, are the same items', () => {
    const second = item({ id: 'si_2', price: price('price_2', 900, 'prod_2') });
    expect(updated(subscription(items(item(), second)), items(second, item()))).toMatchObject([
      { kind: 'informational' },
    ]);
    expect(updated(subscription(), items({ id: 'si_1', metadata: {} }))).toMatchObject([{ kind: 'informational' }]);
  });

  const former = {
    current_period_start: at('2026-10-01T09:00:00Z'),
    current_period_end: at('2026-11-01T09:00:00Z'),
  };
  const renewed = {
    kind: 'term.renewed',
    occurredAt: '2026-11-01T09:00:00Z',
    data: { endsAt: '2026-12-01T09:00:00Z', periodStartsAt: '2026-11-01T09:00:00Z' },
  };

  it('the next period renews the term, in either generation', () => {
    expect(updated(subscription(), items(item(former)))).toMatchObject([renewed]);
    expect(updated(subscription(), items(former))).toMatchObject([renewed]);
    expect(
      updated(subscription({ ...PERIOD, items: { data: [item({ current_period_start: null })] } }), former),
    ).toMatchObject([renewed]);
    expect(updated(subscription({ ...PERIOD, items: { data: [] } }), former)).toMatchObject([renewed]);
  });

  it('another billing day moves the period and renews nothing', () => {
    const moved = { ...PERIOD, current_period_end: at('2027-01-31T09:00:00Z') };
    expect(updated(subscription(items(item(moved))), items(item()))).toMatchObject([
      { kind: 'term.moved', occurredAt: SENT, data: { endsAt: '2027-01-31T09:00:00Z' } },
    ]);
  });

  it('a period that starts anew and ends as before is no news', () => {
    const moved = subscription(items(item({ current_period_start: at('2026-11-20T08:00:00Z') })));
    expect(updated(moved, items(item()))).toMatchObject([{ kind: 'informational' }]);
  });

  it('the end of a trial converts it and is no renewal', () => {
    const object = subscription({ trial_end: at('2026-11-01T09:00:00Z') });
    const previous = { status: 'trialing', ...items(item(former)) };
    expect(updated(object, previous)).toMatchObject([{ kind: 'trial.converted', occurredAt: '2026-11-01T09:00:00Z' }]);
    expect(updated({ ...object, status: 'past_due' }, previous)).toMatchObject([{ kind: 'trial.converted' }]);
    expect(updated({ ...object, status: 'paused' }, { status: 'trialing' })).toMatchObject([{ kind: 'informational' }]);
  });

  it('a trial that is extended starts anew', () => {
    const object = subscription({ status: 'trialing', trial_end: at('2026-12-15T09:00:00Z') });
    expect(updated(object, { trial_end: at('2026-12-01T09:00:00Z') })).toMatchObject([
      { kind: 'trial.started', occurredAt: SENT, data: { endsAt: '2026-12-15T09:00:00Z' } },
    ]);
  });

  it('several things at once, each with a fact of its own', () => {
    const object = subscription({ cancel_at: at('2027-01-01T09:00:00Z'), ...items(item({ quantity: 2 })) });
    const events = updated(object, { cancel_at: null, ...items(item(former)) });
    expect(events.map(({ kind }) => kind)).toEqual(['cancellation.scheduled', 'plan.changed', 'term.renewed']);
    expect(new Set(events.map(({ fact }) => fact)).size).toBe(3);
  });

  it('pausing collection only, or a note, starts no clock', () => {
    expect(updated(subscription({ pause_collection: { behavior: 'void' } }), { pause_collection: null })).toMatchObject(
      [{ kind: 'informational', id: 'evt_1.informational.sub_1', references: ['sub_1'], customer: 'cus_1' }],
    );
    expect(updated(subscription({ status: 'past_due' }), { status: 'active' })).toMatchObject([
      { kind: 'informational' },
    ]);
  });
});
