import { expect, it } from 'vitest';
import { daysChanged } from '../../../shared/core/calendar/changed-days.ts';
import { calendarOfDates } from '../../../shared/core/calendar/holidays.ts';

it('tells the days that are holidays in one of two calendars only, in order, both ends of the stretch included', () => {
  const before = calendarOfDates('before', ['2026-01-01', '2026-03-02', '2026-03-09', '2026-12-25']);
  const after = calendarOfDates('after', ['2026-03-01', '2026-03-04', '2026-03-09', '2026-03-10', '2026-12-25']);
  const changes = (first: string, last: string) =>
    daysChanged(before, after, { first, last }).map(({ day, change }) => `${day} ${change}`);
  expect(changes('2026-03-01', '2026-03-10')).toEqual([
    '2026-03-01 added',
    '2026-03-02 removed',
    '2026-03-04 added',
    '2026-03-10 added',
  ]);
  expect(changes('2026-03-02', '2026-03-09')).toEqual(['2026-03-02 removed', '2026-03-04 added']);
  expect(changes('2026-03-05', '2026-03-09')).toEqual([]);
  expect(daysChanged(before, after, { first: '2026-03-02', last: '2026-03-02' })).toEqual([
    { day: '2026-03-02', name: 'day named as a holiday', change: 'removed' },
  ]);
});
