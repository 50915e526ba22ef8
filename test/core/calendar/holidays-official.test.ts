import { describe, expect, it } from 'vitest';
import { holidayCalendar } from '../../../shared/core/calendar/holidays.ts';
import { loadHolidayTables } from '../../../shared/runtime/holiday-tables.ts';

/**
 * Whole years as the authorities published them, with the weekday they gave. A year named here is complete: a day that is
 * missing or too many fails. `observed` days of the year before or after belong to the year they fall in.
 */
const published: readonly { set: string; year: number; by: string; days: string }[] = [
  {
    set: 'GB-ENG',
    year: 2020,
    by: 'GOV.UK bank holidays; early May moved to VE day',
    days: 'Wed 1 Jan, Fri 10 Apr, Mon 13 Apr, Fri 8 May, Mon 25 May, Mon 31 Aug, Fri 25 Dec, Sat 26 Dec, Mon 28 Dec',
  },
  {
    set: 'GB-ENG',
    year: 2022,
    by: 'GOV.UK bank holidays; Platinum Jubilee and State Funeral',
    days:
      'Sat 1 Jan, Mon 3 Jan, Fri 15 Apr, Mon 18 Apr, Mon 2 May, Thu 2 Jun, Fri 3 Jun, Mon 29 Aug, Mon 19 Sep, ' +
      'Sun 25 Dec, Mon 26 Dec, Tue 27 Dec',
  },
  {
    set: 'GB-ENG',
    year: 2023,
    by: 'GOV.UK bank holidays; Coronation',
    days: 'Sun 1 Jan, Mon 2 Jan, Fri 7 Apr, Mon 10 Apr, Mon 1 May, Mon 8 May, Mon 29 May, Mon 28 Aug, Mon 25 Dec, Tue 26 Dec',
  },
  {
    set: 'GB-ENG',
    year: 2027,
    by: 'GOV.UK bank holidays',
    days: 'Fri 1 Jan, Fri 26 Mar, Mon 29 Mar, Mon 3 May, Mon 31 May, Mon 30 Aug, Sat 25 Dec, Sun 26 Dec, Mon 27 Dec, Tue 28 Dec',
  },
  {
    set: 'US',
    year: 2021,
    by: 'OPM federal holidays; Juneteenth became law two days before',
    days:
      'Fri 1 Jan, Mon 18 Jan, Mon 15 Feb, Mon 31 May, Fri 18 Jun, Sat 19 Jun, Sun 4 Jul, Mon 5 Jul, Mon 6 Sep, ' +
      'Mon 11 Oct, Thu 11 Nov, Thu 25 Nov, Fri 24 Dec, Sat 25 Dec, Fri 31 Dec',
  },
  {
    set: 'US',
    year: 2023,
    by: 'OPM federal holidays; Veterans Day observed on Friday',
    days:
      'Sun 1 Jan, Mon 2 Jan, Mon 16 Jan, Mon 20 Feb, Mon 29 May, Mon 19 Jun, Tue 4 Jul, Mon 4 Sep, Mon 9 Oct, ' +
      'Fri 10 Nov, Sat 11 Nov, Thu 23 Nov, Mon 25 Dec',
  },
  {
    set: 'US-DE',
    year: 2016,
    by: 'Delaware Department of Human Resources, 1 Del. C. § 501',
    days:
      'Fri 1 Jan, Mon 18 Jan, Fri 25 Mar, Mon 30 May, Mon 4 Jul, Mon 5 Sep, Tue 8 Nov, Fri 11 Nov, Thu 24 Nov, ' +
      'Fri 25 Nov, Sun 25 Dec, Mon 26 Dec',
  },
  {
    set: 'US-DE',
    year: 2024,
    by: 'Delaware Department of Human Resources, 1 Del. C. § 501',
    days:
      'Mon 1 Jan, Mon 15 Jan, Fri 29 Mar, Mon 27 May, Wed 19 Jun, Thu 4 Jul, Mon 2 Sep, Tue 5 Nov, Mon 11 Nov, ' +
      'Thu 28 Nov, Fri 29 Nov, Wed 25 Dec',
  },
  {
    set: 'US-MA',
    year: 2015,
    by: 'Massachusetts Trial Court; courts are open on Friday 3 July',
    days:
      'Thu 1 Jan, Mon 19 Jan, Mon 16 Feb, Mon 20 Apr, Mon 25 May, Sat 4 Jul, Mon 7 Sep, Mon 12 Oct, Wed 11 Nov, ' +
      'Thu 26 Nov, Fri 25 Dec',
  },
  {
    set: 'US-MA',
    year: 2016,
    by: 'Massachusetts Trial Court; Christmas observed on Monday',
    days:
      'Fri 1 Jan, Mon 18 Jan, Mon 15 Feb, Mon 18 Apr, Mon 30 May, Mon 4 Jul, Mon 5 Sep, Mon 10 Oct, Fri 11 Nov, ' +
      'Thu 24 Nov, Sun 25 Dec, Mon 26 Dec',
  },
  {
    set: 'RO',
    year: 2017,
    by: 'Codul muncii art 139 with Laws 176 and 220 of 2016; Good Friday not yet',
    days:
      'Sun 1 Jan, Mon 2 Jan, Tue 24 Jan, Sun 16 Apr, Mon 17 Apr, Mon 1 May, Thu 1 Jun, Sun 4 Jun, Mon 5 Jun, ' +
      'Tue 15 Aug, Thu 30 Nov, Fri 1 Dec, Mon 25 Dec, Tue 26 Dec',
  },
  {
    set: 'RO',
    year: 2018,
    by: 'Codul muncii art 139 with Law 64/2018',
    days:
      'Mon 1 Jan, Tue 2 Jan, Wed 24 Jan, Fri 6 Apr, Sun 8 Apr, Mon 9 Apr, Tue 1 May, Sun 27 May, Mon 28 May, Fri 1 Jun, ' +
      'Wed 15 Aug, Fri 30 Nov, Sat 1 Dec, Tue 25 Dec, Wed 26 Dec',
  },
  {
    set: 'RO',
    year: 2024,
    by: 'Codul muncii art 139 with Law 52/2023',
    days:
      'Mon 1 Jan, Tue 2 Jan, Sat 6 Jan, Sun 7 Jan, Wed 24 Jan, Wed 1 May, Fri 3 May, Sun 5 May, Mon 6 May, Sat 1 Jun, ' +
      'Sun 23 Jun, Mon 24 Jun, Thu 15 Aug, Sat 30 Nov, Sun 1 Dec, Wed 25 Dec, Thu 26 Dec',
  },
  {
    set: 'DK',
    year: 2023,
    by: 'the last year with Store Bededag, Friday 5 May',
    days:
      'Sun 1 Jan, Thu 6 Apr, Fri 7 Apr, Sun 9 Apr, Mon 10 Apr, Fri 5 May, Thu 18 May, Sun 28 May, Mon 29 May, ' +
      'Mon 25 Dec, Tue 26 Dec',
  },
  {
    set: 'DK',
    year: 2024,
    by: 'Store Bededag abolished by Act 214/2023',
    days: 'Mon 1 Jan, Thu 28 Mar, Fri 29 Mar, Sun 31 Mar, Mon 1 Apr, Thu 9 May, Sun 19 May, Mon 20 May, Wed 25 Dec, Thu 26 Dec',
  },
  {
    set: 'FI-150/1930',
    year: 2025,
    by: 'University of Helsinki almanac, with the two eves of Act 150/1930 s 5',
    days:
      'Wed 1 Jan, Mon 6 Jan, Fri 18 Apr, Sun 20 Apr, Mon 21 Apr, Thu 1 May, Thu 29 May, Sun 8 Jun, Fri 20 Jun, Sat 21 Jun, ' +
      'Sat 1 Nov, Sat 6 Dec, Wed 24 Dec, Thu 25 Dec, Fri 26 Dec',
  },
  {
    set: 'DE',
    year: 2017,
    by: 'nationwide, with the 500th anniversary of the Reformation',
    days: 'Sun 1 Jan, Fri 14 Apr, Mon 17 Apr, Mon 1 May, Thu 25 May, Mon 5 Jun, Tue 3 Oct, Tue 31 Oct, Mon 25 Dec, Tue 26 Dec',
  },
  {
    set: 'DE-BE',
    year: 2025,
    by: 'Berlin Senate, 80 years of liberation',
    days:
      'Wed 1 Jan, Sat 8 Mar, Fri 18 Apr, Mon 21 Apr, Thu 1 May, Thu 8 May, Thu 29 May, Mon 9 Jun, Fri 3 Oct, Thu 25 Dec, ' +
      'Fri 26 Dec',
  },
  {
    set: 'DE-BY',
    year: 2025,
    by: 'Bavarian Ministry of the Interior, without the days of single municipalities',
    days:
      'Wed 1 Jan, Mon 6 Jan, Fri 18 Apr, Mon 21 Apr, Thu 1 May, Thu 29 May, Mon 9 Jun, Thu 19 Jun, Fri 3 Oct, Sat 1 Nov, ' +
      'Thu 25 Dec, Fri 26 Dec',
  },
  {
    set: 'MX',
    year: 2018,
    by: 'LFT art 74 before the reform: 1 December',
    days: 'Mon 1 Jan, Mon 5 Feb, Mon 19 Mar, Tue 1 May, Sun 16 Sep, Mon 19 Nov, Sat 1 Dec, Tue 25 Dec',
  },
  {
    set: 'MX-LFT74',
    year: 2024,
    by: 'LFT art 74, DOF 30-09-2024: 1 October',
    days: 'Mon 1 Jan, Mon 5 Feb, Mon 18 Mar, Wed 1 May, Mon 16 Sep, Tue 1 Oct, Mon 18 Nov, Wed 25 Dec',
  },
];

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const tables = loadHolidayTables();

function daysOf(set: string, year: number): string {
  const calendar = holidayCalendar([set], tables);
  const found: string[] = [];
  for (
    const day = new Date(Date.UTC(year, 0, 1));
    day.getUTCFullYear() === year;
    day.setUTCDate(day.getUTCDate() + 1)
  ) {
    if (calendar.nameOn(day.toISOString().slice(0, 10)) === undefined) continue;
    found.push(`${WEEKDAYS[day.getUTCDay()]} ${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]}`);
  }
  return found.join(', ');
}

describe('holiday tables against published years', () => {
  it.each(published)('$set $year: $by', ({ set, year, days }) => {
    expect(daysOf(set, year)).toBe(days);
  });
});
