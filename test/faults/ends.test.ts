import { describe, expect, it } from 'vitest';
import * as ofPaddle from '../core/webhooks/fixtures/paddle.ts';
import * as ofStripe from '../core/webhooks/fixtures/stripe.ts';
import { atBoth, type Fault, overHttp } from './story.ts';

type Json = ofStripe.Json;

const { at } = ofStripe;

const stripeSent = (id: string, instant: string, type: string, object: Json, previous?: Json) =>
  ofStripe.stripeEvent(`customer.subscription.${type}`, object, {
    id,
    created: at(instant),
    ...(previous && { previous }),
  });
const paddleSent = (id: string, instant: string, type: string, data: Json) =>
  ofPaddle.paddleEvent(`subscription.${type}`, data, { event_id: id, occurred_at: instant });

const stripePeriod = (from: string, to: string) => ({
  items: { data: [ofStripe.item({ current_period_start: at(from), current_period_end: at(to) })] },
});
const paddlePeriod = (from: string, to: string) => ({
  next_billed_at: to,
  current_billing_period: { starts_at: from, ends_at: to },
});

const BEGAN = '2026-11-20T10:00:00Z';

/** A trial from 20 November to `end`. */
const stripeTrial = (end: string, more: Json = {}) =>
  ofStripe.subscription({
    ...{ status: 'trialing', created: at(BEGAN), start_date: at(BEGAN), trial_start: at(BEGAN), trial_end: at(end) },
    ...stripePeriod(BEGAN, end),
    ...more,
  });
const paddleTrial = (end: string, more: Json = {}) =>
  ofPaddle.subscription({
    ...{ status: 'trialing', created_at: BEGAN, started_at: BEGAN, first_billed_at: null },
    ...paddlePeriod(BEGAN, end),
    ...more,
  });

const exolyt = { terms: 'exolyt', billing: { cycle: '1 month' } };
const [NOVEMBER, DECEMBER] = ['2026-11-15T10:00:00Z', '2026-12-15T10:00:00Z'];
const A_YEAR_AHEAD = '2027-11-15T10:00:00Z';
const [SOON, LATER] = ['2026-12-04T10:00:00Z', '2026-12-18T10:00:00Z'];

const aYearAhead: Fault = {
  contract: { ...exolyt, startsOn: '2026-11-15' },
  stripe: [
    stripeSent(
      'evt_1',
      NOVEMBER,
      'created',
      ofStripe.subscription({
        ...{ created: at(NOVEMBER), start_date: at(NOVEMBER), cancel_at: at(A_YEAR_AHEAD) },
        ...stripePeriod(NOVEMBER, DECEMBER),
      }),
    ),
  ],
  paddle: [
    paddleSent(
      'evt_01',
      NOVEMBER,
      'created',
      ofPaddle.subscription({
        ...{ created_at: NOVEMBER, started_at: NOVEMBER, first_billed_at: NOVEMBER },
        scheduled_change: { action: 'cancel', effective_at: A_YEAR_AHEAD },
        ...paddlePeriod(NOVEMBER, DECEMBER),
      }),
    ),
  ],
};

const movedAndBack: Fault = {
  contract: { ...exolyt, startsOn: '2026-11-20' },
  stripe: [
    stripeSent('evt_1', BEGAN, 'created', stripeTrial(SOON)),
    stripeSent('evt_2', '2026-11-22T10:00:00Z', 'updated', stripeTrial(LATER), { trial_end: at(SOON) }),
    stripeSent('evt_3', '2026-11-23T10:00:00Z', 'updated', stripeTrial(SOON), { trial_end: at(LATER) }),
  ],
  paddle: [
    paddleSent('evt_01', BEGAN, 'created', paddleTrial(SOON)),
    paddleSent('evt_02', '2026-11-22T10:00:00Z', 'updated', paddleTrial(LATER)),
    paddleSent('evt_03', '2026-11-23T10:00:00Z', 'updated', paddleTrial(SOON)),
  ],
};

const leaving = { cancel_at: at(SOON), canceled_at: at('2026-11-20T10:30:00Z') };

const cancelledTrial: Fault = {
  contract: { ...exolyt, startsOn: '2026-11-20' },
  stripe: [
    stripeSent('evt_1', BEGAN, 'created', stripeTrial(SOON)),
    stripeSent('evt_2', '2026-11-20T10:30:00Z', 'updated', stripeTrial(SOON, leaving), {
      cancel_at: null,
      canceled_at: null,
    }),
  ],
  paddle: [
    paddleSent('evt_01', BEGAN, 'created', paddleTrial(SOON)),
    paddleSent(
      'evt_02',
      '2026-11-20T10:30:00Z',
      'updated',
      paddleTrial(SOON, { scheduled_change: { action: 'cancel', effective_at: SOON } }),
    ),
  ],
};

const [MOVED_ON, MOVED_TO] = ['2026-11-29T10:00:00Z', '2027-02-01T00:00:00Z'];
const freeTime = { status: 'trialing', trial_start: at(MOVED_ON), trial_end: at(MOVED_TO) };

/** Stripe moves the billing date of a paying customer by a trial; Paddle by another end of the period. */
const movedBillingDate: Omit<Fault, 'contract'> = {
  stripe: [
    stripeSent(
      'evt_1',
      MOVED_ON,
      'updated',
      ofStripe.subscription({ ...freeTime, ...stripePeriod(MOVED_ON, MOVED_TO) }),
      { status: 'active', trial_start: null, trial_end: null },
    ),
  ],
  paddle: [
    paddleSent('evt_01', MOVED_ON, 'updated', ofPaddle.subscription(paddlePeriod('2026-11-15T00:00:00Z', MOVED_TO))),
  ],
};

const ownCancellation: Fault = {
  contract: { ...exolyt, startsOn: '2026-11-15' },
  own: [{ id: 'own', kind: 'cancellation.scheduled', occurredAt: BEGAN, data: {} }],
  stripe: [stripeSent('evt_1', '2026-11-21T10:00:00Z', 'updated', ofStripe.subscription(), { description: null })],
  paddle: [
    paddleSent('evt_01', '2026-11-21T10:00:00Z', 'updated', ofPaddle.subscription(paddlePeriod(NOVEMBER, DECEMBER))),
  ],
};

describe('an end that is set a year ahead', () => {
  it.each(atBoth(aYearAhead))('lets every cycle renew until then, at %s', async (_, told) => {
    const early = await told('2027-03-20T00:00:00Z');
    expect(early.standing('renewal')).toEqual([
      'renewal~2026-11-15 lapsed 2026-12-14',
      'renewal~2026-12-15 lapsed 2027-01-14',
      'renewal~2027-01-15 lapsed 2027-02-14',
      'renewal~2027-02-15 lapsed 2027-03-14',
      'renewal~2027-03-15 open 2027-04-14',
      'renewal~2027-10-15 met 2027-11-14',
    ]);
    expect(early.standing('subscription-end', 'dpa-end')).toEqual(['subscription-end~2027-10-15 open 2027-11-14']);
    expect(early.kinds).not.toContain('contract.terminated');
    const late = await told('2027-11-20T00:00:00Z');
    expect(late.standing('dpa-end')).toEqual(['dpa-end open 2027-12-14']);
    expect(late.events.find(({ kind }) => kind === 'contract.terminated')?.occurredAt).toBe('2027-11-14');
  });

  it.each(overHttp(aYearAhead))('is told once, and again only when it has come, at %s', async (_, told) =>
    expect((await told('2027-11-20T00:00:00Z')).letters).toEqual([
      '2026-11-15 opened of subscription-end~2027-10-15 to customer',
      '2026-11-15 opened of subscription-end~2027-10-15 to provider',
      '2027-11-14 lapsed of subscription-end~2027-10-15 to customer',
      '2027-11-14 lapsed of subscription-end~2027-10-15 to provider',
      '2027-11-14 opened of dpa-end to customer',
    ]),
  );
});

describe('a trial', () => {
  it.each(overHttp(movedAndBack))(
    'whose end is moved and moved back is reminded of by its end, at %s',
    async (_, told) =>
      expect((await told('2026-12-03T00:00:00Z')).letters).toEqual([
        '2026-11-27 reminder-7-days of trial-end to customer',
        '2026-12-02 reminder-2-days of trial-end to customer',
      ]),
  );

  it.each(overHttp(cancelledTrial))('that is cancelled is told to end, and nothing else, at %s', async (_, told) =>
    expect((await told('2026-12-03T00:00:00Z')).letters).toEqual([
      '2026-11-20 opened of trial-cancellation to customer',
      '2026-11-20 opened of trial-cancellation to provider',
    ]),
  );

  it.each(overHttp({ ...movedBillingDate, contract: { ...exolyt, startsOn: '2026-01-15' } }))(
    'that only moves the billing date is nothing to write about, at %s',
    async (_, told) => expect((await told('2027-01-30T00:00:00Z')).letters).toEqual([]),
  );

  it.each(atBoth(movedAndBack))('whose end is moved and moved back ends where it did, at %s', async (_, told) => {
    expect((await told('2026-11-24T00:00:00Z')).standing('trial-end')).toEqual(['trial-end open 2026-12-04']);
  });

  it.each(atBoth(cancelledTrial))(
    'that is cancelled ends without a charge, and no letter warns of one, at %s',
    async (_, told) => {
      const story = await told('2026-12-01T00:00:00Z');
      expect(story.standing('trial-end', 'trial-cancellation')).toEqual([
        'trial-cancellation open 2026-12-04',
        'trial-end met 2026-12-04',
      ]);
      expect(story.deadline('trial-end')?.ladder).toEqual([]);
    },
  );

  it.each(atBoth({ ...movedBillingDate, contract: { ...exolyt, startsOn: '2026-01-15' } }))(
    'that only moves the billing date is none; the cycle moves, at %s',
    async (_, told) => {
      const story = await told('2026-12-01T00:00:00Z');
      expect(story.kinds).not.toContain('trial.started');
      expect(story.standing('trial-end')).toEqual([]);
      expect(story.standing('renewal').at(-1)).toBe('renewal~2026-11-15 open 2027-01-31');
    },
  );

  it.each(atBoth({ ...movedBillingDate, contract: { terms: 'eloomi', term: '12 months', startsOn: '2026-01-15' } }))(
    'that only moves the billing date suspends nobody under eloomi, at %s',
    async (_, told) => expect((await told('2026-12-01T00:00:00Z')).standing('trial-inactivity')).toEqual([]),
  );
});

describe('a cancellation that a person recorded', () => {
  it.each(atBoth(ownCancellation))('outlasts what a provider sends of its own state, at %s', async (_, told) => {
    expect((await told('2026-12-01T00:00:00Z')).standing('renewal', 'subscription-end')).toEqual([
      'renewal~2026-11-15 met 2026-12-14',
      'subscription-end~2026-11-15 open 2026-12-14',
    ]);
  });
});
