import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../scripts/limits.ts';
import { typescriptIn } from '../tidy/sources.ts';

const limits = LIMITS.flatMap((group) => group.limits);
const sources = typescriptIn('shared', 'functions', 'local').map(({ text }) => text);
const declared = new Set(
  sources.flatMap((text) => [...text.matchAll(/^export const (\w+)/gm)].map(([, name]) => name)),
);

/** Bounds of how the code goes about its work, which nobody meets. */
const INWARD = ['LONGEST_PAUSE_MS', 'MOST_KNOWN'];

describe('docs/limits.md', () => {
  it('says what the code says', () => {
    const script = fileURLToPath(new URL('../../scripts/generate-limits-table.ts', import.meta.url));
    expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
  });

  it('has a number for each limit, and names what sets it', () => {
    expect(limits.filter(({ most }) => !Number.isSafeInteger(most) || most < 1)).toEqual([]);
    expect(limits.filter(({ name }) => !declared.has(name.split('.')[0] ?? '')).map(({ name }) => name)).toEqual([]);
  });

  it('has every limit that a constant of the service sets', () => {
    const found = typescriptIn('shared', 'functions').flatMap(({ text }) =>
      [...text.matchAll(/^export const ((?:MOST|LONGEST|LARGEST|MAX)_\w+)/gm)].map(([, name = '']) => name),
    );
    const named = new Set([...limits.map(({ name }) => name), ...INWARD]);
    expect(found.filter((name) => !named.has(name))).toEqual([]);
  });
});
