import { describe, expect, it } from 'vitest';
import type { ChangeKind, DeadlineChange } from '../../../shared/core/deadlines/deadline-changes.ts';
import type { StoredDeadline } from '../../../shared/core/deadlines/progress.ts';
import { whyChanged } from '../../../shared/core/words/changes.ts';
import { toldReports } from '../../../shared/core/words/reports.ts';
import { wordsOf } from '../../../shared/core/words/words.ts';
import { facts, inBucharest, planOf, silent, terms } from '../deadlines/planning.ts';

const words = wordsOf(terms.catalog);

describe('what a plan reports', () => {
  it('a refusal, with the earliest lawful day', () => {
    const late = facts('terms-change.announced@2026-06-20,id=late,change=c1,effectiveOn=2026-07-01');
    expect(toldReports(planOf(inBucharest, late), words).refused).toEqual([
      {
        clause: 'terms-change-notice',
        event: 'late',
        field: 'data.effectiveOn',
        value: '2026-07-01',
        latest: '2026-06-01',
        earliest: '2026-07-20',
        text: 'Notice of changed terms (Termination and Modification of Terms, paragraph 2): for Wednesday 1 July 2026 (2026-07-01) the latest day was Monday 1 June 2026 (2026-06-01), and it came on Saturday 20 June 2026 (2026-06-20). The earliest lawful day is Monday 20 July 2026 (2026-07-20).',
      },
    ]);
  });

  it('an end without a beginning, and a clause for other contracts', () => {
    const outage = toldReports(planOf(silent, facts('outage.ended@2026-06-01,id=e')), words);
    expect(outage.notStarted).toEqual([{ clause: 'availability', event: 'e', missing: 'outage.started before it' }]);
    const yearly = { ...silent, terms: 'salexops', billing: { cycle: '1 year' } };
    const overdue = planOf(yearly, facts('invoice.overdue@2026-11-20,id=o,invoice=i,dueOn=2026-11-20'));
    expect(toldReports(overdue, words).notApplied).toContainEqual({
      clause: 'disablement',
      event: 'o',
      why: 'it applies where billing.cycle is 1 month, and the contract’s is 1 year',
    });
  });
});

describe('why a deadline changed', () => {
  const deadline = (state: string, date: string, closedBy?: string) =>
    ({ title: 'Export', trigger: 'begun', state, date, ...(closedBy && { closedBy }) }) as StoredDeadline;
  const change = (kind: ChangeKind, after: StoredDeadline, before?: StoredDeadline): DeadlineChange => ({
    change: kind,
    after,
    ...(before && { before }),
  });
  const open = deadline('open', '2026-12-15');

  it.each<[DeadlineChange, string]>([
    [change('opened', open), 'Export runs until 2026-12-15, because of event begun.'],
    [
      change('opened', deadline('met', '2026-12-15', 'done')),
      'Export is met, last day 2026-12-15, because of event begun.',
    ],
    [
      change('moved', deadline('open', '2026-12-20'), open),
      'Export moved (last day 2026-12-15 before, 2026-12-20 now), because of event begun.',
    ],
    [
      change('met', deadline('met', '2026-12-15', 'done'), open),
      'Export is met (last day 2026-12-15), because of event done.',
    ],
    [change('restated', open, open), 'Export is stated anew (last day 2026-12-15), because of event begun.'],
    [
      change('reopened', open, deadline('met', '2026-12-15')),
      'Export is open (last day 2026-12-15), because of event begun.',
    ],
  ])('%j', (one, sentence) => {
    expect(whyChanged(one)).toBe(sentence);
  });
});
