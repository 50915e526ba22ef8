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

/** The contract began before it was recorded, which operations is told of once. */
const ONBOARDED = 'Fri 20 Nov 2026, 04:00 onboarding to provider';

row(
  'eu-p2b/change-notice: the 15 days from Friday 20 November end on a Saturday and run on to Monday 7 December; a change before the 8th is refused',
  { statutes: ['eu-p2b'] },
  async (story) => {
    const late = await story.refuses('terms-change.announced', START, { change: 'c-1', effectiveOn: '2026-12-05' });
    expect(late).toMatch(/^data\.effectiveOn 2026-12-05: .*Tuesday 8 December 2026 \(2026-12-08\)\.$/);
    expect(await story.states()).toEqual([]);
    await story.records('terms-change.announced', START, { change: 'c-1', effectiveOn: '2026-12-08' });
    const notice = await story.deadline('eu-p2b.change-notice', 'c-1');
    expect(notice).toMatchObject({ state: 'met', date: '2026-11-22', instant: '2026-11-22T22:00:00Z' });
    expectWhy(
      notice,
      '(eu-p2b@2020-07-12, Article 3(2), second subparagraph, and 3(3))',
      'The period is to be over before that day begins, so it ends with Monday 7 December 2026 at the latest',
      'Assumption: A change counts as notified on a durable medium on the day on which the announcement is recorded',
    );
    const byLaw = { change: 'c-2', effectiveOn: '2026-11-21', exception: 'legal-obligation' };
    await story.records('terms-change.announced', START, byLaw);
    expect(await story.ids()).toEqual(['eu-p2b.change-notice~c-1', 'eu-p2b.change-exit~c-1']);
    await story.records('terms-change.withdrawn', START, { change: 'c-1' });
    expect(await story.schedules()).toEqual([]);
    expect(await story.notices()).toEqual([]);
  },
);

row('eu-p2b/change-exit: the customer may leave until Monday 7 December', { statutes: ['eu-p2b'] }, async (story) => {
  await story.records('terms-change.announced', START, { change: 'c-1', effectiveOn: '2026-12-08' });
  const exit = await story.deadline('eu-p2b.change-exit', 'c-1');
  expect(exit).toMatchObject({ state: 'open', opensOn: '2026-11-20', date: '2026-12-07' });
  expectWhy(
    exit,
    '(eu-p2b@2020-07-12, Article 3(2), third subparagraph)',
    'closes when Tuesday 8 December 2026 begins, so its last day is Monday 7 December 2026',
    'Assumption: A change takes effect at the first instant of its effective day',
  );
  await story.until('2026-11-21T00:00:00Z');
  expect(await story.schedules()).toEqual(['eu-p2b.change-exit~c-1: lapsed at 2026-12-07T22:00:00Z']);
  await story.until('2026-12-09T00:00:00Z');
  expect(await story.notices()).toEqual(['Fri 20 Nov 2026, 10:02 opened to customer']);
  expect((await story.deadline('eu-p2b.change-exit', 'c-1')).state).toBe('lapsed');
});

row(
  'eu-p2b/exit-effect: notice of Wednesday 25 November ends the contract with Monday 7 December, fifteen days after the notice of the change',
  { statutes: ['eu-p2b'] },
  async (story) => {
    await story.records('terms-change.announced', START, { change: 'c-1', effectiveOn: '2026-12-08' });
    await story.until('2026-11-25T08:00:00Z');
    await story.records('termination.noticed', '2026-11-25T08:00:00Z');
    const end = await story.deadline('eu-p2b.exit-effect', 'c-1');
    expect(end).toMatchObject({ state: 'open', date: '2026-12-07', instant: '2026-12-07T22:00:00Z' });
    expectWhy(
      end,
      '(eu-p2b@2020-07-12, Article 3(2), third subparagraph)',
      'Assumption: The 15 days within which the contract ends run from the notification of the change',
    );
    await story.until('2026-12-08T00:00:00Z');
    expect((await story.notices()).slice(-5)).toEqual([
      'Wed 25 Nov 2026, 10:02 opened to customer',
      'Wed 25 Nov 2026, 10:02 opened to provider',
      'Tue 8 Dec 2026, 00:00 lapsed to customer',
      'Tue 8 Dec 2026, 00:00 lapsed to provider',
      'Tue 8 Dec 2026, 00:02 opened to customer',
    ]);
    expect((await story.deadline('eu-p2b.exit-effect', 'c-1')).state).toBe('lapsed');
  },
);

row(
  'eu-p2b/longer-notice: it names no figure, so it is listed without a period, as is the waiver',
  { statutes: ['eu-p2b'] },
  async (story) => {
    await story.records('terms-change.announced', START, { change: 'c-1', effectiveOn: '2026-12-08' });
    expect(await story.ids()).toEqual(['eu-p2b.change-notice~c-1', 'eu-p2b.change-exit~c-1']);
  },
);

row('eu-p2b/notice-waiver: it may be given at any moment, so nothing runs', { statutes: ['eu-p2b'] }, async (story) => {
  const waived = { change: 'c-1', effectiveOn: '2026-11-21', exception: 'waived' };
  await story.records('terms-change.announced', START, waived);
  expect(await story.ids()).toEqual([]);
});

row(
  'psd2/exit-effect: the user says when it takes effect, so a refusal starts nothing',
  { statutes: ['psd2'] },
  async (story) => {
    await story.records('terms-change.announced', START, { change: 'c-1', effectiveOn: '2027-01-20' });
    await story.records('terms-change.rejected', START, { change: 'c-1' });
    expect(await story.ids()).toEqual(['psd2.change-notice~c-1', 'psd2.deemed-acceptance~c-1']);
  },
);

row(
  'psd2/change-notice: for Wednesday 20 January, Friday 20 November is the last day; a day shorter is refused',
  { statutes: ['psd2'] },
  async (story) => {
    const late = await story.refuses('terms-change.announced', START, { change: 'c-1', effectiveOn: '2027-01-19' });
    expect(late).toMatch(/^data\.effectiveOn 2027-01-19: .*Wednesday 20 January 2027 \(2027-01-20\)\.$/);
    await story.records('terms-change.announced', START, { change: 'c-1', effectiveOn: '2027-01-20' });
    const notice = await story.deadline('psd2.change-notice', 'c-1');
    expect(notice).toMatchObject({ state: 'met', date: '2026-11-20', instant: '2026-11-20T22:00:00Z' });
    expectWhy(
      notice,
      '(psd2@2018-01-13, Article 54(1), first subparagraph)',
      'Wednesday 20 January 2027',
      'Assumption: No later than two months before means',
    );
    await story.records('terms-change.withdrawn', START, { change: 'c-1' });
    expect(await story.schedules()).toEqual([]);
    expect(await story.notices()).toEqual([]);
  },
);

row(
  'psd2/deemed-acceptance: who says nothing until Tuesday 19 January is taken to have accepted',
  { statutes: ['psd2'] },
  async (story) => {
    const data = { change: 'c-1', toVersion: '2027-01', effectiveOn: '2027-01-20' };
    await story.records('terms-change.announced', START, data);
    await story.records('terms-change.announced', START, { ...data, change: 'c-2' });
    await story.records('terms-change.rejected', START, { change: 'c-2' });
    expect((await story.deadline('psd2.deemed-acceptance', 'c-2')).state).toBe('met');
    const acceptance = await story.deadline('psd2.deemed-acceptance', 'c-1');
    expect(acceptance).toMatchObject({ state: 'open', opensOn: '2026-11-20', date: '2027-01-19' });
    expectWhy(
      acceptance,
      '(psd2@2018-01-13, Article 54(1), second subparagraph)',
      'Assumption: Silence is acceptance only where the framework contract says so',
    );
    await story.until('2026-11-21T00:00:00Z');
    expect(await story.schedules()).toEqual(['psd2.deemed-acceptance~c-1: reminder-14-days at 2027-01-05T07:00:00Z']);
    await story.until('2027-01-20T08:00:00Z');
    expect(await story.notices()).toEqual([
      'Fri 20 Nov 2026, 10:02 opened to customer',
      'Tue 5 Jan 2027, 09:00 reminder-14-days to customer',
    ]);
    expect(await story.broughtAbout(acceptance)).toMatchObject({
      kind: 'terms-change.accepted',
      occurredAt: '2027-01-19',
      data: { change: 'c-1', toVersion: '2027-01' },
    });
  },
);

const NEW_YORK = {
  timezone: 'America/New_York',
  holidays: ['US'],
  startsOn: '2026-02-01',
  billing: { cycle: '1 year' },
  statutes: ['us-ny-auto-renewal'],
};
const REMINDER = 'us-ny-auto-renewal.renewal-reminder';

row(
  'us-ny-auto-renewal/renewal-reminder: for a renewal after Sunday 31 January, between Friday 1 and Saturday 16 January',
  NEW_YORK,
  async (story) => {
    expect(await story.deadline('renewal', '2026-02-01')).toMatchObject({ date: '2027-01-31' });
    const reminder = await story.deadline(REMINDER, '2026-02-01');
    expect(reminder).toMatchObject({ state: 'open', opensOn: '2027-01-01', date: '2027-01-16' });
    expect(reminder.instant).toBe('2027-01-17T05:00:00Z');
    expectWhy(
      reminder,
      '(us-ny-auto-renewal@2026-01, Section 5-903(2) and (3))',
      'It follows from “Renewal of the subscription”, which is open',
      'The last day of “Renewal of the subscription” is Sunday 31 January 2027',
      'Assumption: The section wants the reminder served personally or by certified mail',
    );
    expect(await story.schedules()).toContain(`${REMINDER}~2026-02-01: opens at 2027-01-01T14:00:00Z`);
    await story.until('2027-01-18T00:00:00Z');
    expect(await story.notices()).toEqual([
      ONBOARDED,
      'Fri 1 Jan 2027, 09:00 opens to customer',
      'Fri 1 Jan 2027, 09:00 opens to provider',
      'Sat 16 Jan 2027, 09:00 due to provider',
      'Sun 17 Jan 2027, 00:00 lapsed to provider',
    ]);
  },
);

row(
  'us-ny-auto-renewal/renewal-reminder: served on Sunday 20 December is too early, on Tuesday 5 January it counts',
  NEW_YORK,
  async (story) => {
    await story.until('2026-12-20T17:00:00Z');
    await story.records('renewal-reminder.served', '2026-12-20T17:00:00Z');
    const early = await story.deadline(REMINDER, '2026-02-01');
    expect(early.state).toBe('open');
    expectWhy(early, 'before the window opens on Friday 1 January 2027');
    await story.until('2027-01-05T17:00:00Z');
    await story.records('renewal-reminder.served', '2027-01-05T17:00:00Z');
    expect((await story.deadline(REMINDER, '2026-02-01')).state).toBe('met');
    expect(await story.schedules()).toEqual(['renewal~2026-02-01: lapsed at 2027-02-01T05:00:00Z']);
    await story.until('2027-01-18T00:00:00Z');
    expect(await story.notices()).toEqual([
      ONBOARDED,
      'Fri 1 Jan 2027, 09:00 opens to customer',
      'Fri 1 Jan 2027, 09:00 opens to provider',
    ]);
  },
);
