import { describe, expect, it } from 'vitest';
import { type StoredDeadline, withoutProgress } from '../../shared/core/deadlines/progress.ts';
import { inboxOf } from '../harness/notices.ts';
import { contractBody, paddleEvent, stripeEvent } from '../harness/samples.ts';
import type { TestStack } from '../harness/stack.ts';
import { begin, storyOf } from './storyteller.ts';

const seconds = (instant: string) => Math.floor(Date.parse(instant) / 1000);

interface Delivery {
  readonly provider: 'stripe' | 'paddle';
  readonly body: unknown;
}

/** What the providers tell of one contract in one autumn: webhooks about two unpaid invoices, and the end of the subscription. */
function autumn(contract: string): Delivery[] {
  const invoice = (more: Readonly<Record<string, unknown>> = {}) => ({
    id: 'in_1',
    object: 'invoice',
    customer: `cus_${contract}`,
    subscription: `sub_${contract}`,
    currency: 'eur',
    amount_due: 4900,
    due_date: seconds('2026-11-10T09:00:00Z'),
    status: 'open',
    status_transitions: { finalized_at: seconds('2026-11-01T09:00:00Z') },
    ...more,
  });
  const october = invoice({ id: 'in_0', due_date: seconds('2026-11-01T09:00:00Z') });
  const stripe = (type: string, at: string, object = invoice(), id = `evt_${type}`): Delivery => ({
    provider: 'stripe',
    body: stripeEvent(type, object, at, `${id}_${contract}`),
  });
  const ended = { id: `sub_${contract}`, status: 'canceled', canceled_at: '2026-11-19T10:30:00Z' };
  return [
    stripe('invoice.overdue', '2026-11-02T06:00:00Z', october, 'evt_october'),
    stripe('invoice.finalized', '2026-11-01T09:00:00Z'),
    stripe('invoice.payment_failed', '2026-11-10T10:00:00Z'),
    stripe('invoice.overdue', '2026-11-11T06:00:00Z'),
    {
      provider: 'paddle',
      body: paddleEvent('subscription.canceled', ended, '2026-11-19T10:30:01Z', `evt_end_${contract}`),
    },
  ];
}

const send = (test: TestStack, { provider, body }: Delivery) => test.webhook(provider, body);

describe('Friday 20 November 2026: five webhooks tell of two unpaid invoices and of the end of the contract', () => {
  it('in order, in reverse, or each of them five times: the same deadlines, and each notice once', async () => {
    const inOrder = await begin('in-order');
    const { test } = inOrder;
    for (const id of ['reversed', 'repeated', 'at-once', 'parked'] as const) {
      if (id !== 'parked') await test.post('/contracts', contractBody(id));
    }
    for (const delivery of autumn('in-order')) await send(test, delivery);
    for (const delivery of autumn('reversed').reverse()) await send(test, delivery);
    for (const delivery of autumn('repeated')) for (let n = 0; n < 5; n += 1) await send(test, delivery);
    await test.stack.engine.drain();
    for (const delivery of autumn('repeated').reverse()) await send(test, delivery);
    const answers = await Promise.all(autumn('at-once').flatMap((one) => [one, one, one].map((it) => send(test, it))));
    // One that keeps losing to the others is told to come again; the provider does.
    for (const { status } of answers) expect([200, 503]).toContain(status);
    for (const delivery of autumn('at-once')) expect((await send(test, delivery)).status).toBe(200);
    for (const delivery of autumn('parked')) expect((await send(test, delivery)).body.events[0].outcome).toBe('parked');
    expect((await test.post('/contracts', contractBody('parked'))).status).toBe(201);

    const expected = await standing(test, 'in-order');
    expect(expected.map(({ id, state, date }) => `${id} ${state} ${date}`)).toEqual([
      'suspension~in_0 open 2026-11-16',
      'suspension~in_1 cancelled 2026-11-25',
      'export-window open 2026-12-14',
      'deletion open 2027-02-17',
    ]);
    for (const id of ['reversed', 'repeated', 'at-once', 'parked']) {
      expect(await standing(test, id), id).toEqual(JSON.parse(JSON.stringify(expected).replaceAll('in-order', id)));
    }

    await test.advanceTo('2027-03-01T00:00:00Z');
    // Notices of one moment go out in no particular order.
    const noticesOf = async (id: string) => (await storyOf(test, id).notices()).sort();
    const notices = await noticesOf('in-order');
    // The suspension was over on 16 November, before the contract was recorded: nobody is told but operations, in one letter.
    expect(notices).toHaveLength(10);
    expect(notices.filter((notice) => notice.includes('onboarding'))).toEqual([
      'Fri 20 Nov 2026, 11:00 onboarding to provider',
    ]);
    for (const id of ['in-order', 'reversed', 'repeated', 'at-once', 'parked']) {
      expect(await noticesOf(id), id).toEqual(notices);
      const sent = inboxOf(test, id).map(({ tags, to }) => `${tags.notice} ${to}`);
      expect(new Set(sent).size).toBe(sent.length);
    }
    expect(await test.check()).toEqual([]);
  });
});

/** The deadlines as the API tells them, without the traces of how they came about. */
async function standing(test: TestStack, contract: string) {
  const deadlines: StoredDeadline[] = (await test.get(`/contracts/${contract}/deadlines`)).body.deadlines;
  return deadlines.map((deadline) => withoutProgress(deadline));
}
