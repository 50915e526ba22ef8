import { describe, expect, it } from 'vitest';
import * as ofPaddle from '../core/webhooks/fixtures/paddle.ts';
import * as ofStripe from '../core/webhooks/fixtures/stripe.ts';
import { atBoth, type Fault } from './story.ts';

type Json = ofStripe.Json;

const { at } = ofStripe;
const [BEGAN, ENDS] = ['2026-11-15T10:00:00Z', '2026-12-15T10:00:00Z'];
const NOW = '2026-11-20T10:00:00Z';
const NEVER = '9999-12-31T23:59:59Z';
const END = '2026-12-01T00:00:00Z';
const exolyt = { terms: 'exolyt', billing: { cycle: '1 month' }, startsOn: '2026-11-15' };
const RUNNING = ['renewal~2026-11-15 open 2026-12-14'];
const CLAUSES = ['renewal', 'subscription-end', 'dpa-end', 'fee-change'];

const period = {
  items: { data: [ofStripe.item({ current_period_start: at(BEGAN), current_period_end: at(ENDS) })] },
};
const stripeSent = (type: string, more: Json, previous?: Json, id = 'evt_1') =>
  ofStripe.stripeEvent(`customer.subscription.${type}`, ofStripe.subscription({ ...period, ...more }), {
    ...{ id, created: at(NOW) },
    ...(previous && { previous }),
  });
const paddleSent = (type: string, more: Json, id = 'evt_01', sent = NOW) =>
  ofPaddle.paddleEvent(
    `subscription.${type}`,
    ofPaddle.subscription({
      ...{ next_billed_at: ENDS, current_billing_period: { starts_at: BEGAN, ends_at: ENDS } },
      ...more,
    }),
    { event_id: id, occurred_at: sent },
  );
const scheduled = (action: string, effective_at: string) => ({
  scheduled_change: { action, effective_at, resume_at: null },
});

/** Updates of a subscription that leave the contract as it is. */
const HARMLESS: readonly [string, Omit<Fault, 'contract'>][] = [
  [
    'a pause of what is collected, or one that is scheduled',
    {
      stripe: [stripeSent('updated', { pause_collection: { behavior: 'void' } }, { pause_collection: null })],
      paddle: [paddleSent('updated', scheduled('pause', ENDS))],
    },
  ],
  [
    'a resumption that is scheduled',
    {
      stripe: [
        stripeSent(
          'updated',
          { pause_collection: { behavior: 'void', resumes_at: at(ENDS) } },
          { pause_collection: { behavior: 'void', resumes_at: null } },
        ),
      ],
      paddle: [paddleSent('updated', { status: 'paused', paused_at: NOW, ...scheduled('resume', ENDS) })],
    },
  ],
  [
    'an end in the year 9999',
    {
      stripe: [stripeSent('updated', { cancel_at: at(NEVER) }, { cancel_at: null })],
      paddle: [paddleSent('updated', scheduled('cancel', NEVER))],
    },
  ],
  [
    'a payment that is late',
    {
      stripe: [stripeSent('updated', { status: 'past_due' }, { status: 'active' })],
      paddle: [paddleSent('past_due', { status: 'past_due' }), paddleSent('updated', { status: 'past_due' }, 'evt_02')],
    },
  ],
  [
    'more seats',
    {
      stripe: [
        stripeSent(
          'updated',
          { items: { data: [ofStripe.item({ ...period.items.data[0], quantity: 3 })] } },
          { items: { data: [ofStripe.item({ ...period.items.data[0], quantity: 1 })] } },
        ),
      ],
      paddle: [paddleSent('updated', { items: [ofPaddle.item({ quantity: 3 })] })],
    },
  ],
  [
    'data of the account’s own, under keys that every object has',
    {
      stripe: [stripeSent('updated', { metadata: { constructor: 'x', toString: '1' } }, { metadata: {} })],
      paddle: [paddleSent('updated', { custom_data: { constructor: 'x', toString: '1' } })],
    },
  ],
];

describe('an update that changes no day', () => {
  it.each(
    HARMLESS.flatMap(([name, fault]) =>
      atBoth({ ...fault, contract: exolyt }).map(([where, told]) => [`${name}, at ${where}`, told] as const),
    ),
  )('leaves the renewal as it is: %s', async (_, told) => {
    expect((await told(END)).standing(...CLAUSES)).toEqual(RUNNING);
  });
});

describe('a cancellation', () => {
  const waiting: Fault = {
    contract: exolyt,
    stripe: [stripeSent('updated', { pending_update: { cancel_at: at(ENDS) } }, { pending_update: null })],
    paddle: [paddleSent('updated', scheduled('cancel', ENDS))],
  };
  it.each(atBoth(waiting))('that waits for a payment, or for its day, is one, at %s', async (_, told) =>
    expect((await told(END)).standing(...CLAUSES)).toEqual([
      'renewal~2026-11-15 met 2026-12-14',
      'subscription-end~2026-11-15 open 2026-12-14',
    ]),
  );

  const paused: Fault = {
    contract: exolyt,
    stripe: [
      stripeSent('updated', { cancel_at: at(ENDS) }, { cancel_at: null }),
      stripeSent('updated', {}, { cancel_at: at(ENDS) }, 'evt_2'),
    ],
    paddle: [
      paddleSent('updated', scheduled('cancel', ENDS)),
      paddleSent('updated', scheduled('pause', ENDS), 'evt_02', '2026-11-20T10:00:01Z'),
    ],
  };
  it.each(atBoth(paused))('that gives way to a pause, or to nothing, is none, at %s', async (_, told) =>
    expect((await told(END)).standing(...CLAUSES)).toEqual(RUNNING),
  );

  const unpaid: Fault = {
    contract: exolyt,
    stripe: [
      stripeSent('deleted', {
        ...{ status: 'canceled', canceled_at: at(NOW), ended_at: at(NOW) },
        cancellation_details: { reason: 'payment_failed' },
      }),
    ],
    paddle: [
      paddleSent('canceled', {
        status: 'canceled',
        canceled_at: NOW,
        next_billed_at: null,
        current_billing_period: null,
      }),
    ],
  };
  it.each(atBoth(unpaid))('for want of payment ends the contract at once, at %s', async (_, told) =>
    expect((await told(END)).standing('dpa-end', 'renewal')).toEqual([
      'dpa-end open 2026-12-20',
      'renewal~2026-11-15 cancelled 2026-12-14',
    ]),
  );
});
