import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../shared/core/events/event.ts';
import { buildCatalog } from '../../../shared/core/terms/catalog.ts';
import { deadlineOf, facts, planOf } from './planning.ts';
import { ACCEPTED, clause, contract, read } from './two-readings.ts';

describe('what a corrected reading leaves as it was', () => {
  it('tells what an event of after the acceptance brings about, however late', () => {
    const due = (days: number) =>
      clause(
        'due',
        `on: invoice.issued; about: invoice; period: { length: ${days} days, from: data.dueOn }; ladder: [{ step: lapsed, to: customer }]`,
      );
    const packs = buildCatalog([read('1', 1, due(10)), read('1', 2, due(15))]);
    const issued = (on: string, dueOn: string) => facts(`invoice.issued@${on},id=${on},invoice=i,dueOn=${dueOn}`);
    const toldTo = (...events: readonly Fact[]) => {
      const { instant, ladder, lateRead } = deadlineOf(planOf(contract, [...events, ACCEPTED], packs), 'due~i');
      return [instant, lateRead, ladder.flatMap(({ to }) => to)];
    };
    expect(toldTo(...issued('2026-03-21', '2026-03-01'))).toEqual(['2026-03-17T00:00:00Z', undefined, ['customer']]);
    expect(toldTo(...issued('2026-03-15', '2026-03-15'), ...issued('2026-03-21', '2026-03-01'))).toEqual([
      ...['2026-03-17T00:00:00Z', undefined, ['customer']],
    ]);
  });

  it('keeps an allowance of before that is measured by what came before', () => {
    const packs = buildCatalog(
      [1, 2].map((revision) =>
        read(
          '1',
          revision,
          clause(
            'availability',
            `allowance: { share: 0.00${revision}, per: calendar-year, from: outage.started, to: outage.ended, excusedBy: excused }`,
          ),
        ),
      ),
    );
    const years = (...events: readonly Fact[]) =>
      planOf(contract, events, packs).deadlines.map(({ id, terms: label }) => `${id} ${label}`);
    const outage = facts('outage.started@2025-05-01,id=s,outage=o', 'outage.ended@2025-05-03,id=e,outage=o');
    const again = facts('outage.started@2026-05-01,id=s2,outage=p', 'outage.ended@2026-05-03,id=e2,outage=p');
    expect(years(...outage, ...again, ACCEPTED)).toEqual(['availability~2025 test@1', 'availability~2026 test@1+2']);
  });
});
