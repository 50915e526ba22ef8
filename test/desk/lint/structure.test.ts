import { describe, expect, it } from 'vitest';
import { clause, findingOf, lint, names } from './linting.ts';

const DUTY =
  'period: 10 days\nsatisfiedBy: data.deleted\nsuspendedBy: legal-hold.placed\nresumedBy: legal-hold.lifted\nsuspensionAbout: hold';
const duty = (id: string, on: string, more = '') => clause(id, `on: ${on}\n${DUTY}\n${more}`);
const first = duty('first', 'contract.commenced');
const OWN = 'events: { access.ended: Access ends. }\n';

describe('clauses that never start', () => {
  it.each<[string, string[], string, RegExp]>([
    [
      'wait for the meeting of what nothing meets',
      [
        clause('first', 'nature: effect\non: contract.commenced\nperiod: 10 days'),
        duty('second', '{ clause: first, becomes: met }'),
      ],
      'unreachable-clause second',
      /it waits for first to be met, and nothing can meet first/,
    ],
    [
      'wait for a clause without a period',
      [clause('first', 'none: There is no figure.'), duty('second', '{ clause: first, becomes: lapsed }')],
      'unreachable-clause second',
      /first has no period, so it is never open, met or lapsed/,
    ],
    [
      'wait for the lapse of a figure',
      [
        clause(
          'first',
          'nature: figure\non: breach.alleged\nlookBack: { length: 12 months, sums: payment.received }\nassumes: [out]',
        ),
        duty('second', '{ clause: first, becomes: lapsed }'),
      ],
      'unreachable-clause second',
      /first is a figure, which is settled at once and never lapsed/,
    ],
    [
      'wait for the lapse of what its own notice meets',
      [
        clause('first', 'on: contract.commenced\natOnce: true\nnoticeFulfils: true'),
        duty('second', '{ clause: first, becomes: lapsed }'),
      ],
      'unreachable-clause second',
      /the notice under first meets it, so it never lapses/,
    ],
    [
      'wait for each other',
      [duty('first', '{ clause: second, becomes: lapsed }'), duty('second', '{ clause: first, becomes: lapsed }')],
      'unreachable-clause first',
      /first waits for second, and second waits for first/,
    ],
    [
      'follow from one that never starts',
      [
        clause('none-at-all', 'none: There is no figure.'),
        duty('first', '{ clause: none-at-all, becomes: lapsed }'),
        duty('second', '{ clause: first, becomes: lapsed }'),
      ],
      'unreachable-clause second',
      /it waits for first, which itself never starts/,
    ],
    [
      'wait for a longer cycle than there is',
      [
        clause(
          'first',
          'nature: window\non: contract.commenced\ncycle: month\nrecurs: after-lapse\nwindow: { until: cycle.end, lastDay: closing-day }\nsatisfiedBy: termination.noticed\nreopenedBy: termination.noticed',
        ),
        duty('second', '{ clause: first, becomes: open, cycleOver: 1 month }'),
      ],
      'unreachable-clause second',
      /longer than 1 month, and its cycle is 1 month/,
    ],
    [
      'apply under a law that is not on offer',
      [duty('first', 'contract.commenced', 'appliesIf: { contract: law, is: [FR], ifSilent: applies }')],
      'unreachable-clause first',
      /it applies under the law FR, and the terms offer DK and US-DE only/,
    ],
  ])('those that %s', (_, clauses, name, text) => {
    const more = 'cycles: { month: { every: 1 month } }\nlaws: { DK: {}, US-DE: {} }\n';
    const head = `pack: test
version: "1"
title: Test terms
provider: Tester
timezone: UTC
holidays: []
assumptions: [{ id: out, settles: [trigger-day], text: It is out. }]
`;
    const found = lint(clauses, { more, head });
    expect(names(found)).toContain(name);
    const texts = found.filter((one) => one.code === 'unreachable-clause').map((one) => one.text);
    expect(texts.some((one) => text.test(one))).toBe(true);
  });

  it.each<[string, string[]]>([
    ['wait for what can become so', [first, duty('second', '{ clause: first, becomes: met }')]],
    ['wait for a lapse', [first, duty('second', '{ clause: first, becomes: lapsed }')]],
    [
      'wait for what a notice meets',
      [
        clause('first', 'on: contract.commenced\natOnce: true\nnoticeFulfils: true'),
        duty('second', '{ clause: first, becomes: met }'),
      ],
    ],
    ['start with an event of the pack’s own, which comes by API', [duty('first', 'access.ended')]],
  ])('but not those that %s', (_, clauses) => {
    expect(names(lint(clauses, { more: OWN })).filter((name) => name.startsWith('unreachable'))).toEqual([]);
  });
});

describe('a clause whose event only an unreachable clause brings about', () => {
  const never = duty('first', '{ kind: breach.alleged, where: { by: nobody } }', 'produces: { kind: access.ended }');
  const second = duty('second', 'access.ended');

  it('is warned of, since the event may still come by API', () => {
    const found = lint([never, second], { more: OWN }).filter(({ code }) => code === 'unreachable-clause');
    expect(found).toMatchObject([
      { clause: 'first', severity: 'error' },
      {
        clause: 'second',
        severity: 'warning',
        text: expect.stringMatching(/starts with access.ended, which only first would bring about/),
      },
    ]);
  });

  it('but not where another clause or nobody brings it about', () => {
    const third = duty('third', 'account.active', 'produces: { kind: access.ended }');
    const either = duty('second', '[access.ended, account.active]');
    for (const clauses of [[never, third, second], [second], [never, either]]) {
      const found = lint(clauses, { more: OWN }).filter(
        ({ code, clause: id }) => code === 'unreachable-clause' && id === 'second',
      );
      expect(found).toEqual([]);
    }
  });
});

describe('conditions that nothing fulfils', () => {
  it.each<[string, RegExp, RegExp]>([
    [
      '{ kind: breach.alleged, where: { by: vendor } }',
      /data\.by “vendor”: it is customer or provider/,
      /Use customer or provider/,
    ],
    ['{ kind: breach.alleged, where: { by: costumer } }', /“costumer”/, /Did you mean customer\?/],
    ['{ kind: invoice.due, where: { invoice: 5 } }', /data.invoice “5”: it holds text/, /Correct/],
    ['{ kind: outage.started, where: { excused: "yes" } }', /it holds true or false/, /Correct the condition/],
    ['{ kind: storage.exceeded, where: { usedBytes: { over: 10, under: 5 } } }', /holds a number/, /Correct/],
    ['{ kind: invoice.due, where: { invoice: { set: false, oneOf: [a] } } }', /holds text/, /Correct/],
  ])('%s', (on, text, remedy) => {
    const found = lint([duty('first', on)]);
    const { text: said, remedy: todo } = findingOf(found, 'impossible-condition');
    expect(said).toMatch(text);
    expect(todo).toMatch(remedy);
    expect(names(found)).toContain('unreachable-clause first');
  });

  it.each([
    '{ kind: breach.alleged, where: { by: customer } }',
    '{ kind: invoice.due, where: { invoice: in_1 } }',
    '{ kind: breach.alleged, where: { by: { not: customer } } }',
    '{ kind: storage.exceeded, where: { usedBytes: { over: 10, under: 11 } } }',
    '{ kind: terms-change.announced, where: { exception: { set: false } } }',
    '{ kind: access.ended, where: { why: { oneOf: [a, b] } } }',
  ])('but not %s', (on) => {
    expect(names(lint([duty('first', on)], { more: OWN }))).not.toContain('impossible-condition first');
  });
});

describe('clauses that are over as they start', () => {
  it('tells of an event that starts and ends, or starts and meets', () => {
    const ended = lint([duty('first', 'contract.commenced', 'endedBy: [contract.commenced, contract.amended]')]);
    expect(findingOf(ended, 'closes-as-it-starts').text).toMatch(
      /^contract.commenced starts “The first” .* and ends it/,
    );
    const met = lint([clause('first', 'on: data.deleted\nperiod: 10 days\nsatisfiedBy: data.deleted')]);
    expect(findingOf(met, 'closes-as-it-starts').text).toMatch(/starts .* and meets it/);
    const oneOfTwo = lint([
      clause(
        'first',
        'on: [payment.failed, invoice.due]\nabout: invoice\nperiod: 10 days\nsatisfiedBy: payment.received\nendedBy: [invoice.voided, payment.failed]',
      ),
    ]);
    expect(findingOf(oneOfTwo, 'closes-as-it-starts').text).toMatch(
      /^payment.failed starts .* so it never runs then\.$/,
    );
    const later = clause(
      'first',
      'on: terms-change.announced\nabout: change\nperiod: { length: 10 days, from: data.effectiveOn }\nsatisfiedBy: terms-change.announced\nendedBy: terms-change.withdrawn',
    );
    expect(names(lint([later]))).toEqual(['closes-as-it-starts first']);
  });

  it('lets an announcement meet what it is itself, and tells events apart by their data', () => {
    const announced = clause(
      'first',
      'on: terms-change.announced\nabout: change\nperiod: { length: 30 days, from: data.effectiveOn, direction: before }\nsatisfiedBy: terms-change.announced\nendedBy: terms-change.withdrawn',
    );
    const apart = duty(
      'second',
      '{ kind: breach.alleged, where: { by: customer } }',
      'endedBy: { kind: breach.alleged, where: { by: provider } }',
    );
    expect(names(lint([announced, apart])).filter((name) => name.startsWith('closes'))).toEqual([]);
  });
});

describe('clauses that start after the end of the contract', () => {
  it('and do not survive it', () => {
    const direct = lint([duty('first', 'contract.terminated')]);
    expect(findingOf(direct, 'does-not-survive')).toMatchObject({ clause: 'first', severity: 'error' });
    const after = lint([
      duty('first', 'contract.terminated', 'survivesTermination: true'),
      duty('second', '{ clause: first, becomes: lapsed }'),
    ]);
    expect(findingOf(after, 'does-not-survive').text).toMatch(
      /^“The second” .* follows from first, which starts only when/,
    );
    const produced = lint(
      [
        duty('first', 'contract.terminated', 'survivesTermination: true\nproduces: { kind: access.ended }'),
        duty('second', 'access.ended'),
      ],
      { more: OWN },
    );
    expect(findingOf(produced, 'does-not-survive').clause).toBe('second');
  });

  it.each([
    ['the lapse of what ends it', 'period: 30 days', '{ clause: ends, becomes: lapsed }'],
    ['what ends it at once', 'atOnce: true', '{ clause: ends, becomes: open }'],
    ['the notice that ends it', 'atOnce: true\nnoticeFulfils: true', '{ clause: ends, becomes: met }'],
  ])('or that follow from %s', (_, shape, on) => {
    const ends = clause(
      'ends',
      `nature: effect\non: termination.noticed\n${shape}\nendedBy: account.active\nproduces: { kind: contract.terminated }`,
    );
    const found = lint([ends, duty('second', on)]);
    expect(findingOf(found, 'does-not-survive').text).toMatch(/^“The second” .* follows from ends, which ends the/);
    const through = lint([
      ends,
      duty('second', on, 'survivesTermination: true'),
      duty('third', '{ clause: second, becomes: lapsed }'),
    ]);
    expect(findingOf(through, 'does-not-survive').text).toMatch(
      /^“The third” .* follows from second, which starts only/,
    );
  });

  it('but not those that survive, or that may start before', () => {
    const found = lint(
      [
        duty('first', 'contract.terminated', 'survivesTermination: true\nproduces: { kind: access.ended }'),
        duty('second', 'access.ended', 'survivesTermination: true'),
        duty('third', '[contract.terminated, account.active]'),
        duty('fourth', '{ clause: third, becomes: lapsed }'),
        duty('fifth', 'account.active', 'produces: { kind: contract.terminated }'),
        duty('sixth', '{ clause: fifth, becomes: met }'),
        duty('seventh', '{ clause: fifth, becomes: open }'),
      ],
      { more: OWN },
    );
    expect(names(found)).toEqual([]);
  });
});

describe('what is defined and never used', () => {
  const more = `${OWN}cycles: { year: { every: 12 months } }\nsettings: { long: { length: 10 days, why: It says so. } }\n`;

  it('is told, with its place', () => {
    const found = lint([first], { more });
    expect(names(found).sort()).toEqual(['unused-cycle', 'unused-event', 'unused-setting']);
    expect(findingOf(found, 'unused-cycle').places).toEqual([{ file: 'pack-0.yaml', line: 16, column: 11 }]);
  });

  it('is not told where it is used', () => {
    const used = clause(
      'first',
      'on: access.ended\ncycle: year\nperiod: { setting: long, from: [trigger, cycle.end] }\nsatisfiedBy: data.deleted\nsuspendedBy: legal-hold.placed\nresumedBy: legal-hold.lifted\nsuspensionAbout: hold',
    );
    expect(names(lint([used], { more }))).toEqual([]);
  });

  it('an assumption too', () => {
    const head = `pack: test
version: "1"
title: Test terms
provider: Tester
timezone: UTC
holidays: []
assumptions:
  - { id: used, text: It is used., settles: [zone, trigger-day, roll] }
  - { id: left-over, text: It is not. }
`;
    const found = lint([duty('first', 'contract.commenced', 'assumes: [used]')], { head });
    expect(names(found)).toEqual(['unused-assumption']);
    expect(found[0]?.places[0]).toMatchObject({ line: 9 });
  });
});

describe('names of data that no event carries', () => {
  it.each<[string, string, RegExp, RegExp]>([
    [
      'to count from',
      'on: invoice.due\nperiod: { length: 10 days, from: data.deuOn }',
      /data\.deuOn/,
      /Did you mean dueOn\?/,
    ],
    [
      'to tell occurrences apart',
      'on: invoice.due\nabout: invoce\nperiod: 10 days',
      /one cannot be told from another/,
      /invoice\?/,
    ],
    [
      'in a condition',
      'on: { kind: invoice.due, where: { paid: { set: true } } }\nperiod: 10 days',
      /data\.paid/,
      /It may carry/,
    ],
    [
      'to take over',
      'on: breach.alleged\nperiod: 10 days\nproduces: { kind: contract.terminated, carries: [claim] }',
      /goes without it/,
      /It may carry/,
    ],
  ])('%s', (_, lines, text, remedy) => {
    const found = findingOf(
      lint([clause('first', `${lines}\nsatisfiedBy: payment.received\nendedBy: invoice.voided`)]),
      'unknown-data-key',
    );
    expect(found.text).toMatch(text);
    expect(found.remedy).toMatch(remedy);
    expect(found.severity).toBe('warning');
  });

  it('is not told of what is documented, of an instant for a day, or of events that only the pack knows', () => {
    const found = lint(
      [
        clause(
          'first',
          'on: [invoice.due, payment.failed]\nabout: invoice\nperiod: { length: 10 days, from: data.dueOn }\nsatisfiedBy: payment.received\nendedBy: invoice.voided',
        ),
        clause(
          'second',
          'on: { kind: invoice.due, where: { dueAt: { set: true } } }\nperiod: 10 days\nsatisfiedBy: payment.received\nendedBy: invoice.voided',
        ),
        clause(
          'third',
          'on: access.ended\nabout: door\nperiod: { length: 10 days, from: data.closedOn }\nsatisfiedBy: account.active',
        ),
      ],
      { more: OWN },
    );
    expect(names(found)).toEqual([]);
  });

  it('is told of a lapse by what its clause carries', () => {
    const grace = (carries: string) =>
      clause(
        'grace',
        `on: invoice.due\nabout: invoice\nperiod: 10 days\nendedBy: [payment.received, invoice.voided]\nnature: right\nproduces: { kind: contract.suspended${carries} }`,
      );
    const duty = (on: string, about: string) =>
      clause('second', `on: ${on}\n${about}\nperiod: { length: 5 days, from: data.dueOn }\nsatisfiedBy: data.deleted`);
    const lapse = (carries: string) =>
      lint([grace(carries), duty('{ clause: grace, becomes: lapsed }', 'about: invoice')]).filter(({ code }) =>
        code.startsWith('unknown'),
      );
    expect(names(lapse(', carries: [invoice, dueOn]'))).toEqual([]);
    // The matter is that of grace, whatever its lapse carries; the day is not.
    expect(lapse(', carries: [invoice]')).toMatchObject([
      {
        text: 'The lapse of grace has no data.dueOn, so the clause is never counted.',
        remedy: 'Let grace carry it (produces.carries), from an event that has it.',
      },
    ]);
    const event = (carries: string) =>
      names(lint([grace(carries), duty('contract.suspended', 'about: invoice')])).filter((name) =>
        name.startsWith('unknown'),
      );
    expect(event(', carries: [invoice, dueOn]')).toEqual([]);
    expect(event('')).toEqual(['unknown-data-key second', 'unknown-data-key second']);
  });
});

describe('references to statutes', () => {
  it('that are not at hand, or contradict each other', () => {
    const gdpr = `pack: gdpr
version: "1"
kind: statute
title: Data
settings: { answer: { length: 1 month, why: It says so. } }
clauses:
  - { id: a, ref: "1", title: A, means: A, nature: right, obligor: provider, none: None. }
`;
    const more = `statutes: [gdpr@1, p2b@1]
doesNotApply: [{ statute: gdpr, why: No. }, { statute: gdrp, why: No. }]
`;
    const found = lint([duty('first', 'contract.commenced')], { more, beside: [gdpr] });
    expect(names(found)).toEqual(['unknown-statute', 'applies-and-does-not', 'unknown-statute']);
    expect(found.map(({ remedy }) => remedy)).toEqual([
      'Known: gdpr@1.',
      'Take it out of one of them.',
      'Did you mean gdpr?',
    ]);
  });

  it('whose settings are not there for every contract', () => {
    const gdpr = `pack: gdpr
version: "1"
kind: statute
title: Data
settings: { answer: { length: 1 month, why: It says so. } }
clauses:
  - { id: a, ref: "1", title: A, means: A, nature: right, obligor: provider, none: None. }
`;
    const counted = (setting: string) =>
      clause('first', `on: contract.commenced\nperiod: { setting: ${setting} }\nsatisfiedBy: account.active`);
    const notNamed = lint([counted('gdpr/answer')], { beside: [gdpr] });
    expect(findingOf(notNamed, 'unknown-setting').remedy).toBe('Name gdpr with its version under statutes.');
    const mistyped = lint([counted('gdpr/anser')], { beside: [gdpr], more: 'statutes: [gdpr@1]\n' });
    expect(findingOf(mistyped, 'unknown-setting').remedy).toBe('Did you mean answer?');
    expect(names(lint([counted('gdpr/answer')], { beside: [gdpr], more: 'statutes: [gdpr@1]\n' }))).toEqual([]);
  });
});
