import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { compareDeadlines } from '../../../../shared/core/deadlines/deadline-changes.ts';

const PRINT_ALL = fileURLToPath(new URL('print-all.ts', import.meta.url));
const CHANGE_CATALOGUE = new URL('change-catalogue.ts', import.meta.url).href;

/** What a process of its own makes of one contract. */
const printed = (...before: string[]) =>
  JSON.parse(execFileSync(process.execPath, [...before, PRINT_ALL], { encoding: 'utf8' }));

it('a word changed in the catalogue changes what is said, and no stored deadline, no comparison and no evidence', () => {
  const before = printed();
  const after = printed('--import', CHANGE_CATALOGUE);
  expect(before.said.length).toBeGreaterThan(20);
  expect(after.said).toHaveLength(before.said.length);
  for (const [index, sentence] of after.said.entries()) expect(sentence).not.toBe(before.said[index]);
  expect(after.items).toEqual(before.items);
  expect(compareDeadlines(before.stored, after.deadlines, before.now)).toEqual([]);
  expect(after.evidence).toEqual(before.evidence);
});
