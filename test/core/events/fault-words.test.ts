import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { inPlainWords } from '../../../shared/core/events/fault-words.ts';

function said(schema: z.ZodType, input: unknown): (string | undefined)[] {
  return schema.safeParse(input, { error: inPlainWords }).error?.issues.map(({ message }) => message) ?? [];
}

const EITHER = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('a') }),
  z.object({ kind: z.enum(['b', 'c']) }),
]);

describe('the words for a fault that a schema says nothing of', () => {
  it.each<[string, z.ZodType, unknown]>([
    ['it is missing; give text', z.string(), undefined],
    ['give text, not a number', z.string(), 7],
    ['give a list, not a set of fields', z.array(z.string()), {}],
    ['give a set of fields, not a list', z.strictObject({}), []],
    ['give a set of fields, not null', z.record(z.string(), z.string()), null],
    ['give a whole number', z.int(), 1.5],
    ['give a whole number', z.number().int(), 1.5],
    ['give a number', z.coerce.number(), Number.NaN],
    ['use a, b or c', z.enum(['a', 'b', 'c']), 'd'],
    ['it is missing; use a', z.literal('a'), undefined],
    ['use a, b or c', EITHER, { kind: 'd' }],
    ['it is missing; use a, b or c', EITHER, {}],
    ['must not be empty', z.string().min(1), ''],
    ['give at least 2 characters', z.string().min(2), 'a'],
    ['give at most 2 entries', z.array(z.string()).max(2), ['a', 'b', 'c']],
    ['give 3 or less', z.number().max(3), 4],
    ['give a number above 3', z.number().gt(3), 3],
    ['give text of the form /^a/', z.string().regex(/^a/), 'b'],
    ['there is no field b, c; check the spelling', z.strictObject({}), { b: 1, c: 2 }],
    ['give text, a number or true or false, not a list', z.union([z.string(), z.number(), z.boolean()]), []],
    ['give at most 1 characters', z.union([z.string().max(1), z.number()]), 'ab'],
    ['a: give text, not a number', z.union([z.object({ a: z.string() }), z.number()]), { a: 7 }],
    ['write a day', z.string('write a day'), 7],
  ])('%s', (words, schema, input) => expect(said(schema, input)).toEqual([words]));

  it('name the key of a record that cannot be one', () => {
    const schema = z.record(z.string().regex(/^[a-z]+$/, 'use a name'), z.string());
    expect(said(schema, { A: 'x' })).toEqual(['use a name']);
  });
});
