import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pack, unpack } from '../../shared/aws/table/pack.ts';

const leaf = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, min: -1e15, max: 1e15 }),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.uint8Array({ maxLength: 20 }),
);
const name = fc.string({ maxLength: 8 }).filter((key) => key !== '__proto__');
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(name, tie('value'))),
}));
const record = fc.dictionary(name, value);

describe('an item', () => {
  it('is what the AWS library makes of an object, and the object again', () => {
    fc.assert(
      fc.property(record, (object) => {
        const item = marshall(object, { removeUndefinedValues: true, convertClassInstanceToMap: true });
        expect(pack(object)).toEqual(item);
        expect(unpack(item)).toEqual(unmarshall(item));
      }),
      { numRuns: 200 },
    );
  });

  it('keeps a map with a key such as constructor', () => {
    const object = { metadata: { constructor: 'Set', toString: '1' } };
    expect(unpack(pack(object))).toEqual(object);
  });

  it.each([2 ** 53, -(2 ** 53), Number.NaN, Number.POSITIVE_INFINITY, 5n, () => 1, Symbol('a')])(
    'is refused for %s, which no attribute holds exactly',
    (one) => {
      expect(() => pack({ list: [{ one }] })).toThrow(TypeError);
    },
  );

  it.each([{ N: '9007199254740993' }, { N: 'Infinity' }, { SS: ['a'] }, { $unknown: ['X', 1] as [string, number] }])(
    'is refused where it holds %o, which is not stored',
    (attribute) => {
      expect(() => unpack({ attribute })).toThrow(TypeError);
    },
  );
});
