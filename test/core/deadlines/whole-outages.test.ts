import { describe, expect, it } from 'vitest';
import { linesOf } from '../calendar/told-lines.ts';
import { clause, type Given, outcomes } from './whole-plans.ts';

/** A promise of 99 %: in the 8,760 hours of 2026 and of 2027, 87 hours and 36 minutes may be lost. */
const PROMISE =
  'allowance: { share: 0.01, per: calendar-year, from: outage.started, to: outage.ended, excusedBy: excused }';

const CASES: [what: string, given: Given, lines: string][] = [
  [
    'an outage within the allowance, and the year that is over',
    {
      at: '2027-01-02T00:00:00Z',
      clauses: [clause('a', 'obligation', PROMISE)],
      events: [
        'outage.started@2026-03-02T00:00:00Z,id=e1,outage=o',
        'outage.ended@2026-03-05T15:36:00Z,id=e2,outage=o',
      ],
    },
    `
    allowance allowedSeconds=315360 share=0.01 timezone=UTC year=2026 yearSeconds=31536000
    outage countedSeconds=315360 excused=false from=2026-03-02T00:00:00Z outage=o timezone=UTC to=2026-03-05T15:36:00Z
    allowance-left allowedSeconds=315360 leftSeconds=0 usedSeconds=315360
    lapsed event=lapse instant=2027-01-01T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-12-31 date=2026-12-31 id=a~2026 opensOn=2026-01-01 state=met trigger=e2
    `,
  ],
  [
    'a second beyond the allowance',
    {
      at: '2027-01-02T00:00:00Z',
      clauses: [clause('a', 'obligation', PROMISE)],
      events: [
        'outage.started@2026-03-02T00:00:00Z,id=e1,outage=o',
        'outage.ended@2026-03-05T15:36:01Z,id=e2,outage=o',
      ],
    },
    `
    allowance allowedSeconds=315360 share=0.01 timezone=UTC year=2026 yearSeconds=31536000
    outage countedSeconds=315361 excused=false from=2026-03-02T00:00:00Z outage=o timezone=UTC to=2026-03-05T15:36:01Z
    allowance-used allowedSeconds=315360 instant=2026-03-05T15:36:00Z ongoing=false timezone=UTC usedSeconds=315360
    lapsed event=lapse instant=2026-03-05T15:36:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-05 date=2026-03-05 id=a~2026 opensOn=2026-01-01 state=lapsed trigger=e1
    `,
  ],
  [
    'an outage that goes on, for years',
    {
      at: '2028-01-02T00:00:00Z',
      clauses: [clause('a', 'obligation', PROMISE)],
      events: ['outage.started@2026-12-31T00:00:00Z,id=e1,outage=o'],
    },
    `
    allowance allowedSeconds=315360 share=0.01 timezone=UTC year=2026 yearSeconds=31536000
    outage countedSeconds=0 excused=false from=2026-12-31T00:00:00Z outage=o timezone=UTC to=null
    allowance-left allowedSeconds=315360 leftSeconds=315360 usedSeconds=0
    lapsed event=lapse instant=2027-01-01T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-12-31 date=2026-12-31 id=a~2026 opensOn=2026-01-01 state=met trigger=e1
    allowance allowedSeconds=315360 share=0.01 timezone=UTC year=2027 yearSeconds=31536000
    outage countedSeconds=0 excused=false from=2026-12-31T00:00:00Z outage=o timezone=UTC to=null
    allowance-used allowedSeconds=315360 instant=2027-01-04T15:36:00Z ongoing=true timezone=UTC usedSeconds=315360
    lapsed event=lapse instant=2027-01-04T15:36:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2027-01-04 date=2027-01-04 id=a~2027 opensOn=2027-01-01 state=lapsed trigger=lapse
    allowance allowedSeconds=316224 share=0.01 timezone=UTC year=2028 yearSeconds=31622400
    outage countedSeconds=0 excused=false from=2026-12-31T00:00:00Z outage=o timezone=UTC to=null
    allowance-used allowedSeconds=316224 instant=2028-01-04T15:50:24Z ongoing=true timezone=UTC usedSeconds=316224
    = date=2028-01-04 id=a~2028 opensOn=2028-01-01 state=open trigger=lapse
    `,
  ],
  [
    'an outage that was thought to go on into another year',
    {
      at: '2027-01-02T00:00:00Z',
      clauses: [clause('a', 'obligation', PROMISE), clause('b', 'obligation', PROMISE.replace('0.01', '0.02'))],
      events: ['outage.started@2026-12-31T00:00:00Z,id=e1,outage=o'],
      late: ['outage.ended@2026-12-31T12:00:00Z,id=e2,outage=o'],
    },
    `
    allowance allowedSeconds=315360 share=0.01 timezone=UTC year=2026 yearSeconds=31536000
    outage countedSeconds=43200 excused=false from=2026-12-31T00:00:00Z outage=o timezone=UTC to=2026-12-31T12:00:00Z
    allowance-left allowedSeconds=315360 leftSeconds=272160 usedSeconds=43200
    lapsed event=lapse instant=2027-01-01T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-12-31 date=2026-12-31 id=a~2026 opensOn=2026-01-01 state=met trigger=e2
    allowance allowedSeconds=630720 share=0.02 timezone=UTC year=2026 yearSeconds=31536000
    outage countedSeconds=43200 excused=false from=2026-12-31T00:00:00Z outage=o timezone=UTC to=2026-12-31T12:00:00Z
    allowance-left allowedSeconds=630720 leftSeconds=587520 usedSeconds=43200
    lapsed event=lapse instant=2027-01-01T00:00:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-12-31 date=2026-12-31 id=b~2026 opensOn=2026-01-01 state=met trigger=e2
    `,
  ],
  [
    'an outage that turns out to be excused, once it had used up the allowance',
    {
      at: '2026-04-01T00:00:00Z',
      clauses: [clause('a', 'obligation', PROMISE)],
      events: ['outage.started@2026-03-02T00:00:00Z,id=e1,outage=o'],
      late: ['outage.ended@2026-04-02T00:00:00Z,id=e2,outage=o,excused=true'],
    },
    `
    allowance allowedSeconds=315360 share=0.01 timezone=UTC year=2026 yearSeconds=31536000
    outage countedSeconds=0 excused=true from=2026-03-02T00:00:00Z outage=o timezone=UTC to=2026-04-02T00:00:00Z
    allowance-left allowedSeconds=315360 leftSeconds=315360 usedSeconds=0
    = date=2026-12-31 id=a~2026 opensOn=2026-01-01 state=open trigger=e2
    fallen 1
    `,
  ],
  [
    'an outage that had used up the allowance, and then ended; it was measured in between, as the terms were to change',
    {
      at: '2026-04-01T00:00:00Z',
      clauses: [clause('a', 'obligation', PROMISE), clause('b', 'obligation', PROMISE.replace('0.01', '0.3'))],
      events: [
        'outage.started@2026-03-02T00:00:00Z,id=e1,outage=o',
        'terms-change.effective@2026-03-20,id=e3,toVersion=unknown',
      ],
      late: ['outage.ended@2026-04-02T00:00:00Z,id=e2,outage=o'],
    },
    `
    allowance allowedSeconds=315360 share=0.01 timezone=UTC year=2026 yearSeconds=31536000
    outage countedSeconds=2678400 excused=false from=2026-03-02T00:00:00Z outage=o timezone=UTC to=2026-04-02T00:00:00Z
    allowance-used allowedSeconds=315360 instant=2026-03-05T15:36:00Z ongoing=false timezone=UTC usedSeconds=315360
    lapsed event=lapse instant=2026-03-05T15:36:00Z produces=deadline.lapsed
    = closedBy=lapse closing=lapsed deadline.lapsed 2026-03-05 date=2026-03-05 id=a~2026 opensOn=2026-01-01 state=lapsed trigger=e1
    allowance allowedSeconds=9460800 share=0.3 timezone=UTC year=2026 yearSeconds=31536000
    outage countedSeconds=2678400 excused=false from=2026-03-02T00:00:00Z outage=o timezone=UTC to=2026-04-02T00:00:00Z
    allowance-left allowedSeconds=9460800 leftSeconds=6782400 usedSeconds=2678400
    = date=2026-12-31 id=b~2026 opensOn=2026-01-01 state=open trigger=e2
    unknownVersions event=e3 toVersion=unknown
    `,
  ],
  [
    'ends of outages whose beginning nobody told, and one that was told later',
    {
      clauses: [clause('a', 'obligation', PROMISE), clause('b', 'obligation', PROMISE)],
      events: [
        'outage.ended@2026-03-03T00:00:00Z,id=e1,outage=o',
        'outage.ended@2026-03-04T00:00:00Z,id=e2,outage=p',
        'outage.started@2026-03-04T00:00:00Z,id=e3,outage=q',
        'outage.ended@2026-03-05T00:00:00Z,id=e4,outage=q',
      ],
    },
    `
    allowance allowedSeconds=315360 share=0.01 timezone=UTC year=2026 yearSeconds=31536000
    outage countedSeconds=86400 excused=false from=2026-03-04T00:00:00Z outage=q timezone=UTC to=2026-03-05T00:00:00Z
    allowance-left allowedSeconds=315360 leftSeconds=228960 usedSeconds=86400
    = date=2026-12-31 id=a~2026 opensOn=2026-01-01 state=open trigger=e4
    allowance allowedSeconds=315360 share=0.01 timezone=UTC year=2026 yearSeconds=31536000
    outage countedSeconds=86400 excused=false from=2026-03-04T00:00:00Z outage=q timezone=UTC to=2026-03-05T00:00:00Z
    allowance-left allowedSeconds=315360 leftSeconds=228960 usedSeconds=86400
    = date=2026-12-31 id=b~2026 opensOn=2026-01-01 state=open trigger=e4
    notStarted before=true clause=a event=e1 missing=outage.started
    notStarted before=true clause=a event=e2 missing=outage.started
    notStarted before=true clause=b event=e1 missing=outage.started
    notStarted before=true clause=b event=e2 missing=outage.started
    `,
  ],
  [
    'outages in three years, told backwards',
    {
      clauses: [clause('a', 'obligation', PROMISE)],
      events: [
        'outage.started@2028-01-01T00:00:00Z,id=e5,outage=q',
        'outage.ended@2028-01-01T12:00:00Z,id=e6,outage=q',
        'outage.started@2027-06-01T00:00:00Z,id=e3,outage=p',
        'outage.ended@2027-06-08T00:00:00Z,id=e4,outage=p',
        'outage.started@2026-12-30T00:00:00Z,id=e1,outage=o',
        'outage.ended@2027-01-01T00:00:00Z,id=e2,outage=o',
      ],
    },
    `
    allowance allowedSeconds=315360 share=0.01 timezone=UTC year=2026 yearSeconds=31536000
    outage countedSeconds=172800 excused=false from=2026-12-30T00:00:00Z outage=o timezone=UTC to=2027-01-01T00:00:00Z
    allowance-left allowedSeconds=315360 leftSeconds=142560 usedSeconds=172800
    = date=2026-12-31 id=a~2026 opensOn=2026-01-01 state=open trigger=e6
    allowance allowedSeconds=315360 share=0.01 timezone=UTC year=2027 yearSeconds=31536000
    outage countedSeconds=604800 excused=false from=2027-06-01T00:00:00Z outage=p timezone=UTC to=2027-06-08T00:00:00Z
    allowance-used allowedSeconds=315360 instant=2027-06-04T15:36:00Z ongoing=false timezone=UTC usedSeconds=315360
    = date=2027-06-04 id=a~2027 opensOn=2027-01-01 state=open trigger=e6
    allowance allowedSeconds=316224 share=0.01 timezone=UTC year=2028 yearSeconds=31622400
    outage countedSeconds=43200 excused=false from=2028-01-01T00:00:00Z outage=q timezone=UTC to=2028-01-01T12:00:00Z
    allowance-left allowedSeconds=316224 leftSeconds=273024 usedSeconds=43200
    = date=2028-12-31 id=a~2028 opensOn=2028-01-01 state=open trigger=e6
    `,
  ],
  [
    'outages after the end of the contract',
    {
      clauses: [clause('a', 'obligation', PROMISE)],
      events: [
        'outage.started@2026-03-02T00:00:00Z,id=e1,outage=o',
        'outage.ended@2026-03-03T00:00:00Z,id=e2,outage=o',
        'contract.terminated@2026-03-04T00:00:00Z,id=e3',
        'outage.started@2026-03-05T00:00:00Z,id=e4,outage=p',
        'outage.ended@2026-03-15T00:00:00Z,id=e5,outage=p',
      ],
    },
    `
    allowance allowedSeconds=315360 share=0.01 timezone=UTC year=2026 yearSeconds=31536000
    outage countedSeconds=86400 excused=false from=2026-03-02T00:00:00Z outage=o timezone=UTC to=2026-03-03T00:00:00Z
    allowance-left allowedSeconds=315360 leftSeconds=228960 usedSeconds=86400
    contract-ended day=2026-03-04 event=e3
    = closedBy=e3 closing=contract-ended contract.terminated 2026-03-04 date=2026-12-31 id=a~2026 opensOn=2026-01-01 state=cancelled trigger=e2
    `,
  ],
];

describe('a plan of what may be lost of a year', () => {
  it.each(CASES)('with %s', (_, given, lines) => {
    expect(outcomes(given)).toEqual(linesOf(lines));
  });
});
