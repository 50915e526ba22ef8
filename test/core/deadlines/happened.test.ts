import { describe, expect, it } from 'vitest';
import { plan } from '../../../shared/core/deadlines/plan.ts';
import { prospectsOf } from '../../../shared/desk/prospects/prospects.ts';
import { contractOn, deadlineOf, facts, packOf, planOf, terms } from './planning.ts';

const clause = (id: string, lines: string) => `- id: ${id}
  ref: "1"
  title: The ${id}
  means: Something.
  nature: obligation
  obligor: provider
${lines.replaceAll(/^/gm, '  ')}`;

const planned = (clauses: string, ...events: string[]) => {
  const [contract, catalog] = contractOn(packOf(clauses));
  return planOf(contract, facts(...events), catalog);
};

const EXPORT = clause(
  'export',
  `on: contract.terminated
period: 20 days
survivesTermination: true
unless: { since: data.deleted, until: account.active }`,
);

describe('a clause that does not start once something has happened', () => {
  const ended = 'contract.terminated@2026-11-20';

  it('starts where it has not', () => {
    expect(deadlineOf(planned(EXPORT, ended), 'export').date).toBe('2026-12-10');
  });

  it('does not start where it has, and says which event kept it', () => {
    const { deadlines, notApplied } = planned(EXPORT, 'data.deleted@2026-11-02,id=gone', ended);
    expect(deadlines).toEqual([]);
    const reason = { because: 'happened', event: 'gone', kind: 'data.deleted', day: '2026-11-02' };
    expect(notApplied).toEqual([expect.objectContaining({ clause: 'export', reason })]);
  });

  it('starts again where that was undone, whatever order the facts came in', () => {
    const events = ['account.active@2026-11-10', ended, 'data.deleted@2026-11-02'];
    expect(deadlineOf(planned(EXPORT, ...events), 'export').state).toBe('open');
  });

  it('is not ended by it once it has started', () => {
    expect(deadlineOf(planned(EXPORT, ended, 'data.deleted@2026-11-25'), 'export').state).toBe('open');
  });

  it('is not among what the end of the contract would open', () => {
    const opens = (...events: string[]) => {
      const [contract, catalog] = contractOn(packOf(EXPORT));
      const input = { contract, events: facts(...events), catalog, holidays: terms.holidays };
      return prospectsOf(plan(input), input).contract.flatMap((one) => one.opens ?? []);
    };
    expect(opens().map(({ clause: id }) => id)).toEqual(['export']);
    expect(opens('data.deleted@2026-11-02')).toEqual([]);
  });
});

describe('a clause that starts only once something has happened', () => {
  const RETURN = clause(
    'return',
    `on: [contract.terminated, data-export.requested]
period: 1 month
survivesTermination: true
onlyIf: [{ since: contract.terminated }, { since: data-export.requested }]`,
  );

  it.each([
    ['the first alone', ['contract.terminated@2026-11-20'], undefined],
    ['the second alone', ['data-export.requested@2026-11-10'], undefined],
    ['both, the end last', ['data-export.requested@2026-11-10', 'contract.terminated@2026-11-20'], '2026-12-20'],
    ['both, the end first', ['contract.terminated@2026-11-20', 'data-export.requested@2026-11-25'], '2026-12-25'],
  ])('%s', (_, events, date) => {
    expect(planned(RETURN, ...events).deadlines.map((one) => one.date)).toEqual(date === undefined ? [] : [date]);
  });

  it('looks at its own matter', () => {
    const late = clause(
      'late',
      `on: invoice.due
about: invoice
period: { length: 5 days, from: data.dueOn }
onlyIf: { since: payment.failed }`,
    );
    const due = (invoice: string) => `invoice.due@2026-11-05,id=${invoice},invoice=${invoice},dueOn=2026-11-05`;
    const { deadlines } = planned(late, 'payment.failed@2026-11-02,invoice=a', due('a'), due('b'));
    expect(deadlines.map(({ id }) => id)).toEqual(['late~a']);
  });

  it('may follow from another clause', () => {
    const parent = clause('parent', 'on: contract.terminated\nperiod: 5 days\nsurvivesTermination: true');
    const child = clause(
      'child',
      `on: { clause: parent, becomes: open }
period: 10 days
survivesTermination: true
onlyIf: { since: data-export.requested }`,
    );
    const ids = (...events: string[]) =>
      planned(`${parent}\n${child}`, ...events, 'contract.terminated@2026-11-20').deadlines.map(({ id }) => id);
    expect(ids()).toEqual(['parent']);
    expect(ids('data-export.requested@2026-11-10')).toEqual(['parent', 'child']);
  });
});

describe('what is told of the same time as the start and goes after it by the name of its kind', () => {
  const AT_ONCE = clause(
    'tell',
    `on: subject-request.answered
about: request
period: 5 days
onlyIf: { since: subject-request.received, until: subject-request.extended }`,
  );

  it.each([
    ['day', '2026-03-02', '2026-03-02'],
    ['moment', '2026-03-02T14:00:00Z', '2026-03-02T14:00:00Z'],
    ['day, of which the later has an hour', '2026-03-02', '2026-03-02T14:00:00Z'],
  ])('lets the clause start in doubt: of one %s', (_, at, told) => {
    const answered = `subject-request.answered@${at},request=r`;
    const of = (...events: string[]) => planned(AT_ONCE, answered, ...events).deadlines.map(({ date }) => date);
    expect(of(`subject-request.received@${told},request=r`)).toEqual(['2026-03-07']);
    expect(of(`subject-request.received@${told},request=s`)).toEqual([]);
    const before = 'subject-request.received@2026-03-01,request=r';
    expect(of(before, `subject-request.extended@${told},request=r`)).toEqual(['2026-03-07']);
    expect(planned(EXPORT, `contract.terminated@${at}`, `data.deleted@${told}`).deadlines).toHaveLength(1);
  });

  it('not what comes an hour later', () => {
    const [answered, received] = ['answered@2026-03-02T13:00:00Z', 'received@2026-03-02T14:00:00Z'];
    const events = [answered, received].map((one) => `subject-request.${one},request=r`);
    expect(planned(AT_ONCE, ...events).deadlines).toEqual([]);
  });
});

describe('what cannot be', () => {
  it.each([
    [
      'the start keeps it from starting',
      'on: data.deleted\nperiod: 5 days\nunless: { since: data.deleted }',
      /starts the clause/,
    ],
    [
      'a recurring clause',
      'on: contract.commenced\ncycle: year\nrecurs: after-lapse\nwindow: { until: cycle.end, lastDay: closing-day }\nunless: { since: data.deleted }',
      /goes on with its cycles/,
    ],
    [
      'a kind that nobody knows',
      'on: data.deleted\nperiod: 5 days\nonlyIf: { since: data.lost }',
      /no kind of event data.lost/,
    ],
  ])('%s', (_, lines, message) => {
    expect(() => packOf(clause('one', lines), 'cycles: { year: { every: 12 months } }\n')).toThrow(message);
  });
});

describe('a clause that waits for what a statute brings about', () => {
  // The statute's kind ends what keeps the clause from starting, and starts it.
  const WAITS = clause(
    'deletion',
    `on: [contract.terminated, switching.retrieval-ended]
period: 20 days
survivesTermination: true
endedBy: switching.transition-started
onlyIf: { since: contract.terminated }
unless: { since: contract.terminated, until: switching.retrieval-ended }`,
  );
  const KINDS = `switching.retrieval-ended: { means: The time is over., beside: eu-data-act },
  switching.transition-started: { means: It begins., beside: eu-data-act }`;
  const deletionOf = (statutes: string[], ...events: string[]) => {
    const [contract, catalog] = contractOn(packOf(WAITS, '', KINDS));
    const statute = terms.catalog.get('eu-data-act') ?? [];
    const planned = planOf(
      { ...contract, statutes },
      facts(...events),
      new Map([...catalog, ['eu-data-act', statute]]),
    );
    return planned.deadlines.flatMap(({ id, date, state }) => (id === 'deletion' && state === 'open' ? date : []));
  };
  const ended = 'contract.terminated@2026-11-20';
  const over = 'switching.retrieval-ended@2026-12-21';

  it.each([
    ['does not wait where the statute does not apply', [], [ended], ['2026-12-10']],
    ['waits where it applies', ['eu-data-act@2025-09-12+2'], [ended], []],
    ['starts with what it waits for', ['eu-data-act@2025-09-12+2'], [ended, over], ['2027-01-10']],
    [
      'does not wait for a statute that did not apply yet',
      ['eu-data-act@2025-09-12+2'],
      ['contract.terminated@2025-08-01'],
      ['2025-08-21'],
    ],
    [
      'is ended by what the statute brings about',
      ['eu-data-act@2025-09-12+2'],
      ['contract.terminated@2025-08-25', 'switching.transition-started@2025-09-12'],
      [],
    ],
    [
      'is not ended by what came before the statute applied',
      ['eu-data-act@2025-09-12+2'],
      ['contract.terminated@2025-08-25', 'switching.transition-started@2025-09-11'],
      ['2025-09-14'],
    ],
    [
      'does not start with what came before the statute applied',
      ['eu-data-act@2025-09-12+2'],
      ['contract.terminated@2025-09-12', 'switching.retrieval-ended@2025-09-11'],
      [],
    ],
  ])('%s', (_, statutes, events, dates) => {
    expect(deletionOf(statutes, ...events)).toEqual(dates);
  });

  it('is refused where nothing that starts it ends what keeps it from starting', () => {
    expect(() => packOf(EXPORT.replace('data.deleted', 'contract.terminated'))).toThrow(
      'contract.terminated starts the clause, so it cannot keep it from starting as well',
    );
  });
});
