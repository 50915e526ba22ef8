import type {
  ClockReading,
  CountingCode,
  CountingFacts,
  LocalTimePolicy,
  PassedDay,
  PassedHoliday,
} from '../calendar/explanation-facts.ts';
import { formatDay, WEEKDAYS } from './days.ts';
import { joined } from './lists.ts';
import type { Say } from './say.ts';

/** The sentence of each step of a count. */
export const COUNTING_SENTENCES: { [Code in CountingCode]: (facts: CountingFacts[Code], say: Say) => string } = {
  basis: (facts, say) => say('step.basis', facts),
  note: ({ note }, say) => say('step.note', { note: note.endsWith('.') ? note : `${note}.` }),
  scope: (facts, say) => say('step.scope', facts),
  'no-rule': (facts, say) => say('step.no-rule', facts),
  'rule-overridden': ({ citation, setting, ruled, given }, say) =>
    say('step.rule-overridden', { citation, setting, ruled: inJson(ruled), given: inJson(given) }),
  'no-holiday-set': ({ weekmask }, say) => say('step.no-holiday-set', { week: workingWeek(weekmask, say) }),
  'default-zone': (facts, say) => say('step.default-zone', facts),
  'anchor-day': ({ day }, say) => say('step.anchor-day', { day: formatDay(day) }),
  'anchor-moment': ({ anchor, day, local, timezone }, say) =>
    say('step.anchor-moment', { anchor, day: formatDay(day), time: timeOf(local), timezone }),
  'cut-off': ({ at, local, from, to, movesTo, skipped }, say) =>
    withMore(
      say('step.cut-off', { time: timeOf(local), limit: at, from: formatDay(from), to: formatDay(to), movesTo }),
      holidaysPassed(skipped, say),
    ),
  'rest-day': ({ from, to, passed }, say) =>
    withMore(
      say('step.rest-day', { from: formatDay(from), reason: reasonOf(passed[0], say), to: formatDay(to) }),
      alsoPassed(passed, say),
    ),
  'count-days': ({ n, unit, days, to, ...span }, say) => {
    const told = { length: say('length', { n, unit }), span: spanOf(span, say), to: formatDay(to) };
    return unit === 'days' ? say('step.count', told) : say('step.count-in-days', { ...told, days });
  },
  'count-months': ({ n, unit, to, missingDay, ...span }, say) =>
    say('step.count-months', {
      length: say('length', { n, unit }),
      span: spanOf(span, say),
      to: formatDay(to),
      rule: monthRule(span.direction, span.countsTriggerDay, missingDay),
    }),
  'count-business-days': ({ n, weekmask, calendar, to, skipped, ...span }, say) =>
    withMore(
      say('step.count-business-days', {
        length: say('length', { n, unit: 'businessDays' }),
        week: workingWeek(weekmask, say),
        holidays: setsOf(calendar),
        span: spanOf(span, say),
        to: formatDay(to),
      }),
      holidaysPassed(skipped, say),
    ),
  clear: ({ unit, direction, from, to, skipped }, say) =>
    withMore(
      say('step.clear', {
        inBusinessDays: unit === 'businessDays',
        direction,
        from: formatDay(from),
        to: formatDay(to),
      }),
      holidaysPassed(skipped, say),
    ),
  'latest-start': ({ n, unit, skipped, ...facts }, say) =>
    withMore(
      say('step.latest-start', {
        length: say('length', { n, unit }),
        countsTriggerDay: facts.countsTriggerDay,
        clear: facts.clear,
        holds: facts.minWorkingDays > 0,
        minWorkingDays: facts.minWorkingDays,
        end: formatDay(facts.end),
        to: formatDay(facts.to),
        endsOn: formatDay(facts.endsOn),
        nextDay: formatDay(facts.nextDay),
        nextEndsOn: formatDay(facts.nextEndsOn),
      }),
      holidaysPassed(skipped, say),
    ),
  'min-working-days': ({ required, held, first, from, to, skipped }, say) =>
    withMore(
      say('step.min-working-days', {
        required,
        held,
        first: formatDay(first),
        from: formatDay(from),
        to: formatDay(to),
      }),
      holidaysPassed(skipped, say),
    ),
  'min-working-days-held': ({ required, first, reached, skipped }, say) =>
    withMore(
      say('step.min-working-days-held', { required, first: formatDay(first), reached: formatDay(reached) }),
      holidaysPassed(skipped, say),
    ),
  roll: ({ convention, from, to, passed, staysInMonth }, say) =>
    withMore(
      say('step.roll', {
        from: formatDay(from),
        reason: reasonOf(passed[0], say),
        rolled: say('rolled', { convention }),
        to: formatDay(to),
        staysInMonth,
      }),
      alsoPassed(passed, say),
    ),
  'roll-not-needed': ({ date }, say) => say('step.roll-not-needed', { date: formatDay(date) }),
  'no-roll': ({ date }, say) => say('step.no-roll', { date: formatDay(date) }),
  'day-after': ({ from, to }, say) => say('step.day-after', { from: formatDay(from), to: formatDay(to) }),
  'hours-from-midnight': ({ day, instant, timezone }, say) =>
    say('step.hours-from-midnight', { day: formatDay(day), instant, timezone }),
  'hours-start': (facts, say) => say('step.hours-start', facts),
  'count-hours': ({ n, clockChange, ...facts }, say) =>
    withMore(
      say('step.count-hours', { ...facts, length: say('length', { n, unit: 'hours' }) }),
      clockChange === 0 ? '' : say('step.clocks-changed', { forward: clockChange > 0, minutes: Math.abs(clockChange) }),
    ),
  'roll-hours': ({ convention, fromDay, toDay, local, to, passed, clock, localTime }, say) => {
    const told = {
      fromDay: formatDay(fromDay),
      reason: reasonOf(passed[0], say),
      rolled: say('rolled', { convention }),
      toDay: formatDay(toDay),
      local,
      to,
    };
    return withMore(
      clock === 'once'
        ? say('step.roll-hours', told)
        : say('step.roll-hours-changed', { ...told, changed: changed(clock, localTime, say) }),
      alsoPassed(passed, say),
    );
  },
  ends: ({ date, nextDay, instant, timezone, hours }, say) =>
    withMore(
      say('step.ends', { date: formatDay(date), nextDay: formatDay(nextDay), instant, timezone }),
      hours === 24 ? '' : say('step.ends-long-day', { hours }),
    ),
  'ends-at': ({ date, time, instant, local, clock, localTime, timezone }, say) => {
    const told = { date: formatDay(date), time, timezone, instant };
    return clock === 'once'
      ? say('step.ends-at', told)
      : say('step.ends-at-changed', { ...told, local, changed: changed(clock, localTime, say) });
  },
  part: (facts, say) => say('step.part', facts),
  combine: ({ rule, options, chosen, date }, say) => {
    const dates = options.map((option) => formatDay(option.date));
    return say('step.combine', { rule, dates: joined(dates, say), date: formatDay(date), chosen });
  },
  'window-opens': ({ opensOn, opensAt, timezone }, say) =>
    say('step.window-opens', { opensOn: formatDay(opensOn), opensAt, timezone }),
  'look-back': ({ opensOn, date, countsTriggerDay }, say) =>
    say('step.look-back', { opensOn: formatDay(opensOn), date: formatDay(date), countsTriggerDay }),
  'cycle-end': ({ day, every, anchorDay, opensOn, date, nextStart, beforeFirst }, say) =>
    say('step.cycle-end', {
      every,
      anchored: anchorDay !== null,
      anchorDay: anchorDay ?? '',
      beforeFirst,
      day: formatDay(day),
      opensOn: formatDay(opensOn),
      date: formatDay(date),
      nextStart: formatDay(nextStart),
    }),
};

/** `Monday to Friday`, or the days one by one when they do not follow each other. */
function workingWeek(weekmask: string, say: Say): string {
  const [first, last] = [weekmask.indexOf('1'), weekmask.lastIndexOf('1')];
  const [from, to] = [WEEKDAYS[first], WEEKDAYS[last]];
  if (from !== undefined && to !== undefined && first < last && !weekmask.slice(first, last).includes('0'))
    return say('week.range', { first: from, last: to });
  return WEEKDAYS.filter((_, index) => weekmask[index] === '1').join(', ');
}

/** `DK+US` for `DK@2026.1+US@2026.1`. */
function setsOf(calendar: string): string {
  return calendar.replaceAll(/@[\d.]+/g, '');
}

type Span = Pick<CountingFacts['count-days'], 'direction' | 'countsTriggerDay' | 'from'>;

function spanOf({ direction, countsTriggerDay, from }: Span, say: Say): string {
  return say('span', { direction, countsTriggerDay, from: formatDay(from) });
}

function monthRule(direction: Span['direction'], countsTriggerDay: boolean, missingDay: boolean) {
  if (direction === 'before' && countsTriggerDay) return missingDay ? 'dayAfterLast' : 'dayAfter';
  if (missingDay) return 'lastDay';
  return countsTriggerDay ? 'dayBefore' : 'sameDay';
}

/** A sentence, followed by a second one if there is one. */
function withMore(sentence: string, more: string): string {
  return more === '' ? sentence : `${sentence} ${more}`;
}

function holidaysPassed(skipped: readonly PassedHoliday[], say: Say): string {
  if (skipped.length === 0) return '';
  const holidays = skipped.map(({ day, name, weekend }) =>
    say('holiday-passed', { day: formatDay(day), name, weekend }),
  );
  return say('holidays-passed', { n: skipped.length, holidays: holidays.join('; ') });
}

function reasonOf(passed: PassedDay | undefined, say: Say): string {
  return passed?.holiday === undefined
    ? say('no-business-day.weekend')
    : say('no-business-day.holiday', { holiday: passed.holiday });
}

function alsoPassed(passed: readonly PassedDay[], say: Say): string {
  if (passed.length < 2) return '';
  const days = passed
    .slice(1)
    .map(({ day, holiday }) =>
      holiday === undefined ? formatDay(day) : say('day-also-passed', { day: formatDay(day), holiday }),
    );
  return say('days-also-passed', { days: days.join('; ') });
}

/** What happens to a local time at a clock change, and which reading is taken. */
function changed(reading: Exclude<ClockReading, 'once'>, policy: LocalTimePolicy, say: Say): string {
  return reading === 'repeated'
    ? say('clock.repeated', { later: policy === 'later' })
    : say('clock.skipped', { before: policy === 'earlier' });
}

function inJson(setting: unknown): string {
  return typeof setting === 'string' ? setting : JSON.stringify(setting);
}

/** `10:00` for `2026-11-20T10:00:00+02:00`. */
function timeOf(local: string): string {
  return local.slice(11, 16);
}
