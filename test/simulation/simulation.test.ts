import { describe, expect, it } from 'vitest';
import { caseOf } from './case.ts';
import { corpus } from './corpus.ts';
import { run } from './run.ts';
import { unexpected } from './totals.ts';

const MOST_MS = 300_000;
const SEEDS = Array.from({ length: 60 }, (_, n) => n + 1);

it(
  'sixty small seeds break no rule',
  async () => {
    for (const seed of SEEDS) expect(unexpected(await run(caseOf(seed, 1))), `seed ${seed}`).toEqual([]);
  },
  MOST_MS,
);

it('the same seed gives the same trace', async () => {
  const { hash } = await run(caseOf(7, 1));
  expect((await run(caseOf(7, 1))).hash).toBe(hash);
  expect((await run(caseOf(8, 1))).hash).not.toBe(hash);
});

describe('what broke a rule once does not break it again', () => {
  const cases = corpus();

  it.each(cases)('%s', async (_, one) => expect(unexpected(await run(one))).toEqual([]), MOST_MS);
});
