import { describe, expect, it } from 'vitest';
import { intakeJsonSchema, readLocatedIntake } from '../../../shared/desk/reading/read-intake.ts';
import { PackError } from '../../../shared/desk/reading/read-pack.ts';

function errorOf(text: string): string {
  try {
    readLocatedIntake('intake.yaml', text);
  } catch (error) {
    if (error instanceof PackError) return error.message;
    throw error;
  }
  return 'none';
}

const rule = (lines: string) => `rules:\n  - rule: one\n    when: {}\n    terms: exoopus\n    ${lines}\n`;

describe('the rules of intake', () => {
  it('are read with their places', () => {
    const { intake, placeOf } = readLocatedIntake('intake.yaml', rule('locale: de'));
    expect(intake.rules).toEqual([{ rule: 'one', when: {}, terms: 'exoopus', locale: 'de', billing: 'provider' }]);
    expect(placeOf(['rules', 0, 'locale'])).toEqual({ line: 5, column: 5 });
    expect(readLocatedIntake('intake.yaml', 'rules: []').intake).toEqual({ rules: [] });
  });

  it.each([
    [
      'a misspelt field',
      rule('lokale: de'),
      'intake.yaml:5:5 rules.one.lokale: there is no field lokale here; did you mean locale?',
    ],
    [
      'a misspelt condition',
      rule('').replace('{}', '{ prodcut: a }'),
      /3:13 rules\.one\.when\.prodcut: there is no field prodcut here; did you mean product\?/,
    ],
    ['no conditions', 'rules: [{ rule: one, terms: exoopus }]', /when is missing/],
    [
      'an unknown provider',
      rule('').replace('{}', '{ provider: strype }'),
      /use stripe or paddle; did you mean stripe\?/,
    ],
    ['a country in small letters', rule('').replace('{}', '{ country: de }'), /use two capital letters, such as DE/],
    ['a currency that is none', rule('').replace('{}', '{ currency: EURO }'), /use a code such as EUR/],
    [
      'a currency in small letters',
      rule('').replace('{}', '{ currency: [EUR, usd] }'),
      /use a code such as EUR, in capital letters/,
    ],
    ['an empty list', rule('').replace('{}', '{ product: [] }'), /give at least 1/],
    [
      'a version that is a number',
      rule('version: 5.9'),
      /5:14 rules\.one\.version: this is a number, and text is wanted; put it in quotes/,
    ],
    ['an id without a placeholder', rule('id: acme'), /every contract needs an id of its own/],
    ['an id of the provider alone', rule('id: "{provider}"'), /every contract needs an id of its own/],
    [
      'an unknown placeholder',
      rule('id: "{name}-{subscription}"'),
      /use letters, digits, hyphens and underscores, and \{provider\}/,
    ],
    ['a billing that is none', rule('billing: monthly'), /use provider or none/],
    ['a zone that does not exist', rule('timezone: Mars/Base'), /rules\.one\.timezone/],
    [
      'two rules of one name',
      rule('').concat('  - { rule: one, when: {}, terms: exoopus }\n'),
      /6:13 rules\.one\.rule: there is another rule called one; give one of them another name/,
    ],
    ['no rules', 'rule: []', /there is no field rule here; did you mean rules\?/],
    ['YAML that is none', 'rules: [', /intake\.yaml:1:\d+ a bracket/],
    ['an empty file', '', /intake\.yaml:1:1/],
    ['a list', '[]', /intake\.yaml:1:1/],
    [
      'more rules than there may be',
      `rules:\n${Array.from({ length: 501 }, (_, n) => `  - { rule: r${n}, when: {}, terms: exoopus }`).join('\n')}`,
      /give at most 500/,
    ],
    [
      'more values than there may be',
      rule('').replace('{}', `{ product: [${Array.from({ length: 101 }, (_, n) => `p${n}`)}] }`),
      /give at most 100/,
    ],
    [
      'more keys than there may be',
      rule('').replace('{}', `{ metadata: { ${Array.from({ length: 9 }, (_, n) => `k${n}: v`)} } }`),
      /name at most 8 keys/,
    ],
  ])('are refused for %s', (_, text, message) => {
    if (typeof message === 'string') expect(errorOf(text)).toBe(message);
    else expect(errorOf(text)).toMatch(message);
  });

  it('have a JSON Schema that knows each field, and only those', () => {
    expect(intakeJsonSchema()).toMatchObject({
      additionalProperties: false,
      properties: {
        rules: {
          type: 'array',
          items: {
            additionalProperties: false,
            required: ['rule', 'when', 'terms'],
            properties: { when: { additionalProperties: false } },
          },
        },
      },
    });
  });
});
