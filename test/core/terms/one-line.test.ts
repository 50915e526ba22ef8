import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { packSchema } from '../../../shared/core/terms/pack.ts';
import { readPack } from '../../../shared/desk/reading/read-pack.ts';

interface Leaf {
  /** `clauses[].ladder[].lead`; `laws{}` for the names in `laws`. */
  readonly path: string;
  readonly schema: z.ZodType;
}

/** What zod’s schemas of several kinds consist of. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly options?: readonly z.ZodType[];
  readonly element?: z.ZodType;
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly innerType?: z.ZodType;
}

/** Every text of a schema, by its place. */
function textsIn(schema: z.ZodType, path = ''): Leaf[] {
  const { type, shape = {}, options = [], element, keyType, valueType, innerType } = schema._zod.def as Definition;
  if (type === 'string') return [{ path, schema }];
  const within = (member: z.ZodType | undefined, at: string) => (member === undefined ? [] : textsIn(member, at));
  return [
    ...Object.entries(shape).flatMap(([key, member]) => textsIn(member, path === '' ? key : `${path}.${key}`)),
    ...options.flatMap((option) => textsIn(option, path)),
    ...within(element, `${path}[]`),
    ...within(keyType, `${path}{}`),
    ...within(valueType, `${path}{}`),
    ...within(innerType, path),
  ];
}

const TEXTS = textsIn(packSchema);

describe('the texts of a pack', () => {
  it('are all looked at', () => {
    const shown = [
      ...['title', 'provider', 'source', 'events{}', 'laws{}', 'settings{}.why', 'assumptions[].text'],
      ...['doesNotApply[].why', 'acknowledges[].why', 'clauses[].ref', 'clauses[].title', 'clauses[].means'],
      ...['clauses[].none', 'clauses[].requires.text', 'clauses[].ladder[].lead', 'clauses[].appliesIf.is[]'],
    ];
    expect(TEXTS.map(({ path }) => path)).toEqual(expect.arrayContaining(shown));
  });

  it('are one line each', () => {
    const broken = ['a\nb', 'a\r\nb', 'a\u2028b', 'a\u0000b', 'a\u0085b', '15 business\ndays', 'Europe/\nParis'];
    expect(TEXTS.filter(({ schema }) => broken.some((text) => schema.safeParse(text).success))).toEqual([]);
  });

  it('are read without the line break at their end, or refused with it', () => {
    const ended = ['Acme\n', 'acme\n', '15 days\n', 'Europe/Paris\n', 'invoice.due\n', 'trigger\n'];
    const keeps = ({ schema }: Leaf) => ended.some((text) => /\s$/.test(String(schema.safeParse(text).data ?? '')));
    expect(TEXTS.filter(keeps)).toEqual([]);
  });

  it('are bounded', () => {
    const long = ['a'.repeat(2001), `data.${'a'.repeat(2001)}On`, `a@${'1'.repeat(2001)}`, `${'a'.repeat(2001)}/a`];
    expect(TEXTS.filter(({ schema }) => long.some((text) => schema.safeParse(text).success))).toEqual([]);
  });
});

describe('a block text', () => {
  const pack = (provider: string) => `pack: acme
version: "1"
title: Terms
provider: ${provider}
timezone: UTC
holidays: []
clauses:
  - { id: one, ref: r, title: t, means: m, nature: right, obligor: customer, none: Nothing to count. }
`;

  it('is read without the line break at its end', () => {
    expect(readPack('acme/1.yaml', pack('>\n  Acme\n  Limited')).provider).toBe('Acme Limited');
  });

  it('is refused with a line break within, and where nothing is left of it', () => {
    expect(() => readPack('acme/1.yaml', pack('|\n  Acme\n  Limited'))).toThrow(
      'acme/1.yaml:4:11 provider: write it on one line, without control characters; in YAML, >- makes one line of several',
    );
    expect(() => readPack('acme/1.yaml', pack('"  "'))).toThrow('provider: it is empty; write something');
  });
});
