import { describe, expect, it } from 'vitest';
import { addDays } from '../../../shared/core/calendar/days.ts';
import { endOfDay } from '../../../shared/core/calendar/zone.ts';
import { formatDay } from '../../../shared/core/words/days.ts';
import {
  endInWords,
  inTime,
  limitInWords,
  momentInWords,
  thereafter,
  timeOfEnd,
} from '../../../shared/core/words/ends.ts';

const end = (instant: string) => ({ date: '2026-12-04', instant, timezone: 'Europe/Bucharest' });

describe('an end on Friday 4 December 2026 in Bucharest', () => {
  it('once the day is over', () => {
    const over = end('2026-12-04T22:00:00Z');
    expect(limitInWords(over)).toEqual({
      brief: 'Friday 4 December 2026',
      end: 'the end of Friday 4 December 2026',
      last: 'Friday 4 December 2026 is the last day',
      after: 'when Friday 4 December 2026 is over',
      passed: 'when Friday 4 December 2026 was over',
    });
    expect([inTime(over), thereafter(over), timeOfEnd(over)]).toEqual([
      'by the end of Friday 4 December 2026',
      'when Friday 4 December 2026 is over',
      undefined,
    ]);
  });

  it('as it begins', () => {
    const begins = end('2026-12-03T22:00:00Z');
    expect(limitInWords(begins)).toEqual({
      brief: 'Friday 4 December 2026',
      end: 'the beginning of Friday 4 December 2026',
      last: 'Friday 4 December 2026 is the day on which it begins',
      after: 'as Friday 4 December 2026 begins',
      passed: 'as Friday 4 December 2026 began',
    });
    expect([inTime(begins), thereafter(begins), timeOfEnd(begins)]).toEqual([
      'before Friday 4 December 2026 begins',
      'as Friday 4 December 2026 begins',
      undefined,
    ]);
  });

  it('at a moment within it', () => {
    const moment = end('2026-12-04T13:30:00Z');
    const words = 'Friday 4 December 2026, 15:30 (Europe/Bucharest, UTC+02:00)';
    expect(limitInWords(moment)).toEqual({
      brief: 'Friday 4 December 2026, 15:30',
      end: words,
      last: `${words} is the last moment`,
      after: `on ${words}`,
      passed: `on ${words}`,
    });
    expect([inTime(moment), thereafter(moment), timeOfEnd(moment)]).toEqual([
      'before 15:30 on Friday 4 December 2026 (Europe/Bucharest)',
      'at 15:30 on Friday 4 December 2026 (Europe/Bucharest)',
      '15:30',
    ]);
  });
});

describe('midnight', () => {
  it('is 24:00 of the day before as an end, and 00:00 of its day as a moment', () => {
    expect(endInWords('2026-12-04T00:00:00Z', 'UTC')).toBe('Thursday 3 December 2026, 24:00 (UTC)');
    expect(momentInWords('2026-12-04T00:00:00Z', '-05:00')).toBe('Thursday 3 December 2026, 19:00 (UTC-05:00)');
    expect(momentInWords('2026-12-04T00:00:05Z', 'UTC')).toBe('Friday 4 December 2026, 00:00:05 (UTC)');
  });

  it('is that of the day which is over, in every zone and on every day', () => {
    const awkward = [
      'Africa/Cairo',
      'America/Asuncion',
      'America/Havana',
      'America/Santiago',
      'Asia/Beirut',
      'Asia/Gaza',
    ];
    for (const zone of [
      ...awkward,
      'Asia/Tehran',
      'Australia/Lord_Howe',
      'Europe/Berlin',
      'Pacific/Chatham',
      '+05:45',
    ]) {
      for (let day = '2020-01-01'; day < '2027-01-01'; day = addDays(day, 1)) {
        expect(endInWords(endOfDay(day, zone), zone), zone).toContain(`${formatDay(day)}, 24:00 (`);
      }
    }
  });

  it('has the offset of the day which is over', () =>
    expect(endInWords('2026-04-23T22:00:00Z', 'Africa/Cairo')).toBe(
      'Thursday 23 April 2026, 24:00 (Africa/Cairo, UTC+02:00)',
    ));
});
