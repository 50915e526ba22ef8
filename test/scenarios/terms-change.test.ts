import { describe, expect } from 'vitest';
import { tellSideBySide } from './side-by-side.ts';
import { type Story, why } from './storyteller.ts';

const tell = tellSideBySide();

const CHANGE = { change: 'winter', toVersion: '2027-01', effectiveOn: '2027-01-04' };

const announce = (story: Story, data: Readonly<Record<string, unknown>> = CHANGE) =>
  story.happens('terms-change.announced', '2026-11-20T08:00:00Z', data);

describe('Friday 20 November 2026: new terms are announced for Monday 4 January 2027', () => {
  tell('in time, with a notice of at least 30 days; the customer says nothing and is bound', async (story) => {
    expect((await announce(story)).status).toBe(201);
    expect(await story.deadline('terms-change-notice', 'winter')).toMatchObject({ state: 'met', date: '2026-12-05' });
    const exit = await story.deadline('terms-change-exit', 'winter');
    expect(exit).toMatchObject({ state: 'open', opensOn: '2026-11-20', date: '2027-01-03' });
    await story.until('2027-02-01T00:00:00Z');
    expect(await story.notices()).toEqual([
      'Fri 20 Nov 2026, 10:02 opened to customer',
      'Sun 27 Dec 2026, 09:00 reminder-7-days to customer',
      'Mon 4 Jan 2027, 00:00 lapsed to customer',
      'Mon 4 Jan 2027, 00:00 lapsed to provider',
    ]);
    const events = (await story.test.get(`/contracts/${story.contract}`)).body.events;
    expect(events.at(-1)).toMatchObject({ kind: 'terms-change.effective', occurredAt: '2027-01-04', data: CHANGE });
  });

  tell(
    'Thursday 10 December: the customer rejects it, and both are told that the contract ends before the change',
    async (story) => {
      await announce(story);
      await story.until('2026-12-10T08:00:00Z');
      expect((await story.happens('terms-change.rejected', '2026-12-10', { change: 'winter' })).status).toBe(201);
      const exit = await story.deadline('terms-change-exit', 'winter');
      expect(exit.state).toBe('met');
      expect(why(exit)).toContain('Met by terms-change.rejected on Thursday 10 December 2026');
      await story.until('2027-01-04T12:00:00Z');
      expect(await story.notices('terms-change-exit~winter')).toEqual(['Fri 20 Nov 2026, 10:02 opened to customer']);
      expect(await story.notices('terms-change-termination~winter')).toEqual([
        'Thu 10 Dec 2026, 10:02 opened to customer',
        'Thu 10 Dec 2026, 10:02 opened to provider',
        'Mon 4 Jan 2027, 00:00 lapsed to customer',
        'Mon 4 Jan 2027, 00:00 lapsed to provider',
      ]);
      const events = (await story.test.get(`/contracts/${story.contract}`)).body.events;
      expect(events.map(({ kind }: { kind: string }) => kind)).not.toContain('terms-change.effective');
    },
  );

  tell('and withdrawn on Tuesday 1 December: nothing changes', async (story) => {
    await announce(story);
    await story.until('2026-12-01T08:00:00Z');
    await story.happens('terms-change.withdrawn', '2026-12-01', { change: 'winter' });
    await story.until('2027-02-01T00:00:00Z');
    expect((await story.deadline('terms-change-exit', 'winter')).state).toBe('cancelled');
    expect(await story.notices()).toEqual(['Fri 20 Nov 2026, 10:02 opened to customer']);
  });

  tell('a rejection of Sunday 3 January that arrives on Wednesday 6 January undoes the acceptance', async (story) => {
    await announce(story);
    await story.until('2027-01-06T08:00:00Z');
    expect((await story.deadline('terms-change-exit', 'winter')).state).toBe('lapsed');
    await story.happens('terms-change.rejected', '2027-01-03T20:00:00+02:00', { change: 'winter' });
    expect((await story.deadline('terms-change-exit', 'winter')).state).toBe('met');
    await story.until('2027-01-06T12:00:00Z');
    expect((await story.deadline('terms-change-termination', 'winter')).state).toBe('lapsed');
  });
});

describe('Friday 20 November 2026: new terms are announced too late', () => {
  tell(
    'for Tuesday 15 December: refused, with Sunday 20 December as the earliest lawful day, and nothing is stored',
    async (story) => {
      const refused = await announce(story, { ...CHANGE, effectiveOn: '2026-12-15' });
      expect(refused.status).toBe(422);
      expect(refused.body.errors).toMatchObject([{ field: 'data.effectiveOn', value: '2026-12-15' }]);
      expect(JSON.stringify(refused.body)).toContain('2026-12-20');
      expect(await story.deadlines()).toEqual([]);
      expect((await story.test.get(`/contracts/${story.contract}`)).body.events).toEqual([]);
      expect((await announce(story, { ...CHANGE, effectiveOn: '2026-12-19' })).status).toBe(422);
      expect((await announce(story, { ...CHANGE, effectiveOn: '2026-12-20' })).status).toBe(201);
    },
  );
});
