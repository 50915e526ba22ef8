import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plan } from '../../../shared/core/deadlines/plan.ts';
import { buildCatalog, type TermsCatalog } from '../../../shared/core/terms/catalog.ts';
import { DAYS } from '../../../shared/desk/lint/reckon.ts';
import { readPack } from '../../../shared/desk/reading/read-pack.ts';
import { sourceTerms } from '../../../shared/runtime/terms.ts';
import { clause, findingOf, lint, lintText, names, packText } from './linting.ts';

const { holidays } = sourceTerms();

describe('steps', () => {
  const stepped = (period: string, ladder: string, more = '', on = 'account.active') =>
    clause('first', `on: ${on}\n${period}\nsatisfiedBy: support.answered\nladder: ${ladder}\n${more}`);
  const reminder = (before: string) => `[{ step: reminder, before: ${before}, to: provider }]`;

  it.each([
    [
      'period: 5 days',
      '7 days',
      'reminder-never',
      /last day is Tuesday 6 January 2026, so it would have to go out on Tuesday 30 December 2025 at 09:00, when there is nothing yet/,
    ],
    // An event at 08:00, or one that names its day alone, is there before 09:00 of the same day.
    [
      'period: 7 days',
      '1 week',
      'reminder-sometimes',
      /only where the event comes before 09:00, or names no hour: .* 1 week before is the day of the event itself. This is so on every day/,
    ],
    // Of 5 business days from a Monday, 7 days before the last is that Monday; from a Saturday it is the Friday before.
    [
      'period: 5 business days',
      '7 days',
      'reminder-sometimes',
      /Example: counted from Saturday 3 January 2026, .* on Friday 2 January 2026 at 09:00, .* It goes out only where/,
    ],
    ['period: 5 business days', '6 days', 'reminder-sometimes', /on \d+ of the 1461 days/],
    [
      'period: { length: 24 hours }',
      '24 hours',
      'reminder-never',
      /on Thursday 1 January 2026 at 00:00, when there is/,
    ],
    ['period: 24 hours', '1 day', 'reminder-sometimes', /depends on the hour of the event/],
    ['period: 1 day', '36 hours', 'reminder-sometimes', /only where the event comes before 12:00/],
    ['period: { length: 5 days, endsAt: "08:00" }', '0 days', 'reminder-never', /when the time is over/],
    // An invoice that names its due date may come long before it.
    [
      'period: { length: 5 days, from: [data.dueOn, trigger] }',
      '7 days',
      'reminder-sometimes',
      /This is so where the event names no data.dueOn. Example: .* when there is nothing yet/,
    ],
  ])('%s with a reminder %s before: %s', (period, before, code, text) => {
    const on = period.includes('dueOn') ? 'invoice.due' : 'account.active';
    const found = lint([stepped(period, reminder(before), '', on)]).filter(({ code }) => code.startsWith('reminder'));
    expect(findingOf(found, code).text).toMatch(text);
    expect(found).toHaveLength(1);
  });

  it.each([
    ['period: 8 days', '1 week'],
    ['period: { length: 72 hours }', '24 hours'],
    ['period: 2 days', '24 hours'],
    ['window: { until: data.untilOn, lastDay: closing-day }', '30 days'],
    ['period: { length: 5 days, from: data.untilOn }', '30 days'],
  ])('%s with a reminder %s before is in order', (period, before) => {
    const found = names(lint([stepped(period, reminder(before))]));
    expect(found.filter((name) => name.startsWith('reminder'))).toEqual([]);
  });

  it('of a clause that opens as another lapses, or as its own last occurrence is over', () => {
    const grace = clause('grace', 'on: account.active\nperiod: 5 days\nsatisfiedBy: support.answered');
    const follows = stepped('period: 7 days', reminder('1 week'), '', '{ clause: grace, becomes: lapsed }');
    // Its day is the last of the other, which has passed as it opens.
    expect(names(lint([grace, follows]))).toEqual(['reminder-never first']);
    const notice = (before: string) =>
      stepped(
        'period: { length: 10 days, from: cycle.end, direction: before }\ncycle: month\nrecurs: after-lapse\nnature: window',
        reminder(before),
        '',
        'contract.commenced',
      );
    const reminders = (before: string) =>
      names(lint([notice(before)], { more: 'cycles: { month: { every: 1 month } }\n' })).filter((name) =>
        name.startsWith('reminder'),
      );
    // The notice for March opens 10 days before the end of February, so 25 days before its own last day it is open.
    expect(reminders('25 days')).toEqual([]);
    expect(reminders('5 weeks')).toEqual(['reminder-never first']);
  });

  it('are left out exactly where the plan leaves them out', () => {
    const lengths = ['1 day', '2 days', '5 days', '7 days', '5 business days', '24 hours', '48 hours', '1 week'];
    const befores = ['0 days', '1 day', '7 days', '1 week', '5 business days', '24 hours', '36 hours'];
    fc.assert(
      fc.property(fc.constantFrom(...lengths), fc.constantFrom(...befores), (length, before) => {
        const text = packText([stepped(`period: ${length}`, reminder(before))]);
        const found = names(lintText(text)).filter((name) => name.startsWith('reminder'));
        const catalog = buildCatalog([readPack('test/1.yaml', text)]);
        const sent = DAYS.slice(0, 14).flatMap((day) =>
          ['', 'T00:01:00Z', 'T23:59:00Z'].map((time) => remindersAfter(catalog, `${day}${time}`) > 0),
        );
        const code = sent.every(Boolean)
          ? []
          : [sent.some(Boolean) ? 'reminder-sometimes first' : 'reminder-never first'];
        expect(found).toEqual(code);
      }),
      { numRuns: 15 },
    );
  });

  function remindersAfter(catalog: TermsCatalog, occurredAt: string): number {
    const contract = { id: 'c', terms: 'test', version: '1', customer: { email: 'c@customer.example', locale: 'en' } };
    const events = [{ id: 'e1', kind: 'account.active', occurredAt, data: {} }];
    const [deadline] = plan({ contract, events, catalog, holidays }).deadlines;
    return deadline?.ladder.filter(({ kind }) => kind === 'reminder').length ?? 0;
  }

  it('that always go out together', () => {
    const two = '[{ step: reminder, before: 1 week, to: provider }, { step: reminder, before: 7 days, to: provider }]';
    expect(findingOf(lint([stepped('period: 30 days', two)]), 'steps-coincide').text).toMatch(
      /reminder-1-week and reminder-7-days/,
    );
    const apart = two.replace('7 days, to: provider', '7 days, to: customer, lead: In a week.');
    expect(names(lint([stepped('period: 30 days', apart)]))).toEqual([]);
    const business = two.replace('7 days', '5 business days');
    expect(names(lint([stepped('period: 30 days', business)]))).toEqual([]);
    const due = '[{ step: reminder, before: 0 days, to: provider }, { step: due, to: provider }]';
    expect(names(lint([stepped('period: 30 days', due)]))).toEqual(['steps-coincide first']);
    const atOnce = '[{ step: opened, to: provider }, { step: lapsed, to: provider }]';
    expect(names(lint([stepped('atOnce: true', atOnce)]))).toEqual(['steps-coincide first']);
  });
});
