import { expect } from 'vitest';
import { paddleEvent } from '../harness/samples.ts';
import { expectWhy, type ToldStory, tellSideBySide } from '../scenarios/side-by-side.ts';

/** Friday 20 November 2026, 10:00 in Bucharest. Romanian holidays to come: 30 November, 1, 25 and 26 December, 1, 2, 6 and 7 January. */
const START = '2026-11-20T08:00:00Z';

const row = tellSideBySide({
  start: START,
  zone: 'Europe/Bucharest',
  contract: { terms: 'exoopus', timezone: 'Europe/Bucharest', holidays: ['RO'] },
});

const canceledAtPaddle = ({ contract, test }: ToldStory) => {
  const now = test.stack.clock.now();
  const data = { id: `sub_${contract}`, status: 'canceled', customer_id: `ctm_${contract}`, canceled_at: now };
  return paddleEvent('subscription.canceled', data, now);
};

row(
  'exoopus/termination-notice: noticed on Friday 20 November, the contract ends with Sunday 20 December, and the clauses about data begin',
  async (story) => {
    await story.records('termination.noticed', '2026-11-20T10:00:00+02:00');
    const notice = await story.deadline('termination-notice');
    expect(notice).toMatchObject({ state: 'open', date: '2026-12-20', instant: '2026-12-20T22:00:00Z' });
    expectWhy(
      notice,
      '(exoopus@2026-01, Termination and Modification of Terms, paragraph 1)',
      '30 days after Friday 20 November 2026',
      'Assumption: The contract ends with the last day of the notice period',
    );
    expect(await story.schedules()).toEqual(['termination-notice: opened at 2026-11-20T08:02:00Z']);
    await story.until('2026-11-20T09:00:00Z');
    expect(await story.schedules()).toEqual(['termination-notice: lapsed at 2026-12-20T22:00:00Z']);

    await story.until('2026-12-20T22:01:00Z');
    expect(await story.notices('termination-notice')).toEqual([
      'Fri 20 Nov 2026, 10:02 opened to customer',
      'Fri 20 Nov 2026, 10:02 opened to provider',
      'Mon 21 Dec 2026, 00:00 lapsed to customer',
      'Mon 21 Dec 2026, 00:00 lapsed to provider',
    ]);
    expect(await story.broughtAbout(notice)).toMatchObject({ kind: 'contract.terminated', occurredAt: '2026-12-20' });
    expect(await story.deadline('export-window')).toMatchObject({ state: 'open', date: '2027-01-14' });
    expect(await story.deadline('deletion')).toMatchObject({ state: 'open', date: '2027-03-20' });
    await story.records('data-export.delivered', '2026-12-20T22:01:00Z');
    await story.records('data.deleted', '2026-12-20T22:01:00Z');
    expect(await story.schedules()).toEqual([]);
  },
);

row('exoopus/termination-notice: taken back on Tuesday 1 December, the contract goes on', async (story) => {
  await story.records('termination.noticed', '2026-11-20');
  await story.until('2026-12-01T08:00:00Z');
  await story.records('termination.withdrawn', '2026-12-01T08:00:00Z');
  const notice = await story.deadline('termination-notice');
  expect(notice.state).toBe('cancelled');
  expectWhy(notice, 'Ended by termination.withdrawn on Tuesday 1 December 2026');
  expect(await story.schedules()).toEqual(['termination-notice: called-off at 2026-12-01T08:02:00Z']);
  await story.until('2027-01-01T00:00:00Z');
  expect(await story.notices()).toEqual([
    'Fri 20 Nov 2026, 10:02 opened to customer',
    'Fri 20 Nov 2026, 10:02 opened to provider',
    'Tue 1 Dec 2026, 10:02 called-off to customer',
    'Tue 1 Dec 2026, 10:02 called-off to provider',
  ]);
  expect(await story.schedules()).toEqual([]);
  expect(await story.states()).toEqual(['termination-notice: cancelled']);
});

row(
  'exoopus/export-window: 15 business days from Friday 20 November, around two holidays, end with Tuesday 15 December',
  async (story) => {
    expect(await story.told('paddle', canceledAtPaddle(story))).toEqual(['contract.terminated']);
    const window = await story.deadline('export-window');
    expect(window).toMatchObject({ state: 'open', date: '2026-12-15', instant: '2026-12-15T22:00:00Z' });
    expectWhy(
      window,
      '(exoopus@2026-01, Termination and Modification of Terms, paragraph 1)',
      'Counting 15 business days (Monday to Friday, holidays: RO) after Friday 20 November 2026',
      /Monday 30 November 2026 \(.*\); Tuesday 1 December 2026 \(/,
      'Assumption: The terms do not say whether the day of the event counts',
    );
    expect(await story.schedules()).toContain('export-window: opened at 2026-11-20T08:02:00Z');
    await story.until('2026-11-21T00:00:00Z');
    expect(await story.schedules()).toContain('export-window: reminder-5-business-days at 2026-12-08T07:00:00Z');
    await story.until('2026-12-31T00:00:00Z');
    expect(await story.notices('export-window')).toEqual([
      'Fri 20 Nov 2026, 10:02 opened to customer',
      'Tue 8 Dec 2026, 09:00 reminder-5-business-days to customer',
      'Tue 8 Dec 2026, 09:00 reminder-5-business-days to provider',
      'Tue 15 Dec 2026, 09:00 due to provider',
      'Wed 16 Dec 2026, 00:00 lapsed to provider',
    ]);
    const lapse = await story.broughtAbout(window);
    expect(lapse).toMatchObject({ kind: 'deadline.lapsed', occurredAt: '2026-12-15' });
    const wrong = await story.refuses('event.withdrawn', '2026-12-31', { event: lapse?.id });
    expect(wrong).toContain('A lapse cannot be withdrawn');
    expect(await story.states()).toEqual(['export-window: lapsed', 'deletion: open']);
  },
);

row('exoopus/export-window: met by the export on Friday 4 December, and nobody hears of it again', async (story) => {
  await story.told('paddle', canceledAtPaddle(story));
  await story.until('2026-12-04T08:00:00Z');
  await story.records('data-export.delivered', '2026-12-04T10:00:00+02:00');
  await story.records('data.deleted', '2026-12-04T10:00:00+02:00');
  expectWhy(await story.deadline('export-window'), 'Met by data-export.delivered on Friday 4 December 2026');
  expect(await story.schedules()).toEqual([]);
  await story.until('2026-12-31T00:00:00Z');
  expect(await story.notices()).toEqual(['Fri 20 Nov 2026, 10:02 opened to customer']);
});

row(
  'exoopus/export-window: an end of the contract that was recorded by mistake is withdrawn, and all that followed from it falls',
  async (story) => {
    await story.records('contract.terminated', '2026-11-20', {}, 'mistake');
    await story.until('2026-11-24T00:00:00Z');
    const wrong = await story.refuses('event.withdrawn', '2026-11-24', { event: 'no-such-event' });
    expect(wrong).toMatch(/^data\.event no-such-event: Give the id of an event of this contract/);
    await story.records('event.withdrawn', '2026-11-24', { event: 'mistake' });
    expect(await story.states()).toEqual(['export-window: superseded', 'deletion: superseded']);
    expect(await story.schedules()).toEqual([]);
    await story.until('2027-03-01T00:00:00Z');
    expect(await story.notices()).toEqual(['Fri 20 Nov 2026, 10:02 opened to customer']);
  },
);

row(
  'exoopus/deletion: held from 1 December to 11 January, the 90 days end 41 days later, with Wednesday 31 March',
  async (story) => {
    await story.records('contract.terminated', START);
    await story.records('data-export.delivered', START);
    const deletion = await story.deadline('deletion');
    expect(deletion).toMatchObject({ state: 'open', date: '2027-02-18', instant: '2027-02-18T22:00:00Z' });
    expectWhy(
      deletion,
      '(exoopus@2026-01, Termination and Modification of Terms, third bullet)',
      '90 days after Friday 20 November 2026',
    );
    expect(await story.schedules()).toEqual(['deletion: reminder-14-days at 2027-02-04T07:00:00Z']);
    await story.until('2026-12-01T08:00:00Z');
    await story.records('legal-hold.placed', '2026-12-01', { hold: 'audit' });
    expect((await story.deadline('deletion')).state).toBe('paused');
    expect(await story.schedules()).toEqual([]);
    await story.until('2027-01-11T08:00:00Z');
    await story.records('legal-hold.lifted', '2027-01-11', { hold: 'audit' });
    const later = await story.deadline('deletion');
    expect(later).toMatchObject({ state: 'open', date: '2027-03-31', instant: '2027-03-31T21:00:00Z' });
    expectWhy(later, 'plus 41 days', 'Assumption: Days under a legal hold are not counted');
    expect(await story.schedules()).toEqual(['deletion: reminder-14-days at 2027-03-17T07:00:00Z']);
    await story.until('2027-04-15T00:00:00Z');
    expect(await story.notices()).toEqual([
      'Wed 17 Mar 2027, 09:00 reminder-14-days to customer',
      'Wed 17 Mar 2027, 09:00 reminder-14-days to provider',
      'Wed 31 Mar 2027, 09:00 due to provider',
      'Thu 1 Apr 2027, 00:00 lapsed to provider',
    ]);
  },
);

row('exoopus/deletion: met before the first reminder, so nobody is told anything', async (story) => {
  await story.records('contract.terminated', START);
  await story.records('data-export.delivered', START);
  await story.until('2027-01-18T10:00:00Z');
  await story.records('data.deleted', '2027-01-18T10:00:00Z');
  expect(await story.states()).toEqual(['export-window: met', 'deletion: met']);
  await story.until('2027-03-01T00:00:00Z');
  expect(await story.notices()).toEqual([]);
});
