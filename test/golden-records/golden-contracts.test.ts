import { describe, expect, it } from 'vitest';
import { type Difference, differencesOf } from '../../scripts/golden-records/differences.ts';
import { frozenShapes, readGolden } from '../../scripts/golden-records/format.ts';
import { canonicalJson } from '../../shared/core/events/canonical.ts';
import { expectedDifferences } from './expected.ts';

const lines = (differences: readonly Difference[]) => differences.map((one) => canonicalJson(one)).sort();

describe('deadlines that were stored before', () => {
  it('are what their events come to today, but for what mended faults explain', () => {
    const found = frozenShapes().flatMap((shape) =>
      readGolden(shape).contracts.flatMap((golden) => differencesOf({ ...golden, name: `${shape}, ${golden.name}` })),
    );
    const expected = expectedDifferences().filter(({ contract }) => !/^[^ ]+, folder: /.test(contract));
    expect(lines(found)).toEqual(lines(expected));
  });

  it('are of many contracts, each with a name of its own', () => {
    const { contracts } = readGolden('2026-11');
    expect(new Set(contracts.map(({ name }) => name)).size).toBe(contracts.length);
    expect(contracts.length).toBeGreaterThan(500);
  });
});
