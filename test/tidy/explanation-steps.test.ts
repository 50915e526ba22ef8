import { describe, expect, it } from 'vitest';
import { COUNTING_SHAPES } from '../../shared/core/calendar/explanation-schema.ts';
import { DEADLINE_SHAPES } from '../../shared/core/deadlines/explanation-schema.ts';
import { codeOf, projectFiles } from './sources.ts';

const FOLDERS = /^(functions|shared|infra|local|cli|scripts|bench)\/.*\.(ts|js)$/;

/** Where steps are told apart by their codes: to put them into words, to choose what a pack shows, to read old records. */
const HOMES = [
  'shared/core/words/',
  'shared/core/deadlines/stating/assumptions.ts',
  'shared/aws/table/stored-with-text.ts',
];

const sources = projectFiles().filter(({ path }) => FOLDERS.test(path) && !HOMES.some((home) => path.startsWith(home)));

/** Looks for some step among several, or tells them apart by code. Showing each step with its code is no such thing. */
const LOOK_UP =
  /[sS]teps\b\??\.(find|findLast|findIndex|findLastIndex|some|every)\(|[sS]teps\b\??\.(filter|flatMap)\(\s*\(\{[^}]*\bcode\b|\bstep\??\.code\b/;

const CODES = [...Object.keys(COUNTING_SHAPES), ...Object.keys(DEADLINE_SHAPES)];
const COMPARED = new RegExp(`\\bcode\\b\\s*[!=]==\\s*'(${CODES.join('|')})'`);

describe('the steps of an explanation', () => {
  it('are never looked up by code to decide something: what a rule needs is a field', () => {
    const looking = sources.filter(({ text }) => LOOK_UP.test(codeOf(text)) || COMPARED.test(text));
    expect(looking.map(({ path }) => path)).toEqual([]);
  });

  it.each([
    "const floor = deadline.steps.find(({ code }) => code === 'floor');",
    'const why = steps.filter(({ code }) => shown.has(code));',
    'const used = deadline.steps?.some((one) => one.year === 2026);',
    "if (note.code === 'met') return;",
    'switch (step.code) {}',
  ])('would be found: %s', (text) => {
    expect(LOOK_UP.test(codeOf(text)) || COMPARED.test(text)).toBe(true);
  });
});
