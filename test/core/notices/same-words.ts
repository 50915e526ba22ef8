import { expect } from 'vitest';
import { visibleWords } from './html-structure.ts';

/** Expects the HTML of a letter to say what its text says. */
export function expectSameWords(html: string, text: string): void {
  // List numbers are drawn by the browser, and labels end in a colon only where there are no columns.
  const bare = (list: string[]) =>
    list.map((word) => word.replace(/:$/, '')).filter((word) => !/^(\d+\.|--|)$/.test(word));
  expect(bare(visibleWords(html))).toEqual(bare(text.split(/\s+/)));
}
