import { expect } from 'vitest';
import { failedPayment, stripeEvent } from '../harness/samples.ts';
import { expectWhy, type ToldStory, tellSideBySide } from '../scenarios/side-by-side.ts';

/** Friday 20 November 2026, 10:00 in Bucharest. */
const START = '2026-11-20T08:00:00Z';

const row = tellSideBySide({
  start: START,
  zone: 'Europe/Bucharest',
  contract: { terms: 'exoopus', timezone: 'Europe/Bucharest', holidays: ['RO'] },
});

row(
  'exoopus/terms-change-notice: announced on Friday 20 November for Monday 4 January, 30 days before are kept',
  async (story) => {
    const late = await story.refuses('terms-change.announced', START, { change: 'w', effectiveOn: '2026-12-19' });
    expect(late).toMatch(/^data\.effectiveOn 2026-12-19: .*Sunday 20 December 2026 \(2026-12-20\)\.$/);
    expect(await story.states()).toEqual([]);
    await story.records('terms-change.announced', START, { change: 'w', effectiveOn: '2027-01-04' });
    const notice = await story.deadline('terms-change-notice', 'w');
    expect(notice).toMatchObject({ state: 'met', date: '2026-12-05', instant: '2026-12-05T22:00:00Z' });
    expectWhy(
      notice,
      '(exoopus@2026-01, Termination and Modification of Terms, paragraph 2)',
      '30 days before Monday 4 January 2027',
      'Met by terms-change.announced on Friday 20 November 2026',
    );
    await story.records('terms-change.withdrawn', START, { change: 'w' });
    expect(await story.schedules()).toEqual([]);
    await story.until('2027-02-01T00:00:00Z');
    expect(await story.notices()).toEqual([]);
  },
);

row('exoopus/terms-change-exit: open until Sunday 3 January; silence puts the new terms into force', async (story) => {
  const data = { change: 'winter', toVersion: '2027-01', effectiveOn: '2027-01-04' };
  await story.records('terms-change.announced', START, data);
  const exit = await story.deadline('terms-change-exit', 'winter');
  expect(exit).toMatchObject({ state: 'open', opensOn: '2026-11-20', date: '2027-01-03' });
  expect(exit.instant).toBe('2027-01-03T22:00:00Z');
  expectWhy(
    exit,
    '(exoopus@2026-01, Termination and Modification of Terms, paragraph 2)',
    'Assumption: A change takes effect at the first instant of its effective day',
  );
  await story.until('2026-11-21T00:00:00Z');
  expect(await story.schedules()).toEqual(['terms-change-exit~winter: reminder-7-days at 2026-12-27T07:00:00Z']);
  await story.until('2027-02-01T00:00:00Z');
  expect(await story.notices()).toEqual([
    'Fri 20 Nov 2026, 10:02 opened to customer',
    'Sun 27 Dec 2026, 09:00 reminder-7-days to customer',
    'Mon 4 Jan 2027, 00:00 lapsed to customer',
    'Mon 4 Jan 2027, 00:00 lapsed to provider',
  ]);
  expect(await story.broughtAbout(exit)).toMatchObject({
    kind: 'terms-change.effective',
    occurredAt: '2027-01-04',
    data,
  });
});

row(
  'exoopus/terms-change-exit: met by the rejection of Thursday 10 December; both are told that the contract ends before the change',
  async (story) => {
    await story.records('terms-change.announced', START, { change: 'winter', effectiveOn: '2027-01-04' });
    await story.until('2026-12-10T08:00:00Z');
    await story.records('terms-change.rejected', '2026-12-10', { change: 'winter' });
    expect((await story.deadline('terms-change-exit', 'winter')).state).toBe('met');
    await story.until('2026-12-11T00:00:00Z');
    expect(await story.notices()).toEqual([
      'Fri 20 Nov 2026, 10:02 opened to customer',
      'Thu 10 Dec 2026, 10:02 opened to customer',
      'Thu 10 Dec 2026, 10:02 opened to provider',
    ]);
    expectWhy(await story.deadline('terms-change-termination', 'winter'), 'taken for the wish to leave');
  },
);

row(
  'exoopus/terms-change-termination: noticed on Thursday 10 December, the contract ends with Sunday 3 January, the day before the change',
  async (story) => {
    const data = { change: 'winter', toVersion: '2027-01', effectiveOn: '2027-01-04' };
    await story.records('terms-change.announced', START, data);
    await story.until('2026-12-10T08:00:00Z');
    await story.records('termination.noticed', '2026-12-10T08:00:00Z');
    expect((await story.deadline('terms-change-exit', 'winter')).state).toBe('met');
    // By hand: 30 days from 10 December are 9 January, after the change; the day before the change is 3 January.
    expect((await story.deadline('termination-notice')).date).toBe('2027-01-09');
    const end = await story.deadline('terms-change-termination', 'winter');
    expect(end).toMatchObject({ state: 'open', date: '2027-01-03', instant: '2027-01-03T22:00:00Z' });
    await story.until('2027-01-04T12:00:00Z');
    expect(await story.notices('terms-change-termination~winter')).toEqual([
      'Thu 10 Dec 2026, 10:02 opened to customer',
      'Thu 10 Dec 2026, 10:02 opened to provider',
      'Mon 4 Jan 2027, 00:00 lapsed to customer',
      'Mon 4 Jan 2027, 00:00 lapsed to provider',
    ]);
    expect(await story.notices('terms-change-exit~winter')).toEqual(['Fri 20 Nov 2026, 10:02 opened to customer']);
    expect(await story.broughtAbout(end)).toMatchObject({ kind: 'contract.terminated', occurredAt: '2027-01-03' });
  },
);

row(
  'exoopus/suspension: an invoice due on Sunday 22 November may lead to suspension after Monday 7 December, until it is paid',
  async (story) => {
    await story.told('stripe', failedPayment(story.contract, 'in_1', '2026-11-22T09:00:00Z', START));
    const right = await story.deadline('suspension', 'in_1');
    expect(right).toMatchObject({ state: 'open', date: '2026-12-07', instant: '2026-12-07T22:00:00Z' });
    expectWhy(
      right,
      '(exoopus@2026-01, Termination and Modification of Terms, first bullet)',
      'The due date is Sunday 22 November 2026',
      '15 days after Sunday 22 November 2026',
      'Assumption: The terms do not move a last day',
    );
    expect(await story.schedules()).toEqual(['suspension~in_1: reminder-7-days at 2026-11-30T07:00:00Z']);
    await story.until('2026-12-09T12:00:00Z');
    expect(await story.notices()).toEqual([
      'Mon 30 Nov 2026, 09:00 reminder-7-days to customer',
      'Mon 7 Dec 2026, 09:00 due to customer',
      'Tue 8 Dec 2026, 00:00 lapsed to customer',
      'Tue 8 Dec 2026, 00:00 lapsed to provider',
    ]);
    await story.told('stripe', paid(story, '2026-12-09T11:59:00Z'));
    expectWhy(await story.deadline('suspension', 'in_1'), 'the right had arisen', 'Ended by payment.received');
    expect(await story.states()).toEqual(['suspension~in_1: cancelled']);
  },
);

row('exoopus/suspension: paid on Wednesday 2 December, nothing more is said of it', async (story) => {
  await story.told('stripe', failedPayment(story.contract, 'in_1', '2026-11-22T09:00:00Z', START));
  await story.until('2026-12-02T12:00:00Z');
  await story.told('stripe', paid(story, '2026-12-02T11:59:00Z'));
  expect(await story.states()).toEqual(['suspension~in_1: cancelled']);
  expect(await story.schedules()).toEqual([]);
  await story.until('2027-01-01T00:00:00Z');
  expect(await story.notices()).toEqual(['Mon 30 Nov 2026, 09:00 reminder-7-days to customer']);
});

function paid({ contract }: ToldStory, at: string) {
  const paid_at = Math.floor(Date.parse(at) / 1000);
  const parties = { customer: `cus_${contract}`, subscription: `sub_${contract}` };
  const object = { id: 'in_1', ...parties, status: 'paid', amount_paid: 4900, currency: 'eur' };
  return stripeEvent('invoice.paid', { ...object, status_transitions: { paid_at } }, at);
}

row('exoopus/immediate-suspension: a serious breach has no period to count, and the API says where', async (story) => {
  const { none } = (await story.test.get(`/contracts/${story.contract}/deadlines`)).body;
  expect(none).toContainEqual({
    clause: 'immediate-suspension',
    ref: 'Termination and Modification of Terms, second bullet',
    title: 'Suspension or termination for serious breach',
    reason: 'The terms allow it at once and without notice, so there is no period to count.',
  });
});

row('exoopus/security-notice: unauthorized use is reported at once, and the API says where', async (story) => {
  const { none } = (await story.test.get(`/contracts/${story.contract}/deadlines`)).body;
  expect(none).toContainEqual({
    clause: 'security-notice',
    ref: 'Rights and Obligations of the Parties, paragraph 1',
    title: 'Notice of unauthorized use',
    reason: 'It is to be done immediately, and no figure is named, so there is no period to count.',
  });
});

row(
  'exoopus/availability: the 43 hours 48 minutes of 2027 are used up on Thursday 4 March at 00:48, and 2028 begins anew',
  async (story) => {
    await story.until('2027-03-02T03:00:00Z');
    await story.records('outage.started', '2027-03-02T03:00:00Z', { outage: 'first' });
    await story.records('outage.started', '2027-03-02T03:00:00Z', { outage: 'planned', excused: true });
    const year = await story.deadline('availability', '2027');
    expect(year).toMatchObject({ state: 'open', instant: '2027-03-03T22:48:00Z' });
    expectWhy(
      year,
      '(exoopus@2026-01, Rights and Obligations of the Parties, paragraph 2)',
      '0.5 % of it, 1 day 19 hours 48 minutes, may be lost',
      'Assumption: Outages that overlap are counted once',
    );
    expect(await story.schedules()).toEqual(['availability~2027: lapsed at 2027-03-03T22:48:00Z']);
    await story.until('2027-03-04T01:30:00Z');
    await story.records('outage.ended', '2027-03-04T01:30:00Z', { outage: 'first' });
    await story.until('2028-01-10T02:00:00Z');
    expect(await story.notices()).toEqual([
      'Thu 4 Mar 2027, 00:48 lapsed to customer',
      'Thu 4 Mar 2027, 00:48 lapsed to provider',
    ]);
    await story.records('outage.started', '2028-01-10T00:00:00Z', { outage: 'next' });
    await story.records('outage.ended', '2028-01-10T02:00:00Z', { outage: 'next' });
    expect(await story.states()).toEqual(['availability~2027: lapsed', 'availability~2028: open']);
  },
);

row(
  'exoopus/liability-cap: what was paid from 20 November 2025 to 19 November 2026, each currency by itself',
  { startsOn: '2025-01-15' },
  async (story) => {
    const payments = [
      ['2025-11-19', 111, 'EUR'],
      ['2025-11-20', 20_000, 'EUR'],
      ['2026-05-05', 700, 'USD'],
      ['2026-11-19', 30_000, 'EUR'],
      ['2026-11-20', 5, 'EUR'],
    ] as const;
    for (const [day, amount, currency] of payments) {
      await story.records('payment.received', day, { payment: `p-${day}`, amount, currency });
    }
    await story.records('breach.alleged', START, { breach: 'b-1', by: 'customer' });
    const cap = await story.deadline('liability-cap', 'b-1');
    expect(cap).toMatchObject({ state: 'met', opensOn: '2025-11-20', date: '2026-11-20' });
    expect(cap.figure).toEqual([
      { currency: 'EUR', amount: 50_000 },
      { currency: 'USD', amount: 700 },
    ]);
    expectWhy(
      cap,
      '(exoopus@2026-01, Liability and Its Limitations, paragraph 2)',
      'came 3 times from Thursday 20 November 2025 to Thursday 19 November 2026',
      'Assumption: What was paid is the sum of payments received',
    );
    expect(await story.schedules()).toEqual([]);
    await story.until('2026-12-31T00:00:00Z');
    expect(await story.notices()).toEqual([]);
  },
);
