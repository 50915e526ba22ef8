import { describe, expect, it } from 'vitest';
import { computePeriod } from '../../../shared/core/calendar/compute.ts';
import { dayText, epochDayOf } from '../../../shared/core/calendar/days.ts';
import { holidayCalendar } from '../../../shared/core/calendar/holidays.ts';
import { parsePeriod } from '../../../shared/core/calendar/period-text.ts';
import { regime, underRegime } from '../../../shared/core/calendar/regimes.ts';
import type { Day, Period } from '../../../shared/core/calendar/types.ts';
import { formatDay, MONTHS } from '../../../shared/core/words/days.ts';
import { loadHolidayTables } from '../../../shared/runtime/holiday-tables.ts';

const tables = loadHolidayTables();

/** The fewest worked cases a regime must have. */
const LEAST = 15;

/** Reads `Friday 20 November 2026`, and refuses a weekday that the date does not have. */
export function dayOf(words: string): Day {
  const [, , date, month, year] = /^(\w+) (\d+) (\w+) (\d+)$/.exec(words) ?? [];
  const day = dayText(epochDayOf(Number(year), MONTHS.indexOf(month as 'May') + 1, Number(date)));
  if (formatDay(day) !== words) throw new Error(`"${words}" is really ${formatDay(day)}`);
  return day;
}

/** One test per row of the table: trigger day | length | settings | last day | remark. */
export function describeRegime(id: string, table: string): void {
  const rows = table
    .trim()
    .split('\n')
    .map((row) => row.split('|').map((cell) => cell.trim()));
  describe(id, () => {
    it(`has at least ${LEAST} worked cases`, () => {
      expect(rows.length).toBeGreaterThanOrEqual(LEAST);
    });
    it.each(rows)('%s, %s %s: %s %s', (from = '', length = '', settings = '', last = '') => {
      const { period, set } = readSettings(settings);
      const counted = underRegime(id, { ...parsePeriod(length), ...period });
      const sets = regime(id).holidays[period.direction ?? 'after'];
      const holidays = holidayCalendar(set ?? (sets.length > 0 ? sets : (DEFAULT_SETS[id] ?? [])), tables);
      const result = computePeriod(dayOf(from), counted, { timezone: 'UTC', holidays });
      expect(formatDay(result.date)).toBe(formatDay(dayOf(last)));
    });
  });
}

/** Where the regime leaves the place open. */
const DEFAULT_SETS: Readonly<Record<string, readonly string[]>> = { 'eu-1182-71': ['DK'], contract: ['US'] };

function readSettings(settings: string): { period: Partial<Period>; set?: readonly string[] } {
  let period: Record<string, unknown> = {};
  let set: readonly string[] | undefined;
  for (const word of settings.split(' ').filter(Boolean)) {
    const [name, value = ''] = word.split('=');
    if (name === 'set') set = [value];
    else {
      const setting = SETTINGS[name as string];
      if (!setting) throw new Error(`"${word}" is no setting of these tables`);
      period = { ...period, ...setting(value) };
    }
  }
  return { period: period as Partial<Period>, ...(set && { set }) };
}

const SETTINGS: Readonly<Record<string, (value: string) => Record<string, unknown>>> = {
  before: () => ({ direction: 'before' }),
  latest: () => ({ direction: 'before', method: 'forwardMax' }),
  counted: () => ({ countsTriggerDay: true }),
  clear: () => ({ clear: true }),
  roll: (roll) => ({ roll }),
  mask: (weekmask) => ({ weekmask }),
};
