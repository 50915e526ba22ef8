import { expect } from 'vitest';
import { expectWhy, tellSideBySide } from '../scenarios/side-by-side.ts';

/** Friday 20 November 2026: 10:00 in Bucharest and Helsinki, 09:00 in Berlin, 03:00 in New York. */
const START = '2026-11-20T08:00:00Z';

/** Terms without a clause of their own about what the statutes are about. */
const row = tellSideBySide({
  start: START,
  zone: 'Europe/Helsinki',
  contract: { terms: 'exolyt', timezone: undefined, holidays: undefined, startsOn: undefined },
});

const ROMANIAN = { terms: 'exoopus', timezone: 'Europe/Bucharest', holidays: ['RO'], statutes: ['gdpr'] };
const GERMAN = { timezone: 'Europe/Berlin', holidays: ['DE'], statutes: ['eu-data-act'] };

row(
  'gdpr/breach-notification: aware on Friday 20 November at 10:23, the authority is to be notified by Monday 23 November at 10:23, the earlier of two counts',
  ROMANIAN,
  async (story) => {
    await story.until('2026-11-20T08:23:00Z');
    await story.records('personal-data-breach.detected', '2026-11-20T10:23:00+02:00', { breach: 'd-1' });
    const notification = await story.deadline('gdpr.breach-notification', 'd-1');
    expect(notification).toMatchObject({ state: 'open', date: '2026-11-23', instant: '2026-11-23T08:23:00Z' });
    expectWhy(
      notification,
      '(gdpr@2018-05-25, Article 33(1))',
      '72 hours',
      '1182/71',
      'the hours run from the next full hour, 2026-11-20T11:00:00+02:00',
      'Assumption: The period runs from awareness of the breach',
      'The earlier end is followed, because it is safe under both',
    );
    expect(await story.schedules()).toContain('gdpr.breach-notification~d-1: opened at 2026-11-20T08:25:00Z');
    await story.until('2026-11-21T00:00:00Z');
    const reminder = 'gdpr.breach-notification~d-1: reminder-24-hours at 2026-11-22T08:23:00Z';
    expect(await story.schedules()).toEqual([reminder]);
    await story.until('2026-11-24T00:00:00Z');
    expect(await story.notices('gdpr.breach-notification~d-1')).toEqual([
      'Fri 20 Nov 2026, 10:25 opened to provider',
      'Sun 22 Nov 2026, 10:23 reminder-24-hours to provider',
      'Mon 23 Nov 2026, 10:23 lapsed to provider',
    ]);
    expect(await story.schedules()).toEqual([]);
  },
);

row('gdpr/breach-notification: notified on Saturday 21 November, nothing more is said', ROMANIAN, async (story) => {
  await story.records('personal-data-breach.detected', START, { breach: 'd-1' });
  await story.until('2026-11-21T08:00:00Z');
  await story.records('personal-data-breach.reported', '2026-11-21T08:00:00Z', { breach: 'd-1' });
  expect((await story.deadline('gdpr.breach-notification', 'd-1')).state).toBe('met');
  expect(await story.schedules()).toEqual([]);
  await story.until('2026-11-24T00:00:00Z');
  expect(await story.notices('gdpr.breach-notification~d-1')).toEqual(['Fri 20 Nov 2026, 10:02 opened to provider']);
});

row(
  'gdpr/processor-breach-notice: the customer is told at once, by the notice that meets the clause',
  ROMANIAN,
  async (story) => {
    await story.records('personal-data-breach.detected', START, { breach: 'd-1' });
    const notice = await story.deadline('gdpr.processor-breach-notice', 'd-1');
    expect(notice).toMatchObject({ state: 'open', date: '2026-11-20', instant: START, atOnce: true });
    expectWhy(
      notice,
      '(gdpr@2018-05-25, Article 33(2))',
      'Assumption: Without undue delay is taken to mean at once',
      'for the case that the provider processes the data for it',
    );
    expect(await story.schedules()).toContain('gdpr.processor-breach-notice~d-1: lapsed at 2026-11-20T08:02:00Z');
    await story.until('2026-11-20T08:05:00Z');
    expect(await story.notices('gdpr.processor-breach-notice~d-1')).toEqual([
      'Fri 20 Nov 2026, 10:02 lapsed to customer',
    ]);
    expect((await story.deadline('gdpr.processor-breach-notice', 'd-1')).state).toBe('met');
  },
);

row('gdpr/sub-processors: no period of its own, and the API says which article', ROMANIAN, async (story) => {
  const { none } = (await story.test.get(`/contracts/${story.contract}/deadlines`)).body;
  expect(none).toContainEqual({
    clause: 'gdpr.sub-processors',
    ref: 'Article 28(2)',
    title: 'Another processor engaged by the processor',
    reason: expect.stringContaining('The article names no time'),
  });
});

row(
  'gdpr/subject-response: while the identity is asked for the month stands still, and the letters wait',
  ROMANIAN,
  async (story) => {
    await story.records('subject-request.received', START, { request: 'r-1' });
    await story.records('subject-request.identity-asked', '2026-11-20T09:00:00Z', { request: 'r-1' });
    expect((await story.deadline('gdpr.subject-response', 'r-1')).state).toBe('paused');
    expect(await story.schedules()).toEqual([]);
    await story.until('2026-11-30T09:00:00Z');
    await story.records('subject-request.identity-confirmed', '2026-11-30T09:00:00Z', { request: 'r-1' });
    // By hand: a month from 20 November is Sunday 20 December; ten days that do not count make it Wednesday the 30th.
    const response = await story.deadline('gdpr.subject-response', 'r-1');
    expect(response).toMatchObject({ state: 'open', date: '2026-12-30' });
    expectWhy(response, 'It stood still from Friday 20 November 2026', 'asked to confirm the identity (Article 12(6))');
  },
);

row(
  'gdpr/subject-response: a month from Friday 20 November ends on a Sunday and runs on to Monday 21 December',
  ROMANIAN,
  async (story) => {
    await story.records('subject-request.received', START, { request: 'r-1' });
    const answer = await story.deadline('gdpr.subject-response', 'r-1');
    expect(answer).toMatchObject({ date: '2026-12-21', unadjustedDate: '2026-12-20', instant: '2026-12-21T22:00:00Z' });
    expectWhy(
      answer,
      '(gdpr@2018-05-25, Article 12(3))',
      '1182/71',
      'Sunday 20 December 2026',
      'Assumption: The period runs from receipt of the request',
    );
    expect(await story.schedules()).toEqual(['gdpr.subject-response~r-1: opened at 2026-11-20T08:02:00Z']);
    await story.until('2026-11-21T00:00:00Z');
    expect(await story.schedules()).toEqual(['gdpr.subject-response~r-1: reminder-10-days at 2026-12-11T07:00:00Z']);
    await story.until('2026-12-23T00:00:00Z');
    expect(await story.notices()).toEqual([
      'Fri 20 Nov 2026, 10:02 opened to provider',
      'Fri 11 Dec 2026, 09:00 reminder-10-days to provider',
      'Mon 21 Dec 2026, 09:00 due to provider',
      'Tue 22 Dec 2026, 00:00 lapsed to provider',
    ]);
  },
);

row(
  'gdpr/subject-response: extended on Tuesday 1 December to three months, until Monday 22 February, and answered',
  ROMANIAN,
  async (story) => {
    await story.records('subject-request.received', START, { request: 'r-1' });
    await story.until('2026-12-01T08:00:00Z');
    await story.records('subject-request.extended', '2026-12-01T08:00:00Z', { request: 'r-1' });
    const answer = await story.deadline('gdpr.subject-response', 'r-1');
    expect(answer).toMatchObject({ state: 'open', date: '2027-02-22', unadjustedDate: '2027-02-20' });
    expectWhy(answer, 'extends the whole period to 3 months', 'Assumption: The two further months are added');
    await story.until('2026-12-02T08:00:00Z');
    await story.records('subject-request.answered', '2026-12-02T08:00:00Z', { request: 'r-1' });
    expect(await story.schedules()).toEqual([]);
    await story.until('2026-12-23T00:00:00Z');
    // Another last day is announced anew.
    expect(await story.notices()).toEqual([
      'Fri 20 Nov 2026, 10:02 opened to provider',
      'Tue 1 Dec 2026, 10:02 opened to provider',
    ]);
  },
);

row(
  'gdpr/customer-response: asked of the provider as processor, the customer is told of its own month, and nobody else',
  ROMANIAN,
  async (story) => {
    await story.records('subject-request.received', START, { request: 'r-1', role: 'processor' });
    const answer = await story.deadline('gdpr.customer-response', 'r-1');
    expect(answer).toMatchObject({ date: '2026-12-21', unadjustedDate: '2026-12-20', obligor: 'customer' });
    expectWhy(answer, '(gdpr@2018-05-25, Article 12(3))', 'data.role is processor', 'the answer is the customer’s');
    await story.until('2026-12-23T00:00:00Z');
    expect(await story.notices()).toEqual([
      'Fri 20 Nov 2026, 10:02 opened to customer',
      'Fri 11 Dec 2026, 09:00 reminder-10-days to customer',
    ]);
    expect(await story.states()).toEqual(['gdpr.customer-response~r-1: lapsed']);
  },
);

row('gdpr/end-of-processing: no period of its own, and the API says which article', ROMANIAN, async (story) => {
  const { none } = (await story.test.get(`/contracts/${story.contract}/deadlines`)).body;
  expect(none).toContainEqual({
    clause: 'gdpr.end-of-processing',
    ref: 'Article 28(3)(g)',
    title: 'Data deleted or returned by the processor',
    reason: expect.stringContaining('The article names no time'),
  });
});

row(
  'eu-data-act/switching-notice: two months from Friday 20 November end with Wednesday 20 January, and the transition begins',
  GERMAN,
  async (story) => {
    await story.records('switching.noticed', START);
    await story.records('switching.extended', START);
    const notice = await story.deadline('eu-data-act.switching-notice');
    expect(notice).toMatchObject({ state: 'open', date: '2027-01-20', instant: '2027-01-20T23:00:00Z' });
    expectWhy(
      notice,
      '(eu-data-act@2025-09-12, Article 25(2)(d))',
      '2 months after Friday 20 November 2026',
      'Assumption: The contract may have a shorter notice period',
    );
    await story.until('2026-11-21T00:00:00Z');
    expect(await story.schedules()).toEqual(['eu-data-act.switching-notice: lapsed at 2027-01-20T23:00:00Z']);
    await story.until('2027-01-20T23:01:00Z');
    expect(await story.notices()).toEqual([
      'Fri 20 Nov 2026, 09:02 opened to provider',
      'Thu 21 Jan 2027, 00:00 lapsed to customer',
      'Thu 21 Jan 2027, 00:00 lapsed to provider',
    ]);
    const begun = { kind: 'switching.transition-started', occurredAt: '2027-01-20' };
    expect(await story.broughtAbout(notice)).toMatchObject(begun);
    // Seven months, because the customer was told in time.
    const transition = await story.deadline('eu-data-act.switching-transition');
    expect(transition).toMatchObject({ state: 'open', date: '2027-08-20' });
  },
);

row(
  'eu-data-act/switching-transition: 30 days from Friday 20 November end on a Sunday and run on to Monday 21 December',
  GERMAN,
  async (story) => {
    await story.records('switching.transition-started', START);
    const transition = await story.deadline('eu-data-act.switching-transition');
    expect(transition).toMatchObject({ state: 'open', date: '2026-12-21', unadjustedDate: '2026-12-20' });
    expect(transition.instant).toBe('2026-12-21T23:00:00Z');
    expectWhy(
      transition,
      '(eu-data-act@2025-09-12, Article 25(2)(a) and 25(4))',
      '30 days after Friday 20 November 2026',
      'Assumption: The 14 working days in which an extension has to be told run from the notice to switch',
    );
    await story.until('2026-11-21T00:00:00Z');
    const reminder = 'eu-data-act.switching-transition: reminder-7-days at 2026-12-14T08:00:00Z';
    const end = 'eu-data-act.transition-end: lapsed at 2026-12-21T23:00:00Z';
    expect(await story.schedules()).toEqual(expect.arrayContaining([reminder, end]));
    await story.until('2026-12-23T00:00:00Z');
    expect(await story.notices('eu-data-act.switching-transition')).toEqual([
      'Fri 20 Nov 2026, 09:02 opened to customer',
      'Fri 20 Nov 2026, 09:02 opened to provider',
      'Mon 14 Dec 2026, 09:00 reminder-7-days to provider',
      'Tue 22 Dec 2026, 00:00 lapsed to customer',
      'Tue 22 Dec 2026, 00:00 lapsed to provider',
    ]);
  },
);

row(
  'eu-data-act/switching-extension-notice: the customer has to be told within 14 working days, by Thursday 10 December; later is too late',
  GERMAN,
  async (story) => {
    await story.records('switching.noticed', START);
    await story.records('switching.transition-started', START);
    const notice = await story.deadline('eu-data-act.switching-extension-notice');
    expect(notice).toMatchObject({ state: 'open', date: '2026-12-10', instant: '2026-12-10T23:00:00Z' });
    expectWhy(
      notice,
      '(eu-data-act@2025-09-12, Article 25(4))',
      'Counting 14 business days (Monday to Friday, holidays: DE) after Friday 20 November 2026',
      'Assumption: Notices count from when they arrive',
    );
    expect(await story.schedules()).toContain(
      'eu-data-act.switching-extension-notice: reminder-3-business-days at 2026-12-07T08:00:00Z',
    );
    await story.until('2026-12-11T08:00:00Z');
    await story.records('switching.extended', '2026-12-11T08:00:00Z');
    expect((await story.deadline('eu-data-act.switching-extension-notice')).state).toBe('lapsed');
    const transition = await story.deadline('eu-data-act.switching-transition');
    expect(transition).toMatchObject({ state: 'open', date: '2026-12-21' });
    expectWhy(transition, 'too late to extend the period');
    expect(await story.notices('eu-data-act.switching-extension-notice')).toEqual([
      'Mon 7 Dec 2026, 09:00 reminder-3-business-days to provider',
    ]);
  },
);

row(
  'eu-data-act/data-retrieval: 30 days from Friday 20 November run until Monday 21 December, beside the 15 business days of the terms',
  { ...GERMAN, terms: 'exoopus' },
  async (story) => {
    await story.records('contract.terminated', START);
    const retrieval = await story.deadline('eu-data-act.data-retrieval');
    expect(retrieval).toMatchObject({ state: 'open', date: '2026-12-21', unadjustedDate: '2026-12-20' });
    expectWhy(
      retrieval,
      '(eu-data-act@2025-09-12, Article 25(2)(g))',
      '30 days after Friday 20 November 2026',
      'Assumption: The retrieval period begins with the end of the transitional period; where there was none, with the end of the contract',
    );
    expect(await story.deadline('export-window')).toMatchObject({ state: 'open', date: '2026-12-11' });
    await story.records('data-export.delivered', START);
    await story.until('2026-11-21T00:00:00Z');
    expect(await story.schedules()).toContain('eu-data-act.data-retrieval: reminder-7-days at 2026-12-14T08:00:00Z');
    await story.until('2026-12-21T23:01:00Z');
    expect(await story.notices('eu-data-act.data-retrieval')).toEqual([
      'Fri 20 Nov 2026, 09:02 opened to customer',
      'Mon 14 Dec 2026, 09:00 reminder-7-days to customer',
      'Tue 22 Dec 2026, 00:00 lapsed to customer',
      'Tue 22 Dec 2026, 00:00 lapsed to provider',
    ]);
    const over = { kind: 'switching.retrieval-ended', occurredAt: '2026-12-21' };
    expect(await story.broughtAbout(retrieval)).toMatchObject(over);
    // No switch was completed, so this statute demands no erasure.
    expect(await story.ids()).not.toContain('eu-data-act.erasure');
  },
);

row(
  'eu-data-act/data-retrieval: a switch that was given up, and an end on 1 February: 30 days more, until Wednesday 3 March',
  { ...GERMAN, terms: 'exolyt', startsOn: '2026-11-01', billing: { cycle: '1 month' } },
  async (story) => {
    await story.records('switching.transition-started', START);
    await story.until('2027-02-01T09:00:00Z');
    expect((await story.deadline('eu-data-act.data-retrieval')).state).toBe('lapsed');
    expect(await story.ids()).not.toContain('eu-data-act.data-retrieval~~2027-02-01');
    await story.records('contract.terminated', '2027-02-01T09:00:00Z');
    const retrieval = await story.deadline('eu-data-act.data-retrieval~~2027-02-01');
    expect(retrieval).toMatchObject({ state: 'open', date: '2027-03-03' });
    expectWhy(retrieval, 'Assumption: The time for retrieval comes again with every end');
    expect(await story.ids()).not.toContain('dpa-end');
    await story.until('2027-03-04T00:00:00Z');
    expect(await story.notices('eu-data-act.data-retrieval~~2027-02-01')).toEqual([
      'Mon 1 Feb 2027, 10:02 opened to customer',
      'Wed 24 Feb 2027, 09:00 reminder-7-days to customer',
      'Thu 4 Mar 2027, 00:00 lapsed to customer',
      'Thu 4 Mar 2027, 00:00 lapsed to provider',
    ]);
    expect(await story.deadline('dpa-end')).toMatchObject({ state: 'open', date: '2027-04-03' });
  },
);

row(
  'eu-data-act/contract-end: a completed switch ends the contract, which renews no more; what is retrieved runs from the end of the transition',
  { ...GERMAN, terms: 'exolyt', startsOn: '2026-11-01', billing: { cycle: '1 month' } },
  async (story) => {
    await story.records('switching.transition-started', START);
    await story.records('switching.completed', '2026-11-20T08:30:00Z');
    await story.until('2026-11-21T00:00:00Z');
    expect((await story.deadline('eu-data-act.contract-end')).state).toBe('lapsed');
    expect((await story.deadline('renewal', '2026-11-01')).state).toBe('cancelled');
    expect(await story.notices('eu-data-act.contract-end')).toEqual([
      'Fri 20 Nov 2026, 09:30 lapsed to customer',
      'Fri 20 Nov 2026, 09:30 lapsed to provider',
    ]);
    expect(await story.ids()).not.toContain('eu-data-act.data-retrieval');
    // By hand: 30 days from 20 November are Sunday 20 December, so Monday the 21st; 30 days more are Wednesday 20 January.
    await story.until('2026-12-22T00:00:00Z');
    const retrieval = await story.deadline('eu-data-act.data-retrieval');
    expect(retrieval).toMatchObject({ state: 'open', date: '2027-01-20' });
    expect(await story.notices('renewal~2026-11-01')).toEqual([]);
  },
);

row(
  'eu-data-act/transition-end: what was noticed before 12 September 2025 is none of the Act, from that day on it is',
  GERMAN,
  async (story) => {
    await story.records('switching.noticed', '2025-07-01');
    expect(await story.ids()).toEqual([]);
    await story.records('switching.transition-started', '2026-11-20');
    const end = await story.deadline('eu-data-act.transition-end');
    expect(end).toMatchObject({ state: 'open', date: '2026-12-21', unadjustedDate: '2026-12-20' });
    await story.until('2026-12-22T00:00:00Z');
    const over = { kind: 'switching.transition-ended', occurredAt: '2026-12-21' };
    expect(await story.broughtAbout(end)).toMatchObject(over);
  },
);

row(
  'eu-data-act/erasure: of a switch completed on Friday 20 November, long after the end of the contract, by Monday 21 December',
  GERMAN,
  async (story) => {
    await story.records('contract.terminated', '2026-10-01');
    await story.records('switching.retrieval-ended', '2026-11-19');
    expect(await story.ids()).not.toContain('eu-data-act.erasure');
    await story.records('switching.completed', START);
    const erasure = await story.deadline('eu-data-act.erasure');
    expect(erasure).toMatchObject({ state: 'open', date: '2026-12-21', unadjustedDate: '2026-12-20' });
    expectWhy(
      erasure,
      '(eu-data-act@2025-09-12, Article 25(2)(h))',
      'The setting erasure is 30 days, because the contract chose nothing else: The Act has the data erased',
    );
    await story.until('2026-12-23T00:00:00Z');
    expect(await story.notices('eu-data-act.erasure')).toEqual([
      'Fri 20 Nov 2026, 09:02 opened to provider',
      'Tue 22 Dec 2026, 00:00 lapsed to provider',
    ]);
  },
);
