import { describe, expect, it } from 'vitest';
import { linesOf } from '../calendar/told-lines.ts';
import { clause, type Given, told } from './whole-plans.ts';

const ASKED = 'work.asked@2026-03-02,id=e1';

const CASES: [what: string, given: Given, lines: string][] = [
  [
    'what is settled with that from which it follows',
    {
      clauses: [
        clause('a', 'obligation', 'on: work.asked\nperiod: 9 days\nsatisfiedBy: work.done'),
        clause(
          'b',
          'obligation',
          'on: { clause: a, becomes: open }\nperiod: { length: 2 days, from: deadline, direction: before }',
        ),
        clause('c', 'obligation', 'on: { clause: a, becomes: met }\nperiod: 3 days'),
      ],
      events: [ASKED, 'work.done@2026-03-04,id=e2'],
    },
    `
    because-of clause=a state=met terms=test@1
    fact day=2026-03-04 event=e2 kind=work.done occurredAt=2026-03-04 timezone=UTC
    count-days countsTriggerDay=false days=3 direction=after from=2026-03-04 n=3 to=2026-03-07 unit=days
    no-roll date=2026-03-07 weekmask=1111100
    ends date=2026-03-07 hours=24 instant=2026-03-08T00:00:00Z nextDay=2026-03-08 timezone=UTC
    = date=2026-03-07 id=c state=open trigger=e2
    because-of clause=a state=open terms=test@1
    parent-day clause=a day=2026-03-11 terms=test@1
    count-days countsTriggerDay=false days=2 direction=before from=2026-03-11 n=2 to=2026-03-09 unit=days
    ends date=2026-03-09 hours=24 instant=2026-03-10T00:00:00Z nextDay=2026-03-10 timezone=UTC
    parent-settled clause=a day=2026-03-04 event=e2 kind=work.done terms=test@1
    = closedBy=e2 closing=parent-settled work.done 2026-03-04 date=2026-03-09 id=b state=cancelled trigger=e1
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    met day=2026-03-04 event=e2 kind=work.done
    = closedBy=e2 closing=met work.done 2026-03-04 date=2026-03-11 id=a state=met trigger=e1
    `,
  ],
  [
    'what follows from a lapse',
    {
      at: '2026-03-20T00:00:00Z',
      clauses: [
        clause('a', 'obligation', 'on: work.asked\nperiod: 9 days\nproduces: { kind: notice.given, carries: [work] }'),
        clause('b', 'obligation', 'on: { clause: a, becomes: lapsed }\nperiod: 3 days'),
        clause('c', 'obligation', 'on: notice.given\nabout: work\nperiod: 4 days'),
      ],
      events: ['work.asked@2026-03-02,id=e1,work=w,other=o'],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    lapsed event=lapse instant=2026-03-12T00:00:00Z produces=notice.given
    = closedBy=lapse closing=lapsed notice.given 2026-03-11 date=2026-03-11 id=a lapse=notice.given 2026-03-11 w state=lapsed trigger=e1
    because-of clause=a state=lapsed terms=test@1
    fact day=2026-03-11 event=lapse kind=notice.given occurredAt=2026-03-11 timezone=UTC
    count-days countsTriggerDay=false days=3 direction=after from=2026-03-11 n=3 to=2026-03-14 unit=days
    no-roll date=2026-03-14 weekmask=1111100
    ends date=2026-03-14 hours=24 instant=2026-03-15T00:00:00Z nextDay=2026-03-15 timezone=UTC
    lapsed event=lapse instant=2026-03-15T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-14 date=2026-03-14 id=b state=lapsed trigger=lapse
    fact day=2026-03-11 event=lapse kind=notice.given occurredAt=2026-03-11 timezone=UTC
    count-days countsTriggerDay=false days=4 direction=after from=2026-03-11 n=4 to=2026-03-15 unit=days
    no-roll date=2026-03-15 weekmask=1111100
    ends date=2026-03-15 hours=24 instant=2026-03-16T00:00:00Z nextDay=2026-03-16 timezone=UTC
    lapsed event=lapse instant=2026-03-16T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-15 date=2026-03-15 id=c~w state=lapsed trigger=lapse
    `,
  ],
  [
    'what is met, taken back, and met again',
    {
      clauses: [
        clause('a', 'obligation', 'on: work.asked\nperiod: 9 days\nsatisfiedBy: work.done\nreopenedBy: work.undone'),
      ],
      events: [
        ASKED,
        'work.done@2026-03-03,id=e2',
        'work.undone@2026-03-04,id=e3',
        'work.done@2026-03-05,id=e4',
        'work.done@2026-03-06,id=e5',
      ],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    reopened day=2026-03-04 event=e3 kind=work.undone
    met day=2026-03-05 event=e4 kind=work.done
    met-again day=2026-03-06 event=e5 kind=work.done
    = alsoMetBy=[e5] closedBy=e4 closing=met work.done 2026-03-05 date=2026-03-11 id=a state=met trigger=e1
    `,
  ],
  [
    'what is taken back when its time is over',
    {
      clauses: [
        clause('a', 'obligation', 'on: work.asked\nperiod: 9 days\nsatisfiedBy: work.done\nreopenedBy: work.undone'),
      ],
      events: [ASKED, 'work.done@2026-03-03,id=e2', 'work.undone@2026-03-20,id=e3'],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    reopened day=2026-03-20 event=e3 kind=work.undone
    = date=2026-03-11 id=a state=open trigger=e1
    `,
  ],
  [
    'what is met too late',
    {
      at: '2026-03-20T00:00:00Z',
      clauses: [
        clause('a', 'obligation', 'on: work.asked\nperiod: 9 days\nsatisfiedBy: work.done'),
        clause('b', 'right', 'on: work.asked\nperiod: 9 days\nendedBy: work.done\nproduces: { kind: notice.given }'),
      ],
      events: [ASKED, 'work.done@2026-03-14,id=e2'],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    lapsed event=lapse instant=2026-03-12T00:00:00Z produces=deadline.lapsed
    met-late date=2026-03-11 day=2026-03-14 event=e2 kind=work.done
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-11 date=2026-03-11 id=a state=lapsed trigger=e1
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    arisen instant=2026-03-12T00:00:00Z
    ended day=2026-03-14 event=e2 kind=work.done
    = closedBy=e2 closing=ended work.done 2026-03-14 date=2026-03-11 id=b lapse=notice.given 2026-03-11  state=cancelled trigger=e1
    `,
  ],
  [
    'the end of the contract, and what survives it',
    {
      clauses: [
        clause('a', 'obligation', 'on: work.asked\nperiod: 9 days'),
        clause('b', 'obligation', 'on: work.asked\nperiod: 9 days\nsurvivesTermination: true'),
        clause('c', 'obligation', 'on: contract.terminated\nperiod: 9 days'),
      ],
      events: [ASKED, 'contract.terminated@2026-03-04,id=e2', 'work.asked@2026-03-06,id=e3'],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    contract-ended day=2026-03-04 event=e2
    = closedBy=e2 closing=contract-ended contract.terminated 2026-03-04 date=2026-03-11 id=a state=cancelled trigger=e1
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    = date=2026-03-11 id=b state=open trigger=e1
    fact day=2026-03-04 event=e2 kind=contract.terminated occurredAt=2026-03-04 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-04 n=9 to=2026-03-13 unit=days
    ends date=2026-03-13 hours=24 instant=2026-03-14T00:00:00Z nextDay=2026-03-14 timezone=UTC
    = date=2026-03-13 id=c state=open trigger=e2
    `,
  ],
  [
    'an end in view, and the notice that takes it back',
    {
      clauses: [
        clause(
          'a',
          'effect',
          'on: termination.noticed\nperiod: 30 days\nendedBy: termination.withdrawn\nproduces: { kind: contract.terminated }\nladder:\n  - { step: opened, to: [customer, provider], lead: On. }\n  - { step: called-off, to: [customer, provider], lead: Off. }',
        ),
      ],
      events: ['termination.noticed@2026-03-02,id=e1', 'termination.withdrawn@2026-03-04,id=e2'],
    },
    `
    fact day=2026-03-02 event=e1 kind=termination.noticed occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=30 direction=after from=2026-03-02 n=30 to=2026-04-01 unit=days
    ends date=2026-04-01 hours=24 instant=2026-04-02T00:00:00Z nextDay=2026-04-02 timezone=UTC
    ended day=2026-03-04 event=e2 kind=termination.withdrawn
    = calledOffTo=[customer, provider] closedBy=e2 closing=ended termination.withdrawn 2026-03-04 date=2026-04-01 id=a lapse=contract.terminated 2026-04-01  state=cancelled trigger=e1
    `,
  ],
  [
    'two events that together meet it',
    {
      clauses: [
        clause(
          'a',
          'obligation',
          'on: work.asked\nperiod: 9 days\nsatisfiedBy: [work.done, notice.given]\nsatisfiedByAll: true',
        ),
      ],
      events: [ASKED, 'work.done@2026-03-03,id=e2', 'notice.given@2026-03-05,id=e3'],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    met-in-part day=2026-03-03 event=e2 kind=work.done missing=[notice.given]
    met day=2026-03-05 event=e3 kind=notice.given
    = closedBy=e3 closing=met notice.given 2026-03-05 date=2026-03-11 id=a state=met trigger=e1
    `,
  ],
  [
    'one of two events that are needed',
    {
      at: '2026-03-20T00:00:00Z',
      clauses: [
        clause(
          'a',
          'obligation',
          'on: work.asked\nperiod: 9 days\nsatisfiedBy: [work.done, notice.given]\nsatisfiedByAll: true',
        ),
      ],
      events: [ASKED, 'work.done@2026-03-03,id=e2', 'notice.given@2026-03-25,id=e3'],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    met-in-part day=2026-03-03 event=e2 kind=work.done missing=[notice.given]
    lapsed event=lapse instant=2026-03-12T00:00:00Z produces=deadline.lapsed
    met-late date=2026-03-11 day=2026-03-25 event=e3 kind=notice.given
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-11 date=2026-03-11 id=a state=lapsed trigger=e1
    `,
  ],
  [
    'a payment after which something remains',
    {
      clauses: [
        clause(
          'a',
          'obligation',
          'on: invoice.due\nabout: invoice\nperiod: 9 days\nsatisfiedBy: { kind: payment.received, where: { remaining: 0 } }',
        ),
      ],
      events: [
        'invoice.due@2026-03-02,id=e1,invoice=i',
        'payment.received@2026-03-04,id=e2,invoice=i,amount=500,currency=EUR,remaining=300',
        'payment.received@2026-03-06,id=e3,invoice=i,amount=300,currency=EUR,remaining=0',
      ],
    },
    `
    fact day=2026-03-02 event=e1 kind=invoice.due occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    met day=2026-03-06 event=e3 kind=payment.received
    = closedBy=e3 closing=met payment.received 2026-03-06 date=2026-03-11 id=a~i state=met trigger=e1
    `,
  ],
  [
    'a lapse that a later fact undoes',
    {
      at: '2026-03-14T00:00:00Z',
      clauses: [
        clause(
          'a',
          'obligation',
          'on: work.asked\nperiod: 9 days\nsatisfiedBy: work.done\nproduces: { kind: notice.given }',
        ),
        clause('b', 'obligation', 'on: notice.given\nperiod: 3 days'),
      ],
      events: [ASKED],
      late: ['work.done@2026-03-05,id=e2'],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    met day=2026-03-05 event=e2 kind=work.done
    = closedBy=e2 closing=met work.done 2026-03-05 date=2026-03-11 id=a lapse=notice.given 2026-03-11  state=met trigger=e1
    fallen 1
    `,
  ],
  [
    'what had been met by an event that is withdrawn',
    {
      clauses: [clause('a', 'obligation', 'on: work.asked\nperiod: 9 days\nsatisfiedBy: work.done')],
      events: [ASKED, 'work.done@2026-03-04,id=e2', 'event.withdrawn@2026-03-05,id=e3,event=e2'],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    = date=2026-03-11 id=a state=open trigger=e1
    `,
  ],
];

describe('a plan with what became of its deadlines', () => {
  it.each(CASES)('of %s', (_, given, lines) => {
    expect(told(given)).toEqual(linesOf(lines));
  });
});
