import { describe, expect, it } from 'vitest';
import { linesOf } from '../calendar/told-lines.ts';
import { clause, type Given, outcomes } from './whole-plans.ts';

const ABOUT = 'on: work.asked\nabout: work\nperiod: 9 days\n';
const HELD = 'suspendedBy: hold.on\nresumedBy: hold.off';

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
];

describe('a plan of several matters', () => {
  it.each(CASES)('with %s', (_, given, lines) => {
    expect(outcomes(given)).toEqual(linesOf(lines));
  });
});
