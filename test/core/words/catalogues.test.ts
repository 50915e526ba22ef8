import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { catalogueDigest, releasedCatalogues } from '../../../scripts/catalogue-digest.ts';
import { CATALOGUES, type Patterns } from '../../../shared/core/words/catalogues.ts';
import { NEWEST, sayIn } from '../../../shared/core/words/say.ts';

const catalogues: Readonly<Record<string, Patterns>> = CATALOGUES;
describe('the catalogues', () => {
  it('say what they said when they were released, and all are released', () => {
    const said = Object.fromEntries(
      Object.entries(catalogues).map(([name, patterns]) => [name, catalogueDigest(patterns)]),
    );
    expect(said).toEqual(releasedCatalogues());
  });

  it('end with the one by which sentences are made', () => {
    expect(Object.keys(CATALOGUES).at(-1)).toBe(NEWEST);
  });

  it('hold patterns of which every one can be read', () => {
    for (const patterns of Object.values(catalogues)) {
      for (const pattern of Object.values(patterns)) {
        expect(() => new IntlMessageFormat(pattern, 'en', undefined, { ignoreTag: true })).not.toThrow();
      }
    }
  });

  it('write no number of their own, which a later Node might write otherwise', () => {
    const patterns = Object.values(catalogues).flatMap((each) => Object.values(each));
    expect(patterns.filter((pattern) => /#|, *(number|date|time|selectordinal)/.test(pattern))).toEqual([]);
  });

  it('take the values that messages.ts says', () => {
    const script = fileURLToPath(new URL('../../../scripts/generate-messages.ts', import.meta.url));
    expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
  });
});

describe('a message', () => {
  const say = sayIn(NEWEST);

  it('holds its values as they are', () => {
    expect(say('step.basis', { citation: "<b>art. 3</b> {n} '{'" })).toBe("Rule: <b>art. 3</b> {n} '{'.");
  });

  it('counts in words', () => {
    const length = (n: number) => say('length', { n, unit: 'businessDays' });
    expect([length(0), length(1), length(1200)]).toEqual(['0 business days', '1 business day', '1200 business days']);
  });

  it('lacks nothing: the compiler refuses an unknown message, a missing value and a value of another type', () => {
    // @ts-expect-error there is no such message
    expect(() => say('step.unheard-of', {})).not.toThrow();
    // @ts-expect-error the citation is missing
    expect(() => say('step.basis', {})).toThrow(/citation/);
    // @ts-expect-error a day counts in numbers
    expect(say('days', { n: 'three' })).toBe('three days');
    // @ts-expect-error there is no such unit
    expect(say('length', { n: 1, unit: 'fortnights' })).toBe('');
  });
});
