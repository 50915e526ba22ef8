import { describe, expect, it } from 'vitest';
import { linesOf } from '../calendar/told-lines.ts';
import { ACCEPTED } from './two-readings.ts';
import { clause, type Given, outcomes } from './whole-plans.ts';

const about = (days: number) => `on: work.asked\nabout: work\nperiod: ${days} days\n`;
const DONE = 'satisfiedBy: work.done\n';
const HELD = 'suspendedBy: hold.on\nresumedBy: hold.off\n';
const MONTHS = 'cycles: { month: { every: 1 month }, quarter: { every: 3 months } }\n';
const LOST =
  'allowance: { share: 0.01, per: calendar-year, from: outage.started, to: outage.ended, excusedBy: excused }';

/** Notice of a change that has to come so many days before it takes effect. */
const announced = (days: number) =>
  clause(
    'n',
    'obligation',
    `on: terms-change.announced\nabout: change\nperiod: { length: ${days} days, from: data.effectiveOn, direction: before }\nrefuseWhenMissed: true`,
  );

/** A notice that ends the contract after so many days. */
const ends = (days: number) =>
  clause('e', 'effect', `on: termination.noticed\nperiod: ${days} days\nproduces: { kind: contract.terminated }`);

const CASES: [what: string, given: Given, lines: string][] = [
  [
    'another version of the terms, which has other lengths and forgets what may be lost of a year',
    {
      at: '2026-04-01T00:00:00Z',
      clauses: [
        clause('a', 'obligation', about(9)),
        clause('d', 'obligation', 'on: invoice.due\nperiod: 9 days'),
        clause('l', 'obligation', LOST),
        clause('m', 'obligation', LOST),
      ],
      others: [
        {
          version: '2',
          clauses: [
            clause('a', 'obligation', about(12)),
            clause('d', 'obligation', 'on: invoice.due\nperiod: 12 days'),
            clause('m', 'obligation', LOST),
          ],
        },
      ],
      events: [
        'work.asked@2026-03-02,id=e1,work=before',
        'outage.started@2026-03-03T00:00:00Z,id=e2,outage=o',
        'terms-change.effective@2026-03-04,id=e3,toVersion=2',
        'work.asked@2026-03-04,id=e4,work=on-the-day',
        'invoice.due@2026-03-04,id=e9',
        'work.asked@2026-03-03,id=e5,work=told-late',
        'outage.ended@2026-03-05T00:00:00Z,id=e6,outage=o',
        'terms-change.effective@2026-03-06,id=e7,toVersion=3',
        'terms-change.effective@2026-03-07,id=e8',
      ],
    },
    `
    allowance allowedSeconds=315360 share=0.01 timezone=UTC year=2026 yearSeconds=31536000
    outage countedSeconds=0 excused=false from=2026-03-03T00:00:00Z outage=o timezone=UTC to=null
    allowance-used allowedSeconds=315360 instant=2026-03-06T15:36:00Z ongoing=true timezone=UTC usedSeconds=315360
    ended day=2026-03-04 event=e3 kind=terms-change.effective
    = closedBy=e3 closing=ended terms-change.effective 2026-03-04 date=2026-03-06 id=l~2026 opensOn=2026-01-01 state=cancelled trigger=e2
    lapsed event=lapse instant=2026-03-12T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-11 date=2026-03-11 id=a~before state=lapsed trigger=e1
    lapsed event=lapse instant=2026-03-13T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-12 date=2026-03-12 id=a~told-late state=lapsed trigger=e5
    lapsed event=lapse instant=2026-03-17T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-16 date=2026-03-16 id=a~on-the-day state=lapsed terms=test@2 trigger=e4
    lapsed event=lapse instant=2026-03-17T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-16 date=2026-03-16 id=d state=lapsed terms=test@2 trigger=e9
    allowance allowedSeconds=315360 share=0.01 timezone=UTC year=2026 yearSeconds=31536000
    outage countedSeconds=172800 excused=false from=2026-03-03T00:00:00Z outage=o timezone=UTC to=2026-03-05T00:00:00Z
    allowance-left allowedSeconds=315360 leftSeconds=142560 usedSeconds=172800
    = date=2026-12-31 id=m~2026 opensOn=2026-01-01 state=open terms=test@2 trigger=e6
    unknownVersions event=e7 toVersion=3
    unknownVersions event=e8
    `,
  ],
  [
    'a change that is posted after it took effect, and what it is that was changed',
    {
      at: '2026-03-12T00:00:00Z',
      clauses: [
        clause('a', 'right', 'on: notice.given\nabout: change\nperiod: 9 days\nsatisfiedBy: work.done'),
        clause('b', 'obligation', 'on: terms-change.rejected\nabout: change\nperiod: 5 days\nsatisfiedBy: work.done'),
        clause('c', 'obligation', 'on: { clause: b, becomes: lapsed }\nabout: change\nperiod: 3 days'),
        clause('w', 'obligation', about(5)),
        clause('v', 'obligation', 'on: { clause: w, becomes: lapsed }\nperiod: 30 days'),
      ],
      others: [
        {
          version: '2',
          clauses: [
            clause(
              'b',
              'obligation',
              'on: terms-change.rejected\nabout: change\nperiod: 6 days\nsatisfiedBy: work.done',
            ),
            clause('c', 'obligation', 'on: { clause: b, becomes: lapsed }\nabout: change\nperiod: 4 days'),
            clause('v', 'obligation', 'on: { clause: w, becomes: lapsed }\nperiod: 31 days'),
            clause('w', 'obligation', about(6)),
          ],
        },
      ],
      events: [
        'work.asked@2026-03-01,id=e6,work=x',
        'terms-change.effective@2026-03-02,id=e1,change=x,toVersion=2',
        'terms-change.effective@2026-03-03,id=e2,change=x,toVersion=2',
        'terms-change.rejected@2026-03-04,id=e3,change=x',
        'terms-change.rejected@2026-03-04,id=e4,change=y',
        'notice.given@2026-03-04,id=e5,change=x',
      ],
    },
    `
    lapsed event=lapse instant=2026-03-07T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-06 date=2026-03-06 id=w~x state=lapsed trigger=e6
    lapsed event=lapse instant=2026-03-10T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-09 date=2026-03-09 id=b~x state=lapsed trigger=e3
    lapsed event=lapse instant=2026-03-11T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-10 date=2026-03-10 id=b~y state=lapsed terms=test@2 trigger=e4
    = date=2026-03-12 id=c~x state=open trigger=lapse
    = date=2026-03-14 id=c~y state=open terms=test@2 trigger=lapse
    = date=2026-04-06 id=v~x state=open terms=test@2 trigger=lapse
    `,
  ],
  [
    'a change of the terms after the end of the contract',
    {
      clauses: [clause('a', 'obligation', `${about(9)}survivesTermination: true`)],
      others: [{ version: '2', clauses: [clause('a', 'obligation', `${about(12)}survivesTermination: true`)] }],
      events: [
        'contract.terminated@2026-03-02,id=e1',
        'terms-change.effective@2026-03-03,id=e2,toVersion=2',
        'terms-change.effective@2026-03-04,id=e3,toVersion=9',
        'work.asked@2026-03-05,id=e4,work=u',
      ],
    },
    `
    = date=2026-03-14 id=a~u state=open trigger=e4
    `,
  ],
  [
    'a corrected reading of what is over, what is open, what stands still and what comes later',
    {
      at: '2026-03-25T00:00:00Z',
      clauses: [
        clause('a', 'obligation', `${about(9)}${DONE}${HELD}`),
        clause('b', 'obligation', 'on: { clause: a, becomes: lapsed }\nperiod: 5 days'),
        clause('g', 'obligation', about(30)),
      ],
      others: [
        {
          version: '1',
          revision: 2,
          clauses: [
            clause('a', 'obligation', `${about(15)}${DONE}${HELD}`),
            clause('b', 'obligation', 'on: { clause: a, becomes: lapsed }\nperiod: 7 days'),
            clause('c', 'obligation', about(8)),
          ],
        },
      ],
      events: [
        'work.asked@2026-03-01,id=e1,work=over',
        'work.asked@2026-03-15,id=e2,work=open',
        'work.asked@2026-03-02,id=e3,work=held',
        'hold.on@2026-03-05,id=e4,work=held',
        'work.asked@2026-03-03,id=e5,work=met',
        'work.done@2026-03-07,id=e6,work=met',
        'work.asked@2026-03-15,id=e7,work=met-and-open',
        'work.done@2026-03-16,id=e8,work=met-and-open',
        'work.asked@2026-03-08,id=e9,work=follows',
        ACCEPTED,
        'hold.off@2026-03-25,id=e10,work=held',
        'work.asked@2026-03-21,id=e11,work=later',
      ],
    },
    `
    lapsed event=lapse instant=2026-03-10T00:00:00Z produces=deadline.lapsed
    late-read acceptedAt=2026-03-20T12:00:00Z timezone=UTC
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-09 date=2026-03-09 id=c~over lateRead=true state=lapsed terms=test@1+2 trigger=e1
    lapsed event=lapse instant=2026-03-11T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-10 date=2026-03-10 id=a~over state=lapsed trigger=e1
    lapsed event=lapse instant=2026-03-11T00:00:00Z produces=deadline.lapsed
    late-read acceptedAt=2026-03-20T12:00:00Z timezone=UTC
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-10 date=2026-03-10 id=c~held lateRead=true state=lapsed terms=test@1+2 trigger=e3
    lapsed event=lapse instant=2026-03-12T00:00:00Z produces=deadline.lapsed
    late-read acceptedAt=2026-03-20T12:00:00Z timezone=UTC
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-11 date=2026-03-11 id=c~met lateRead=true state=lapsed terms=test@1+2 trigger=e5
    met day=2026-03-07 event=e6 kind=work.done
    = closedBy=e6 closing=met work.done 2026-03-07 date=2026-03-12 id=a~met state=met trigger=e5
    lapsed event=lapse instant=2026-03-16T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-15 date=2026-03-15 id=b~over state=lapsed trigger=lapse
    lapsed event=lapse instant=2026-03-17T00:00:00Z produces=deadline.lapsed
    late-read acceptedAt=2026-03-20T12:00:00Z timezone=UTC
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-16 date=2026-03-16 id=c~follows lateRead=true state=lapsed terms=test@1+2 trigger=e9
    lapsed event=lapse instant=2026-03-18T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-17 date=2026-03-17 id=a~follows state=lapsed trigger=e9
    lapsed event=lapse instant=2026-03-24T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-23 date=2026-03-23 id=c~met-and-open state=lapsed terms=test@1+2 trigger=e7
    lapsed event=lapse instant=2026-03-24T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-23 date=2026-03-23 id=c~open state=lapsed terms=test@1+2 trigger=e2
    lapsed event=lapse instant=2026-03-25T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-24 date=2026-03-24 id=b~follows state=lapsed terms=test@1+2 trigger=lapse
    = date=2026-03-29 id=c~later state=open terms=test@1+2 trigger=e11
    met day=2026-03-16 event=e8 kind=work.done
    = closedBy=e8 closing=met work.done 2026-03-16 date=2026-03-30 id=a~met-and-open state=met terms=test@1+2 trigger=e7
    = date=2026-03-30 id=a~open state=open terms=test@1+2 trigger=e2
    = date=2026-04-05 id=a~later state=open terms=test@1+2 trigger=e11
    resumed event=e10 from=2026-03-05 kind=hold.off until=2026-03-25
    extended from=2026-03-17 n=20 to=2026-04-06 unit=days
    = date=2026-04-06 id=a~held state=open terms=test@1+2 trigger=e3
    `,
  ],
  [
    'announcements, judged by the reading of their time',
    {
      clauses: [announced(30)],
      others: [{ version: '1', revision: 2, clauses: [announced(10)] }],
      events: [
        'terms-change.announced@2026-03-05,id=e1,change=x,effectiveOn=2026-03-25',
        'terms-change.announced@2026-03-06,id=e2,change=y,effectiveOn=2026-05-01',
        ACCEPTED,
        'terms-change.announced@2026-03-21,id=e3,change=z,effectiveOn=2026-04-10',
        'terms-change.announced@2026-03-21,id=e4,change=w,effectiveOn=2026-03-25',
      ],
    },
    `
    = date=2026-03-31 id=n~z state=open terms=test@1+2 trigger=e3
    = date=2026-04-21 id=n~y state=open terms=test@1+2 trigger=e2
    refused announced=2026-03-05 clause=n earliest=2026-04-04 event=e1 field=data.effectiveOn latest=2026-02-23 terms=test@1 value=2026-03-25
    refused announced=2026-03-21 clause=n earliest=2026-03-31 event=e4 field=data.effectiveOn latest=2026-03-15 terms=test@1+2 value=2026-03-25
    `,
  ],
  [
    'a contract that had ended by the accepted reading alone',
    {
      at: '2026-04-10T00:00:00Z',
      clauses: [
        ends(30),
        clause('a', 'obligation', `${about(9)}${DONE}`),
        clause('f', 'obligation', `${about(4)}${DONE}`),
      ],
      others: [
        {
          version: '1',
          revision: 2,
          clauses: [
            ends(10),
            clause('a', 'obligation', `${about(9)}${DONE}`),
            clause('f', 'obligation', `${about(5)}${DONE}`),
          ],
        },
      ],
      events: [
        'termination.noticed@2026-03-03,id=e1',
        'work.asked@2026-03-02,id=e2,work=before',
        'work.asked@2026-03-14,id=e3,work=between',
        ACCEPTED,
        'work.asked@2026-03-21,id=e4,work=after',
      ],
    },
    `
    lapsed event=lapse instant=2026-03-07T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-06 date=2026-03-06 id=f~before state=lapsed trigger=e2
    lapsed event=lapse instant=2026-03-12T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-11 date=2026-03-11 id=a~before state=lapsed trigger=e2
    lapsed event=lapse instant=2026-03-14T00:00:00Z produces=contract.terminated
    = closedBy=lapse closing=lapsed contract.terminated 2026-03-13 date=2026-03-13 id=e lapse=contract.terminated 2026-03-13  state=lapsed terms=test@1+2 trigger=e1
    lapsed event=lapse instant=2026-03-19T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-18 date=2026-03-18 id=f~between state=lapsed trigger=e3
    `,
  ],
  [
    'what may be lost of a year, cycles and what is for the next one, by two readings',
    {
      at: '2026-04-05T00:00:00Z',
      head: MONTHS,
      contract: { startsOn: '2026-01-10' },
      clauses: [
        clause('l', 'obligation', LOST),
        clause(
          'r',
          'obligation',
          'cycle: month\nrecurs: after-lapse\nperiod: { length: 3 days, from: cycle.end, direction: before }',
        ),
        clause(
          's',
          'obligation',
          'cycle: month\nrecurs: after-lapse\nforNextCycle: true\nperiod: { length: 4 days, from: cycle.end, direction: before }',
        ),
        ends(14),
      ],
      others: [
        {
          version: '1',
          revision: 2,
          head: MONTHS,
          clauses: [
            clause('l', 'obligation', LOST.replace('0.01', '0.001')),
            clause(
              'r',
              'obligation',
              'cycle: quarter\nrecurs: after-lapse\nperiod: { length: 3 days, from: cycle.end, direction: before }',
            ),
            clause(
              's',
              'obligation',
              'cycle: month\nrecurs: after-lapse\nforNextCycle: true\nperiod: { length: 2 days, from: cycle.end, direction: before }',
            ),
            ends(40),
          ],
        },
      ],
      events: [
        'outage.started@2026-02-01T00:00:00Z,id=e1,outage=o',
        'outage.ended@2026-02-02T00:00:00Z,id=e2,outage=o',
        'termination.noticed@2026-03-18,id=e3',
        ACCEPTED,
        'outage.started@2026-03-25T00:00:00Z,id=e4,outage=p',
        'outage.ended@2026-03-25T02:00:00Z,id=e5,outage=p',
      ],
    },
    `
    allowance allowedSeconds=31536 share=0.001 timezone=UTC year=2026 yearSeconds=31536000
    outage countedSeconds=86400 excused=false from=2026-02-01T00:00:00Z outage=o timezone=UTC to=2026-02-02T00:00:00Z
    outage countedSeconds=7200 excused=false from=2026-03-25T00:00:00Z outage=p timezone=UTC to=2026-03-25T02:00:00Z
    allowance-used allowedSeconds=31536 instant=2026-02-01T08:45:36Z ongoing=false timezone=UTC usedSeconds=31536
    lapsed event=lapse instant=2026-02-01T08:45:36Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-02-01 date=2026-02-01 id=l~2026 opensOn=2026-01-01 state=lapsed terms=test@1+2 trigger=e1
    lapsed event=lapse instant=2026-02-06T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-02-05 date=2026-02-05 id=s~2026-01-10 state=lapsed trigger=contract-start
    lapsed event=lapse instant=2026-02-07T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-02-06 date=2026-02-06 id=r~2026-01-10 state=lapsed trigger=contract-start
    lapsed event=lapse instant=2026-03-06T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-05 date=2026-03-05 id=s~2026-02-10 state=lapsed trigger=contract-start
    lapsed event=lapse instant=2026-03-07T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-06 date=2026-03-06 id=r~2026-02-10 state=lapsed trigger=contract-start
    = date=2026-04-06 id=r~2026-03-10 state=open terms=test@1+2 trigger=contract-start
    = date=2026-04-07 id=s~2026-03-10 state=open terms=test@1+2 trigger=contract-start
    = date=2026-04-27 id=e lapse=contract.terminated 2026-04-27  state=open terms=test@1+2 trigger=e3
    `,
  ],
];

describe('a plan by several versions and readings', () => {
  it.each(CASES)('tells of %s', (_, given, lines) => {
    expect(outcomes(given)).toEqual(linesOf(lines));
  });
});
