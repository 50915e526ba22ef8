import { describe, expect, it } from 'vitest';
import { GoldenCasesError } from '../../../shared/desk/plans/golden-cases.ts';
import { failuresOfIntake, readIntakeCases } from '../../../shared/desk/plans/intake-cases.ts';
import { readLocatedIntake } from '../../../shared/desk/reading/read-intake.ts';
import { sourceTerms } from '../../../shared/runtime/terms.ts';

const { catalog, holidays } = sourceTerms();
const RULES = `rules:
  - { rule: pro, when: { product: prod_pro }, terms: eloomi, law: DK }
  - { rule: danish, when: { country: DK, currency: DKK }, terms: exoopus }
`;
const { intake } = readLocatedIntake('intake.yaml', RULES);
const failures = (text: string) => {
  const [golden] = readIntakeCases('intake.cases.yaml', text);
  return golden && failuresOfIntake(golden, { intake, catalog, holidays });
};
const PRO =
  'subscription: { startedAt: "2026-11-20T08:00:00Z", items: [{ product: prod_pro, interval: 1 year }], anchorDay: 20 }';

describe('golden cases of intake', () => {
  it('agree with the rules', () => {
    const expected = `{ id: stripe-sub_case, law: DK, startsOn: 2026-11-20, billing: { cycle: 1 year, anchorDay: 20 },
    customer: { email: somebody@customer.example, locale: en }, references: { stripe: [sub_case, cus_case] } }`;
    expect(failures(`- case: a\n  ${PRO}\n  rule: pro\n  expect: ${expected}\n  absent: [term]\n`)).toEqual([]);
    expect(failures(`- case: a\n  ${PRO}\n  customer: unknown\n  waits: no-address\n`)).toEqual([]);
    expect(failures('- case: a\n  subscription: {}\n  customer: { country: DE }\n  waits: no-rule\n')).toEqual([]);
    expect(failures('- case: a\n  subscription: { state: ended }\n  none: ended\n')).toEqual([]);
  });

  it('tell of everything that is otherwise', () => {
    const expected = '{ law: RO, customer: { locale: de }, term: 12 months }';
    expect(failures(`- case: a\n  ${PRO}\n  rule: danish\n  expect: ${expected}\n  absent: [billing]\n`)).toEqual([
      'it is made by rule pro, not danish',
      'law is DK, not RO',
      'customer.locale is en, not de',
      'term is absent, not 12 months',
      'billing is there',
    ]);
    expect(failures(`- case: a\n  ${PRO}\n  waits: no-rule\n`)).toEqual(['rule pro makes a contract of it']);
    expect(failures(`- case: a\n  ${PRO}\n  customer: { email: null }\n  rule: pro\n`)).toEqual([
      expect.stringMatching(/^it waits, no-address: The customer’s e-mail address is not known/),
    ]);
    expect(failures('- case: a\n  subscription: { state: ended }\n  rule: pro\n')).toEqual([
      'it becomes no contract: it has ended',
    ]);
  });

  it.each([
    [
      'a misspelt field',
      '- case: x\n  subscription: {}\n  wait: no-rule\n',
      /^wrong.yaml:3:3 case “x”: there is no field wait here; did you mean waits\?/m,
    ],
    [
      'nothing to come of it',
      '- case: x\n  subscription: {}\n',
      /wrong.yaml:1:3 case “x”: say what comes of it: rule and expect, or waits, or none/,
    ],
    [
      'two things to come of it',
      '- case: x\n  subscription: {}\n  waits: no-rule\n  rule: a\n',
      /say what comes of it/,
    ],
    [
      'a field that no contract has',
      '- case: x\n  subscription: {}\n  expect: { zone: UTC }\n',
      /there is no field zone here/,
    ],
    ['a reason that is none', '- case: x\n  subscription: {}\n  waits: no-rules\n', /did you mean no-rule\?/],
    [
      'a day for an instant',
      '- case: x\n  subscription: { startedAt: 2026-11-20 }\n  waits: no-rule\n',
      /write an instant such as/,
    ],
    ['YAML that is none', '- case: [', /wrong.yaml:1:10 a bracket/],
    ['no case', '[]', /wrong.yaml/],
  ])('are refused for %s', (_, text, message) => {
    expect(() => readIntakeCases('wrong.yaml', text)).toThrow(GoldenCasesError);
    expect(() => readIntakeCases('wrong.yaml', text)).toThrow(message);
  });
});
