import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { kindsKnownTo } from '../../../shared/core/agreement/kinds.ts';
import {
  buildCatalog,
  DuplicatePackError,
  findPack,
  newestRevision,
  UnknownTermsError,
} from '../../../shared/core/terms/catalog.ts';
import { packLabel } from '../../../shared/core/terms/pack.ts';
import { rungName } from '../../../shared/core/terms/written-clause.ts';
import { countingSchema, periodsOf } from '../../../shared/core/terms/written-counting.ts';
import { packJsonSchema } from '../../../shared/desk/reading/pack-fields.ts';
import { sourceTerms } from '../../../shared/runtime/terms.ts';

const { catalog } = sourceTerms();
const pack = findPack(catalog, 'exoopus', '2026-01');

describe('the catalogue', () => {
  it('orders versions by their numbers and takes the newest where none is named', () => {
    const built = buildCatalog(['2', '10', '1.9'].map((version) => ({ ...pack, version })));
    expect(built.get('exoopus')?.map(({ version }) => version)).toEqual(['1.9', '2', '10']);
    expect(findPack(built, 'exoopus').version).toBe('10');
    expect(findPack(built, 'exoopus', '2').version).toBe('2');
  });

  it('takes the newest revision of the newest version, the one that is named, and the first without a number', () => {
    const revisions = [undefined, 10, 2].map((revision) => ({ ...pack, ...(revision !== undefined && { revision }) }));
    const built = buildCatalog([...revisions, { ...pack, version: '2025-01' }]);
    expect(built.get('exoopus')?.map(packLabel)).toEqual([
      'exoopus@2025-01',
      'exoopus@2026-01',
      'exoopus@2026-01+2',
      'exoopus@2026-01+10',
    ]);
    expect(findPack(built, 'exoopus').revision).toBe(10);
    expect(findPack(built, 'exoopus', '2026-01+2').revision).toBe(2);
    expect(findPack(built, 'exoopus', '2026-01').revision).toBeUndefined();
    expect(newestRevision(built, 'exoopus', '2026-01').revision).toBe(10);
    expect(() => findPack(built, 'exoopus', '2026-01+3')).toThrow(/no version 2026-01\+3 of exoopus/);
    expect(() => newestRevision(built, 'exoopus', '1999')).toThrow(UnknownTermsError);
    expect(() => buildCatalog([...revisions, ...revisions])).toThrow(DuplicatePackError);
  });

  it('names what is known when asked for what is not', () => {
    expect(() => findPack(catalog, 'acme')).toThrow(UnknownTermsError);
    expect(() => findPack(catalog, 'acme')).toThrow(/no terms pack acme\. Known: .*exoopus/);
    expect(() => findPack(catalog, 'exoopus', '1999')).toThrow(/no version 1999 of exoopus\. Known: exoopus@2026-01/);
  });

  it('refuses one version in two files', () => {
    expect(() => buildCatalog([pack, pack])).toThrow(DuplicatePackError);
  });
});

describe('the pack language', () => {
  it('gives the start of a count to its first length and its end to the last', () => {
    const counting = countingSchema.parse({ length: '1 month and 15 days', roll: 'following', countsTriggerDay: true });
    expect(periodsOf(counting)).toMatchObject([
      { n: 1, unit: 'months', countsTriggerDay: true },
      { n: 15, unit: 'days', roll: 'following' },
    ]);
    expect(periodsOf(counting)[0]).not.toHaveProperty('roll');
    expect(periodsOf(counting)[1]).not.toHaveProperty('countsTriggerDay');
  });

  it('names steps by what they are', () => {
    expect(rungName({ step: 'due', to: 'provider' })).toBe('due');
    expect(rungName({ step: 'reminder', before: ' 5  business days', to: 'provider' })).toBe(
      'reminder-5-business-days',
    );
  });

  it('knows the kinds that a pack names of its own', () => {
    expect(kindsKnownTo([pack]).names.has('termination.withdrawn')).toBe(true);
    expect(kindsKnownTo([pack]).names.has('termination.imagined')).toBe(false);
  });

  it('has a JSON Schema that knows each field, and only those', () => {
    expect(packJsonSchema()).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: { pack: {}, clauses: { type: 'array', items: { additionalProperties: false } } },
    });
  });

  it('is what terms/pack.schema.json says, and that of intake what terms/intake.schema.json says', () => {
    const script = fileURLToPath(new URL('../../../scripts/generate-editor-schemas.ts', import.meta.url));
    expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
  });
});
