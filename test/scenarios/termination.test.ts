import { describe, expect } from 'vitest';
import { paddleEvent } from '../harness/samples.ts';
import { tellSideBySide } from './side-by-side.ts';
import { type Story, why } from './storyteller.ts';

const tell = tellSideBySide();

/** Friday 20 November 2026, 12:30: Paddle reports that the subscription is cancelled. */
async function paddleCancels({ test, contract, until }: Story): Promise<void> {
  const at = '2026-11-20T10:30:00Z';
  await until(at);
  const data = { id: `sub_${contract}`, status: 'canceled', customer_id: `ctm_${contract}`, canceled_at: at };
  const answer = await test.webhook('paddle', paddleEvent('subscription.canceled', data, at));
  expect(answer).toMatchObject({
    status: 200,
    body: { events: [{ kind: 'contract.terminated', outcome: 'recorded' }] },
  });
}

describe('Friday 20 November 2026: the contract is terminated', () => {
  tell(
    'the export window lasts 15 business days, until Tuesday 15 December, around two Romanian holidays',
    async (story) => {
      await paddleCancels(story);
      const window = await story.deadline('export-window');
      expect(window).toMatchObject({ state: 'open', date: '2026-12-15', instant: '2026-12-15T22:00:00Z' });
      expect(why(window)).toMatch(/Monday 30 November 2026 \(.*\); Tuesday 1 December 2026 \(/);
      expect(await story.deadline('deletion')).toMatchObject({ state: 'open', date: '2027-02-18' });

      await story.until('2027-03-01T00:00:00Z');
      expect(await story.notices()).toEqual([
        'Fri 20 Nov 2026, 12:32 opened to customer',
        'Tue 8 Dec 2026, 09:00 reminder-5-business-days to customer',
        'Tue 8 Dec 2026, 09:00 reminder-5-business-days to provider',
        'Tue 15 Dec 2026, 09:00 due to provider',
        'Wed 16 Dec 2026, 00:00 lapsed to provider',
        'Thu 4 Feb 2027, 09:00 reminder-14-days to customer',
        'Thu 4 Feb 2027, 09:00 reminder-14-days to provider',
        'Thu 18 Feb 2027, 09:00 due to provider',
        'Fri 19 Feb 2027, 00:00 lapsed to provider',
      ]);
      expect(await story.deadlines()).toEqual([
        'export-window: lapsed, last day 2026-12-15',
        'deletion: lapsed, last day 2027-02-18',
      ]);
    },
  );

  tell(
    'without holidays of its own the contract counts weekends only, until Friday 11 December, and says so',
    { holidays: undefined },
    async (story) => {
      await paddleCancels(story);
      const window = await story.deadline('export-window');
      expect(window.date).toBe('2026-12-11');
      expect(why(window)).toContain('Assumption: The terms name no holiday calendar');
    },
  );

  tell(
    'Friday 4 December: the export is delivered; January: the data is deleted; nobody is told that it was not',
    async (story) => {
      await paddleCancels(story);
      await story.until('2026-12-04T08:00:00Z');
      expect((await story.happens('data-export.delivered', '2026-12-04T08:00:00Z')).status).toBe(201);
      await story.until('2027-01-18T10:00:00Z');
      expect((await story.happens('data.deleted', '2027-01-18T10:00:00Z')).status).toBe(201);
      await story.until('2027-03-01T00:00:00Z');
      expect(await story.deadlines()).toEqual([
        'export-window: met, last day 2026-12-15',
        'deletion: met, last day 2027-02-18',
      ]);
      expect(await story.notices()).toEqual(['Fri 20 Nov 2026, 12:32 opened to customer']);
    },
  );

  tell(
    'Tuesday 1 December: a legal hold stops the deletion; lifted on Monday 11 January, it ends 41 days later',
    async (story) => {
      await paddleCancels(story);
      await story.until('2026-12-01T09:00:00Z');
      await story.happens('legal-hold.placed', '2026-12-01', { hold: 'audit' });
      expect((await story.deadline('deletion')).state).toBe('paused');
      await story.until('2027-01-11T09:00:00Z');
      expect((await story.notices()).filter((line) => line.includes('14-days'))).toEqual([]);
      await story.happens('legal-hold.lifted', '2027-01-11', { hold: 'audit' });
      const deletion = await story.deadline('deletion');
      expect(deletion).toMatchObject({ state: 'open', date: '2027-03-31' });
      expect(why(deletion)).toMatch(/41 days/);
      await story.until('2027-05-01T00:00:00Z');
      expect((await story.notices()).slice(-4)).toEqual([
        'Wed 17 Mar 2027, 09:00 reminder-14-days to customer',
        'Wed 17 Mar 2027, 09:00 reminder-14-days to provider',
        'Wed 31 Mar 2027, 09:00 due to provider',
        'Thu 1 Apr 2027, 00:00 lapsed to provider',
      ]);
    },
  );

  tell('was in truth on Monday 16 November: the window moves, and the new day is announced', async (story) => {
    await story.happens('contract.terminated', '2026-11-20T08:00:00Z');
    await story.until('2026-11-23T08:00:00Z');
    const answer = await story.happens('contract.terminated', '2026-11-16T08:00:00Z');
    expect(answer.status).toBe(201);
    expect(await story.deadline('export-window')).toMatchObject({ date: '2026-12-09', run: 2 });
    await story.until('2026-11-24T00:00:00Z');
    expect(await story.notices()).toEqual([
      'Fri 20 Nov 2026, 10:02 opened to customer',
      'Mon 23 Nov 2026, 10:02 opened to customer',
      // So the contract was recorded on Friday after its export window had begun.
      'Mon 23 Nov 2026, 11:00 onboarding to provider',
    ]);
  });
});

describe('Friday 20 November 2026: the customer gives notice', () => {
  tell('the contract ends after Sunday 20 December, and from there the data has its own deadlines', async (story) => {
    expect((await story.happens('termination.noticed', '2026-11-20T08:00:00Z')).status).toBe(201);
    expect(await story.deadlines()).toEqual(['termination-notice: open, last day 2026-12-20']);
    await story.until('2026-12-21T00:00:00Z');
    expect(await story.deadlines()).toEqual([
      'termination-notice: lapsed, last day 2026-12-20',
      'export-window: open, last day 2027-01-14',
      'deletion: open, last day 2027-03-20',
    ]);
    const events = (await story.test.get(`/contracts/${story.contract}`)).body.events;
    expect(events.at(-1)).toMatchObject({
      kind: 'contract.terminated',
      occurredAt: '2026-12-20',
      cause: { deadline: 'termination-notice', instant: '2026-12-20T22:00:00Z' },
    });
    expect((await story.notices()).slice(0, 5)).toEqual([
      'Fri 20 Nov 2026, 10:02 opened to customer',
      'Fri 20 Nov 2026, 10:02 opened to provider',
      'Mon 21 Dec 2026, 00:00 lapsed to customer',
      'Mon 21 Dec 2026, 00:00 lapsed to provider',
      'Mon 21 Dec 2026, 00:02 opened to customer',
    ]);
    await story.until('2027-04-01T00:00:00Z');
  });

  tell(
    'which turns out to have been withdrawn in time: the end of the contract falls, and all that followed from it',
    async (story) => {
      await story.happens('termination.noticed', '2026-11-20T08:00:00Z');
      await story.until('2026-12-28T08:00:00Z');
      expect(await story.schedules()).toHaveLength(2);
      await story.happens('termination.withdrawn', '2026-12-10T09:00:00Z');
      expect((await story.deadlines()).sort()).toEqual([
        'deletion: superseded, last day 2027-03-20',
        'export-window: superseded, last day 2027-01-14',
        'termination-notice: cancelled, last day 2026-12-20',
      ]);
      await story.until('2027-06-01T00:00:00Z');
      expect(await story.schedules()).toEqual([]);
      expect((await story.notices()).slice(-3)).toEqual([
        'Mon 21 Dec 2026, 00:02 opened to customer',
        'Mon 28 Dec 2026, 10:02 called-off to customer',
        'Mon 28 Dec 2026, 10:02 called-off to provider',
      ]);
    },
  );
});
