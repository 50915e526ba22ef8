import { asOnePeriod, computeChain } from '../../calendar/compute.ts';
import { CalendarError } from '../../calendar/errors.ts';
import { parsePeriods } from '../../calendar/period-text.ts';
import type { CountingContext, Day, InstantText } from '../../calendar/types.ts';
import { atLocalTime, lastDayUntil, readBy, startOfDay } from '../../calendar/zone.ts';
import { type LadderRung, rungName } from '../../terms/written-clause.ts';
import type { Rung } from '../deadline.ts';

export interface LadderInput {
  readonly rungs: readonly LadderRung[];
  /** When the deadline was opened. */
  readonly openedAt: InstantText;
  /** First day of a window. */
  readonly opensOn?: Day | undefined;
  readonly date: Day;
  readonly instant: InstantText;
  /** True if the end was counted in hours: it is a moment, and not the end of a day by the clocks of a zone. */
  readonly inHours?: boolean | undefined;
  /** True if there is no time before the last instant: every notice goes out then. */
  readonly takesNoTime: boolean;
  /** Local `HH:MM` at which reminders and due notices go out. */
  readonly sendAt: string;
  /** In which the deadline was counted. */
  readonly context: CountingContext;
  /** Of the editions after that one: a reminder that cannot be counted takes the first that can. */
  readonly further: Iterable<CountingContext>;
  /** Told of a reminder that the calendar cannot count; it is left out. */
  notCountable(step: string, error: CalendarError): void;
}

/** `end`: the moment of the lapse. */
type WithEnd = LadderInput & { readonly end: InstantText };

const ORDER = { opened: 0, opens: 1, reminder: 2, due: 3, lapsed: 4, 'called-off': 5 } as const;

/**
 * The rungs of a deadline in time order. Every ladder ends with `lapsed` at the last instant, whether or not it notifies.
 * A reminder before the deadline was opened is left out, and so is every rung after its end.
 *
 * If the clocks of the zone changed since the deadline was counted, an hour of a day has two readings: by the table of
 * offsets that it was counted with and by the newest. Notices go out by the earlier one, and the lapse by the later one.
 */
export function ladderOf(input: LadderInput): Rung[] {
  const { instant, inHours, context } = input;
  const end = inHours === true || context.zones === undefined ? instant : later(instant, readBy(instant, context));
  const ended = { ...input, end };
  const rungs = input.rungs.flatMap((rung): Rung[] => {
    const at = timeIfCountable(rung, ended);
    if (at === undefined || isBefore(end, at)) return [];
    return [{ step: rungName(rung), kind: rung.step, at, to: [...new Set([rung.to].flat())] }];
  });
  const lapses = rungs.some(({ kind }) => kind === 'lapsed');
  const whole = lapses ? rungs : [...rungs, { step: 'lapsed', kind: 'lapsed', at: end, to: [] } as const];
  // Nothing comes after the lapse, and what comes with it goes before it.
  return whole.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || ORDER[a.kind] - ORDER[b.kind]);
}

function timeIfCountable(rung: LadderRung, input: WithEnd): InstantText | undefined {
  let [at, problem] = tried(rung, input);
  if (problem === undefined) return at;
  for (const context of input.further) {
    [at, problem] = tried(rung, { ...input, context });
    if (problem === undefined) return at;
  }
  input.notCountable(rungName(rung), problem);
  return undefined;
}

function tried(rung: LadderRung, input: WithEnd): [at: InstantText | undefined, problem?: CalendarError] {
  try {
    return [timeOf(rung, input)];
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    return [undefined, error];
  }
}

function timeOf(rung: LadderRung, input: WithEnd): InstantText | undefined {
  switch (rung.step) {
    case 'opened':
      return input.takesNoTime ? input.instant : input.openedAt;
    case 'opens':
      return opensAt(input);
    case 'lapsed':
      return input.end;
    // Not of a deadline that stands: it goes out when the deadline does not any more.
    case 'called-off':
      return undefined;
    case 'due':
      return dueAt(input);
    case 'reminder':
      return reminderAt(rung.before ?? '', input);
  }
}

/** At `sendAt` on the day the window opens, or at once if that is past. */
function opensAt({ opensOn, openedAt, sendAt, instant, context }: WithEnd): InstantText | undefined {
  if (opensOn === undefined) return undefined;
  const usual = earliest(opensOn, sendAt, context);
  const at = isBefore(usual, openedAt) ? openedAt : usual;
  return isBefore(at, instant) ? at : undefined;
}

/** At `sendAt` on the last day, or at the start of that day if the period ends before `sendAt`. */
function dueAt({ instant, openedAt, sendAt, context }: WithEnd): InstantText {
  const lastDay = lastDayUntil(instant, context.timezone);
  const usual = earliest(lastDay, sendAt, context);
  const at = isBefore(usual, instant) ? usual : startOfDay(lastDay, context.timezone);
  return isBefore(at, openedAt) ? openedAt : at;
}

function reminderAt(before: string, input: WithEnd): InstantText | undefined {
  const { date, instant, openedAt, sendAt, context } = input;
  const periods = asOnePeriod(parsePeriods(before), { direction: 'before' });
  const inHours = periods.every(({ unit }) => unit === 'hours');
  const at = inHours
    ? computeChain(instant, periods, context).instant
    : earliest(computeChain(date, periods, context).date, sendAt, context);
  return isBefore(openedAt, at) && isBefore(at, instant) ? at : undefined;
}

/** The earlier of the readings of a local time. */
function earliest(day: Day, time: string, context: CountingContext): InstantText {
  const newest = atLocalTime(day, time, context.timezone);
  if (context.zones === undefined) return newest;
  const own = readBy(newest, context);
  return isBefore(own, newest) ? own : newest;
}

function later(a: InstantText, b: InstantText): InstantText {
  return isBefore(a, b) ? b : a;
}

function isBefore(a: InstantText, b: InstantText): boolean {
  return Date.parse(a) < Date.parse(b);
}
