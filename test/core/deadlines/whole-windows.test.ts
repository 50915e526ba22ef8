import { describe, expect, it } from 'vitest';
import { linesOf } from '../calendar/told-lines.ts';
import { counted, planned } from './whole-counts.ts';

const ON_DONE = 'nature: effect\non: work.done\n';
const IN_CYCLE = 'nature: obligation\non: work.done\ncycle: month\n';
const DONE = 'work.done@2026-03-02,id=e1';

const CASES: [what: string, lines: string, events: string[], told: string][] = [
  [
    'a window until the end of a cycle',
    'nature: window\non: work.done\ncycle: month\nwindow: { until: cycle.end, lastDay: closing-day }',
    ['work.done@2026-03-20,id=e1'],
    `
    fact day=2026-03-20 event=e1 kind=work.done occurredAt=2026-03-20 timezone=Europe/Berlin
    cycle-end anchorDay=null beforeFirst=false date=2026-04-01 day=2026-03-20 every=1 month nextStart=2026-04-02 opensOn=2026-03-02
    window closing=2026-04-01 date=2026-04-01 instant=2026-04-01T22:00:00Z lastDay=closing-day opensOn=2026-03-20 timezone=Europe/Berlin
    = date=2026-04-01 instant=2026-04-01T22:00:00Z lapsesOn=2026-04-02 opensOn=2026-03-20
    `,
  ],
  [
    'a window of a cycle that has not begun',
    'nature: window\non: work.done\ncycle: month\nwindow: { until: cycle.end, lastDay: day-before }',
    ['work.done@2026-02-20,id=e1'],
    `
    fact day=2026-02-20 event=e1 kind=work.done occurredAt=2026-02-20 timezone=Europe/Berlin
    cycle-end anchorDay=null beforeFirst=true date=2026-04-01 day=2026-02-20 every=1 month nextStart=2026-04-02 opensOn=2026-03-02
    window closing=2026-04-01 date=2026-03-31 instant=2026-03-31T22:00:00Z lastDay=day-before opensOn=2026-03-02 timezone=Europe/Berlin
    = date=2026-03-31 instant=2026-03-31T22:00:00Z lapsesOn=2026-04-02 opensOn=2026-03-02
    `,
  ],
  [
    'a window that is over before it opens',
    'nature: window\non: invoice.due\nabout: invoice\nwindow: { closes: { length: 2 days, from: data.dueOn, direction: before } }',
    ['invoice.due@2026-04-05,id=e1,invoice=i,dueOn=2026-04-06'],
    `
    fact-day day=2026-04-06 event=e1 field=data.dueOn kind=invoice.due timezone=Europe/Berlin
    count-days countsTriggerDay=false days=2 direction=before from=2026-04-06 n=2 to=2026-04-04 unit=days
    no-roll date=2026-04-04 weekmask=1111100
    ends date=2026-04-04 hours=24 instant=2026-04-04T22:00:00Z nextDay=2026-04-05 timezone=Europe/Berlin
    window-between date=2026-04-04 neverOpen=true opensOn=2026-04-05
    = date=2026-04-04 instant=2026-04-04T22:00:00Z lapsesOn=2026-04-04 opensOn=2026-04-05
    `,
  ],
  [
    'a window of one day',
    'nature: window\non: invoice.due\nabout: invoice\nwindow: { closes: { length: 2 days, from: data.dueOn, direction: before } }',
    ['invoice.due@2026-04-04,id=e1,invoice=i,dueOn=2026-04-06'],
    `
    fact-day day=2026-04-06 event=e1 field=data.dueOn kind=invoice.due timezone=Europe/Berlin
    count-days countsTriggerDay=false days=2 direction=before from=2026-04-06 n=2 to=2026-04-04 unit=days
    no-roll date=2026-04-04 weekmask=1111100
    ends date=2026-04-04 hours=24 instant=2026-04-04T22:00:00Z nextDay=2026-04-05 timezone=Europe/Berlin
    window-between date=2026-04-04 neverOpen=false opensOn=2026-04-04
    = date=2026-04-04 instant=2026-04-04T22:00:00Z lapsesOn=2026-04-04 opensOn=2026-04-04
    `,
  ],
  [
    'a window between two counted days',
    'nature: window\non: work.done\nwindow: { opens: 2 business days, closes: { laterOf: [5 business days, 8 days] } }',
    ['work.done@2026-04-02,id=e1'],
    `
    fact day=2026-04-02 event=e1 kind=work.done occurredAt=2026-04-02 timezone=Europe/Berlin
    no-holiday-set weekmask=1111100
    count-business-days calendar=none countsTriggerDay=false direction=after from=2026-04-02 n=2 skipped=[] to=2026-04-06 weekmask=1111100
    count-business-days calendar=none countsTriggerDay=false direction=after from=2026-04-02 n=5 option=1 skipped=[] to=2026-04-09 weekmask=1111100
    ends date=2026-04-09 hours=24 instant=2026-04-09T22:00:00Z nextDay=2026-04-10 option=1 timezone=Europe/Berlin
    count-days countsTriggerDay=false days=8 direction=after from=2026-04-02 n=8 option=2 to=2026-04-10 unit=days
    ends date=2026-04-10 hours=24 instant=2026-04-10T22:00:00Z nextDay=2026-04-11 option=2 timezone=Europe/Berlin
    combine chosen=2 date=2026-04-10 options=[2026-04-09 2026-04-09T22:00:00Z, 2026-04-10 2026-04-10T22:00:00Z] rule=latest
    window-between date=2026-04-10 neverOpen=false opensOn=2026-04-06
    = date=2026-04-10 instant=2026-04-10T22:00:00Z lapsesOn=2026-04-10 opensOn=2026-04-06
    `,
  ],
];

describe('the count', () => {
  it.each(CASES)('of %s', (_, lines, events, told) => {
    expect(counted(lines, events)).toEqual(linesOf(told));
  });
});

describe('what cannot be counted', () => {
  const refused = 'period: { length: 1 month, monthEnd: refuse';

  it.each([
    ['the day of the event', `${ON_DONE}${refused} }`, ['work.done@2026-01-31,id=e1'], 'e1', 'occurredAt'],
    [
      'the first day that the event names',
      `${ON_DONE}${refused}, from: [data.sentOn, data.dueOn] }`,
      ['work.done@2026-01-01,id=e1,dueOn=2026-01-31'],
      'e1',
      'data.dueOn',
    ],
    [
      'the start of the contract, as no event begins its cycles',
      'nature: effect\ncycle: month\nrecurs: after-lapse\nperiod: { length: 1 month, from: cycle.start, monthEnd: refuse }',
      [],
      'contract-start',
      'contract.startsOn',
    ],
  ])('is reported with %s', (_, lines, events, event, field) => {
    const { deadlines, notCounted } = planned(lines, events, '2026-01-31');
    expect(deadlines).toEqual([]);
    const why = expect.stringMatching(/^counting from 2026-01-31 ends in 2026-02, which has no such day/);
    expect(notCounted).toEqual([{ clause: 'work', event, field, why }]);
  });

  it.each([
    ['a day that the event does not carry', `${ON_DONE}period: { length: 2 days, from: data.dueOn }`, 'data.dueOn'],
    [
      'the first of several',
      `${ON_DONE}period: { laterOf: [{ length: 2 days, from: data.sentOn }, { length: 2 days, from: data.dueOn }] }`,
      'data.sentOn',
    ],
    [
      'the day on which a window opens',
      'nature: window\non: work.done\nwindow: { opens: { length: 2 days, from: data.dueOn }, closes: 9 days }',
      'data.dueOn',
    ],
    [
      'the day on which a window closes',
      'nature: window\non: work.done\nwindow: { opens: 2 days, closes: { length: 9 days, from: data.dueOn } }',
      'data.dueOn',
    ],
    [
      'the last day of a window',
      'nature: window\non: work.done\nwindow: { until: data.dueOn, lastDay: closing-day }',
      'data.dueOn',
    ],
    [
      'the day from which payments are summed',
      'nature: figure\non: work.done\nlookBack: { length: 1 year, sums: payment.received, from: data.causedOn }',
      'data.causedOn',
    ],
    ['the start of the contract', `${IN_CYCLE}period: { length: 2 days, from: cycle.end }`, 'contract.startsOn'],
    ['it, for the end of a cycle', `${IN_CYCLE}period: { length: 2 days, endsWith: cycle }`, 'contract.startsOn'],
  ])('for want of %s is reported with it', (_, lines, missing) => {
    const { deadlines, notStarted } = planned(lines, [DONE], '');
    expect(deadlines).toEqual([]);
    expect(notStarted).toEqual([{ clause: 'work', event: 'e1', missing }]);
  });
});
