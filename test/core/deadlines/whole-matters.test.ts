import { describe, expect, it } from 'vitest';
import { linesOf } from '../calendar/told-lines.ts';
import { clause, type Given, outcomes } from './whole-plans.ts';

const ABOUT = 'on: work.asked\nabout: work\nperiod: 9 days\n';
const HELD = 'suspendedBy: hold.on\nresumedBy: hold.off';
const TAKEN = 'satisfiedBy: work.done\nreopenedBy: work.undone';
const AGAIN = 'on: [work.asked, work.moved]\nabout: work\nperiod: 9 days\nrestarts: true\n';
const MOVED =
  'on: work.asked\nabout: work\nperiod: { laterOf: [{ length: 9 days, from: event.work.moved }, { length: 3 days, from: trigger }] }\n';

const CASES: [what: string, given: Given, lines: string][] = [
  [
    'an extension of which the other side was told in time, whichever clause comes first',
    {
      clauses: [
        clause('a', 'obligation', `${ABOUT}extendedBy: { on: work.moved, to: 20 days, ifMet: b }`),
        clause('b', 'obligation', 'on: work.asked\nabout: work\nperiod: 3 days\nsatisfiedBy: [work.moved, work.done]'),
        clause('c', 'obligation', `${ABOUT}extendedBy: { on: work.moved, to: 20 days, ifMet: b }`),
      ],
      events: [
        'work.asked@2026-03-02,id=e1,work=in-time',
        'work.moved@2026-03-04,id=e2,work=in-time',
        'work.asked@2026-03-02,id=e3,work=late',
        'work.moved@2026-03-06,id=e4,work=late',
        'work.asked@2026-03-02,id=e5,work=met-otherwise',
        'work.done@2026-03-03,id=e6,work=met-otherwise',
        'work.moved@2026-03-04,id=e7,work=met-otherwise',
      ],
    },
    `
    met day=2026-03-04 event=e2 kind=work.moved
    = closedBy=e2 closing=met work.moved 2026-03-04 date=2026-03-05 id=b~in-time state=met trigger=e1
    met-late date=2026-03-05 day=2026-03-06 event=e4 kind=work.moved
    = date=2026-03-05 id=b~late state=open trigger=e3
    met day=2026-03-03 event=e6 kind=work.done
    = closedBy=e6 closing=met work.done 2026-03-03 date=2026-03-05 id=b~met-otherwise state=met trigger=e5
    prolonged-late date=2026-03-11 day=2026-03-06 event=e4 kind=work.moved
    = date=2026-03-11 id=a~late state=open trigger=e3
    prolonged-late date=2026-03-11 day=2026-03-04 event=e7 kind=work.moved
    = date=2026-03-11 id=a~met-otherwise state=open trigger=e5
    prolonged-late date=2026-03-11 day=2026-03-06 event=e4 kind=work.moved
    = date=2026-03-11 id=c~late state=open trigger=e3
    prolonged-late date=2026-03-11 day=2026-03-04 event=e7 kind=work.moved
    = date=2026-03-11 id=c~met-otherwise state=open trigger=e5
    prolonged day=2026-03-04 event=e2 from=2026-03-11 kind=work.moved length=20 days to=2026-03-22
    = date=2026-03-22 extendedTo=20 days id=a~in-time state=open trigger=e1
    prolonged day=2026-03-04 event=e2 from=2026-03-11 kind=work.moved length=20 days to=2026-03-22
    = date=2026-03-22 extendedTo=20 days id=c~in-time state=open trigger=e1
    `,
  ],
  [
    'a suspension of one matter, and one of all',
    {
      clauses: [clause('a', 'obligation', `${ABOUT}${HELD}`)],
      events: [
        'work.asked@2026-03-02,id=e1,work=u',
        'work.asked@2026-03-02,id=e2,work=v',
        'hold.on@2026-03-04,id=e3,work=u',
        'hold.on@2026-03-04,id=e4,work=z',
        'hold.off@2026-03-06,id=e5,work=u',
        'hold.on@2026-03-07,id=e6',
        'hold.off@2026-03-09,id=e7',
      ],
    },
    `
    resumed event=e7 from=2026-03-07 kind=hold.off until=2026-03-09
    extended from=2026-03-11 n=2 to=2026-03-13 unit=days
    = date=2026-03-13 id=a~v state=open trigger=e2
    resumed event=e5 from=2026-03-04 kind=hold.off until=2026-03-06
    resumed event=e7 from=2026-03-07 kind=hold.off until=2026-03-09
    extended from=2026-03-11 n=4 to=2026-03-15 unit=days
    = date=2026-03-15 id=a~u state=open trigger=e1
    `,
  ],
  [
    'suspensions and an outcome that were there before the matter came up',
    {
      clauses: [clause('a', 'obligation', `${ABOUT}satisfiedBy: work.done\n${HELD}`)],
      events: [
        'hold.on@2026-03-01,id=e1,work=u',
        'hold.on@2026-03-02,id=e2,work=z',
        'work.done@2026-03-03,id=e3,work=w',
        'hold.on@2026-03-04,id=e4',
        'work.done@2026-03-05,id=e5,work=v',
        'work.asked@2026-03-06,id=e6,work=u',
        'work.asked@2026-03-06,id=e7,work=v',
        'work.asked@2026-03-06,id=e8,work=w',
        'hold.off@2026-03-08,id=e9',
      ],
    },
    `
    paused event=e4 from=2026-03-06 kind=hold.on
    met day=2026-03-05 event=e5 kind=work.done
    = closedBy=e5 closing=met work.done 2026-03-05 date=2026-03-15 id=a~v state=met trigger=e7
    met day=2026-03-03 event=e3 kind=work.done
    = closedBy=e3 closing=met work.done 2026-03-03 date=2026-03-15 id=a~w state=met trigger=e8
    resumed event=e9 from=2026-03-06 kind=hold.off until=2026-03-08
    extended from=2026-03-15 n=2 to=2026-03-17 unit=days
    = date=2026-03-17 id=a~u state=open trigger=e6
    `,
  ],
  [
    'suspensions on one day, of which one is lifted',
    {
      clauses: [
        clause('a', 'obligation', `on: work.asked\nperiod: 9 days\n${HELD}\nsuspensionAbout: hold`),
        clause('b', 'obligation', `on: work.asked\nperiod: 9 days\n${HELD}`),
      ],
      events: [
        'work.asked@2026-03-02,id=e1',
        'hold.off@2026-03-04,id=e2,hold=y',
        'hold.on@2026-03-04,id=e3,hold=x',
        'hold.on@2026-03-04,id=e4,hold=y',
        'hold.off@2026-03-09,id=e5,hold=y',
      ],
    },
    `
    paused event=e3 from=2026-03-04 kind=hold.on
    paused-further day=2026-03-04 event=e4 inForce=2 kind=hold.on
    still-paused day=2026-03-04 event=e2 inForce=1 kind=hold.off known=true
    still-paused day=2026-03-09 event=e5 inForce=1 kind=hold.off known=false
    = closedBy=e3 date=2026-03-11 id=a paused=2026-03-04 1 state=paused trigger=e1
    resumed event=e5 from=2026-03-04 kind=hold.off until=2026-03-09
    extended from=2026-03-11 n=5 to=2026-03-16 unit=days
    = date=2026-03-16 id=b state=open trigger=e1
    `,
  ],
  [
    'what ends the first of those that have no name',
    {
      at: '2026-03-12T00:00:00Z',
      clauses: [
        clause('a', 'right', `${ABOUT}endedBy: work.done`),
        clause('b', 'obligation', 'on: work.asked\nabout: work\nperiod: 10 days\nsatisfiedBy: work.done'),
      ],
      events: [
        'work.asked@2026-03-04,id=e3',
        'work.asked@2026-03-02,id=e1',
        'work.asked@2026-03-03,id=e2',
        'work.asked@2026-03-01,id=e0,work=u',
      ],
      late: ['work.done@2026-03-12,id=e4', 'work.done@2026-03-13,id=e5', 'work.done@2026-03-13,id=e6,work=u'],
    },
    `
    arisen instant=2026-03-11T00:00:00Z
    ended day=2026-03-13 event=e6 kind=work.done
    = closedBy=e6 closing=ended work.done 2026-03-13 date=2026-03-10 id=a~u state=cancelled trigger=e0
    arisen instant=2026-03-12T00:00:00Z
    ended day=2026-03-12 event=e4 kind=work.done
    = closedBy=e4 closing=ended work.done 2026-03-12 date=2026-03-11 id=a~~2026-03-02 state=cancelled trigger=e1
    lapsed event=lapse instant=2026-03-12T00:00:00Z produces=deadline.lapsed
    met-late date=2026-03-11 day=2026-03-13 event=e6 kind=work.done
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-11 date=2026-03-11 id=b~u state=lapsed trigger=e0
    arisen instant=2026-03-13T00:00:00Z
    ended day=2026-03-13 event=e5 kind=work.done
    = closedBy=e5 closing=ended work.done 2026-03-13 date=2026-03-12 id=a~~2026-03-03 state=cancelled trigger=e2
    met day=2026-03-12 event=e4 kind=work.done
    = closedBy=e4 closing=met work.done 2026-03-12 date=2026-03-12 id=b~~2026-03-02 state=met trigger=e1
    = date=2026-03-13 id=a~~2026-03-04 state=open trigger=e3
    met day=2026-03-13 event=e5 kind=work.done
    = closedBy=e5 closing=met work.done 2026-03-13 date=2026-03-13 id=b~~2026-03-03 state=met trigger=e2
    = date=2026-03-14 id=b~~2026-03-04 state=open trigger=e3
    `,
  ],
  [
    'what meets the first of those that have no name while they stand still',
    {
      clauses: [clause('a', 'obligation', `${ABOUT}satisfiedBy: work.done\n${HELD}`)],
      events: [
        'work.asked@2026-03-04,id=e2',
        'work.asked@2026-03-02,id=e1',
        'hold.on@2026-03-05,id=e3',
        'work.done@2026-03-06,id=e4',
      ],
    },
    `
    paused event=e3 from=2026-03-05 kind=hold.on
    met day=2026-03-06 event=e4 kind=work.done
    = closedBy=e4 closing=met work.done 2026-03-06 date=2026-03-11 id=a~~2026-03-02 state=met trigger=e1
    paused event=e3 from=2026-03-05 kind=hold.on
    = closedBy=e3 date=2026-03-13 id=a~~2026-03-04 paused=2026-03-05 1 state=paused trigger=e2
    `,
  ],
  [
    'a taking back while what began with the asking is over, and what began with the doing is not',
    {
      clauses: [
        clause('a', 'obligation', `on: work.asked\nperiod: 9 days\n${TAKEN}`),
        clause(
          'b',
          'obligation',
          'on: { clause: a, becomes: open }\nperiod: { length: 7 days, from: deadline, direction: before }',
        ),
        clause('c', 'obligation', 'on: { clause: a, becomes: met }\nperiod: 5 days'),
      ],
      events: ['work.asked@2026-03-02,id=e1', 'work.done@2026-03-05,id=e2', 'work.undone@2026-03-08,id=e3'],
    },
    `
    = date=2026-03-04 id=b state=open trigger=e1
    reopened day=2026-03-08 event=e3 kind=work.undone
    = date=2026-03-11 id=a state=open trigger=e1
    `,
  ],
  [
    'a taking back after the end of the contract',
    {
      clauses: [
        clause('a', 'obligation', `on: work.asked\nperiod: 9 days\n${TAKEN}`),
        clause('b', 'obligation', `on: work.asked\nperiod: 9 days\n${TAKEN}\nsurvivesTermination: true`),
      ],
      events: [
        'work.asked@2026-03-02,id=e1',
        'work.done@2026-03-05,id=e2',
        'contract.terminated@2026-03-06,id=e3',
        'work.undone@2026-03-08,id=e4',
      ],
    },
    `
    met day=2026-03-05 event=e2 kind=work.done
    reopened-late date=2026-03-11 day=2026-03-08 event=e4 kind=work.undone
    = closedBy=e2 closing=met work.done 2026-03-05 date=2026-03-11 id=a state=met trigger=e1
    reopened day=2026-03-08 event=e4 kind=work.undone
    = date=2026-03-11 id=b state=open trigger=e1
    `,
  ],
  [
    'a longer time that cannot be counted, and holds once the day has moved to where it can',
    {
      contract: { holidays: ['RO'] },
      clauses: [
        clause(
          'a',
          'obligation',
          'on: invoice.due\nabout: invoice\nperiod: { length: 5 business days, from: data.dueOn }\nextendedBy: { on: extension.granted, to: 30 business days }',
        ),
      ],
      events: [
        'invoice.due@2026-03-02,id=e1,invoice=i,dueOn=2040-12-03',
        'extension.granted@2026-03-03,id=e2,invoice=i',
        'invoice.due@2026-03-02,id=e3,invoice=j,dueOn=2040-12-03',
        'extension.granted@2026-03-03,id=e4,invoice=j',
        'invoice.due@2026-03-04,id=e5,invoice=j,dueOn=2040-10-01',
      ],
    },
    `
    moved day=2026-03-04 event=e5 from=2040-12-10 kind=invoice.due to=2040-11-12
    = date=2040-11-12 extendedTo=30 business days id=a~j state=open trigger=e5
    notCounted clause=a event=e2 field=data.dueOn why=holiday set "RO" does not cover the year 2041, only 2015 to 2040; extend the table or choose another set
    `,
  ],
  [
    'longer times that are granted to what is met, ended, lapsed, not of this matter, or asked for before',
    {
      at: '2026-03-20T00:00:00Z',
      clauses: [
        clause(
          'a',
          'obligation',
          `${ABOUT}satisfiedBy: work.done\nendedBy: work.undone\nextendedBy: { on: work.moved, to: 20 days }`,
        ),
      ],
      events: [
        'work.moved@2026-03-01,id=e0,work=before',
        'work.asked@2026-03-02,id=e1,work=before',
        'work.asked@2026-03-02,id=e2,work=met',
        'work.done@2026-03-03,id=e3,work=met',
        'work.moved@2026-03-04,id=e4,work=met',
        'work.asked@2026-03-02,id=e5,work=ended',
        'work.undone@2026-03-03,id=e6,work=ended',
        'work.moved@2026-03-04,id=e7,work=ended',
        'work.asked@2026-03-02,id=e8,work=lapsed',
        'work.moved@2026-03-14,id=e9,work=lapsed',
        'work.asked@2026-03-20,id=e10,work=other',
      ],
    },
    `
    ended day=2026-03-03 event=e6 kind=work.undone
    = closedBy=e6 closing=ended work.undone 2026-03-03 date=2026-03-11 id=a~ended state=cancelled trigger=e5
    lapsed event=lapse instant=2026-03-12T00:00:00Z produces=deadline.lapsed
    prolonged-late date=2026-03-11 day=2026-03-14 event=e9 kind=work.moved
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-11 date=2026-03-11 id=a~lapsed state=lapsed trigger=e8
    met day=2026-03-03 event=e3 kind=work.done
    = closedBy=e3 closing=met work.done 2026-03-03 date=2026-03-11 id=a~met state=met trigger=e2
    prolonged day=2026-03-01 event=e0 from=2026-03-11 kind=work.moved length=20 days to=2026-03-22
    = date=2026-03-22 extendedTo=20 days id=a~before state=open trigger=e1
    = date=2026-03-29 id=a~other state=open trigger=e10
    `,
  ],
  [
    'what starts again by one kind of event only',
    {
      clauses: [
        clause(
          'a',
          'right',
          'on: [work.asked, work.moved]\nabout: work\nperiod: 9 days\nendedBy: work.done\nstartsAgain: work.moved',
        ),
      ],
      events: [
        'work.asked@2026-03-02,id=e1,work=u',
        'work.done@2026-03-03,id=e2,work=u',
        'work.asked@2026-03-04,id=e3,work=u',
        'work.asked@2026-03-02,id=f1,work=v',
        'work.done@2026-03-03,id=f2,work=v',
        'work.moved@2026-03-04,id=f3,work=v',
        'work.done@2026-03-01,id=g1,work=w',
        'work.asked@2026-03-02,id=g2,work=w',
      ],
    },
    `
    ended day=2026-03-03 event=e2 kind=work.done
    = closedBy=e2 closing=ended work.done 2026-03-03 date=2026-03-11 id=a~u state=cancelled trigger=e1
    = date=2026-03-11 id=a~w state=open trigger=g2
    = date=2026-03-13 id=a~v state=open trigger=f3
    `,
  ],
  [
    'ends that came before the beginning',
    {
      clauses: [
        clause('a', 'right', 'on: work.asked\nperiod: 9 days\nendedBy: [work.done, trial.converted]'),
        clause(
          'b',
          'right',
          'on: work.asked\nperiod: 9 days\nendedBy: [work.done, trial.converted]\nstartsAgain: false',
        ),
        clause('c', 'right', `${ABOUT}endedBy: [work.done, trial.converted]`),
        clause('d', 'right', `${ABOUT}endedBy: [work.done, trial.converted]\nstartsAgain: true`),
      ],
      events: [
        'trial.converted@2026-02-03,id=e0',
        'work.done@2026-03-01,id=e1,work=u',
        'work.asked@2026-03-02,id=e2,work=u',
        'work.asked@2026-03-02,id=e3,work=v',
        'work.asked@2026-03-03,id=e4',
      ],
    },
    `
    = date=2026-03-11 id=a state=open trigger=e2
    ended day=2026-02-03 event=e0 kind=trial.converted
    = closedBy=e0 closing=ended trial.converted 2026-02-03 date=2026-03-11 id=b state=cancelled trigger=e2
    ended day=2026-03-01 event=e1 kind=work.done
    = closedBy=e1 closing=ended work.done 2026-03-01 date=2026-03-11 id=c~u state=cancelled trigger=e2
    = date=2026-03-11 id=c~v state=open trigger=e3
    = date=2026-03-11 id=d~u state=open trigger=e2
    = date=2026-03-11 id=d~v state=open trigger=e3
    = date=2026-03-12 id=c~~2026-03-03 state=open trigger=e4
    = date=2026-03-12 id=d~~2026-03-03 state=open trigger=e4
    `,
  ],
  [
    'an end and a new beginning on one day, which that end does not end',
    {
      clauses: [clause('a', 'right', 'on: [work.asked, work.moved]\nperiod: 9 days\nendedBy: work.done')],
      events: ['work.asked@2026-03-02,id=e1', 'work.done@2026-03-04,id=e2', 'work.moved@2026-03-04,id=e3'],
    },
    `
    = date=2026-03-13 id=a state=open trigger=e3
    `,
  ],
  [
    'a further event from which the later of two ends is counted',
    {
      clauses: [
        clause('a', 'obligation', `${MOVED}satisfiedBy: work.done`),
        clause('b', 'obligation', `${MOVED}${TAKEN}`),
        clause('c', 'right', `${MOVED}endedBy: work.done`),
        clause('d', 'effect', `${MOVED}produces: { kind: notice.given }`),
      ],
      events: [
        'work.asked@2026-03-02,id=e1,work=u',
        'work.moved@2026-03-04,id=e2,work=u',
        'work.moved@2026-03-04,id=e3,work=other',
        'work.done@2026-03-05,id=e4,work=u',
        'work.moved@2026-03-06,id=e5,work=u',
        'work.moved@2026-03-04,id=f1,work=v',
        'work.moved@2026-03-03,id=f2',
        'work.moved@2026-03-04T12:00:00Z,id=f4,work=other',
        { id: 'f5', kind: 'work.moved', occurredAt: '2026-03-04T13:00:00Z', data: { work: 'v', snapshot: true } },
        'work.asked@2026-03-05,id=f3,work=v',
      ],
    },
    `
    combine chosen=1 date=2026-03-13 options=[2026-03-13 2026-03-14T00:00:00Z, 2026-03-05 2026-03-06T00:00:00Z] rule=latest
    moved day=2026-03-04 event=e2 from=2026-03-05 kind=work.moved to=2026-03-13
    met day=2026-03-05 event=e4 kind=work.done
    = closedBy=e4 closing=met work.done 2026-03-05 date=2026-03-13 id=a~u state=met trigger=e1
    combine chosen=1 date=2026-03-13 options=[2026-03-13 2026-03-14T00:00:00Z, 2026-03-08 2026-03-09T00:00:00Z] rule=latest
    = date=2026-03-13 id=a~v state=open trigger=f3
    combine chosen=1 date=2026-03-13 options=[2026-03-13 2026-03-14T00:00:00Z, 2026-03-08 2026-03-09T00:00:00Z] rule=latest
    = date=2026-03-13 id=b~v state=open trigger=f3
    combine chosen=1 date=2026-03-13 options=[2026-03-13 2026-03-14T00:00:00Z, 2026-03-05 2026-03-06T00:00:00Z] rule=latest
    moved day=2026-03-04 event=e2 from=2026-03-05 kind=work.moved to=2026-03-13
    ended day=2026-03-05 event=e4 kind=work.done
    = closedBy=e4 closing=ended work.done 2026-03-05 date=2026-03-13 id=c~u state=cancelled trigger=e1
    combine chosen=1 date=2026-03-13 options=[2026-03-13 2026-03-14T00:00:00Z, 2026-03-08 2026-03-09T00:00:00Z] rule=latest
    = date=2026-03-13 id=c~v state=open trigger=f3
    combine chosen=1 date=2026-03-13 options=[2026-03-13 2026-03-14T00:00:00Z, 2026-03-08 2026-03-09T00:00:00Z] rule=latest
    = date=2026-03-13 id=d~v lapse=notice.given 2026-03-13  state=open trigger=f3
    combine chosen=1 date=2026-03-15 options=[2026-03-15 2026-03-16T00:00:00Z, 2026-03-05 2026-03-06T00:00:00Z] rule=latest
    moved day=2026-03-04 event=e2 from=2026-03-05 kind=work.moved to=2026-03-13
    met day=2026-03-05 event=e4 kind=work.done
    moved day=2026-03-06 event=e5 from=2026-03-13 kind=work.moved to=2026-03-15
    = closedBy=e4 closing=met work.done 2026-03-05 date=2026-03-15 id=b~u state=met trigger=e1
    combine chosen=1 date=2026-03-15 options=[2026-03-15 2026-03-16T00:00:00Z, 2026-03-05 2026-03-06T00:00:00Z] rule=latest
    moved day=2026-03-04 event=e2 from=2026-03-05 kind=work.moved to=2026-03-13
    moved day=2026-03-06 event=e5 from=2026-03-13 kind=work.moved to=2026-03-15
    = date=2026-03-15 id=d~u lapse=notice.given 2026-03-15  state=open trigger=e1
    `,
  ],
  [
    'names that are long, empty, or no part of a path',
    {
      clauses: [clause('a', 'obligation', ABOUT)],
      events: [
        `work.asked@2026-03-02,id=e1,work=${'x'.repeat(100)}`,
        `work.asked@2026-03-03,id=e2,work=${'y'.repeat(101)}`,
        'work.asked@2026-03-02,id=e3,work=',
        'work.asked@2026-03-02,id=e4,work=a/b',
      ],
    },
    `
    = date=2026-03-11 id=a~a~002fb state=open trigger=e4
    = date=2026-03-11 id=a~xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx state=open trigger=e1
    = date=2026-03-11 id=a~~2026-03-02 state=open trigger=e3
    = date=2026-03-12 id=a~~20b7e545c324ac23111aaf8502c69384b88e3d8f state=open trigger=e2
    `,
  ],
  [
    'what begins only after something else, which has not happened, is over again, or has',
    {
      clauses: [
        clause('a', 'obligation', `${ABOUT}onlyIf: { since: [work.moved, work.undone], until: work.done }`),
        clause('b', 'obligation', `${ABOUT}unless: { since: work.moved, until: [work.undone, work.done] }`),
      ],
      events: [
        'work.asked@2026-03-02,id=e1,work=not-yet',
        'work.moved@2026-03-01,id=e2,work=over',
        'work.done@2026-03-02,id=e3,work=over',
        'work.asked@2026-03-03,id=e4,work=over',
        'work.moved@2026-03-01,id=e5,work=has',
        'work.asked@2026-03-03,id=e6,work=has',
        'work.undone@2026-03-03T10:00:00Z,id=e7,work=same-day',
        'work.asked@2026-03-03,id=e8,work=same-day',
      ],
    },
    `
    = date=2026-03-11 id=b~not-yet state=open trigger=e1
    = date=2026-03-12 id=a~has state=open trigger=e6
    = date=2026-03-12 id=a~same-day state=open trigger=e8
    = date=2026-03-12 id=b~over state=open trigger=e4
    = date=2026-03-12 id=b~same-day state=open trigger=e8
    notApplied clause=a event=e1 reason=not-happened [work.moved, work.undone]
    notApplied clause=a event=e4 reason=not-happened [work.moved, work.undone]
    notApplied clause=b event=e6 reason=happened e5 work.moved 2026-03-01
    `,
  ],
  [
    'withdrawals of withdrawals',
    {
      clauses: [clause('a', 'obligation', ABOUT)],
      events: [
        'work.asked@2026-03-02,id=e1,work=withdrawn-twice',
        'event.withdrawn@2026-03-03,id=w1,event=e1',
        'event.withdrawn@2026-03-04,id=w2,event=w1',
        'work.asked@2026-03-02,id=e2,work=withdrawn-thrice',
        'event.withdrawn@2026-03-03,id=w3,event=e2',
        'event.withdrawn@2026-03-04,id=w4,event=w3',
        'event.withdrawn@2026-03-05,id=w5,event=w4',
        'work.asked@2026-03-02,id=e3,work=withdrawn-by-one-that-withdraws-itself',
        'event.withdrawn@2026-03-03,id=e3b,event=e3b',
      ],
    },
    `
    = date=2026-03-11 id=a~withdrawn-by-one-that-withdraws-itself state=open trigger=e3
    = date=2026-03-11 id=a~withdrawn-twice state=open trigger=e1
    `,
  ],
  [
    'counts that start again, and those that do not',
    {
      at: '2026-03-15T00:00:00Z',
      clauses: [
        clause('a', 'obligation', `${AGAIN}satisfiedBy: work.done\nproduces: { kind: notice.given }`),
        clause('b', 'obligation', `${AGAIN}endedBy: work.done`),
      ],
      events: [
        'work.asked@2026-03-02,id=e1,work=done',
        'work.done@2026-03-03,id=e2,work=done',
        'work.moved@2026-03-05,id=e3,work=done',
        'work.asked@2026-03-02,id=f1,work=late',
        'work.moved@2026-03-12,id=f2,work=late',
        'work.asked@2026-03-02,id=g1,work=twice',
        'work.moved@2026-03-05,id=g2,work=twice',
        'work.moved@2026-03-08,id=g3,work=twice',
      ],
    },
    `
    met day=2026-03-03 event=e2 kind=work.done
    = closedBy=e2 closing=met work.done 2026-03-03 date=2026-03-11 id=a~done lapse=notice.given 2026-03-11  state=met trigger=e1
    lapsed event=lapse instant=2026-03-12T00:00:00Z produces=notice.given
    = closedBy=lapse closing=lapsed notice.given 2026-03-11 date=2026-03-11 id=a~late lapse=notice.given 2026-03-11  state=lapsed trigger=f1
    ended day=2026-03-03 event=e2 kind=work.done
    = closedBy=e2 closing=ended work.done 2026-03-03 date=2026-03-11 id=b~done state=cancelled trigger=e1
    restarted day=2026-03-08 event=g3 kind=work.moved times=2
    = date=2026-03-17 id=a~twice lapse=notice.given 2026-03-17  state=open trigger=g3
    restarted day=2026-03-08 event=g3 kind=work.moved times=2
    = date=2026-03-17 id=b~twice state=open trigger=g3
    restarted day=2026-03-12 event=f2 kind=work.moved times=1
    = date=2026-03-21 id=b~late state=open trigger=f2
    `,
  ],
  [
    'days that are moved once their effect has come about',
    {
      at: '2026-03-15T00:00:00Z',
      contract: { holidays: ['RO'] },
      clauses: [
        clause(
          'a',
          'obligation',
          'on: invoice.due\nabout: invoice\nperiod: { length: 2 business days, from: data.dueOn }\nproduces: { kind: notice.given }',
        ),
      ],
      events: [
        'invoice.due@2026-03-02,id=e1,invoice=i,dueOn=2026-03-03',
        'invoice.due@2026-03-10,id=e2,invoice=i,dueOn=2026-03-20',
        'invoice.due@2026-03-02,id=f1,invoice=j,dueOn=2026-03-03',
        'invoice.due@2026-03-10,id=f2,invoice=j,dueOn=2199-03-20',
        'invoice.due@2026-03-02,id=g1,invoice=k,dueOn=2026-03-03',
        'invoice.due@2026-03-10,id=g2,invoice=k',
      ],
    },
    `
    lapsed event=lapse instant=2026-03-06T00:00:00Z produces=notice.given
    moved-late date=2026-03-05 day=2026-03-10 event=e2 kind=invoice.due
    = closedBy=lapse closing=lapsed notice.given 2026-03-05 date=2026-03-05 id=a~i lapse=notice.given 2026-03-05  state=lapsed trigger=e1
    lapsed event=lapse instant=2026-03-06T00:00:00Z produces=notice.given
    moved-late date=2026-03-05 day=2026-03-10 event=f2 kind=invoice.due
    = closedBy=lapse closing=lapsed notice.given 2026-03-05 date=2026-03-05 id=a~j lapse=notice.given 2026-03-05  state=lapsed trigger=f1
    lapsed event=lapse instant=2026-03-06T00:00:00Z produces=notice.given
    = closedBy=lapse closing=lapsed notice.given 2026-03-05 date=2026-03-05 id=a~k lapse=notice.given 2026-03-05  state=lapsed trigger=g1
    `,
  ],
  [
    'what remains of an invoice after a payment',
    {
      clauses: [
        clause(
          'a',
          'obligation',
          `on: invoice.due\nabout: invoice\nperiod: 9 days\nendedBy: { kind: payment.received, where: { remaining: 0, currency: EUR } }\n${HELD}`,
        ),
      ],
      events: [
        ...['some', 'none', 'held', 'text', 'no-currency'].map(
          (i) => `invoice.due@2026-03-02,id=due-${i},invoice=${i}`,
        ),
        'payment.received@2026-03-03,id=e1,invoice=some,remaining=300,currency=EUR',
        'payment.received@2026-03-04,id=e2,invoice=some,remaining=100,currency=EUR',
        'payment.received@2026-03-03,id=e3,invoice=none,remaining=0,currency=USD',
        { id: 'e4', kind: 'hold.on', occurredAt: '2026-03-03', data: { invoice: 'held', remaining: 300 } },
        {
          id: 'e5',
          kind: 'payment.received',
          occurredAt: '2026-03-03',
          data: { invoice: 'text', remaining: 'some', currency: 'USD' },
        },
        {
          id: 'e6',
          kind: 'payment.received',
          occurredAt: '2026-03-03',
          data: { invoice: 'no-currency', remaining: 40 },
        },
      ],
    },
    `
    paused event=e4 from=2026-03-03 kind=hold.on
    = closedBy=e4 date=2026-03-11 id=a~held paused=2026-03-03 1 state=paused trigger=due-held
    remains day=2026-03-03 event=e6 kind=payment.received remaining=null
    = date=2026-03-11 id=a~no-currency state=open trigger=due-no-currency
    = date=2026-03-11 id=a~none state=open trigger=due-none
    remains day=2026-03-04 event=e2 kind=payment.received remaining=EUR 100
    = date=2026-03-11 id=a~some state=open trigger=due-some
    = date=2026-03-11 id=a~text state=open trigger=due-text
    `,
  ],
  [
    'what follows by topic, and what does not apply or has happened',
    {
      head: 'plans: { pro: Pro., free: Free. }\n',
      contract: { plan: 'free' },
      clauses: [
        clause('a', 'obligation', 'topic: t\non: work.asked\nperiod: 9 days\nsatisfiedBy: work.done'),
        clause('b', 'obligation', 'topic: other\non: work.asked\nperiod: 9 days\nsatisfiedBy: work.done'),
        clause('c', 'obligation', 'topic: t\non: { topic: t, becomes: met }\nperiod: 3 days\nsatisfiedBy: work.done'),
        clause(
          'd',
          'obligation',
          'on: { clause: a, becomes: met }\nperiod: 3 days\nappliesIf: { contract: plan, is: [pro], ifSilent: applies }',
        ),
        clause('e', 'obligation', 'on: { clause: a, becomes: met }\nperiod: 3 days\nunless: { since: work.moved }'),
        clause(
          'f',
          'obligation',
          'on: { clause: a, becomes: met }\nperiod: 3 days\nsatisfiedBy: work.moved\nstartsAgain: false',
        ),
      ],
      events: ['work.asked@2026-03-02,id=e1', 'work.moved@2026-03-03,id=e2', 'work.done@2026-03-04,id=e3'],
    },
    `
    met day=2026-03-04 event=e3 kind=work.done
    = closedBy=e3 closing=met work.done 2026-03-04 date=2026-03-07 id=c state=met trigger=e3
    met day=2026-03-03 event=e2 kind=work.moved
    = closedBy=e2 closing=met work.moved 2026-03-03 date=2026-03-07 id=f state=met trigger=e3
    met day=2026-03-04 event=e3 kind=work.done
    = closedBy=e3 closing=met work.done 2026-03-04 date=2026-03-11 id=a state=met trigger=e1
    met day=2026-03-04 event=e3 kind=work.done
    = closedBy=e3 closing=met work.done 2026-03-04 date=2026-03-11 id=b state=met trigger=e1
    notApplied clause=d event=e3 reason=elsewhere plan [pro] free
    notApplied clause=e event=e3 reason=happened e2 work.moved 2026-03-03
    `,
  ],
];

describe('a plan of several matters', () => {
  it.each(CASES)('with %s', (_, given, lines) => {
    expect(outcomes(given)).toEqual(linesOf(lines));
  });
});

it('of two events with one id the same one counts, whichever comes first', () => {
  const [one, other] = ['v', 'u'].map((work) => ({
    id: 'e1',
    kind: 'work.asked',
    occurredAt: '2026-03-02',
    data: { work },
  }));
  if (!one || !other) throw new Error('there are two');
  const clauses = [clause('a', 'obligation', ABOUT)];
  const counted = ['= date=2026-03-11 id=a~u state=open trigger=e1'];
  expect(outcomes({ clauses, events: [one, other] })).toEqual(counted);
  expect(outcomes({ clauses, events: [other, one, other] })).toEqual(counted);
});
