import { describe, expect, it } from 'vitest';
import { clause, findingOf, lint, names } from './linting.ts';

const told = (lead: string, lines = 'on: account.active\nperiod: 10 days') =>
  clause('first', `${lines}\nsatisfiedBy: support.answered\nladder: [{ step: opened, to: customer, lead: "${lead}" }]`);
const OWN = 'events: { access.ended: Access ends. }\n';
const INVOICE = 'on: [invoice.due, payment.failed]\nabout: invoice\nendedBy: [payment.received, invoice.voided]\n';

describe('letters', () => {
  it('to the customer with the standard sentence only', () => {
    const found = lint([
      clause(
        'first',
        'on: account.active\nperiod: 10 days\nsatisfiedBy: support.answered\nladder: [{ step: opened, to: [customer, provider] }]',
      ),
    ]);
    expect(findingOf(found, 'no-lead').text).toMatch(/^The step opened of “The first” .* writes to the customer/);
    expect(names(lint([told('It begins.')]))).toEqual([]);
    const provider = clause(
      'first',
      'on: account.active\nperiod: 10 days\nsatisfiedBy: support.answered\nladder: [{ step: opened, to: provider }]',
    );
    expect(names(lint([provider]))).toEqual([]);
  });

  it.each([
    ['Since {opensOn}.', 'on: account.active\nperiod: 10 days', /names \{opensOn\}: the clause opens no window/],
    ['So much: {figure}.', 'on: account.active\nperiod: 10 days', /gives no figure/],
    ['You owe {amount}.', 'on: account.active\nperiod: 10 days', /account.active has no data.amount/],
    ['Ticket {data.ticket}.', 'on: account.active\nperiod: 10 days', /account.active has no data.ticket/],
  ])('whose sentence is never used: %s', (lead, lines, text) => {
    const found = findingOf(lint([told(lead, lines)]), 'lead-never-used');
    expect(found).toMatchObject({ severity: 'error' });
    expect(found.text).toMatch(text);
  });

  it.each([
    [
      'Because of {data.exception}.',
      'on: terms-change.announced\nabout: change\nendedBy: terms-change.withdrawn\nperiod: 10 days',
      /terms-change.announced may come without data.exception/,
    ],
    ['Due on {data.dueOn}.', `${INVOICE}period: 10 days`, /invoice.due or payment.failed may come without data.dueOn/],
    ['Of {data.invoice}.', `${INVOICE}period: 10 days`, /^.*: payment.failed may come without data.invoice/],
    [
      'You owe {amount}.',
      'on: [invoice.due, account.active]\nperiod: 10 days',
      /account.active may come without data.amount/,
    ],
    [
      'Of {data.invoice}.',
      'on: [payment.failed, account.active]\nperiod: 10 days',
      /payment.failed or account.active may come without data.invoice/,
    ],
    [
      'Because of {data.exception}.',
      'on: { kind: terms-change.announced, where: { exception: { not: emergency } } }\nabout: change\nendedBy: terms-change.withdrawn\nperiod: 10 days',
      /may come without data.exception/,
    ],
  ])('whose sentence may be left out: %s', (lead, lines, text) => {
    const found = findingOf(lint([told(lead, lines)]), 'lead-may-be-left-out');
    expect(found).toMatchObject({ severity: 'warning' });
    expect(found.text).toMatch(text);
  });

  it.each([
    ['Until {date}, {end}, under {title} ({ref}).', 'on: account.active\nperiod: 10 days'],
    ['Since {opensOn}.', 'nature: window\non: account.active\nwindow: { closes: 10 days }'],
    ['You owe {amount}.', `${INVOICE}period: 10 days`],
    [
      'Because of {data.exception}.',
      'on: { kind: terms-change.announced, where: { exception: { set: true } } }\nabout: change\nendedBy: terms-change.withdrawn\nperiod: 10 days',
    ],
    ['Due on {data.dueOn}.', `${INVOICE}period: { length: 10 days, from: data.dueOn }`],
    ['Through the {data.door}.', 'on: access.ended\nperiod: 10 days'],
  ])('whose sentence is always used: %s', (lead, lines) => {
    expect(names(lint([told(lead, lines)], { more: OWN })).filter((name) => name.startsWith('lead'))).toEqual([]);
  });

  it('by the event that settled the clause from which another follows', () => {
    const first = clause(
      'first',
      'on: breach.alleged\nabout: breach\nperiod: 10 days\nsatisfiedBy: breach.cured\nproduces: { kind: contract.terminated }',
    );
    const carrying = first.replace('terminated }', 'terminated, carries: [breach] }');
    const sometimes = carrying.replace('on: breach.alleged', 'on: [breach.alleged, account.active]');
    const follows = (becomes: string) =>
      clause(
        'second',
        `nature: effect\nsurvivesTermination: true\non: { clause: first, becomes: ${becomes} }\nperiod: 10 days\nladder: [{ step: opened, to: customer, lead: "Breach {data.breach}." }]`,
      );
    expect(names(lint([first, follows('met')]))).toEqual([]);
    expect(names(lint([first, follows('open')]))).toEqual([]);
    expect(names(lint([first, follows('lapsed')]))).toEqual(['lead-never-used second']);
    expect(names(lint([carrying, follows('lapsed')]))).toEqual([]);
    expect(findingOf(lint([sometimes, follows('lapsed')]), 'lead-may-be-left-out').text).toContain(
      'the lapse of first may come without data.breach',
    );
  });
});

describe('a clause that nobody is told of', () => {
  const silent = (lines: string) => clause('first', `${lines}\nladder: []`);

  it('is a gap, or worth a note where another clause tells', () => {
    const alone = findingOf(
      lint([silent('on: account.active\nperiod: 10 days\nsatisfiedBy: support.answered')]),
      'untold',
    );
    expect(alone.severity).toBe('warning');
    const other = clause('second', 'on: account.active\nperiod: 20 days\nsatisfiedBy: support.answered');
    const beside = lint([silent('on: account.active\nperiod: 10 days\nsatisfiedBy: support.answered'), other]);
    expect(findingOf(beside, 'untold').severity).toBe('note');
  });

  it.each([
    ['an effect', 'nature: effect\non: account.active\nperiod: 10 days'],
    ['a figure', 'nature: figure\non: account.active\nlookBack: { length: 12 months, sums: payment.received }'],
    ['no period', 'none: There is no figure.'],
    [
      'a refusal tells',
      'on: terms-change.announced\nabout: change\nperiod: { length: 30 days, from: data.effectiveOn, direction: before }\nsatisfiedBy: terms-change.announced\nendedBy: terms-change.withdrawn\nrefuseWhenMissed: true',
    ],
  ])('but not %s', (_, lines) => {
    expect(
      names(
        lint([
          silent(lines).replace(
            '    ladder: []',
            lines.includes('lookBack') || lines.includes('none') ? '' : '    ladder: []',
          ),
        ]),
      ).filter((name) => name.startsWith('untold')),
    ).toEqual([]);
  });
});
