import { describe, expect, it } from 'vitest';
import * as ofPaddle from '../core/webhooks/fixtures/paddle.ts';
import * as ofStripe from '../core/webhooks/fixtures/stripe.ts';
import { atBoth, type Fault, mapped } from './story.ts';

type Json = ofStripe.Json;

const { at } = ofStripe;
const [ISSUED, DUE, PAID] = ['2026-11-01T10:00:00Z', '2026-11-15T10:00:00Z', '2026-11-20T10:00:00Z'];
const END = '2026-12-01T12:00:00Z';
const exoopus = { terms: 'exoopus', timezone: 'Europe/Bucharest', holidays: ['RO'], startsOn: '2026-01-15' };
const claim = {
  id: 'own',
  kind: 'breach.alleged',
  occurredAt: '2026-11-25T10:00:00Z',
  data: { breach: 'b', by: 'customer' },
};

const stripeSent = (type: string, more: Json = {}, sent = PAID) =>
  ofStripe.stripeEvent(`invoice.${type}`, ofStripe.invoice({ ...open, ...more }), {
    id: `evt_${type}`,
    created: at(sent),
  });
const open = {
  ...{ created: at(ISSUED), due_date: at(DUE) },
  status_transitions: { finalized_at: at(ISSUED), paid_at: null, voided_at: null },
};
const paidTransitions = { status_transitions: { finalized_at: at(ISSUED), paid_at: at(PAID), voided_at: null } };
const settledInvoice = { status: 'paid', amount_paid: 4900, amount_remaining: 0, ...paidTransitions };

const paddleSent = (type: string, more: Json = {}, sent = PAID) =>
  ofPaddle.paddleEvent(`transaction.${type}`, ofPaddle.transaction({ billed_at: ISSUED, ...more }), {
    ...{ event_id: `evt_${type}`, occurred_at: sent },
  });
const settledTransaction = {
  details: { totals: { total: '4900', grand_total: '4900', balance: '0', currency_code: 'EUR' } },
  payments: [{ ...ofPaddle.captured, captured_at: PAID }],
};

const issued = {
  stripe: stripeSent('finalized', {}, ISSUED),
  paddle: paddleSent('billed', {}, ISSUED),
};
const adjusted = (type: string, more: Json, sent: string) =>
  ofPaddle.paddleEvent(`adjustment.${type}`, ofPaddle.adjustment({ created_at: PAID, updated_at: sent, ...more }), {
    ...{ event_id: `evt_${type}_${more.status}`, occurred_at: sent },
  });

const VOIDED = '2026-11-22T10:00:00Z';
const stripeCredit = (type: 'created' | 'voided') => {
  const sent = type === 'created' ? PAID : VOIDED;
  const note = {
    ...{ id: 'cn_1', object: 'credit_note', invoice: 'in_1', customer: 'cus_1', currency: 'eur' },
    ...{ amount: 4900, pre_payment_amount: 4900, created: at(PAID), voided_at: type === 'voided' ? at(sent) : null },
  };
  return ofStripe.stripeEvent(`credit_note.${type}`, note, { id: `evt_cn_${type}`, created: at(sent) });
};
const paddleCredit = (more: Json = {}, sent = PAID) => {
  const totals = { total: '4900', currency_code: 'EUR' };
  const adjustment = { action: 'credit', status: 'approved', totals, created_at: sent, updated_at: sent, ...more };
  return ofPaddle.paddleEvent('adjustment.created', ofPaddle.adjustment(adjustment), {
    ...{ event_id: `evt_${adjustment.action}`, occurred_at: sent },
  });
};

describe('one payment that several messages tell of', () => {
  const inOrder: Fault = {
    contract: exoopus,
    own: [claim],
    stripe: [
      issued.stripe,
      stripeSent('paid', settledInvoice),
      stripeSent('payment_succeeded', settledInvoice, '2026-11-20T10:00:01Z'),
    ],
    paddle: [
      issued.paddle,
      paddleSent('paid', { status: 'paid', ...settledTransaction }),
      paddleSent('completed', { status: 'completed', ...settledTransaction }, '2026-11-20T10:00:01Z'),
    ],
  };
  const reversed: Fault = { ...inOrder, stripe: inOrder.stripe.toReversed(), paddle: inOrder.paddle.toReversed() };

  it.each([...atBoth(inOrder), ...atBoth(reversed)])('was paid once, in either order, at %s', async (_, told) => {
    const story = await told(END);
    expect(story.standing('suspension')).toEqual([expect.stringMatching(/^suspension~\S+ cancelled 2026-11-30$/)]);
    expect(story.deadline('liability-cap~b')?.figure).toEqual([{ currency: 'EUR', amount: 4900 }]);
  });
});

describe('an invoice of two subscriptions of one contract', () => {
  const line = (subscription: string, amount: number) => ({
    ...{ id: `il_${subscription}`, amount },
    parent: { type: 'subscription_item_details', subscription_item_details: { subscription } },
  });
  const shared = (amounts: readonly [number, number]) => ({
    parent: null,
    payment_intent: 'pi_1',
    lines: { data: [line('sub_1', amounts[0]), line('sub_2', amounts[1])], has_more: false },
  });

  it.each<{ amounts: readonly [number, number] }>([{ amounts: [2450, 2450] }, { amounts: [3000, 1900] }])(
    'of $amounts counts as a whole',
    async ({ amounts }) => {
      const [, told] =
        mapped({
          contract: { ...exoopus, references: { stripe: ['sub_1', 'sub_2'] } },
          own: [claim],
          stripe: [
            stripeSent('finalized', shared(amounts), ISSUED),
            stripeSent('paid', { ...settledInvoice, ...shared(amounts) }),
            stripeSent('payment_succeeded', { ...settledInvoice, ...shared(amounts) }, '2026-11-20T10:00:01Z'),
          ],
          paddle: [],
        })[0] ?? [];
      const story = await told?.(END);
      expect(story?.deadline('liability-cap~b')?.figure).toEqual([{ currency: 'EUR', amount: 4900 }]);
      expect(story?.standing('suspension')).toEqual([expect.stringMatching(/^suspension~in_1 cancelled 2026-11-30$/)]);
    },
  );
});

describe('an invoice', () => {
  const ended: readonly [string, Pick<Fault, 'stripe' | 'paddle'>, string][] = [
    [
      'that is given up stays owed',
      { stripe: [stripeSent('marked_uncollectible', { status: 'uncollectible' })], paddle: [paddleSent('past_due')] },
      'lapsed',
    ],
    [
      'that is voided owes nothing',
      { stripe: [stripeSent('voided', { status: 'void' })], paddle: [paddleSent('canceled', { status: 'canceled' })] },
      'cancelled',
    ],
    [
      'that is credited in full owes nothing',
      { stripe: [stripeCredit('created')], paddle: [paddleCredit()] },
      'cancelled',
    ],
    [
      'whose credit is taken back is owed again',
      {
        stripe: [stripeCredit('created'), stripeCredit('voided')],
        paddle: [paddleCredit(), paddleCredit({ id: 'adj_02', action: 'credit_reverse' }, VOIDED)],
      },
      'lapsed',
    ],
  ];

  it.each(
    ended.flatMap(([name, { stripe, paddle }, state]) =>
      atBoth({ contract: exoopus, stripe: [issued.stripe, ...stripe], paddle: [issued.paddle, ...paddle] }).map(
        ([where, told]) => [`${name}, at ${where}`, told, state] as const,
      ),
    ),
  )('%s', async (_, told, state) => {
    expect((await told(END)).standing('suspension')).toEqual([
      expect.stringMatching(new RegExp(`^suspension~\\S+ ${state} 2026-11-30$`)),
    ]);
  });
});

describe('an invoice with two credits alike, of which half is paid by hand', () => {
  const totals = { total: '2450', currency_code: 'EUR' };
  const adjustment = (id: string, more: Json, sent: string, type = 'created') => {
    const shown = { totals, id, status: 'approved', created_at: sent, updated_at: sent, ...more };
    const message = { event_id: `evt_${id}_${type}`, occurred_at: sent };
    return ofPaddle.paddleEvent(`adjustment.${type}`, ofPaddle.adjustment(shown), message);
  };
  const credits = ['adj_01', 'adj_02'].map((id) => adjustment(id, { action: 'credit' }, PAID));
  const back = (id: string, type?: string) => adjustment(id, { action: 'credit_reverse' }, VOIDED, type);
  const half = { payment: 'bank-1', invoice: 'txn_01', amount: 2450, currency: 'EUR' };
  const paid = { id: 'own', kind: 'payment.received', occurredAt: '2026-11-25T10:00:00Z', data: half };

  it.each<[string, Json[], string]>([
    ['owes nothing', [], 'cancelled'],
    ['owes half again once one is taken back', [back('adj_03'), back('adj_03', 'updated')], 'cancelled'],
    ['owes all again once both are taken back', [back('adj_03'), back('adj_04')], 'lapsed'],
  ])('%s', async (_, reversals, state) => {
    const [, told] =
      mapped({
        ...{ contract: exoopus, own: [paid], stripe: [] },
        paddle: [issued.paddle, ...credits, ...reversals],
      })[1] ?? [];
    expect((await told?.(END))?.standing('suspension')).toEqual([expect.stringContaining(` ${state} `)]);
  });
});

describe('a link in a payload', () => {
  const linked = (url: string): Fault => ({
    contract: exoopus,
    stripe: [stripeSent('finalized', { hosted_invoice_url: url }, ISSUED)],
    paddle: [paddleSent('billed', { checkout: { url } }, ISSUED)],
  });
  const foreign = [
    'javascript:alert(1)',
    'http://pay.stripe.com/i',
    'https://stripe.com.example/i',
    'https://u:p@stripe.com/',
  ];

  it.each(foreign.flatMap((url) => atBoth(linked(url)).map(([where, told]) => [`${url}, at ${where}`, told] as const)))(
    'that leads elsewhere is left out: %s',
    async (_, told) => {
      const [first] = (await told(END)).events.filter(({ kind }) => kind === 'invoice.issued');
      expect(first?.data).not.toHaveProperty('url');
    },
  );
});

describe('a refund', () => {
  const refunded: Fault = {
    contract: exoopus,
    stripe: [
      ofStripe.stripeEvent('invoice.paid', ofStripe.legacyInvoice(settledInvoice), { id: 'evt_1', created: at(PAID) }),
      ofStripe.stripeEvent('refund.created', ofStripe.refund({ customer: 'cus_1', status: 'pending' }), {
        id: 'evt_2',
      }),
      ofStripe.stripeEvent('refund.updated', ofStripe.refund({ customer: 'cus_1' }), {
        ...{ id: 'evt_3', created: at('2026-11-22T08:00:00Z'), previous: { status: 'pending' } },
      }),
    ],
    paddle: [
      paddleSent('completed', { status: 'completed', ...settledTransaction }),
      adjusted('created', { status: 'pending_approval' }, PAID),
      adjusted('updated', { status: 'approved' }, '2026-11-22T08:00:00Z'),
    ],
  };

  it.each(atBoth(refunded))('is asked for, and issued once it is approved, at %s', async (_, told) => {
    const { events } = await told(END);
    expect(events.filter(({ kind }) => kind.startsWith('refund.')).map(({ kind }) => kind)).toEqual([
      'refund.requested',
      'refund.issued',
    ]);
  });
});
