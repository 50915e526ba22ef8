import { expect } from 'vitest';
import { contractBody } from '../harness/samples.ts';
import { expectWhy, tellSideBySide } from '../scenarios/side-by-side.ts';

/** Friday 20 November 2026, 10:00 in Helsinki. */
const START = '2026-11-20T08:00:00Z';
const LIABILITY =
  '(exolyt@2023-01-01, Agreement on the processing of personal data, Limitations of liability, paragraph 6)';

const row = tellSideBySide({
  start: START,
  zone: 'Europe/Helsinki',
  contract: { terms: 'exolyt', timezone: undefined, holidays: undefined, startsOn: undefined },
});

row(
  'exolyt/dpa-claim-notice: observed on Friday 20 November, the error is to be notified by Sunday 20 December',
  async (story) => {
    await story.records('claim.observed', START, { claim: 'c-1', errorOn: '2024-12-01' });
    const notice = await story.deadline('dpa-claim-notice', 'c-1');
    expect(notice).toMatchObject({ state: 'open', date: '2026-12-20', instant: '2026-12-20T22:00:00Z' });
    expectWhy(
      notice,
      LIABILITY,
      '30 days after Friday 20 November 2026',
      'Sunday 20 December 2026 (the earliest still open: it decides)',
      'Thursday 20 May 2027 (open)',
      'Wednesday 1 December 2027 (open)',
      'Assumption: A message counts from when it arrives',
    );
    expect(await story.schedules()).toContain('dpa-claim-notice~c-1: opened at 2026-11-20T08:02:00Z');
    await story.until('2026-11-21T00:00:00Z');
    expect(await story.schedules()).toContain('dpa-claim-notice~c-1: reminder-7-days at 2026-12-13T07:00:00Z');
    await story.until('2026-12-22T08:00:00Z');
    expect(await story.notices()).toEqual([
      'Fri 20 Nov 2026, 10:02 opened to customer',
      'Fri 20 Nov 2026, 10:02 opened to customer',
      'Sun 13 Dec 2026, 09:00 reminder-7-days to customer',
      'Mon 21 Dec 2026, 00:00 lapsed to customer',
      'Mon 21 Dec 2026, 00:00 lapsed to provider',
    ]);
    await story.records('claim.specified', '2026-12-22T08:00:00Z', { claim: 'c-1' });
    expect(await story.states()).toEqual([
      'dpa-claim-notice~c-1: lapsed',
      'dpa-claim-specified~c-1: met',
      'dpa-claim-absolute~c-1: met',
    ]);
    expect(await story.schedules()).toEqual([]);
  },
);

row(
  'exolyt/dpa-claim-specified: six months from Friday 20 November end with Thursday 20 May, in summer time',
  async (story) => {
    const observed = await story.happens('claim.observed', START, { claim: 'c-1' });
    expect(observed.body.notStarted).toMatchObject([{ clause: 'dpa-claim-absolute', missing: 'data.errorOn' }]);
    await story.records('claim.noticed', START, { claim: 'c-1' });
    const specified = await story.deadline('dpa-claim-specified', 'c-1');
    expect(specified).toMatchObject({ state: 'open', date: '2027-05-20', instant: '2027-05-20T21:00:00Z' });
    expectWhy(specified, LIABILITY, '6 months after Friday 20 November 2026');
    expectWhy(specified, 'Thursday 20 May 2027 (the earliest still open: it decides)');
    expect(await story.schedules()).toEqual(['dpa-claim-specified~c-1: opened at 2026-11-20T08:02:00Z']);
    await story.until('2027-05-22T00:00:00Z');
    expect(await story.notices()).toEqual([
      'Fri 20 Nov 2026, 10:02 opened to customer',
      'Tue 20 Apr 2027, 09:00 reminder-1-month to customer',
      'Thu 13 May 2027, 09:00 reminder-7-days to customer',
      'Fri 21 May 2027, 00:00 lapsed to customer',
      'Fri 21 May 2027, 00:00 lapsed to provider',
    ]);
  },
);

row(
  'exolyt/dpa-claim-absolute: three years after the error of 10 January 2024, Sunday 10 January 2027, before the six months',
  async (story) => {
    await story.records('claim.observed', START, { claim: 'c-1', errorOn: '2024-01-10' });
    await story.records('claim.noticed', START, { claim: 'c-1' });
    const absolute = await story.deadline('dpa-claim-absolute', 'c-1');
    expect(absolute).toMatchObject({ state: 'open', date: '2027-01-10', instant: '2027-01-10T22:00:00Z' });
    expectWhy(
      absolute,
      LIABILITY,
      'The day of the error is Wednesday 10 January 2024',
      '3 years after Wednesday 10 January 2024',
      'Sunday 10 January 2027 (the earliest still open: it decides)',
      'Assumption: The three years run from the day of the error',
    );
    expect(await story.schedules()).toContain('dpa-claim-absolute~c-1: reminder-1-month at 2026-12-10T07:00:00Z');
    await story.until('2027-01-11T08:00:00Z');
    expect(await story.notices()).toEqual([
      'Fri 20 Nov 2026, 10:02 opened to customer',
      'Thu 10 Dec 2026, 09:00 reminder-1-month to customer',
      'Mon 11 Jan 2027, 00:00 lapsed to customer',
      'Mon 11 Jan 2027, 00:00 lapsed to provider',
    ]);
    await story.records('claim.specified', '2027-01-11T08:00:00Z', { claim: 'c-1' });
    expectWhy(await story.deadline('dpa-claim-absolute', 'c-1'), 'after the last day, Sunday 10 January 2027');
    expect(await story.schedules()).toEqual([]);
  },
);

row(
  'exolyt/dpa-subject-request: passed on to the controller at once, with the statutory month until Monday 21 December beside it',
  async (story) => {
    await story.records('subject-request.received', START, { request: 'r-1', role: 'processor' });
    const request = await story.deadline('dpa-subject-request', 'r-1');
    expect(request).toMatchObject({ state: 'open', date: '2026-11-20', instant: START, atOnce: true });
    expectWhy(
      request,
      '(exolyt@2023-01-01, Agreement on the processing of personal data, Confidentiality, paragraph 2)',
      'Assumption: As soon as reasonably possible is taken to mean at once',
    );
    // A month ends on Sunday 20 December, and runs on to the next working day.
    const month = await story.deadline('gdpr.customer-response', 'r-1');
    expect(month).toMatchObject({ state: 'open', date: '2026-12-21', unadjustedDate: '2026-12-20' });
    expectWhy(month, '(gdpr@2018-05-25, Article 12(3))', 'the answer is the customer’s');
    expect(await story.schedules()).toContain('dpa-subject-request~r-1: lapsed at 2026-11-20T08:02:00Z');
    await story.until('2026-11-20T09:00:00Z');
    // The duty is the customer’s, so nobody else is told of one.
    expect(await story.notices()).toEqual([
      'Fri 20 Nov 2026, 10:02 lapsed to customer',
      'Fri 20 Nov 2026, 10:02 opened to customer',
    ]);
    expect((await story.deadline('dpa-subject-request', 'r-1')).state).toBe('met');
    await story.records('subject-request.answered', '2026-11-20T09:00:00Z', { request: 'r-1', role: 'processor' });
    expect(await story.schedules()).toEqual([]);
  },
);

row(
  'exolyt/dpa-subject-request: recorded three days late, the controller still hears of it, and nothing is left over',
  async (story) => {
    await story.records('subject-request.received', '2026-11-17T08:00:00Z', { request: 'r-1' });
    await story.records('subject-request.answered', START, { request: 'r-1' });
    await story.until('2026-11-20T09:00:00Z');
    expect(await story.notices()).toEqual(['Fri 20 Nov 2026, 10:02 lapsed to customer']);
    expect(await story.states()).toEqual(['dpa-subject-request~r-1: met', 'gdpr.subject-response~r-1: met']);
    expect(await story.schedules()).toEqual([]);
  },
);

row(
  'exolyt/dpa-end: ended on Friday 20 November, the data is destroyed or returned by Sunday 20 December',
  async (story) => {
    await story.records('contract.terminated', START);
    const end = await story.deadline('dpa-end');
    expect(end).toMatchObject({ state: 'open', date: '2026-12-20', instant: '2026-12-20T22:00:00Z' });
    expectWhy(
      end,
      '(exolyt@2023-01-01, Agreement on the processing of personal data, General rights and obligations of the processor, i))',
      'The setting gdpr/end-of-processing is 1 month, because the contract chose nothing else: Article 28(3)(g)',
      'Assumption: The agreement names no time for destroying or returning the data',
    );
    await story.until('2026-11-21T00:00:00Z');
    expect(await story.schedules()).toEqual(['dpa-end: reminder-7-days at 2026-12-13T07:00:00Z']);
    await story.until('2026-12-22T00:00:00Z');
    expect(await story.notices()).toEqual([
      'Fri 20 Nov 2026, 10:02 opened to customer',
      'Sun 13 Dec 2026, 09:00 reminder-7-days to provider',
      'Sun 20 Dec 2026, 09:00 due to provider',
      'Mon 21 Dec 2026, 00:00 lapsed to provider',
    ]);
  },
);

row('exolyt/dpa-end: met by the deletion of Tuesday 1 December', async (story) => {
  await story.records('contract.terminated', START);
  await story.until('2026-12-01T08:00:00Z');
  await story.records('data.deleted', '2026-12-01T08:00:00Z');
  expect(await story.states()).toEqual(['dpa-end: met']);
  expect(await story.schedules()).toEqual([]);
  await story.until('2026-12-22T00:00:00Z');
  expect(await story.notices()).toEqual(['Fri 20 Nov 2026, 10:02 opened to customer']);
});

row('exolyt/subcontractor-change: two weeks from Friday 20 November end with Friday 4 December', async (story) => {
  await story.records('subcontractor-change.announced', START, { change: 's-1' });
  const window = await story.deadline('subcontractor-change', 's-1');
  expect(window).toMatchObject({ state: 'open', date: '2026-12-04', instant: '2026-12-04T22:00:00Z' });
  expectWhy(
    window,
    '(exolyt@2023-01-01, Agreement on the processing of personal data, Subcontractors, paragraph 2)',
    'The setting objection-window is 14 days, because the contract chose nothing else',
    'Assumption: The agreement names no time for an objection',
  );
  await story.until('2026-11-21T00:00:00Z');
  expect(await story.schedules()).toEqual(['subcontractor-change~s-1: reminder-3-days at 2026-12-01T07:00:00Z']);
  await story.until('2026-12-05T08:00:00Z');
  expect(await story.notices()).toEqual([
    'Fri 20 Nov 2026, 10:02 opened to customer',
    'Tue 1 Dec 2026, 09:00 reminder-3-days to customer',
    'Sat 5 Dec 2026, 00:00 lapsed to customer',
    'Sat 5 Dec 2026, 00:00 lapsed to provider',
  ]);
});

row(
  'exolyt/subcontractor-change: a contract that agreed on thirty days, until Sunday 20 December; a setting nobody knows is refused',
  { settings: { 'objection-window': '30 days' } },
  async (story) => {
    const contract = { terms: 'exolyt', settings: { 'objection-windows': '30 days' } };
    const { status, body } = await story.test.post('/contracts', contractBody('never', contract));
    expect([status, body.errors[0].field]).toEqual([422, 'settings.objection-windows']);
    await story.records('subcontractor-change.announced', START, { change: 's-1' });
    const window = await story.deadline('subcontractor-change', 's-1');
    expect(window).toMatchObject({ state: 'open', date: '2026-12-20' });
    expectWhy(window, 'The contract chose 30 days for the setting objection-window');
    await story.records('subcontractor-change.objected', START, { change: 's-1' });
    expect(await story.states()).toEqual(['subcontractor-change~s-1: met']);
    expect(await story.schedules()).toEqual([]);
    expect(await story.notices()).toEqual([]);
  },
);
