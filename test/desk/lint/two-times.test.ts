import { describe, expect, it } from 'vitest';
import { clause, findingOf, lint, names } from './linting.ts';

describe('two times for one thing', () => {
  const duty = (id: string, length: string, more = '') =>
    clause(
      id,
      `topic: answer\non: support.requested\nabout: ticket\nperiod: ${length}\nsatisfiedBy: support.answered\n${more}`,
    );

  it('is a contradiction, with a day on which they differ', () => {
    const found = findingOf(lint([duty('first', '1 business day'), duty('second', '2 days')]), 'contradictory-periods');
    // Thursday 1 January 2026: one business day later is Friday the 2nd, two days later Saturday the 3rd.
    expect(found.text).toMatch(/on Thursday 1 January 2026, Friday 2 January 2026 and Saturday 3 January 2026/);
  });

  it('by their moments where the days are the same', () => {
    const found = findingOf(lint([duty('first', '71 hours'), duty('second', '70 hours')]), 'contradictory-periods');
    expect(found.text).toMatch(/2026, Saturday 3 January 2026 at 23:00 and Saturday 3 January 2026 at 22:00\./);
  });

  it('but not where they agree, or are limits of one claim, or of another topic', () => {
    expect(names(lint([duty('first', '7 days'), duty('second', '1 week')]))).toEqual([]);
    expect(names(lint([duty('first', '7 days', 'limit: answer'), duty('second', '9 days', 'limit: answer')]))).toEqual(
      [],
    );
    expect(
      names(lint([duty('first', '7 days'), duty('second', '9 days').replace('topic: answer', 'topic: call-back')])),
    ).toEqual([]);
  });
});

describe('two times for one thing, each for some contracts', () => {
  const duty = (id: string, length: string, applies: string) =>
    clause(
      id,
      `topic: answer\non: support.requested\nabout: ticket\nperiod: ${length}\nsatisfiedBy: support.answered\n${applies && `appliesIf: { ${applies} }`}`,
    );
  const both = (one: string, other: string) =>
    lint([duty('first', '40 days', one), duty('second', '60 days', other)])
      .filter(({ code }) => code === 'contradictory-periods')
      .map(({ text }) => text);
  const billed = (is: string, ifSilent = 'does-not-apply') =>
    `contract: billing.cycle, is: [${is}], ifSilent: ${ifSilent}`;
  const term = (is: string) => billed(is).replace('billing.cycle', 'term');

  it.each([
    [
      billed('1 month, 12 months'),
      billed('12 months'),
      /on every day from 2026 to 2029, where billing.cycle is 12 months\.$/,
    ],
    [billed('1 month, 12 months'), billed('1 year'), /where billing.cycle is 12 months\.$/],
    [billed('1 month'), '', /where billing.cycle is 1 month\.$/],
    [billed('1 month'), term('1 year'), /where billing.cycle is 1 month and term is 1 year\.$/],
    [billed('1 month', 'applies'), billed('1 year', 'applies'), /where the contract does not say its billing.cycle\.$/],
  ])('%s beside %s', (one, other, text) => {
    expect(both(one, other)).toEqual([expect.stringMatching(text)]);
  });

  it.each([
    [billed('1 month'), billed('12 months')],
    [billed('1 month', 'applies'), billed('12 months')],
    [billed('1 month').replace('billing.cycle', 'law'), billed('1  month').replace('billing.cycle', 'law')],
  ])('not %s beside %s', (one, other) => {
    expect(both(one, other)).toEqual([]);
  });
});
