import { describe, expect, it } from 'vitest';
import { linesOf } from '../calendar/told-lines.ts';
import { clause, type Given, told } from './whole-plans.ts';

const LONGER =
  'cycles: { month: { every: 1 month, extendedBy: { kind: extension.granted, days: days, asLongAs: { from: outage.started, to: outage.ended, about: outage }, atMostDays: 3 } } }\n';
const STARTS = { startsOn: '2026-03-02' };
const ASKED = 'work.asked@2026-03-02,id=e1';

const CASES: [what: string, given: Given, lines: string][] = [
  [
    'limits of one claim, of which the first that is open decides',
    {
      clauses: [
        clause('a', 'obligation', 'on: work.asked\nperiod: 5 days\nlimit: claim\nsatisfiedBy: work.done'),
        clause('b', 'obligation', 'on: work.asked\nperiod: 9 days\nlimit: claim'),
        clause('c', 'obligation', 'on: work.asked\nperiod: 7 days\nlimit: claim'),
        clause('d', 'obligation', 'on: work.asked\nperiod: 7 days\nlimit: other'),
      ],
      events: [ASKED, 'work.done@2026-03-03,id=e2'],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=5 direction=after from=2026-03-02 n=5 to=2026-03-07 unit=days
    no-roll date=2026-03-07 weekmask=1111100
    ends date=2026-03-07 hours=24 instant=2026-03-08T00:00:00Z nextDay=2026-03-08 timezone=UTC
    met day=2026-03-03 event=e2 kind=work.done
    limits limits=[a test@1 2026-03-07 met false, c test@1 2026-03-09 open true, b test@1 2026-03-11 open false]
    = closedBy=e2 closing=met work.done 2026-03-03 date=2026-03-07 id=a state=met trigger=e1
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=7 direction=after from=2026-03-02 n=7 to=2026-03-09 unit=days
    ends date=2026-03-09 hours=24 instant=2026-03-10T00:00:00Z nextDay=2026-03-10 timezone=UTC
    limits limits=[a test@1 2026-03-07 met false, c test@1 2026-03-09 open true, b test@1 2026-03-11 open false]
    = date=2026-03-09 id=c state=open trigger=e1
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=7 direction=after from=2026-03-02 n=7 to=2026-03-09 unit=days
    ends date=2026-03-09 hours=24 instant=2026-03-10T00:00:00Z nextDay=2026-03-10 timezone=UTC
    = date=2026-03-09 id=d state=open trigger=e1
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    limits limits=[a test@1 2026-03-07 met false, c test@1 2026-03-09 open true, b test@1 2026-03-11 open false]
    = date=2026-03-11 id=b state=open trigger=e1
    `,
  ],
  [
    'a right with what it requires and what it entitles to',
    {
      head: LONGER,
      contract: STARTS,
      clauses: [
        clause(
          'a',
          'right',
          'on: outage.started\nabout: outage\nperiod: 24 hours\nentitles: month\nrequires: { text: All is paid., settled: { from: [invoice.due, invoice.overdue], until: payment.received, about: invoice } }',
        ),
      ],
      events: [
        'invoice.due@2026-03-03,invoice=z',
        'invoice.due@2026-03-03,invoice=b',
        'invoice.due@2026-03-04,invoice=c',
        'invoice.due@2026-03-04',
        'payment.received@2026-03-05,invoice=c',
        'outage.started@2026-03-10T00:00:00Z,id=e1,outage=o',
        'outage.ended@2026-03-12T10:00:00Z,id=e2,outage=o',
        'outage.started@2026-03-10T00:00:00Z,id=e3,outage=p',
        'outage.started@2026-03-20T00:00:00Z,id=e4,outage=q',
        'outage.ended@2026-03-24T00:00:00Z,id=e5,outage=q',
      ],
    },
    `
    fact day=2026-03-10 event=e1 kind=outage.started occurredAt=2026-03-10T00:00:00Z timezone=UTC
    count-hours clockChange=0 direction=after from=2026-03-10T00:00:00Z local=2026-03-11T00:00:00+00:00 n=24 timezone=UTC to=2026-03-11T00:00:00Z
    requirement clause=a outstanding=[b, z] terms=test@1
    entitlement cappedAt=null days=3 from=2026-03-10T00:00:00Z timezone=UTC to=2026-03-12T10:00:00Z
    = date=2026-03-10 id=a~o state=open trigger=e1
    fact day=2026-03-10 event=e3 kind=outage.started occurredAt=2026-03-10T00:00:00Z timezone=UTC
    count-hours clockChange=0 direction=after from=2026-03-10T00:00:00Z local=2026-03-11T00:00:00+00:00 n=24 timezone=UTC to=2026-03-11T00:00:00Z
    requirement clause=a outstanding=[b, z] terms=test@1
    entitlement cappedAt=null days=null from=2026-03-10T00:00:00Z timezone=UTC to=null
    = date=2026-03-10 id=a~p state=open trigger=e3
    fact day=2026-03-20 event=e4 kind=outage.started occurredAt=2026-03-20T00:00:00Z timezone=UTC
    count-hours clockChange=0 direction=after from=2026-03-20T00:00:00Z local=2026-03-21T00:00:00+00:00 n=24 timezone=UTC to=2026-03-21T00:00:00Z
    requirement clause=a outstanding=[b, z] terms=test@1
    entitlement cappedAt=3 days=3 from=2026-03-20T00:00:00Z timezone=UTC to=2026-03-24T00:00:00Z
    = date=2026-03-20 id=a~q state=open trigger=e4
    `,
  ],
  [
    'an event that was recorded in the place of another',
    {
      clauses: [clause('a', 'obligation', 'on: work.asked\nperiod: 5 days')],
      events: [
        'work.asked@2026-03-01,id=e1',
        'work.asked@2026-03-02,id=e2',
        'event.withdrawn@2026-03-03,id=e3,event=e1,corrected=e2,by=ana,reason=mistyped',
      ],
    },
    `
    fact day=2026-03-02 event=e2 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=5 direction=after from=2026-03-02 n=5 to=2026-03-07 unit=days
    no-roll date=2026-03-07 weekmask=1111100
    ends date=2026-03-07 hours=24 instant=2026-03-08T00:00:00Z nextDay=2026-03-08 timezone=UTC
    corrected by=ana event=e2 formerly=e1 kind=work.asked occurredAt=2026-03-01 reason=mistyped
    = date=2026-03-07 id=a state=open trigger=e2
    `,
  ],
  [
    'what an event keeps from starting',
    {
      clauses: [
        clause('a', 'obligation', 'on: work.asked\nperiod: 9 days\nunless: { since: hold.on, until: hold.off }'),
      ],
      events: ['hold.on@2026-03-01,id=e2', ASKED, 'hold.off@2026-03-04,id=e3', 'work.asked@2026-03-05,id=e4'],
    },
    `
    fact day=2026-03-05 event=e4 kind=work.asked occurredAt=2026-03-05 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-05 n=9 to=2026-03-14 unit=days
    no-roll date=2026-03-14 weekmask=1111100
    ends date=2026-03-14 hours=24 instant=2026-03-15T00:00:00Z nextDay=2026-03-15 timezone=UTC
    = date=2026-03-14 id=a state=open trigger=e4
    notApplied clause=a event=e1 reason=happened e2 hold.on 2026-03-01
    `,
  ],
  [
    'a clause that is read by a condition of its event',
    {
      clauses: [
        clause(
          'a',
          'obligation',
          'on: { kind: invoice.due, where: { remaining: { not: 0 }, reason: { set: false } } }\nabout: invoice\nperiod: 9 days',
        ),
      ],
      events: [
        'invoice.due@2026-03-02,id=e1,invoice=i,remaining=5,amount=5,currency=EUR',
        'invoice.due@2026-03-02,id=e2,invoice=j,remaining=0',
        'invoice.due@2026-03-02,id=e3,invoice=k',
        'invoice.due@2026-03-02,id=e4,invoice=l,reason=x',
      ],
    },
    `
    condition field=data.remaining value=5
    condition field=data.reason value=null
    fact day=2026-03-02 event=e1 kind=invoice.due occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    = date=2026-03-11 id=a~i state=open trigger=e1
    condition field=data.remaining value=null
    condition field=data.reason value=null
    fact day=2026-03-02 event=e3 kind=invoice.due occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    = date=2026-03-11 id=a~k state=open trigger=e3
    `,
  ],
  [
    'an announcement that comes too late',
    {
      clauses: [
        clause(
          'a',
          'obligation',
          'on: terms-change.announced\nabout: change\nrefuseWhenMissed: true\nperiod: { length: 15 days, from: data.effectiveOn, direction: before }',
        ),
      ],
      events: [
        'terms-change.announced@2026-03-02,id=e1,change=c,effectiveOn=2026-03-10',
        'terms-change.announced@2026-03-02,id=e2,change=d,effectiveOn=2026-03-17',
      ],
    },
    `
    fact-day day=2026-03-17 event=e2 field=data.effectiveOn kind=terms-change.announced timezone=UTC
    count-days countsTriggerDay=false days=15 direction=before from=2026-03-17 n=15 to=2026-03-02 unit=days
    ends date=2026-03-02 hours=24 instant=2026-03-03T00:00:00Z nextDay=2026-03-03 timezone=UTC
    = date=2026-03-02 id=a~d state=open trigger=e2
    refused announced=2026-03-02 clause=a earliest=2026-03-17 event=e1 field=data.effectiveOn latest=2026-02-23 terms=test@1 value=2026-03-10
    `,
  ],
  [
    'a clause with nothing to count, unknown terms, and a version without a name',
    {
      clauses: [
        clause('a', 'right', 'none: The terms name no time.'),
        clause('b', 'obligation', 'on: invoice.due\nabout: invoice\nperiod: { length: 5 days, from: data.dueOn }'),
      ],
      events: [
        'terms-change.effective@2026-03-02,id=e1,toVersion=9',
        'terms-change.effective@2026-03-03,id=e2',
        'invoice.due@2026-03-04,id=e3,invoice=i',
        'invoice.due@2026-03-04,id=e4,invoice=j',
        'invoice.due@2026-03-05,id=e5,invoice=j,dueOn=2026-03-09',
      ],
    },
    `
    fact-day day=2026-03-09 event=e5 field=data.dueOn kind=invoice.due timezone=UTC
    count-days countsTriggerDay=false days=5 direction=after from=2026-03-09 n=5 to=2026-03-14 unit=days
    no-roll date=2026-03-14 weekmask=1111100
    ends date=2026-03-14 hours=24 instant=2026-03-15T00:00:00Z nextDay=2026-03-15 timezone=UTC
    = date=2026-03-14 id=b~j state=open trigger=e5
    notStarted clause=b event=e3 missing=data.dueOn
    unknownVersions event=e1 toVersion=9
    unknownVersions event=e2
    none clause=a reason=The terms name no time. ref=a title=T
    `,
  ],
  [
    'a reminder that cannot be counted',
    {
      contract: { holidays: ['RO'] },
      clauses: [
        clause(
          'a',
          'obligation',
          'on: work.asked\nperiod: { day: data.effectiveOn, takesEffect: when-it-is-over }\nladder:\n  - { step: reminder, before: 3 business days, to: customer, lead: Soon. }\n  - { step: due, to: customer, lead: Now. }',
        ),
      ],
      events: ['work.asked@2026-03-02,id=e1,effectiveOn=2199-06-05'],
    },
    `
    fact-day day=2199-06-05 event=e1 field=data.effectiveOn kind=work.asked timezone=UTC
    on-day begins=false day=2199-06-05 instant=2199-06-06T00:00:00Z timezone=UTC
    = date=2199-06-05 id=a state=open trigger=e1
    notCounted clause=a event=e1 field=ladder.reminder-3-business-days why=holiday set "RO" does not cover the year 2199, only 2015 to 2040; extend the table or choose another set
    `,
  ],
  [
    'an occurrence without a name, by its day',
    {
      clauses: [
        clause(
          'a',
          'obligation',
          'on: [invoice.issued, invoice.due]\nabout: invoice\nperiod: { length: 9 days, from: data.dueOn }\nsatisfiedBy: payment.received',
        ),
      ],
      events: [
        'invoice.issued@2026-03-01,id=e1,dueOn=2026-03-02',
        'invoice.due@2026-03-02,id=e2,dueOn=2026-03-02',
        'invoice.issued@2026-03-02,id=e3,dueOn=2026-03-03',
        'payment.received@2026-03-04,id=e4',
        'invoice.issued@2026-03-05,id=e5',
      ],
    },
    `
    fact-day day=2026-03-02 event=e1 field=data.dueOn kind=invoice.issued timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    met day=2026-03-04 event=e4 kind=payment.received
    = closedBy=e4 closing=met payment.received 2026-03-04 date=2026-03-11 id=a~~2026-03-02 state=met trigger=e1
    fact-day day=2026-03-03 event=e3 field=data.dueOn kind=invoice.issued timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-03 n=9 to=2026-03-12 unit=days
    ends date=2026-03-12 hours=24 instant=2026-03-13T00:00:00Z nextDay=2026-03-13 timezone=UTC
    = date=2026-03-12 id=a~~2026-03-03 state=open trigger=e3
    notStarted clause=a event=e5 missing=data.dueOn
    `,
  ],
  [
    'occurrences that an event about the whole contract ends',
    {
      clauses: [clause('a', 'right', 'on: work.asked\nabout: work\nperiod: 9 days\nendedBy: trial.converted')],
      events: [
        'work.asked@2026-03-02,id=e1,work=u',
        'work.asked@2026-03-03,id=e2,work=v',
        'trial.converted@2026-03-04,id=e3',
        'work.asked@2026-03-05,id=e4,work=w',
      ],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    ended day=2026-03-04 event=e3 kind=trial.converted
    = closedBy=e3 closing=ended trial.converted 2026-03-04 date=2026-03-11 id=a~u state=cancelled trigger=e1
    fact day=2026-03-03 event=e2 kind=work.asked occurredAt=2026-03-03 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-03 n=9 to=2026-03-12 unit=days
    ends date=2026-03-12 hours=24 instant=2026-03-13T00:00:00Z nextDay=2026-03-13 timezone=UTC
    ended day=2026-03-04 event=e3 kind=trial.converted
    = closedBy=e3 closing=ended trial.converted 2026-03-04 date=2026-03-12 id=a~v state=cancelled trigger=e2
    fact day=2026-03-05 event=e4 kind=work.asked occurredAt=2026-03-05 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-05 n=9 to=2026-03-14 unit=days
    no-roll date=2026-03-14 weekmask=1111100
    ends date=2026-03-14 hours=24 instant=2026-03-15T00:00:00Z nextDay=2026-03-15 timezone=UTC
    = date=2026-03-14 id=a~w state=open trigger=e4
    `,
  ],
  [
    'what starts again after its end, and what does not',
    {
      clauses: [
        clause('a', 'right', 'on: work.asked\nperiod: 9 days\nendedBy: work.done'),
        clause('b', 'right', 'on: work.asked\nperiod: 9 days\nendedBy: work.done\nstartsAgain: false'),
        clause('c', 'right', 'on: work.asked\nabout: work\nperiod: 9 days\nendedBy: work.done'),
      ],
      events: [
        'work.asked@2026-03-02,id=e1,work=u',
        'work.done@2026-03-03,id=e2,work=u',
        'work.asked@2026-03-05,id=e3,work=u',
        'work.done@2026-03-04,id=e4,work=other',
      ],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    ended day=2026-03-03 event=e2 kind=work.done
    = closedBy=e2 closing=ended work.done 2026-03-03 date=2026-03-11 id=b state=cancelled trigger=e1
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    ended day=2026-03-03 event=e2 kind=work.done
    = closedBy=e2 closing=ended work.done 2026-03-03 date=2026-03-11 id=c~u state=cancelled trigger=e1
    fact day=2026-03-05 event=e3 kind=work.asked occurredAt=2026-03-05 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-05 n=9 to=2026-03-14 unit=days
    no-roll date=2026-03-14 weekmask=1111100
    ends date=2026-03-14 hours=24 instant=2026-03-15T00:00:00Z nextDay=2026-03-15 timezone=UTC
    = date=2026-03-14 id=a state=open trigger=e3
    `,
  ],
  [
    'the length of a setting that the contract chose, and one of the terms',
    {
      head: 'settings: { wait: { length: 14 days, why: It is usual. }, grace: { length: 3 days, why: It is usual. } }\nlaws: { DK: { timezone: Europe/Copenhagen, holidays: [DK] } }\n',
      contract: { law: 'DK', settings: { wait: '7 days' } },
      clauses: [
        clause('a', 'obligation', 'on: work.asked\nperiod: { setting: wait }'),
        clause('b', 'obligation', 'on: work.asked\nperiod: { setting: grace }'),
      ],
      events: [ASKED],
    },
    `
    law holidays=[DK] law=DK timezone=Europe/Copenhagen
    setting length=3 days setting=grace terms=test@1
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=Europe/Copenhagen
    count-days countsTriggerDay=false days=3 direction=after from=2026-03-02 n=3 to=2026-03-05 unit=days
    ends date=2026-03-05 hours=24 instant=2026-03-05T23:00:00Z nextDay=2026-03-06 timezone=Europe/Copenhagen
    = date=2026-03-05 id=b state=open trigger=e1
    law holidays=[DK] law=DK timezone=Europe/Copenhagen
    setting length=7 days setting=wait terms=null
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=Europe/Copenhagen
    count-days countsTriggerDay=false days=7 direction=after from=2026-03-02 n=7 to=2026-03-09 unit=days
    ends date=2026-03-09 hours=24 instant=2026-03-09T23:00:00Z nextDay=2026-03-10 timezone=Europe/Copenhagen
    = date=2026-03-09 id=a state=open trigger=e1
    `,
  ],
  [
    'conditions of which one says no',
    {
      clauses: [
        clause(
          'a',
          'obligation',
          'on: { kind: invoice.due, where: { disputed: { not: true }, amount: { not: 0 } } }\nabout: invoice\nperiod: 9 days',
        ),
      ],
      events: ['invoice.due@2026-03-02,id=e1,invoice=i,disputed=false,amount=5,currency=EUR'],
    },
    `
    condition field=data.disputed value=null
    condition field=data.amount value=5
    fact day=2026-03-02 event=e1 kind=invoice.due occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=9 direction=after from=2026-03-02 n=9 to=2026-03-11 unit=days
    ends date=2026-03-11 hours=24 instant=2026-03-12T00:00:00Z nextDay=2026-03-12 timezone=UTC
    = date=2026-03-11 id=a~i state=open trigger=e1
    `,
  ],
  [
    'limits of each claim, two of which end together',
    {
      clauses: [
        clause('b', 'obligation', 'on: work.asked\nabout: work\nperiod: 5 days\nlimit: claim'),
        clause('a', 'obligation', 'on: work.asked\nabout: work\nperiod: 5 days\nlimit: claim'),
        clause('c', 'obligation', 'on: work.moved\nabout: work\nperiod: 5 days\nlimit: claim'),
      ],
      events: ['work.asked@2026-03-02,id=e1,work=u', 'work.moved@2026-03-02,id=e2,work=v'],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=5 direction=after from=2026-03-02 n=5 to=2026-03-07 unit=days
    no-roll date=2026-03-07 weekmask=1111100
    ends date=2026-03-07 hours=24 instant=2026-03-08T00:00:00Z nextDay=2026-03-08 timezone=UTC
    limits limits=[a test@1 2026-03-07 open true, b test@1 2026-03-07 open false]
    = date=2026-03-07 id=a~u state=open trigger=e1
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=5 direction=after from=2026-03-02 n=5 to=2026-03-07 unit=days
    no-roll date=2026-03-07 weekmask=1111100
    ends date=2026-03-07 hours=24 instant=2026-03-08T00:00:00Z nextDay=2026-03-08 timezone=UTC
    limits limits=[a test@1 2026-03-07 open true, b test@1 2026-03-07 open false]
    = date=2026-03-07 id=b~u state=open trigger=e1
    fact day=2026-03-02 event=e2 kind=work.moved occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=5 direction=after from=2026-03-02 n=5 to=2026-03-07 unit=days
    no-roll date=2026-03-07 weekmask=1111100
    ends date=2026-03-07 hours=24 instant=2026-03-08T00:00:00Z nextDay=2026-03-08 timezone=UTC
    = date=2026-03-07 id=c~v state=open trigger=e2
    `,
  ],
  [
    'what a later event makes uncountable, and another one countable again',
    {
      contract: { holidays: ['RO'] },
      clauses: [
        clause(
          'a',
          'obligation',
          'on: invoice.due\nabout: invoice\nperiod: { length: 2 business days, from: data.dueOn }',
        ),
      ],
      events: [
        'invoice.due@2026-03-02,id=e1,invoice=i,dueOn=2026-03-03',
        'invoice.due@2026-03-02,id=e2,invoice=j,dueOn=2026-03-03',
        'invoice.due@2026-03-02,id=e3,invoice=k,dueOn=2199-03-04',
        'invoice.due@2026-03-03,id=e4,invoice=i,dueOn=2199-03-04',
        'invoice.due@2026-03-03,id=e5,invoice=j,dueOn=2199-03-04',
        'invoice.due@2026-03-04,id=e6,invoice=j,dueOn=2026-03-04',
        'invoice.due@2026-03-04,id=e7,invoice=k,dueOn=2026-03-05',
        'invoice.due@2026-03-04,id=e8,invoice=l,dueOn=2199-03-05',
        'invoice.due@2026-03-04,id=e9,dueOn=2199-03-05',
      ],
    },
    `
    fact-day day=2026-03-04 event=e6 field=data.dueOn kind=invoice.due timezone=UTC
    count-business-days calendar=RO@2026.1 countsTriggerDay=false direction=after from=2026-03-04 n=2 skipped=[] to=2026-03-06 weekmask=1111100
    ends date=2026-03-06 hours=24 instant=2026-03-07T00:00:00Z nextDay=2026-03-07 timezone=UTC
    moved day=2026-03-04 event=e6 from=2026-03-05 kind=invoice.due to=2026-03-06
    = date=2026-03-06 id=a~j state=open trigger=e6
    fact-day day=2026-03-05 event=e7 field=data.dueOn kind=invoice.due timezone=UTC
    count-business-days calendar=RO@2026.1 countsTriggerDay=false direction=after from=2026-03-05 n=2 skipped=[] to=2026-03-09 weekmask=1111100
    ends date=2026-03-09 hours=24 instant=2026-03-10T00:00:00Z nextDay=2026-03-10 timezone=UTC
    = date=2026-03-09 id=a~k state=open trigger=e7
    notCounted clause=a event=e8 field=data.dueOn why=holiday set "RO" does not cover the year 2199, only 2015 to 2040; extend the table or choose another set
    notCounted clause=a event=e9 field=data.dueOn why=holiday set "RO" does not cover the year 2199, only 2015 to 2040; extend the table or choose another set
    notCounted clause=a event=e4 field=data.dueOn why=holiday set "RO" does not cover the year 2199, only 2015 to 2040; extend the table or choose another set
    `,
  ],
  [
    'corrections of what met it, and of what is not its own',
    {
      clauses: [clause('a', 'obligation', 'on: work.asked\nperiod: 5 days\nsatisfiedBy: work.done')],
      events: [
        ASKED,
        'work.done@2026-03-03,id=e2',
        'work.done@2026-03-04,id=e3',
        'event.withdrawn@2026-03-05,id=e4,event=e2,corrected=e3,by=ana,reason=mistyped',
        'work.moved@2026-03-03,id=e5',
        'work.moved@2026-03-04,id=e6',
        'event.withdrawn@2026-03-05,id=e7,event=e5,corrected=e6',
        'work.moved@2026-03-04,id=e8',
        'event.withdrawn@2026-03-05,id=e9,event=e8',
      ],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=5 direction=after from=2026-03-02 n=5 to=2026-03-07 unit=days
    no-roll date=2026-03-07 weekmask=1111100
    ends date=2026-03-07 hours=24 instant=2026-03-08T00:00:00Z nextDay=2026-03-08 timezone=UTC
    met day=2026-03-04 event=e3 kind=work.done
    corrected by=ana event=e3 formerly=e2 kind=work.done occurredAt=2026-03-03 reason=mistyped
    = closedBy=e3 closing=met work.done 2026-03-04 date=2026-03-07 id=a state=met trigger=e1
    `,
  ],
  [
    'what happens at once, on the day after, and as its hours end',
    {
      clauses: [
        clause('a', 'effect', 'on: work.asked\natOnce: true\nproduces: { kind: notice.given }'),
        clause(
          'b',
          'effect',
          'on: work.asked\nperiod: 2 days\nproduces: { kind: work.done, occurs: day-after, carries: [work] }',
        ),
        clause('c', 'effect', 'on: work.asked\nperiod: 24 hours\nproduces: { kind: work.moved, occurs: as-it-ends }'),
        clause('d', 'right', 'on: { clause: a, becomes: open }\natOnce: true'),
      ],
      events: ['work.asked@2026-03-02T00:00:00Z,id=e1,work=w,other=o'],
    },
    `
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02T00:00:00Z timezone=UTC
    at-once date=2026-03-02 instant=2026-03-02T00:00:00Z timezone=UTC waits=false
    = atOnce=true date=2026-03-02 id=a lapse=notice.given 2026-03-02T00:00:00Z  state=open trigger=e1
    because-of clause=a state=open terms=test@1
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02T00:00:00Z timezone=UTC
    at-once date=2026-03-02 instant=2026-03-02T00:00:00Z timezone=UTC waits=false
    = atOnce=true date=2026-03-02 id=d state=open trigger=e1
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02T00:00:00Z timezone=UTC
    count-hours clockChange=0 direction=after from=2026-03-02T00:00:00Z local=2026-03-03T00:00:00+00:00 n=24 timezone=UTC to=2026-03-03T00:00:00Z
    = date=2026-03-02 id=c lapse=work.moved 2026-03-03  state=open trigger=e1
    fact day=2026-03-02 event=e1 kind=work.asked occurredAt=2026-03-02T00:00:00Z timezone=UTC
    count-days countsTriggerDay=false days=2 direction=after from=2026-03-02 n=2 to=2026-03-04 unit=days
    ends date=2026-03-04 hours=24 instant=2026-03-05T00:00:00Z nextDay=2026-03-05 timezone=UTC
    = date=2026-03-04 id=b lapse=work.done 2026-03-05 w state=open trigger=e1
    `,
  ],
];

describe('a plan with what its deadlines rest on', () => {
  it.each(CASES)('of %s', (_, given, lines) => {
    expect(told(given)).toEqual(linesOf(lines));
  });
});
