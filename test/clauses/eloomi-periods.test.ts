import { expect } from 'vitest';
import { stripeEvent } from '../harness/samples.ts';
import { expectWhy, type ToldStory, tellSideBySide } from '../scenarios/side-by-side.ts';

/** Friday 20 November 2026, 09:00 in Copenhagen. */
const START = '2026-11-20T08:00:00Z';

const row = tellSideBySide({
  start: START,
  zone: 'Europe/Copenhagen',
  contract: { terms: 'eloomi', timezone: undefined, holidays: undefined, startsOn: undefined },
});

/** The contract began before it was recorded, which operations is told of once. */
const ONBOARDED = 'Fri 20 Nov 2026, 10:00 onboarding to provider';

/** In its fourth year, which ends with Sunday 28 February 2027; the one after that ends with Tuesday 29 February 2028. */
const YEARLY = { startsOn: '2023-03-01', term: '12 months' };

/** Ends the other two recurring clauses for this year, before they say anything. */
async function downgradeAndInvoice(story: ToldStory): Promise<void> {
  await story.until('2026-12-30T07:00:00Z');
  await story.records('downgrade.noticed', '2026-12-30T07:00:00Z');
  await story.records('invoice.issued', '2026-12-30T07:00:00Z', { invoice: 'in_2027' });
  await story.records('payment.received', '2026-12-30T07:00:00Z', { invoice: 'in_2027' });
}

row(
  'eloomi/non-renewal-notice: no notice by Sunday 31 January renews the year that ends with 28 February; only the next one is open',
  YEARLY,
  async (story) => {
    const { body } = await story.test.get(`/contracts/${story.contract}`);
    expect(body.trackedFrom).toBe('2026-11-20');
    await downgradeAndInvoice(story);
    const notice = await story.deadline('non-renewal-notice', '2026-03-01');
    expect(notice).toMatchObject({ state: 'open', date: '2027-01-31', instant: '2027-01-31T23:00:00Z' });
    expectWhy(
      notice,
      '(eloomi@5.9, 8.1)',
      'Sunday 28 February 2027',
      'Assumption: At minimum one month’s notice before the end means',
      'Assumption: The contract does not say which of the three laws the customer chose',
    );
    const renewals = async () => (await story.ids()).filter((id) => id.startsWith('non-renewal-notice'));
    expect(await renewals()).toEqual(['non-renewal-notice~2026-03-01']);
    expect(await story.schedules()).toContain(
      'non-renewal-notice~2026-03-01: reminder-25-days at 2027-01-06T08:00:00Z',
    );

    await story.until('2027-02-01T08:00:00Z');
    expect(await story.notices()).toEqual([
      ONBOARDED,
      'Wed 6 Jan 2027, 09:00 reminder-25-days to customer',
      'Sun 17 Jan 2027, 09:00 reminder-14-days to provider',
      'Sun 24 Jan 2027, 09:00 reminder-7-days to customer',
      'Mon 1 Feb 2027, 00:00 lapsed to customer',
      'Mon 1 Feb 2027, 00:00 lapsed to provider',
    ]);
    expect(await story.broughtAbout(notice)).toMatchObject({ kind: 'term.renewed', occurredAt: '2027-03-01' });
    expect(await renewals()).toEqual(['non-renewal-notice~2026-03-01', 'non-renewal-notice~2027-03-01']);
    expect(await story.deadline('non-renewal-notice', '2027-03-01')).toMatchObject({
      state: 'open',
      date: '2028-01-31',
      instant: '2028-01-31T23:00:00Z',
    });

    await story.records('termination.noticed', '2027-02-01T09:00:00+01:00');
    expectWhy(await story.deadline('non-renewal-notice', '2026-03-01'), 'after the last day, Sunday 31 January 2027');
    expect((await story.deadline('non-renewal-notice', '2027-03-01')).state).toBe('met');
    expect(await story.deadline('subscription-end', '2027-03-01')).toMatchObject({ date: '2028-02-29' });
  },
);

row(
  'eloomi/subscription-end: notice on Wednesday 30 December ends the subscription with Sunday 28 February, and the export begins',
  YEARLY,
  async (story) => {
    await story.records('price.changed', START, { price: 'p-1' });
    await downgradeAndInvoice(story);
    await story.records('termination.noticed', '2026-12-30T07:00:00Z');
    expect((await story.deadline('non-renewal-notice', '2026-03-01')).state).toBe('met');
    const end = await story.deadline('subscription-end', '2026-03-01');
    expect(end).toMatchObject({ state: 'open', date: '2027-02-28', instant: '2027-02-28T23:00:00Z' });
    expectWhy(
      end,
      '(eloomi@5.9, 8.1)',
      'It follows from “Notice not to renew”, which was met',
      'Assumption: The subscription expires with its last day',
    );
    expect(await story.schedules()).toContain('subscription-end~2026-03-01: opened at 2026-12-30T07:02:00Z');
    await story.until('2026-12-31T00:00:00Z');
    expect(await story.schedules()).toContain('subscription-end~2026-03-01: lapsed at 2027-02-28T23:00:00Z');
    await story.until('2027-02-28T23:01:00Z');
    expect(await story.notices('subscription-end~2026-03-01')).toEqual([
      'Wed 30 Dec 2026, 08:02 opened to customer',
      'Wed 30 Dec 2026, 08:02 opened to provider',
      'Mon 1 Mar 2027, 00:00 lapsed to customer',
      'Mon 1 Mar 2027, 00:00 lapsed to provider',
    ]);
    expect(await story.broughtAbout(end)).toMatchObject({ kind: 'contract.terminated', occurredAt: '2027-02-28' });
    expect(await story.deadline('export-window')).toMatchObject({ state: 'open', date: '2027-03-31' });
    // There is no next period in which changed prices could apply.
    expect((await story.deadline('price-change', 'p-1')).state).toBe('cancelled');
    expect(await story.notices('price-change~p-1')).toEqual(['Fri 20 Nov 2026, 09:02 opened to customer']);
    await story.records('data-export.delivered', '2027-02-28T23:01:00Z');
    await story.records('data.deleted', '2027-02-28T23:01:00Z');
    expect(await story.schedules()).toEqual([]);
  },
);

row('eloomi/subscription-end: notice that is taken back leaves the subscription to renew', YEARLY, async (story) => {
  await story.records('termination.noticed', START);
  await story.records('termination.withdrawn', START);
  expect((await story.deadline('subscription-end', '2026-03-01')).state).toBe('superseded');
  const notice = await story.deadline('non-renewal-notice', '2026-03-01');
  expect(notice).toMatchObject({ state: 'open', date: '2027-01-31' });
  expectWhy(notice, 'What had met it was taken back by termination.withdrawn on Friday 20 November 2026');
  await story.until('2026-12-01T00:00:00Z');
  expect(await story.notices()).toEqual([ONBOARDED]);
  await story.records('contract.terminated', '2026-12-01T00:00:00Z');
  await story.records('data-export.delivered', '2026-12-01T00:00:00Z');
  await story.records('data.deleted', '2026-12-01T00:00:00Z');
  expect(await story.schedules()).toEqual([]);
});

row(
  'eloomi/downgrade-notice: wanted by Sunday 31 January, given on Monday 11 January; the next chance is open',
  YEARLY,
  async (story) => {
    const notice = await story.deadline('downgrade-notice', '2026-03-01');
    expect(notice).toMatchObject({ state: 'open', date: '2027-01-31', instant: '2027-01-31T23:00:00Z' });
    expectWhy(notice, '(eloomi@5.9, 3.3)', 'Sunday 28 February 2027', 'Assumption: At minimum one month’s notice');
    expect(await story.schedules()).toContain('downgrade-notice~2026-03-01: reminder-25-days at 2027-01-06T08:00:00Z');
    await story.until('2027-01-11T08:00:00Z');
    await story.records('downgrade.noticed', '2027-01-11T08:00:00Z');
    expect((await story.deadline('downgrade-notice', '2026-03-01')).state).toBe('met');
    expect(await story.deadline('downgrade-notice', '2027-03-01')).toMatchObject({ state: 'open', date: '2028-01-31' });
    await story.records('contract.terminated', '2027-01-11T08:00:00Z');
    await story.records('data-export.delivered', '2027-01-11T08:00:00Z');
    await story.records('data.deleted', '2027-01-11T08:00:00Z');
    await story.until('2027-02-03T00:00:00Z');
    expect(await story.notices('downgrade-notice~2026-03-01')).toEqual([
      'Wed 6 Jan 2027, 09:00 reminder-25-days to customer',
    ]);
  },
);

row(
  'eloomi/price-change: announced on Friday 20 November, effective with the renewal after Sunday 28 February',
  { startsOn: '2026-03-01', term: '12 months' },
  async (story) => {
    await story.records('price.changed', START, { price: 'p-1' });
    const change = await story.deadline('price-change', 'p-1');
    expect(change).toMatchObject({ state: 'open', date: '2027-02-28', instant: '2027-02-28T23:00:00Z' });
    expectWhy(change, '(eloomi@5.9, 3.2)', 'Sunday 28 February 2027', 'Assumption: Written notice counts from');
    expect(await story.schedules()).toContain('price-change~p-1: opened at 2026-11-20T08:02:00Z');
    await downgradeAndInvoice(story);
    expect(await story.schedules()).toContain('price-change~p-1: lapsed at 2027-02-28T23:00:00Z');
    await story.until('2027-03-01T08:00:00Z');
    expect(await story.notices('price-change~p-1')).toEqual([
      'Fri 20 Nov 2026, 09:02 opened to customer',
      'Mon 1 Mar 2027, 00:00 lapsed to customer',
      'Mon 1 Mar 2027, 00:00 lapsed to provider',
    ]);
    expect((await story.deadline('price-change', 'p-1')).state).toBe('lapsed');
  },
);

row(
  'eloomi/invoice-due: of three years each is invoiced before it begins; the second by Sunday 28 February',
  { startsOn: '2026-03-01', term: '36 months' },
  async (story) => {
    const due = await story.deadline('invoice-due', '2026-03-01');
    expect(due).toMatchObject({ state: 'open', opensOn: '2026-12-30', date: '2027-02-28' });
    expect(due.instant).toBe('2027-02-28T23:00:00Z');
    expectWhy(due, '(eloomi@5.9, 3.3)', 'from Wednesday 30 December 2026 to Sunday 28 February 2027');
    expectWhy(due, 'Assumption: An invoice that does not say which time it is for');
    expect(await story.schedules()).toContain('invoice-due~2026-03-01: opens at 2026-12-30T08:00:00Z');
    await story.records('invoice.issued', START, { invoice: 'in_early' });
    await story.records('payment.received', START, { invoice: 'in_early' });
    expectWhy(await story.deadline('invoice-due', '2026-03-01'), 'before the window opens on Wednesday 30 December');
    await story.until('2027-03-01T08:00:00Z');
    expect(await story.notices()).toEqual([
      ONBOARDED,
      'Wed 30 Dec 2026, 09:00 opens to provider',
      'Sun 14 Feb 2027, 09:00 reminder-14-days to provider',
      'Sun 28 Feb 2027, 09:00 due to provider',
      'Mon 1 Mar 2027, 00:00 lapsed to provider',
    ]);
    expect((await story.deadline('invoice-due', '2026-03-01')).state).toBe('lapsed');
    expect(await story.deadline('invoice-due', '2027-03-01')).toMatchObject({
      state: 'open',
      opensOn: '2027-12-31',
      date: '2028-02-29',
    });
    expect(await story.deadline('non-renewal-notice', '2026-03-01')).toMatchObject({ date: '2029-01-31' });
  },
);

row(
  'eloomi/invoice-due: issued on Tuesday 2 February, the invoice meets it and the next one is open',
  { startsOn: '2026-03-01', term: '36 months' },
  async (story) => {
    await story.until('2027-02-02T10:00:00Z');
    await story.told('stripe', finalized(story, 'in_1', '2027-02-02T09:00:00Z'));
    await story.records('payment.received', '2027-02-02T10:00:00Z', { invoice: 'in_1' });
    expect(await story.deadline('invoice-due', '2026-03-01')).toMatchObject({ state: 'met' });
    expect(await story.deadline('invoice-due', '2027-03-01')).toMatchObject({ state: 'open', date: '2028-02-29' });
    await story.until('2027-03-03T00:00:00Z');
    expect(await story.notices()).toEqual([ONBOARDED, 'Wed 30 Dec 2026, 09:00 opens to provider']);
  },
);

function finalized({ contract }: ToldStory, id: string, at: string, due?: string) {
  const seconds = (instant: string) => Math.floor(Date.parse(instant) / 1000);
  const parties = { customer: `cus_${contract}`, subscription: `sub_${contract}` };
  const dates = { status_transitions: { finalized_at: seconds(at) }, due_date: due ? seconds(due) : null };
  const object = { id, ...parties, status: 'open', amount_due: 4900, currency: 'dkk', ...dates };
  return stripeEvent('invoice.finalized', object, at);
}
