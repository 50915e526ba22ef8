import { expect } from 'vitest';
import { expectWhy, tellSideBySide } from '../scenarios/side-by-side.ts';

/** Sunday 1 November 2026, 22:00 in Hermosillo, which is Monday in UTC. */
const START = '2026-11-02T05:00:00Z';

const row = tellSideBySide({
  start: START,
  zone: 'America/Hermosillo',
  contract: { terms: 'salexops', timezone: undefined, holidays: undefined },
});

row(
  'salexops/terms-change-announcement: for Friday 20 November it is in time until Thursday 5 November',
  async (story) => {
    const change = { change: 'c-1', toVersion: '2026-07' };
    const late = await story.refuses('terms-change.announced', START, { ...change, effectiveOn: '2026-11-15' });
    expect(late).toMatch(/^data\.effectiveOn 2026-11-15: .*Monday 16 November 2026 \(2026-11-16\)\.$/);
    expect(await story.states()).toEqual([]);
    await story.records('terms-change.announced', START, { ...change, effectiveOn: '2026-11-20' });
    const announcement = await story.deadline('terms-change-announcement', 'c-1');
    expect(announcement).toMatchObject({ state: 'met', date: '2026-11-05', instant: '2026-11-06T07:00:00Z' });
    expectWhy(
      announcement,
      '(salexops@2026-01, Likely modifications to the Terms and Conditions of Service, second sentence)',
      '15 days before Friday 20 November 2026',
      'It applies because data.exception is not set',
      'Assumption: The document says that changes are announced 15 days before they take place and also',
    );
    await story.records('terms-change.withdrawn', START, { change: 'c-1' });
    expect(await story.schedules()).toEqual([]);
    await story.until('2026-11-25T00:00:00Z');
    expect(await story.notices()).toEqual([]);
  },
);

row(
  'salexops/terms-change-effect: of 11, 16 and 20 November the latest governs, and the change is in force as Friday 20 November begins',
  async (story) => {
    const data = { change: 'c-1', toVersion: '2026-07', effectiveOn: '2026-11-20' };
    await story.records('terms-change.announced', START, data);
    const effect = await story.deadline('terms-change-effect', 'c-1');
    expect(effect).toMatchObject({ state: 'open', date: '2026-11-20', instant: '2026-11-20T07:00:00Z' });
    expectWhy(
      effect,
      '(salexops@2026-01, Likely modifications to the Terms and Conditions of Service, second sentence)',
      'Wednesday 11 November 2026',
      'Monday 16 November 2026',
      'as Friday 20 November 2026 begins',
      'the later date is followed, and with it the longer time to object',
    );
    await story.records('terms-change.announced', START, { change: 'c-2' });
    const unnamed = await story.deadline('terms-change-effect', 'c-2');
    expect(unnamed).toMatchObject({ date: '2026-11-16', instant: '2026-11-16T07:00:00Z' });
    expectWhy(unnamed, 'The effective day is not known');
    await story.records('terms-change.withdrawn', START, { change: 'c-2' });
    expect(await story.schedules()).toContain('terms-change-effect~c-1: lapsed at 2026-11-20T07:00:00Z');

    await story.until('2026-11-21T00:00:00Z');
    expect(await story.notices('terms-change-effect~c-1')).toEqual([
      'Fri 20 Nov 2026, 00:00 lapsed to customer',
      'Fri 20 Nov 2026, 00:00 lapsed to provider',
    ]);
    const inForce = { kind: 'terms-change.effective', occurredAt: '2026-11-20', data };
    expect(await story.broughtAbout(effect)).toMatchObject(inForce);
    expect(await story.notices('terms-change-effect~c-2')).toEqual([]);
    expect(await story.schedules()).toEqual([]);
  },
);

row(
  'salexops/objection-window: of the days of both readings the latest, Friday 20 November; silence until it begins is acceptance',
  async (story) => {
    const data = { change: 'c-1', toVersion: '2026-07', effectiveOn: '2026-11-20' };
    await story.records('terms-change.announced', START, data);
    const window = await story.deadline('objection-window', 'c-1');
    expect(window).toMatchObject({ state: 'open', date: '2026-11-20', instant: '2026-11-20T07:00:00Z' });
    expectWhy(
      window,
      '(salexops@2026-01, Likely modifications to the Terms and Conditions of Service, fourth sentence)',
      '10 days after Sunday 1 November 2026',
      'Where only one of them is recorded the later date is followed, and with it the longer time to object',
    );
    await story.until('2026-11-03T00:00:00Z');
    expect(await story.schedules()).toContain('objection-window~c-1: reminder-3-days at 2026-11-17T16:00:00Z');
    await story.until('2026-11-21T18:00:00Z');
    expect(await story.notices('objection-window~c-1')).toEqual([
      'Sun 1 Nov 2026, 22:02 opened to customer',
      'Tue 17 Nov 2026, 09:00 reminder-3-days to customer',
      'Fri 20 Nov 2026, 00:00 lapsed to customer',
      'Fri 20 Nov 2026, 00:00 lapsed to provider',
    ]);
    const { effectiveOn: _effectiveOn, ...accepted } = data;
    const acceptance = { kind: 'terms-change.accepted', occurredAt: '2026-11-20', data: accepted };
    expect(await story.broughtAbout(window)).toMatchObject(acceptance);

    await story.records('terms-change.rejected', '2026-11-21T18:00:00Z', { change: 'c-1' });
    expectWhy(await story.deadline('objection-window', 'c-1'), 'after the last day, Friday 20 November 2026');
    expect(await story.ids()).not.toContain('objection-dissolves~c-1');
    expect((await story.deadline('objection-window', 'c-1')).state).toBe('lapsed');
    await story.until('2026-11-25T00:00:00Z');
    expect(await story.notices('objection-window~c-1')).toHaveLength(4);
  },
);

row(
  'salexops/objection-dissolves: the objection of Monday 9 November dissolves the contract at that moment',
  async (story) => {
    await story.records('terms-change.announced', START, { change: 'c-1', effectiveOn: '2026-11-20' });
    await story.until('2026-11-09T18:00:00Z');
    await story.records('terms-change.rejected', '2026-11-09T18:00:00Z', { change: 'c-1' });
    const dissolved = await story.deadline('objection-dissolves', 'c-1');
    expect(dissolved).toMatchObject({
      state: 'open',
      date: '2026-11-09',
      instant: '2026-11-09T18:00:00Z',
      atOnce: true,
    });
    expectWhy(
      dissolved,
      '(salexops@2026-01, Likely modifications to the Terms and Conditions of Service, fifth sentence)',
      'It follows from “Objection to changed terms”, which was met',
      'Assumption: An objection in time dissolves the contract at the moment at which it arrives',
    );
    expect(await story.schedules()).toContain('objection-dissolves~c-1: lapsed at 2026-11-09T18:02:00Z');
    await story.until('2026-11-09T18:05:00Z');
    expect(await story.notices('objection-dissolves~c-1')).toEqual([
      'Mon 9 Nov 2026, 11:02 lapsed to customer',
      'Mon 9 Nov 2026, 11:02 lapsed to provider',
    ]);
    expect(await story.broughtAbout(dissolved)).toMatchObject({
      kind: 'contract.terminated',
      occurredAt: '2026-11-09T18:00:00Z',
      data: { change: 'c-1' },
    });
    expect((await story.deadline('objection-window', 'c-1')).state).toBe('met');
    expect((await story.deadline('terms-change-effect', 'c-1')).state).toBe('cancelled');
    expect(await story.schedules()).toEqual([]);
    await story.until('2026-11-25T00:00:00Z');
    expect(await story.notices()).toHaveLength(3);
  },
);

row(
  'salexops/privacy-change-notice: announced on Sunday 1 November, those affected hear of it at once',
  async (story) => {
    const data = { change: 'c-1', effectiveOn: '2026-11-20', affectsPersonalData: true };
    await story.records('terms-change.announced', START, data);
    const notice = await story.deadline('privacy-change-notice', 'c-1');
    expect(notice).toMatchObject({ state: 'open', date: '2026-11-01', instant: '2026-11-02T05:00:00Z' });
    expectWhy(
      notice,
      '(salexops@2026-01, Likely modifications to the Terms and Conditions of Service, third sentence)',
      'It applies because data.affectsPersonalData is set',
      'without any period',
    );
    expect(await story.schedules()).toContain('privacy-change-notice~c-1: lapsed at 2026-11-02T05:02:00Z');
    await story.records('terms-change.withdrawn', START, { change: 'c-1' });
    await story.until('2026-11-03T00:00:00Z');
    expect(await story.notices()).toEqual(['Sun 1 Nov 2026, 22:02 lapsed to customer']);
    expect((await story.deadline('privacy-change-notice', 'c-1')).state).toBe('met');
    expect(await story.schedules()).toEqual([]);
  },
);

row(
  'salexops/privacy-change-notice: recorded three days late, those affected still hear of it, and nothing is left over',
  async (story) => {
    const data = { change: 'c-1', affectsPersonalData: true, exception: 'legal requirement' };
    await story.records('terms-change.announced', '2026-10-29T18:00:00Z', data);
    expect(await story.deadline('privacy-change-notice', 'c-1')).toMatchObject({ instant: '2026-10-29T18:00:00Z' });
    await story.until('2026-11-03T00:00:00Z');
    expect(await story.notices('privacy-change-notice~c-1')).toEqual(['Sun 1 Nov 2026, 22:02 lapsed to customer']);
    expect(await story.schedules()).toEqual([]);
  },
);

row('salexops/no-notice-exceptions: an emergency takes effect with its announcement', async (story) => {
  const data = { change: 'c-1', toVersion: '2026-07', exception: 'emergency' };
  await story.records('terms-change.announced', START, data);
  expect(await story.ids()).toEqual(['no-notice-exceptions~c-1']);
  const exception = await story.deadline('no-notice-exceptions', 'c-1');
  expect(exception).toMatchObject({ state: 'open', date: '2026-11-01', instant: '2026-11-02T05:00:00Z' });
  expectWhy(
    exception,
    '(salexops@2026-01, Likely modifications to the Terms and Conditions of Service, second sentence)',
    'It applies because data.exception is emergency',
    'Assumption: Where one of the exceptions applies, the change takes effect with its announcement',
  );
  expect(await story.schedules()).toEqual(['no-notice-exceptions~c-1: lapsed at 2026-11-02T05:02:00Z']);
  await story.until('2026-11-03T00:00:00Z');
  expect(await story.notices()).toEqual([
    'Sun 1 Nov 2026, 22:02 lapsed to customer',
    'Sun 1 Nov 2026, 22:02 lapsed to provider',
  ]);
  expect(await story.broughtAbout(exception)).toMatchObject({ kind: 'terms-change.effective', data });
  expect(await story.schedules()).toEqual([]);
});

row('salexops/no-notice-exceptions: one that names Thursday 5 November waits for that day to begin', async (story) => {
  const data = { change: 'c-1', effectiveOn: '2026-11-05', exception: 'new function' };
  await story.records('terms-change.announced', START, data);
  const exception = await story.deadline('no-notice-exceptions', 'c-1');
  expect(exception).toMatchObject({ date: '2026-11-05', instant: '2026-11-05T07:00:00Z' });
  expect(await story.schedules()).toEqual(['no-notice-exceptions~c-1: lapsed at 2026-11-05T07:00:00Z']);
  await story.until('2026-11-04T18:00:00Z');
  await story.records('terms-change.withdrawn', '2026-11-04T18:00:00Z', { change: 'c-1' });
  await story.until('2026-11-08T00:00:00Z');
  expect(await story.states()).toEqual(['no-notice-exceptions~c-1: cancelled']);
  expect(await story.notices()).toEqual([]);
});
