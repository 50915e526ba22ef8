import { describe, expect } from 'vitest';
import { failedPayment, stripeEvent } from '../harness/samples.ts';
import { tellSideBySide } from './side-by-side.ts';
import { type Story, why } from './storyteller.ts';

const tell = tellSideBySide();

const seconds = (instant: string) => Math.floor(Date.parse(instant) / 1000);

function invoice({ contract }: Story, more: Readonly<Record<string, unknown>> = {}) {
  return {
    id: 'in_november',
    object: 'invoice',
    customer: `cus_${contract}`,
    parent: { type: 'subscription_details', subscription_details: { subscription: `sub_${contract}` } },
    currency: 'eur',
    amount_due: 4900,
    amount_paid: 0,
    due_date: seconds('2026-11-22T09:00:00Z'),
    status: 'open',
    status_transitions: { finalized_at: seconds('2026-11-15T09:00:00Z'), paid_at: null },
    ...more,
  };
}

function paid(story: Story, at: string) {
  const status_transitions = { finalized_at: seconds('2026-11-15T09:00:00Z'), paid_at: seconds(at) };
  return stripeEvent('invoice.paid', invoice(story, { status: 'paid', amount_paid: 4900, status_transitions }), at);
}

/** Friday 20 November 2026: Stripe reports a failed payment of the invoice that is due on Sunday 22 November. */
async function paymentFails(story: Story): Promise<void> {
  const body = failedPayment(story.contract, 'in_november', '2026-11-22T09:00:00Z', story.test.stack.clock.now());
  const answer = await story.test.webhook('stripe', body);
  expect(answer).toMatchObject({ status: 200, body: { events: [{ outcome: 'recorded', contract: story.contract }] } });
}

describe('an invoice that is due on Sunday 22 November 2026', () => {
  tell('is not paid: 15 days later, after Monday 7 December, access may be suspended', async (story) => {
    await paymentFails(story);
    const deadline = await story.deadline('suspension', 'in_november');
    expect(deadline).toMatchObject({ state: 'open', date: '2026-12-07', instant: '2026-12-07T22:00:00Z' });
    expect(why(deadline)).toContain('15 days after Sunday 22 November 2026');
    expect(why(deadline)).toContain('leads to Monday 7 December 2026');
    expect(await story.schedules()).toEqual(['suspension~in_november: reminder-7-days at 2026-11-30T07:00:00Z']);

    await story.until('2026-12-31T00:00:00Z');
    expect(await story.notices()).toEqual([
      'Mon 30 Nov 2026, 09:00 reminder-7-days to customer',
      'Mon 7 Dec 2026, 09:00 due to customer',
      'Tue 8 Dec 2026, 00:00 lapsed to customer',
      'Tue 8 Dec 2026, 00:00 lapsed to provider',
    ]);
    expect(story.subjects('customer')[0]).toContain('Monday 7 December 2026');
    expect(await story.deadlines()).toEqual(['suspension: lapsed, last day 2026-12-07']);
    expect(await story.schedules()).toEqual([]);
  });

  tell('is called overdue on Monday 23 November: the same deadline, by whichever webhook', async (story) => {
    const overdue = stripeEvent('invoice.overdue', invoice(story), '2026-11-23T06:00:00Z');
    await story.until('2026-11-23T06:00:05Z');
    expect((await story.test.webhook('stripe', overdue)).status).toBe(200);
    expect(await story.deadlines()).toEqual(['suspension: open, last day 2026-12-07']);
    await story.until('2026-12-01T00:00:00Z');
    expect(await story.notices()).toEqual(['Mon 30 Nov 2026, 09:00 reminder-7-days to customer']);
  });

  tell('is paid on Wednesday 2 December, in time: nothing more is sent', async (story) => {
    await paymentFails(story);
    await story.until('2026-12-02T12:00:00Z');
    await story.test.webhook('stripe', paid(story, '2026-12-02T11:59:00Z'));
    const deadline = await story.deadline('suspension', 'in_november');
    expect(deadline.state).toBe('cancelled');
    expect(why(deadline)).toContain('payment.received on Wednesday 2 December 2026');
    await story.until('2027-01-31T00:00:00Z');
    expect(await story.notices()).toEqual(['Mon 30 Nov 2026, 09:00 reminder-7-days to customer']);
    expect(await story.schedules()).toEqual([]);
  });

  tell('is paid on Wednesday 9 December, too late: the right had arisen, and ends with the payment', async (story) => {
    await paymentFails(story);
    await story.until('2026-12-09T12:00:00Z');
    await story.test.webhook('stripe', paid(story, '2026-12-09T11:59:00Z'));
    expect((await story.deadline('suspension', 'in_november')).state).toBe('cancelled');
    const entries = (await story.test.get(`/contracts/${story.contract}/evidence`)).body.entries;
    expect(entries.map(({ type }: { type: string }) => type)).toContain('deadline.lapsed');
  });

  tell(
    'was paid on Sunday 6 December, which is only learned on Thursday 10 December: the lapse falls',
    async (story) => {
      await paymentFails(story);
      await story.until('2026-12-10T08:00:00Z');
      expect(await story.deadlines()).toEqual(['suspension: lapsed, last day 2026-12-07']);
      await story.test.webhook('stripe', paid(story, '2026-12-06T10:00:00Z'));
      const deadline = await story.deadline('suspension', 'in_november');
      expect(deadline.state).toBe('cancelled');
      expect(why(deadline)).toContain('Sunday 6 December 2026');
      expect(why(deadline)).not.toContain('The last instant');
      await story.until('2027-01-31T00:00:00Z');
    },
  );

  tell('is one of two unpaid invoices: paying one leaves the other', async (story) => {
    await paymentFails(story);
    const december = failedPayment(story.contract, 'in_december', '2026-12-22T09:00:00Z', '2026-11-20T08:00:00Z');
    await story.test.webhook('stripe', december);
    await story.until('2026-12-02T12:00:00Z');
    await story.test.webhook('stripe', paid(story, '2026-12-02T11:59:00Z'));
    expect((await story.deadline('suspension', 'in_november')).state).toBe('cancelled');
    expect(await story.deadline('suspension', 'in_december')).toMatchObject({ state: 'open', date: '2027-01-06' });
  });
});
