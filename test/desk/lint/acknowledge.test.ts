import { describe, expect, it } from 'vitest';
import { clause, findingOf, lint, names } from './linting.ts';

const LESS = clause('first', 'nature: right\non: account.active\nperiod: 10 days');
const acknowledges = (...lines: string[]) => `acknowledges:\n${lines.map((line) => `  - { ${line} }\n`).join('')}`;

describe('acknowledging a finding', () => {
  it('answers for it with the pack’s own reason', () => {
    const more = acknowledges('finding: nothing-ends, clause: first, why: It is meant so.');
    const found = lint([LESS], { more });
    expect(names(found)).toEqual(['nothing-ends first']);
    expect(found[0]?.acknowledged).toBe('It is meant so.');
    expect(lint([LESS])[0]).not.toHaveProperty('acknowledged');
  });

  it('is itself a finding where there is none of that clause, or against that other', () => {
    const more = acknowledges(
      'finding: no-void, clause: first, why: Never mind.',
      'finding: nothing-ends, clause: first, against: second, why: Never mind.',
      'finding: nothing-end, clause: first, why: Never mind.',
    );
    const found = lint([LESS], { more });
    expect(found.filter(({ code }) => code === 'stale-acknowledgement')).toMatchObject([
      {
        severity: 'error',
        text: 'The pack acknowledges no-void of first, and there is no such finding.',
        remedy: 'Take it out, or correct it: of first there is nothing-ends.',
        places: [{ line: 16, column: 5 }],
      },
      { text: 'The pack acknowledges nothing-ends of first against second, and there is no such finding.' },
      { remedy: 'Did you mean nothing-ends?' },
    ]);
    expect(findingOf(found, 'nothing-ends')).not.toHaveProperty('acknowledged');
  });

  it('of a contradiction may name the other clause', () => {
    const clauses = ['10 days', '20 days'].map((length, index) =>
      clause(
        ['first', 'second'][index] as string,
        `topic: answer\non: support.requested\nabout: ticket\nperiod: ${length}\nsatisfiedBy: support.answered`,
      ),
    );
    const more = acknowledges(
      'finding: contradictory-periods, clause: first, against: second, why: The longer governs.',
    );
    const found = lint(clauses, { more });
    expect(found).toMatchObject([{ code: 'contradictory-periods', acknowledged: 'The longer governs.' }]);
  });
});
