import { addDays } from '../../core/calendar/days.ts';
import { instantText } from '../../core/calendar/instants.ts';
import type { InstantText } from '../../core/calendar/types.ts';
import { endOfDay, startOfDay, toInstant } from '../../core/calendar/zone.ts';
import { type Deadline, takesNoTime } from '../../core/deadlines/deadline.ts';
import { digest } from '../../core/events/canonical.ts';
import type { PinnedContract } from '../../core/events/contract.ts';
import { type Fact, instantOf } from '../../core/events/event.ts';
import { formatDay } from '../../core/words/days.ts';
import { endKind } from '../../core/words/ends.ts';
import { explained } from '../../core/words/explanation.ts';
import type { Words } from '../../core/words/words.ts';
import { matterIn } from '../prospects/subject.ts';
import { categories, dateOf, dateTimeOf, folded, type Property, text } from './calendar-lines.ts';

export interface FeedInput {
  readonly contract: PinnedContract;
  /** The open and the suspended ones are in the feed. */
  readonly deadlines: readonly Deadline[];
  /** Every event that the deadlines were planned from. */
  readonly events: readonly Fact[];
  /** The moment of the plan; without it, each entry is stamped with the time of its deadline's event. */
  readonly asOf?: InstantText;
  /** The words for the explanations. */
  readonly words: Words;
}

/**
 * The open deadlines of a contract as an iCalendar object (RFC 5545). The same input gives the same text. A deadline keeps
 * its UID, so a calendar that imports the feed again updates its entries.
 */
export function calendarFeed(input: FeedInput): string {
  const listed = input.deadlines.filter(({ state }) => state === 'open' || state === 'paused');
  const name = `Deadlines of ${input.contract.id}`;
  return folded([
    ['BEGIN', 'VCALENDAR'],
    ['VERSION', '2.0'],
    ['PRODID', '-//Clauseclock//Deadlines//EN'],
    ['CALSCALE', 'GREGORIAN'],
    ['NAME', text(name)],
    ['X-WR-CALNAME', text(name)],
    ...(listed.length === 0 ? NO_EVENT : listed.flatMap((deadline) => eventOf(deadline, input))),
    ['END', 'VCALENDAR'],
  ]);
}

/** An empty feed: iCalendar requires a component, and a zone that no event uses shows nothing. */
const NO_EVENT: readonly Property[] = [
  ['BEGIN', 'VTIMEZONE'],
  ['TZID', 'Etc/UTC'],
  ['BEGIN', 'STANDARD'],
  ['DTSTART', '19700101T000000'],
  ['TZOFFSETFROM', '+0000'],
  ['TZOFFSETTO', '+0000'],
  ['END', 'STANDARD'],
  ['END', 'VTIMEZONE'],
];

function eventOf(deadline: Deadline, input: FeedInput): Property[] {
  const summary = summaryOf(deadline);
  return [
    ['BEGIN', 'VEVENT'],
    ['UID', uidOf(input.contract.id, deadline.id)],
    ['DTSTAMP', dateTimeOf(stampOf(deadline, input))],
    // Every fact may have changed something, and none is ever taken off the record.
    ['SEQUENCE', String(input.events.length)],
    ...times(deadline),
    ['SUMMARY', text(summary)],
    ['DESCRIPTION', text(descriptionOf(deadline, input.words))],
    ['CATEGORIES', categories(['Clauseclock', deadline.nature, deadline.obligor])],
    ['STATUS', deadline.state === 'paused' ? 'TENTATIVE' : 'CONFIRMED'],
    ['TRANSP', 'TRANSPARENT'],
    ...alarms(deadline, summary, input.asOf),
    ['END', 'VEVENT'],
  ];
}

/** The UID of a deadline: depends on contract and deadline id only. */
function uidOf(contract: string, deadline: string): string {
  return `${digest('clauseclock/calendar/1', `${contract} ${deadline}`).slice(0, 32)}@clauseclock`;
}

function stampOf({ trigger, timezone }: Deadline, { contract, events, asOf }: FeedInput): InstantText {
  if (asOf !== undefined) return asOf;
  const occurredAt = events.find(({ id }) => id === trigger)?.occurredAt ?? contract.startsOn;
  return occurredAt === undefined ? '1970-01-01T00:00:00Z' : instantOf(occurredAt, timezone);
}

/**
 * Whole days, or a moment if the deadline ends within a day: an entry at the midnight with which hours end would be shown on the
 * day after. DTEND is the first day or moment after the entry.
 */
function times(deadline: Deadline): Property[] {
  const { date, opensOn, instant, timezone } = deadline;
  const first = opensOn !== undefined && opensOn < date ? opensOn : undefined;
  if (endKind(deadline) !== 'moment' || toInstant(instant) === endOfDay(date, timezone)) {
    return [
      ['DTSTART;VALUE=DATE', dateOf(first ?? date)],
      ['DTEND;VALUE=DATE', dateOf(addDays(date, 1))],
    ];
  }
  if (first === undefined) return [['DTSTART', dateTimeOf(instant)]];
  return [
    ['DTSTART', dateTimeOf(startOfDay(first, timezone))],
    ['DTEND', dateTimeOf(instant)],
  ];
}

function summaryOf(deadline: Deadline): string {
  const matter = matterIn(deadline.id);
  const about = matter === undefined ? '' : ` (${matter})`;
  return `${deadline.state === 'paused' ? 'Paused: ' : ''}${deadline.title}${about}: ${whatEnds(deadline)}`;
}

/** What happens at the end. An entry of several days says "last day", since only one of its days is. */
function whatEnds(deadline: Deadline): string {
  const { nature, obligor, date, opensOn = date } = deadline;
  if (takesNoTime(deadline)) return 'happens at once';
  const oneDay = opensOn >= date;
  switch (nature) {
    case 'obligation':
      return oneDay ? `last day, ${obligor}` : `due by its last day, ${obligor}`;
    case 'right':
      return oneDay ? 'last day before the right arises' : 'the right arises after its last day';
    case 'window':
      return `possible until its last day, ${obligor}`;
    case 'effect':
      if (endKind(deadline) === 'begins') return 'takes effect';
      return oneDay ? 'takes effect after this day' : 'takes effect after its last day';
    case 'figure':
      return 'as of this day';
  }
}

function descriptionOf(deadline: Deadline, words: Words): string {
  const { state, date, instant, timezone, ref, terms, calendar } = deadline;
  const paused = state === 'paused' ? ' The period stands still, so this day will move.' : '';
  return [
    `Last day: ${formatDay(date)}. It ends at ${instant} (${timezone}).${paused}`,
    '',
    ...explained(deadline, words).map(({ text: sentence }, index) => `${index + 1}. ${sentence}`),
    '',
    `Terms: ${terms}, ${ref}. Holidays: ${calendar}. Computed by Clauseclock; not legal advice.`,
  ].join('\n');
}

/** An alarm at each reminder still to come. */
function alarms({ ladder }: Deadline, summary: string, asOf: InstantText | undefined): Property[] {
  return ladder
    .filter(({ kind, at }) => kind === 'reminder' && (asOf === undefined || Date.parse(at) > Date.parse(asOf)))
    .flatMap(({ at }): Property[] => [
      ['BEGIN', 'VALARM'],
      ['ACTION', 'DISPLAY'],
      ['TRIGGER;VALUE=DATE-TIME', dateTimeOf(instantText(Date.parse(at)))],
      ['DESCRIPTION', text(summary)],
      ['END', 'VALARM'],
    ]);
}
