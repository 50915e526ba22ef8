import { formatDay, WEEKDAYS } from './days.ts';
import type {
  ClockReading,
  Direction,
  FactsByCode,
  LocalTimePolicy,
  PassedDay,
  PassedHoliday,
} from './explanation-facts.ts';
import { describePeriod } from './period-text.ts';
import type { Day, ExplanationStep, Roll, Unit } from './types.ts';

export type ExplanationCode = keyof FactsByCode;

const WORDING: { [Code in ExplanationCode]: (facts: FactsByCode[Code]) => string } = {
  basis: ({ citation }) => `Rule: ${citation}.`,
  note: ({ note }) => `Note: ${note}${note.endsWith('.') ? '' : '.'}`,
  scope: ({ scope }) => `Note: ${scope}`,
  'no-rule': ({ law, unit, direction }) =>
    `No rule of "${law}" as shipped speaks of ${UNIT_WORDS[unit]} counted ${direction === 'after' ? 'forward' : 'back'}, so only the settings given apply.`,
  'rule-overridden': ({ citation, setting, ruled, given }) =>
    `Not applied as written: ${citation}. It sets ${setting} to ${value(ruled)}; here ${setting} is ${value(given)}.`,
  'no-holiday-set': ({ weekmask }) =>
    `No holiday set is named, so only the working week (${workingWeek(weekmask)}) says which days are business days; public holidays are not considered.`,
  'default-zone': ({ timezone }) => `No time zone is given, so days begin and end in ${timezone}.`,
  'anchor-day': ({ day }) => `The trigger day is ${formatDay(day)}.`,
  'anchor-moment': ({ anchor, day, local, timezone }) =>
    `${anchor} is ${clock(local)} on ${formatDay(day)} in ${timezone}, which is the trigger day.`,
  'cut-off': ({ at, local, from, to, movesTo, skipped }) =>
    `At ${clock(local)} it is past the daily limit of ${at}, so ${formatDay(from)} no longer counts and the trigger day is the next ${movesTo === 'nextDay' ? 'day' : 'business day'}, ${formatDay(to)}.${holidays(skipped)}`,
  'count-days': ({ n, unit, days, direction, countsTriggerDay, from, to }) =>
    `Counting ${describePeriod({ n, unit })}${unit === 'days' ? '' : ` (${days} days)`} ${span(direction, from, countsTriggerDay)} leads to ${formatDay(to)}.`,
  'count-months': ({ n, unit, direction, countsTriggerDay, from, to, missingDay }) =>
    `Counting ${describePeriod({ n, unit })} ${span(direction, from, countsTriggerDay)} leads to ${formatDay(to)}, ${monthRule(direction, countsTriggerDay, missingDay)}.`,
  'count-business-days': ({ n, direction, countsTriggerDay, weekmask, calendar, from, to, skipped }) =>
    `Counting ${describePeriod({ n, unit: 'businessDays' })} (${workingWeek(weekmask)}, holidays: ${setsOf(calendar)}) ${span(direction, from, countsTriggerDay)} leads to ${formatDay(to)}.${holidays(skipped)}`,
  clear: ({ unit, direction, from, to, skipped }) =>
    `The days must be clear, so the last day does not count either and the answer is one ${unit === 'businessDays' ? 'business day' : 'day'} ${direction === 'after' ? 'later' : 'earlier'} than ${formatDay(from)}: ${formatDay(to)}.${holidays(skipped)}`,
  'latest-start': ({
    n,
    unit,
    countsTriggerDay,
    clear,
    minWorkingDays,
    end,
    to,
    endsOn,
    nextDay,
    nextEndsOn,
    skipped,
  }) =>
    `The latest day after which ${describePeriod({ n, unit })}${countsTriggerDay ? ', that day counted,' : ''}${clear ? ', both end days left out,' : ''}${minWorkingDays === 0 ? '' : `, holding at least ${minWorkingDays} working days,`} can run out by ${formatDay(end)} is ${formatDay(to)}: from there the count leads to ${formatDay(endsOn)}, from ${formatDay(nextDay)} only to ${formatDay(nextEndsOn)}.${holidays(skipped)}`,
  'min-working-days': ({ required, held, first, from, to, skipped }) =>
    `From ${formatDay(first)} to ${formatDay(from)} the period holds ${held} of the ${required} working days it must hold, so it is extended to ${formatDay(to)}.${holidays(skipped)}`,
  'min-working-days-held': ({ required, first, reached, skipped }) =>
    `The period must hold ${required} working days; counted from ${formatDay(first)} the last of them is ${formatDay(reached)}, so it is not extended.${holidays(skipped)}`,
  roll: ({ convention, from, to, passed, staysInMonth }) =>
    `${formatDay(from)} is ${reason(passed[0])}, so the day moves to ${ROLLED[convention]}, ${formatDay(to)}${staysInMonth ? ', because the other way it would leave the month' : ''}.${alsoPassed(passed)}`,
  'roll-not-needed': ({ date }) => `${formatDay(date)} is a business day, so it does not move.`,
  'no-roll': ({ date }) =>
    `${formatDay(date)} is not a working day of the week, but the period ends on it all the same.`,
  'day-after': ({ from, to }) => `The answer is the day after ${formatDay(from)}: ${formatDay(to)}.`,
  'hours-from-midnight': ({ day, instant, timezone }) =>
    `Only a day is given, so the hours run from its start: ${formatDay(day)} begins at ${instant} in ${timezone}.`,
  'hours-start': ({ rule, from, to, local }) =>
    rule === 'nextFullHour'
      ? `The hour in which ${from} falls does not count, so the hours run from the next full hour, ${local} (${to}).`
      : `The day on which ${from} falls does not count, so the hours run from midnight, ${local} (${to}).`,
  'count-hours': ({ n, direction, from, to, local, clockChange, timezone }) =>
    `${describePeriod({ n, unit: 'hours' })} ${direction} ${from} is ${to}, which is ${local} in ${timezone}.${clockChange === 0 ? '' : ` The clocks ${clockChange > 0 ? 'go forward' : 'go back'} by ${Math.abs(clockChange)} minutes in between.`}`,
  'roll-hours': ({ convention, fromDay, toDay, local, to, passed, clock: reading, localTime }) =>
    `${formatDay(fromDay)} is ${reason(passed[0])}, so the period runs to the same time on ${ROLLED[convention]}, ${formatDay(toDay)}${reading === 'once' ? '' : ` (${changed(reading, localTime)})`}: ${local} (${to}).${alsoPassed(passed)}`,
  ends: ({ date, nextDay, instant, timezone, hours }) =>
    `${formatDay(date)} is over when ${formatDay(nextDay)} begins in ${timezone}: ${instant}.${hours === 24 ? '' : ` Because the clocks change, the day has ${hours} hours.`}`,
  'ends-at': ({ date, time, instant, local, clock: reading, localTime, timezone }) =>
    `${formatDay(date)} counts only until ${time} in ${timezone}${reading === 'once' ? '' : ` (${changed(reading, localTime)}: ${local})`}: ${instant}.`,
  part: ({ part, of, period, continues }) =>
    `Part ${part} of ${of}: ${period}${continues ? ', continuing the same period' : ''}.`,
  combine: ({ rule, options, chosen, date }) =>
    `The ${rule} of ${options.map((option) => formatDay(option.date)).join(' and ')} is ${formatDay(date)} (part ${chosen}).`,
  'window-opens': ({ opensOn, opensAt, timezone }) =>
    `The window opens when ${formatDay(opensOn)} begins in ${timezone}: ${opensAt}.`,
  'look-back': ({ opensOn, date, countsTriggerDay }) =>
    `The window looks back from ${formatDay(date)}, ${countsTriggerDay ? 'the trigger day itself' : 'the day before the trigger day'}, to ${formatDay(opensOn)}, both included.`,
  'cycle-end': ({ day, every, anchorDay, opensOn, date, nextStart, beforeFirst }) =>
    `Cycles of ${every}${anchorDay === null ? '' : ` begin on day ${anchorDay} of the month (or its last day)`}: ${beforeFirst ? `${formatDay(day)} lies before the first one, which` : `the one holding ${formatDay(day)}`} runs from ${formatDay(opensOn)} to ${formatDay(date)}, the next begins on ${formatDay(nextStart)}.`,
};

const UNIT_WORDS: Readonly<Record<Unit, string>> = {
  hours: 'hours',
  days: 'days',
  businessDays: 'business days',
  weeks: 'weeks',
  months: 'months',
  years: 'years',
  years365: 'years of 365 days',
};

const ROLLED: Readonly<Record<Roll, string>> = {
  none: 'the same day',
  following: 'the next business day',
  preceding: 'the business day before',
  modifiedFollowing: 'the nearest business day of the month, looking forward first',
  modifiedPreceding: 'the nearest business day of the month, looking back first',
};

/** One step of an explanation: code, English wording, and the facts. */
export function explain<Code extends ExplanationCode>(code: Code, facts: FactsByCode[Code]): ExplanationStep {
  return { code, text: WORDING[code](facts), ...facts };
}

/** `Monday to Friday`, or the days one by one when they do not follow each other. */
export function workingWeek(weekmask: string): string {
  const first = weekmask.indexOf('1');
  const last = weekmask.lastIndexOf('1');
  if (first < last && !weekmask.slice(first, last).includes('0')) return `${WEEKDAYS[first]} to ${WEEKDAYS[last]}`;
  return WEEKDAYS.filter((_, index) => weekmask[index] === '1').join(', ');
}

/** `DK+US` of `DK@2026.1+US@2026.1`. */
function setsOf(calendar: string): string {
  return calendar.replaceAll(/@[\d.]+/g, '');
}

function span(direction: Direction, from: Day, countsTriggerDay: boolean): string {
  if (countsTriggerDay) return `${direction === 'after' ? 'from' : 'back from'} ${formatDay(from)}, that day counted,`;
  return `${direction} ${formatDay(from)}, that day not counted,`;
}

function monthRule(direction: Direction, countsTriggerDay: boolean, missingDay: boolean): string {
  if (direction === 'before' && countsTriggerDay) {
    return `the day after ${missingDay ? 'the last of a month without the corresponding day' : 'the corresponding day'}`;
  }
  if (missingDay) return 'the last day of a month without the corresponding day';
  return countsTriggerDay ? 'the day before the corresponding day' : 'the corresponding day';
}

function holidays(skipped: readonly PassedHoliday[]): string {
  if (skipped.length === 0) return '';
  const named = skipped.map(
    ({ day, name, weekend }) => `${formatDay(day)} (${name}${weekend ? ', not a working day of the week anyway' : ''})`,
  );
  return ` Passed over as ${skipped.length === 1 ? 'a holiday' : 'holidays'}: ${named.join('; ')}.`;
}

function reason(passed: PassedDay | undefined): string {
  return passed?.holiday === undefined ? 'not a working day of the week' : `a holiday (${passed.holiday})`;
}

function alsoPassed(passed: readonly PassedDay[]): string {
  if (passed.length < 2) return '';
  const named = passed
    .slice(1)
    .map(({ day, holiday }) => `${formatDay(day)}${holiday === undefined ? '' : ` (${holiday})`}`);
  return ` Also passed over: ${named.join('; ')}.`;
}

/** What happens to a local time at a clock change, and which reading is taken. */
function changed(reading: Exclude<ClockReading, 'once'>, policy: LocalTimePolicy): string {
  if (reading === 'repeated') {
    return `the clocks show that time twice; the ${policy === 'later' ? 'second' : 'first'} is meant`;
  }
  return `the clocks skip that time; the ${policy === 'earlier' ? 'time before' : 'time after'} the gap is meant`;
}

function value(setting: unknown): string {
  return typeof setting === 'string' ? setting : JSON.stringify(setting);
}

/** `10:00` of `2026-11-20T10:00:00+02:00`. */
function clock(local: string): string {
  return local.slice(11, 16);
}
