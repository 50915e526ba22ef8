import { addBusinessDays, formatISO } from 'date-fns';
import Holidays from 'date-holidays';
import { DateTime } from 'luxon';

/** A way of finding the 15th business day, one start at a time. `limit`: the most starts it is given. */
export interface Peer {
  readonly name: string;
  /** Whether it knows holidays; one that does not is timed only. */
  readonly holidays: boolean;
  readonly limit: number;
  /** Loads what is loaded once; what it returns is timed. */
  prepare(): (starts: readonly string[], n: number) => string[];
}

const DAY_MS = 86_400_000;

/** As the library’s documentation suggests: asks it about every day. */
const naive: Peer = {
  name: 'date-holidays, asked day by day',
  holidays: true,
  limit: 300,
  prepare() {
    const library = finland();
    return (starts, n) =>
      starts.map((start) => {
        let at = Date.parse(`${start}T12:00:00Z`);
        for (let left = n; left > 0; ) {
          at += DAY_MS;
          const date = new Date(at);
          const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
          if (!weekend && !isPublic(library.isHoliday(date))) left--;
        }
        return new Date(at).toISOString().slice(0, 10);
      });
  },
};

/** The usual remedy: the holidays of each year are fetched once and kept as day numbers. */
const cached: Peer = {
  name: 'date-holidays, cached by year, day loop',
  holidays: true,
  limit: 200_000,
  prepare() {
    const library = finland();
    const years = new Map<number, Set<number>>();
    const holidaysOf = (year: number) => {
      const known = years.get(year);
      if (known) return known;
      const found = new Set(publicDays(library, year).map((day) => Date.parse(day) / DAY_MS));
      years.set(year, found);
      return found;
    };
    return (starts, n) =>
      starts.map((start) => {
        let day = Date.parse(start) / DAY_MS;
        for (let left = n; left > 0; ) {
          day += 1;
          const date = new Date(day * DAY_MS);
          const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
          if (!weekend && !holidaysOf(date.getUTCFullYear()).has(day)) left--;
        }
        return new Date(day * DAY_MS).toISOString().slice(0, 10);
      });
  },
};

const dateFns: Peer = {
  name: 'date-fns addBusinessDays (weekends only)',
  holidays: false,
  limit: 200_000,
  prepare: () => (starts, n) =>
    starts.map((start) => formatISO(addBusinessDays(new Date(`${start}T00:00:00`), n), { representation: 'date' })),
};

const luxon: Peer = {
  name: 'luxon, day loop, holidays in a Set',
  holidays: true,
  limit: 20_000,
  prepare() {
    const holidays = new Set(finnishHolidays(2019, 2041));
    return (starts, n) =>
      starts.map((start) => {
        let at = DateTime.fromISO(start, { zone: 'utc' });
        for (let left = n; left > 0; ) {
          at = at.plus({ days: 1 });
          if (at.weekday <= 5 && !holidays.has(at.toISODate() ?? '')) left--;
        }
        return at.toISODate() ?? '';
      });
  },
};

export const PEERS: readonly Peer[] = [naive, cached, dateFns, luxon];

/** Finnish public holidays as the library gives them, `2026-12-06`. */
export function finnishHolidays(fromYear: number, toYear: number): string[] {
  const library = finland();
  return Array.from({ length: toYear - fromYear + 1 }, (_, i) => publicDays(library, fromYear + i)).flat();
}

function finland(): Holidays {
  return new Holidays('FI', { timezone: 'UTC', types: ['public'] });
}

function publicDays(library: Holidays, year: number): string[] {
  return library
    .getHolidays(year)
    .filter(({ type }) => type === 'public')
    .map(({ date }) => date.slice(0, 10));
}

function isPublic(found: ReturnType<Holidays['isHoliday']>): boolean {
  return Array.isArray(found) && found.some(({ type }) => type === 'public');
}
