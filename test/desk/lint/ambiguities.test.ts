import { describe, expect, it } from 'vitest';
import { clause, findingOf, lint, names } from './linting.ts';

/** Nothing is decided. */
const OPEN = `pack: test
version: "1"
title: Test terms
provider: Tester
timezone: UTC
holidays: []
`;
const settled = (what: string, more = '') =>
  `${OPEN}${more}assumptions: [{ id: one, text: It is decided., settles: [${what}] }]\n`;
const counted = (lines: string, on = 'account.active') =>
  clause('first', `on: ${on}\n${lines}\nsatisfiedBy: support.answered`);
const undecided = (clauses: string[], head: string) =>
  names(lint(clauses, { head })).filter((name) => name.startsWith('undecided') && !name.startsWith('undecided-zone'));

describe('what a document leaves open', () => {
  it('whether the day of the event counts, with both days', () => {
    const found = findingOf(lint([counted('period: 30 days')], { head: OPEN }), 'undecided-trigger-day');
    expect(found).toMatchObject({ severity: 'error', clause: 'first' });
    expect(found.text).toContain(
      'counted from Thursday 1 January 2026, the last day is Saturday 31 January 2026 if not, as it is counted here, and Friday 30 January 2026 if it is',
    );
    const before = 'length: 1 month, direction: before, from: data.dueOn, roll: none, monthEnd: clamp';
    const ahead = counted(`about: invoice\nperiod: { ${before} }`, 'invoice.due');
    expect(findingOf(lint([ahead], { head: OPEN }), 'undecided-trigger-day').text).toMatch(
      /counts 1 month back, and nothing says whether the day it counts back from is the first .* if not, .* if it is/,
    );
    const back = clause(
      'first',
      'nature: figure\non: breach.alleged\nlookBack: { length: 12 months, sums: payment.received }',
    );
    expect(undecided([back], OPEN)).toEqual(['undecided-trigger-day first']);
    expect(undecided([`${back}\n    assumes: [one]`], settled('trigger-day'))).toEqual([]);
  });

  it('what becomes of a last day on a weekend', () => {
    const found = findingOf(lint([counted('period: 30 days')], { head: OPEN }), 'undecided-roll');
    expect(found.severity).toBe('warning');
    expect(found.text).toContain(
      'counted from Thursday 1 January 2026, it is Saturday 31 January 2026 as it is counted here, and Monday 2 February 2026 if it moves',
    );
  });

  it('not the trigger day of a look-back, where the assumption of all clauses settles it', () => {
    const cap = clause(
      'cap',
      'nature: figure\non: breach.alleged\nabout: breach\nlookBack: { length: 12 months, sums: payment.received }',
    );
    const more =
      'defaults: { assumes: [out] }\nassumptions: [{ id: out, settles: [trigger-day], text: It does not. }]\n';
    expect(undecided([cap], OPEN)).toContain('undecided-trigger-day cap');
    expect(undecided([cap], `${OPEN}${more}`)).not.toContain('undecided-trigger-day cap');
  });

  it('whether the end of a cycle is its last day or the day on which it renews', () => {
    const cycles = 'cycles: { term: { every: 12 months } }\n';
    const notice = (period: string) =>
      clause(
        'notice',
        `nature: window\nobligor: customer\non: contract.commenced\ncycle: term\nrecurs: after-lapse-or-met\n${period}\nsatisfiedBy: account.active`,
      );
    const codes = (period: string) =>
      names(lint([notice(period)], { more: cycles, head: OPEN })).filter((name) =>
        name.startsWith('undecided-cycle-end'),
      );
    const back = (length: string, from = 'cycle.end') =>
      `period: { length: ${length}, from: ${from}, direction: before }`;
    const found = findingOf(lint([notice(back('45 days'))], { more: cycles, head: OPEN }), 'undecided-cycle-end');
    expect(found.severity).toBe('warning');
    // 45 days before Thursday 31 December 2026, and before Friday 1 January 2027.
    expect(found.text).toContain(
      'Monday 16 November 2026 if the last day, as it is counted here, and Tuesday 17 November 2026 if the day after',
    );
    const window =
      'window: { opens: { length: 45 days, from: cycle.end, direction: before }, closes: { length: 0 days, from: cycle.end } }';
    expect(codes(window)).toEqual(['undecided-cycle-end notice']);
    expect(codes(back('45 days', 'cycle.next'))).toEqual([]);
    expect(codes(back('48 hours'))).toEqual([]);
    expect(names(lint([notice(back('45 days'))], { more: cycles }))).toEqual([]);
    expect(codes('window: { until: cycle.end, lastDay: closing-day }')).toEqual([]);
  });

  it('the end of months, whose holidays, when a message counts', () => {
    expect(undecided([counted('period: 1 month')], OPEN)).toEqual([
      'undecided-trigger-day first',
      'undecided-roll first',
      'undecided-month-end first',
    ]);
    expect(undecided([counted('period: 10 business days')], OPEN)).toEqual([
      'undecided-trigger-day first',
      'undecided-holidays first',
    ]);
    expect(undecided([counted('period: 72 hours', 'breach.alleged')], OPEN)).toEqual(['undecided-arrival first']);
    const announced = clause(
      'first',
      'on: terms-change.announced\nabout: change\nperiod: { length: 30 days, from: data.effectiveOn, direction: before, roll: none }\nsatisfiedBy: terms-change.announced\nendedBy: terms-change.withdrawn',
    );
    expect(undecided([announced], OPEN)).toEqual(['undecided-trigger-day first', 'undecided-arrival first']);
  });

  it('whose days are meant, once for the pack', () => {
    const found = lint([counted('period: 72 hours'), counted('period: 72 hours').replace('first', 'second')], {
      head: OPEN,
    });
    expect(findingOf(found, 'undecided-zone')).toMatchObject({
      severity: 'error',
      places: [{ line: 5, column: 1 }],
      text: expect.stringContaining('Open for first, second.'),
    });
    const silent = settled('zone', 'assumesWhenContractIsSilent: { timezone: one }\n');
    expect(names(lint([counted('period: 72 hours')], { head: silent }))).toEqual([]);
    expect(names(lint([counted('period: 72 hours\nassumes: [one]')], { head: settled('zone') }))).toEqual([]);
    expect(names(lint([counted('period: 72 hours\nassumes: [one]')], { head: settled('roll') }))).toEqual([
      'undecided-zone',
    ]);
  });

  it.each([
    ['a setting', counted('period: { length: 1 month, countsTriggerDay: false, roll: none, monthEnd: clamp }'), OPEN],
    ['a clear period', counted('period: { length: 30 days, clear: true, roll: none }'), OPEN],
    ['a regime', counted('period: { length: 1 month, regime: fi-150-1930 }'), OPEN],
    [
      'an assumption of the clause',
      counted('period: 1 month\nassumes: [one]'),
      settled('trigger-day, roll, month-end'),
    ],
    [
      'the pack’s defaults',
      counted('period: 1 month'),
      `${OPEN}defaults: { period: { countsTriggerDay: true, roll: following, monthEnd: clamp } }\nassumptions: [{ id: one, text: It is decided., settles: [holidays] }]\nassumesWhenContractIsSilent: { holidays: one }\n`,
    ],
    [
      'an assumption of every clause',
      counted('period: 1 month'),
      `${settled('trigger-day, roll, month-end')}defaults: { assumes: [one] }\n`,
    ],
    [
      'what is assumed of holidays where the contract is silent',
      counted('period: { length: 10 business days, countsTriggerDay: false }'),
      settled('holidays', 'assumesWhenContractIsSilent: { holidays: one }\n'),
    ],
    [
      'what goes with a law',
      counted('period: { length: 10 business days, countsTriggerDay: false }'),
      settled('holidays', 'laws: { DK: { holidays: [DK] } }\nassumesWhenContractIsSilent: { law: one }\n'),
    ],
    [
      'holidays of the clause’s own',
      counted('period: { length: 10 business days, countsTriggerDay: false }\nholidays: [RO]'),
      OPEN,
    ],
    ['no time at all', counted('period: 0 days'), OPEN],
    [
      'a day that the event names',
      counted('window: { until: data.untilOn, lastDay: closing-day }', 'breach.alleged').replace(
        'satisfiedBy: support.answered',
        '',
      ),
      OPEN,
    ],
  ])('is decided by %s', (_, one, head) => {
    expect(undecided([one], head)).toEqual([]);
  });

  it('is asked of no statute for its zone and holidays', () => {
    const statute = `pack: act
version: "1"
kind: statute
title: An act
`;
    expect(undecided([counted('period: { length: 10 business days, countsTriggerDay: false }')], statute)).toEqual([]);
    expect(names(lint([counted('period: 72 hours')], { head: statute }))).toEqual([]);
  });
});

describe('a sentence that can be read in two ways', () => {
  const head = (more: string) =>
    `${OPEN}assumptions: [{ id: one, text: The cap is one for each outage., settles: [trigger-day], ${more} }]\n`;
  const both = head('otherReading: The cap is one for all outages., saferFor: customer');
  const rests = counted('period: 30 days\nassumes: [one]');

  const noted = (clauses: readonly string[], given: Parameters<typeof lint>[1]) =>
    lint(clauses, given).filter(({ code }) => code === 'two-readings');

  it('is noted with both readings, and for whose safety one is followed', () => {
    const [found] = noted([rests], { head: both });
    expect(found).toMatchObject({ severity: 'note', clause: 'first' });
    expect(found?.text).toBe(
      'The document can be read in two ways. Followed: The cap is one for each outage. Not followed: The cap is one for all outages. The first is safer for the customer.',
    );
  });

  it('at every clause that it touches, and at no other', () => {
    const [second, third] = ['second', 'third'].map((id) => rests.replace('id: first', `id: ${id}`));
    const found = noted([rests, second ?? '', (third ?? '').replace('assumes: [one]', '')], { head: both });
    expect(found.map(({ clause, places }) => [clause, places.length])).toEqual([
      ['first', 1],
      ['second', 1],
    ]);
    expect(new Set(found.map(({ places }) => places[0]?.line)).size).toBe(2);
  });

  it('also where a clause rests on it only if the contract is silent', () => {
    const silent = counted(
      'period: 30 days\nappliesIf: { contract: billing.cycle, is: [1 month], ifSilent: applies, assumesIfSilent: one }',
    );
    const inCycle = counted('cycle: month\nperiod: { length: 30 days, endsWith: cycle }').replace(
      'id: first',
      'id: second',
    );
    const more = 'cycles: { month: { every: contract.billing, ifSilent: 1 month, assumesIfSilent: one } }\n';
    expect(noted([silent, inCycle], { head: both, more }).map(({ clause }) => clause)).toEqual(['first', 'second']);
  });

  it('is not noted where there is one reading', () => {
    const found = names(lint([rests], { head: head('saferFor: both') }));
    expect(found.filter((name) => name.startsWith('two-readings'))).toEqual([]);
  });
});
