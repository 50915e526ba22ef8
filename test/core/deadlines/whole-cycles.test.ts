import { describe, expect, it } from 'vitest';
import { linesOf } from '../calendar/told-lines.ts';
import { clause, type Given, outcomes } from './whole-plans.ts';

/** Months from 2 March, with an obligation three days before each ends. */
const MONTHS = 'cycles: { month: { every: 1 month } }\n';
const STARTS = { startsOn: '2026-03-02' };
const EACH = 'cycle: month\nperiod: { length: 3 days, from: cycle.end, direction: before }\n';
const TRIALS =
  'cycles: { month: { every: 1 month, beginsWith: [{ on: trial.started, from: data.endsOn }, { on: trial.converted, from: [data.periodStartsOn, trigger] }] }, other: { every: 1 month } }\n';
const BILLED = 'cycles: { month: { every: contract.billing } }\n';
const EXTENDED =
  'cycles: { month: { every: 1 month, extendedBy: { kind: extension.granted, days: days, asLongAs: { from: outage.started, to: outage.ended, about: outage }, atMostDays: 10 } } }\n';

const HELD = 'suspendedBy: hold.on\nresumedBy: hold.off';
const ENDS =
  'on: termination.noticed\nendedBy: termination.withdrawn\nproduces: { kind: contract.terminated }\nperiod:';

const CASES: [what: string, given: Given, lines: string][] = [
  [
    'cycles that begin with the end of a trial, and the days counted on them before',
    {
      head: TRIALS,
      contract: STARTS,
      clauses: [
        clause('a', 'obligation', `${EACH}recurs: after-lapse`),
        clause('b', 'obligation', `on: work.asked\nabout: work\n${EACH}`),
        clause('c', 'obligation', `on: work.asked\nabout: work\n${EACH.replace('month', 'other')}`),
      ],
      events: [
        'work.asked@2026-03-03,id=e1,work=u',
        'trial.started@2026-03-04,id=e2,endsOn=2026-03-15',
        'trial.converted@2026-03-10,id=e3',
        'trial.converted@2026-03-12,id=e4',
      ],
    },
    `
    = date=2026-03-29 id=c~u state=open trigger=e1
    cycle-begins day=2026-03-10 event=e3 kind=trial.converted
    = date=2026-04-06 id=a~2026-03-02 state=open trigger=contract-start
    cycle-begins day=2026-03-10 event=e3 kind=trial.converted
    = date=2026-04-06 id=b~u state=open trigger=e1
    `,
  ],
  [
    'a first cycle that begins by what the conversion of a trial names, of the subscription that is billed',
    {
      head: TRIALS,
      contract: STARTS,
      clauses: [clause('a', 'obligation', `${EACH}recurs: after-lapse`)],
      events: [
        'trial.started@2026-03-03,id=e1,endsOn=2026-03-15,subscription=s1,periodStartsOn=2026-03-03,periodEndsOn=2026-03-15',
        'trial.converted@2026-03-10,id=e2,subscription=s1,periodStartsOn=2026-03-12',
        'trial.converted@2026-03-14,id=e3,subscription=s2,periodStartsOn=2026-03-14',
      ],
    },
    `
    cycle-begins day=2026-03-12 event=e2 kind=trial.converted
    = date=2026-04-08 id=a~2026-03-02 state=open trigger=contract-start
    `,
  ],
  [
    'cycles that a trial ended, and that begin once more long after it; others go on',
    {
      head: TRIALS,
      contract: STARTS,
      clauses: [
        clause(
          'a',
          'obligation',
          `on: [contract.commenced, trial.converted]\n${EACH}recurs: after-lapse\nendedBy: trial.started`,
        ),
        clause('b', 'obligation', `${EACH.replace('month', 'other')}recurs: after-lapse`),
      ],
      events: ['trial.started@2026-03-04,id=e1,endsOn=2026-03-15', 'trial.converted@2026-04-20,id=e2'],
    },
    `
    = date=2026-03-29 id=b~2026-03-02 state=open trigger=contract-start
    cycle-begins day=2026-03-15 event=e1 kind=trial.started
    ended day=2026-03-04 event=e1 kind=trial.started
    = closedBy=e1 closing=ended trial.started 2026-03-04 date=2026-04-11 id=a~2026-03-02 state=cancelled trigger=contract-start
    cycle-begins day=2026-04-20 event=e2 kind=trial.converted
    = date=2026-05-16 id=a~2026-04-20 state=open trigger=e2
    `,
  ],
  [
    'cycles that only one of two clauses has ended, and that went on',
    {
      head: TRIALS,
      contract: STARTS,
      clauses: [
        clause(
          'a',
          'obligation',
          `on: [contract.commenced, trial.converted]\n${EACH}recurs: after-lapse\nendedBy: trial.started`,
        ),
        clause('b', 'obligation', `${EACH}recurs: after-lapse`),
      ],
      events: ['trial.started@2026-03-04,id=e1,endsOn=2026-03-15', 'trial.converted@2026-04-20,id=e2'],
    },
    `
    cycle-begins day=2026-03-15 event=e1 kind=trial.started
    ended day=2026-03-04 event=e1 kind=trial.started
    = closedBy=e1 closing=ended trial.started 2026-03-04 date=2026-04-11 id=a~2026-03-02 state=cancelled trigger=contract-start
    cycle-begins day=2026-03-15 event=e1 kind=trial.started
    = date=2026-04-11 id=b~2026-03-02 state=open trigger=contract-start
    cycle-begins day=2026-03-15 event=e1 kind=trial.started
    = date=2026-05-11 id=a~2026-04-15 state=open trigger=e2
    `,
  ],
  [
    'cycles as the provider bills them',
    {
      head: BILLED,
      contract: { ...STARTS, billing: { cycle: '1 month' } },
      clauses: [
        clause('a', 'obligation', `${EACH}recurs: after-lapse`),
        clause('b', 'obligation', `on: work.asked\nabout: work\n${EACH}`),
      ],
      events: [
        'work.asked@2026-03-03,id=e1,work=u',
        'payment.received@2026-03-05,id=e2,subscription=s1,periodStartsOn=2026-03-05,periodEndsOn=2026-04-11',
        'payment.received@2026-03-06,id=e3,subscription=s2,periodStartsOn=2026-03-05,periodEndsOn=2026-04-20',
        'invoice.issued@2026-03-07,id=e4,subscription=s1,invoice=i,periodStartsOn=2026-03-05,periodEndsOn=2026-04-21',
        'payment.received@2026-03-08,id=e5,subscription=s1,periodStartsOn=2026-02-05,periodEndsOn=2026-03-05',
        'work.asked@2026-04-12,id=e6,work=v',
      ],
    },
    `
    cycle-stated event=e2 from=2026-04-01 kind=payment.received opensOn=2026-03-02 to=2026-04-10
    = date=2026-04-07 id=a~2026-03-02 state=open trigger=contract-start
    cycle-stated event=e2 from=2026-04-01 kind=payment.received opensOn=2026-03-02 to=2026-04-10
    = date=2026-04-07 id=b~u state=open trigger=e1
    = date=2026-05-07 id=b~v state=open trigger=e6
    `,
  ],
  [
    'a period that names no subscription, and one that follows from it',
    {
      head: BILLED,
      contract: { ...STARTS, billing: { cycle: '1 month' } },
      clauses: [clause('b', 'obligation', `on: work.asked\nabout: work\n${EACH}`)],
      events: [
        'payment.received@2026-03-05,id=e1,periodEndsOn=2026-04-11',
        'payment.received@2026-03-06,id=e2,subscription=s2,periodEndsOn=2026-04-09',
        'work.asked@2026-03-07,id=e3,work=u',
        'payment.received@2026-03-08,id=e4,subscription=s1,periodEndsOn=2026-04-20',
      ],
    },
    `
    cycle-stated event=e2 from=2026-04-10 kind=payment.received opensOn=2026-03-02 to=2026-04-08
    = date=2026-04-05 id=b~u state=open trigger=e3
    `,
  ],
  [
    'days that are granted, by number and as long as an outage lasts',
    {
      head: EXTENDED,
      contract: STARTS,
      clauses: [
        clause('a', 'obligation', `${EACH}recurs: after-lapse\nsatisfiedBy: work.done\nreopenedBy: work.undone`),
        clause('b', 'obligation', `on: work.asked\nabout: work\n${EACH}satisfiedBy: work.done\n`),
      ],
      events: [
        'work.asked@2026-03-03,id=e0,work=open',
        'work.asked@2026-03-03,id=e1,work=done',
        'work.done@2026-03-04,id=e2,work=done',
        'extension.granted@2026-03-05,id=e3,days=2',
        'outage.started@2026-03-06T12:00:00Z,id=e4,outage=o',
        'extension.granted@2026-03-07,id=e5,outage=o',
        'outage.ended@2026-03-08T13:00:00Z,id=e6,outage=o',
        'extension.granted@2026-03-09,id=e7,days=0',
        'extension.granted@2026-03-09,id=e8,outage=unknown',
        { id: 'e9', kind: 'extension.granted', occurredAt: '2026-03-10', data: { days: 2.5 } },
        { id: 'e10', kind: 'extension.granted', occurredAt: '2026-03-10', data: { days: -2 } },
        { id: 'e11', kind: 'extension.granted', occurredAt: '2026-03-10', data: { days: 'two' } },
        'outage.ended@2026-03-11,id=e12,outage=another',
      ],
    },
    `
    met day=2026-03-04 event=e2 kind=work.done
    = closedBy=e2 closing=met work.done 2026-03-04 date=2026-03-29 id=b~done state=met trigger=e1
    cycle-extended event=e3 from=2026-04-01 kind=extension.granted n=2 opensOn=2026-03-02 to=2026-04-03
    cycle-extended event=e5 from=2026-04-03 kind=extension.granted n=3 opensOn=2026-03-02 to=2026-04-06
    met day=2026-03-04 event=e2 kind=work.done
    = closedBy=e2 closing=met work.done 2026-03-04 date=2026-04-03 id=a~2026-03-02 state=met trigger=contract-start
    cycle-extended event=e3 from=2026-04-01 kind=extension.granted n=2 opensOn=2026-03-02 to=2026-04-03
    cycle-extended event=e5 from=2026-04-03 kind=extension.granted n=3 opensOn=2026-03-02 to=2026-04-06
    = date=2026-04-03 id=b~open state=open trigger=e0
    notStarted clause=a event=e8 missing=data.days
    notStarted clause=b event=e8 missing=data.days
    notStarted clause=a event=e10 missing=data.days
    notStarted clause=b event=e10 missing=data.days
    notStarted clause=a event=e11 missing=data.days
    notStarted clause=b event=e11 missing=data.days
    notStarted clause=a event=e9 missing=data.days
    notStarted clause=b event=e9 missing=data.days
    `,
  ],
  [
    'days that are granted to what stands still, and to where nothing can be counted',
    {
      head: EXTENDED,
      contract: { startsOn: '2040-11-10', holidays: ['RO'] },
      clauses: [
        clause('a', 'obligation', `on: work.asked\ncycle: month\nperiod: { length: 2 days, from: cycle.end }\n${HELD}`),
        clause('b', 'obligation', 'on: work.asked\ncycle: month\nperiod: { length: 2 business days, from: cycle.end }'),
      ],
      events: [
        'work.asked@2040-11-12,id=e1',
        'hold.on@2040-11-13,id=e2',
        'extension.granted@2040-11-14,id=e3,days=10',
        'extension.granted@2040-11-15,id=e4,days=10',
        'extension.granted@2040-11-16,id=e5,days=10',
      ],
    },
    `
    cycle-extended event=e3 from=2040-12-09 kind=extension.granted n=10 opensOn=2040-11-10 to=2040-12-19
    cycle-extended event=e4 from=2040-12-19 kind=extension.granted n=10 opensOn=2040-11-10 to=2040-12-29
    cycle-extended event=e5 from=2040-12-29 kind=extension.granted n=10 opensOn=2040-11-10 to=2041-01-08
    paused event=e2 from=2040-11-13 kind=hold.on
    = closedBy=e2 date=2041-01-10 id=a paused=2040-11-13 1 state=paused trigger=e1
    notCounted clause=b event=e4 field=occurredAt why=holiday set "RO" does not cover the year 2041, only 2015 to 2040; extend the table or choose another set
    `,
  ],
  [
    'days that are granted beyond what the terms allow, and after the end',
    {
      at: '2026-05-03T00:00:00Z',
      head: EXTENDED,
      contract: STARTS,
      clauses: [
        clause('a', 'obligation', `${EACH}recurs: after-lapse`),
        clause('b', 'obligation', `on: work.asked\nabout: work\n${EACH}`),
      ],
      events: [
        'work.asked@2026-03-03,id=e0,work=over',
        'extension.granted@2026-04-05,id=e1,days=40',
        'work.asked@2026-04-06,id=e2,work=u',
        'contract.terminated@2026-04-20,id=e3',
        'extension.granted@2026-04-21,id=e4,days=5',
      ],
    },
    `
    lapsed event=lapse instant=2026-03-30T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-29 date=2026-03-29 id=a~2026-03-02 state=lapsed trigger=contract-start
    lapsed event=lapse instant=2026-03-30T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-29 date=2026-03-29 id=b~over state=lapsed trigger=e0
    cycle-extended event=e1 from=2026-05-01 kind=extension.granted n=10 opensOn=2026-04-02 to=2026-05-11
    contract-ended day=2026-04-20 event=e3
    = closedBy=e3 closing=contract-ended contract.terminated 2026-04-20 date=2026-05-08 id=a~2026-04-02 state=cancelled trigger=contract-start
    cycle-extended event=e1 from=2026-05-01 kind=extension.granted n=10 opensOn=2026-04-02 to=2026-05-11
    contract-ended day=2026-04-20 event=e3
    = closedBy=e3 closing=contract-ended contract.terminated 2026-04-20 date=2026-05-08 id=b~u state=cancelled trigger=e2
    `,
  ],
  [
    'an outage from and to bare days that had ended before days were granted for it',
    {
      head: EXTENDED,
      contract: STARTS,
      clauses: [clause('b', 'obligation', `on: work.asked\nabout: work\n${EACH}`)],
      events: [
        'outage.ended@2026-03-02,id=e0,outage=o',
        'outage.started@2026-03-04,id=e1,outage=o',
        'outage.ended@2026-03-05,id=e2,outage=o',
        'work.asked@2026-03-06,id=e3,work=u',
        'extension.granted@2026-03-07,id=e4,outage=o',
      ],
    },
    `
    cycle-extended event=e4 from=2026-04-01 kind=extension.granted n=2 opensOn=2026-03-02 to=2026-04-03
    = date=2026-03-31 id=b~u state=open trigger=e3
    `,
  ],
  [
    'cycles that are tracked from a later one, and a notice that was for an earlier one',
    {
      head: MONTHS,
      contract: { startsOn: '2025-12-02', trackedFrom: '2026-03-10' },
      clauses: [clause('a', 'obligation', `${EACH}recurs: after-lapse-or-met\nsatisfiedBy: work.done`)],
      events: ['work.done@2026-02-10,id=e1', 'work.done@2026-03-01,id=e2'],
    },
    `
    met-untracked day=2026-02-10 event=e1 kind=work.done opensOn=2026-03-02
    met day=2026-03-01 event=e2 kind=work.done
    = closedBy=e2 closing=met work.done 2026-03-01 date=2026-03-29 id=a~2026-03-02 state=met trigger=contract-start
    = date=2026-04-28 id=a~2026-04-02 state=open trigger=contract-start
    notApplied clause=a event=e1 reason=untracked 2026-03-02
    `,
  ],
  [
    'a second notice while one is in force, of which either ends the next cycle',
    {
      head: MONTHS,
      contract: STARTS,
      clauses: [
        clause('a', 'obligation', `${EACH}forNextCycle: true\nrecurs: after-lapse-or-met\nsatisfiedBy: price.changed`),
        clause('b', 'effect', `about: notice\n${ENDS} 10 days`),
        clause(
          'c',
          'effect',
          'on: notice.given\nperiod: 10 days\nsatisfiedBy: work.done\nproduces: { kind: contract.terminated }',
        ),
        clause(
          'd',
          'effect',
          'on: notice.given\nperiod: 10 days\nendedBy: work.done\nproduces: { kind: contract.terminated }',
        ),
      ],
      events: [
        'notice.given@2026-03-03,id=e0',
        'termination.noticed@2026-03-06,id=e1,notice=m',
        'termination.noticed@2026-03-04,id=e2,notice=n',
        'termination.withdrawn@2026-03-08,id=e3,notice=n',
        'price.changed@2026-03-09,id=e4',
      ],
    },
    `
    = date=2026-03-13 id=c lapse=contract.terminated 2026-03-13  state=open trigger=e0
    = date=2026-03-13 id=d lapse=contract.terminated 2026-03-13  state=open trigger=e0
    ended day=2026-03-08 event=e3 kind=termination.withdrawn
    = closedBy=e3 closing=ended termination.withdrawn 2026-03-08 date=2026-03-14 id=b~n lapse=contract.terminated 2026-03-14  state=cancelled trigger=e2
    = date=2026-03-16 id=b~m lapse=contract.terminated 2026-03-16  state=open trigger=e1
    met day=2026-03-09 event=e4 kind=price.changed
    = closedBy=e4 closing=met price.changed 2026-03-09 date=2026-03-29 id=a~2026-03-02 state=met trigger=contract-start
    no-next-cycle clause=b date=2026-03-16 day=2026-03-06 event=e1 kind=termination.noticed terms=test@1
    = closedBy=e1 closing=no-next-cycle termination.noticed 2026-03-06 date=2026-04-28 id=a~2026-04-02 state=cancelled trigger=contract-start
    `,
  ],
  [
    'a notice that is taken back, and another that ends the contract with the cycle',
    {
      head: MONTHS,
      contract: STARTS,
      clauses: [
        clause('a', 'obligation', `${EACH}forNextCycle: true\nrecurs: after-lapse-or-met`),
        clause('b', 'effect', `about: notice\n${ENDS} 28 days`),
      ],
      events: [
        'termination.noticed@2026-03-04,id=e1,notice=m',
        'termination.noticed@2026-03-03,id=e2,notice=n',
        'termination.withdrawn@2026-03-08,id=e3,notice=n',
      ],
    },
    `
    no-next-cycle clause=b date=2026-04-01 day=2026-03-04 event=e1 kind=termination.noticed terms=test@1
    = closedBy=e1 closing=no-next-cycle termination.noticed 2026-03-04 date=2026-03-29 id=a~2026-03-02 state=cancelled trigger=contract-start
    ended day=2026-03-08 event=e3 kind=termination.withdrawn
    = closedBy=e3 closing=ended termination.withdrawn 2026-03-08 date=2026-03-31 id=b~n lapse=contract.terminated 2026-03-31  state=cancelled trigger=e2
    = date=2026-04-01 id=b~m lapse=contract.terminated 2026-04-01  state=open trigger=e1
    `,
  ],
  [
    'a notice that ends the contract on the day after the cycle',
    {
      head: MONTHS,
      contract: STARTS,
      clauses: [
        clause('a', 'obligation', `${EACH}forNextCycle: true\nrecurs: after-lapse-or-met`),
        clause('b', 'effect', `${ENDS} 28 days`),
      ],
      events: ['termination.noticed@2026-03-05,id=e1'],
    },
    `
    = date=2026-03-29 id=a~2026-03-02 state=open trigger=contract-start
    = date=2026-04-02 id=b lapse=contract.terminated 2026-04-02  state=open trigger=e1
    `,
  ],
  [
    'a notice that ends the contract with the cycle, after what was to be done for the next one was missed',
    {
      head: MONTHS,
      contract: STARTS,
      clauses: [
        clause('a', 'obligation', `${EACH}forNextCycle: true\nrecurs: after-lapse-or-met`),
        clause('b', 'obligation', `on: work.asked\ncycle: month\nforNextCycle: true\nperiod: 29 days\n${HELD}`),
        clause('c', 'obligation', `on: work.asked\ncycle: month\nforNextCycle: true\nperiod: 29 days`),
        clause('d', 'effect', `${ENDS} 1 days`),
      ],
      events: ['work.asked@2026-03-03,id=e1', 'hold.on@2026-03-04,id=e2', 'termination.noticed@2026-03-30,id=e3'],
    },
    `
    = date=2026-03-29 id=a~2026-03-02 state=open trigger=contract-start
    = date=2026-03-31 id=d lapse=contract.terminated 2026-03-31  state=open trigger=e3
    paused event=e2 from=2026-03-04 kind=hold.on
    no-next-cycle clause=d date=2026-03-31 day=2026-03-30 event=e3 kind=termination.noticed terms=test@1
    = closedBy=e3 closing=no-next-cycle termination.noticed 2026-03-30 date=2026-04-01 id=b state=cancelled trigger=e1
    no-next-cycle clause=d date=2026-03-31 day=2026-03-30 event=e3 kind=termination.noticed terms=test@1
    = closedBy=e3 closing=no-next-cycle termination.noticed 2026-03-30 date=2026-04-01 id=c state=cancelled trigger=e1
    `,
  ],
  [
    'an invoice for the next cycle, and invoices for another time',
    {
      head: MONTHS,
      contract: STARTS,
      clauses: [
        clause(
          'a',
          'obligation',
          `${EACH}forNextCycle: true\nrecurs: after-lapse-or-met\nsatisfiedBy: [invoice.issued, work.done]`,
        ),
      ],
      events: [
        'invoice.issued@2026-03-03,id=e1,invoice=i,periodStartsOn=2026-03-02,periodEndsOn=2026-04-02',
        'invoice.issued@2026-03-04,id=e2,invoice=j,periodStartsOn=2026-04-04,periodEndsOn=2026-05-02',
        'invoice.issued@2026-03-05,id=e3,invoice=k,periodStartsOn=2026-04-02,periodEndsOn=2026-04-30',
        'invoice.issued@2026-03-06,id=e4,invoice=l,periodStartsOn=2026-04-03,periodEndsOn=2026-05-01',
        'invoice.issued@2026-03-07,id=e5,invoice=m',
      ],
    },
    `
    met day=2026-03-06 event=e4 kind=invoice.issued
    = closedBy=e4 closing=met invoice.issued 2026-03-06 date=2026-03-29 id=a~2026-03-02 state=met trigger=contract-start
    met day=2026-03-07 event=e5 kind=invoice.issued
    = closedBy=e5 closing=met invoice.issued 2026-03-07 date=2026-04-28 id=a~2026-04-02 state=met trigger=contract-start
    = date=2026-05-29 id=a~2026-05-02 state=open trigger=contract-start
    `,
  ],
  [
    'an invoice that says nothing of the time that it is for, and what is no invoice',
    {
      head: MONTHS,
      contract: STARTS,
      clauses: [
        clause('a', 'obligation', `${EACH}forNextCycle: true\nrecurs: after-lapse-or-met\nsatisfiedBy: invoice.issued`),
        clause('b', 'obligation', `${EACH}forNextCycle: true\nrecurs: after-lapse-or-met\nsatisfiedBy: work.done`),
        clause('c', 'obligation', `${EACH}recurs: after-lapse-or-met\nsatisfiedBy: invoice.issued`),
      ],
      events: [
        'invoice.issued@2026-03-03,id=e1,invoice=i,periodEndsOn=2026-04-02',
        'work.done@2026-03-04,id=e2,periodStartsOn=2026-03-02,periodEndsOn=2026-04-02',
        'invoice.issued@2026-03-30,id=e3,invoice=j,periodStartsOn=2026-03-02,periodEndsOn=2026-04-02',
      ],
    },
    `
    met day=2026-03-03 event=e1 kind=invoice.issued
    = closedBy=e1 closing=met invoice.issued 2026-03-03 date=2026-03-29 id=a~2026-03-02 state=met trigger=contract-start
    met day=2026-03-04 event=e2 kind=work.done
    = closedBy=e2 closing=met work.done 2026-03-04 date=2026-03-29 id=b~2026-03-02 state=met trigger=contract-start
    met day=2026-03-03 event=e1 kind=invoice.issued
    = closedBy=e1 closing=met invoice.issued 2026-03-03 date=2026-03-29 id=c~2026-03-02 state=met trigger=contract-start
    = date=2026-04-28 id=a~2026-04-02 state=open trigger=contract-start
    = date=2026-04-28 id=b~2026-04-02 state=open trigger=contract-start
    met day=2026-03-30 event=e3 kind=invoice.issued
    = closedBy=e3 closing=met invoice.issued 2026-03-30 date=2026-04-28 id=c~2026-04-02 state=met trigger=contract-start
    = date=2026-05-29 id=c~2026-05-02 state=open trigger=contract-start
    `,
  ],
  [
    'what follows from a cycle, and only from one that is longer than a month',
    {
      at: '2026-04-12T00:00:00Z',
      head: 'cycles: { month: { every: 1 month }, quarter: { every: 3 months } }\n',
      contract: STARTS,
      clauses: [
        clause('a', 'obligation', `${EACH}recurs: after-lapse\nsatisfiedBy: work.done`),
        clause(
          'b',
          'obligation',
          'cycle: quarter\nperiod: { length: 3 days, from: cycle.end, direction: before }\nrecurs: after-lapse',
        ),
        clause(
          'c',
          'obligation',
          'on: { clause: a, becomes: open, cycleOver: 1 month }\ncycle: month\nperiod: { length: 9 days, from: cycle.end, direction: before }',
        ),
        clause(
          'd',
          'obligation',
          'on: { clause: b, becomes: open, cycleOver: 1 month }\ncycle: quarter\nperiod: { length: 9 days, from: cycle.end, direction: before }',
        ),
        clause(
          'e',
          'obligation',
          'on: { clause: a, becomes: lapsed }\ncycle: month\nperiod: { length: 2 days, from: cycle.end }',
        ),
      ],
      events: [],
    },
    `
    lapsed event=lapse instant=2026-03-30T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-29 date=2026-03-29 id=a~2026-03-02 state=lapsed trigger=contract-start
    lapsed event=lapse instant=2026-04-04T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-04-03 date=2026-04-03 id=e~2026-03-02 state=lapsed trigger=lapse
    = date=2026-04-28 id=a~2026-04-02 state=open trigger=contract-start
    = date=2026-05-23 id=d~2026-03-02 state=open trigger=contract-start
    = date=2026-05-29 id=b~2026-03-02 state=open trigger=contract-start
    `,
  ],
  [
    'a stated end two cycles ahead, the cycles before it, and another end that is stated after',
    {
      at: '2026-04-01T00:00:00Z',
      head: MONTHS,
      contract: STARTS,
      clauses: [
        clause(
          'a',
          'effect',
          'cycle: month\nperiod: { length: 0 days, from: cycle.end }\nrecurs: after-lapse\nsatisfiedBy: cancellation.scheduled\nreopenedBy: cancellation.rescinded\nproduces: { kind: term.renewed }',
        ),
        clause(
          'b',
          'effect',
          'on: { clause: a, becomes: met }\nperiod: { length: 0 days, from: deadline }\nproduces: { kind: contract.terminated }',
        ),
      ],
      events: ['cancellation.scheduled@2026-03-03,id=e1,effectiveOn=2026-06-02'],
      late: ['cancellation.scheduled@2026-04-03,id=e2,effectiveOn=2026-05-02'],
    },
    `
    = date=2026-04-01 id=a~2026-03-02 lapse=term.renewed 2026-04-01  state=open trigger=contract-start
    met day=2026-04-03 event=e2 kind=cancellation.scheduled
    = closedBy=e2 closing=met cancellation.scheduled 2026-04-03 date=2026-05-01 id=a~2026-04-02 lapse=term.renewed 2026-05-01  state=met trigger=contract-start
    = date=2026-05-01 id=b~2026-04-02 lapse=contract.terminated 2026-05-01  state=open trigger=e2
    `,
  ],
  [
    'a stated end ahead that is taken back',
    {
      head: MONTHS,
      contract: STARTS,
      clauses: [
        clause(
          'a',
          'effect',
          'cycle: month\nperiod: { length: 0 days, from: cycle.end }\nrecurs: after-lapse\nsatisfiedBy: cancellation.scheduled\nreopenedBy: cancellation.rescinded\nproduces: { kind: term.renewed }',
        ),
        clause(
          'b',
          'effect',
          'on: { clause: a, becomes: met }\nperiod: { length: 0 days, from: deadline }\nproduces: { kind: contract.terminated }',
        ),
      ],
      events: [
        'cancellation.scheduled@2026-03-03,id=e1,effectiveOn=2026-06-02',
        'cancellation.rescinded@2026-03-05,id=e2',
      ],
    },
    `
    = date=2026-04-01 id=a~2026-03-02 lapse=term.renewed 2026-04-01  state=open trigger=contract-start
    `,
  ],
  [
    'the cycles that renew until a stated end, with which they stop',
    {
      at: '2026-07-01T00:00:00Z',
      head: MONTHS,
      contract: STARTS,
      clauses: [
        clause(
          'a',
          'effect',
          'cycle: month\nperiod: { length: 0 days, from: cycle.end }\nrecurs: after-lapse\nsatisfiedBy: cancellation.scheduled\nproduces: { kind: term.renewed }',
        ),
        clause(
          'b',
          'effect',
          'on: { clause: a, becomes: met }\nperiod: { length: 0 days, from: deadline }\nproduces: { kind: contract.terminated }',
        ),
      ],
      events: ['cancellation.scheduled@2026-03-03,id=e1,effectiveOn=2026-06-02'],
    },
    `
    lapsed event=lapse instant=2026-04-02T00:00:00Z produces=term.renewed
    = closedBy=lapse closing=lapsed term.renewed 2026-04-01 date=2026-04-01 id=a~2026-03-02 lapse=term.renewed 2026-04-01  state=lapsed trigger=contract-start
    lapsed event=lapse instant=2026-05-02T00:00:00Z produces=term.renewed
    = closedBy=lapse closing=lapsed term.renewed 2026-05-01 date=2026-05-01 id=a~2026-04-02 lapse=term.renewed 2026-05-01  state=lapsed trigger=contract-start
    met day=2026-03-03 event=e1 kind=cancellation.scheduled
    = closedBy=e1 closing=met cancellation.scheduled 2026-03-03 date=2026-06-01 id=a~2026-05-02 lapse=term.renewed 2026-06-01  state=met trigger=contract-start
    lapsed event=lapse instant=2026-06-02T00:00:00Z produces=contract.terminated
    = closedBy=lapse closing=lapsed contract.terminated 2026-06-01 date=2026-06-01 id=b~2026-05-02 lapse=contract.terminated 2026-06-01  state=lapsed trigger=e1
    `,
  ],
];

describe('a plan of cycles', () => {
  it.each(CASES)('with %s', (_, given, lines) => {
    expect(outcomes(given)).toEqual(linesOf(lines));
  });
});
