import { describe, expect, it } from 'vitest';
import { linesOf } from '../calendar/told-lines.ts';
import { clause, type Given, told } from './whole-plans.ts';

const MONTH = 'cycles: { month: { every: 1 month } }\n';
const STARTS = { startsOn: '2026-03-02' };
const ASKED = 'work.asked@2026-03-02,id=e1';

const CASES: [what: string, given: Given, lines: string][] = [
  [
    'a cycle that a late notice leaves for the next one',
    {
      at: '2026-03-28T12:00:00Z',
      head: MONTH,
      contract: STARTS,
      clauses: [
        clause(
          'a',
          'window',
          'cycle: month\nrecurs: after-lapse\nwindow: { closes: { length: 5 days, from: cycle.end, direction: before } }\nsatisfiedBy: termination.noticed',
        ),
        clause(
          'b',
          'effect',
          'on: { clause: a, becomes: met }\ncycle: month\nperiod: { length: 0 days, from: cycle.end }',
        ),
      ],
      events: ['termination.noticed@2026-04-01,id=e1'],
    },
    `
    contract-start day=2026-03-02 event=contract-start
    cycle-end anchorDay=null beforeFirst=false date=2026-04-01 day=2026-03-02 every=1 month nextStart=2026-04-02 opensOn=2026-03-02
    count-days countsTriggerDay=false days=5 direction=before from=2026-04-01 n=5 to=2026-03-27 unit=days
    ends date=2026-03-27 hours=24 instant=2026-03-28T00:00:00Z nextDay=2026-03-28 timezone=UTC
    window-between date=2026-03-27 neverOpen=false opensOn=2026-03-02
    lapsed event=lapse instant=2026-03-28T00:00:00Z produces=deadline.lapsed
    met-late date=2026-03-27 day=2026-04-01 event=e1 kind=termination.noticed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-27 date=2026-03-27 id=a~2026-03-02 opensOn=2026-03-02 state=lapsed trigger=contract-start
    contract-start day=2026-03-02 event=contract-start
    cycle-end anchorDay=null beforeFirst=false date=2026-05-01 day=2026-04-02 every=1 month nextStart=2026-05-02 opensOn=2026-04-02
    count-days countsTriggerDay=false days=5 direction=before from=2026-05-01 n=5 to=2026-04-26 unit=days
    no-roll date=2026-04-26 weekmask=1111100
    ends date=2026-04-26 hours=24 instant=2026-04-27T00:00:00Z nextDay=2026-04-27 timezone=UTC
    window-between date=2026-04-26 neverOpen=false opensOn=2026-03-02
    met day=2026-04-01 event=e1 kind=termination.noticed
    missed-cycle cycleEnd=2026-04-01 date=2026-03-27 day=2026-04-01 event=e1 kind=termination.noticed
    = closedBy=e1 closing=met termination.noticed 2026-04-01 date=2026-04-26 id=a~2026-04-02 opensOn=2026-03-02 state=met trigger=contract-start
    because-of clause=a state=met terms=test@1
    missed-cycle cycleEnd=2026-04-01 date=2026-03-27 day=2026-04-01 event=e1 kind=termination.noticed
    fact day=2026-04-01 event=e1 kind=termination.noticed occurredAt=2026-04-01 timezone=UTC
    cycle-end anchorDay=null beforeFirst=false date=2026-05-01 day=2026-04-02 every=1 month nextStart=2026-05-02 opensOn=2026-04-02
    ends date=2026-05-01 hours=24 instant=2026-05-02T00:00:00Z nextDay=2026-05-02 timezone=UTC
    = date=2026-05-01 id=b~2026-04-02 state=open trigger=e1
    `,
  ],
  [
    'two suspensions that overlap',
    {
      clauses: [
        clause(
          'a',
          'obligation',
          'on: work.asked\nperiod: 9 days\nsuspendedBy: legal-hold.placed\nresumedBy: legal-hold.lifted\nsuspensionAbout: hold',
        ),
      ],
      events: [
        ASKED,
        'legal-hold.placed@2026-03-04,id=e2,hold=x',
        'legal-hold.placed@2026-03-05,id=e3,hold=y',
        'legal-hold.lifted@2026-03-06,id=e4,hold=x',
        'legal-hold.lifted@2026-03-08,id=e5,hold=y',
        'legal-hold.lifted@2026-03-09,id=e6,hold=z',
      ],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    resumed event=e5 from=2026-03-04 kind=legal-hold.lifted until=2026-03-08
    extended from=2026-03-11 n=4 to=2026-03-15 unit=days
    no-roll date=2026-03-15 weekmask=1111100
    ends date=2026-03-15 hours=24 instant=2026-03-16T00:00:00Z nextDay=2026-03-16 timezone=UTC
    = date=2026-03-15 id=a state=open trigger=e1
    `,
  ],
  [
    'a suspension of which one is left',
    {
      clauses: [clause('a', 'obligation', 'on: work.asked\nperiod: 9 days\nsuspendedBy: hold.on\nresumedBy: hold.off')],
      events: ['hold.on@2026-02-04,id=e2', ASKED, 'hold.on@2026-03-05,id=e3', 'hold.off@2026-03-06,id=e4'],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    resumed event=e4 from=2026-03-02 kind=hold.off until=2026-03-06
    extended from=2026-03-11 n=4 to=2026-03-15 unit=days
    no-roll date=2026-03-15 weekmask=1111100
    ends date=2026-03-15 hours=24 instant=2026-03-16T00:00:00Z nextDay=2026-03-16 timezone=UTC
    = date=2026-03-15 id=a state=open trigger=e1
    `,
  ],
  [
    'an extension in time, and another after the longer time is over',
    {
      clauses: [
        clause('a', 'obligation', 'on: work.asked\nperiod: 9 days\nextendedBy: { on: extension.granted, to: 20 days }'),
      ],
      events: [ASKED, 'extension.granted@2026-03-05,id=e2', 'extension.granted@2026-03-25,id=e3'],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=20 direction=after from=2026-03-02 n=20 to=2026-03-22 unit=days
    no-roll date=2026-03-22 weekmask=1111100
    ends date=2026-03-22 hours=24 instant=2026-03-23T00:00:00Z nextDay=2026-03-23 timezone=UTC
    prolonged day=2026-03-05 event=e2 from=2026-03-11 kind=extension.granted length=20 days to=2026-03-22
    = date=2026-03-22 extendedTo=20 days id=a state=open trigger=e1
    `,
  ],
  [
    'an extension that comes too late',
    {
      at: '2026-03-12T00:00:00Z',
      clauses: [
        clause('a', 'obligation', 'on: work.asked\nperiod: 9 days\nextendedBy: { on: extension.granted, to: 20 days }'),
      ],
      events: [ASKED, 'extension.granted@2026-03-25,id=e3'],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    lapsed event=lapse instant=2026-03-12T00:00:00Z produces=deadline.lapsed
    prolonged-late date=2026-03-11 day=2026-03-25 event=e3 kind=extension.granted
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-11 date=2026-03-11 id=a state=lapsed trigger=e1
    `,
  ],
  [
    'a day that another event about the same moves',
    {
      clauses: [
        clause(
          'a',
          'obligation',
          'on: [invoice.issued, invoice.due]\nabout: invoice\nperiod: { length: 9 days, from: data.dueOn }\nsatisfiedBy: payment.received',
        ),
        clause(
          'b',
          'obligation',
          'on: { clause: a, becomes: open }\nperiod: { length: 2 days, from: deadline, direction: before }',
        ),
      ],
      events: [
        'invoice.issued@2026-03-01,id=e1,invoice=i,dueOn=2026-03-02',
        'invoice.due@2026-03-03,id=e2,invoice=i,dueOn=2026-03-05',
        'invoice.due@2026-03-04,id=e3,invoice=i',
        'payment.received@2026-03-08,id=e4,invoice=i',
        'invoice.due@2026-03-09,id=e5,invoice=i,dueOn=2026-03-20',
      ],
    },
    `
    because-of clause=a state=open terms=test@1
    parent-day clause=a day=2026-03-14 terms=test@1
    count-days countsTriggerDay=false days=2 direction=before from=2026-03-14 n=2 to=2026-03-12 unit=days
    ends date=2026-03-12 hours=24 instant=2026-03-13T00:00:00Z nextDay=2026-03-13 timezone=UTC
    parent-settled clause=a day=2026-03-08 event=e4 kind=payment.received terms=test@1
    = closedBy=e4 closing=parent-settled payment.received 2026-03-08 date=2026-03-12 id=b~i state=cancelled trigger=e1
    fact-day day=2026-03-05 event=e2 field=data.dueOn kind=invoice.due timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-05 n=9 to=2026-03-14 unit=days
    no-roll date=2026-03-14 weekmask=1111100
    ends date=2026-03-14 hours=24 instant=2026-03-15T00:00:00Z nextDay=2026-03-15 timezone=UTC
    moved day=2026-03-03 event=e2 from=2026-03-11 kind=invoice.due to=2026-03-14
    met day=2026-03-08 event=e4 kind=payment.received
    = closedBy=e4 closing=met payment.received 2026-03-08 date=2026-03-14 id=a~i state=met trigger=e2
    `,
  ],
  [
    'a count that starts again',
    {
      clauses: [
        clause('a', 'right', 'on: [work.asked, work.moved]\nrestarts: true\nperiod: 9 days'),
        clause(
          'b',
          'obligation',
          'on: { clause: a, becomes: open }\nperiod: { length: 2 days, from: deadline, direction: before }',
        ),
      ],
      events: [ASKED, 'work.moved@2026-03-08,id=e2'],
    },
    `
    because-of clause=a state=open terms=test@1
    parent-day clause=a day=2026-03-17 terms=test@1
    count-days countsTriggerDay=false days=2 direction=before from=2026-03-17 n=2 to=2026-03-15 unit=days
    no-roll date=2026-03-15 weekmask=1111100
    ends date=2026-03-15 hours=24 instant=2026-03-16T00:00:00Z nextDay=2026-03-16 timezone=UTC
    = date=2026-03-15 id=b state=open trigger=e1
    fact day=2026-03-08 event=e2 kind=work.moved occurredAt=2026-03-08 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-08 n=9 to=2026-03-17 unit=days
    ends date=2026-03-17 hours=24 instant=2026-03-18T00:00:00Z nextDay=2026-03-18 timezone=UTC
    restarted day=2026-03-08 event=e2 kind=work.moved times=1
    = date=2026-03-17 id=a state=open trigger=e2
    `,
  ],
  [
    'suspensions of which one is left',
    {
      clauses: [
        clause(
          'a',
          'obligation',
          'on: work.asked\nperiod: 9 days\nsuspendedBy: legal-hold.placed\nresumedBy: legal-hold.lifted\nsuspensionAbout: hold',
        ),
      ],
      events: [
        'legal-hold.placed@2026-02-04,id=e2,hold=x',
        ASKED,
        'legal-hold.placed@2026-03-05,id=e3,hold=y',
        'legal-hold.lifted@2026-03-06,id=e4,hold=x',
        'legal-hold.placed@2026-03-07,id=e5,hold=z',
      ],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    paused event=e2 from=2026-03-02 kind=legal-hold.placed
    paused-further day=2026-03-05 event=e3 inForce=2 kind=legal-hold.placed
    still-paused day=2026-03-06 event=e4 inForce=1 kind=legal-hold.lifted known=true
    paused-further day=2026-03-07 event=e5 inForce=2 kind=legal-hold.placed
    = closedBy=e2 date=2026-03-11 id=a paused=2026-03-02 2 state=paused trigger=e1
    `,
  ],
  [
    'a cycle that goes on once it is met or has lapsed',
    {
      at: '2026-06-10T00:00:00Z',
      head: MONTH,
      contract: STARTS,
      clauses: [
        clause(
          'a',
          'obligation',
          'cycle: month\nrecurs: after-lapse-or-met\nperiod: { length: 5 days, from: cycle.end, direction: before }\nsatisfiedBy: work.done',
        ),
      ],
      events: ['work.done@2026-03-10,id=e1', 'work.done@2026-05-10,id=e2', 'contract.terminated@2026-06-05,id=e3'],
    },
    `
    contract-start day=2026-03-02 event=contract-start
    cycle-end anchorDay=null beforeFirst=false date=2026-04-01 day=2026-03-02 every=1 month nextStart=2026-04-02 opensOn=2026-03-02
    count-days countsTriggerDay=false days=5 direction=before from=2026-04-01 n=5 to=2026-03-27 unit=days
    ends date=2026-03-27 hours=24 instant=2026-03-28T00:00:00Z nextDay=2026-03-28 timezone=UTC
    met day=2026-03-10 event=e1 kind=work.done
    = closedBy=e1 closing=met work.done 2026-03-10 date=2026-03-27 id=a~2026-03-02 state=met trigger=contract-start
    contract-start day=2026-03-02 event=contract-start
    cycle-end anchorDay=null beforeFirst=false date=2026-05-01 day=2026-04-02 every=1 month nextStart=2026-05-02 opensOn=2026-04-02
    count-days countsTriggerDay=false days=5 direction=before from=2026-05-01 n=5 to=2026-04-26 unit=days
    no-roll date=2026-04-26 weekmask=1111100
    ends date=2026-04-26 hours=24 instant=2026-04-27T00:00:00Z nextDay=2026-04-27 timezone=UTC
    lapsed event=lapse instant=2026-04-27T00:00:00Z produces=deadline.lapsed
    met-late date=2026-04-26 day=2026-05-10 event=e2 kind=work.done
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-04-26 date=2026-04-26 id=a~2026-04-02 state=lapsed trigger=contract-start
    contract-start day=2026-03-02 event=contract-start
    cycle-end anchorDay=null beforeFirst=false date=2026-06-01 day=2026-05-02 every=1 month nextStart=2026-06-02 opensOn=2026-05-02
    count-days countsTriggerDay=false days=5 direction=before from=2026-06-01 n=5 to=2026-05-27 unit=days
    ends date=2026-05-27 hours=24 instant=2026-05-28T00:00:00Z nextDay=2026-05-28 timezone=UTC
    met day=2026-05-10 event=e2 kind=work.done
    = closedBy=e2 closing=met work.done 2026-05-10 date=2026-05-27 id=a~2026-05-02 state=met trigger=contract-start
    contract-start day=2026-03-02 event=contract-start
    cycle-end anchorDay=null beforeFirst=false date=2026-07-01 day=2026-06-02 every=1 month nextStart=2026-07-02 opensOn=2026-06-02
    count-days countsTriggerDay=false days=5 direction=before from=2026-07-01 n=5 to=2026-06-26 unit=days
    ends date=2026-06-26 hours=24 instant=2026-06-27T00:00:00Z nextDay=2026-06-27 timezone=UTC
    contract-ended day=2026-06-05 event=e3
    = closedBy=e3 closing=contract-ended contract.terminated 2026-06-05 date=2026-06-26 id=a~2026-06-02 state=cancelled trigger=contract-start
    `,
  ],
  [
    'a price that is needless for a cycle that does not come',
    {
      head: MONTH,
      contract: STARTS,
      clauses: [
        clause(
          'a',
          'obligation',
          'on: contract.commenced\ncycle: month\nforNextCycle: true\nrecurs: after-lapse-or-met\nperiod: { length: 5 days, from: cycle.end, direction: before }\nsatisfiedBy: price.changed',
        ),
        clause(
          'b',
          'effect',
          'on: termination.noticed\nperiod: 10 days\nendedBy: termination.withdrawn\nproduces: { kind: contract.terminated }',
        ),
      ],
      events: ['termination.noticed@2026-03-04,id=e1'],
    },
    `
    fact day=2026-03-04 event=e1 kind=termination.noticed occurredAt=2026-03-04 timezone=UTC
    count-days countsTriggerDay=false days=10 direction=after from=2026-03-04 n=10 to=2026-03-14 unit=days
    no-roll date=2026-03-14 weekmask=1111100
    ends date=2026-03-14 hours=24 instant=2026-03-15T00:00:00Z nextDay=2026-03-15 timezone=UTC
    = date=2026-03-14 id=b lapse=contract.terminated 2026-03-14  state=open trigger=e1
    contract-start day=2026-03-02 event=contract-start
    cycle-end anchorDay=null beforeFirst=false date=2026-04-01 day=2026-03-02 every=1 month nextStart=2026-04-02 opensOn=2026-03-02
    count-days countsTriggerDay=false days=5 direction=before from=2026-04-01 n=5 to=2026-03-27 unit=days
    ends date=2026-03-27 hours=24 instant=2026-03-28T00:00:00Z nextDay=2026-03-28 timezone=UTC
    no-next-cycle clause=b date=2026-03-14 day=2026-03-04 event=e1 kind=termination.noticed terms=test@1
    = closedBy=e1 closing=no-next-cycle termination.noticed 2026-03-04 date=2026-03-27 id=a~2026-03-02 state=cancelled trigger=contract-start
    `,
  ],
];

describe('a plan whose deadlines move', () => {
  it.each(CASES)('of %s', (_, given, lines) => {
    expect(told(given)).toEqual(linesOf(lines));
  });
});
