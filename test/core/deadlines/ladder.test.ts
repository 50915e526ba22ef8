import { describe, expect, it } from 'vitest';
import { holidayCalendar } from '../../../shared/core/calendar/holidays.ts';
import type { CountingContext } from '../../../shared/core/calendar/types.ts';
import { ladderOf } from '../../../shared/core/deadlines/stating/ladder.ts';
import { place } from '../calendar/counting-context.ts';
import { contractOn, deadlineOf, facts, inBucharest, packOf, planOf, terms } from './planning.ts';

const rungs = (events: readonly string[], id: string) =>
  deadlineOf(planOf(inBucharest, facts(...events)), id).ladder.map(
    ({ step, at, to }) => `${step} ${at} ${to.join('+')}`,
  );

const small = (period: string, ladder: string, occurredAt: string) => {
  const [contract, catalog] = contractOn(
    packOf(`- { id: c, ref: r, title: t, means: m, nature: obligation, obligor: provider,
    on: claim.observed, period: ${period}, ladder: ${ladder} }`),
  );
  return deadlineOf(planOf(contract, facts(`claim.observed@${occurredAt}`), catalog), 'c').ladder.map(
    ({ step, at }) => `${step} ${at}`,
  );
};

describe('the steps of a deadline', () => {
  it('export window, ended on Friday 20 November: opened, five business days before, on the day, over', () => {
    expect(rungs(['contract.terminated@2026-11-20T10:00:00+02:00'], 'export-window')).toEqual([
      'opened 2026-11-20T08:00:00Z customer',
      'reminder-5-business-days 2026-12-08T07:00:00Z customer+provider',
      'due 2026-12-15T07:00:00Z provider',
      'lapsed 2026-12-15T22:00:00Z provider',
    ]);
  });

  it('goes out at nine on the clock of the clause’s zone, in summer and in winter', () => {
    expect(rungs(['invoice.issued@2026-10-01,invoice=i,dueOn=2026-10-13'], 'suspension~i')).toEqual([
      'reminder-7-days 2026-10-21T06:00:00Z customer',
      'due 2026-10-28T07:00:00Z customer',
      'lapsed 2026-10-28T22:00:00Z customer+provider',
    ]);
  });

  it('leaves out a reminder from before the deadline came about', () => {
    expect(
      rungs(['payment.failed@2026-11-12,invoice=i,dueOn=2026-11-01'], 'suspension~i').map((rung) => rung.split(' ')[0]),
    ).toEqual(['due', 'lapsed']);
  });

  it('always ends with the lapse, also where nobody is told', () => {
    expect(small('10 days', '[]', '2026-11-02')).toEqual(['lapsed 2026-11-13T00:00:00Z']);
  });

  it('is empty once the deadline is met, ended or paused', () => {
    const told = ['contract.terminated@2026-11-20', 'data-export.delivered@2026-11-21', 'legal-hold.placed@2026-11-22'];
    expect(rungs(told, 'export-window')).toEqual([]);
    expect(rungs(told, 'deletion')).toEqual([]);
  });

  it('counts reminders of hours back from the last instant', () => {
    const ladder =
      '[{ step: reminder, before: 24 hours, to: provider }, { step: reminder, before: 80 hours, to: provider }]';
    expect(small('72 hours', ladder, '2026-11-02T07:30:00Z')).toEqual([
      'reminder-24-hours 2026-11-04T07:30:00Z',
      'lapsed 2026-11-05T07:30:00Z',
    ]);
  });

  it('does not lose the notice of the last day where the period ends before nine, or at midnight', () => {
    const ladder = '[{ step: due, to: provider }]';
    expect(small('72 hours', ladder, '2026-11-02T07:30:00Z')[0]).toBe('due 2026-11-05T00:00:00Z');
    expect(small('72 hours', ladder, '2026-11-02T00:00:00Z')[0]).toBe('due 2026-11-04T09:00:00Z');
    expect(small('2 hours', ladder, '2026-11-02T05:30:00Z')[0]).toBe('due 2026-11-02T05:30:00Z');
  });

  it('the notice of the last day never comes before the deadline did', () => {
    const ladder = '[{ step: due, to: provider }, { step: opened, to: provider }]';
    expect(small('0 days', ladder, '2026-11-02T15:00:00Z')).toEqual([
      'opened 2026-11-02T15:00:00Z',
      'due 2026-11-02T15:00:00Z',
      'lapsed 2026-11-03T00:00:00Z',
    ]);
  });

  it('tells each party once', () => {
    const [contract, catalog] = contractOn(
      packOf(`- { id: c, ref: r, title: t, means: m, nature: obligation, obligor: provider,
    on: claim.observed, period: 5 days, ladder: [{ step: due, to: [provider, customer, provider] }] }`),
    );
    const { ladder } = deadlineOf(planOf(contract, facts('claim.observed@2026-11-02'), catalog), 'c');
    expect(ladder[0]?.to).toEqual(['provider', 'customer']);
  });
});

describe('a reminder that the calendar cannot count', () => {
  const covered = holidayCalendar(['RO'], terms.holidays);
  const problems: string[] = [];
  const reminded = (...further: CountingContext[]) => {
    problems.length = 0;
    return ladderOf({
      rungs: [{ step: 'reminder', before: '3 business days', to: 'customer', lead: 'Soon.' }],
      ...{ openedAt: '2199-05-01T00:00:00Z', date: '2199-06-05', instant: '2199-06-06T00:00:00Z' },
      ...{ takesNoTime: false, sendAt: '09:00', context: { timezone: 'UTC', holidays: covered }, further },
      notCountable: (step, { message }) => problems.push(`${step}: ${message}`),
    }).map(({ step, at }) => `${step} ${at}`);
  };
  const LAPSED = 'lapsed 2199-06-06T00:00:00Z';

  it('takes the first further edition that can, with the holidays of that one', () => {
    // Three business days before Wednesday 5 June 2199 is Friday 31 May; with Monday the 3rd a holiday, Thursday 30 May.
    const with3rd = place('UTC', ['2199-06-03']);
    expect(reminded(place('UTC'), with3rd)).toEqual(['reminder-3-business-days 2199-05-31T09:00:00Z', LAPSED]);
    expect(reminded({ timezone: 'UTC', holidays: covered }, with3rd, place('UTC'))).toEqual([
      'reminder-3-business-days 2199-05-30T09:00:00Z',
      LAPSED,
    ]);
    expect(problems).toEqual([]);
  });

  it('is left out and reported once where none can', () => {
    expect(reminded({ timezone: 'UTC', holidays: covered })).toEqual([LAPSED]);
    expect(problems).toEqual([expect.stringMatching(/^reminder-3-business-days: .* does not cover the year 2199/)]);
  });
});
