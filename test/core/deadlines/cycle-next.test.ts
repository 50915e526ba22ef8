import { describe, expect, it } from 'vitest';
import { linesOf, toldLines } from '../calendar/told-lines.ts';
import { contractOn, deadlineOf, facts, packOf, planOf } from './planning.ts';

const CYCLES = 'cycles: { term: { every: 12 months } }\n';

const renewal = (from: string) =>
  packOf(
    `- id: notice
  ref: "1"
  title: Notice of the renewal
  means: The renewal is told of not more than 45 and not less than 15 days before it.
  nature: obligation
  obligor: provider
  on: contract.commenced
  cycle: term
  recurs: after-lapse-or-met
  window:
    opens: { length: 45 days, from: ${from}, direction: before }
    closes: { length: 15 days, from: ${from}, direction: before }
  satisfiedBy: renewal.upcoming`,
    CYCLES,
  );

const days = (from: string) => {
  const [contract, catalog] = contractOn(renewal(from), { startsOn: '2026-01-01' });
  const { opensOn, date } = deadlineOf(planOf(contract, [], catalog), 'notice~2026-01-01');
  return [opensOn, date];
};

describe('the day after a cycle, on which the next one begins', () => {
  it('is one day after its end', () => {
    // The year ends with 31 December 2026 and renews on 1 January 2027: 45 days before that is Tuesday 17 November 2026.
    expect(days('cycle.next')).toEqual(['2026-11-17', '2026-12-17']);
    expect(days('cycle.end')).toEqual(['2026-11-16', '2026-12-16']);
  });

  it('follows the last day that a cancellation names', () => {
    const pack = (from: string) =>
      packOf(
        `- id: leaving
  ref: "1"
  title: Leaving
  means: The customer may leave with the term.
  nature: window
  obligor: customer
  on: contract.commenced
  cycle: term
  recurs: after-lapse
  window: { until: cycle.end, lastDay: closing-day }
  satisfiedBy: cancellation.scheduled
- id: handover
  ref: "2"
  title: Handover
  means: The handover is prepared ten days before.
  nature: obligation
  obligor: provider
  on: { clause: leaving, becomes: met }
  cycle: term
  period: { length: 10 days, from: ${from}, direction: before }
  satisfiedBy: data-export.delivered`,
        CYCLES,
      );
    const handover = (from: string) => {
      const [contract, catalog] = contractOn(pack(from), { startsOn: '2026-01-01' });
      const cancelled = facts('cancellation.scheduled@2026-06-01,id=c,effectiveOn=2026-10-01');
      return deadlineOf(planOf(contract, cancelled, catalog), 'handover~2026-01-01');
    };
    // The last day is 1 October, and the next cycle would begin on the 2nd.
    const [end, next] = [handover('cycle.end'), handover('cycle.next')];
    expect([end.date, next.date]).toEqual(['2026-09-21', '2026-09-22']);
    expect(toldLines({ ...{ steps: next.steps, date: next.date } })).toEqual(
      linesOf(`
      because-of clause=leaving state=met terms=test@1
      fact day=2026-06-01 event=c kind=cancellation.scheduled occurredAt=2026-06-01 timezone=UTC
      fact-day day=2026-10-01 event=c field=data.effectiveOn kind=cancellation.scheduled timezone=UTC
      count-days countsTriggerDay=false days=10 direction=before from=2026-10-02 n=10 to=2026-09-22 unit=days
      ends date=2026-09-22 hours=24 instant=2026-09-23T00:00:00Z nextDay=2026-09-23 timezone=UTC
      = date=2026-09-22
      `),
    );
    // The first day of the cycle stays what it is.
    expect(handover('cycle.start').date).toBe('2025-12-22');
  });
});
