import { describe, expect, it } from 'vitest';
import { measureYears } from '../../../shared/core/deadlines/counting/allowance.ts';
import { outagesIn } from '../../../shared/core/deadlines/counting/outages.ts';
import { place } from '../calendar/counting-context.ts';
import { linesOf, toldLines } from '../calendar/told-lines.ts';
import { facts } from './planning.ts';

/** A thousandth of 2026 are 31,536 seconds: 8 hours, 45 minutes and 36 seconds. */
const SHAPE = {
  kind: 'allowance',
  from: 'outage.started',
  to: 'outage.ended',
  per: 'calendar-year',
  share: 0.001,
  excusedBy: 'excused',
} as const;

const outage = (id: string, from: string, to?: string, excused = false) => ({
  id,
  begunBy: 'b',
  endedBy: 'e',
  from: Date.parse(from),
  to: to === undefined ? undefined : Date.parse(to),
  excused,
});

interface Given {
  readonly from?: string;
  readonly until?: string;
  readonly zone?: string;
  readonly share?: number;
}

function measured(outages: ReturnType<typeof outage>[], given: Given = {}) {
  const { from = '2020-01-01T00:00:00Z', until = '2030-01-01T00:00:00Z', zone = 'UTC', share = SHAPE.share } = given;
  return measureYears({ ...SHAPE, share }, outages, { from: Date.parse(from), until: Date.parse(until) }, place(zone));
}

const years = (...given: Parameters<typeof measured>) => measured(...given).map(({ year }) => year);

describe('what the outages of a year use up', () => {
  it.each([
    [
      'overlaps once, and what is excused not at all',
      () =>
        measured([
          outage('a', '2026-02-01T00:00:00Z', '2026-02-01T02:00:00Z'),
          outage('b', '2026-02-01T01:00:00Z', '2026-02-01T01:30:00Z'),
          outage('', '2026-02-01T01:30:00Z', '2026-02-01T03:00:00Z'),
          outage('x', '2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z', true),
        ]),
      `
      allowance allowedSeconds=31536 share=0.001 timezone=UTC year=2026 yearSeconds=31536000
      outage countedSeconds=7200 excused=false from=2026-02-01T00:00:00Z outage=a timezone=UTC to=2026-02-01T02:00:00Z
      outage countedSeconds=0 excused=false from=2026-02-01T01:00:00Z outage=b timezone=UTC to=2026-02-01T01:30:00Z
      outage countedSeconds=3600 excused=false from=2026-02-01T01:30:00Z outage=null timezone=UTC to=2026-02-01T03:00:00Z
      outage countedSeconds=0 excused=true from=2026-05-01T00:00:00Z outage=x timezone=UTC to=2026-06-01T00:00:00Z
      allowance-left allowedSeconds=31536 leftSeconds=20736 usedSeconds=10800
      = allowance=false date=2026-12-31 instant=2027-01-01T00:00:00Z opensOn=2026-01-01 unadjustedDate=2026-12-31
      `,
    ],
    [
      'what lies within an earlier outage not again',
      () =>
        measured([
          outage('a', '2026-02-01T00:00:00Z', '2026-02-01T02:00:00Z'),
          outage('b', '2026-02-01T01:00:00Z', '2026-02-01T01:30:00Z'),
          outage('c', '2026-02-01T03:00:00Z', '2026-02-01T04:00:00Z'),
          outage('d', '2026-12-31T23:00:00Z', '2026-12-31T23:59:59Z', true),
        ]),
      `
      allowance allowedSeconds=31536 share=0.001 timezone=UTC year=2026 yearSeconds=31536000
      outage countedSeconds=7200 excused=false from=2026-02-01T00:00:00Z outage=a timezone=UTC to=2026-02-01T02:00:00Z
      outage countedSeconds=0 excused=false from=2026-02-01T01:00:00Z outage=b timezone=UTC to=2026-02-01T01:30:00Z
      outage countedSeconds=3600 excused=false from=2026-02-01T03:00:00Z outage=c timezone=UTC to=2026-02-01T04:00:00Z
      outage countedSeconds=0 excused=true from=2026-12-31T23:00:00Z outage=d timezone=UTC to=2026-12-31T23:59:59Z
      allowance-left allowedSeconds=31536 leftSeconds=20736 usedSeconds=10800
      = allowance=false date=2026-12-31 instant=2027-01-01T00:00:00Z opensOn=2026-01-01 unadjustedDate=2026-12-31
      `,
    ],
    [
      'the second of two, 45 minutes and 36 seconds after it began',
      () =>
        measured([
          outage('a', '2026-02-01T00:00:00Z', '2026-02-01T08:00:00Z'),
          outage('b', '2026-03-01T00:00:00Z', '2026-03-01T01:00:00Z'),
        ]),
      `
      allowance allowedSeconds=31536 share=0.001 timezone=UTC year=2026 yearSeconds=31536000
      outage countedSeconds=28800 excused=false from=2026-02-01T00:00:00Z outage=a timezone=UTC to=2026-02-01T08:00:00Z
      outage countedSeconds=3600 excused=false from=2026-03-01T00:00:00Z outage=b timezone=UTC to=2026-03-01T01:00:00Z
      allowance-used allowedSeconds=31536 instant=2026-03-01T00:45:36Z ongoing=false timezone=UTC usedSeconds=31536
      = allowance=true date=2026-03-01 instant=2026-03-01T00:45:36Z opensOn=2026-01-01 unadjustedDate=2026-03-01
      `,
    ],
    [
      'one that has not ended',
      () => measured([outage('a', '2026-02-01T00:00:00Z')], { until: '2026-02-02T00:00:00Z' }),
      `
      allowance allowedSeconds=31536 share=0.001 timezone=UTC year=2026 yearSeconds=31536000
      outage countedSeconds=0 excused=false from=2026-02-01T00:00:00Z outage=a timezone=UTC to=null
      allowance-used allowedSeconds=31536 instant=2026-02-01T08:45:36Z ongoing=true timezone=UTC usedSeconds=31536
      = allowance=true date=2026-02-01 instant=2026-02-01T08:45:36Z opensOn=2026-01-01 unadjustedDate=2026-02-01
      `,
    ],
    [
      'one that has not ended and cannot use up what is left of the year',
      () => measured([outage('a', '2026-12-31T20:00:00Z')], { until: '2026-12-31T23:00:00Z' }),
      `
      allowance allowedSeconds=31536 share=0.001 timezone=UTC year=2026 yearSeconds=31536000
      outage countedSeconds=0 excused=false from=2026-12-31T20:00:00Z outage=a timezone=UTC to=null
      allowance-left allowedSeconds=31536 leftSeconds=31536 usedSeconds=0
      = allowance=false date=2026-12-31 instant=2027-01-01T00:00:00Z opensOn=2026-01-01 unadjustedDate=2026-12-31
      `,
    ],
  ])('%s', (_, measure, lines) => {
    const [year, ...more] = measure();
    expect(more).toEqual([]);
    expect(toldLines(year?.counted ?? { steps: [] })).toEqual(linesOf(lines));
  });

  it('is no more than allowed where the rest of a second would only be reached as the year ends', () => {
    // 39,420,500 milliseconds are allowed, and are used up half a second before the end.
    const share = 39_420_500 / 31_536_000_000;
    const last = [outage('a', '2026-12-31T13:02:59Z', '2027-01-01T00:00:00Z')];
    expect(measured(last, { share })).toMatchObject([
      { year: 2026, exceeded: false, counted: { instant: '2027-01-01T00:00:00Z' } },
    ]);
    const earlier = [outage('a', '2026-12-31T13:02:58Z', '2027-01-01T00:00:00Z')];
    expect(measured(earlier, { share })).toMatchObject([
      { exceeded: true, counted: { instant: '2026-12-31T23:59:59Z' } },
    ]);
  });
});

describe('the years that are measured', () => {
  const far = [
    outage('a', '2024-03-01T00:00:00Z', '2024-03-01T01:00:00Z'),
    outage('b', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00Z'),
  ];

  it('are those with an outage, from the first one that is asked for', () => {
    expect(years(far)).toEqual([2024, 2026]);
    expect(years(far, { from: '2025-06-01T00:00:00Z' })).toEqual([2026]);
    expect(years([])).toEqual([]);
  });

  it('do not include the year that an outage only touches at its edge', () => {
    const edges = [
      outage('a', '2025-12-31T23:00:00Z', '2026-01-01T00:00:00Z'),
      outage('b', '2027-01-01T00:00:00Z', '2027-01-01T01:00:00Z'),
    ];
    const found = measured(edges);
    expect(found.map(({ year }) => year)).toEqual([2025, 2027]);
    for (const { counted } of found) expect(counted.steps.filter(({ code }) => code === 'outage')).toHaveLength(1);
  });

  it('begin in the zone of the clause', () => {
    const newYear = [outage('a', '2025-12-31T21:00:00Z', '2025-12-31T23:00:00Z')];
    const found = measured(newYear, { zone: 'Europe/Bucharest' });
    expect(found.map(({ counted }) => [counted.opensOn, counted.instant, counted.steps.at(-1)])).toMatchObject([
      ['2025-01-01', '2025-12-31T22:00:00Z', { usedSeconds: 3600 }],
      ['2026-01-01', '2026-12-31T22:00:00Z', { usedSeconds: 3600 }],
    ]);
  });

  it('last until that of the moment, while an outage goes on', () => {
    const ongoing = [outage('a', '2024-12-31T23:59:00Z')];
    expect(years(ongoing, { until: '2026-01-01T00:00:00Z' })).toEqual([2024, 2025, 2026]);
    expect(years(ongoing, { until: '2024-06-01T00:00:00Z' })).toEqual([2024]);
  });
});

describe('the outages of which events tell', () => {
  const found = (...events: string[]) => {
    const { outages, unmatchedEnds } = outagesIn(SHAPE, facts(...events), 'UTC');
    const iso = (epoch: number | undefined) => epoch && new Date(epoch).toISOString().slice(5, 16);
    return [
      ...outages.map(({ id, from, to, begunBy, endedBy }) => [id, iso(from), iso(to), begunBy, endedBy]),
      ...unmatchedEnds.map(({ id }) => id),
    ];
  };

  it('come in the order in which they began, those that began together as they ended', () => {
    expect(
      found(
        'outage.started@2026-02-01T00:00:00Z,id=1,outage=on',
        'outage.started@2026-02-01T00:00:00Z,id=2,outage=long',
        'outage.ended@2026-02-01T09:00:00Z,id=3,outage=long',
        'outage.started@2026-02-01T00:00:00Z,id=4,outage=short',
        'outage.ended@2026-02-01T08:00:00Z,id=5,outage=short',
        'outage.started@2026-02-01T01:00:00Z,id=6,outage=within',
        'outage.ended@2026-02-01T02:00:00Z,id=7,outage=within',
      ),
    ).toEqual([
      ['short', '02-01T00:00', '02-01T08:00', '4', '5'],
      ['long', '02-01T00:00', '02-01T09:00', '2', '3'],
      ['on', '02-01T00:00', undefined, '1', undefined],
      ['within', '02-01T01:00', '02-01T02:00', '6', '7'],
    ]);
  });

  it('are begun and ended by their own kinds of events alone', () => {
    expect(
      found(
        'outage.started@2026-02-01T00:00:00Z,id=1',
        'payment.received@2026-02-01T01:00:00Z,id=2',
        'outage.ended@2026-02-01T02:00:00Z,id=3',
        'outage.ended@2026-02-01T03:00:00Z,id=4',
      ),
    ).toEqual([['', '02-01T00:00', '02-01T02:00', '1', '3'], '4']);
  });
});
