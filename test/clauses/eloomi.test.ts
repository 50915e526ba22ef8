import { expect } from 'vitest';
import { contractBody, failedPayment } from '../harness/samples.ts';
import { expectWhy, type ToldStory, tellSideBySide } from '../scenarios/side-by-side.ts';

/** Friday 20 November 2026, 09:00 in Copenhagen. */
const START = '2026-11-20T08:00:00Z';

const row = tellSideBySide({
  start: START,
  zone: 'Europe/Copenhagen',
  contract: { terms: 'eloomi', timezone: undefined, holidays: undefined, startsOn: undefined },
});

row(
  'eloomi/late-interest: without a due date an invoice is due on Friday 20 November, the day it is issued, and interest begins on Saturday',
  async (story) => {
    await story.records('invoice.issued', START, { invoice: 'in_1' });
    const interest = await story.deadline('late-interest', 'in_1');
    expect(interest).toMatchObject({ state: 'open', date: '2026-11-20', instant: '2026-11-20T23:00:00Z' });
    expectWhy(
      interest,
      '(eloomi@5.9, 3.4 and 2.1)',
      'invoice.issued happened on Friday 20 November 2026',
      'Assumption: An invoice that names no due date is due on the day it is issued',
    );
    expect(await story.schedules()).toEqual(['late-interest~in_1: due at 2026-11-20T08:02:00Z']);
    await story.until('2026-11-21T08:00:00Z');
    expect(await story.notices()).toEqual([
      'Fri 20 Nov 2026, 09:02 due to customer',
      'Sat 21 Nov 2026, 00:00 lapsed to customer',
      'Sat 21 Nov 2026, 00:00 lapsed to provider',
    ]);
    await story.records('payment.received', '2026-11-21T08:00:00Z', { invoice: 'in_1' });
    expectWhy(await story.deadline('late-interest', 'in_1'), 'the right had arisen');
    expect(await story.states()).toEqual(['late-interest~in_1: cancelled']);
  },
);

row(
  'eloomi/late-interest: due on Friday 4 December and paid on Wednesday 2 December, it never begins',
  async (story) => {
    await story.told('stripe', failedPayment(story.contract, 'in_1', '2026-12-04T09:00:00Z', START));
    expect(await story.deadline('late-interest', 'in_1')).toMatchObject({ date: '2026-12-04' });
    expect(await story.schedules()).toEqual(['late-interest~in_1: due at 2026-12-04T08:00:00Z']);
    await story.until('2026-12-02T08:00:00Z');
    await story.records('payment.received', '2026-12-02', { invoice: 'in_1' });
    expect(await story.states()).toEqual(['late-interest~in_1: cancelled']);
    await story.until('2026-12-06T00:00:00Z');
    expect(await story.notices()).toEqual([]);
  },
);

/** Monday 1 March 2027. Holidays to come: 25, 26 and 29 March in Denmark, 26 and 29 in England, 26 in Delaware. */
const EXPIRY = '2027-03-01T12:00:00Z';

row(
  'eloomi/export-window: 20 business days from Monday 1 March, by Danish law around Easter, end with Thursday 1 April',
  async (story) => {
    await story.until(EXPIRY);
    await story.records('contract.terminated', EXPIRY);
    const window = await story.deadline('export-window');
    expect(window).toMatchObject({ state: 'open', date: '2027-04-01', instant: '2027-04-01T22:00:00Z' });
    expectWhy(
      window,
      '(eloomi@5.9, 8.1)',
      'Counting 20 business days (Monday to Friday, holidays: DK) after Monday 1 March 2027',
      'Assumption: The contract does not say which of the three laws the customer chose, so Danish law applies',
      'Assumption: The data-processing agreement goes before this clause',
    );
    expect(await story.schedules()).toContain('export-window: opened at 2027-03-01T12:02:00Z');
    await story.until('2027-03-02T00:00:00Z');
    expect(await story.schedules()).toContain('export-window: reminder-5-business-days at 2027-03-22T08:00:00Z');
    await story.until('2027-04-10T00:00:00Z');
    expect(await story.notices('export-window')).toEqual([
      'Mon 1 Mar 2027, 13:02 opened to customer',
      'Mon 22 Mar 2027, 09:00 reminder-5-business-days to customer',
      'Fri 2 Apr 2027, 00:00 lapsed to customer',
      'Fri 2 Apr 2027, 00:00 lapsed to provider',
    ]);
    expect(await story.states()).toEqual(['deletion-right: lapsed', 'export-window: lapsed']);
  },
);

const CHOICES = [
  ['GB-ENG', '2027-03-31', '2027-03-31T23:00:00Z', '2027-03-22T09:00:00Z', 'the days are those of London'],
  ['US-DE', '2027-03-30', '2027-03-31T04:00:00Z', '2027-03-22T13:00:00Z', 'the days are those of New York'],
] as const;

row(
  'eloomi/export-window: by the law of England and Wales it ends with Wednesday 31 March in London, and ends at once when exported',
  { law: 'GB-ENG' },
  (story) => exportedUnder(story, CHOICES[0]),
);

row(
  'eloomi/export-window: by the law of Delaware it ends with Tuesday 30 March in New York, and ends at once when exported',
  { law: 'US-DE' },
  (story) => exportedUnder(story, CHOICES[1]),
);

async function exportedUnder(story: ToldStory, [law, date, instant, reminder]: (typeof CHOICES)[number]) {
  await story.until(EXPIRY);
  await story.records('contract.terminated', EXPIRY);
  const window = await story.deadline('export-window');
  expect(window).toMatchObject({ state: 'open', date, instant });
  expectWhy(window, `The contract chose the law of ${law}`);
  expect(window.ladder).toContainEqual(expect.objectContaining({ kind: 'reminder', at: reminder }));
  await story.records('data-export.delivered', EXPIRY);
  expect(await story.states()).toContain('export-window: met');
  await story.records('data.deleted', EXPIRY);
  expect(await story.states()).toContain('export-window: met');
  expect(await story.schedules()).toEqual([]);
  await story.until('2027-04-10T00:00:00Z');
  expect(await story.notices()).toEqual([]);
}

row(
  'eloomi/export-window: a law that the terms do not offer is refused, as is a statute or a setting nobody knows',
  async (story) => {
    const refused = async (changes: Readonly<Record<string, unknown>>) => {
      const contract = { terms: 'eloomi', timezone: undefined, holidays: undefined, ...changes };
      const { status, body } = await story.test.post('/contracts', contractBody('never', contract));
      return [status, ...body.errors.map(({ field, value }: Record<string, unknown>) => `${field} ${value}`)];
    };
    expect(await refused({ law: 'FR' })).toEqual([422, 'law FR']);
    expect(await refused({ statutes: ['hipaa'] })).toEqual([422, 'statutes hipaa']);
    expect(await refused({ settings: { 'export-time': '30 days' } })).toEqual([422, 'settings.export-time 30 days']);
    expect((await story.test.get('/contracts/never')).status).toBe(404);
  },
);

row(
  'eloomi/deletion-right: held from 2 to 9 March it arises five business days later, after Thursday 8 April, and ends with the deletion',
  async (story) => {
    await story.until(EXPIRY);
    await story.records('contract.terminated', EXPIRY);
    await story.records('data-export.delivered', EXPIRY);
    expect(await story.deadline('deletion-right')).toMatchObject({ date: '2027-04-01', beneficiary: 'provider' });
    expect(await story.schedules()).toEqual(['deletion-right: lapsed at 2027-04-01T22:00:00Z']);
    await story.until('2027-03-02T08:00:00Z');
    await story.records('legal-hold.placed', '2027-03-02', { hold: 'audit' });
    await story.until('2027-03-09T08:00:00Z');
    expect(await story.schedules()).toEqual([]);
    await story.records('legal-hold.lifted', '2027-03-09', { hold: 'audit' });
    const right = await story.deadline('deletion-right');
    expect(right).toMatchObject({ state: 'open', date: '2027-04-08', instant: '2027-04-08T22:00:00Z' });
    expectWhy(right, '(eloomi@5.9, 8.1 and 10.1)', 'plus 5 business days');
    await story.until('2027-04-10T00:00:00Z');
    expect(await story.notices()).toEqual(['Fri 9 Apr 2027, 00:00 lapsed to provider']);
    await story.records('data.deleted', '2027-04-10');
    expectWhy(await story.deadline('deletion-right'), 'the right had arisen', 'Ended by data.deleted');
  },
);

row(
  'eloomi/support-response: asked on Monday evening in New York, Tuesday in Copenhagen, the answer is due on Tuesday 24 November in New York',
  { timezone: 'America/New_York' },
  async (story) => {
    await story.until('2026-11-23T23:30:00Z');
    await story.records('support.requested', '2026-11-23T23:30:00Z', { ticket: 't-1' });
    const answer = await story.deadline('support-response', 't-1');
    expect(answer).toMatchObject({ state: 'open', date: '2026-11-24', instant: '2026-11-25T05:00:00Z' });
    expect(answer.timezone).toBe('America/New_York');
    expectWhy(answer, '(eloomi@5.9, 4.1)', 'Europe/Copenhagen', 'Assumption: CET and EST are read as the civil time');
    expect(await story.schedules()).toEqual(['support-response~t-1: due at 2026-11-24T14:00:00Z']);
    await story.until('2026-11-26T00:00:00Z');
    expect(await story.notices()).toEqual([
      'Tue 24 Nov 2026, 09:00 due to provider',
      'Wed 25 Nov 2026, 00:00 lapsed to provider',
    ]);
    expect(await story.states()).toEqual(['support-response~t-1: lapsed']);
  },
);

row(
  'eloomi/support-response: asked on Friday noon in Copenhagen, answered on Monday 23 November after the reminder',
  async (story) => {
    await story.until('2026-11-20T11:00:00Z');
    await story.records('support.requested', '2026-11-20T11:00:00Z', { ticket: 't-1' });
    expect(await story.deadline('support-response', 't-1')).toMatchObject({
      date: '2026-11-23',
      timezone: 'Europe/Copenhagen',
      instant: '2026-11-23T23:00:00Z',
    });
    await story.until('2026-11-23T10:00:00Z');
    await story.records('support.answered', '2026-11-23T10:00:00Z', { ticket: 't-1' });
    expect(await story.states()).toEqual(['support-response~t-1: met']);
    expect(await story.schedules()).toEqual([]);
    await story.until('2026-11-26T00:00:00Z');
    expect(await story.notices()).toEqual(['Mon 23 Nov 2026, 09:00 due to provider']);
  },
);

row(
  'eloomi/trial-inactivity: used last on Monday 30 November, three months end with Sunday 28 February',
  async (story) => {
    await story.records('trial.started', START);
    expect(await story.deadline('trial-inactivity')).toMatchObject({ state: 'open', date: '2027-02-20' });
    await story.until('2026-11-30T12:00:00Z');
    await story.records('account.active', '2026-11-30T12:00:00Z');
    const right = await story.deadline('trial-inactivity');
    expect(right).toMatchObject({ state: 'open', date: '2027-02-28', instant: '2027-02-28T23:00:00Z' });
    expectWhy(
      right,
      '(eloomi@5.9, 8.2)',
      '3 months after Monday 30 November 2026',
      'The count began again once',
      'Assumption: A customer who pays, or whose trial was converted, has neither a free version nor a trial',
    );
    expect(await story.schedules()).toEqual(['trial-inactivity: reminder-14-days at 2027-02-14T08:00:00Z']);
    await story.until('2027-03-02T00:00:00Z');
    expect(await story.notices()).toEqual([
      'Sun 14 Feb 2027, 09:00 reminder-14-days to customer',
      'Mon 1 Mar 2027, 00:00 lapsed to customer',
      'Mon 1 Mar 2027, 00:00 lapsed to provider',
    ]);
  },
);

row('eloomi/trial-inactivity: converted on Tuesday 1 December, it is no trial any more', async (story) => {
  await story.records('trial.started', START);
  await story.until('2026-12-01T08:00:00Z');
  await story.records('trial.converted', '2026-12-01T08:00:00Z');
  await story.records('account.active', '2026-12-01T08:00:00Z');
  expect(await story.states()).toEqual(['trial-inactivity: cancelled']);
  expect(await story.schedules()).toEqual([]);
});

row('eloomi/immediate-termination: no period to count, and the API says where', async (story) => {
  const { none } = (await story.test.get(`/contracts/${story.contract}/deadlines`)).body;
  expect(none).toContainEqual(
    expect.objectContaining({
      clause: 'immediate-termination',
      ref: '8.2',
      reason: 'The terms allow it at any time and without prior notice, so there is no period to count.',
    }),
  );
});

row(
  'eloomi/liability-cap: the payments of the twelve months before Friday 20 November, each currency by itself',
  async (story) => {
    const pay = (day: string, amount: number, currency: string) =>
      story.records('payment.received', day, { payment: `p-${day}`, amount, currency });
    await pay('2025-11-19', 9000, 'DKK');
    await pay('2025-11-20', 1000, 'DKK');
    await pay('2026-06-30', 250, 'EUR');
    await pay('2026-11-19', 400, 'DKK');
    await story.records('breach.alleged', START, { breach: 'b-1', by: 'customer' });
    const cap = await story.deadline('liability-cap', 'b-1');
    expect(cap).toMatchObject({ state: 'met', opensOn: '2025-11-20', date: '2026-11-20' });
    expect(cap.figure).toEqual([
      { currency: 'DKK', amount: 1400 },
      { currency: 'EUR', amount: 250 },
    ]);
    expectWhy(
      cap,
      '(eloomi@5.9, 6.1)',
      'Assumption: The day of the event itself does not belong to the time before it',
    );
    expect(await story.schedules()).toEqual([]);
    expect(await story.notices()).toEqual([]);
  },
);
