import { expect } from 'vitest';
import { contractBody, paddleEvent } from '../harness/samples.ts';
import { expectWhy, type ToldStory, tellSideBySide } from '../scenarios/side-by-side.ts';

/** Friday 20 November 2026, 10:00 in Helsinki. */
const START = '2026-11-20T08:00:00Z';

const row = tellSideBySide({
  start: START,
  zone: 'Europe/Helsinki',
  contract: { terms: 'exolyt', timezone: undefined, holidays: undefined, startsOn: undefined },
});

/** The contract began before it was recorded, which operations is told of once. */
const ONBOARDED = 'Fri 20 Nov 2026, 11:00 onboarding to provider';

/** Billed on the 31st: cycles end with 29 November, 30 December, 30 January, 27 February and 30 March. */
const MONTHLY = { startsOn: '2026-01-31', billing: { cycle: '1 month', anchorDay: 31 } };

/** What Paddle says of the subscription, with a cancellation that is scheduled or without. */
function updated({ contract, test }: ToldStory, cancelsAt?: string) {
  const change = cancelsAt === undefined ? null : { action: 'cancel', effective_at: cancelsAt };
  const data = { id: `sub_${contract}`, status: 'active', scheduled_change: change };
  return paddleEvent('subscription.updated', data, test.stack.clock.now());
}

row(
  'exolyt/renewal: every cycle renews, from Sunday 29 November over 30 January to 27 February; only the next is open',
  MONTHLY,
  async (story) => {
    expect((await story.test.get(`/contracts/${story.contract}`)).body.trackedFrom).toBe('2026-11-20');
    const renewal = await story.deadline('renewal', '2026-10-31');
    expect(renewal).toMatchObject({ state: 'open', date: '2026-11-29', instant: '2026-11-29T22:00:00Z' });
    expectWhy(
      renewal,
      '(exolyt@2023-01-01, 5, paragraph 3)',
      'Sunday 29 November 2026',
      'Assumption: A billing cycle ends with its last day',
      'Assumption: The terms name no time zone. The company sits in Helsinki',
    );
    expect(await story.schedules()).toEqual(['renewal~2026-10-31: lapsed at 2026-11-29T22:00:00Z']);
    await story.until('2027-03-01T00:00:00Z');
    expect(await story.deadlines()).toEqual([
      'renewal: lapsed, last day 2026-11-29',
      'renewal: lapsed, last day 2026-12-30',
      'renewal: lapsed, last day 2027-01-30',
      'renewal: lapsed, last day 2027-02-27',
      'renewal: open, last day 2027-03-30',
    ]);
    expect(await story.broughtAbout(renewal)).toMatchObject({ kind: 'term.renewed', occurredAt: '2026-11-30' });
    expect(await story.schedules()).toEqual(['renewal~2027-02-28: lapsed at 2027-03-30T21:00:00Z']);
    expect(await story.notices()).toEqual([ONBOARDED]);
  },
);

row(
  'exolyt/renewal: a snapshot of Paddle takes back the cancellation that Paddle had scheduled',
  MONTHLY,
  async (story) => {
    expect(await story.told('paddle', updated(story, '2026-11-30T00:00:00Z'))).toContain('cancellation.scheduled');
    expect((await story.deadline('renewal', '2026-10-31')).state).toBe('met');
    expect(await story.ids()).toContain('subscription-end~2026-10-31');
    await story.until('2026-11-20T08:01:00Z');
    expect(await story.told('paddle', updated(story))).toContain('cancellation.rescinded');
    const renewal = await story.deadline('renewal', '2026-10-31');
    expect(renewal.state).toBe('open');
    expectWhy(renewal, 'What had met it was taken back by cancellation.rescinded');
    expect((await story.deadline('subscription-end', '2026-10-31')).state).toBe('superseded');
    expect(await story.schedules()).toEqual(['renewal~2026-10-31: lapsed at 2026-11-29T22:00:00Z']);
    await story.until('2026-12-01T00:00:00Z');
    expect(await story.notices()).toEqual([ONBOARDED]);
    expect((await story.deadline('renewal', '2026-11-30')).state).toBe('open');
  },
);

row(
  'exolyt/renewal: a snapshot of Paddle does not take back what the customer wrote itself',
  MONTHLY,
  async (story) => {
    await story.records('termination.noticed', START);
    await story.until('2026-11-20T08:01:00Z');
    expect(await story.told('paddle', updated(story))).toContain('cancellation.rescinded');
    expect((await story.deadline('renewal', '2026-10-31')).state).toBe('met');
    expect((await story.deadline('subscription-end', '2026-10-31')).state).toBe('open');
    await story.records('contract.terminated', '2026-11-20T08:01:00Z');
    await story.records('data.deleted', '2026-11-20T08:01:00Z');
    expect(await story.schedules()).toEqual([]);
  },
);

row('exolyt/renewal: a cycle that cannot be counted is refused, with its field', async (story) => {
  const refused = async (billing: Readonly<Record<string, unknown>>) => {
    const { status, body } = await story.test.post('/contracts', contractBody('never', { terms: 'exolyt', billing }));
    return [status, ...body.errors.map(({ field }: { field: string }) => field)];
  };
  expect(await refused({ cycle: '0 months' })).toEqual([422, 'billing.cycle']);
  expect(await refused({ cycle: '10 business days' })).toEqual([422, 'billing.cycle']);
  expect(await refused({ cycle: '2 weeks', anchorDay: 31 })).toEqual([422, 'billing.anchorDay']);
  expect((await story.test.get('/contracts/never')).status).toBe(404);
});

row(
  'exolyt/subscription-end: cancelled on Friday 20 November, it ends with Sunday 29 November, and so does a change of fees',
  MONTHLY,
  async (story) => {
    await story.records('price.changed', '2026-11-15', { price: 'p-1' });
    await story.until('2026-11-20T08:05:00Z');
    await story.told('paddle', updated(story, '2026-11-30T00:00:00Z'));
    const end = await story.deadline('subscription-end', '2026-10-31');
    expect(end).toMatchObject({ state: 'open', date: '2026-11-29', instant: '2026-11-29T22:00:00Z' });
    expectWhy(
      end,
      '(exolyt@2023-01-01, 5, paragraph 3)',
      'It follows from “Renewal of the subscription”, which was met',
    );
    // Nobody who leaves is reminded of fees that come after the end.
    expect((await story.deadline('fee-change', 'p-1')).state).toBe('cancelled');
    expect(await story.schedules()).toEqual(['subscription-end~2026-10-31: opened at 2026-11-20T08:07:00Z']);
    await story.until('2026-11-29T22:01:00Z');
    expect(await story.notices()).toEqual([
      'Fri 20 Nov 2026, 10:02 opened to customer',
      'Fri 20 Nov 2026, 10:07 opened to customer',
      'Fri 20 Nov 2026, 10:07 opened to provider',
      'Mon 30 Nov 2026, 00:00 lapsed to customer',
      'Mon 30 Nov 2026, 00:00 lapsed to provider',
    ]);
    expect(await story.broughtAbout(end)).toMatchObject({ kind: 'contract.terminated', occurredAt: '2026-11-29' });
    expect(await story.deadline('dpa-end')).toMatchObject({ state: 'open', date: '2026-12-29' });
    await story.records('data.deleted', '2026-11-29T22:01:00Z');
    expect(await story.schedules()).toEqual([]);
  },
);

/** An automatic payment that failed, or came after all. */
function payment({ contract }: ToldStory, type: 'payment_failed' | 'paid', at: string) {
  const captured = type === 'paid' ? { payments: [{ status: 'captured', captured_at: at }] } : {};
  const total = { total: '4900', grand_total: '4900', balance: '4900' };
  const data = { id: 'txn_1', subscription_id: `sub_${contract}`, currency_code: 'EUR', details: { totals: total } };
  return paddleEvent(`transaction.${type}`, { ...data, ...captured }, at);
}

row(
  'exolyt/billing-failure: the payment of Friday 20 November fails, and access may end at once, until it is paid',
  async (story) => {
    expect(await story.told('paddle', payment(story, 'payment_failed', START))).toEqual(['payment.failed']);
    const right = await story.deadline('billing-failure', 'txn_1');
    expect(right).toMatchObject({ state: 'open', date: '2026-11-20', instant: START, atOnce: true });
    expectWhy(right, '(exolyt@2023-01-01, 5, paragraph 5)', 'It happens with the event itself, without any period');
    expect(await story.schedules()).toEqual(['billing-failure~txn_1: lapsed at 2026-11-20T08:02:00Z']);
    await story.until('2026-11-20T09:00:00Z');
    expect(await story.notices()).toEqual([
      'Fri 20 Nov 2026, 10:02 lapsed to customer',
      'Fri 20 Nov 2026, 10:02 lapsed to provider',
    ]);
    expect(await story.schedules()).toEqual([]);
    await story.told('paddle', payment(story, 'paid', '2026-11-20T08:59:00Z'));
    expectWhy(await story.deadline('billing-failure', 'txn_1'), 'the right had arisen', 'Ended by payment.received');
    expect(await story.states()).toEqual(['billing-failure~txn_1: cancelled']);
  },
);

row(
  'exolyt/billing-failure: told of three days late, both sides still hear of it, and nothing is left over',
  async (story) => {
    await story.until('2026-11-23T08:00:00Z');
    await story.told('paddle', payment(story, 'payment_failed', START));
    expect(await story.deadline('billing-failure', 'txn_1')).toMatchObject({ instant: START });
    await story.until('2026-11-23T09:00:00Z');
    expect(await story.notices()).toEqual([
      'Mon 23 Nov 2026, 10:02 lapsed to customer',
      'Mon 23 Nov 2026, 10:02 lapsed to provider',
    ]);
    expect(await story.schedules()).toEqual([]);
  },
);

row(
  'exolyt/billing-failure: three days before the contract was recorded, it is told to operations only',
  async (story) => {
    await story.told('paddle', payment(story, 'payment_failed', '2026-11-17T08:00:00Z'));
    await story.until('2026-11-20T10:00:00Z');
    expect(await story.notices()).toEqual(['Fri 20 Nov 2026, 11:00 onboarding to provider']);
    expect(await story.states()).toEqual(['billing-failure~txn_1: lapsed']);
    expect(await story.schedules()).toEqual([]);
  },
);

/** A trial that ends on Friday 4 December at 10:00 in Helsinki. */
function trialing({ contract }: ToldStory) {
  const trial_dates = { starts_at: START, ends_at: '2026-12-04T08:00:00Z' };
  const data = { id: `sub_${contract}`, status: 'trialing', started_at: START, items: [{ trial_dates }] };
  return paddleEvent('subscription.trialing', data, START);
}

row(
  'exolyt/trial-end: the fee is charged on Friday 4 December, with reminders on 27 November and 2 December',
  async (story) => {
    expect(await story.told('paddle', trialing(story))).toEqual(['trial.started']);
    const trial = await story.deadline('trial-end');
    expect(trial).toMatchObject({ state: 'open', date: '2026-12-04', instant: '2026-12-04T22:00:00Z' });
    expectWhy(
      trial,
      '(exolyt@2023-01-01, 6, paragraph 3)',
      'The end day is Friday 4 December 2026 in Europe/Helsinki',
      'Assumption: The customer is charged on the last day of the trial, at an hour the terms do not name',
    );
    expect(await story.schedules()).toEqual(['trial-end: reminder-7-days at 2026-11-27T07:00:00Z']);
    await story.until('2026-12-05T08:00:00Z');
    expect(await story.notices()).toEqual([
      'Fri 27 Nov 2026, 09:00 reminder-7-days to customer',
      'Wed 2 Dec 2026, 09:00 reminder-2-days to customer',
      'Sat 5 Dec 2026, 00:00 lapsed to customer',
      'Sat 5 Dec 2026, 00:00 lapsed to provider',
    ]);
  },
);

row(
  'exolyt/trial-end: cancelled on Monday 30 November, nothing is charged, no reminder follows, and it ends with the trial',
  async (story) => {
    await story.records('trial.started', START, { endsOn: '2026-12-04' });
    await story.until('2026-11-30T08:00:00Z');
    await story.records('trial.cancelled', '2026-11-30T08:00:00Z');
    await story.until('2026-12-06T00:00:00Z');
    expect(await story.notices()).toEqual([
      'Fri 27 Nov 2026, 09:00 reminder-7-days to customer',
      'Mon 30 Nov 2026, 10:02 opened to customer',
      'Mon 30 Nov 2026, 10:02 opened to provider',
      'Sat 5 Dec 2026, 00:00 lapsed to customer',
      'Sat 5 Dec 2026, 00:00 lapsed to provider',
      'Sat 5 Dec 2026, 00:02 opened to customer',
    ]);
  },
);

row(
  'exolyt/fee-change: two weeks after Friday 20 November are 4 December, and the first end of a cycle after that is Wednesday 30 December',
  MONTHLY,
  async (story) => {
    await story.records('price.changed', START, { price: 'p-1' });
    const change = await story.deadline('fee-change', 'p-1');
    expect(change).toMatchObject({ state: 'open', date: '2026-12-30', instant: '2026-12-30T22:00:00Z' });
    expectWhy(
      change,
      '(exolyt@2023-01-01, 7, paragraph 1 and 7, paragraph 2)',
      'Counting 2 weeks (14 days) after Friday 20 November 2026',
      'Friday 4 December 2026',
      'Assumption: A message counts from when it arrives',
    );
    expect(await story.schedules()).toContain('fee-change~p-1: opened at 2026-11-20T08:02:00Z');
    await story.until('2026-12-31T08:00:00Z');
    expect(await story.notices()).toEqual([
      'Fri 20 Nov 2026, 10:02 opened to customer',
      ONBOARDED,
      'Wed 23 Dec 2026, 09:00 reminder-7-days to customer',
      'Thu 31 Dec 2026, 00:00 lapsed to customer',
      'Thu 31 Dec 2026, 00:00 lapsed to provider',
    ]);
    expect((await story.deadline('fee-change', 'p-1')).state).toBe('lapsed');
  },
);

row(
  'exolyt/outage-extension: 30 hours from Friday 20 November give a right to two days, and granting them moves the cycle to Tuesday 1 December',
  MONTHLY,
  async (story) => {
    await story.records('outage.started', START, { outage: 'o-1' });
    const right = await story.deadline('outage-extension', 'o-1');
    expect(right).toMatchObject({ state: 'open', date: '2026-11-21', instant: '2026-11-21T08:00:01Z' });
    expectWhy(right, '(exolyt@2023-01-01, 9, paragraph 3)', '24 hours', 'Assumption: The 24 hours run from the moment');
    expect(await story.schedules()).toContain('outage-extension~o-1: lapsed at 2026-11-21T08:00:01Z');
    await story.until('2026-11-21T14:00:00Z');
    await story.records('invoice.overdue', '2026-11-21', { invoice: 'in_9', dueOn: '2026-11-20' });
    await story.records('outage.ended', '2026-11-21T14:00:00Z', { outage: 'o-1' });
    expectWhy(
      await story.deadline('outage-extension', 'o-1'),
      'so up to 2 days may be asked for',
      'Every outstanding invoice has to be paid. Outstanding on record: in_9.',
    );
    await story.until('2026-11-23T08:00:00Z');
    await story.records('payment.received', '2026-11-23T08:00:00Z', { invoice: 'in_9' });
    await story.records('extension.granted', '2026-11-23T08:00:00Z', { outage: 'o-1' });
    const renewal = await story.deadline('renewal', '2026-10-31');
    expect(renewal).toMatchObject({ state: 'open', date: '2026-12-01', instant: '2026-12-01T22:00:00Z' });
    expectWhy(renewal, '2 days longer: it ends with Tuesday 1 December 2026 instead of Sunday 29 November 2026');
    expect((await story.deadline('outage-extension', 'o-1')).state).toBe('cancelled');
    expect(await story.schedules()).toEqual(['renewal~2026-10-31: lapsed at 2026-12-01T22:00:00Z']);
    await story.until('2026-12-02T00:00:00Z');
    expect(await story.notices()).toEqual([
      ONBOARDED,
      'Sat 21 Nov 2026, 10:00 lapsed to customer',
      'Sat 21 Nov 2026, 10:00 lapsed to provider',
    ]);
    expect(await story.deadline('renewal', '2026-12-02')).toMatchObject({ state: 'open', date: '2027-01-01' });
  },
);

row('exolyt/outage-extension: an outage of 23 hours gives no right', MONTHLY, async (story) => {
  await story.records('outage.started', START, { outage: 'o-1' });
  await story.until('2026-11-21T07:00:00Z');
  await story.records('outage.ended', '2026-11-21T07:00:00Z', { outage: 'o-1' });
  expect((await story.deadline('outage-extension', 'o-1')).state).toBe('met');
  await story.until('2026-11-23T08:00:00Z');
  expect(await story.notices()).toEqual([ONBOARDED]);
});

row('exolyt/terms-change: amended by posting, no period to count, and the API says where', async (story) => {
  await story.records('terms-change.announced', START, { change: 'c-1', effectiveOn: '2026-11-21' });
  const { deadlines, none } = (await story.test.get(`/contracts/${story.contract}/deadlines`)).body;
  expect(deadlines).toEqual([]);
  expect(none).toContainEqual({
    clause: 'terms-change',
    ref: '24, paragraph 1',
    title: 'Amendment of the terms',
    reason: expect.stringContaining('The terms are amended by posting and bind with it'),
  });
});
