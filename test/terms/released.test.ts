import { describe, expect, it } from 'vitest';
import { readReleased } from '../../cli/released.ts';
import { releaseFaults } from '../../shared/desk/packs/digest.ts';
import { sourceFolder, sourceTerms } from '../../shared/runtime/terms.ts';

describe('released versions', () => {
  it('say what they said when they were released, and every version at hand is released', () => {
    const packs = [...sourceTerms().catalog.values()].flat();
    const faults = releaseFaults(packs, readReleased(sourceFolder()));
    expect(faults.map(({ message }) => message)).toEqual([]);
  });
});
