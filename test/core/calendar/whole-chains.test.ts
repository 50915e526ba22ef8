import { describe, expect, it } from 'vitest';
import {
  asOnePeriod,
  combine,
  computeChain,
  computePeriod,
  computeWindow,
  lookBack,
} from '../../../shared/core/calendar/compute.ts';
import { calendarOfDates } from '../../../shared/core/calendar/holidays.ts';
import { place } from './counting-context.ts';
import { linesOf, type Told, toldLines } from './told-lines.ts';

/** Friday 27 November 2026 is followed by a weekend and two holidays; Wednesday 2 December is the next business day. */
const bucharest = place('Europe/Bucharest', ['2026-11-30', '2026-12-01']);
const withoutSet = { timezone: 'UTC', holidays: calendarOfDates('none', []) };

/** What is counted | the count | a line for each step with every fact, and one for the end. */
const CASES: [string, () => Told, string][] = [
  [
    'hours from the next full hour, and their roll',
    () =>
      computePeriod(
        '2026-11-27T10:20:00+02:00',
        { n: 24, unit: 'hours', fromNextFullHour: true, roll: 'following' },
        bucharest,
      ),
    `
    anchor-moment anchor=2026-11-27T10:20:00+02:00 day=2026-11-27 instant=2026-11-27T08:20:00Z local=2026-11-27T10:20:00+02:00 timezone=Europe/Bucharest
    hours-start from=2026-11-27T08:20:00Z local=2026-11-27T11:00:00+02:00 rule=nextFullHour timezone=Europe/Bucharest to=2026-11-27T09:00:00Z
    count-hours clockChange=0 direction=after from=2026-11-27T09:00:00Z local=2026-11-28T11:00:00+02:00 n=24 timezone=Europe/Bucharest to=2026-11-28T09:00:00Z
    roll-hours calendar=test clock=once convention=following from=2026-11-28T09:00:00Z fromDay=2026-11-28 local=2026-12-02T11:00:00+02:00 localTime=compatible passed=[2026-11-28, 2026-11-29, 2026-11-30 holiday, 2026-12-01 holiday] timezone=Europe/Bucharest to=2026-12-02T09:00:00Z toDay=2026-12-02 weekmask=1111100
    = date=2026-12-02 inHours=true instant=2026-12-02T09:00:00Z unadjustedDate=2026-11-28
  `,
  ],
  [
    'hours from a bare day, over a change of the clocks',
    () => computePeriod('2026-03-28', { n: 30, unit: 'hours' }, bucharest),
    `
    anchor-day anchor=2026-03-28 day=2026-03-28 timezone=Europe/Bucharest
    hours-from-midnight day=2026-03-28 instant=2026-03-27T22:00:00Z timezone=Europe/Bucharest
    count-hours clockChange=60 direction=after from=2026-03-27T22:00:00Z local=2026-03-29T07:00:00+03:00 n=30 timezone=Europe/Bucharest to=2026-03-29T04:00:00Z
    = date=2026-03-29 inHours=true instant=2026-03-29T04:00:00Z unadjustedDate=2026-03-29
  `,
  ],
  [
    'hours that roll without a set of holidays',
    () => computePeriod('2026-11-28T10:00:00Z', { n: 1, unit: 'hours', roll: 'following' }, withoutSet),
    `
    anchor-moment anchor=2026-11-28T10:00:00Z day=2026-11-28 instant=2026-11-28T10:00:00Z local=2026-11-28T10:00:00+00:00 timezone=UTC
    no-holiday-set weekmask=1111100
    count-hours clockChange=0 direction=after from=2026-11-28T10:00:00Z local=2026-11-28T11:00:00+00:00 n=1 timezone=UTC to=2026-11-28T11:00:00Z
    roll-hours calendar=none clock=once convention=following from=2026-11-28T11:00:00Z fromDay=2026-11-28 local=2026-11-30T11:00:00+00:00 localTime=compatible passed=[2026-11-28, 2026-11-29] timezone=UTC to=2026-11-30T11:00:00Z toDay=2026-11-30 weekmask=1111100
    = date=2026-11-30 inHours=true instant=2026-11-30T11:00:00Z unadjustedDate=2026-11-28
  `,
  ],
  [
    'no hours, at midnight',
    () => computePeriod('2026-11-28T00:00:00Z', { n: 0, unit: 'hours' }, withoutSet),
    `
    anchor-moment anchor=2026-11-28T00:00:00Z day=2026-11-28 instant=2026-11-28T00:00:00Z local=2026-11-28T00:00:00+00:00 timezone=UTC
    count-hours clockChange=0 direction=after from=2026-11-28T00:00:00Z local=2026-11-28T00:00:00+00:00 n=0 timezone=UTC to=2026-11-28T00:00:00Z
    = date=2026-11-28 inHours=true instant=2026-11-28T00:00:00Z unadjustedDate=2026-11-28
  `,
  ],
  [
    'hours that end at midnight',
    () => computePeriod('2026-11-27T22:00:00Z', { n: 2, unit: 'hours' }, withoutSet),
    `
    anchor-moment anchor=2026-11-27T22:00:00Z day=2026-11-27 instant=2026-11-27T22:00:00Z local=2026-11-27T22:00:00+00:00 timezone=UTC
    count-hours clockChange=0 direction=after from=2026-11-27T22:00:00Z local=2026-11-28T00:00:00+00:00 n=2 timezone=UTC to=2026-11-28T00:00:00Z
    = date=2026-11-27 inHours=true instant=2026-11-28T00:00:00Z unadjustedDate=2026-11-27
  `,
  ],
  [
    'hours whose roll is not needed',
    () => computePeriod('2026-11-24T10:00:00+02:00', { n: 1, unit: 'hours', roll: 'following' }, bucharest),
    `
    anchor-moment anchor=2026-11-24T10:00:00+02:00 day=2026-11-24 instant=2026-11-24T08:00:00Z local=2026-11-24T10:00:00+02:00 timezone=Europe/Bucharest
    count-hours clockChange=0 direction=after from=2026-11-24T08:00:00Z local=2026-11-24T11:00:00+02:00 n=1 timezone=Europe/Bucharest to=2026-11-24T09:00:00Z
    roll-not-needed calendar=test convention=following date=2026-11-24
    = date=2026-11-24 inHours=true instant=2026-11-24T09:00:00Z unadjustedDate=2026-11-24
  `,
  ],
  [
    'a last day that ends at five',
    () => computePeriod('2026-11-20', { n: 1, unit: 'days', endsAt: '17:00' }, bucharest),
    `
    anchor-day anchor=2026-11-20 day=2026-11-20 timezone=Europe/Bucharest
    count-days countsTriggerDay=false days=1 direction=after from=2026-11-20 n=1 to=2026-11-21 unit=days
    no-roll date=2026-11-21 weekmask=1111100
    ends-at clock=once date=2026-11-21 instant=2026-11-21T15:00:00Z local=2026-11-21T17:00:00+02:00 localTime=refuse time=17:00 timezone=Europe/Bucharest
    = date=2026-11-21 instant=2026-11-21T15:00:00Z unadjustedDate=2026-11-21
  `,
  ],
  [
    'a rule of law, a remark and no holidays',
    () =>
      computePeriod(
        '2026-11-20',
        { n: 1, unit: 'businessDays', basis: ['section 1'], remarks: [{ kind: 'note', note: 'read it twice' }] },
        withoutSet,
      ),
    `
    basis citation=section 1
    note note=read it twice
    anchor-day anchor=2026-11-20 day=2026-11-20 timezone=UTC
    no-holiday-set weekmask=1111100
    count-business-days calendar=none countsTriggerDay=false direction=after from=2026-11-20 n=1 skipped=[] to=2026-11-23 weekmask=1111100
    ends date=2026-11-23 hours=24 instant=2026-11-24T00:00:00Z nextDay=2026-11-24 timezone=UTC
    = date=2026-11-23 instant=2026-11-24T00:00:00Z unadjustedDate=2026-11-23
  `,
  ],
  [
    'days, hours and days one after the other',
    () =>
      computeChain(
        '2026-11-20',
        [
          { n: 1, unit: 'days' },
          { n: 2, unit: 'hours' },
          { n: 1, unit: 'days' },
        ],
        place(),
      ),
    `
    part continues=false of=3 part=1 period=1 day
    anchor-day anchor=2026-11-20 day=2026-11-20 timezone=UTC
    count-days countsTriggerDay=false days=1 direction=after from=2026-11-20 n=1 to=2026-11-21 unit=days
    no-roll date=2026-11-21 weekmask=1111100
    ends date=2026-11-21 hours=24 instant=2026-11-22T00:00:00Z nextDay=2026-11-22 timezone=UTC
    part continues=false of=3 part=2 period=2 hours
    anchor-moment anchor=2026-11-22T00:00:00Z day=2026-11-22 instant=2026-11-22T00:00:00Z local=2026-11-22T00:00:00+00:00 timezone=UTC
    count-hours clockChange=0 direction=after from=2026-11-22T00:00:00Z local=2026-11-22T02:00:00+00:00 n=2 timezone=UTC to=2026-11-22T02:00:00Z
    part continues=false of=3 part=3 period=1 day
    anchor-moment anchor=2026-11-22T02:00:00Z day=2026-11-22 instant=2026-11-22T02:00:00Z local=2026-11-22T02:00:00+00:00 timezone=UTC
    count-days countsTriggerDay=false days=1 direction=after from=2026-11-22 n=1 to=2026-11-23 unit=days
    ends date=2026-11-23 hours=24 instant=2026-11-24T00:00:00Z nextDay=2026-11-24 timezone=UTC
    = date=2026-11-23 instant=2026-11-24T00:00:00Z unadjustedDate=2026-11-23
  `,
  ],
  [
    'a chain of one',
    () => computeChain('2026-11-20', [{ n: 1, unit: 'days' }], place()),
    `
    anchor-day anchor=2026-11-20 day=2026-11-20 timezone=UTC
    count-days countsTriggerDay=false days=1 direction=after from=2026-11-20 n=1 to=2026-11-21 unit=days
    no-roll date=2026-11-21 weekmask=1111100
    ends date=2026-11-21 hours=24 instant=2026-11-22T00:00:00Z nextDay=2026-11-22 timezone=UTC
    = date=2026-11-21 instant=2026-11-22T00:00:00Z unadjustedDate=2026-11-21
  `,
  ],
  [
    'parts that each begin for themselves',
    () =>
      computeChain(
        '2026-11-20',
        [
          { n: 1, unit: 'weeks', continues: true },
          { n: 1, unit: 'days' },
        ],
        place(),
      ),
    `
    part continues=false of=2 part=1 period=1 week
    anchor-day anchor=2026-11-20 day=2026-11-20 timezone=UTC
    count-days countsTriggerDay=false days=7 direction=after from=2026-11-20 n=1 to=2026-11-27 unit=weeks
    ends date=2026-11-27 hours=24 instant=2026-11-28T00:00:00Z nextDay=2026-11-28 timezone=UTC
    part continues=false of=2 part=2 period=1 day
    anchor-day anchor=2026-11-27 day=2026-11-27 timezone=UTC
    count-days countsTriggerDay=false days=1 direction=after from=2026-11-27 n=1 to=2026-11-28 unit=days
    no-roll date=2026-11-28 weekmask=1111100
    ends date=2026-11-28 hours=24 instant=2026-11-29T00:00:00Z nextDay=2026-11-29 timezone=UTC
    = date=2026-11-28 instant=2026-11-29T00:00:00Z unadjustedDate=2026-11-28
  `,
  ],
  [
    'parts of which the caller tells the anchor',
    () =>
      computeChain(
        '2026-11-20',
        [
          { n: 1, unit: 'weeks' },
          { n: 1, unit: 'days' },
        ],
        place(),
        ['anchor'],
      ),
    `
    part continues=false of=2 part=1 period=1 week
    count-days countsTriggerDay=false days=7 direction=after from=2026-11-20 n=1 to=2026-11-27 unit=weeks
    ends date=2026-11-27 hours=24 instant=2026-11-28T00:00:00Z nextDay=2026-11-28 timezone=UTC
    part continues=false of=2 part=2 period=1 day
    anchor-day anchor=2026-11-27 day=2026-11-27 timezone=UTC
    count-days countsTriggerDay=false days=1 direction=after from=2026-11-27 n=1 to=2026-11-28 unit=days
    no-roll date=2026-11-28 weekmask=1111100
    ends date=2026-11-28 hours=24 instant=2026-11-29T00:00:00Z nextDay=2026-11-29 timezone=UTC
    = date=2026-11-28 instant=2026-11-29T00:00:00Z unadjustedDate=2026-11-28
  `,
  ],
  [
    'hours after hours that end at midnight',
    () =>
      computeChain(
        '2026-11-20T22:00:00Z',
        [
          { n: 2, unit: 'hours' },
          { n: 3, unit: 'hours' },
        ],
        place(),
      ),
    `
    part continues=false of=2 part=1 period=2 hours
    anchor-moment anchor=2026-11-20T22:00:00Z day=2026-11-20 instant=2026-11-20T22:00:00Z local=2026-11-20T22:00:00+00:00 timezone=UTC
    count-hours clockChange=0 direction=after from=2026-11-20T22:00:00Z local=2026-11-21T00:00:00+00:00 n=2 timezone=UTC to=2026-11-21T00:00:00Z
    part continues=false of=2 part=2 period=3 hours
    anchor-moment anchor=2026-11-21T00:00:00Z day=2026-11-21 instant=2026-11-21T00:00:00Z local=2026-11-21T00:00:00+00:00 timezone=UTC
    count-hours clockChange=0 direction=after from=2026-11-21T00:00:00Z local=2026-11-21T03:00:00+00:00 n=3 timezone=UTC to=2026-11-21T03:00:00Z
    = date=2026-11-21 inHours=true instant=2026-11-21T03:00:00Z unadjustedDate=2026-11-21
  `,
  ],
  [
    'hours and days that hold working days as a whole',
    () =>
      computeChain(
        '2026-11-19T10:00:00Z',
        asOnePeriod(
          [
            { n: 24, unit: 'hours' },
            { n: 1, unit: 'days' },
          ],
          { minWorkingDays: 2 },
        ),
        place(),
      ),
    `
    part continues=false of=2 part=1 period=24 hours
    anchor-moment anchor=2026-11-19T10:00:00Z day=2026-11-19 instant=2026-11-19T10:00:00Z local=2026-11-19T10:00:00+00:00 timezone=UTC
    count-hours clockChange=0 direction=after from=2026-11-19T10:00:00Z local=2026-11-20T10:00:00+00:00 n=24 timezone=UTC to=2026-11-20T10:00:00Z
    part continues=true of=2 part=2 period=1 day
    anchor-moment anchor=2026-11-20T10:00:00Z day=2026-11-20 instant=2026-11-20T10:00:00Z local=2026-11-20T10:00:00+00:00 timezone=UTC
    count-days countsTriggerDay=false days=1 direction=after from=2026-11-20 n=1 to=2026-11-21 unit=days
    min-working-days calendar=test direction=after first=2026-11-20 from=2026-11-21 held=1 required=2 skipped=[] to=2026-11-23 weekmask=1111100
    ends date=2026-11-23 hours=24 instant=2026-11-24T00:00:00Z nextDay=2026-11-24 timezone=UTC
    = date=2026-11-23 instant=2026-11-24T00:00:00Z unadjustedDate=2026-11-21
  `,
  ],
  [
    'one period of two lengths',
    () =>
      computeChain(
        '2026-01-31',
        asOnePeriod(
          [
            { n: 1, unit: 'months' },
            { n: 2, unit: 'days' },
          ],
          { roll: 'following' },
        ),
        place(),
      ),
    `
    part continues=false of=2 part=1 period=1 month
    anchor-day anchor=2026-01-31 day=2026-01-31 timezone=UTC
    count-months countsTriggerDay=false direction=after from=2026-01-31 missingDay=true months=1 n=1 to=2026-02-28 unit=months
    part continues=true of=2 part=2 period=2 days
    count-days countsTriggerDay=false days=2 direction=after from=2026-02-28 n=2 to=2026-03-02 unit=days
    roll-not-needed calendar=test convention=following date=2026-03-02
    ends date=2026-03-02 hours=24 instant=2026-03-03T00:00:00Z nextDay=2026-03-03 timezone=UTC
    = date=2026-03-02 instant=2026-03-03T00:00:00Z unadjustedDate=2026-03-02
  `,
  ],
  [
    'a window',
    () =>
      computeWindow(
        '2026-11-30',
        { opens: { n: 3, unit: 'days', direction: 'before' }, closes: { n: 1, unit: 'days', direction: 'before' } },
        place(),
      ),
    `
    anchor-day anchor=2026-11-30 day=2026-11-30 timezone=UTC
    count-days countsTriggerDay=false days=3 direction=before from=2026-11-30 n=3 to=2026-11-27 unit=days
    window-opens opensAt=2026-11-27T00:00:00Z opensOn=2026-11-27 timezone=UTC
    anchor-day anchor=2026-11-30 day=2026-11-30 timezone=UTC
    count-days countsTriggerDay=false days=1 direction=before from=2026-11-30 n=1 to=2026-11-29 unit=days
    no-roll date=2026-11-29 weekmask=1111100
    ends date=2026-11-29 hours=24 instant=2026-11-30T00:00:00Z nextDay=2026-11-30 timezone=UTC
    = date=2026-11-29 instant=2026-11-30T00:00:00Z opensAt=2026-11-27T00:00:00Z opensOn=2026-11-27 unadjustedDate=2026-11-29
  `,
  ],
  [
    'a window that opens with the trigger day',
    () => computeWindow('2026-11-30', { opens: 'triggerDay', closes: { n: 1, unit: 'days' } }, place()),
    `
    window-opens opensAt=2026-11-30T00:00:00Z opensOn=2026-11-30 timezone=UTC
    anchor-day anchor=2026-11-30 day=2026-11-30 timezone=UTC
    count-days countsTriggerDay=false days=1 direction=after from=2026-11-30 n=1 to=2026-12-01 unit=days
    ends date=2026-12-01 hours=24 instant=2026-12-02T00:00:00Z nextDay=2026-12-02 timezone=UTC
    = date=2026-12-01 instant=2026-12-02T00:00:00Z opensAt=2026-11-30T00:00:00Z opensOn=2026-11-30 unadjustedDate=2026-12-01
  `,
  ],
  [
    'a look back',
    () => lookBack('2026-03-15', { n: 12, unit: 'months' }, place()),
    `
    anchor-day anchor=2026-03-15 day=2026-03-15 timezone=UTC
    count-months countsTriggerDay=false direction=before from=2026-03-15 missingDay=false months=12 n=12 to=2025-03-15 unit=months
    no-roll date=2025-03-15 weekmask=1111100
    look-back countsTriggerDay=false date=2026-03-14 opensOn=2025-03-15
    = date=2026-03-14 instant=2026-03-15T00:00:00Z opensAt=2025-03-15T00:00:00Z opensOn=2025-03-15 unadjustedDate=2026-03-14
  `,
  ],
  [
    'the earlier of two',
    () =>
      combine('earliest', [
        computePeriod('2026-03-15', { n: 2, unit: 'days' }, place()),
        computePeriod('2026-03-15', { n: 1, unit: 'days' }, place()),
      ]),
    `
    anchor-day anchor=2026-03-15 day=2026-03-15 option=1 timezone=UTC
    count-days countsTriggerDay=false days=2 direction=after from=2026-03-15 n=2 option=1 to=2026-03-17 unit=days
    ends date=2026-03-17 hours=24 instant=2026-03-18T00:00:00Z nextDay=2026-03-18 option=1 timezone=UTC
    anchor-day anchor=2026-03-15 day=2026-03-15 option=2 timezone=UTC
    count-days countsTriggerDay=false days=1 direction=after from=2026-03-15 n=1 option=2 to=2026-03-16 unit=days
    ends date=2026-03-16 hours=24 instant=2026-03-17T00:00:00Z nextDay=2026-03-17 option=2 timezone=UTC
    combine chosen=2 date=2026-03-16 options=[2026-03-17 2026-03-18T00:00:00Z, 2026-03-16 2026-03-17T00:00:00Z] rule=earliest
    = date=2026-03-16 instant=2026-03-17T00:00:00Z unadjustedDate=2026-03-16
  `,
  ],
];

describe('a whole count of hours, of several lengths or of a window', () => {
  it.each(CASES)('%s', (_, count, lines) => {
    expect(toldLines(count())).toEqual(linesOf(lines));
  });
});
