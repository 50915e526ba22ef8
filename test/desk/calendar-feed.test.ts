import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { liveUntil } from '../../shared/core/deadlines/lapse-event.ts';
import { plan } from '../../shared/core/deadlines/plan.ts';
import type { PinnedContract } from '../../shared/core/events/contract.ts';
import { wordsOf } from '../../shared/core/words/words.ts';
import { calendarFeed } from '../../shared/desk/feed/calendar-feed.ts';
import { folded, text } from '../../shared/desk/feed/calendar-lines.ts';
import { facts, inBucharest, silent, terms } from '../core/deadlines/planning.ts';

const words = wordsOf(terms.catalog);
const ENDED = 'contract.terminated@2026-11-20T10:00:00+02:00';

function feedOf(contract: PinnedContract, texts: readonly string[], asOf?: string): string {
  const input = { contract, events: facts(...texts), ...terms };
  const lived = asOf === undefined ? { events: input.events, plan: plan(input) } : liveUntil(asOf, input);
  const { deadlines } = lived.plan;
  return calendarFeed({ contract, deadlines, events: lived.events, words, ...(asOf !== undefined && { asOf }) });
}

/** As a calendar reads it. */
function read(feed: string) {
  const calendar = new ICAL.Component(ICAL.parse(feed));
  const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
  return { calendar, events };
}

function eventCalled(feed: string, title: string) {
  const found = read(feed).events.find(({ summary }) => summary.includes(title));
  if (!found) throw new Error(`no event called ${title} in ${feed}`);
  return found;
}

describe('the calendar of a contract', () => {
  it('has an event on the last day of every open deadline, which ends as the next day begins', () => {
    const { calendar, events } = read(feedOf(inBucharest, [ENDED]));
    expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
    expect(calendar.getFirstPropertyValue('prodid')).toBe('-//Clauseclock//Deadlines//EN');
    expect(events.map(({ summary, startDate, endDate }) => [summary, `${startDate}`, `${endDate}`])).toEqual([
      ['Export of the customer’s data: last day, provider', '2026-12-15', '2026-12-16'],
      ['Deletion of the customer’s data: last day, provider', '2027-02-18', '2027-02-19'],
    ]);
    expect(events.every(({ startDate }) => startDate.isDate)).toBe(true);
  });

  it('shows a window from its first day to its last', () => {
    const feed = feedOf(inBucharest, [
      'terms-change.announced@2026-05-29T09:00:00+03:00,change=c1,effectiveOn=2026-07-01',
    ]);
    const { startDate, endDate, summary } = eventCalled(feed, 'Leaving instead of accepting changed terms (c1)');
    expect(summary).toMatch(/: possible until its last day, customer$/);
    const duty = feedOf({ ...silent, terms: 'eloomi', version: '5.9', startsOn: '2026-01-01', term: '1 year' }, []);
    expect(eventCalled(duty, 'Invoice for the next').summary).toMatch(/: due by its last day, provider$/);
    expect([`${startDate}`, `${endDate}`]).toEqual(['2026-05-29', '2026-07-01']);
  });

  it('shows what ends within a day at its moment, in UTC', () => {
    const contract = { ...inBucharest, statutes: ['gdpr@2018-05-25'] };
    const feed = feedOf(contract, ['personal-data-breach.detected@2026-11-20T10:23:00+02:00,breach=d1']);
    // 72 hours from the next full hour, 11:00 in Bucharest.
    expect(feed).toContain('\r\nDTSTART:20261123T090000Z\r\n');
    const { startDate, endDate } = eventCalled(feed, 'Notification of a personal-data breach (d1)');
    expect(startDate.toJSDate().toISOString()).toBe('2026-11-23T09:00:00.000Z');
    expect(`${endDate}`).toBe(`${startDate}`);
  });

  it('shows hours that end with a day on that day, not at the midnight that begins the next', () => {
    const contract = { ...inBucharest, statutes: ['gdpr'] };
    const feed = feedOf(contract, ['personal-data-breach.detected@2027-01-04T23:30:00+02:00,breach=d1']);
    const { startDate, endDate } = eventCalled(feed, 'Notification of a personal-data breach (d1)');
    expect([`${startDate}`, `${endDate}`]).toEqual(['2027-01-07', '2027-01-08']);
  });

  it('leaves out what is over, and says of what stands still that it does', () => {
    const feed = feedOf(inBucharest, [
      ENDED,
      'legal-hold.placed@2026-12-01',
      'data-export.delivered@2026-12-02T10:00:00Z',
    ]);
    const { events } = read(feed);
    expect(events).toHaveLength(1);
    expect(events[0]?.summary).toBe('Paused: Deletion of the customer’s data: last day, provider');
    expect(events[0]?.component.getFirstPropertyValue('status')).toBe('TENTATIVE');
    expect(events[0]?.description).toContain('The period stands still, so this day will move.');
  });

  it('explains the day in the description', () => {
    const { description } = eventCalled(feedOf(inBucharest, [ENDED]), 'Export');
    expect(description.split('\n')[0]).toBe(
      'Last day: Tuesday 15 December 2026. It ends at 2026-12-15T22:00:00Z (Europe/Bucharest).',
    );
    expect(description).toMatch(/^1\. Export of the customer’s data \(exoopus@2026-01, /m);
    expect(description).toContain('Holidays: RO@2026.1. Computed by Clauseclock; not legal advice.');
  });

  it('has an alarm at each reminder, and none at one that is past', () => {
    const alarmsOf = (feed: string) =>
      eventCalled(feed, 'Deletion')
        .component.getAllSubcomponents('valarm')
        .map((alarm) => [`${alarm.getFirstPropertyValue('action')}`, `${alarm.getFirstPropertyValue('trigger')}`]);
    // Fourteen days before 18 February 2027, at nine o'clock in Bucharest.
    const reminder = ['DISPLAY', '2027-02-04T07:00:00Z'];
    expect(alarmsOf(feedOf(inBucharest, [ENDED]))).toEqual([reminder]);
    expect(alarmsOf(feedOf(inBucharest, [ENDED], '2027-02-04T06:59:00Z'))).toEqual([reminder]);
    expect(alarmsOf(feedOf(inBucharest, [ENDED], '2027-02-04T07:00:00Z'))).toEqual([]);
  });

  it('keeps the UID of a deadline that moves, and counts up, so that a calendar updates what it has', () => {
    const held = [ENDED, 'legal-hold.placed@2026-12-01', 'legal-hold.lifted@2026-12-11'];
    const [before, after] = [feedOf(inBucharest, [ENDED]), feedOf(inBucharest, held)].map((feed) =>
      eventCalled(feed, 'Deletion'),
    );
    expect([`${before?.startDate}`, `${after?.startDate}`]).toEqual(['2027-02-18', '2027-02-28']);
    expect(after?.uid).toBe(before?.uid);
    expect(after?.sequence).toBeGreaterThan(before?.sequence ?? 0);
    const other = eventCalled(feedOf({ ...inBucharest, id: 'beta' }, [ENDED]), 'Deletion');
    expect(other.uid).not.toBe(before?.uid);
    expect(eventCalled(feedOf(inBucharest, [ENDED]), 'Export').uid).not.toBe(before?.uid);
  });

  it('is stamped with the event that it is computed from, or the moment it is told as of', () => {
    const stampsIn = (feed: string) => new Set(feed.match(/^DTSTAMP:.*$/gm));
    expect(stampsIn(feedOf(inBucharest, [ENDED]))).toEqual(new Set(['DTSTAMP:20261120T080000Z']));
    expect(stampsIn(feedOf(inBucharest, [ENDED], '2026-12-01T00:00:00.500Z'))).toEqual(
      new Set(['DTSTAMP:20261201T000000Z']),
    );
    const contract: PinnedContract = { ...silent, terms: 'exolyt', version: '2023-01-01', startsOn: '2026-01-31' };
    const monthly = { ...contract, billing: { cycle: '1 month' } };
    // The contract's own start is midnight in Helsinki.
    expect(stampsIn(feedOf(monthly, []))).toEqual(new Set(['DTSTAMP:20260130T220000Z']));
  });

  it('is sorted into categories', () => {
    const event = eventCalled(feedOf(inBucharest, [ENDED]), 'Export');
    expect(event.component.getFirstProperty('categories')?.getValues()).toEqual([
      'Clauseclock',
      'obligation',
      'provider',
    ]);
  });

  it('is a calendar also when nothing is open', () => {
    const feed = feedOf(silent, []);
    expect(read(feed).events).toEqual([]);
    // RFC 5545, section 3.6: at least one component.
    expect(feed).toContain('BEGIN:VTIMEZONE\r\nTZID:Etc/UTC\r\n');
  });

  it('keeps hostile names as text', () => {
    const hostile = 'a;b,c\\n:"BEGIN:VEVENT';
    const { events } = read(feedWith(hostile));
    expect(events).toHaveLength(1);
    expect(events[0]?.summary).toContain(`(${hostile})`);
  });
});

function feedWith(invoice: string): string {
  const due = { id: 'e1', kind: 'invoice.due', occurredAt: '2026-11-01', data: { invoice, dueOn: '2026-11-15' } };
  const { deadlines } = plan({ contract: silent, events: [due], ...terms });
  return calendarFeed({ contract: silent, deadlines, events: [due], words });
}

describe('its lines', () => {
  const longText = fc.string({ unit: 'grapheme', maxLength: 300 });

  it('are at most 75 octets, end with CRLF, and break no character', () => {
    fc.assert(
      fc.property(longText, (value) => {
        const lines = folded([['SUMMARY', text(value)]]).split('\r\n');
        expect(lines.pop()).toBe('');
        for (const line of lines) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(line).not.toMatch(/[\r\n]/);
          expect(line.isWellFormed()).toBe(true);
        }
        expect(lines.slice(1).every((line) => line.startsWith(' '))).toBe(true);
      }),
    );
  });

  it('are filled up to the last octet', () => {
    const lengths = folded([['SUMMARY', 'x'.repeat(200)]])
      .split('\r\n')
      .map((line) => line.length);
    // 75, and twice a space with 74 more, make 67 + 74 + 59 characters.
    expect(lengths).toEqual([75, 75, 60, 0]);
    const [first, second] = folded([['SUMMARY', 'é'.repeat(40)]]).split('\r\n');
    // Eight octets of the name and its colon leave room for 33 characters of two octets each.
    expect([Buffer.byteLength(first ?? ''), second]).toEqual([74, ` ${'é'.repeat(7)}`]);
  });

  it('give back the text that went in', () => {
    fc.assert(
      fc.property(longText, (value) => {
        const feed = folded([
          ['BEGIN', 'VCALENDAR'],
          ['BEGIN', 'VEVENT'],
          ['SUMMARY', text(value)],
          ['END', 'VEVENT'],
          ['END', 'VCALENDAR'],
        ]);
        const [event] = read(feed).events;
        expect(event?.summary ?? '').toBe(
          value
            .toWellFormed()
            .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
            .replaceAll(/(?![\n\t])\p{Cc}/gu, '\ufffd'),
        );
      }),
    );
  });

  it('escape what has a meaning of its own', () => {
    expect(text('a;b,c\\d:e"f')).toBe('a\\;b\\,c\\\\d:e"f');
  });

  it('hold no line break or control character of the text itself', () => {
    expect(text('a\r\nb\rc\nd\u0000e\u2028f')).toBe('a\\nb\\nc\\nd\ufffde\\nf');
  });
});
