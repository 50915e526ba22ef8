import { describe, expect, it } from 'vitest';
import { linesOf } from '../calendar/told-lines.ts';
import { counted } from './whole-counts.ts';

const SUSPENDED = 'nature: obligation\non: work.done\nsuspendedBy: hold.on\nresumedBy: hold.off\n';
const DONE = 'work.done@2026-03-02,id=e1';
const HELD = 'hold.on@2026-03-04,id=e2';

const CASES: [what: string, lines: string, events: string[], told: string][] = [
  [
    'a suspension of days whose last one rolls on',
    `${SUSPENDED}period: { length: 6 days, roll: following }`,
    [DONE, HELD, 'hold.off@2026-03-10,id=e3'],
    `
    fact day=2026-03-02 event=e1 kind=work.done occurredAt=2026-03-02 timezone=Europe/Berlin
    no-holiday-set weekmask=1111100
    count-days countsTriggerDay=false days=6 direction=after from=2026-03-02 n=6 to=2026-03-08 unit=days
    roll calendar=none convention=following from=2026-03-08 passed=[2026-03-08] staysInMonth=false to=2026-03-09 weekmask=1111100
    ends date=2026-03-09 hours=24 instant=2026-03-09T23:00:00Z nextDay=2026-03-10 timezone=Europe/Berlin
    resumed event=e3 from=2026-03-04 kind=hold.off until=2026-03-10
    extended from=2026-03-08 n=6 to=2026-03-14 unit=days
    roll calendar=none convention=following from=2026-03-14 passed=[2026-03-14, 2026-03-15] staysInMonth=false to=2026-03-16 weekmask=1111100
    ends date=2026-03-16 hours=24 instant=2026-03-16T23:00:00Z nextDay=2026-03-17 timezone=Europe/Berlin
    = date=2026-03-16 instant=2026-03-16T23:00:00Z lapsesOn=2026-03-16 unadjustedDate=2026-03-14
    `,
  ],
  [
    'a suspension of business days',
    `${SUSPENDED}period: 5 business days`,
    [DONE, HELD, 'hold.off@2026-03-10,id=e3'],
    `
    fact day=2026-03-02 event=e1 kind=work.done occurredAt=2026-03-02 timezone=Europe/Berlin
    no-holiday-set weekmask=1111100
    count-business-days calendar=none countsTriggerDay=false direction=after from=2026-03-02 n=5 skipped=[] to=2026-03-09 weekmask=1111100
    ends date=2026-03-09 hours=24 instant=2026-03-09T23:00:00Z nextDay=2026-03-10 timezone=Europe/Berlin
    resumed event=e3 from=2026-03-04 kind=hold.off until=2026-03-10
    extended from=2026-03-09 n=4 to=2026-03-13 unit=businessDays
    ends date=2026-03-13 hours=24 instant=2026-03-13T23:00:00Z nextDay=2026-03-14 timezone=Europe/Berlin
    = date=2026-03-13 instant=2026-03-13T23:00:00Z lapsesOn=2026-03-13
    `,
  ],
  [
    'a suspension on the last day, lifted after its hour',
    `${SUSPENDED}period: { length: 2 days, endsAt: "12:00" }`,
    [DONE, HELD, 'hold.off@2026-03-10T15:00:00Z,id=e3'],
    `
    fact day=2026-03-02 event=e1 kind=work.done occurredAt=2026-03-02 timezone=Europe/Berlin
    count-days countsTriggerDay=false days=2 direction=after from=2026-03-02 n=2 to=2026-03-04 unit=days
    ends-at clock=once date=2026-03-04 instant=2026-03-04T11:00:00Z local=2026-03-04T12:00:00+01:00 localTime=refuse time=12:00 timezone=Europe/Berlin
    resumed event=e3 from=2026-03-04 kind=hold.off until=2026-03-10
    extended from=2026-03-04 n=6 to=2026-03-10 unit=days
    ends-at clock=once date=2026-03-10 instant=2026-03-10T11:00:00Z local=2026-03-10T12:00:00+01:00 localTime=refuse time=12:00 timezone=Europe/Berlin
    after-lifting from=2026-03-10 inBusinessDays=false to=2026-03-11 until=2026-03-10
    ends-at clock=once date=2026-03-11 instant=2026-03-11T11:00:00Z local=2026-03-11T12:00:00+01:00 localTime=refuse time=12:00 timezone=Europe/Berlin
    = date=2026-03-11 instant=2026-03-11T11:00:00Z lapsesOn=2026-03-11
    `,
  ],
  [
    'a suspension on the last day, lifted as its hour comes',
    `${SUSPENDED}period: { length: 2 days, endsAt: "12:00" }`,
    [DONE, HELD, 'hold.off@2026-03-10T11:00:00Z,id=e3'],
    `
    fact day=2026-03-02 event=e1 kind=work.done occurredAt=2026-03-02 timezone=Europe/Berlin
    count-days countsTriggerDay=false days=2 direction=after from=2026-03-02 n=2 to=2026-03-04 unit=days
    ends-at clock=once date=2026-03-04 instant=2026-03-04T11:00:00Z local=2026-03-04T12:00:00+01:00 localTime=refuse time=12:00 timezone=Europe/Berlin
    resumed event=e3 from=2026-03-04 kind=hold.off until=2026-03-10
    extended from=2026-03-04 n=6 to=2026-03-10 unit=days
    ends-at clock=once date=2026-03-10 instant=2026-03-10T11:00:00Z local=2026-03-10T12:00:00+01:00 localTime=refuse time=12:00 timezone=Europe/Berlin
    after-lifting from=2026-03-10 inBusinessDays=false to=2026-03-11 until=2026-03-10
    ends-at clock=once date=2026-03-11 instant=2026-03-11T11:00:00Z local=2026-03-11T12:00:00+01:00 localTime=refuse time=12:00 timezone=Europe/Berlin
    = date=2026-03-11 instant=2026-03-11T11:00:00Z lapsesOn=2026-03-11
    `,
  ],
  [
    'a suspension lifted on a Friday after the hour',
    `${SUSPENDED}period: { length: 2 days, endsAt: "12:00", roll: following }`,
    [DONE, HELD, 'hold.off@2026-03-13T15:00:00Z,id=e3'],
    `
    fact day=2026-03-02 event=e1 kind=work.done occurredAt=2026-03-02 timezone=Europe/Berlin
    no-holiday-set weekmask=1111100
    count-days countsTriggerDay=false days=2 direction=after from=2026-03-02 n=2 to=2026-03-04 unit=days
    roll-not-needed calendar=none convention=following date=2026-03-04
    ends-at clock=once date=2026-03-04 instant=2026-03-04T11:00:00Z local=2026-03-04T12:00:00+01:00 localTime=refuse time=12:00 timezone=Europe/Berlin
    resumed event=e3 from=2026-03-04 kind=hold.off until=2026-03-13
    extended from=2026-03-04 n=9 to=2026-03-13 unit=days
    roll-not-needed calendar=none convention=following date=2026-03-13
    ends-at clock=once date=2026-03-13 instant=2026-03-13T11:00:00Z local=2026-03-13T12:00:00+01:00 localTime=refuse time=12:00 timezone=Europe/Berlin
    after-lifting from=2026-03-13 inBusinessDays=true to=2026-03-16 until=2026-03-13
    roll-not-needed calendar=none convention=following date=2026-03-16
    ends-at clock=once date=2026-03-16 instant=2026-03-16T11:00:00Z local=2026-03-16T12:00:00+01:00 localTime=refuse time=12:00 timezone=Europe/Berlin
    = date=2026-03-16 instant=2026-03-16T11:00:00Z lapsesOn=2026-03-16
    `,
  ],
  [
    'a suspension that is lifted on the day on which it began',
    `${SUSPENDED}period: 5 days`,
    [DONE, HELD, 'hold.off@2026-03-04T18:00:00Z,id=e3'],
    `
    fact day=2026-03-02 event=e1 kind=work.done occurredAt=2026-03-02 timezone=Europe/Berlin
    count-days countsTriggerDay=false days=5 direction=after from=2026-03-02 n=5 to=2026-03-07 unit=days
    no-roll date=2026-03-07 weekmask=1111100
    ends date=2026-03-07 hours=24 instant=2026-03-07T23:00:00Z nextDay=2026-03-08 timezone=Europe/Berlin
    = date=2026-03-07 instant=2026-03-07T23:00:00Z lapsesOn=2026-03-07
    `,
  ],
  [
    'a suspension in the days that the roll added',
    `${SUSPENDED}period: { length: 5 days, roll: following }`,
    [DONE, 'hold.on@2026-03-08,id=e2', 'hold.off@2026-03-14T18:00:00Z,id=e3'],
    `
    fact day=2026-03-02 event=e1 kind=work.done occurredAt=2026-03-02 timezone=Europe/Berlin
    no-holiday-set weekmask=1111100
    count-days countsTriggerDay=false days=5 direction=after from=2026-03-02 n=5 to=2026-03-07 unit=days
    roll calendar=none convention=following from=2026-03-07 passed=[2026-03-07, 2026-03-08] staysInMonth=false to=2026-03-09 weekmask=1111100
    ends date=2026-03-09 hours=24 instant=2026-03-09T23:00:00Z nextDay=2026-03-10 timezone=Europe/Berlin
    resumed event=e3 from=2026-03-08 kind=hold.off until=2026-03-14
    extended from=2026-03-09 n=6 to=2026-03-15 unit=days
    roll calendar=none convention=following from=2026-03-15 passed=[2026-03-15] staysInMonth=false to=2026-03-16 weekmask=1111100
    ends date=2026-03-16 hours=24 instant=2026-03-16T23:00:00Z nextDay=2026-03-17 timezone=Europe/Berlin
    = date=2026-03-16 instant=2026-03-16T23:00:00Z lapsesOn=2026-03-16 unadjustedDate=2026-03-15
    `,
  ],
  [
    'two suspensions',
    `${SUSPENDED}period: { length: 5 days, roll: following }`,
    [
      DONE,
      'hold.on@2026-03-03,id=e2',
      'hold.off@2026-03-05,id=e3',
      'hold.on@2026-03-06,id=e4',
      'hold.off@2026-03-07,id=e5',
    ],
    `
    fact day=2026-03-02 event=e1 kind=work.done occurredAt=2026-03-02 timezone=Europe/Berlin
    no-holiday-set weekmask=1111100
    count-days countsTriggerDay=false days=5 direction=after from=2026-03-02 n=5 to=2026-03-07 unit=days
    roll calendar=none convention=following from=2026-03-07 passed=[2026-03-07, 2026-03-08] staysInMonth=false to=2026-03-09 weekmask=1111100
    ends date=2026-03-09 hours=24 instant=2026-03-09T23:00:00Z nextDay=2026-03-10 timezone=Europe/Berlin
    resumed event=e3 from=2026-03-03 kind=hold.off until=2026-03-05
    resumed event=e5 from=2026-03-06 kind=hold.off until=2026-03-07
    extended from=2026-03-07 n=3 to=2026-03-10 unit=days
    roll-not-needed calendar=none convention=following date=2026-03-10
    ends date=2026-03-10 hours=24 instant=2026-03-10T23:00:00Z nextDay=2026-03-11 timezone=Europe/Berlin
    = date=2026-03-10 instant=2026-03-10T23:00:00Z lapsesOn=2026-03-10
    `,
  ],
  [
    'a second suspension after the first was lifted on the last day',
    `${SUSPENDED}period: { length: 2 days, endsAt: "12:00" }`,
    [
      DONE,
      HELD,
      'hold.off@2026-03-10T15:00:00Z,id=e3',
      'hold.on@2026-03-11T08:00:00Z,id=e4',
      'hold.off@2026-03-12,id=e5',
    ],
    `
    fact day=2026-03-02 event=e1 kind=work.done occurredAt=2026-03-02 timezone=Europe/Berlin
    count-days countsTriggerDay=false days=2 direction=after from=2026-03-02 n=2 to=2026-03-04 unit=days
    ends-at clock=once date=2026-03-04 instant=2026-03-04T11:00:00Z local=2026-03-04T12:00:00+01:00 localTime=refuse time=12:00 timezone=Europe/Berlin
    resumed event=e3 from=2026-03-04 kind=hold.off until=2026-03-10
    resumed event=e5 from=2026-03-11 kind=hold.off until=2026-03-12
    extended from=2026-03-04 n=6 to=2026-03-10 unit=days
    ends-at clock=once date=2026-03-10 instant=2026-03-10T11:00:00Z local=2026-03-10T12:00:00+01:00 localTime=refuse time=12:00 timezone=Europe/Berlin
    after-lifting from=2026-03-10 inBusinessDays=false to=2026-03-11 until=2026-03-10
    ends-at clock=once date=2026-03-11 instant=2026-03-11T11:00:00Z local=2026-03-11T12:00:00+01:00 localTime=refuse time=12:00 timezone=Europe/Berlin
    extended from=2026-03-11 n=1 to=2026-03-12 unit=days
    ends-at clock=once date=2026-03-12 instant=2026-03-12T11:00:00Z local=2026-03-12T12:00:00+01:00 localTime=refuse time=12:00 timezone=Europe/Berlin
    = date=2026-03-12 instant=2026-03-12T11:00:00Z lapsesOn=2026-03-12
    `,
  ],
  [
    'a suspension over a weekend, of business days',
    `${SUSPENDED}period: 5 business days`,
    [DONE, 'hold.on@2026-03-06,id=e2', 'hold.off@2026-03-08,id=e3'],
    `
    fact day=2026-03-02 event=e1 kind=work.done occurredAt=2026-03-02 timezone=Europe/Berlin
    no-holiday-set weekmask=1111100
    count-business-days calendar=none countsTriggerDay=false direction=after from=2026-03-02 n=5 skipped=[] to=2026-03-09 weekmask=1111100
    ends date=2026-03-09 hours=24 instant=2026-03-09T23:00:00Z nextDay=2026-03-10 timezone=Europe/Berlin
    resumed event=e3 from=2026-03-06 kind=hold.off until=2026-03-08
    = date=2026-03-09 instant=2026-03-09T23:00:00Z lapsesOn=2026-03-09
    `,
  ],
  [
    'a suspension of business days that is lifted on a Saturday',
    `${SUSPENDED}period: 5 business days`,
    [DONE, 'hold.on@2026-03-09,id=e2', 'hold.off@2026-03-14,id=e3'],
    `
    fact day=2026-03-02 event=e1 kind=work.done occurredAt=2026-03-02 timezone=Europe/Berlin
    no-holiday-set weekmask=1111100
    count-business-days calendar=none countsTriggerDay=false direction=after from=2026-03-02 n=5 skipped=[] to=2026-03-09 weekmask=1111100
    ends date=2026-03-09 hours=24 instant=2026-03-09T23:00:00Z nextDay=2026-03-10 timezone=Europe/Berlin
    resumed event=e3 from=2026-03-09 kind=hold.off until=2026-03-14
    extended from=2026-03-09 n=4 to=2026-03-13 unit=businessDays
    ends date=2026-03-13 hours=24 instant=2026-03-13T23:00:00Z nextDay=2026-03-14 timezone=Europe/Berlin
    after-lifting from=2026-03-13 inBusinessDays=true to=2026-03-16 until=2026-03-14
    ends date=2026-03-16 hours=24 instant=2026-03-16T23:00:00Z nextDay=2026-03-17 timezone=Europe/Berlin
    = date=2026-03-16 instant=2026-03-16T23:00:00Z lapsesOn=2026-03-16
    `,
  ],
  [
    'a suspension until the day on which the clocks go ahead',
    `${SUSPENDED}period: { length: 24 days, endsAt: "02:30", localTime: later }`,
    [DONE, 'hold.on@2026-03-25,id=e2', 'hold.off@2026-03-28,id=e3'],
    `
    fact day=2026-03-02 event=e1 kind=work.done occurredAt=2026-03-02 timezone=Europe/Berlin
    count-days countsTriggerDay=false days=24 direction=after from=2026-03-02 n=24 to=2026-03-26 unit=days
    ends-at clock=once date=2026-03-26 instant=2026-03-26T01:30:00Z local=2026-03-26T02:30:00+01:00 localTime=later time=02:30 timezone=Europe/Berlin
    resumed event=e3 from=2026-03-25 kind=hold.off until=2026-03-28
    extended from=2026-03-26 n=3 to=2026-03-29 unit=days
    no-roll date=2026-03-29 weekmask=1111100
    ends-at clock=skipped date=2026-03-29 instant=2026-03-29T01:30:00Z local=2026-03-29T03:30:00+02:00 localTime=later time=02:30 timezone=Europe/Berlin
    = date=2026-03-29 instant=2026-03-29T01:30:00Z lapsesOn=2026-03-29
    `,
  ],
];

describe('a count', () => {
  it.each(CASES)('of %s', (_, lines, events, told) => {
    expect(counted(lines, events)).toEqual(linesOf(told));
  });
});
