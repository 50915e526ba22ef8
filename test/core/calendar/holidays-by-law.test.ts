import { describe, expect, it } from 'vitest';
import { holidayCalendar } from '../../../shared/core/calendar/holidays.ts';
import { loadHolidayTables } from '../../../shared/runtime/holiday-tables.ts';

/**
 * Every shipped set against rules written down here from the statutes, for every year: own Easter, own weekdays, nothing
 * of the library the tables are generated from. Days are counted from 1970-01-01.
 */
const FIRST = 2015;
const LAST = 2040;
const [SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY] = [0, 1, 2, 3, 4, 5, 6] as const;

const at = (year: number, month: number, day: number) => Math.round(Date.UTC(year, month - 1, day) / 86_400_000);
const text = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
const weekday = (day: number) => (((day + 4) % 7) + 7) % 7;
const onOrAfter = (wanted: number, day: number) => day + ((wanted - weekday(day) + 7) % 7);
const onOrBefore = (wanted: number, day: number) => day - ((weekday(day) - wanted + 7) % 7);
const nth = (n: number, wanted: number, year: number, month: number) =>
  onOrAfter(wanted, at(year, month, 1)) + 7 * (n - 1);
const last = (wanted: number, year: number, month: number) => onOrBefore(wanted, at(year, month + 1, 1) - 1);
const when = <T>(condition: boolean, ...days: T[]): T[] => (condition ? days : []);

/** Gregorian Easter by Gauss, with his two exceptions. */
function easter(year: number): number {
  const [a, b, c] = [year % 19, year % 4, year % 7];
  const k = Math.floor(year / 100);
  const m = (15 - Math.floor((13 + 8 * k) / 25) + k - Math.floor(k / 4)) % 30;
  const n = (4 + k - Math.floor(k / 4)) % 7;
  const d = (19 * a + m) % 30;
  const e = (2 * b + 4 * c + 6 * d + n) % 7;
  if (d === 29 && e === 6) return at(year, 4, 19);
  if (d === 28 && e === 6 && (11 * m + 11) % 30 < 19) return at(year, 4, 18);
  return at(year, 3, 22) + d + e;
}

/** Orthodox Easter: the Julian one by Gauss, 13 days later in the Gregorian calendar until 2099. */
function orthodoxEaster(year: number): number {
  const d = (19 * (year % 19) + 15) % 30;
  const e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + 6) % 7;
  return at(year, 3, 22) + d + e + 13;
}

const denmark = (y: number) => [
  at(y, 1, 1),
  ...[-3, -2, 0, 1, 39, 49, 50].map((days) => easter(y) + days),
  ...when(y <= 2023, easter(y) + 26),
  at(y, 12, 25),
  at(y, 12, 26),
];

const midsummer = (y: number) => onOrAfter(SATURDAY, at(y, 6, 20));
const finland = (y: number) => [
  at(y, 1, 1),
  at(y, 1, 6),
  ...[-2, 0, 1, 39, 49].map((days) => easter(y) + days),
  at(y, 5, 1),
  midsummer(y),
  onOrAfter(SATURDAY, at(y, 10, 31)),
  at(y, 12, 6),
  at(y, 12, 25),
  at(y, 12, 26),
];

const germany = (y: number) => [
  at(y, 1, 1),
  ...[-2, 1, 39, 50].map((days) => easter(y) + days),
  at(y, 5, 1),
  at(y, 10, 3),
  ...when(y === 2017, at(y, 10, 31)),
  at(y, 12, 25),
  at(y, 12, 26),
];
const epiphany = (y: number) => at(y, 1, 6);
const corpusChristi = (y: number) => easter(y) + 60;
const assumption = (y: number) => at(y, 8, 15);
const reformation = (y: number) => at(y, 10, 31);
const allSaints = (y: number) => at(y, 11, 1);
const north = (y: number) => when(y >= 2018, reformation(y));
const bavaria = (y: number) => [epiphany(y), corpusChristi(y), allSaints(y)];
const laender: Record<string, (y: number) => number[]> = {
  BB: (y) => [easter(y), easter(y) + 49, reformation(y)],
  BE: (y) => [
    ...when(y >= 2019, at(y, 3, 8)),
    ...when(y === 2020 || y === 2025, at(y, 5, 8)),
    ...when(y === 2028, at(y, 6, 17)),
  ],
  BW: bavaria,
  BY: bavaria,
  'BY-KATH': (y) => [...bavaria(y), assumption(y)],
  'BY-A': (y) => [...bavaria(y), at(y, 8, 8), assumption(y)],
  HB: north,
  HE: (y) => [corpusChristi(y)],
  HH: north,
  MV: (y) => [...when(y >= 2023, at(y, 3, 8)), reformation(y)],
  NI: north,
  NW: (y) => [corpusChristi(y), allSaints(y)],
  RP: (y) => [corpusChristi(y), allSaints(y)],
  SH: north,
  SL: (y) => [corpusChristi(y), assumption(y), allSaints(y)],
  SN: (y) => [reformation(y), onOrBefore(WEDNESDAY, at(y, 11, 22))],
  ST: (y) => [epiphany(y), reformation(y)],
  TH: (y) => [...when(y >= 2019, at(y, 9, 20)), reformation(y)],
};

/** The days themselves, and those by which a weekend is made up for. */
function england(y: number): number[] {
  const [newYear, christmas] = [at(y, 1, 1), at(y, 12, 25)];
  const days = [newYear, easter(y) - 2, easter(y) + 1, last(MONDAY, y, 8), christmas, christmas + 1];
  if (weekday(newYear) === SATURDAY || weekday(newYear) === SUNDAY) days.push(onOrAfter(MONDAY, newYear));
  if (weekday(christmas) === SATURDAY) days.push(christmas + 2, christmas + 3);
  if (weekday(christmas) === SUNDAY) days.push(christmas + 2);
  if (weekday(christmas) === FRIDAY) days.push(christmas + 3);
  days.push(y === 2020 ? at(2020, 5, 8) : nth(1, MONDAY, y, 5));
  if (y === 2022) days.push(at(2022, 6, 2), at(2022, 6, 3), at(2022, 9, 19));
  else days.push(last(MONDAY, y, 5));
  return [...days, ...when(y === 2023, at(2023, 5, 8))];
}

/** A fixed day with its observed day: Friday for a Saturday unless the law knows only Sundays, Monday for a Sunday. */
function observed(day: number, saturdays = true): number[] {
  if (weekday(day) === SUNDAY) return [day, day + 1];
  return saturdays && weekday(day) === SATURDAY ? [day, day - 1] : [day];
}

function american(moved: readonly number[], others: readonly number[], saturdays = true): number[] {
  return [...moved.flatMap((day) => observed(day, saturdays)), ...others];
}
/** The observed 31 December belongs to the New Year's Day of the year after. */
const newYears = (y: number) => [at(y, 1, 1), ...when(weekday(at(y + 1, 1, 1)) === SATURDAY, at(y + 1, 1, 1))];
const usual = (y: number) => [at(y, 7, 4), at(y, 11, 11), at(y, 12, 25)];
const thanksgiving = (y: number) => nth(4, THURSDAY, y, 11);
const mondays = (y: number) => [nth(3, MONDAY, y, 1), last(MONDAY, y, 5), nth(1, MONDAY, y, 9)];
const federalMondays = (y: number) => [nth(3, MONDAY, y, 2), nth(2, MONDAY, y, 10)];
const juneteenth = (y: number, since: number) => when(y >= since, at(y, 6, 19));

const laws: Record<string, (y: number) => number[]> = {
  DK: denmark,
  'DK-statutory': (y) => [...denmark(y), at(y, 6, 5), at(y, 12, 24), at(y, 12, 31)],
  FI: finland,
  'FI-150/1930': (y) => [...finland(y), midsummer(y) - 1, at(y, 12, 24)],
  DE: germany,
  ...Object.fromEntries(
    Object.entries(laender).map(([land, own]) => [`DE-${land}`, (y: number) => [...germany(y), ...own(y)]]),
  ),
  'GB-ENG': england,
  US: (y) =>
    american(
      [...newYears(y), ...usual(y), ...juneteenth(y, 2021)],
      [...mondays(y), ...federalMondays(y), thanksgiving(y)],
    ),
  'US-DE': (y) =>
    american(
      [...newYears(y), ...usual(y), ...juneteenth(y, 2022)],
      [
        ...mondays(y),
        easter(y) - 2,
        thanksgiving(y),
        thanksgiving(y) + 1,
        ...when(y % 2 === 0, onOrAfter(TUESDAY, nth(1, MONDAY, y, 11))),
      ],
    ),
  'US-MA': (y) =>
    american(
      [at(y, 1, 1), ...usual(y), ...juneteenth(y, 2021)],
      [...mondays(y), ...federalMondays(y), nth(3, MONDAY, y, 4), thanksgiving(y)],
      false,
    ),
  'MX-LFT74': (y) => [
    at(y, 1, 1),
    nth(1, MONDAY, y, 2),
    nth(3, MONDAY, y, 3),
    at(y, 5, 1),
    at(y, 9, 16),
    nth(3, MONDAY, y, 11),
    ...when(y === 2018, at(y, 12, 1)),
    ...when(y >= 2024 && (y - 2024) % 6 === 0, at(y, 10, 1)),
    at(y, 12, 25),
  ],
  RO: (y) => [
    at(y, 1, 1),
    at(y, 1, 2),
    ...when(y >= 2024, at(y, 1, 6), at(y, 1, 7)),
    ...when(y >= 2017, at(y, 1, 24), at(y, 6, 1)),
    ...when(y >= 2018, orthodoxEaster(y) - 2),
    ...[0, 1, 49, 50].map((days) => orthodoxEaster(y) + days),
    at(y, 5, 1),
    at(y, 8, 15),
    at(y, 11, 30),
    at(y, 12, 1),
    at(y, 12, 25),
    at(y, 12, 26),
  ],
};
laws.MX = laws['MX-LFT74'] as (y: number) => number[];

const tables = loadHolidayTables();

describe('holiday tables against the rules of the statutes', () => {
  it('has rules here for every set that is shipped', () => {
    expect(Object.keys(laws).sort()).toEqual([...tables.sets.keys()].sort());
  });

  it.each(Object.entries(laws))('%s has exactly the days of the law, 2015 to 2040', (name, law) => {
    const calendar = holidayCalendar([name], tables);
    for (let year = FIRST; year <= LAST; year++) {
      const expected = [...new Set(law(year).map(text))].filter((day) => day.startsWith(`${year}-`)).sort();
      const found: string[] = [];
      for (let day = at(year, 1, 1); day <= at(year, 12, 31); day++) {
        if (calendar.nameOn(text(day))) found.push(text(day));
      }
      expect(found, `${name} ${year}`).toEqual(expected);
    }
  });
});
