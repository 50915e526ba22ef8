import { describe, expect, it } from 'vitest';
import type { Clause } from '../../../shared/core/terms/clause.ts';
import { describeEvents, describeTiming, describeTrigger } from '../../../shared/desk/packs/describe-clause.ts';
import { sourceTerms } from '../../../shared/runtime/terms.ts';
import { packOf } from '../../core/deadlines/planning.ts';

const MORE = `cycles: { billing-cycle: { every: contract.billing }, year: { every: 12 months } }
settings: { answer: { length: 14 days, why: Nobody says. } }
`;

/** A clause of these lines, started by support.requested unless they say otherwise. */
function clauseOf(lines: string): Clause {
  const on = /^(on|recurs|allowance|none):/m.test(lines) ? '' : '\n  on: support.requested';
  const shape = lines.replaceAll(/^/gm, '  ');
  const figure = lines.includes('lookBack') ? 'figure' : 'obligation';
  const pack = packOf(
    `- id: other
  ref: "1"
  title: Other
  means: Another clause.
  nature: window
  obligor: customer
  topic: notice
  on: contract.commenced
  period: 1 day
- id: tested
  ref: "2"
  title: Tested
  means: The clause.
  nature: ${figure}
  obligor: provider${on}
${shape}`,
    MORE,
  );
  return pack.clauses[1] as Clause;
}

describe('the timing of a clause in words', () => {
  it.each([
    ['period: 15 business days', '15 business days after support.requested'],
    [
      'on: [invoice.issued, invoice.due, invoice.overdue]\nperiod: 3 days',
      '3 days after invoice.issued, invoice.due or invoice.overdue',
    ],
    [
      'period: { length: 30 days, from: data.effectiveOn, direction: before }',
      '30 days before the effective day (data.effectiveOn)',
    ],
    ['period: { length: 30 days, from: data.paidOn }', '30 days after data.paidOn'],
    [
      'period: { length: 2 months, from: data.effectiveOn, direction: before, method: forwardMax }',
      'at least 2 months before the effective day (data.effectiveOn)',
    ],
    [
      'period: { length: 5 days, from: [data.warnedOn, trigger] }',
      '5 days after the day of the warning (data.warnedOn), else after support.requested',
    ],
    [
      'period: { length: 0 days, from: [data.dueOn, trigger] }',
      'the due date (data.dueOn), else the day of support.requested',
    ],
    ['period: { length: 15 days, takesEffect: as-it-begins }', '15 days after support.requested (as that day begins)'],
    ['period: 0 business days', '0 business days after support.requested'],
    ['period: { setting: answer }', '14 days (setting answer) after support.requested'],
    [
      'period: { length: 1 business day, inEach: { timezones: [Europe/Paris, Asia/Tokyo], take: earliest } }',
      '1 business day after support.requested in Europe/Paris and in Asia/Tokyo, whichever ends first',
    ],
    [
      'period: { earlierOf: [10 days, { day: data.endsOn, takesEffect: when-it-is-over }] }',
      'the earlier of 10 days after support.requested and the end of the end day (data.endsOn)',
    ],
    [
      'period: { laterOf: [10 days, 15 days, { day: data.effectiveOn, takesEffect: as-it-begins }] }',
      'the latest of 10 days after support.requested, 15 days after it and the start of the effective day (data.effectiveOn)',
    ],
    [
      'cycle: billing-cycle\nperiod: { length: 2 weeks, endsWith: cycle }',
      'the first end of the billing-cycle at least 2 weeks after support.requested',
    ],
    [
      'cycle: billing-cycle\nperiod: { length: 0 days, endsWith: cycle }',
      'the first end of the billing-cycle on or after the day of support.requested',
    ],
    ['cycle: year\nperiod: { length: 0 days, from: cycle.end }', 'the end of the year'],
    ['cycle: year\nperiod: { length: 0 days, from: cycle.next }', 'the day after the year'],
    ['cycle: year\nrecurs: after-lapse\nperiod: { length: 0 days, from: cycle.end }', 'the end of each year'],
    [
      'cycle: year\nrecurs: after-lapse\nperiod: { length: 1 month, from: cycle.end, direction: before }',
      '1 month before the end of each year',
    ],
    [
      'cycle: year\nrecurs: after-lapse\non: support.requested\nperiod: { length: 10 days, from: cycle.start }',
      '10 days after the start of each year',
    ],
    ['cycle: year\nrecurs: after-lapse\nwindow: { until: cycle.end, lastDay: closing-day }', 'the end of each year'],
    [
      'cycle: year\nrecurs: after-lapse\nwindow: { until: cycle.end, lastDay: day-before }',
      'the day before the end of each year',
    ],
    [
      'cycle: year\nrecurs: after-lapse\nwindow:\n  opens: { length: 60 days, from: cycle.end, direction: before }\n  closes: { length: 0 days, from: cycle.end }',
      'from 60 days before the end of each year to the end of that year',
    ],
    ['window: { until: data.endsOn, lastDay: closing-day }', 'from support.requested until the end day (data.endsOn)'],
    [
      'window: { until: data.effectiveOn, lastDay: day-before }',
      'from support.requested until the day before the effective day (data.effectiveOn)',
    ],
    ['window: { closes: { length: 7 days } }', 'from support.requested to 7 days after it'],
    [
      'on: { clause: other, becomes: open }\nwindow:\n  opens: { length: 30 days, from: deadline, direction: before }\n  closes: { length: 15 days, from: deadline, direction: before }',
      'from 30 days before the last day of other to 15 days before it',
    ],
    ['on: { clause: other, becomes: lapsed }\nperiod: 7 days', '7 days after other has lapsed'],
    [
      'on: { clause: other, becomes: met }\ncycle: year\nwindow: { until: cycle.end, lastDay: closing-day }',
      'from when other is met until the end of the year',
    ],
    ['atOnce: true', 'at once with support.requested'],
    ['on: { clause: other, becomes: met }\natOnce: true', 'at once when other is met'],
    [
      'atOnce: { from: data.effectiveOn }',
      'at once with support.requested, or as a later effective day (data.effectiveOn) begins',
    ],
    [
      'allowance: { share: 0.005, per: calendar-year, from: outage.started, to: outage.ended, excusedBy: excused }',
      'until 0.5 % of a calendar year is lost, from outage.started to outage.ended, where excused is not set',
    ],
    [
      'lookBack: { length: 12 months, sums: payment.received }',
      'the sum of payment.received in the 12 months before support.requested',
    ],
    [
      'lookBack: { length: 12 months, sums: payment.received, percent: 125, atLeast: { currency: JPY, amount: 50000 } }',
      '125 % of the sum of payment.received in the 12 months before support.requested, at least JPY 50000',
    ],
    ['none: It happens at once.', 'no period'],
  ])('%s', (lines, words) => {
    expect(describeTiming(clauseOf(lines), (setting) => ({ answer: '14 days' })[setting])).toBe(words);
  });

  it('names a setting of which no length is known', () => {
    expect(describeTiming(clauseOf('period: { setting: answer }'))).toBe('the setting answer after support.requested');
  });

  const shipped = [...sourceTerms().catalog.values()]
    .flat()
    .flatMap(({ pack, clauses }) => clauses.map((clause) => [`${pack}/${clause.id}`, clause] as const));

  it.each(shipped)('%s reads as words', (_, clause) => {
    const words = describeTiming(clause);
    expect(words).not.toMatch(/undefined|\[object|\bcycle\.|\btrigger\b|\b0 days/);
    // Every day of an event's data that a shipped clause counts from has a name.
    expect(words.match(/(?<!\()data\.\w+/g)).toBeNull();
  });
});

describe('what starts a clause', () => {
  it.each([
    ['on: contract.terminated\nperiod: 1 day', 'contract.terminated'],
    ['on: { clause: other, becomes: met }\nperiod: 1 day', 'other being met'],
    ['on: { topic: notice, becomes: lapsed }\nperiod: 1 day', 'a clause about notice having lapsed'],
    [
      'on: { topic: notice, becomes: open, cycleOver: 1 month }\nperiod: 1 day',
      'a clause about notice, of a cycle longer than 1 month, being open',
    ],
    ['cycle: year\nrecurs: after-lapse\nperiod: { length: 1 day, from: cycle.end }', 'contract.commenced'],
    ['none: It happens at once.', 'nothing'],
  ])('%s', (lines, words) => {
    expect(describeTrigger(clauseOf(lines))).toBe(words);
  });
});

describe('events in words', () => {
  it.each([
    [undefined, ''],
    ['payment.received', 'payment.received'],
    [['a.b', 'c.d', { kind: 'e.f', where: { by: 'customer' } }], 'a.b, c.d or e.f (by: customer)'],
    [{ kind: 'a.b', where: { exception: { set: false }, done: { set: true } } }, 'a.b (exception not set, done set)'],
    [
      { kind: 'a.b', where: { currency: { oneOf: ['EUR', 'USD'] }, by: { not: 'customer' } } },
      'a.b (currency: EUR or USD, by not customer)',
    ],
    [{ kind: 'a.b', where: { amount: { over: 5, atMost: 10 } } }, 'a.b (amount over 5 and at most 10)'],
    [{ kind: 'a.b', where: { amount: { atLeast: 5, under: 10 } } }, 'a.b (amount at least 5 and under 10)'],
  ])('%j', (events, words) => {
    expect(describeEvents(events)).toBe(words);
  });
});
