import { dayOf, instantOf } from './calendar.ts';

/** As the stages of some seeds have it. */
export const SEND_WINDOW = '08:00-18:00';
const [OPENS, CLOSES] = [8, 18];

const THURSDAY = 4;

/** The first instant within the window, at `at` or after it, by the clocks of a zone; the contracts have no holidays. */
export function openingAfter(at: number, zone: string): number {
  for (let day = dayOf(at, zone); ; day += 1) {
    // 1 January 1970 was a Thursday; 0 is a Sunday.
    const weekday = (day + THURSDAY) % 7;
    if (weekday === 0 || weekday === 6 || at >= instantOf(day, CLOSES, zone)) continue;
    return Math.max(at, instantOf(day, OPENS, zone));
  }
}
