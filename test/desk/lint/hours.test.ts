import { describe, expect, it } from 'vitest';
import { clause, findingOf, lint, names } from './linting.ts';

const HOURS = 'hours-from-a-day';
const cancelled = (period: string) =>
  clause('notice', `on: cancellation.scheduled\nperiod: ${period}\nsatisfiedBy: support.answered`);
const found = (period: string, more = '') =>
  names(lint([cancelled(period)], { more })).filter((n) => n.startsWith(HOURS));

describe('hours counted from a day of the event', () => {
  it('are named, with the instant that would say the hour', () => {
    const back = lint([cancelled('{ length: 24 hours, from: data.endsOn, direction: before }')]);
    const { severity, clause: id, text, remedy } = findingOf(back, HOURS);
    expect({ severity, id }).toEqual({ severity: 'warning', id: 'notice' });
    expect(text).toMatch(/24 hours back from data\.endsOn, .* then run back from 00:00 of the day/);
    expect(remedy).toContain('data.endsAt');
    const after = lint([cancelled('{ length: 24 hours, from: data.endsOn }')]);
    expect(findingOf(after, HOURS).text).toMatch(/24 hours from data\.endsOn, .* then run from 00:00 of the day/);
  });

  it.each([
    ['{ length: 24 hours, from: [data.endsOn, trigger] }'],
    ['{ length: 1 hour and 1 day, from: data.endsOn }'],
    ['{ earlierOf: [{ length: 2 days }, { length: 24 hours, from: data.endsOn }] }'],
  ])('%s too', (period) => {
    expect(found(period)).toEqual([`${HOURS} notice`]);
  });

  it('of a length that the contract may choose, by its default', () => {
    const more = (length: string) => `settings: { ahead: { length: ${length}, why: It says so. } }\n`;
    const chosen = '{ setting: ahead, from: data.endsOn, direction: before }';
    expect(found(chosen, more('24 hours'))).toEqual([`${HOURS} notice`]);
    expect(found(chosen, more('1 day'))).toEqual([]);
  });

  it.each([
    ['24 hours'],
    ['{ length: 1 day, from: data.endsOn, direction: before }'],
    ['{ length: 1 day and 1 hour, from: data.endsOn }'],
    ['{ length: 0 hours, from: data.endsOn }'],
  ])('but not %s', (period) => {
    expect(found(period)).toEqual([]);
  });

  it('may be left so, with a reason', () => {
    const more = `acknowledges: [{ finding: ${HOURS}, clause: notice, why: The shop gives the instant. }]\n`;
    const acknowledged = findingOf(lint([cancelled('{ length: 24 hours, from: data.endsOn }')], { more }), HOURS);
    expect(acknowledged.acknowledged).toBe('The shop gives the instant.');
  });
});
