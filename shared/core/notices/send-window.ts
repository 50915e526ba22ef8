import { dayText } from '../calendar/days.ts';
import { parseInstant } from '../calendar/instants.ts';
import type { HolidayCalendar, InstantText, Zone } from '../calendar/types.ts';
import { type WorkingDays, workingDays } from '../calendar/working-days.ts';
import { atLocalTime, localEpochDay } from '../calendar/zone.ts';

/** The time of a working day within which letters go out, `HH:MM` by the clocks of their reader; `until` is not within it. */
export interface SendWindow {
  readonly from: string;
  readonly until: string;
}

/** By which clocks and holidays a reader's working days are told. */
export interface ReadersDays {
  readonly timezone: Zone;
  readonly holidays: HolidayCalendar;
}

const MONDAY_TO_FRIDAY = '1111100';

/**
 * The first instant within the window, at `at` or after it.
 * @throws UncoveredYearError for a year that the holidays do not cover
 */
export function openFrom(at: InstantText, window: SendWindow, { timezone, holidays }: ReadersDays): InstantText {
  const working = workingDays(holidays, MONDAY_TO_FRIDAY);
  const moment = parseInstant(at);
  let day = working.onOrNext(localEpochDay(moment, timezone), 1);
  while (parseInstant(shown(day, window.until, timezone)) <= moment) day = working.next(day, 1);
  const opens = shown(day, window.from, timezone);
  return parseInstant(opens) <= moment ? at : opens;
}

function shown(day: ReturnType<WorkingDays['next']>, time: string, timezone: Zone): InstantText {
  return atLocalTime(dayText(day), time, timezone);
}
