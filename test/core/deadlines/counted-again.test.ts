import { describe, expect, it } from 'vitest';
import { contractOn, deadlineOf, facts, packOf, planOf, until } from './planning.ts';

const CLAUSES = `- { id: pay, ref: r, title: t, means: m, nature: obligation, obligor: customer, on: invoice.due, about: invoice,
    period: { length: 5 business days, from: data.dueOn }, suspendedBy: legal-hold.placed, resumedBy: legal-hold.lifted,
    extendedBy: { on: subject-request.extended, to: 10 business days } }
- { id: child, ref: r, title: t, means: m, nature: obligation, obligor: customer, on: { clause: pay, becomes: open },
    period: { length: 3 business days, from: deadline } }
- { id: calm, ref: r, title: t, means: m, nature: obligation, obligor: customer, on: invoice.due, about: invoice,
    period: { length: 5 days, from: data.dueOn } }
- { id: follows, ref: r, title: t, means: m, nature: obligation, obligor: customer, on: { clause: calm, becomes: open },
    period: { length: 3 business days, from: deadline } }
- { id: takes-effect, ref: r, title: t, means: m, nature: effect, obligor: customer, on: invoice.due, about: invoice,
    period: { length: 5 business days, from: data.dueOn },
    produces: { kind: access.closed, occurs: day-after } }`;
const [contract, catalog] = contractOn(packOf(CLAUSES), { holidays: ['RO'] });
const due = (at: string, dueOn: string) => `invoice.due@${at},id=${at},invoice=i,dueOn=${dueOn}`;
const endsOf = (...events: string[]) => {
  const { deadlines, notCounted } = planOf(contract, facts(...events), catalog);
  return [deadlines.map(({ id, date, state }) => [id, date, state]), notCounted];
};
const FIRST = due('2026-03-02', '2026-04-01');
/** No table covers that year. */
const FAR = due('2026-03-03', '2055-04-01');

describe('a deadline that was moved where it cannot be counted', () => {
  it('stands again where it was, with all that follows from it, once an event moves it back', () => {
    const [, notCounted] = endsOf(FIRST, FAR);
    expect(notCounted).toHaveLength(3);
    const back = due('2026-03-04', '2026-04-01');
    expect(endsOf(FIRST, FAR, back)).toEqual(endsOf(FIRST));
    const { steps } = deadlineOf(planOf(contract, facts(FIRST, FAR, back), catalog), 'pay~i');
    expect(steps.map(({ code }) => code)).not.toContain('moved');
  });

  it.each([
    ['a suspension', ['legal-hold.placed@2026-03-05', 'legal-hold.lifted@2026-03-09']],
    ['an extension', ['subject-request.extended@2026-03-05,invoice=i']],
  ])('does not stand at its earlier end after %s', (_, events) => {
    expect(endsOf(FIRST, FAR, ...events)).toEqual(endsOf(FIRST, FAR));
  });

  it('has the length that was granted meanwhile, once it is moved back', () => {
    const granted = 'subject-request.extended@2026-03-05,invoice=i';
    const back = due('2026-03-06', '2026-04-01');
    expect(endsOf(FIRST, FAR, granted, back)).toEqual(endsOf(FIRST, granted));
  });

  it('has not lapsed at its earlier end', () => {
    const lapsed = until('2026-05-01T00:00:00Z', contract, facts(FIRST), catalog);
    const lapses = lapsed.filter(({ cause }) => cause !== undefined).map(({ id }) => id);
    expect(lapses).not.toEqual([]);
    const { deadlines, fallen } = planOf(contract, [...lapsed, ...facts(FAR)], catalog);
    expect([deadlines.map(({ id }) => id), fallen]).toEqual([['calm~i'], expect.arrayContaining(lapses)]);
  });

  it('but one that took effect before stays as it is', () => {
    const lapsed = until('2026-05-01T00:00:00Z', contract, facts(FIRST), catalog);
    const late = due('2026-05-02', '2055-04-01');
    const planned = planOf(contract, [...lapsed, ...facts(late)], catalog);
    expect(deadlineOf(planned, 'takes-effect~i')).toMatchObject({ state: 'lapsed', date: '2026-04-08' });
    expect(deadlineOf(planned, 'takes-effect~i').steps.map(({ code }) => code)).toContain('moved-late');
  });
});
