import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../shared/core/events/event.ts';
import { linesOf } from '../calendar/told-lines.ts';
import { clause, type Given, outcomes, planGiven } from './whole-plans.ts';

const ON_DUE = 'on: invoice.due\nabout: invoice\nperiod: { length: 9 days, from: data.dueOn, roll: following }';
const DUE = 'invoice.due@2026-03-02,id=e1,invoice=i,dueOn=2026-03-05';

/** The end of `a~i` that an earlier release had stored, in the place of the one that is counted: Monday 16 March 2026. */
function kept(id: string, date: string, instant: string, insteadOf = '2026-03-17T00:00:00Z', deadline = 'a~i'): Fact {
  return {
    id,
    kind: 'deadline.kept',
    occurredAt: '2026-03-04T10:00:00Z',
    data: { deadline, date, instant, insteadOf },
  };
}

const accepted = (edition: number): Fact => ({
  ...{ id: `accepted-${edition}`, kind: 'deadline.rebound', occurredAt: '2026-03-04T12:00:00Z' },
  data: { deadline: 'a~i', edition, by: 'Ana', reason: 'right' },
});

const CASES: [what: string, given: Given, lines: string][] = [
  [
    'an end that was stored before there were editions',
    {
      clauses: [clause('a', 'obligation', ON_DUE)],
      events: [
        DUE,
        'invoice.due@2026-03-02,id=e2,invoice=j,dueOn=2026-03-05',
        kept('k1', '2026-03-13', '2026-03-14T00:00:00Z'),
        kept('k2', '2026-03-20', '2026-03-21T00:00:00Z', '2026-03-21T00:00:00Z'),
        kept('k3', '2026-03-10', '2026-03-11T00:00:00Z', '2026-03-17T00:00:00Z', 'b'),
      ],
    },
    `
    kept event=k1 from=2026-03-16 to=2026-03-13
    = date=2026-03-13 id=a~i state=open trigger=e1
    = date=2026-03-16 id=a~j state=open trigger=e2
    `,
  ],
  [
    'such an end, whose deadline has moved since',
    {
      clauses: [clause('a', 'obligation', ON_DUE)],
      events: [
        DUE,
        kept('k1', '2026-03-13', '2026-03-14T00:00:00Z'),
        'invoice.due@2026-03-06,id=e2,invoice=i,dueOn=2026-03-09',
      ],
    },
    `
    roll-not-needed calendar=none convention=following date=2026-03-18
    moved day=2026-03-06 event=e2 from=2026-03-13 kind=invoice.due to=2026-03-18
    = date=2026-03-18 id=a~i state=open trigger=e2
    `,
  ],
  [
    'such an end, in whose place a counted one was accepted',
    {
      clauses: [clause('a', 'obligation', ON_DUE)],
      events: [DUE, kept('k1', '2026-03-13', '2026-03-14T00:00:00Z'), accepted(1)],
    },
    `
    = date=2026-03-16 id=a~i state=open trigger=e1
    `,
  ],
  [
    'such an end of days that no roll has moved',
    {
      clauses: [clause('a', 'obligation', ON_DUE)],
      events: [
        'invoice.due@2026-03-02,id=e1,invoice=i,dueOn=2026-03-07',
        kept('k1', '2026-03-13', '2026-03-14T00:00:00Z'),
      ],
    },
    `
    roll-not-needed calendar=none convention=following date=2026-03-16
    kept event=k1 from=2026-03-16 to=2026-03-13
    = date=2026-03-13 id=a~i state=open trigger=e1
    `,
  ],
];

describe('a plan with ends of an earlier release', () => {
  it.each(CASES)('tells %s', (_, given, lines) => {
    expect(outcomes(given)).toEqual(linesOf(lines));
  });
});

it('an end of an earlier release keeps the day before the roll, which is its own where none was counted', () => {
  const daysOf = (dueOn: string) =>
    planGiven({
      clauses: [clause('a', 'obligation', ON_DUE)],
      events: [
        `invoice.due@2026-03-02,id=e1,invoice=i,dueOn=${dueOn}`,
        kept('k1', '2026-03-13', '2026-03-14T00:00:00Z'),
      ],
    }).deadlines.map(({ unadjustedDate, date }) => `${unadjustedDate} ${date}`);
  // Nine days from 5 March end with Saturday the 14th and roll on to Monday; those from the 7th end with Monday.
  expect(daysOf('2026-03-05')).toEqual(['2026-03-14 2026-03-13']);
  expect(daysOf('2026-03-07')).toEqual(['2026-03-13 2026-03-13']);
});
