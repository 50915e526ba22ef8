import { expect, it } from 'vitest';
import { readGolden } from '../../scripts/golden-records/format.ts';
import { readDeadline } from '../../shared/aws/table/items.ts';
import { pack } from '../../shared/aws/table/pack.ts';
import type { StepWithText } from '../../shared/core/deadlines/explanation-facts.ts';
import { explained } from '../../shared/core/words/explanation.ts';
import { wordsOf } from '../../shared/core/words/words.ts';
import { sourceTerms } from '../../shared/runtime/terms.ts';

const words = wordsOf(sourceTerms().catalog);

/** Frozen while steps held their sentence, and explanations the clause and what is assumed. */
const stored = readGolden('2026-11').contracts.flatMap(({ deadlines }): unknown => deadlines) as {
  readonly steps: readonly StepWithText[];
}[];

it('deadlines that were stored with their sentences are told in those, step by step', () => {
  expect(stored.length).toBeGreaterThan(500);
  for (const deadline of stored) {
    expect(explained(readDeadline(pack({ deadline })), words)).toEqual(deadline.steps);
  }
});

it('have in fields of their own what letters and the console show beside the explanation', () => {
  const read = stored.map((deadline) => readDeadline(pack({ deadline })));
  const having = (field: 'floor' | 'summedUntil' | 'allowance') => read.flatMap((one) => one[field] ?? []);
  expect(having('floor')).toContainEqual({
    floor: { currency: 'USD', amount: 50_000 },
    sum: [{ currency: 'USD', amount: 50_002 }],
    comparable: true,
  });
  expect(having('summedUntil')).toContain('2026-11-19');
  expect(having('allowance')).toEqual(expect.arrayContaining([{ usedUp: true }, { usedUp: false }]));
});
