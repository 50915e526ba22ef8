import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LETTERS_ALONE, takenTogether } from '../../../shared/core/notices/taken-along.ts';

const C = ['customer'];
const P = ['provider'];
const BOTH = ['customer', 'provider'];
const taken = (own: readonly string[], others: readonly (readonly string[])[]) =>
  takenTogether(own, others, (readers) => readers);

describe('what goes out together with a step', () => {
  it.each([
    ['nothing else is due', C, [], []],
    ['three letters are due to its reader', C, [C, C], []],
    ['four are', C, [C, C, C], [C, C, C]],
    ['others are due to another reader', C, [P, P, P, P], []],
    ['four tell both readers', BOTH, [BOTH, BOTH, BOTH], [BOTH, BOTH, BOTH]],
    ['a fourth tells another reader as well, who has few', C, [C, C, BOTH], []],
    ['a fifth does', C, [C, C, C, BOTH], [C, C, C]],
    ['it tells a second reader, who has few', BOTH, [C, C, C, P], [C, C, C]],
    ['leaving one out leaves a second reader with few', C, [C, C, BOTH, BOTH, BOTH, P], []],
  ])('where %s', (_, own, others, expected) => expect(taken(own, others)).toEqual(expected));

  it('leaves nobody with few letters, and leaves out no more than it has to', () => {
    const readers = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 });
    fc.assert(
      fc.property(readers, fc.array(readers, { maxLength: 7 }), (own, drawn) => {
        const others = drawn.map((to) => ({ to }));
        const isGood = (some: typeof others) => {
          const all = [own, ...some.map(({ to }) => to)].flat();
          const many = (reader: string) => all.filter((one) => one === reader).length > LETTERS_ALONE;
          return some.every(({ to }) => to.every(many) && to.some((reader) => own.includes(reader)));
        };
        const found = takenTogether(own, others, ({ to }) => to);
        expect(isGood(found)).toBe(true);
        // The slow way: all subsets.
        const subsets = Array.from({ length: 2 ** others.length }, (__, bits) =>
          others.filter((___, n) => ((bits >> n) & 1) === 1),
        );
        const most = Math.max(...subsets.filter(isGood).map(({ length }) => length));
        expect(found).toHaveLength(most);
      }),
      { numRuns: 200 },
    );
  });
});
