import { expect } from 'vitest';
import { type ToldStory, tellSideBySide } from '../scenarios/side-by-side.ts';

/** Friday 20 November 2026: 10:00 in Helsinki, 09:00 in Copenhagen, 01:00 in Hermosillo. */
const START = '2026-11-20T08:00:00Z';

const row = tellSideBySide({
  start: START,
  zone: 'Europe/Helsinki',
  contract: { terms: 'salexops', timezone: undefined, holidays: undefined, startsOn: undefined },
});

const SALEXOPS = { terms: 'salexops', startsOn: '2026-11-01', billing: { cycle: '1 month' } };

/** That a clause is listed with its place and nothing is counted. */
async function listed(story: ToldStory, clause: string, ref: string, reason: string): Promise<void> {
  const { none } = (await story.test.get(`/contracts/${story.contract}/deadlines`)).body;
  expect(none).toContainEqual(expect.objectContaining({ clause, ref, reason: expect.stringContaining(reason) }));
}

row('salexops/support-while-paid: no time is named', SALEXOPS, (story) =>
  listed(story, 'support-while-paid', 'System failures and user support, last bullet', 'name no time'),
);
row('salexops/restoration: as quickly as possible, without a figure', SALEXOPS, (story) =>
  listed(story, 'restoration', 'System failures and user support, first paragraph', 'no figure is named'),
);
row('salexops/immediate-suspension: at once, so nothing is counted', SALEXOPS, (story) =>
  listed(story, 'immediate-suspension', 'Rights & Responsibilities, last paragraph but one', 'at once'),
);
row('salexops/incident-notice: sufficient, without a time', SALEXOPS, (story) =>
  listed(story, 'incident-notice', 'Measures taken in case of incidents, first paragraph', 'name no time'),
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
  'salexops/objection-after-posting: announced for 7 December and posted that day, the customer may object until 17 December',
  { terms: 'salexops' },
  async (story) => {
    await story.records('terms-change.announced', START, { change: 'c-1', effectiveOn: '2026-12-07' });
    await story.until('2026-12-07T18:00:00Z');
    await story.records('terms-change.posted', '2026-12-07T18:00:00Z', { change: 'c-1' });
    // By hand: ten days after Monday 7 December in Hermosillo are Thursday 17 December.
    const window = await story.deadline('objection-after-posting', 'c-1');
    expect(window).toMatchObject({ state: 'open', date: '2026-12-17', instant: '2026-12-18T07:00:00Z' });
    await story.until('2026-12-18T12:00:00Z');
    expect(await story.notices('objection-after-posting~c-1')).toEqual([
      'Mon 7 Dec 2026, 20:02 opened to customer',
      'Mon 14 Dec 2026, 18:00 reminder-3-days to customer',
      'Fri 18 Dec 2026, 09:00 lapsed to customer',
      'Fri 18 Dec 2026, 09:00 lapsed to provider',
    ]);
  },
);

row(
  'salexops/later-objection-dissolves: objected within ten days of a late posting, the contract ends at that moment',
  { terms: 'salexops' },
  async (story) => {
    await story.records('terms-change.announced', START, { change: 'c-1', effectiveOn: '2026-12-07' });
    await story.until('2026-12-08T18:00:00Z');
    await story.records('terms-change.posted', '2026-12-08T18:00:00Z', { change: 'c-1' });
    await story.until('2026-12-10T18:00:00Z');
    await story.records('terms-change.rejected', '2026-12-10T18:00:00Z', { change: 'c-1' });
    await story.until('2026-12-11T18:00:00Z');
    const dissolved = await story.deadline('later-objection-dissolves', 'c-1');
    expect(dissolved).toMatchObject({ state: 'lapsed', instant: '2026-12-10T18:00:00Z' });
    expect(await story.broughtAbout(dissolved)).toMatchObject({ kind: 'contract.terminated' });
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
