import type { InstantText } from '../calendar/types.ts';
import type { Deadline, Party, Rung } from './deadline.ts';
import { isNeverOver, overAt } from './missed.ts';

/** The first instant, at `at` or after it, at which letters to a reader go out; undefined if that cannot be told. */
export type Opening = (at: InstantText, reader: Party) => InstantText | undefined;

/** How much of a step's time the window leaves at least. What has less left goes out at its own time. */
export const LEAST_LEFT_MS = 24 * 60 * 60_000;

/**
 * When the letters of a rung go out that is next at `now`: at its own time, or as soon after it as `opening` has them go. A lapse
 * and whatever else is told however late goes at its own time, and so does a rung of which less than a day would be left, or
 * that would keep a later one from going out.
 *
 * With working hours from 08:00, a reminder of Saturday goes out on Monday at 08:00 if the due letter is of Wednesday; if that
 * is of Monday or Tuesday at 07:00, it goes out on Saturday.
 */
export function sendingTime(deadline: Deadline, rung: Rung, now: InstantText, opening: Opening): InstantText {
  const { step, at, to } = rung;
  const reader = to.includes('customer') ? 'customer' : to[0];
  if (reader === undefined || isNeverOver(deadline, step)) return at;
  const opens = opening(isBefore(at, now) ? now : at, reader);
  if (opens === undefined || !isBefore(at, opens) || !isBefore(now, opens)) return at;
  const ends = to.map((party) => overAt(deadline, step, party));
  if (!ends.every((end) => end !== undefined && leavesEnough(opens, end))) return at;
  const later = following(deadline, step);
  return later !== undefined && isBefore(sendingTime(deadline, later, now, opening), opens) ? at : opens;
}

function leavesEnough(opens: InstantText, end: InstantText): boolean {
  return Date.parse(opens) + LEAST_LEFT_MS <= Date.parse(end);
}

/** The rung that comes after a step: only one of them is next at a time. */
function following({ ladder }: Deadline, step: string): Rung | undefined {
  return ladder[ladder.findIndex((rung) => rung.step === step) + 1];
}

function isBefore(a: InstantText, b: InstantText): boolean {
  return Date.parse(a) < Date.parse(b);
}
