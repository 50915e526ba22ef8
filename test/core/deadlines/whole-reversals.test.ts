import { describe, expect, it } from 'vitest';
import { linesOf } from '../calendar/told-lines.ts';
import { clause, type Given, told } from './whole-plans.ts';

const ASKED = 'work.asked@2026-03-02,id=e1';
const DUE = 'invoice.due@2026-03-02,id=e1,invoice=i,dueOn=2026-03-02';
const FROM_DUE =
  'on: invoice.due\nabout: invoice\nperiod: { length: 9 days, from: data.dueOn }\nsatisfiedBy: payment.received\nreopenedBy: work.undone';
const BEFORE = 'on: { clause: a, becomes: open }\nperiod: { length: 5 days, from: deadline, direction: before }';
const MET = 'on: work.asked\nperiod: 9 days\nsatisfiedBy: work.done\nreopenedBy: work.undone';

const CASES: [what: string, given: Given, lines: string][] = [
  [
    'an event before a window opens, and one in it',
    {
      clauses: [
        clause('a', 'window', 'on: work.asked\nwindow: { opens: 3 days, closes: 9 days }\nsatisfiedBy: work.done'),
      ],
      events: [ASKED, 'work.done@2026-03-04,id=e2', 'work.done@2026-03-05,id=e3'],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=3 direction=after from=2026-03-02 n=3 to=2026-03-05 unit=days
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    window-between date=2026-03-11 neverOpen=false opensOn=2026-03-05
    met-early day=2026-03-04 event=e2 kind=work.done opensOn=2026-03-05
    met day=2026-03-05 event=e3 kind=work.done
    = closedBy=e3 closing=met work.done 2026-03-05 date=2026-03-11 id=a opensOn=2026-03-05 state=met trigger=e1
    `,
  ],
  [
    'an event before a window opens, alone',
    {
      clauses: [
        clause('a', 'window', 'on: work.asked\nwindow: { opens: 3 days, closes: 9 days }\nsatisfiedBy: work.done'),
      ],
      events: [ASKED, 'work.done@2026-03-04,id=e2'],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=3 direction=after from=2026-03-02 n=3 to=2026-03-05 unit=days
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    window-between date=2026-03-11 neverOpen=false opensOn=2026-03-05
    met-early day=2026-03-04 event=e2 kind=work.done opensOn=2026-03-05
    = date=2026-03-11 id=a opensOn=2026-03-05 state=open trigger=e1
    `,
  ],
  [
    'an end that names no matter, and ends none that has a name',
    {
      clauses: [clause('a', 'right', 'on: work.asked\nabout: work\nperiod: 9 days\nendedBy: work.done')],
      events: [
        'work.asked@2026-03-03,id=e1,work=u',
        'work.asked@2026-03-02,id=e2,work=v',
        'work.done@2026-03-04,id=e3',
        'work.done@2026-03-04,id=e4,work=z',
      ],
    },
    `
    fact day=2026-03-02 event=e2 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    = date=2026-03-11 id=a~v state=open trigger=e2
    fact day=2026-03-03 event=e1 kind=work.asked occurredAt=2026-03-03 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-03 n=9 to=2026-03-12 unit=days
    ends date=2026-03-12 hours=24 instant=2026-03-13T00:00:00Z nextDay=2026-03-13 timezone=UTC
    = date=2026-03-12 id=a~u state=open trigger=e1
    `,
  ],
  [
    'a taking back once what followed has come about',
    {
      at: '2026-03-20T00:00:00Z',
      clauses: [
        clause('a', 'obligation', MET),
        clause('b', 'effect', 'on: { clause: a, becomes: met }\nperiod: 2 days\nproduces: { kind: notice.given }'),
      ],
      events: [ASKED, 'work.done@2026-03-03,id=e2'],
      late: ['work.undone@2026-03-08,id=e3'],
    },
    `
    because-of clause=a state=met terms=test@1
    fact day=2026-03-03 event=e2 kind=work.done occurredAt=2026-03-03 timezone=UTC
    count-days countsTriggerDay=false days=2 direction=after from=2026-03-03 n=2 to=2026-03-05 unit=days
    ends date=2026-03-05 hours=24 instant=2026-03-06T00:00:00Z nextDay=2026-03-06 timezone=UTC
    lapsed event=lapse instant=2026-03-06T00:00:00Z produces=notice.given
    = closedBy=lapse closing=lapsed notice.given 2026-03-05 date=2026-03-05 id=b lapse=notice.given 2026-03-05  state=lapsed trigger=e2
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    met day=2026-03-03 event=e2 kind=work.done
    reopened-late date=2026-03-11 day=2026-03-08 event=e3 kind=work.undone
    = closedBy=e2 closing=met work.done 2026-03-03 date=2026-03-11 id=a state=met trigger=e1
    `,
  ],
  [
    'a taking back before what follows has come about',
    {
      clauses: [
        clause('a', 'obligation', MET),
        clause('b', 'effect', 'on: { clause: a, becomes: met }\nperiod: 9 days\nproduces: { kind: notice.given }'),
      ],
      events: [ASKED, 'work.done@2026-03-03,id=e2', 'work.undone@2026-03-08,id=e3'],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    reopened day=2026-03-08 event=e3 kind=work.undone
    = date=2026-03-11 id=a state=open trigger=e1
    `,
  ],
  [
    'a day that moves once what precedes it has lapsed',
    {
      at: '2026-03-08T00:00:00Z',
      clauses: [clause('a', 'obligation', FROM_DUE), clause('b', 'obligation', BEFORE)],
      events: [DUE],
      late: ['invoice.due@2026-03-08,id=e2,invoice=i,dueOn=2026-03-12'],
    },
    `
    because-of clause=a state=open terms=test@1
    parent-day clause=a day=2026-03-21 terms=test@1
    count-days countsTriggerDay=false days=5 direction=before from=2026-03-21 n=5 to=2026-03-16 unit=days
    ends date=2026-03-16 hours=24 instant=2026-03-17T00:00:00Z nextDay=2026-03-17 timezone=UTC
    = date=2026-03-16 id=b~i state=open trigger=e1
    fact-day day=2026-03-12 event=e2 field=data.dueOn kind=invoice.due timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-12 n=9 to=2026-03-21 unit=days
    no-roll date=2026-03-21 weekmask=1111100
    ends date=2026-03-21 hours=24 instant=2026-03-22T00:00:00Z nextDay=2026-03-22 timezone=UTC
    moved day=2026-03-08 event=e2 from=2026-03-11 kind=invoice.due to=2026-03-21
    = date=2026-03-21 id=a~i state=open trigger=e2
    fallen 1
    `,
  ],
  [
    'a day that moves once what precedes it has lapsed and brought something about',
    {
      at: '2026-03-08T00:00:00Z',
      clauses: [
        clause('a', 'obligation', FROM_DUE),
        clause('b', 'obligation', `${BEFORE}\nproduces: { kind: notice.given }`),
      ],
      events: [DUE],
      late: ['invoice.due@2026-03-08,id=e2,invoice=i,dueOn=2026-03-12'],
    },
    `
    because-of clause=a state=open terms=test@1
    parent-day clause=a day=2026-03-11 terms=test@1
    count-days countsTriggerDay=false days=5 direction=before from=2026-03-11 n=5 to=2026-03-06 unit=days
    ends date=2026-03-06 hours=24 instant=2026-03-07T00:00:00Z nextDay=2026-03-07 timezone=UTC
    lapsed event=lapse instant=2026-03-07T00:00:00Z produces=notice.given
    = closedBy=lapse closing=lapsed notice.given 2026-03-06 date=2026-03-06 id=b~i lapse=notice.given 2026-03-06  state=lapsed trigger=e1
    fact-day day=2026-03-12 event=e2 field=data.dueOn kind=invoice.due timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-12 n=9 to=2026-03-21 unit=days
    no-roll date=2026-03-21 weekmask=1111100
    ends date=2026-03-21 hours=24 instant=2026-03-22T00:00:00Z nextDay=2026-03-22 timezone=UTC
    moved day=2026-03-08 event=e2 from=2026-03-11 kind=invoice.due to=2026-03-21
    = date=2026-03-21 id=a~i state=open trigger=e2
    `,
  ],
  [
    'a day that moves back once what precedes it was met',
    {
      clauses: [clause('a', 'obligation', FROM_DUE), clause('b', 'obligation', `${BEFORE}\nsatisfiedBy: work.done`)],
      events: [DUE, 'work.done@2026-03-04,id=e2,invoice=i', 'invoice.due@2026-03-05,id=e3,invoice=i,dueOn=2026-03-12'],
    },
    `
    because-of clause=a state=open terms=test@1
    parent-day clause=a day=2026-03-21 terms=test@1
    count-days countsTriggerDay=false days=5 direction=before from=2026-03-21 n=5 to=2026-03-16 unit=days
    ends date=2026-03-16 hours=24 instant=2026-03-17T00:00:00Z nextDay=2026-03-17 timezone=UTC
    met day=2026-03-04 event=e2 kind=work.done
    = closedBy=e2 closing=met work.done 2026-03-04 date=2026-03-16 id=b~i state=met trigger=e1
    fact-day day=2026-03-12 event=e3 field=data.dueOn kind=invoice.due timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-12 n=9 to=2026-03-21 unit=days
    no-roll date=2026-03-21 weekmask=1111100
    ends date=2026-03-21 hours=24 instant=2026-03-22T00:00:00Z nextDay=2026-03-22 timezone=UTC
    moved day=2026-03-05 event=e3 from=2026-03-11 kind=invoice.due to=2026-03-21
    = date=2026-03-21 id=a~i state=open trigger=e3
    `,
  ],
  [
    'what rests on an end that cannot be counted',
    {
      contract: { holidays: ['RO'] },
      clauses: [
        clause('a', 'obligation', FROM_DUE.replace('9 days', '9 business days')),
        clause('b', 'obligation', BEFORE),
      ],
      events: [DUE, 'invoice.due@2026-03-04,id=e2,invoice=i,dueOn=2199-03-12'],
    },
    `
    notCounted clause=a event=e2 field=data.dueOn why=holiday set "RO" does not cover the year 2199, only 2015 to 2040; extend the table or choose another set
    `,
  ],
  [
    'a day of a met deadline, which may be taken back, that moves',
    {
      clauses: [clause('a', 'obligation', FROM_DUE)],
      events: [
        DUE,
        'payment.received@2026-03-03,id=e2,invoice=i',
        'invoice.due@2026-03-05,id=e3,invoice=i,dueOn=2026-03-12',
        'work.undone@2026-03-06,id=e4,invoice=i',
      ],
    },
    `
    fact-day day=2026-03-12 event=e3 field=data.dueOn kind=invoice.due timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-12 n=9 to=2026-03-21 unit=days
    no-roll date=2026-03-21 weekmask=1111100
    ends date=2026-03-21 hours=24 instant=2026-03-22T00:00:00Z nextDay=2026-03-22 timezone=UTC
    moved day=2026-03-05 event=e3 from=2026-03-11 kind=invoice.due to=2026-03-21
    reopened day=2026-03-06 event=e4 kind=work.undone
    = date=2026-03-21 id=a~i state=open trigger=e3
    `,
  ],
  [
    'two that were met, of which one is withdrawn',
    {
      clauses: [clause('a', 'obligation', MET)],
      events: [
        ASKED,
        'work.done@2026-03-03,id=e2',
        'work.done@2026-03-04,id=e3',
        'event.withdrawn@2026-03-05,id=e4,event=e2',
      ],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    met day=2026-03-04 event=e3 kind=work.done
    = closedBy=e3 closing=met work.done 2026-03-04 date=2026-03-11 id=a state=met trigger=e1
    `,
  ],
  [
    'a suspension that the meeting ends, and one that begins after it',
    {
      clauses: [
        clause(
          'a',
          'obligation',
          'on: work.asked\nperiod: 9 days\nsatisfiedBy: work.done\nsuspendedBy: hold.on\nresumedBy: hold.off',
        ),
      ],
      events: [
        ASKED,
        'hold.on@2026-03-03,id=e2',
        'work.done@2026-03-04,id=e3',
        'hold.off@2026-03-05,id=e4',
        'hold.on@2026-03-06,id=e5',
      ],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    paused event=e2 from=2026-03-03 kind=hold.on
    met day=2026-03-04 event=e3 kind=work.done
    = closedBy=e3 closing=met work.done 2026-03-04 date=2026-03-11 id=a state=met trigger=e1
    `,
  ],
  [
    'a taking back of nothing, and of another matter',
    {
      clauses: [
        clause(
          'a',
          'obligation',
          'on: work.asked\nabout: work\nperiod: 9 days\nsatisfiedBy: work.done\nreopenedBy: work.undone',
        ),
      ],
      events: [
        'work.asked@2026-03-02,id=e1,work=u',
        'work.undone@2026-03-03,id=e2,work=u',
        'work.done@2026-03-04,id=e3,work=u',
        'work.undone@2026-03-05,id=e4,work=v',
      ],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    met day=2026-03-04 event=e3 kind=work.done
    = closedBy=e3 closing=met work.done 2026-03-04 date=2026-03-11 id=a~u state=met trigger=e1
    `,
  ],
  [
    'the end of a contract while it stands still, and one that a lapse brings about',
    {
      at: '2026-03-20T00:00:00Z',
      clauses: [
        clause('a', 'obligation', 'on: work.asked\nperiod: 30 days\nsuspendedBy: hold.on\nresumedBy: hold.off'),
        clause('b', 'effect', 'on: termination.noticed\nperiod: 9 days\nproduces: { kind: contract.terminated }'),
        clause('c', 'obligation', 'on: { clause: b, becomes: lapsed }\nperiod: 2 days'),
        clause('d', 'obligation', 'on: work.asked\nperiod: 9 days'),
        clause('e', 'right', 'on: work.asked\nperiod: 5 days'),
      ],
      events: [ASKED, 'hold.on@2026-03-03,id=e2', 'termination.noticed@2026-03-02,id=e3'],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=5 direction=after from=2026-03-02 n=5 to=2026-03-07 unit=days
    no-roll date=2026-03-07 weekmask=1111100
    ends date=2026-03-07 hours=24 instant=2026-03-08T00:00:00Z nextDay=2026-03-08 timezone=UTC
    lapsed event=lapse instant=2026-03-08T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-07 date=2026-03-07 id=e state=lapsed trigger=e1
    fact day=2026-03-02 event=e3 kind=termination.noticed occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    lapsed event=lapse instant=2026-03-12T00:00:00Z produces=contract.terminated
    = closedBy=lapse closing=lapsed contract.terminated 2026-03-11 date=2026-03-11 id=b lapse=contract.terminated 2026-03-11  state=lapsed trigger=e3
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    lapsed event=lapse instant=2026-03-12T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-11 date=2026-03-11 id=d state=lapsed trigger=e1
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=30 direction=after from=2026-03-02 n=30 to=2026-04-01 unit=days
    ends date=2026-04-01 hours=24 instant=2026-04-02T00:00:00Z nextDay=2026-04-02 timezone=UTC
    paused event=e2 from=2026-03-03 kind=hold.on
    contract-ended day=2026-03-11 event=lapse
    = closedBy=lapse closing=contract-ended contract.terminated 2026-03-11 date=2026-04-01 id=a state=cancelled trigger=e1
    `,
  ],
];

describe('a plan of which something is taken back', () => {
  it.each(CASES)('of %s', (_, given, lines) => {
    expect(told(given)).toEqual(linesOf(lines));
  });
});
