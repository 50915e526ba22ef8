import { describe, expect, it } from 'vitest';
import { clause, findingOf, lint, lintText, names, packText, statute } from './linting.ts';

const announced = (length: string) =>
  clause(
    'announcement',
    `topic: terms-change-notice\non: terms-change.announced\nabout: change\nperiod: { length: ${length}, from: data.effectiveOn, direction: before }\nsatisfiedBy: terms-change.announced\nendedBy: terms-change.withdrawn\nrefuseWhenMissed: true`,
  );
const effect = (period: string, on = 'terms-change.announced', more = '') =>
  clause(
    'in-force',
    `nature: effect\nobligor: customer\non: ${on}\nabout: change\n${period}\nendedBy: terms-change.withdrawn\n${more || 'produces: { kind: terms-change.effective, occurs: as-it-ends }'}`,
  );
const contradictions = (clauses: string[]) => lint(clauses).filter(({ code }) => code === 'contradictory-periods');

describe('changes in force before they could be announced in time', () => {
  it('with the day on which it shows', () => {
    const found = findingOf(lint([announced('15 days'), effect('period: 10 days')]), 'contradictory-periods');
    expect(found).toMatchObject({ clause: 'announcement', against: 'in-force', severity: 'error' });
    expect(found.places.map((place) => place.clause)).toEqual(['announcement', 'in-force']);
    // 1 January + 10 days ends with the 11th, so it is in force on the 12th; the 16th is 15 days after the 1st.
    expect(found.text).toMatch(
      /announced on Thursday 1 January 2026, it is in force on Monday 12 January 2026; .* before Friday 16 January 2026, 4 days later/,
    );
    expect(found.text).toContain('on every day from 2026 to 2029');
  });

  it('each way of counting by itself, and what the later of them makes of it', () => {
    const found = findingOf(
      lint([
        announced('15 days'),
        effect('period: { laterOf: [10 days, 15 days, { day: data.effectiveOn, takesEffect: as-it-begins }] }'),
      ]),
      'contradictory-periods',
    );
    expect(found.text).toMatch(/is in force 10 days after terms-change.announced/);
    expect(found.text).toMatch(
      /counts 3 ways and takes the latest, so in this example the change is in force on Saturday 17 January 2026/,
    );
  });

  it('at once, and months against days', () => {
    expect(names(contradictions([announced('15 days'), effect('atOnce: true')]))).toEqual([
      'contradictory-periods announcement against in-force',
    ]);
    // From 31 January a month ends with 28 February, in force on 1 March; 30 days later is 2 March. Days of February have
    // 28 days to the same one of March, and 29 in 2028: 3 × (1 + 28) days are too early.
    const months = contradictions([announced('30 days'), effect('period: 1 month')]);
    expect(months[0]?.text).toMatch(/announced on Saturday 31 January 2026, it is in force on Sunday 1 March 2026/);
    expect(months[0]?.text).toContain('on 87 of the 1431 days from 2026 to 2029');
  });

  it.each([
    ['longer than the announcement', [announced('15 days'), effect('period: 15 days')]],
    [
      'exactly as long, since it is in force only when the last day is over',
      [announced('15 days'), effect('period: 14 days')],
    ],
    ['on the day that the announcement names', [announced('15 days'), effect('atOnce: { from: data.effectiveOn }')]],
    [
      'no change',
      [
        announced('15 days'),
        effect('period: 10 days', 'terms-change.announced', 'satisfiedBy: terms-change.rejected').replace(
          'nature: effect',
          'nature: window',
        ),
      ],
    ],
    [
      'another announcement',
      [
        announced('15 days').replace(
          'on: terms-change.announced',
          'on: { kind: terms-change.announced, where: { exception: { set: false } } }',
        ),
        effect('atOnce: true', '{ kind: terms-change.announced, where: { exception: { set: true } } }'),
      ],
    ],
  ])('but not %s', (_, clauses) => {
    expect(contradictions(clauses)).toEqual([]);
  });

  it('and while the customer may still object', () => {
    const objection = (length: string) =>
      clause(
        'objection',
        `nature: window\nobligor: customer\non: terms-change.announced\nabout: change\nperiod: ${length}\nsatisfiedBy: terms-change.rejected\nendedBy: terms-change.withdrawn`,
      );
    const found = findingOf(lint([objection('30 days'), effect('period: 10 days')]), 'in-force-before-objection');
    expect(found.text).toMatch(
      /in force on Monday 12 January 2026, and an objection is in time until Saturday 31 January 2026/,
    );
    expect(names(lint([objection('10 days'), effect('period: 10 days')]))).toEqual([]);
    const either = objection('30 days').replace(
      'satisfiedBy: terms-change.rejected',
      'satisfiedBy: [account.active, terms-change.rejected]',
    );
    expect(names(lint([either, effect('period: 10 days')]))).toEqual([
      'in-force-before-objection objection against in-force',
    ]);
  });

  // Announced on 1 January 2026 for the 16th, of which 15 days’ notice is the most that is asked.
  it.each<[string, string, string | undefined]>([
    ['15 days', 'atOnce: { from: data.effectiveOn }', 'Friday 16 January 2026'],
    ['15 days', 'window: { until: data.effectiveOn, lastDay: day-before }', 'Friday 16 January 2026'],
    ['15 days', 'window: { until: data.effectiveOn, lastDay: closing-day }', 'Saturday 17 January 2026'],
    ['15 days', 'period: { length: 5 days, from: data.effectiveOn }', 'Thursday 22 January 2026'],
    ['31 days', 'atOnce: { from: data.effectiveOn }', undefined],
    ['15 days', 'period: { length: 20 days, from: data.effectiveOn }', undefined],
  ])('or on a day that %s’ notice allows: %s', (notice, shape, day) => {
    const objection = clause(
      'objection',
      'nature: window\nobligor: customer\non: terms-change.announced\nabout: change\nperiod: 30 days\nsatisfiedBy: terms-change.rejected\nendedBy: terms-change.withdrawn',
    );
    const found = lint([announced(notice), objection, effect(shape)]);
    const texts = found.filter(({ code }) => code === 'in-force-before-objection').map(({ text }) => text);
    const said = `in force on ${day} at the earliest that “The announcement” (§ 1) allows, and an objection is in time until Saturday 31 January 2026`;
    expect(texts).toEqual(day === undefined ? [] : [expect.stringContaining(said)]);
  });
});

describe('a change of which only the announcement and the objection are written down', () => {
  const KINDS =
    'events: { sub-processor.announced: One is named., sub-processor.objected: The customer objects., sub-processor.engaged: It works. }\n';
  const notice = (length: string) =>
    clause(
      'notice',
      `on: sub-processor.announced\nabout: change\nperiod: { length: ${length}, from: data.effectiveOn, direction: before }\nsatisfiedBy: sub-processor.announced`,
    );
  const objection = (time: string, kind = 'sub-processor.objected') =>
    clause(
      'objection',
      `nature: window\nobligor: customer\non: sub-processor.announced\nabout: change\n${time}\nsatisfiedBy: ${kind}`,
    );
  const found = (...clauses: string[]) =>
    lint(clauses, { more: KINDS }).filter(({ code }) => code === 'in-force-before-objection');

  it('may happen while the customer may still object', () => {
    const [one, ...more] = found(notice('10 business days'), objection('period: 30 days'));
    expect(more).toEqual([]);
    expect(one).toMatchObject({ clause: 'objection', against: 'notice', severity: 'warning' });
    // Ten business days before Thursday 15 January 2026 is Thursday the 1st; 30 days after that is Saturday the 31st.
    expect(one?.text).toContain(
      'announced on Thursday 1 January 2026, the change may be in force on Thursday 15 January 2026, and an objection is in time until Saturday 31 January 2026. This is so on every day',
    );
    const own = KINDS.replace('objected', 'objection-raised');
    const raised = lint([notice('10 business days'), objection('period: 30 days', 'sub-processor.objection-raised')], {
      more: own,
    });
    expect(names(raised)).toContain('in-force-before-objection objection against notice');
  });

  it('does not where the announcement comes early enough, or the window ends with the day', () => {
    expect(found(notice('31 days'), objection('period: 30 days'))).toEqual([]);
    expect(found(notice('30 days'), objection('period: 30 days'))).toHaveLength(1);
    const until = 'window: { until: data.effectiveOn, lastDay: day-before }';
    expect(found(notice('10 business days'), objection(until))).toEqual([]);
    const back = 'period: { length: 3 days, from: data.effectiveOn, direction: before }';
    expect(found(notice('10 business days'), objection(back))).toEqual([]);
    expect(found(notice('90 days'), objection('period: { length: 5 days, from: data.effectiveOn }'))).toHaveLength(1);
  });

  it('waits where a clause lets it wait for the objection, and does not where a right lets it go ahead', () => {
    const waits = clause(
      'engaged',
      'nature: effect\non: { clause: objection, becomes: lapsed }\natOnce: true\nproduces: { kind: sub-processor.engaged }',
    );
    expect(found(notice('10 business days'), objection('period: 30 days'), waits)).toEqual([]);
    const right = clause(
      'engaging',
      'nature: right\non: sub-processor.announced\nabout: change\nperiod: 10 business days\nendedBy: sub-processor.objected',
    );
    expect(names(found(objection('period: 30 days'), right))).toEqual([
      'in-force-before-objection objection against engaging',
    ]);
  });
});

describe('data erased before the time for fetching it is over', () => {
  const HOLD = 'suspendedBy: legal-hold.placed\nresumedBy: legal-hold.lifted\nsuspensionAbout: hold';
  const fetching = (length: string, on = 'contract.terminated') =>
    clause(
      'fetching',
      `nature: window\nobligor: customer\ntopic: data-retrieval\non: ${on}\nperiod: ${length}\nsatisfiedBy: data-export.delivered\nsurvivesTermination: true`,
    );
  const erasing = (length: string, on = 'contract.terminated', nature = 'obligation') =>
    clause(
      'erasing',
      `nature: ${nature}\ntopic: data-erasure\non: ${on}\nperiod: ${length}\n${nature === 'right' ? 'endedBy' : 'satisfiedBy'}: data.deleted\n${HOLD}\nsurvivesTermination: true`,
    );
  const erasures = (clauses: string[], more = '') =>
    lint(clauses, { more }).filter(({ code }) => code === 'erasure-before-retrieval');

  it('always, and on some days only', () => {
    const [always] = erasures([fetching('30 days'), erasing('20 days')]);
    expect(always).toMatchObject({ clause: 'erasing', against: 'fetching' });
    expect(always?.text).toMatch(
      /counted from Thursday 1 January 2026, data may be gone after Wednesday 21 January 2026, 10 days before the last day for fetching it, Saturday 31 January 2026/,
    );
    const [sometimes] = erasures([fetching('30 days'), erasing('1 month', 'contract.terminated', 'right')]);
    // A month is shorter than 30 days from 30 and 31 January and all of February, 30 days of each year; in 2028, which has a
    // 29 February, from 31 January and all of February, 30 days too.
    expect(sometimes?.text).toMatch(/counted from Saturday 31 January 2026, .* 2 days before/);
    expect(sometimes?.text).toContain('on 120 of the 1461 days from 2026 to 2029');
  });

  it('by the hour of one day', () => {
    const lines = erasing('71 hours').split('\n');
    const byHours = lines.filter((line) => !/legal-hold|suspensionAbout/.test(line)).join('\n');
    expect(erasures([fetching('2 days'), byHours])[0]?.text).toMatch(
      /gone after Saturday 3 January 2026 at 23:00, before the time for fetching it is over, Sunday 4 January 2026 at 00:00/,
    );
  });

  it('with the notice that ends the contract only later', () => {
    const notice = clause(
      'notice',
      'nature: effect\nobligor: customer\non: termination.noticed\nperiod: 30 days\nendedBy: account.active\nproduces: { kind: contract.terminated }',
    );
    const early = erasures([notice, fetching('30 days'), erasing('40 days', 'termination.noticed')]);
    // Noticed on 1 January, ended with the 31st, to be fetched until 2 March; erased after 10 February.
    expect(early[0]?.text).toMatch(/gone after Tuesday 10 February 2026, 20 days before .* Monday 2 March 2026/);
    expect(erasures([notice, fetching('30 days'), erasing('60 days', 'termination.noticed')])).toEqual([]);
  });

  it('at once, where fetching has no time at all', () => {
    const promise = clause(
      'fetching',
      'nature: window\nobligor: customer\ntopic: data-retrieval\nnone: No time is named.',
    );
    const atOnce = clause(
      'erasing',
      'nature: effect\ntopic: data-erasure\non: termination.noticed\natOnce: true\nendedBy: account.active\nproduces: { kind: contract.terminated }',
    );
    expect(names(erasures([promise, atOnce]))).toEqual(['erasure-before-retrieval erasing against fetching']);
    expect(erasures([promise, erasing('20 days')])).toEqual([]);
  });

  it('but not afterwards, nor where it follows from it', () => {
    expect(erasures([fetching('30 days'), erasing('30 days')])).toEqual([]);
    expect(erasures([fetching('30 days'), erasing('5 days', '{ clause: fetching, becomes: lapsed }')])).toEqual([]);
    const produces = fetching('30 days').replace(
      'period: 30 days',
      'period: 30 days\n    produces: { kind: access.ended }',
    );
    expect(erasures([produces, erasing('5 days', 'access.ended')], 'events: { access.ended: It ends. }\n')).toEqual([]);
    expect(erasures([fetching('30 days', 'account.active'), erasing('5 days')])).toEqual([]);
  });

  it('where the erasure follows from the start of the retrieval', () => {
    const open = '{ clause: fetching, becomes: open }';
    expect(names(erasures([fetching('40 days'), erasing('10 days', open)]))).toEqual([
      'erasure-before-retrieval erasing against fetching',
    ]);
    expect(erasures([fetching('40 days'), erasing('40 days', open)])).toEqual([]);
  });

  const act = (length: string) =>
    statute('data-act', [
      clause(
        'retrieval',
        `nature: window\nobligor: customer\ntopic: data-retrieval\non: contract.terminated\nperiod: ${length}\nsatisfiedBy: access.ended\nsurvivesTermination: true\ndemands: { topic: data-retrieval, rule: at-least }`,
      ),
    ]);

  it.each<[string, string, number]>([
    ['20 days', 'period: 5 days', 1],
    ['20 days', 'period: 10 days', 0],
    ['29 days', 'atOnce: true', 1],
    ['30 days', 'atOnce: true', 0],
  ])('where after %s in the terms it follows with %s, against 30 days of a statute', (length, shape, count) => {
    const after = erasing('5 days', '{ clause: fetching, becomes: lapsed }', 'effect').replace('period: 5 days', shape);
    const lines = after
      .split('\n')
      .filter((line) => !(shape.startsWith('atOnce') && /legal-hold|suspension/.test(line)));
    const found = lint([fetching(length), lines.join('\n')], { beside: [act('30 days')] });
    const early = names(found).filter((name) => name.startsWith('erasure-before'));
    expect(early).toEqual(Array(count).fill('erasure-before-retrieval erasing against data-act/retrieval'));
  });

  it.each([
    ['right', 'period: 5 days', 'may be erased once this time is over: 5 days after contract.terminated.'],
    ['right', 'atOnce: true', 'may be erased at once with contract.terminated.'],
    ['obligation', 'atOnce: true', 'has to be erased at once with contract.terminated.'],
  ])('says of the %s with %s: %s', (nature, shape, said) => {
    const lines = erasing('5 days', 'contract.terminated', nature).replace('period: 5 days', shape).split('\n');
    const once = lines.filter((line) => !(shape.startsWith('atOnce') && /legal-hold|suspension/.test(line)));
    expect(erasures([fetching('30 days'), once.join('\n')])[0]?.text).toContain(`data ${said}`);
  });

  it('against a statute', () => {
    const beside = [act('{ length: 30 days, regime: eu-1182-71 }')];
    const found = lint([erasing('20 days')], { beside });
    expect(names(found)).toEqual(['erasure-before-retrieval erasing against data-act/retrieval']);
    expect(found[0]?.text).toContain('(The data-act Act, § 1)');
    const spared = 'doesNotApply: [{ statute: data-act, why: It does not. }]\n';
    expect(names(lint([erasing('20 days')], { beside, more: spared }))).toEqual([]);
  });
});

describe('times that cannot be', () => {
  const CYCLES = 'cycles: { year: { every: 12 months }, month: { every: 1 month } }\n';
  const window = (opens: string, closes: string, cycle = 'year') =>
    clause(
      'first',
      `nature: window\non: contract.commenced\ncycle: ${cycle}\nrecurs: after-lapse-or-met\nwindow: { opens: { length: ${opens}, from: cycle.end, direction: before }, closes: { length: ${closes}, from: cycle.end, direction: before } }\nsatisfiedBy: account.active`,
    );

  it('a window that closes before it opens', () => {
    const found = findingOf(lint([window('15 days', '30 days')], { more: CYCLES }), 'closes-before-it-opens');
    // The cycle from 1 January 2026 ends with 31 December: 16 December and 1 December.
    expect(found.text).toMatch(/begins on Wednesday 16 December 2026 and its last day is Tuesday 1 December 2026/);
    expect(names(lint([window('30 days', '15 days')], { more: CYCLES }))).toEqual(['unused-cycle']);
  });

  it('a last day for notice before the cycle begins, or before the event', () => {
    const notice = (cycle: string) =>
      clause(
        'first',
        `nature: window\non: contract.commenced\ncycle: ${cycle}\nrecurs: after-lapse-or-met\nperiod: { length: 2 months, from: cycle.end, direction: before, method: forwardMax }\nsatisfiedBy: account.active`,
      );
    expect(findingOf(lint([notice('month')], { more: CYCLES }), 'closes-before-it-opens').text).toMatch(
      /a 1 month cycle that begins on Thursday 1 January 2026/,
    );
    expect(names(lint([notice('year')], { more: CYCLES }))).toEqual(['unused-cycle']);
    const back = clause(
      'first',
      'on: account.active\nperiod: { length: 5 days, direction: before }\nsatisfiedBy: support.answered',
    );
    expect(findingOf(lint([back]), 'closes-before-it-opens').text).toMatch(/its last day is Saturday 27 December 2025/);
    const named = back
      .replace('length: 5 days', 'length: 5 days, from: [data.dueOn, trigger]')
      .replace('account.active', 'invoice.due');
    expect(names(lint([named])).filter((name) => name.startsWith('closes'))).toEqual([]);
    // A day after Saturday 3 January 2026 is a Sunday, and moves back to Friday the 2nd.
    const moved = (roll: string) =>
      clause('first', `on: account.active\nperiod: { length: 1 day, roll: ${roll} }\nsatisfiedBy: support.answered`);
    expect(findingOf(lint([moved('preceding')]), 'closes-before-it-opens').text).toMatch(
      /from Saturday 3 January 2026, it begins on Saturday 3 January 2026 and its last day is Friday 2 January 2026/,
    );
    expect(names(lint([moved('following')]))).toEqual([]);
  });

  it('counts on the lengths of a cycle to which the clause is kept, not on that of most contracts', () => {
    const notice = (appliesIf: string, length = '2 months') =>
      lint(
        [
          clause(
            'first',
            `nature: window\non: contract.commenced\ncycle: pace\nrecurs: after-lapse-or-met\n${appliesIf}\nperiod: { length: ${length}, from: cycle.end, direction: before }\nsatisfiedBy: account.active`,
          ),
        ],
        { more: 'cycles: { pace: { every: contract.billing } }\n' },
      );
    const kept = (is: string, silent = 'does-not-apply') =>
      `appliesIf: { contract: billing.cycle, is: [${is}], ifSilent: ${silent} }`;
    expect(findingOf(notice(''), 'closes-before-it-opens').text).toContain('a 1 month cycle');
    expect(names(notice(kept('1 year')))).toEqual([]);
    expect(findingOf(notice(kept('1 year'), '13 months'), 'closes-before-it-opens').text).toContain('a 1 year cycle');
    expect(findingOf(notice(kept('1 year, 1 month')), 'closes-before-it-opens').text).toContain('a 1 month cycle');
    // A condition on something else leaves the length open.
    expect(names(notice('appliesIf: { contract: term, is: [1 year], ifSilent: does-not-apply }'))).toContain(
      'closes-before-it-opens first',
    );
  });

  it('an extension that gives no more time, or that nothing grants', () => {
    const extended = (to: string, more = '') =>
      clause(
        'first',
        `on: subject-request.received\nabout: request\nperiod: 30 days\nextendedBy: { on: subject-request.extended, to: ${to}${more} }\nsatisfiedBy: subject-request.answered`,
      );
    const told = (satisfied: string) =>
      clause(
        'told',
        `nature: window\non: subject-request.received\nabout: request\nperiod: 10 days\nsatisfiedBy: ${satisfied}`,
      );
    expect(findingOf(lint([extended('30 days')]), 'extension-does-not-extend').text).toMatch(
      /Saturday 31 January 2026 without it and the same day with it. This is so on every day/,
    );
    // From 29 January 2026 to 28 February are 30 days, so a month gives no more.
    expect(findingOf(lint([extended('1 month')]), 'extension-does-not-extend').text).toMatch(
      /from Thursday 29 January 2026/,
    );
    expect(names(lint([extended('3 months')]))).toEqual([]);
    expect(
      findingOf(
        lint([extended('3 months', ', ifMet: told'), told('subject-request.answered')]),
        'extension-never-granted',
      ),
    ).toMatchObject({
      clause: 'first',
      against: 'told',
    });
    expect(names(lint([extended('3 months', ', ifMet: told'), told('subject-request.extended')]))).toEqual([]);
  });

  it.each([
    ['holidays: []', 'holidays: [none, XX]', 6, 'Nothing can be counted for a contract that names no holidays: '],
    [
      'holidays: []',
      'holidays: []\nlaws: { Home: { holidays: [RO] }, Away: { holidays: [XX] } }',
      7,
      'Nothing can be counted under the law of Away: ',
    ],
    ['period: 5 days', 'period: 5 days\n    holidays: [XX]', 34, '“The second” (§ 1) cannot be counted: '],
  ])('a holiday set that is not there, where it is named: %s → %s', (from, to, line, said) => {
    const clauses = [
      clause(
        'first',
        'on: account.active\nperiod: 10 business days\nladder: [{ step: reminder, before: 60 days, to: provider }]',
      ),
      clause('second', 'on: account.active\nperiod: 5 days'),
    ];
    const found = lintText(packText(clauses).replace(from, to));
    const { text, places } = findingOf(found, 'cannot-be-counted');
    expect(text).toContain(`${said}unknown holiday set "XX"; known sets are none, DE`);
    expect(places).toMatchObject([{ line }]);
    // What can be counted is counted all the same.
    expect(names(found).includes('reminder-never first')).toBe(to.includes('Home'));
  });

  it('a holiday set that is not there, or that ends too soon', () => {
    const counted = clause('first', 'on: account.active\nperiod: 10 business days\nsatisfiedBy: support.answered');
    const unknown = lintText(packText([counted]).replace('holidays: []', 'holidays: [XX]'));
    expect(findingOf(unknown, 'cannot-be-counted').text).toMatch(/unknown holiday set "XX"/);
    const far = clause(
      'first',
      'on: account.active\nholidays: [RO]\nperiod: { length: 15 years, roll: following }\nsatisfiedBy: support.answered',
    );
    expect(findingOf(lint([far]), 'cannot-be-counted').text).toMatch(/does not cover the year 2041|2044/);
    const reminded = clause(
      'first',
      'on: account.active\nholidays: [RO]\nperiod: 15 years\nsatisfiedBy: support.answered\nladder:\n  - { step: reminder, before: 5 days, to: provider }\n  - { step: reminder, before: 5 business days, to: provider }',
    );
    const { text, places } = findingOf(lint([reminded]), 'cannot-be-counted');
    expect(text).toMatch(/does not cover the year 204/);
    expect(places).toMatchObject([{ line: 28 }]);
    expect(names(lint([counted]))).toEqual([]);
  });
});
