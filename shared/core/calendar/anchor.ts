import { dayText, type EpochDay, parseDay } from './days.ts';
import { InvalidInstantError } from './errors.ts';
import { explain } from './explain.ts';
import type { CountingStep } from './explanation-facts.ts';
import { DAY_MS, instantText, parseInstant } from './instants.ts';
import type { ZoneByTable } from './types.ts';
import { localDateTimeAt, localEpochDay, localMillis, parseLocalTime, type ZoneRead } from './zone.ts';

/** The day or moment a period runs from. */
export interface Anchor {
  readonly text: string;
  readonly day: EpochDay;
  /** The moment in milliseconds since 1970; absent if only a day is given. */
  readonly moment: number | undefined;
}

const LOCAL = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2})?)$/;

/**
 * Reads a day, a moment with its offset, or a local date and time to be read in `zone`.
 * @throws InvalidDayError, InvalidInstantError for other text
 * @throws NonExistentLocalTimeError, AmbiguousLocalTimeError for a local time that a clock change skips or repeats
 */
export function readAnchor(text: string, zone: ZoneRead): Anchor {
  if (typeof text !== 'string') throw new InvalidInstantError(text, 'anchor');
  if (!text.includes('T')) return { text, day: parseDay(text, 'anchor'), moment: undefined };
  const local = LOCAL.exec(text);
  if (!local) {
    const moment = parseInstant(text, 'anchor');
    return { text, day: localEpochDay(moment, zone), moment };
  }
  const [, day = '', time = ''] = local;
  const shown = parseDay(day, 'anchor') * DAY_MS + parseLocalTime(time, 'anchor');
  const moment = localMillis(shown, zone, 'refuse');
  return { text, day: localEpochDay(moment, zone), moment };
}

/** The step that says from which day, or at which moment, the period runs. */
export function anchorStep({ text, day, moment }: Anchor, zone: ZoneByTable): CountingStep {
  const { timezone } = zone;
  if (moment === undefined) return explain('anchor-day', { anchor: text, day: dayText(day), timezone });
  return explain('anchor-moment', {
    anchor: text,
    instant: instantText(moment),
    local: localDateTimeAt(moment, zone),
    day: dayText(day),
    timezone,
  });
}
