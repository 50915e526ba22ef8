import { describe, expect, it } from 'vitest';
import { deadlineOf, facts, inBucharest, planOf, silent, terms } from './planning.ts';

interface Row {
  readonly clause: string;
  readonly story: string;
  readonly events: readonly string[];
  readonly deadline: string;
  /** Last day and exclusive end, for the contract in Bucharest and for the silent one. */
  readonly bucharest: readonly [string, string];
  readonly silent: readonly [string, string];
  /** The revision that has the clause, where the first does not. */
  readonly revision?: number;
}

const ROWS: readonly Row[] = [
  {
    clause: 'termination-notice',
    story: 'notice on Friday 20 November: ends with Sunday 20 December, which is not moved',
    events: ['termination.noticed@2026-11-20T10:00:00+02:00'],
    deadline: 'termination-notice',
    bucharest: ['2026-12-20', '2026-12-20T22:00:00Z'],
    silent: ['2026-12-20', '2026-12-21T00:00:00Z'],
  },
  {
    clause: 'termination-notice',
    story: 'half an hour before midnight in UTC it is Saturday 21 November in Bucharest',
    events: ['termination.noticed@2026-11-20T23:30:00Z'],
    deadline: 'termination-notice',
    bucharest: ['2026-12-21', '2026-12-21T22:00:00Z'],
    silent: ['2026-12-20', '2026-12-21T00:00:00Z'],
  },
  {
    clause: 'export-window',
    story:
      'ended on Friday 20 November: Tuesday 15 December past St Andrew and National Day, Friday 11 December without',
    events: ['contract.terminated@2026-11-20T10:00:00+02:00'],
    deadline: 'export-window',
    bucharest: ['2026-12-15', '2026-12-15T22:00:00Z'],
    silent: ['2026-12-11', '2026-12-12T00:00:00Z'],
  },
  {
    clause: 'export-window',
    story: 'ended on Thursday 2 April 2026: Good Friday 10 and Easter Monday 13 April do not count in Romania',
    events: ['contract.terminated@2026-04-02'],
    deadline: 'export-window',
    bucharest: ['2026-04-27', '2026-04-27T21:00:00Z'],
    silent: ['2026-04-23', '2026-04-24T00:00:00Z'],
  },
  {
    clause: 'deletion',
    story: 'ended on Friday 20 November: Thursday 18 February 2027',
    events: ['contract.terminated@2026-11-20T10:00:00+02:00'],
    deadline: 'deletion',
    bucharest: ['2027-02-18', '2027-02-18T22:00:00Z'],
    silent: ['2027-02-18', '2027-02-19T00:00:00Z'],
  },
  {
    clause: 'terms-change-notice',
    story: 'in force from Wednesday 1 July: announced by Monday 1 June',
    events: ['terms-change.announced@2026-05-29,change=c1,effectiveOn=2026-07-01'],
    deadline: 'terms-change-notice~c1',
    bucharest: ['2026-06-01', '2026-06-01T21:00:00Z'],
    silent: ['2026-06-01', '2026-06-02T00:00:00Z'],
  },
  {
    clause: 'terms-change-exit',
    story: 'in force from Wednesday 1 July: the customer may leave until Tuesday 30 June',
    events: ['terms-change.announced@2026-05-29,change=c1,effectiveOn=2026-07-01'],
    deadline: 'terms-change-exit~c1',
    bucharest: ['2026-06-30', '2026-06-30T21:00:00Z'],
    silent: ['2026-06-30', '2026-07-01T00:00:00Z'],
  },
  {
    clause: 'suspension',
    story: 'due on Sunday 1 November: the right arises when Monday 16 November is over',
    events: ['invoice.issued@2026-10-18,invoice=in_1,dueOn=2026-11-01'],
    deadline: 'suspension~in_1',
    bucharest: ['2026-11-16', '2026-11-16T22:00:00Z'],
    silent: ['2026-11-16', '2026-11-17T00:00:00Z'],
  },
  {
    clause: 'suspension',
    story: 'due at 23:00 UTC on Saturday 31 October, which is Sunday 1 November in Bucharest',
    events: ['payment.failed@2026-11-02T09:00:00Z,invoice=in_1,dueAt=2026-10-31T23:00:00Z'],
    deadline: 'suspension~in_1',
    bucharest: ['2026-11-16', '2026-11-16T22:00:00Z'],
    silent: ['2026-11-15', '2026-11-16T00:00:00Z'],
  },
  {
    clause: 'availability',
    story: 'down since Monday 1 June 2026: 43 hours 48 minutes are gone on Tuesday at 19:48 UTC',
    events: ['outage.started@2026-06-01T00:00:00Z,outage=o1'],
    deadline: 'availability~2026',
    bucharest: ['2026-06-02', '2026-06-02T19:48:00Z'],
    silent: ['2026-06-02', '2026-06-02T19:48:00Z'],
  },
  {
    clause: 'availability',
    story: 'a day down in 2028, a leap year: within its 43 hours 55 minutes, so the year ends well',
    events: ['outage.started@2028-06-05T00:00:00Z,outage=o1', 'outage.ended@2028-06-06T00:00:00Z,outage=o1'],
    deadline: 'availability~2028',
    bucharest: ['2028-12-31', '2028-12-31T22:00:00Z'],
    silent: ['2028-12-31', '2029-01-01T00:00:00Z'],
  },
  {
    clause: 'terms-change-termination',
    story: 'rejected for Wednesday 1 July: the contract ends with the day before',
    events: [
      'terms-change.announced@2026-05-29,change=c1,effectiveOn=2026-07-01',
      'terms-change.rejected@2026-06-05,change=c1',
    ],
    deadline: 'terms-change-termination~c1',
    bucharest: ['2026-06-30', '2026-06-30T21:00:00Z'],
    silent: ['2026-06-30', '2026-07-01T00:00:00Z'],
    revision: 2,
  },
  {
    clause: 'liability-cap',
    story: 'a breach on Sunday 15 March 2026 looks back to Saturday 15 March 2025',
    events: [
      'payment.received@2025-03-14,payment=p0,amount=100,currency=EUR',
      'payment.received@2025-03-15,payment=p1,amount=1000,currency=EUR',
      'payment.received@2026-03-14,payment=p2,amount=2000,currency=EUR',
      'payment.received@2026-03-15,payment=p3,amount=4000,currency=EUR',
      'breach.alleged@2026-03-15,breach=b1,by=provider',
    ],
    deadline: 'liability-cap~b1',
    bucharest: ['2026-03-15', '2026-03-15T22:00:00Z'],
    silent: ['2026-03-15', '2026-03-16T00:00:00Z'],
  },
];

function revisionOf({ revision }: Pick<Row, 'revision'>) {
  return revision === undefined ? {} : { revision };
}

describe('the clauses of exoopus', () => {
  it.each(ROWS)('$clause: $story', ({ clause, events, deadline, bucharest, silent: utc, ...under }) => {
    const told = facts(...events);
    const local = deadlineOf(planOf({ ...inBucharest, ...revisionOf(under) }, told), deadline);
    const plain = deadlineOf(planOf({ ...silent, ...revisionOf(under) }, told), deadline);
    expect([local.clause, local.date, local.instant, local.timezone, local.calendar]).toEqual([
      clause,
      ...bucharest,
      'Europe/Bucharest',
      'RO@2026.1',
    ]);
    expect([plain.clause, plain.date, plain.instant, plain.timezone, plain.calendar]).toEqual([
      clause,
      ...utc,
      'UTC',
      'none',
    ]);
  });

  it('immediate-suspension: no period, listed with its place and the reason', () => {
    expect(planOf(inBucharest, []).none).toEqual([
      {
        clause: 'immediate-suspension',
        ref: 'Termination and Modification of Terms, second bullet',
        title: expect.any(String),
        reason: expect.stringContaining('no period'),
      },
    ]);
  });

  it('liability-cap: carries what was paid in the window, the day of the breach left out', () => {
    const { figure, state, opensOn, nature } = deadlineOf(
      planOf(inBucharest, facts(...(ROWS.at(-1)?.events ?? []))),
      'liability-cap~b1',
    );
    expect({ figure, state, opensOn, nature }).toEqual({
      figure: [{ currency: 'EUR', amount: 3000 }],
      state: 'met',
      opensOn: '2025-03-15',
      nature: 'figure',
    });
  });

  it('has a test for each of its clauses', () => {
    const clauses =
      terms.catalog
        .get('exoopus')
        ?.at(-1)
        ?.clauses.map(({ id }) => id) ?? [];
    const tested = new Set([...ROWS.map(({ clause }) => clause), 'immediate-suspension', 'security-notice']);
    expect(clauses.filter((id) => !tested.has(id))).toEqual([]);
    expect(clauses).toHaveLength(tested.size);
  });

  it('starts nothing before anything has happened', () => {
    expect(planOf(inBucharest, []).deadlines).toEqual([]);
  });

  it('a contract that chose its zone and holidays rests on no assumption about them', () => {
    const assumed = (contract: typeof silent) =>
      deadlineOf(planOf(contract, facts('contract.terminated@2026-11-20')), 'export-window').assumptions;
    expect(assumed(inBucharest)).toEqual(['trigger-day-out']);
    expect(assumed(silent)).toEqual(['zone-utc', 'weekends-only', 'trigger-day-out']);
  });
});
