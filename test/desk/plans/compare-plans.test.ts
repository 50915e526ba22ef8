import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../../shared/core/words/words.ts';
import { changesNothing, comparePlans } from '../../../shared/desk/plans/compare-plans.ts';
import { contractOn, facts, packOf, planOf, until } from '../../core/deadlines/planning.ts';

const CLAUSES = `- id: export
  ref: "1"
  title: Export
  means: Data can be exported for 10 days.
  nature: obligation
  obligor: provider
  on: contract.terminated
  period: 10 days
  satisfiedBy: data-export.delivered
  survivesTermination: true
  ladder:
    - { step: opened, to: customer, lead: Export your data. }
    - { step: reminder, before: 3 days, to: customer }
- id: closing
  ref: "2"
  title: Closing
  means: Access may be closed.
  nature: right
  obligor: customer
  on: invoice.due
  about: invoice
  period: { length: 5 days, from: data.dueOn }
  endedBy: payment.received
- id: notice
  ref: "3"
  title: Notice
  means: Changes are announced 30 days before.
  nature: obligation
  obligor: provider
  on: terms-change.announced
  about: change
  period: { length: 30 days, from: data.effectiveOn, direction: before }
  satisfiedBy: terms-change.announced
  refuseWhenMissed: true
- id: cap
  ref: "4"
  title: Limit
  means: Liability is limited.
  nature: figure
  obligor: provider
  on: breach.alleged
  about: breach
  lookBack: { length: 12 months, sums: payment.received }
`;

/** The plans of the same facts under the clauses as they are and with some passages replaced, compared. */
function comparison(events: readonly string[], replaced: readonly (readonly [string, string])[], asOf?: string) {
  const renamed = new Map<string, string>();
  const other = replaced.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the clauses do not hold ${from}`);
    if (from.startsWith('id: ')) renamed.set(from.slice(4), to.slice(4));
    return text.replace(from, to);
  }, CLAUSES);
  const [before, after] = [CLAUSES, other].map((clauses, index) => {
    const [contract, catalog] = contractOn({ ...packOf(clauses), version: `2026-0${index + 1}` });
    const told = facts(...events);
    const plan = planOf(contract, asOf === undefined ? told : until(asOf, contract, told, catalog), catalog);
    return { plan, words: wordsOf(catalog) };
  });
  if (!before || !after) throw new Error('there are two');
  return comparePlans(before, after, renamed);
}

const TERMINATED = 'contract.terminated@2026-11-02T12:00:00Z';
const INVOICE = 'invoice.due@2026-11-02,invoice=in_1,dueOn=2026-11-02';
const NOTHING = { appears: [], vanishes: [], changes: [], reports: [] };

describe('the same facts under two versions', () => {
  it('come to nothing else where the changed clause does not concern them', () => {
    const compared = comparison([INVOICE], [['period: 10 days', 'period: 20 days']]);
    expect(compared).toEqual(NOTHING);
    expect(changesNothing(compared)).toBe(true);
  });

  it.each([
    ['period: 10 days', 'period: 14 days', '2026-11-16', 4],
    ['period: 10 days', 'period: 1 week', '2026-11-09', -3],
  ])('move a deadline and its notices: %s to %s', (from, to, date, days) => {
    const compared = comparison([TERMINATED], [[from, to]]);
    const reminder = `${date.slice(0, 8)}${String(Number(date.slice(8)) - 3).padStart(2, '0')}T09:00:00Z`;
    expect(compared).toEqual({
      ...NOTHING,
      changes: [
        {
          id: 'export',
          title: 'Export',
          timezone: 'UTC',
          // 2 November 2026 and 10 days.
          moves: { old: '2026-11-12', new: date, days },
          fields: [],
          notices: [{ path: ['reminder-3-days', 'at'], old: '2026-11-09T09:00:00Z', new: reminder }],
          explanation: { old: expect.any(Array), new: expect.any(Array) },
        },
      ],
    });
    expect(changesNothing(compared)).toBe(false);
  });

  it('let deadlines appear and vanish', () => {
    const gone = CLAUSES.slice(CLAUSES.indexOf('- id: closing'), CLAUSES.indexOf('- id: notice'));
    const compared = comparison(
      [INVOICE, TERMINATED],
      [
        [gone, ''],
        ['on: contract.terminated', 'on: [contract.terminated, invoice.due]'],
      ],
    );
    expect(compared.vanishes).toMatchObject([{ id: 'closing~in_1' }]);
    expect(comparison([INVOICE], [['on: contract.terminated', 'on: invoice.due']]).appears).toMatchObject([
      { id: 'export', date: '2026-11-12' },
    ]);
  });

  it('change a state without moving the day', () => {
    const delivered = 'data-export.delivered@2026-11-05T12:00:00Z';
    const compared = comparison(
      [TERMINATED, delivered],
      [['satisfiedBy: data-export.delivered', 'satisfiedBy: data.deleted']],
    );
    expect(compared.changes).toMatchObject([
      { id: 'export', fields: [{ path: ['state'], old: 'met', new: 'open' }], notices: [] },
    ]);
    expect(compared.changes[0]).not.toHaveProperty('moves');
  });

  it('change what lapsed by a moment', () => {
    const compared = comparison([TERMINATED], [['period: 10 days', 'period: 20 days']], '2026-11-14T00:00:00Z');
    expect(compared.changes).toMatchObject([
      { moves: { days: 10 }, fields: [{ path: ['state'], old: 'lapsed', new: 'open' }] },
    ]);
  });

  it.each([
    [
      'who is notified',
      'to: customer, lead',
      'to: [customer, provider], lead',
      ['opened', 'to'],
      ['customer'],
      ['customer', 'provider'],
    ],
    [
      'what a notice says',
      'Export your data.',
      'Take your data.',
      ['opened', 'lead'],
      'Export your data.',
      'Take your data.',
    ],
  ])('change %s', (_, from, to, path, old, wanted) => {
    expect(comparison([TERMINATED], [[from, to]]).changes).toMatchObject([
      { id: 'export', fields: [], notices: [{ path, old, new: wanted }], explanation: { old: [], new: [] } },
    ]);
  });

  it('change which notices there are', () => {
    expect(comparison([TERMINATED], [['before: 3 days', 'before: 1 day']]).changes[0]?.notices).toEqual([
      { path: ['reminder-3-days'], old: { at: '2026-11-09T09:00:00Z', to: ['customer'] } },
      { path: ['reminder-1-day'], new: { at: '2026-11-11T09:00:00Z', to: ['customer'] } },
    ]);
  });

  it('change what a lapse brings about, who has to act, and a figure', () => {
    const produces = comparison(
      [TERMINATED],
      [['survivesTermination: true', 'survivesTermination: true\n  produces: { kind: access.closed }']],
    );
    expect(produces.changes[0]?.fields).toEqual([
      { path: ['lapse', 'kind'], old: 'deadline.lapsed', new: 'access.closed' },
    ]);
    const obligor = comparison([INVOICE], [['obligor: customer', 'obligor: provider']]);
    expect(obligor.changes[0]?.fields).toEqual([
      { path: ['obligor'], old: 'customer', new: 'provider' },
      { path: ['beneficiary'], old: 'provider', new: 'customer' },
    ]);
    const paid = [
      'payment.received@2026-10-01,payment=p1,amount=1000,currency=EUR',
      'breach.alleged@2026-11-02,breach=b1,by=customer',
    ];
    const cap = comparison(paid, [['sums: payment.received', 'sums: payment.received, percent: 125']]);
    expect(cap.changes[0]?.fields).toEqual([
      { path: ['figure'], old: [{ currency: 'EUR', amount: 1000 }], new: [{ currency: 'EUR', amount: 1250 }] },
    ]);
  });

  it('are refused where they were not', () => {
    const announced = 'terms-change.announced@2026-11-02,id=a1,change=c1,effectiveOn=2026-12-20';
    const compared = comparison([announced], [['length: 30 days', 'length: 60 days']]);
    expect(compared.vanishes).toMatchObject([{ id: 'notice~c1', state: 'met' }]);
    expect(compared.reports).toEqual([
      { report: 'refused', old: [], new: [expect.objectContaining({ clause: 'notice', event: 'a1' })] },
    ]);
  });

  it('keep a deadline whose clause has another id, and say so where it changes', () => {
    expect(comparison([INVOICE], [['id: closing', 'id: shutting']])).toEqual(NOTHING);
    const compared = comparison(
      [INVOICE],
      [
        ['id: closing', 'id: shutting'],
        ['length: 5 days', 'length: 6 days'],
      ],
    );
    expect(compared.changes).toMatchObject([{ id: 'closing~in_1', newId: 'shutting~in_1', moves: { days: 1 } }]);
  });

  it('say where only the explanation reads otherwise, names of versions aside', () => {
    expect(comparison([INVOICE], [['Access may be closed.', 'Access may be shut.']]).changes).toEqual([
      {
        id: 'closing~in_1',
        title: 'Closing',
        timezone: 'UTC',
        fields: [],
        notices: [],
        explanation: {
          old: ['Closing (test, 2): Access may be closed.'],
          new: ['Closing (test, 2): Access may be shut.'],
        },
      },
    ]);
  });
});
