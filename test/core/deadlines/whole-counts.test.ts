import { describe, expect, it } from 'vitest';
import { linesOf } from '../calendar/told-lines.ts';
import { counted } from './whole-counts.ts';

const ON_DONE = 'nature: effect\non: work.done\n';
const ON_DUE = 'nature: obligation\non: invoice.due\nabout: invoice\n';
const IN_CYCLE = 'nature: obligation\non: work.done\ncycle: month\n';
const FOLLOWS = 'nature: obligation\non: { clause: first, becomes: open }\n';
const DUE = 'invoice.due@2026-03-02,id=e1,invoice=i,dueOn=2026-04-06';

const CASES: [what: string, lines: string, events: string[], told: string][] = [
  [
    'an effect at once, on the day that the event has in the zone',
    `${ON_DONE}atOnce: true`,
    ['work.done@2026-03-01T23:30:00Z,id=e1'],
    `
    fact day=2026-03-02 event=e1 kind=work.done occurredAt=2026-03-01T23:30:00Z timezone=Europe/Berlin
    at-once date=2026-03-02 instant=2026-03-01T23:30:00Z timezone=Europe/Berlin waits=false
    = date=2026-03-02 instant=2026-03-01T23:30:00Z lapsesOn=2026-03-01T23:30:00Z
    `,
  ],
  [
    'an effect as a later day begins',
    `${ON_DONE}atOnce: { from: data.effectiveOn }`,
    ['work.done@2026-03-01T23:30:00Z,id=e1,effectiveOn=2026-04-01'],
    `
    fact day=2026-03-02 event=e1 kind=work.done occurredAt=2026-03-01T23:30:00Z timezone=Europe/Berlin
    at-once date=2026-04-01 instant=2026-03-31T22:00:00Z timezone=Europe/Berlin waits=true
    = date=2026-04-01 instant=2026-03-31T22:00:00Z lapsesOn=2026-04-01
    `,
  ],
  [
    'an effect at once, where the day has begun',
    `${ON_DONE}atOnce: { from: data.effectiveOn }`,
    ['work.done@2026-03-01T23:30:00Z,id=e1,effectiveOn=2026-03-01'],
    `
    fact day=2026-03-02 event=e1 kind=work.done occurredAt=2026-03-01T23:30:00Z timezone=Europe/Berlin
    at-once date=2026-03-02 instant=2026-03-01T23:30:00Z timezone=Europe/Berlin waits=false
    = date=2026-03-02 instant=2026-03-01T23:30:00Z lapsesOn=2026-03-02
    `,
  ],
  [
    'an effect at once, where the day begins with the event',
    `${ON_DONE}atOnce: { from: data.effectiveOn }`,
    ['work.done@2026-03-02,id=e1,effectiveOn=2026-03-02'],
    `
    fact day=2026-03-02 event=e1 kind=work.done occurredAt=2026-03-02 timezone=Europe/Berlin
    at-once date=2026-03-02 instant=2026-03-01T23:00:00Z timezone=Europe/Berlin waits=false
    = date=2026-03-02 instant=2026-03-01T23:00:00Z lapsesOn=2026-03-02
    `,
  ],
  [
    'days before the last day of another clause',
    `${FOLLOWS}period: { length: 3 days, from: deadline, direction: before }`,
    ['trial.started@2026-03-02,id=e1'],
    `
    because-of clause=first state=open terms=test@1
    parent-day clause=first day=2026-03-07 terms=test@1
    count-days countsTriggerDay=false days=3 direction=before from=2026-03-07 n=3 to=2026-03-04 unit=days
    ends date=2026-03-04 hours=24 instant=2026-03-04T23:00:00Z nextDay=2026-03-05 timezone=Europe/Berlin
    = date=2026-03-04 instant=2026-03-04T23:00:00Z lapsesOn=2026-03-04
    `,
  ],
  [
    'hours from the end of another clause',
    `${FOLLOWS}period: { length: 3 hours, from: deadline }`,
    ['trial.started@2026-03-02,id=e1'],
    `
    because-of clause=first state=open terms=test@1
    parent-day clause=first day=2026-03-07 terms=test@1
    hours-from day=2026-03-07 instant=2026-03-07T23:00:00Z timezone=Europe/Berlin
    count-hours clockChange=0 direction=after from=2026-03-07T23:00:00Z local=2026-03-08T03:00:00+01:00 n=3 timezone=Europe/Berlin to=2026-03-08T02:00:00Z
    = date=2026-03-08 inHours=true instant=2026-03-08T02:00:00Z lapsesOn=2026-03-08
    `,
  ],
  [
    'hours from the first day of a cycle, from its midnight',
    `${IN_CYCLE}period: { length: 5 hours, from: cycle.start }`,
    ['work.done@2026-03-20,id=e1'],
    `
    fact day=2026-03-20 event=e1 kind=work.done occurredAt=2026-03-20 timezone=Europe/Berlin
    cycle-end anchorDay=null beforeFirst=false date=2026-04-01 day=2026-03-20 every=1 month nextStart=2026-04-02 opensOn=2026-03-02
    hours-from-midnight day=2026-03-02 instant=2026-03-01T23:00:00Z timezone=Europe/Berlin
    count-hours clockChange=0 direction=after from=2026-03-01T23:00:00Z local=2026-03-02T05:00:00+01:00 n=5 timezone=Europe/Berlin to=2026-03-02T04:00:00Z
    = date=2026-03-02 inHours=true instant=2026-03-02T04:00:00Z lapsesOn=2026-04-02
    `,
  ],
  [
    'hours from the end of a cycle',
    `${IN_CYCLE}period: { length: 5 hours, from: cycle.end }`,
    ['work.done@2026-03-20,id=e1'],
    `
    fact day=2026-03-20 event=e1 kind=work.done occurredAt=2026-03-20 timezone=Europe/Berlin
    cycle-end anchorDay=null beforeFirst=false date=2026-04-01 day=2026-03-20 every=1 month nextStart=2026-04-02 opensOn=2026-03-02
    hours-from day=2026-04-01 instant=2026-04-01T22:00:00Z timezone=Europe/Berlin
    count-hours clockChange=0 direction=after from=2026-04-01T22:00:00Z local=2026-04-02T05:00:00+02:00 n=5 timezone=Europe/Berlin to=2026-04-02T03:00:00Z
    = date=2026-04-02 inHours=true instant=2026-04-02T03:00:00Z lapsesOn=2026-04-02
    `,
  ],
  [
    'days from the day on which the next cycle begins',
    `${IN_CYCLE}period: { length: 5 days, from: cycle.next }`,
    ['work.done@2026-03-20,id=e1'],
    `
    fact day=2026-03-20 event=e1 kind=work.done occurredAt=2026-03-20 timezone=Europe/Berlin
    cycle-end anchorDay=null beforeFirst=false date=2026-04-01 day=2026-03-20 every=1 month nextStart=2026-04-02 opensOn=2026-03-02
    count-days countsTriggerDay=false days=5 direction=after from=2026-04-02 n=5 to=2026-04-07 unit=days
    ends date=2026-04-07 hours=24 instant=2026-04-07T22:00:00Z nextDay=2026-04-08 timezone=Europe/Berlin
    = date=2026-04-07 instant=2026-04-07T22:00:00Z lapsesOn=2026-04-02
    `,
  ],
  [
    'days before the end of a cycle that was made longer',
    `${IN_CYCLE}period: { length: 5 days, from: cycle.end, direction: before }`,
    ['work.done@2026-03-20,id=e1', 'extension.granted@2026-03-21,id=e2,days=4'],
    `
    fact day=2026-03-20 event=e1 kind=work.done occurredAt=2026-03-20 timezone=Europe/Berlin
    cycle-end anchorDay=null beforeFirst=false date=2026-04-01 day=2026-03-02 every=1 month nextStart=2026-04-02 opensOn=2026-03-02
    cycle-extended event=e2 from=2026-04-01 kind=extension.granted n=4 opensOn=2026-03-02 to=2026-04-05
    count-days countsTriggerDay=false days=5 direction=before from=2026-04-05 n=5 to=2026-03-31 unit=days
    ends date=2026-03-31 hours=24 instant=2026-03-31T22:00:00Z nextDay=2026-04-01 timezone=Europe/Berlin
    = date=2026-03-31 instant=2026-03-31T22:00:00Z lapsesOn=2026-04-06
    `,
  ],
  [
    'days that are over before a cycle ends',
    `${IN_CYCLE}period: { length: 5 days, from: cycle.end, direction: before, overBefore: true }`,
    ['work.done@2026-03-20,id=e1'],
    `
    fact day=2026-03-20 event=e1 kind=work.done occurredAt=2026-03-20 timezone=Europe/Berlin
    cycle-end anchorDay=null beforeFirst=false date=2026-04-01 day=2026-03-20 every=1 month nextStart=2026-04-02 opensOn=2026-03-02
    over-before day=2026-03-31
    count-days countsTriggerDay=false days=5 direction=before from=2026-03-31 n=5 to=2026-03-26 unit=days
    ends date=2026-03-26 hours=24 instant=2026-03-26T23:00:00Z nextDay=2026-03-27 timezone=Europe/Berlin
    = date=2026-03-26 instant=2026-03-26T23:00:00Z lapsesOn=2026-04-02
    `,
  ],
  [
    'days that are over before a day, the last of which rolls on',
    `${ON_DUE}period: { length: 5 days, from: data.dueOn, direction: before, method: forwardMax, overBefore: true, regime: eu-1182-71 }`,
    [DUE],
    `
    fact-day day=2026-04-06 event=e1 field=data.dueOn kind=invoice.due timezone=Europe/Berlin
    over-before day=2026-04-03
    basis citation=Reg 1182/71 art 3(1): the day of the event does not count
    basis citation=Reg 1182/71 art 3(4), second sentence: periods counted back are not moved (not yet confirmed against the text)
    basis citation=Reg 1182/71 art 3(5): two days or more hold at least two working days (not yet confirmed against the text)
    scope scope=For acts of the Union, such as the GDPR; not for private contracts.
    note note=Public holidays are those of the place where the act is to be done.
    no-holiday-set weekmask=1111100
    latest-start calendar=none clear=false countsTriggerDay=false end=2026-04-03 endsOn=2026-04-03 minWorkingDays=2 n=5 nextDay=2026-03-30 nextEndsOn=2026-04-04 skipped=[] to=2026-03-29 unit=days weekmask=1111100
    no-roll date=2026-03-29 weekmask=1111100
    ends date=2026-03-29 hours=23 instant=2026-03-29T22:00:00Z nextDay=2026-03-30 timezone=Europe/Berlin
    = date=2026-03-29 instant=2026-03-29T22:00:00Z lapsesOn=2026-03-29
    `,
  ],
  [
    'days that end with a cycle',
    `${IN_CYCLE}period: { length: 5 days, endsWith: cycle }`,
    ['work.done@2026-03-30,id=e1'],
    `
    fact day=2026-03-30 event=e1 kind=work.done occurredAt=2026-03-30 timezone=Europe/Berlin
    count-days countsTriggerDay=false days=5 direction=after from=2026-03-30 n=5 to=2026-04-04 unit=days
    no-roll date=2026-04-04 weekmask=1111100
    cycle-end anchorDay=null beforeFirst=false date=2026-05-01 day=2026-04-04 every=1 month nextStart=2026-05-02 opensOn=2026-04-02
    on-day begins=false day=2026-05-01 instant=2026-05-01T22:00:00Z timezone=Europe/Berlin
    = date=2026-05-01 instant=2026-05-01T22:00:00Z lapsesOn=2026-05-02
    `,
  ],
  [
    'hours that end with a cycle',
    `${IN_CYCLE}period: { length: 5 hours, endsWith: cycle }`,
    ['work.done@2026-03-30T10:00:00Z,id=e1'],
    `
    fact day=2026-03-30 event=e1 kind=work.done occurredAt=2026-03-30T10:00:00Z timezone=Europe/Berlin
    count-hours clockChange=0 direction=after from=2026-03-30T10:00:00Z local=2026-03-30T17:00:00+02:00 n=5 timezone=Europe/Berlin to=2026-03-30T15:00:00Z
    cycle-end anchorDay=null beforeFirst=false date=2026-04-01 day=2026-03-30 every=1 month nextStart=2026-04-02 opensOn=2026-03-02
    on-day begins=false day=2026-04-01 instant=2026-04-01T22:00:00Z timezone=Europe/Berlin
    = date=2026-04-01 instant=2026-04-01T22:00:00Z lapsesOn=2026-04-02
    `,
  ],
  [
    'a day as it begins',
    `${ON_DONE}period: { day: data.effectiveOn, takesEffect: as-it-begins }`,
    ['work.done@2026-03-20,id=e1,effectiveOn=2026-04-01'],
    `
    fact-day day=2026-04-01 event=e1 field=data.effectiveOn kind=work.done timezone=Europe/Berlin
    on-day begins=true day=2026-04-01 instant=2026-03-31T22:00:00Z timezone=Europe/Berlin
    = date=2026-04-01 instant=2026-03-31T22:00:00Z lapsesOn=2026-04-01
    `,
  ],
  [
    'a day that is over',
    `${ON_DONE}period: { day: data.effectiveOn, takesEffect: when-it-is-over }`,
    ['work.done@2026-03-20,id=e1,effectiveOn=2026-04-01'],
    `
    fact-day day=2026-04-01 event=e1 field=data.effectiveOn kind=work.done timezone=Europe/Berlin
    on-day begins=false day=2026-04-01 instant=2026-04-01T22:00:00Z timezone=Europe/Berlin
    = date=2026-04-01 instant=2026-04-01T22:00:00Z lapsesOn=2026-04-01
    `,
  ],
  [
    'days that end as the last one begins',
    `${ON_DONE}period: { length: 5 days, takesEffect: as-it-begins }`,
    ['work.done@2026-03-20,id=e1'],
    `
    fact day=2026-03-20 event=e1 kind=work.done occurredAt=2026-03-20 timezone=Europe/Berlin
    count-days countsTriggerDay=false days=5 direction=after from=2026-03-20 n=5 to=2026-03-25 unit=days
    on-day begins=true day=2026-03-25 instant=2026-03-24T23:00:00Z timezone=Europe/Berlin
    = date=2026-03-25 instant=2026-03-24T23:00:00Z lapsesOn=2026-03-25
    `,
  ],
  [
    'hours that end as the day begins',
    `${ON_DONE}period: { length: 5 hours, takesEffect: as-it-begins }`,
    ['work.done@2026-03-20T10:00:00Z,id=e1'],
    `
    fact day=2026-03-20 event=e1 kind=work.done occurredAt=2026-03-20T10:00:00Z timezone=Europe/Berlin
    count-hours clockChange=0 direction=after from=2026-03-20T10:00:00Z local=2026-03-20T16:00:00+01:00 n=5 timezone=Europe/Berlin to=2026-03-20T15:00:00Z
    on-day begins=true day=2026-03-20 instant=2026-03-19T23:00:00Z timezone=Europe/Berlin
    = date=2026-03-20 instant=2026-03-19T23:00:00Z lapsesOn=2026-03-20
    `,
  ],
  [
    'more than so many hours',
    `${ON_DONE}period: { length: 5 hours, mustExceed: true }`,
    ['work.done@2026-03-20T17:59:59Z,id=e1'],
    `
    fact day=2026-03-20 event=e1 kind=work.done occurredAt=2026-03-20T17:59:59Z timezone=Europe/Berlin
    count-hours clockChange=0 direction=after from=2026-03-20T17:59:59Z local=2026-03-20T23:59:59+01:00 n=5 timezone=Europe/Berlin to=2026-03-20T22:59:59Z
    exceeded instant=2026-03-20T23:00:00Z
    = date=2026-03-20 inHours=true instant=2026-03-20T23:00:00Z lapsesOn=2026-03-20
    `,
  ],
  [
    'a business day in each of two zones',
    `${ON_DONE}period: { length: 1 business day, inEach: { timezones: [Europe/Berlin, America/New_York], take: earliest } }`,
    ['work.done@2026-03-20T03:00:00Z,id=e1'],
    `
    fact day=2026-03-20 event=e1 kind=work.done occurredAt=2026-03-20T03:00:00Z timezone=Europe/Berlin
    no-holiday-set option=1 weekmask=1111100
    count-business-days calendar=none countsTriggerDay=false direction=after from=2026-03-20 n=1 option=1 skipped=[] to=2026-03-23 weekmask=1111100
    ends date=2026-03-23 hours=24 instant=2026-03-23T23:00:00Z nextDay=2026-03-24 option=1 timezone=Europe/Berlin
    anchor-moment anchor=2026-03-20T03:00:00Z day=2026-03-19 instant=2026-03-20T03:00:00Z local=2026-03-19T23:00:00-04:00 option=2 timezone=America/New_York
    no-holiday-set option=2 weekmask=1111100
    count-business-days calendar=none countsTriggerDay=false direction=after from=2026-03-19 n=1 option=2 skipped=[] to=2026-03-20 weekmask=1111100
    ends date=2026-03-20 hours=24 instant=2026-03-21T04:00:00Z nextDay=2026-03-21 option=2 timezone=America/New_York
    combine chosen=2 date=2026-03-20 options=[2026-03-23 2026-03-23T23:00:00Z, 2026-03-20 2026-03-21T04:00:00Z] rule=earliest
    = date=2026-03-20 instant=2026-03-21T04:00:00Z lapsesOn=2026-03-20 timezone=America/New_York
    `,
  ],
  [
    'the later of those whose day is known',
    `${ON_DONE}period: { laterOf: [5 days, { length: 5 days, from: data.dueOn }, 2 days] }`,
    ['work.done@2026-03-20,id=e1'],
    `
    fact day=2026-03-20 event=e1 kind=work.done occurredAt=2026-03-20 option=1 timezone=Europe/Berlin
    count-days countsTriggerDay=false days=5 direction=after from=2026-03-20 n=5 option=1 to=2026-03-25 unit=days
    ends date=2026-03-25 hours=24 instant=2026-03-25T23:00:00Z nextDay=2026-03-26 option=1 timezone=Europe/Berlin
    fact day=2026-03-20 event=e1 kind=work.done occurredAt=2026-03-20 option=2 timezone=Europe/Berlin
    count-days countsTriggerDay=false days=2 direction=after from=2026-03-20 n=2 option=2 to=2026-03-22 unit=days
    no-roll date=2026-03-22 option=2 weekmask=1111100
    ends date=2026-03-22 hours=24 instant=2026-03-22T23:00:00Z nextDay=2026-03-23 option=2 timezone=Europe/Berlin
    combine chosen=1 date=2026-03-25 options=[2026-03-25 2026-03-25T23:00:00Z, 2026-03-22 2026-03-22T23:00:00Z] rule=latest
    option-unknown field=data.dueOn
    = date=2026-03-25 instant=2026-03-25T23:00:00Z lapsesOn=2026-03-25
    `,
  ],
  [
    'the only one whose day is known',
    `${ON_DONE}period: { laterOf: [5 days, { length: 5 days, from: data.dueOn }] }`,
    ['work.done@2026-03-20,id=e1'],
    `
    fact day=2026-03-20 event=e1 kind=work.done occurredAt=2026-03-20 timezone=Europe/Berlin
    count-days countsTriggerDay=false days=5 direction=after from=2026-03-20 n=5 to=2026-03-25 unit=days
    ends date=2026-03-25 hours=24 instant=2026-03-25T23:00:00Z nextDay=2026-03-26 timezone=Europe/Berlin
    option-unknown field=data.dueOn
    = date=2026-03-25 instant=2026-03-25T23:00:00Z lapsesOn=2026-03-25
    `,
  ],
  [
    'hours from the moment beside a day',
    `${ON_DONE}period: { length: 5 hours, from: data.signedOnlineOn }`,
    [
      'work.done@2026-03-20,id=e1,signedOnlineOn=2026-03-10,signedOnlineAt=2026-03-10T09:00:00Z,signedOnlineBasis=due_date',
    ],
    `
    fact-day basis=due_date day=2026-03-10 event=e1 field=data.signedOnlineOn kind=work.done timezone=Europe/Berlin
    hours-from day=2026-03-10 instant=2026-03-10T09:00:00Z timezone=Europe/Berlin
    count-hours clockChange=0 direction=after from=2026-03-10T09:00:00Z local=2026-03-10T15:00:00+01:00 n=5 timezone=Europe/Berlin to=2026-03-10T14:00:00Z
    = date=2026-03-10 inHours=true instant=2026-03-10T14:00:00Z lapsesOn=2026-03-10
    `,
  ],
];

describe('a count', () => {
  it.each(CASES)('of %s', (_, lines, events, told) => {
    expect(counted(lines, events)).toEqual(linesOf(told));
  });
});
