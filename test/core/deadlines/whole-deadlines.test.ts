import { describe, expect, it } from 'vitest';
import { linesOf, toldLines } from '../calendar/told-lines.ts';
import { contractOn, facts, packOf, planOf } from './planning.ts';

const EVENTS = 'work.done: Done., hold.on: On hold., hold.off: No longer.';

function deadline(nature: string, lines: string, events: readonly string[]) {
  const clause = `- id: work
  ref: "1"
  title: Work
  means: Work is to be done.
  nature: ${nature}
  obligor: provider
${lines.replaceAll(/^/gm, '  ')}`;
  const pack = packOf(clause, 'cycles: { month: { every: 1 month } }\n', EVENTS);
  const [contract, catalog] = contractOn(pack, { startsOn: lines.startsWith('cycle') ? '2026-03-02' : '2024-01-01' });
  const [first] = planOf(contract, facts(...events), catalog).deadlines;
  if (!first) throw new Error('no deadline was planned');
  return first;
}

/** What is counted | nature | clause | events | a line for each step with every fact, and one for the deadline itself. */
const CASES: [string, string, string, string[], string][] = [
  [
    'a period with a ladder',
    'obligation',
    'on: trial.started\nperiod: 5 days\nsatisfiedBy: work.done\nladder:\n  - { step: opened, to: customer, lead: Begun. }\n  - { step: reminder, before: 2 days, to: [customer, provider], lead: Soon. }\n  - { step: due, to: customer, lead: Today. }\n  - { step: lapsed, to: provider, lead: Over. }',
    ['trial.started@2026-03-02T10:00:00Z,id=e1'],
    `
    fact day=2026-03-02 event=e1 kind=trial.started occurredAt=2026-03-02T10:00:00Z timezone=UTC
    count-days countsTriggerDay=false days=5 direction=after from=2026-03-02 n=5 to=2026-03-07 unit=days
    no-roll date=2026-03-07 weekmask=1111100
    ends date=2026-03-07 hours=24 instant=2026-03-08T00:00:00Z nextDay=2026-03-08 timezone=UTC
    = assumptions=[] beneficiary=customer calendar=none clause=work date=2026-03-07 id=work instant=2026-03-08T00:00:00Z ladder=[opened opened 2026-03-02T10:00:00Z [customer], reminder-2-days reminder 2026-03-05T09:00:00Z [customer, provider], due due 2026-03-07T09:00:00Z [customer], lapsed lapsed 2026-03-08T00:00:00Z [provider]] nature=obligation obligor=provider onLapse=deadline.lapsed 2026-03-07  ref=1 state=open terms=test@1 timezone=UTC title=Work trigger=e1 unadjustedDate=2026-03-07
  `,
  ],
  [
    'a period that was met',
    'obligation',
    'on: trial.started\nperiod: 5 days\nsatisfiedBy: work.done',
    ['trial.started@2026-03-02,id=e1', 'work.done@2026-03-05,id=e2'],
    `
    fact day=2026-03-02 event=e1 kind=trial.started occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=5 direction=after from=2026-03-02 n=5 to=2026-03-07 unit=days
    no-roll date=2026-03-07 weekmask=1111100
    ends date=2026-03-07 hours=24 instant=2026-03-08T00:00:00Z nextDay=2026-03-08 timezone=UTC
    met day=2026-03-05 event=e2 kind=work.done
    = assumptions=[] beneficiary=customer calendar=none clause=work closedBy=e2 closing=met work.done 2026-03-05 date=2026-03-07 id=work instant=2026-03-08T00:00:00Z ladder=[] nature=obligation obligor=provider onLapse=deadline.lapsed 2026-03-07  ref=1 state=met terms=test@1 timezone=UTC title=Work trigger=e1 unadjustedDate=2026-03-07
  `,
  ],
  [
    'a period that was ended',
    'obligation',
    'on: trial.started\nperiod: 5 days\nendedBy: work.done',
    ['trial.started@2026-03-02,id=e1', 'work.done@2026-03-05,id=e2'],
    `
    fact day=2026-03-02 event=e1 kind=trial.started occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=5 direction=after from=2026-03-02 n=5 to=2026-03-07 unit=days
    no-roll date=2026-03-07 weekmask=1111100
    ends date=2026-03-07 hours=24 instant=2026-03-08T00:00:00Z nextDay=2026-03-08 timezone=UTC
    ended day=2026-03-05 event=e2 kind=work.done
    = assumptions=[] beneficiary=customer calendar=none clause=work closedBy=e2 closing=ended work.done 2026-03-05 date=2026-03-07 id=work instant=2026-03-08T00:00:00Z ladder=[] nature=obligation obligor=provider onLapse=deadline.lapsed 2026-03-07  ref=1 state=cancelled terms=test@1 timezone=UTC title=Work trigger=e1 unadjustedDate=2026-03-07
  `,
  ],
  [
    'a period from a day of the event',
    'obligation',
    'on: invoice.due\nabout: invoice\nperiod: { length: 5 business days, from: data.dueOn }',
    ['invoice.due@2026-03-02,id=e1,invoice=i,dueOn=2026-03-06,dueBasis=due_date'],
    `
    fact-day basis=due_date day=2026-03-06 event=e1 field=data.dueOn kind=invoice.due timezone=UTC
    no-holiday-set weekmask=1111100
    count-business-days calendar=none countsTriggerDay=false direction=after from=2026-03-06 n=5 skipped=[] to=2026-03-13 weekmask=1111100
    ends date=2026-03-13 hours=24 instant=2026-03-14T00:00:00Z nextDay=2026-03-14 timezone=UTC
    = assumptions=[] beneficiary=customer calendar=none clause=work date=2026-03-13 id=work~i instant=2026-03-14T00:00:00Z ladder=[lapsed lapsed 2026-03-14T00:00:00Z []] nature=obligation obligor=provider onLapse=deadline.lapsed 2026-03-13  ref=1 state=open terms=test@1 timezone=UTC title=Work trigger=e1 unadjustedDate=2026-03-13
  `,
  ],
  [
    'hours from a moment of the event',
    'obligation',
    'on: invoice.due\nabout: invoice\nperiod: { length: 5 hours, from: data.dueOn }',
    ['invoice.due@2026-03-02,id=e1,invoice=i,dueAt=2026-03-06T20:00:00Z'],
    `
    fact-day day=2026-03-06 event=e1 field=data.dueOn kind=invoice.due timezone=UTC
    hours-from day=2026-03-06 instant=2026-03-06T20:00:00Z timezone=UTC
    count-hours clockChange=0 direction=after from=2026-03-06T20:00:00Z local=2026-03-07T01:00:00+00:00 n=5 timezone=UTC to=2026-03-07T01:00:00Z
    = assumptions=[] beneficiary=customer calendar=none clause=work date=2026-03-07 id=work~i inHours=true instant=2026-03-07T01:00:00Z ladder=[lapsed lapsed 2026-03-07T01:00:00Z []] nature=obligation obligor=provider onLapse=deadline.lapsed 2026-03-07  ref=1 state=open terms=test@1 timezone=UTC title=Work trigger=e1 unadjustedDate=2026-03-07
  `,
  ],
  [
    'the earlier of two',
    'obligation',
    'on: trial.started\nperiod: { earlierOf: [{ length: 1 month }, { length: 20 business days }] }',
    ['trial.started@2026-03-02,id=e1'],
    `
    fact day=2026-03-02 event=e1 kind=trial.started occurredAt=2026-03-02 option=1 timezone=UTC
    count-months countsTriggerDay=false direction=after from=2026-03-02 missingDay=false months=1 n=1 option=1 to=2026-04-02 unit=months
    ends date=2026-04-02 hours=24 instant=2026-04-03T00:00:00Z nextDay=2026-04-03 option=1 timezone=UTC
    fact day=2026-03-02 event=e1 kind=trial.started occurredAt=2026-03-02 option=2 timezone=UTC
    no-holiday-set option=2 weekmask=1111100
    count-business-days calendar=none countsTriggerDay=false direction=after from=2026-03-02 n=20 option=2 skipped=[] to=2026-03-30 weekmask=1111100
    ends date=2026-03-30 hours=24 instant=2026-03-31T00:00:00Z nextDay=2026-03-31 option=2 timezone=UTC
    combine chosen=2 date=2026-03-30 options=[2026-04-02 2026-04-03T00:00:00Z, 2026-03-30 2026-03-31T00:00:00Z] rule=earliest
    = assumptions=[] beneficiary=customer calendar=none clause=work date=2026-03-30 id=work instant=2026-03-31T00:00:00Z ladder=[lapsed lapsed 2026-03-31T00:00:00Z []] nature=obligation obligor=provider onLapse=deadline.lapsed 2026-03-30  ref=1 state=open terms=test@1 timezone=UTC title=Work trigger=e1 unadjustedDate=2026-03-30
  `,
  ],
  [
    'a window around a day',
    'window',
    'on: invoice.due\nabout: invoice\nwindow: { opens: { length: 10 days, from: data.dueOn, direction: before }, closes: { length: 2 days, from: data.dueOn, direction: before } }\nsatisfiedBy: work.done',
    ['invoice.due@2026-03-02,id=e1,invoice=i,dueOn=2026-04-01'],
    `
    fact-day day=2026-04-01 event=e1 field=data.dueOn kind=invoice.due timezone=UTC
    count-days countsTriggerDay=false days=10 direction=before from=2026-04-01 n=10 to=2026-03-22 unit=days
    count-days countsTriggerDay=false days=2 direction=before from=2026-04-01 n=2 to=2026-03-30 unit=days
    ends date=2026-03-30 hours=24 instant=2026-03-31T00:00:00Z nextDay=2026-03-31 timezone=UTC
    window-between date=2026-03-30 neverOpen=false opensOn=2026-03-22
    = assumptions=[] beneficiary=customer calendar=none clause=work date=2026-03-30 id=work~i instant=2026-03-31T00:00:00Z ladder=[lapsed lapsed 2026-03-31T00:00:00Z []] nature=window obligor=provider onLapse=deadline.lapsed 2026-03-30  opensOn=2026-03-22 ref=1 state=open terms=test@1 timezone=UTC title=Work trigger=e1 unadjustedDate=2026-03-30
  `,
  ],
  [
    'a window until a day',
    'window',
    'on: invoice.due\nabout: invoice\nwindow: { until: data.dueOn, lastDay: day-before }\nsatisfiedBy: work.done',
    ['invoice.due@2026-03-02,id=e1,invoice=i,dueOn=2026-04-01'],
    `
    fact-day day=2026-04-01 event=e1 field=data.dueOn kind=invoice.due timezone=UTC
    window closing=2026-04-01 date=2026-03-31 instant=2026-04-01T00:00:00Z lastDay=day-before opensOn=2026-03-02 timezone=UTC
    = assumptions=[] beneficiary=customer calendar=none clause=work date=2026-03-31 id=work~i instant=2026-04-01T00:00:00Z ladder=[lapsed lapsed 2026-04-01T00:00:00Z []] nature=window obligor=provider onLapse=deadline.lapsed 2026-03-31  opensOn=2026-03-02 ref=1 state=open terms=test@1 timezone=UTC title=Work trigger=e1 unadjustedDate=2026-03-31
  `,
  ],
  [
    'a figure of the payments before',
    'figure',
    'on: breach.alleged\nabout: breach\nlookBack: { length: 12 months, sums: payment.received, percent: 50, atLeast: { amount: 10000, currency: EUR } }',
    [
      'payment.received@2026-01-05,id=e1,payment=a,amount=30001,currency=EUR',
      'payment.received@2024-01-05,id=e2,payment=b,amount=500,currency=EUR',
      'breach.alleged@2026-03-02,id=e3,breach=x,by=customer',
    ],
    `
    fact day=2026-03-02 event=e3 kind=breach.alleged occurredAt=2026-03-02 timezone=UTC
    count-months countsTriggerDay=false direction=before from=2026-03-02 missingDay=false months=12 n=12 to=2025-03-02 unit=months
    look-back countsTriggerDay=false date=2026-03-01 opensOn=2025-03-02
    sum counted=1 figure=[EUR 30001] opensOn=2025-03-02 sums=payment.received until=2026-03-01 withoutAmount=0
    share figure=[EUR 15001] percent=50
    floor comparable=true figure=[EUR 15001] floor=EUR 10000 sum=[EUR 15001]
    = assumptions=[] beneficiary=customer calendar=none clause=work date=2026-03-02 figure=[EUR 15001] floor=EUR 10000 [EUR 15001] true id=work~x instant=2026-03-03T00:00:00Z ladder=[] nature=figure obligor=provider onLapse=deadline.lapsed 2026-03-02  opensOn=2025-03-02 ref=1 state=met summedUntil=2026-03-01 terms=test@1 timezone=UTC title=Work trigger=e3 unadjustedDate=2026-03-02
  `,
  ],
  [
    'a figure of payments in another currency than its floor, told more than once',
    'figure',
    'on: breach.alleged\nabout: breach\nlookBack: { length: 12 months, sums: payment.received, atLeast: { amount: 10000, currency: EUR } }',
    [
      'payment.received@2026-01-05,id=e1,payment=a,amount=20000,currency=USD',
      'payment.received@2026-01-06,id=e2,payment=a',
      'payment.received@2026-01-07,id=e3,amount=1000,currency=USD',
      'payment.received@2026-01-07,id=e4,amount=1000,currency=USD',
      'payment.received@2026-01-08,id=e5,payment=b,amount=300,currency=',
      'payment.received@2026-01-09,id=e6,payment=c,currency=USD',
      'breach.alleged@2026-03-02,id=e7,breach=x,by=customer',
    ],
    `
    fact day=2026-03-02 event=e7 kind=breach.alleged occurredAt=2026-03-02 timezone=UTC
    count-months countsTriggerDay=false direction=before from=2026-03-02 missingDay=false months=12 n=12 to=2025-03-02 unit=months
    look-back countsTriggerDay=false date=2026-03-01 opensOn=2025-03-02
    sum counted=5 figure=[USD 22000] opensOn=2025-03-02 sums=payment.received until=2026-03-01 withoutAmount=2
    floor comparable=false figure=[EUR 10000, USD 22000] floor=EUR 10000 sum=[USD 22000]
    = assumptions=[] beneficiary=customer calendar=none clause=work date=2026-03-02 figure=[EUR 10000, USD 22000] floor=EUR 10000 [USD 22000] false id=work~x instant=2026-03-03T00:00:00Z ladder=[] nature=figure obligor=provider onLapse=deadline.lapsed 2026-03-02  opensOn=2025-03-02 ref=1 state=met summedUntil=2026-03-01 terms=test@1 timezone=UTC title=Work trigger=e7 unadjustedDate=2026-03-02
  `,
  ],
  [
    'a period that was suspended',
    'obligation',
    'on: trial.started\nperiod: 5 days\nsuspendedBy: hold.on\nresumedBy: hold.off',
    ['trial.started@2026-03-02,id=e1', 'hold.on@2026-03-04,id=e2', 'hold.off@2026-03-10,id=e3'],
    `
    fact day=2026-03-02 event=e1 kind=trial.started occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=5 direction=after from=2026-03-02 n=5 to=2026-03-07 unit=days
    no-roll date=2026-03-07 weekmask=1111100
    ends date=2026-03-07 hours=24 instant=2026-03-08T00:00:00Z nextDay=2026-03-08 timezone=UTC
    resumed event=e3 from=2026-03-04 kind=hold.off until=2026-03-10
    extended from=2026-03-07 n=6 to=2026-03-13 unit=days
    ends date=2026-03-13 hours=24 instant=2026-03-14T00:00:00Z nextDay=2026-03-14 timezone=UTC
    = assumptions=[] beneficiary=customer calendar=none clause=work date=2026-03-13 id=work instant=2026-03-14T00:00:00Z ladder=[lapsed lapsed 2026-03-14T00:00:00Z []] nature=obligation obligor=provider onLapse=deadline.lapsed 2026-03-13  ref=1 state=open terms=test@1 timezone=UTC title=Work trigger=e1 unadjustedDate=2026-03-13
  `,
  ],
  [
    'a period that is suspended',
    'obligation',
    'on: trial.started\nperiod: 5 days\nsuspendedBy: hold.on\nresumedBy: hold.off',
    ['trial.started@2026-03-02,id=e1', 'hold.on@2026-03-04,id=e2'],
    `
    fact day=2026-03-02 event=e1 kind=trial.started occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=5 direction=after from=2026-03-02 n=5 to=2026-03-07 unit=days
    no-roll date=2026-03-07 weekmask=1111100
    ends date=2026-03-07 hours=24 instant=2026-03-08T00:00:00Z nextDay=2026-03-08 timezone=UTC
    paused event=e2 from=2026-03-04 kind=hold.on
    = assumptions=[] beneficiary=customer calendar=none clause=work closedBy=e2 date=2026-03-07 id=work instant=2026-03-08T00:00:00Z ladder=[] nature=obligation obligor=provider onLapse=deadline.lapsed 2026-03-07  paused=2026-03-04 1 ref=1 state=paused terms=test@1 timezone=UTC title=Work trigger=e1 unadjustedDate=2026-03-07
  `,
  ],
  [
    'a period that was extended',
    'obligation',
    'on: trial.started\nperiod: 5 days\nextendedBy: { on: extension.granted, to: 10 days }',
    ['trial.started@2026-03-02,id=e1', 'extension.granted@2026-03-04,id=e2'],
    `
    fact day=2026-03-02 event=e1 kind=trial.started occurredAt=2026-03-02 timezone=UTC
    count-days countsTriggerDay=false days=10 direction=after from=2026-03-02 n=10 to=2026-03-12 unit=days
    ends date=2026-03-12 hours=24 instant=2026-03-13T00:00:00Z nextDay=2026-03-13 timezone=UTC
    prolonged day=2026-03-04 event=e2 from=2026-03-07 kind=extension.granted length=10 days to=2026-03-12
    = assumptions=[] beneficiary=customer calendar=none clause=work date=2026-03-12 extendedTo=10 days id=work instant=2026-03-13T00:00:00Z ladder=[lapsed lapsed 2026-03-13T00:00:00Z []] nature=obligation obligor=provider onLapse=deadline.lapsed 2026-03-12  ref=1 state=open terms=test@1 timezone=UTC title=Work trigger=e1 unadjustedDate=2026-03-12
  `,
  ],
  [
    'an occurrence of a cycle',
    'obligation',
    'cycle: month\nrecurs: after-lapse\nperiod: { length: 3 days, from: cycle.end, direction: before }',
    ['contract.commenced@2026-03-02,id=e1'],
    `
    contract-start day=2026-03-02 event=contract-start
    cycle-end anchorDay=null beforeFirst=false date=2026-04-01 day=2026-03-02 every=1 month nextStart=2026-04-02 opensOn=2026-03-02
    count-days countsTriggerDay=false days=3 direction=before from=2026-04-01 n=3 to=2026-03-29 unit=days
    no-roll date=2026-03-29 weekmask=1111100
    ends date=2026-03-29 hours=24 instant=2026-03-30T00:00:00Z nextDay=2026-03-30 timezone=UTC
    = assumptions=[] beneficiary=customer calendar=none clause=work date=2026-03-29 id=work~2026-03-02 instant=2026-03-30T00:00:00Z ladder=[lapsed lapsed 2026-03-30T00:00:00Z []] nature=obligation obligor=provider onLapse=deadline.lapsed 2026-03-29  ref=1 state=open terms=test@1 timezone=UTC title=Work trigger=contract-start unadjustedDate=2026-03-29
  `,
  ],
];

describe('a whole deadline', () => {
  it.each(CASES)('%s', (_, nature, clause, events, lines) => {
    expect(toldLines(deadline(nature, clause, events))).toEqual(linesOf(lines));
  });
});
