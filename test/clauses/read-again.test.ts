import { expect } from 'vitest';
import { expectWhy, type ToldStory, tellSideBySide } from '../scenarios/side-by-side.ts';

/** Friday 20 November 2026: 10:00 in Helsinki, 09:00 in Copenhagen, 01:00 in Hermosillo. */
const START = '2026-11-20T08:00:00Z';

const row = tellSideBySide({
  start: START,
  zone: 'Europe/Helsinki',
  contract: { terms: 'exolyt', timezone: undefined, holidays: undefined, startsOn: undefined },
});

const ELOOMI = { terms: 'eloomi', startsOn: '2026-11-20', term: '12 months' };
const SALEXOPS = { terms: 'salexops', startsOn: '2026-11-01', billing: { cycle: '1 month' } };

/** That a clause is listed with its place and nothing is counted. */
async function listed(story: ToldStory, clause: string, ref: string, reason: string): Promise<void> {
  const { none } = (await story.test.get(`/contracts/${story.contract}/deadlines`)).body;
  expect(none).toContainEqual(expect.objectContaining({ clause, ref, reason: expect.stringContaining(reason) }));
}

const DPA = 'Agreement on the processing of personal data';

row('exolyt/account-security: at once, so nothing is counted', (story) =>
  listed(story, 'account-security', '13', 'immediately'),
);
row('exolyt/provider-termination: at once and without notice, so nothing is counted', (story) =>
  listed(story, 'provider-termination', '21', 'without notice'),
);
row('exolyt/service-changes: without notice, so nothing is counted', (story) =>
  listed(story, 'service-changes', '23', 'without notice'),
);
row('exolyt/dpa-instruction-exception: immediately, so nothing is counted', (story) =>
  listed(
    story,
    'dpa-instruction-exception',
    `${DPA}, General rights and obligations of the processor, c)`,
    'immediately',
  ),
);
row('exolyt/dpa-corrections: without undue delay, so nothing is counted', (story) =>
  listed(story, 'dpa-corrections', `${DPA}, General rights and obligations of the processor, h)`, 'names no time'),
);
row('exolyt/dpa-subject-claim: without delay, so nothing is counted', (story) =>
  listed(story, 'dpa-subject-claim', `${DPA}, Limitations of liability`, 'without delay'),
);
row('salexops/support-while-paid: no time is named', SALEXOPS, (story) =>
  listed(story, 'support-while-paid', 'System failures and user support, last bullet', 'name no time'),
);
row('salexops/immediate-suspension: at once, so nothing is counted', SALEXOPS, (story) =>
  listed(story, 'immediate-suspension', 'Rights & Responsibilities, last paragraph but one', 'at once'),
);
row('salexops/incident-notice: sufficient, without a time', SALEXOPS, (story) =>
  listed(story, 'incident-notice', 'Measures taken in case of incidents, first paragraph', 'name no time'),
);

row(
  'exolyt/subscription-end: cancelled within the trial, it ends with the day that is named, and nobody is told of a charge or a beginning',
  { startsOn: '2026-11-20', billing: { cycle: '1 month' } },
  async (story) => {
    await story.records('trial.started', START, { endsOn: '2026-12-04' });
    await story.until('2026-11-21T08:00:00Z');
    await story.records('cancellation.scheduled', '2026-11-21T08:00:00Z', { effectiveOn: '2026-12-04' });
    const end = await story.deadline('subscription-end', '2026-11-20');
    expect(end).toMatchObject({ state: 'open', date: '2026-12-04', instant: '2026-12-04T22:00:00Z' });
    await story.until('2026-12-06T00:00:00Z');
    expect(await story.notices('trial-end')).toEqual([]);
    expect(await story.broughtAbout(end)).toMatchObject({ kind: 'contract.terminated', occurredAt: '2026-12-04' });
  },
);

row(
  'exolyt/dpa-subject-request: a request that concerns the provider as controller is not shown to the customer',
  async (story) => {
    await story.records('subject-request.received', START, { request: 'r-1', role: 'controller' });
    await story.until('2026-12-28T00:00:00Z');
    expect(await story.ids()).toEqual(['gdpr.subject-response~r-1']);
    const letters = await story.notices();
    expect(letters.length).toBeGreaterThan(0);
    expect(letters.filter((letter) => letter.endsWith('to customer'))).toEqual([]);
  },
);

row(
  'exolyt/dpa-immediate-answer: what an authority wanted at once is told to the customer after the answer, and not before',
  async (story) => {
    const request = { request: 'r-1', role: 'processor' };
    await story.records('subject-request.received', START, { ...request, immediate: true });
    expect(await story.ids()).not.toContain('dpa-subject-request~r-1');
    await story.records('subject-request.answered', '2026-11-20T08:01:00Z', request);
    await story.until('2026-11-20T09:00:00Z');
    expect((await story.deadline('dpa-immediate-answer', 'r-1')).state).toBe('met');
    expect(await story.notices('dpa-immediate-answer~r-1')).toEqual(['Fri 20 Nov 2026, 10:02 lapsed to customer']);
  },
);

row(
  'exolyt/dpa-return: asked for, the data is returned and its copies deleted by Sunday 20 December; returning alone is a part',
  async (story) => {
    await story.records('data-export.requested', START);
    await story.records('contract.terminated', '2026-11-20T08:00:01Z');
    expect(await story.ids()).not.toContain('dpa-end');
    const duty = await story.deadline('dpa-return');
    expect(duty).toMatchObject({ state: 'open', date: '2026-12-20', instant: '2026-12-20T22:00:00Z' });
    await story.until('2026-12-01T08:00:00Z');
    await story.records('data-export.delivered', '2026-12-01T08:00:00Z');
    const half = await story.deadline('dpa-return');
    expect(half.state).toBe('open');
    expectWhy(half, 'data.deleted is needed as well');
    await story.until('2026-12-14T08:00:00Z');
    expect(await story.notices('dpa-return')).toEqual(['Sun 13 Dec 2026, 09:00 reminder-7-days to provider']);
    await story.records('data.deleted', '2026-12-14T08:00:00Z');
    expect((await story.deadline('dpa-return')).state).toBe('met');
  },
);

row(
  'exolyt/dpa-claim-specified: observed on 31 August, the damage on 15 October, so until 15 April; without that day, until 28 February',
  async (story) => {
    await story.records('claim.observed', '2026-08-31', { claim: 'c-1', errorOn: '2026-01-01' });
    const early = await story.deadline('dpa-claim-specified', 'c-1');
    expect(early).toMatchObject({ date: '2027-02-28' });
    expectWhy(early, 'which is the earlier');
    await story.records('claim.damage-observed', '2026-10-15', { claim: 'c-1' });
    const known = await story.deadline('dpa-claim-specified', 'c-1');
    expect(known).toMatchObject({ state: 'open', date: '2027-04-15', instant: '2027-04-15T21:00:00Z' });
    await story.until('2026-11-21T08:00:00Z');
  },
);

row(
  'exolyt/outage-extension: an outage of exactly 24 hours is not over 24 hours, and nobody hears of it',
  async (story) => {
    await story.records('outage.started', START, { outage: 'o-1' });
    await story.until('2026-11-21T08:00:00Z');
    await story.records('outage.ended', '2026-11-21T08:00:00Z', { outage: 'o-1' });
    await story.until('2026-11-22T08:00:00Z');
    expect((await story.deadline('outage-extension', 'o-1')).state).toBe('met');
    expect(await story.notices()).toEqual([]);
  },
);

row(
  'eloomi/trial-inactivity: a customer who has paid and uses the service is warned of no unused trial',
  { ...ELOOMI, startsOn: undefined },
  async (story) => {
    await story.records('payment.received', '2026-11-20', { payment: 'p', amount: 500_000, currency: 'DKK' });
    await story.records('account.active', START);
    await story.until('2027-03-31T00:00:00Z');
    expect(await story.ids()).toEqual([]);
    expect(await story.notices()).toEqual([]);
  },
);

row(
  'eloomi/export-window: deleted on the first day, nobody is told later that data may be exported',
  { ...ELOOMI, startsOn: undefined },
  async (story) => {
    await story.records('contract.terminated', START);
    await story.until('2026-11-21T08:00:00Z');
    await story.records('data.deleted', '2026-11-21T08:00:00Z');
    await story.until('2027-01-31T00:00:00Z');
    expect(await story.states()).toEqual(['deletion-right: cancelled', 'export-window: cancelled']);
    expect(await story.notices('export-window')).toEqual(['Fri 20 Nov 2026, 10:02 opened to customer']);
  },
);

row(
  'eloomi/first-invoice: signed on 20 November for 1 December, none on record by then, the provider is told',
  { ...ELOOMI, startsOn: undefined },
  async (story) => {
    await story.records('contract.signed', START, { effectiveOn: '2026-12-01' });
    const invoice = await story.deadline('first-invoice');
    expect(invoice).toMatchObject({ state: 'open', date: '2026-12-01', instant: '2026-12-01T23:00:00Z' });
    expectWhy(invoice, '(eloomi@5.9, 3.1)', 'Where the signing names an effective date');
    await story.until('2026-12-02T08:00:00Z');
    expect(await story.notices('first-invoice')).toEqual([
      'Tue 1 Dec 2026, 10:00 due to provider',
      'Wed 2 Dec 2026, 01:00 lapsed to provider',
    ]);
  },
);

row(
  'eloomi/provider-notice: its last day is that of the notice not to renew, which either party gives',
  ELOOMI,
  (story) => listed(story, 'provider-notice', '8.1', 'the notice of either party meets'),
);

row(
  'eloomi/period-invoice: three months from 20 November end with 19 February, by which the next are to be invoiced',
  { ...ELOOMI, term: '3 months' },
  async (story) => {
    const invoice = await story.deadline('period-invoice', '2026-11-20');
    expect(invoice).toMatchObject({ state: 'open', date: '2027-02-19', opensOn: '2027-02-04' });
    await story.until('2027-02-15T00:00:00Z');
    expect(await story.notices('period-invoice~2026-11-20')).toEqual([
      'Sun 14 Feb 2027, 10:00 reminder-5-days to provider',
    ]);
    expect(await story.ids()).not.toContain('invoice-due~2026-11-20');
  },
);

row(
  'eloomi/sub-processors: two weeks from Friday 20 November end with Friday 4 December',
  { ...ELOOMI, startsOn: undefined },
  async (story) => {
    await story.records('subcontractor-change.announced', START, { change: 's-1' });
    const window = await story.deadline('sub-processors', 's-1');
    expect(window).toMatchObject({ state: 'open', date: '2026-12-04', instant: '2026-12-04T23:00:00Z' });
    expectWhy(window, '(eloomi@5.9, 10.2)', 'Article 28(2) of the General Data Protection Regulation');
    await story.until('2026-12-06T00:00:00Z');
    expect(await story.notices('sub-processors~s-1')).toEqual([
      'Fri 20 Nov 2026, 10:02 opened to customer',
      'Tue 1 Dec 2026, 10:00 reminder-3-days to customer',
      'Sat 5 Dec 2026, 01:00 lapsed to provider',
    ]);
  },
);

row(
  'salexops/licence-term: the month that was paid for ends with 30 November, and the customer is reminded a week before',
  SALEXOPS,
  async (story) => {
    await story.records('payment.received', '2026-11-01', { payment: 'p', amount: 99_900, currency: 'MXN' });
    const licence = await story.deadline('licence-term');
    expect(licence).toMatchObject({ state: 'open', date: '2026-11-30', instant: '2026-12-01T07:00:00Z' });
    await story.until('2026-12-01T12:00:00Z');
    expect(await story.notices('licence-term')).toEqual([
      'Mon 23 Nov 2026, 18:00 reminder-7-days to customer',
      'Tue 1 Dec 2026, 09:00 lapsed to provider',
    ]);
  },
);

row(
  'salexops/purge-warning: 100 bytes, or a plan that is paid for, are no reason to warn of a purge',
  { terms: 'salexops', plan: 'paid' },
  async (story) => {
    await story.records('storage.exceeded', START, { usedBytes: 100 });
    await story.records('storage.exceeded', START, { usedBytes: 900_000_000 });
    expect(await story.ids()).toEqual([]);
  },
);

row(
  'salexops/objection-window: announced on 20 November and posted on 7 December, it is open until 17 December, as the change comes',
  { terms: 'salexops' },
  async (story) => {
    const change = { change: 'c-1', toVersion: '2026-01', effectiveOn: '2026-12-07' };
    await story.records('terms-change.announced', START, change);
    await story.until('2026-12-06T18:00:00Z');
    await story.records('terms-change.posted', '2026-12-06T18:00:00Z', { change: 'c-1' });
    // By hand: posted on Sunday 6 December in Hermosillo, ten days are Wednesday 16 December.
    const window = await story.deadline('objection-window', 'c-1');
    expect(window).toMatchObject({ state: 'open', date: '2026-12-16', instant: '2026-12-17T07:00:00Z' });
    const effect = await story.deadline('terms-change-effect', 'c-1');
    expect(effect).toMatchObject({ state: 'open', date: '2026-12-16', instant: '2026-12-17T07:00:00Z' });
  },
);

row(
  'salexops/liability-cap: the twelve months lie before the breach, and the day of the allegation starts the time to cure it',
  { terms: 'salexops' },
  async (story) => {
    await story.records('payment.received', '2025-06-10', { payment: 'p1', amount: 80_000, currency: 'USD' });
    await story.records('payment.received', '2026-06-10', { payment: 'p2', amount: 90_000, currency: 'USD' });
    await story.records('breach.alleged', START, { breach: 'b-1', by: 'customer', causedOn: '2026-03-01' });
    expect(await story.deadline('liability-cap', 'b-1')).toMatchObject({
      date: '2026-03-01',
      figure: [{ currency: 'USD', amount: 100_000 }],
    });
    expect((await story.deadline('cure-period', 'b-1')).state).toBe('open');
    await story.records('breach.alleged', START, { breach: 'b-2', by: 'provider' });
    expect(await story.ids()).not.toContain('liability-cap~b-2');
  },
);
