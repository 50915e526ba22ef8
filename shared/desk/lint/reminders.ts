import type { ClauseInForce } from '../../core/agreement/clauses.ts';
import { computePeriod } from '../../core/calendar/compute.ts';
import { daysBetween } from '../../core/calendar/days.ts';
import type { Day } from '../../core/calendar/types.ts';
import { atLocalTime, endOfDay } from '../../core/calendar/zone.ts';
import type { Clause } from '../../core/terms/clause.ts';
import { clauseIn } from '../../core/terms/match.ts';
import { closingOf, daysIn, happensAtOnce, withCountings } from '../../core/terms/shapes/questions.ts';
import type { LadderRung } from '../../core/terms/written-clause.ts';
import {
  anchorsOf,
  type Counting,
  eventIn,
  type SingleCounting,
  singlesIn,
} from '../../core/terms/written-counting.ts';
import { listed } from '../packs/describe-events.ts';
import { type Finding, type LocatedClause, ofClause } from './finding.ts';
import { countsHours, cycleLengthOf, DAYS, type Ends, epochOf, FIRST_DAY, isInHours, TIMES } from './reckon.ts';
import { clauseCalled, type Scene, type Subject } from './subject.ts';
import { atMoment, capital, cited, on, onHowMany } from './words.ts';

/** Reminders that are left out because they would go out before the deadline is open, or after its end. */
export function remindersLeftOut(at: LocatedClause, subject: Subject, scene: Scene): Finding[] {
  const rule = scene.ruleOf(at);
  const start = knownStart(rule.clause);
  if (start === undefined) return [];
  const openings = openingsOf({ ...rule, clause: start.clause }, at, subject);
  return at.clause.ladder.flatMap((rung, index): Finding[] => {
    if (rung.step !== 'reminder') return [];
    const found = outcomesOf(rung, openings, rule, subject);
    const text = textOf(rung, found, rule);
    if (text === undefined) return [];
    const never = start.unless.length === 0 && found.every(({ outcome }) => outcome === 'left-out');
    return [
      ofClause(never ? 'reminder-never' : 'reminder-sometimes', at, {
        field: ['ladder', index, 'before'],
        text: `The reminder ${rung.before} before the last day of ${cited(at)} ${never ? 'never goes out' : 'does not always go out'}. ${unlessNamed(start.unless, text)}`,
        remedy: never
          ? 'Remind later, or use the step opened.'
          : 'Remind later, or accept that it is sometimes left out.',
      }),
    ];
  });
}

/**
 * A clause reduced to the days that are known from its start, and the named days that the event has to lack for the
 * clause to be counted from them.
 */
interface KnownStart {
  readonly clause: Clause;
  readonly unless: readonly string[];
}

/**
 * For each way of counting, takes the first anchor that is known from the start: the day of the event or of its cycle.
 * A day that the event names is left out, because the event may come long before it.
 */
function knownStart(clause: Clause): KnownStart | undefined {
  if (happensAtOnce(clause)) return undefined;
  const counting = closingOf(clause);
  if (!counting) return daysIn(clause).every(isNamed) ? undefined : { clause, unless: [] };
  const known = singlesIn(counting).map(fromItsStart);
  const singles = known.flatMap((one) => one?.single ?? []);
  if (singles.length < known.length) return undefined;
  const whole: Counting = counting.earlierOf
    ? { earlierOf: singles }
    : counting.laterOf
      ? { laterOf: singles }
      : (singles[0] as SingleCounting);
  const unless = [...new Set(known.flatMap((one) => one?.unless ?? []))];
  return { clause: withCountings(clause, (one) => (one === counting ? whole : one)), unless };
}

function fromItsStart(single: SingleCounting): { single: SingleCounting; unless: readonly string[] } | undefined {
  const anchors = anchorsOf(single);
  const index = anchors.findIndex((anchor) => !isNamed(anchor));
  const [from, unless] = [anchors[index], anchors.slice(0, index)];
  return from === undefined || unless.includes('deadline') ? undefined : { single: { ...single, from }, unless };
}

function isNamed(anchor: string): boolean {
  return anchor.startsWith('data.') || anchor === 'deadline' || eventIn(anchor) !== undefined;
}

/** One way in which a clause can open: by index of `DAYS`, its last day, and the instant of its opening. */
interface Opening {
  readonly ends: Ends;
  openedAt(index: number): number | undefined;
}

/**
 * An opening by an event early or late on its day, by the lapse of another clause, or by the end of the occurrence
 * before.
 */
function openingsOf(rule: ClauseInForce, at: LocatedClause, subject: Subject): Opening[] {
  const { reckoner } = subject.surroundings;
  const { context, clause } = rule;
  const ends = reckoner.endsOf(rule);
  if (clause.recurs !== undefined) return [{ ends, openedAt: (index) => ends[cycleBefore(index, rule)]?.epoch }];
  const lapse = lapseBefore(at, subject);
  if (lapse === 'as-day-ends') {
    return [{ ends, openedAt: (index) => Date.parse(endOfDay(DAYS[index] as Day, context.timezone)) }];
  }
  // Hours from midnight end with a day, those from a minute later on the next one; days do not differ.
  const known = countsHours(rule) ? TIMES : TIMES.filter((time) => time !== 'first-minute');
  const times = lapse === 'as-day-begins' ? TIMES.slice(0, 1) : known;
  return times.map((time) => ({
    ends: reckoner.endsOf(rule, time),
    openedAt: (index) => epochOf(DAYS[index] as Day, time, context),
  }));
}

/** The index of the day on which the cycle before that of the given day begins. */
function cycleBefore(index: number, rule: ClauseInForce): number {
  const period = { ...cycleLengthOf(rule), direction: 'before' } as const;
  return daysBetween(FIRST_DAY, computePeriod(DAYS[index] as Day, period, rule.context).date);
}

/**
 * Whether the lapse that starts a clause comes at the start or at the end of its trigger day; undefined if no lapse
 * does.
 */
function lapseBefore(at: LocatedClause, subject: Subject): 'as-day-begins' | 'as-day-ends' | undefined {
  const parent = clauseIn(at.clause.on);
  const source = parent?.clause === undefined ? undefined : clauseCalled(subject, parent.clause)?.clause;
  if (parent?.becomes !== 'lapsed' || source === undefined || happensAtOnce(source)) return undefined;
  return (source.produces?.occurs ?? 'last-day') === 'last-day' ? 'as-day-ends' : 'as-day-begins';
}

interface Outcome {
  readonly day: Day;
  readonly last: Day;
  /** When the reminder would go out after an event without an hour, in milliseconds since 1970. */
  readonly moment: number;
  readonly outcome: 'goes-out' | 'left-out' | 'early-events' | 'some-hours';
  /** True if it would go out only after the end. */
  readonly tooLate: boolean;
}

function outcomesOf(rung: LadderRung, openings: readonly Opening[], rule: ClauseInForce, subject: Subject): Outcome[] {
  const { before = '' } = rung;
  const tried = openings.map(({ ends, openedAt }) => {
    const reminded = subject.surroundings.reckoner.before(before, ends, rule);
    return DAYS.map((_, index) => {
      const [end, reminder, opened] = [ends[index], reminded[index], openedAt(index)];
      if (!end || !reminder || opened === undefined) return undefined;
      const moment = isInHours(before) ? reminder.epoch : usualHour(reminder.date, rule);
      return { last: end.date, moment, goesOut: opened < moment && moment < end.epoch, tooLate: moment >= end.epoch };
    });
  });
  return DAYS.flatMap((day, index): Outcome[] => {
    const known = tried.flatMap((each) => each[index] ?? []);
    const [first] = known;
    if (!first) return [];
    const { last, moment, tooLate } = first;
    const all = known.every(({ goesOut }) => goesOut === first.goesOut);
    if (all) return [{ day, last, moment, tooLate, outcome: first.goesOut ? 'goes-out' : 'left-out' }];
    const early = first.goesOut && !countsHours(rule);
    return [{ day, last, moment, tooLate, outcome: early ? 'early-events' : 'some-hours' }];
  });
}

function usualHour(day: Day, { pack, context }: ClauseInForce): number {
  return Date.parse(atLocalTime(day, pack.sendAt, context.timezone));
}

/** The text about a reminder; undefined if the reminder always goes out. */
function textOf(rung: LadderRung, found: readonly Outcome[], rule: ClauseInForce): string | undefined {
  const said = (['left-out', 'early-events', 'some-hours'] as const).flatMap((wanted) => {
    const such = found.filter(({ outcome }) => outcome === wanted);
    const [first] = such;
    return first ? [`${sentenceOf(first, rung, rule)} This is so ${onHowMany(such.length)}.`] : [];
  });
  return said.length === 0 ? undefined : said.join(' ');
}

function sentenceOf({ day, last, moment, outcome, tooLate }: Outcome, rung: LadderRung, rule: ClauseInForce): string {
  const when = atMoment(moment, rule.context.timezone);
  const example = `counted from ${on(day)}, the last day is ${on(last)}`;
  switch (outcome) {
    case 'early-events':
      return `It goes out only where the event comes before ${when.slice(-5)}, or names no hour: ${example}, and ${rung.before} before is the day of the event itself.`;
    case 'some-hours':
      return `Whether it goes out depends on the hour of the event: ${example}, and it would go out on ${when}.`;
    default: {
      const why = tooLate ? 'when the time is over' : 'when there is nothing yet to remind of';
      return `Example: ${example}, so it would have to go out on ${when}, ${why}.`;
    }
  }
}

function unlessNamed(unless: readonly string[], text: string): string {
  if (unless.length === 0) return text;
  return `This is so where the event names no ${listed(unless, 'or')}. ${capital(text)}`;
}
