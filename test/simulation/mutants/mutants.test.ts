import { stripTypeScriptTypes } from 'node:module';
import { describe, expect, it } from 'vitest';
import { MUTANTS } from './all.ts';
import { planted, sourceOf } from './copy.ts';
import { namesInTable } from './table.ts';

describe('planted faults', () => {
  it.each(MUTANTS)('$name: is planted in one place, and leaves a program', (mutant) => {
    const source = sourceOf(mutant);
    const faulty = planted(source, mutant);
    expect(faulty).not.toBe(source);
    expect(() => stripTypeScriptTypes(faulty)).not.toThrow();
  });

  it('differ from each other', () => {
    const texts = MUTANTS.map(({ file, find, replace }) => JSON.stringify([file, find, replace]));
    expect(new Set(texts).size).toBe(texts.length);
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
  });

  it('are the rows of mutants.md, which `npm run simulate:mutants -- --write` writes', () => {
    expect(namesInTable()).toEqual(MUTANTS.map(({ name }) => name));
  });
});
