import { describe, expect, it } from 'vitest';
import { contractOn, facts, packOf, planOf } from '../deadlines/planning.ts';

const yearly = packOf(`- id: grace
  ref: "1"
  title: Grace
  means: A yearly contract has ten days.
  nature: obligation
  obligor: customer
  on: invoice.due
  appliesIf: { contract: term, is: [1 year], ifSilent: does-not-apply }
  period: 10 days`);

const planFor = (term: string | undefined) => {
  const [contract, catalog] = contractOn(yearly, { startsOn: '2026-01-01', ...(term && { term }) });
  return planOf(contract, facts('invoice.due@2026-06-01'), catalog);
};

describe('a clause for contracts that chose a length', () => {
  it.each(['1 year', '12 months', '12 calendar months'])('applies to %s, however it is said', (term) => {
    expect(planFor(term).deadlines).toHaveLength(1);
  });

  it.each(['2 years', '365 days', undefined])('does not apply to %s, and says so', (term) => {
    const { deadlines, notApplied } = planFor(term);
    expect(deadlines).toEqual([]);
    expect(notApplied).toMatchObject([{ clause: 'grace' }]);
  });
});
