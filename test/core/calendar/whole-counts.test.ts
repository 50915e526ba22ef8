import { describe, expect, it } from 'vitest';
import { computePeriod } from '../../../shared/core/calendar/compute.ts';
import { calendarOfDates } from '../../../shared/core/calendar/holidays.ts';
import { place } from './counting-context.ts';
import { linesOf, type Told, toldLines } from './told-lines.ts';

/** Friday 27 November 2026 is followed by a weekend and two holidays; Wednesday 2 December is the next business day. */
const bucharest = place('Europe/Bucharest', ['2026-11-30', '2026-12-01']);
const withoutSet = { timezone: 'UTC', holidays: calendarOfDates('none', []) };

/** What is counted | the count | a line for each step with every fact, and one for the end. */
const CASES: [string, () => Told, string][] = [
  [
    'a roll to the following business day',
    () => computePeriod('2026-11-20', { n: 8, unit: 'days', roll: 'following' }, bucharest),
    `
    anchor-day anchor=2026-11-20 day=2026-11-20 timezone=Europe/Bucharest
    count-days countsTriggerDay=false days=8 direction=after from=2026-11-20 n=8 to=2026-11-28 unit=days
    roll calendar=test convention=following from=2026-11-28 passed=[2026-11-28, 2026-11-29, 2026-11-30 holiday, 2026-12-01 holiday] staysInMonth=false to=2026-12-02 weekmask=1111100
    ends date=2026-12-02 hours=24 instant=2026-12-02T22:00:00Z nextDay=2026-12-03 timezone=Europe/Bucharest
    = date=2026-12-02 instant=2026-12-02T22:00:00Z unadjustedDate=2026-11-28
  `,
  ],
  [
    'a roll that turns back to stay in November',
    () => computePeriod('2026-11-20', { n: 8, unit: 'days', roll: 'modifiedFollowing' }, bucharest),
    `
    anchor-day anchor=2026-11-20 day=2026-11-20 timezone=Europe/Bucharest
    count-days countsTriggerDay=false days=8 direction=after from=2026-11-20 n=8 to=2026-11-28 unit=days
    roll calendar=test convention=modifiedFollowing from=2026-11-28 passed=[2026-11-28] staysInMonth=true to=2026-11-27 weekmask=1111100
    ends date=2026-11-27 hours=24 instant=2026-11-27T22:00:00Z nextDay=2026-11-28 timezone=Europe/Bucharest
    = date=2026-11-27 instant=2026-11-27T22:00:00Z unadjustedDate=2026-11-28
  `,
  ],
  [
    'a roll that turns forward to stay in December',
    () =>
      computePeriod('2026-12-20', { n: 19, unit: 'days', direction: 'before', roll: 'modifiedPreceding' }, bucharest),
    `
    anchor-day anchor=2026-12-20 day=2026-12-20 timezone=Europe/Bucharest
    count-days countsTriggerDay=false days=19 direction=before from=2026-12-20 n=19 to=2026-12-01 unit=days
    roll calendar=test convention=modifiedPreceding from=2026-12-01 passed=[2026-12-01 holiday] staysInMonth=true to=2026-12-02 weekmask=1111100
    ends date=2026-12-02 hours=24 instant=2026-12-02T22:00:00Z nextDay=2026-12-03 timezone=Europe/Bucharest
    = date=2026-12-02 instant=2026-12-02T22:00:00Z unadjustedDate=2026-12-01
  `,
  ],
  [
    'a roll to the preceding business day',
    () => computePeriod('2026-11-20', { n: 8, unit: 'days', roll: 'preceding' }, bucharest),
    `
    anchor-day anchor=2026-11-20 day=2026-11-20 timezone=Europe/Bucharest
    count-days countsTriggerDay=false days=8 direction=after from=2026-11-20 n=8 to=2026-11-28 unit=days
    roll calendar=test convention=preceding from=2026-11-28 passed=[2026-11-28] staysInMonth=false to=2026-11-27 weekmask=1111100
    ends date=2026-11-27 hours=24 instant=2026-11-27T22:00:00Z nextDay=2026-11-28 timezone=Europe/Bucharest
    = date=2026-11-27 instant=2026-11-27T22:00:00Z unadjustedDate=2026-11-28
  `,
  ],
  [
    'a roll that is not needed',
    () => computePeriod('2026-11-20', { n: 3, unit: 'days', roll: 'following' }, bucharest),
    `
    anchor-day anchor=2026-11-20 day=2026-11-20 timezone=Europe/Bucharest
    count-days countsTriggerDay=false days=3 direction=after from=2026-11-20 n=3 to=2026-11-23 unit=days
    roll-not-needed calendar=test convention=following date=2026-11-23
    ends date=2026-11-23 hours=24 instant=2026-11-23T22:00:00Z nextDay=2026-11-24 timezone=Europe/Bucharest
    = date=2026-11-23 instant=2026-11-23T22:00:00Z unadjustedDate=2026-11-23
  `,
  ],
  [
    'an end on a Saturday without a roll',
    () => computePeriod('2026-11-20', { n: 8, unit: 'days' }, bucharest),
    `
    anchor-day anchor=2026-11-20 day=2026-11-20 timezone=Europe/Bucharest
    count-days countsTriggerDay=false days=8 direction=after from=2026-11-20 n=8 to=2026-11-28 unit=days
    no-roll date=2026-11-28 weekmask=1111100
    ends date=2026-11-28 hours=24 instant=2026-11-28T22:00:00Z nextDay=2026-11-29 timezone=Europe/Bucharest
    = date=2026-11-28 instant=2026-11-28T22:00:00Z unadjustedDate=2026-11-28
  `,
  ],
  [
    'business days over holidays',
    () => computePeriod('2026-11-26', { n: 3, unit: 'businessDays' }, bucharest),
    `
    anchor-day anchor=2026-11-26 day=2026-11-26 timezone=Europe/Bucharest
    count-business-days calendar=test countsTriggerDay=false direction=after from=2026-11-26 n=3 skipped=[2026-11-30 holiday false, 2026-12-01 holiday false] to=2026-12-03 weekmask=1111100
    ends date=2026-12-03 hours=24 instant=2026-12-03T22:00:00Z nextDay=2026-12-04 timezone=Europe/Bucharest
    = date=2026-12-03 instant=2026-12-03T22:00:00Z unadjustedDate=2026-12-03
  `,
  ],
  [
    'no business days at all',
    () => computePeriod('2026-11-26', { n: 0, unit: 'businessDays' }, bucharest),
    `
    anchor-day anchor=2026-11-26 day=2026-11-26 timezone=Europe/Bucharest
    ends date=2026-11-26 hours=24 instant=2026-11-26T22:00:00Z nextDay=2026-11-27 timezone=Europe/Bucharest
    = date=2026-11-26 instant=2026-11-26T22:00:00Z unadjustedDate=2026-11-26
  `,
  ],
  [
    'a month that has no such day',
    () => computePeriod('2026-01-31', { n: 1, unit: 'months' }, bucharest),
    `
    anchor-day anchor=2026-01-31 day=2026-01-31 timezone=Europe/Bucharest
    count-months countsTriggerDay=false direction=after from=2026-01-31 missingDay=true months=1 n=1 to=2026-02-28 unit=months
    no-roll date=2026-02-28 weekmask=1111100
    ends date=2026-02-28 hours=24 instant=2026-02-28T22:00:00Z nextDay=2026-03-01 timezone=Europe/Bucharest
    = date=2026-02-28 instant=2026-02-28T22:00:00Z unadjustedDate=2026-02-28
  `,
  ],
  [
    'years with the trigger day counted',
    () => computePeriod('2026-01-31', { n: 2, unit: 'years', countsTriggerDay: true }, bucharest),
    `
    anchor-day anchor=2026-01-31 day=2026-01-31 timezone=Europe/Bucharest
    count-months countsTriggerDay=true direction=after from=2026-01-31 missingDay=false months=24 n=2 to=2028-01-30 unit=years
    no-roll date=2028-01-30 weekmask=1111100
    ends date=2028-01-30 hours=24 instant=2028-01-30T22:00:00Z nextDay=2028-01-31 timezone=Europe/Bucharest
    = date=2028-01-30 instant=2028-01-30T22:00:00Z unadjustedDate=2028-01-30
  `,
  ],
  [
    'a year of 365 days, and the day after',
    () => computePeriod('2026-01-31', { n: 1, unit: 'years365', thenDayAfter: true }, bucharest),
    `
    anchor-day anchor=2026-01-31 day=2026-01-31 timezone=Europe/Bucharest
    count-days countsTriggerDay=false days=365 direction=after from=2026-01-31 n=1 to=2027-01-31 unit=years365
    no-roll date=2027-01-31 weekmask=1111100
    day-after from=2027-01-31 to=2027-02-01
    ends date=2027-02-01 hours=24 instant=2027-02-01T22:00:00Z nextDay=2027-02-02 timezone=Europe/Bucharest
    = date=2027-02-01 instant=2027-02-01T22:00:00Z unadjustedDate=2027-02-01
  `,
  ],
  [
    'a clear business day',
    () => computePeriod('2026-11-26', { n: 1, unit: 'businessDays', clear: true }, bucharest),
    `
    anchor-day anchor=2026-11-26 day=2026-11-26 timezone=Europe/Bucharest
    count-business-days calendar=test countsTriggerDay=false direction=after from=2026-11-26 n=1 skipped=[] to=2026-11-27 weekmask=1111100
    clear calendar=test direction=after from=2026-11-27 skipped=[2026-11-30 holiday false, 2026-12-01 holiday false] to=2026-12-02 unit=businessDays weekmask=1111100
    ends date=2026-12-02 hours=24 instant=2026-12-02T22:00:00Z nextDay=2026-12-03 timezone=Europe/Bucharest
    = date=2026-12-02 instant=2026-12-02T22:00:00Z unadjustedDate=2026-12-02
  `,
  ],
  [
    'a clear week back',
    () => computePeriod('2026-11-26', { n: 1, unit: 'weeks', clear: true, direction: 'before' }, bucharest),
    `
    anchor-day anchor=2026-11-26 day=2026-11-26 timezone=Europe/Bucharest
    count-days countsTriggerDay=false days=7 direction=before from=2026-11-26 n=1 to=2026-11-19 unit=weeks
    clear calendar=test direction=before from=2026-11-19 skipped=[] to=2026-11-18 unit=weeks weekmask=1111100
    ends date=2026-11-18 hours=24 instant=2026-11-18T22:00:00Z nextDay=2026-11-19 timezone=Europe/Bucharest
    = date=2026-11-18 instant=2026-11-18T22:00:00Z unadjustedDate=2026-11-18
  `,
  ],
  [
    'too few working days',
    () => computePeriod('2026-11-27', { n: 3, unit: 'days', minWorkingDays: 2 }, bucharest),
    `
    anchor-day anchor=2026-11-27 day=2026-11-27 timezone=Europe/Bucharest
    count-days countsTriggerDay=false days=3 direction=after from=2026-11-27 n=3 to=2026-11-30 unit=days
    min-working-days calendar=test direction=after first=2026-11-28 from=2026-11-30 held=0 required=2 skipped=[2026-11-30 holiday false, 2026-12-01 holiday false] to=2026-12-03 weekmask=1111100
    ends date=2026-12-03 hours=24 instant=2026-12-03T22:00:00Z nextDay=2026-12-04 timezone=Europe/Bucharest
    = date=2026-12-03 instant=2026-12-03T22:00:00Z unadjustedDate=2026-11-30
  `,
  ],
  [
    'enough working days',
    () => computePeriod('2026-11-23', { n: 3, unit: 'days', minWorkingDays: 2 }, bucharest),
    `
    anchor-day anchor=2026-11-23 day=2026-11-23 timezone=Europe/Bucharest
    count-days countsTriggerDay=false days=3 direction=after from=2026-11-23 n=3 to=2026-11-26 unit=days
    min-working-days-held calendar=test date=2026-11-26 direction=after first=2026-11-24 reached=2026-11-25 required=2 skipped=[] weekmask=1111100
    ends date=2026-11-26 hours=24 instant=2026-11-26T22:00:00Z nextDay=2026-11-27 timezone=Europe/Bucharest
    = date=2026-11-26 instant=2026-11-26T22:00:00Z unadjustedDate=2026-11-26
  `,
  ],
  [
    'working days held from the trigger day on',
    () => computePeriod('2026-11-27', { n: 2, unit: 'days', countsTriggerDay: true, minWorkingDays: 1 }, bucharest),
    `
    anchor-day anchor=2026-11-27 day=2026-11-27 timezone=Europe/Bucharest
    count-days countsTriggerDay=true days=2 direction=after from=2026-11-27 n=2 to=2026-11-28 unit=days
    min-working-days-held calendar=test date=2026-11-28 direction=after first=2026-11-27 reached=2026-11-27 required=1 skipped=[] weekmask=1111100
    no-roll date=2026-11-28 weekmask=1111100
    ends date=2026-11-28 hours=24 instant=2026-11-28T22:00:00Z nextDay=2026-11-29 timezone=Europe/Bucharest
    = date=2026-11-28 instant=2026-11-28T22:00:00Z unadjustedDate=2026-11-28
  `,
  ],
  [
    'clear days that end before a weekend',
    () => computePeriod('2026-11-19', { n: 8, unit: 'days', clear: true }, bucharest),
    `
    anchor-day anchor=2026-11-19 day=2026-11-19 timezone=Europe/Bucharest
    count-days countsTriggerDay=false days=8 direction=after from=2026-11-19 n=8 to=2026-11-27 unit=days
    clear calendar=test direction=after from=2026-11-27 skipped=[] to=2026-11-28 unit=days weekmask=1111100
    no-roll date=2026-11-28 weekmask=1111100
    ends date=2026-11-28 hours=24 instant=2026-11-28T22:00:00Z nextDay=2026-11-29 timezone=Europe/Bucharest
    = date=2026-11-28 instant=2026-11-28T22:00:00Z unadjustedDate=2026-11-28
  `,
  ],
  [
    'a month back that has no such day, the trigger day counted',
    () => computePeriod('2026-03-31', { n: 1, unit: 'months', direction: 'before', countsTriggerDay: true }, bucharest),
    `
    anchor-day anchor=2026-03-31 day=2026-03-31 timezone=Europe/Bucharest
    count-months countsTriggerDay=true direction=before from=2026-03-31 missingDay=true months=1 n=1 to=2026-03-01 unit=months
    no-roll date=2026-03-01 weekmask=1111100
    ends date=2026-03-01 hours=24 instant=2026-03-01T22:00:00Z nextDay=2026-03-02 timezone=Europe/Bucharest
    = date=2026-03-01 instant=2026-03-01T22:00:00Z unadjustedDate=2026-03-01
  `,
  ],
  [
    'working days of no set of holidays',
    () => computePeriod('2026-11-20', { n: 3, unit: 'days', minWorkingDays: 1 }, withoutSet),
    `
    anchor-day anchor=2026-11-20 day=2026-11-20 timezone=UTC
    no-holiday-set weekmask=1111100
    count-days countsTriggerDay=false days=3 direction=after from=2026-11-20 n=3 to=2026-11-23 unit=days
    min-working-days-held calendar=none date=2026-11-23 direction=after first=2026-11-21 reached=2026-11-23 required=1 skipped=[] weekmask=1111100
    ends date=2026-11-23 hours=24 instant=2026-11-24T00:00:00Z nextDay=2026-11-24 timezone=UTC
    = date=2026-11-23 instant=2026-11-24T00:00:00Z unadjustedDate=2026-11-23
  `,
  ],
  [
    'a cut-off on business days of no set of holidays',
    () =>
      computePeriod(
        '2026-11-20',
        { n: 3, unit: 'days', cutOff: { at: '17:00', movesTo: 'nextBusinessDay' } },
        withoutSet,
      ),
    `
    anchor-day anchor=2026-11-20 day=2026-11-20 timezone=UTC
    no-holiday-set weekmask=1111100
    count-days countsTriggerDay=false days=3 direction=after from=2026-11-20 n=3 to=2026-11-23 unit=days
    ends date=2026-11-23 hours=24 instant=2026-11-24T00:00:00Z nextDay=2026-11-24 timezone=UTC
    = date=2026-11-23 instant=2026-11-24T00:00:00Z unadjustedDate=2026-11-23
  `,
  ],
  [
    'business days where no month ends',
    () => computePeriod('2026-11-30', { n: 1, unit: 'businessDays', monthEnd: 'refuse' }, withoutSet),
    `
    anchor-day anchor=2026-11-30 day=2026-11-30 timezone=UTC
    no-holiday-set weekmask=1111100
    count-business-days calendar=none countsTriggerDay=false direction=after from=2026-11-30 n=1 skipped=[] to=2026-12-01 weekmask=1111100
    ends date=2026-12-01 hours=24 instant=2026-12-02T00:00:00Z nextDay=2026-12-02 timezone=UTC
    = date=2026-12-01 instant=2026-12-02T00:00:00Z unadjustedDate=2026-12-01
  `,
  ],
  [
    'the latest start of a period that holds working days',
    () =>
      computePeriod(
        '2026-12-06',
        { n: 3, unit: 'businessDays', direction: 'before', method: 'forwardMax', minWorkingDays: 5 },
        bucharest,
      ),
    `
    anchor-day anchor=2026-12-06 day=2026-12-06 timezone=Europe/Bucharest
    latest-start calendar=test clear=false countsTriggerDay=false end=2026-12-06 endsOn=2026-12-04 minWorkingDays=5 n=3 nextDay=2026-11-26 nextEndsOn=2026-12-07 skipped=[2026-11-30 holiday false, 2026-12-01 holiday false] to=2026-11-25 unit=businessDays weekmask=1111100
    ends date=2026-11-25 hours=24 instant=2026-11-25T22:00:00Z nextDay=2026-11-26 timezone=Europe/Bucharest
    = date=2026-11-25 instant=2026-11-25T22:00:00Z unadjustedDate=2026-11-25
  `,
  ],
  [
    'the latest start of a period that counts its trigger day',
    () =>
      computePeriod(
        '2026-12-06',
        { n: 7, unit: 'days', direction: 'before', method: 'forwardMax', countsTriggerDay: true, minWorkingDays: 4 },
        bucharest,
      ),
    `
    anchor-day anchor=2026-12-06 day=2026-12-06 timezone=Europe/Bucharest
    latest-start calendar=test clear=false countsTriggerDay=true end=2026-12-06 endsOn=2026-12-04 minWorkingDays=4 n=7 nextDay=2026-11-28 nextEndsOn=2026-12-07 skipped=[2026-11-30 holiday false, 2026-12-01 holiday false] to=2026-11-27 unit=days weekmask=1111100
    ends date=2026-11-27 hours=24 instant=2026-11-27T22:00:00Z nextDay=2026-11-28 timezone=Europe/Bucharest
    = date=2026-11-27 instant=2026-11-27T22:00:00Z unadjustedDate=2026-11-27
  `,
  ],
  [
    'the latest start',
    () =>
      computePeriod('2026-12-02', { n: 2, unit: 'businessDays', direction: 'before', method: 'forwardMax' }, bucharest),
    `
    anchor-day anchor=2026-12-02 day=2026-12-02 timezone=Europe/Bucharest
    latest-start calendar=test clear=false countsTriggerDay=false end=2026-12-02 endsOn=2026-12-02 minWorkingDays=0 n=2 nextDay=2026-11-27 nextEndsOn=2026-12-03 skipped=[2026-11-30 holiday false, 2026-12-01 holiday false] to=2026-11-26 unit=businessDays weekmask=1111100
    ends date=2026-11-26 hours=24 instant=2026-11-26T22:00:00Z nextDay=2026-11-27 timezone=Europe/Bucharest
    = date=2026-11-26 instant=2026-11-26T22:00:00Z unadjustedDate=2026-11-26
  `,
  ],
  [
    'a cut-off',
    () =>
      computePeriod(
        '2026-11-27T17:00:00+02:00',
        { n: 2, unit: 'days', cutOff: { at: '17:00', movesTo: 'nextBusinessDay' } },
        bucharest,
      ),
    `
    anchor-moment anchor=2026-11-27T17:00:00+02:00 day=2026-11-27 instant=2026-11-27T15:00:00Z local=2026-11-27T17:00:00+02:00 timezone=Europe/Bucharest
    cut-off at=17:00 from=2026-11-27 local=2026-11-27T17:00:00+02:00 movesTo=nextBusinessDay skipped=[2026-11-30 holiday false, 2026-12-01 holiday false] to=2026-12-02
    count-days countsTriggerDay=false days=2 direction=after from=2026-12-02 n=2 to=2026-12-04 unit=days
    ends date=2026-12-04 hours=24 instant=2026-12-04T22:00:00Z nextDay=2026-12-05 timezone=Europe/Bucharest
    = date=2026-12-04 instant=2026-12-04T22:00:00Z unadjustedDate=2026-12-04
  `,
  ],
  [
    'an event on a day of rest',
    () =>
      computePeriod(
        '2026-11-28T10:00:00+02:00',
        { n: 2, unit: 'days', cutOff: { at: '17:00', movesTo: 'nextBusinessDay' } },
        bucharest,
      ),
    `
    anchor-moment anchor=2026-11-28T10:00:00+02:00 day=2026-11-28 instant=2026-11-28T08:00:00Z local=2026-11-28T10:00:00+02:00 timezone=Europe/Bucharest
    rest-day calendar=test from=2026-11-28 passed=[2026-11-28, 2026-11-29, 2026-11-30 holiday, 2026-12-01 holiday] to=2026-12-02 weekmask=1111100
    count-days countsTriggerDay=false days=2 direction=after from=2026-12-02 n=2 to=2026-12-04 unit=days
    ends date=2026-12-04 hours=24 instant=2026-12-04T22:00:00Z nextDay=2026-12-05 timezone=Europe/Bucharest
    = date=2026-12-04 instant=2026-12-04T22:00:00Z unadjustedDate=2026-12-04
  `,
  ],
];

describe('a whole count of days', () => {
  it.each(CASES)('%s', (_, count, lines) => {
    expect(toldLines(count())).toEqual(linesOf(lines));
  });
});
