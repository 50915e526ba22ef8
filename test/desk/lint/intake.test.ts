import { describe, expect, it } from 'vitest';
import { lintIntake } from '../../../shared/desk/lint/intake.ts';
import { readLocatedIntake } from '../../../shared/desk/reading/read-intake.ts';
import { sourceTerms } from '../../../shared/runtime/terms.ts';

const terms = sourceTerms();

const found = (...rules: string[]) =>
  lintIntake(readLocatedIntake('intake.yaml', `rules:\n${rules.map((rule) => `  - { ${rule} }`).join('\n')}\n`), terms);
const told = (...rules: string[]) =>
  found(...rules).map(({ code, severity, places: [place] }) => `${severity} ${code} ${place?.line}:${place?.column}`);

describe('a rule of intake that makes no contract', () => {
  it.each([
    ['terms: exopus', /There is no terms pack exopus/],
    ['terms: gdpr', /There is no terms pack gdpr\. gdpr is a statute: name it under statutes/],
    ['terms: exoopus, version: "1999"', /no version 1999 of exoopus/],
    ['terms: eloomi, law: FR', /offer a choice of DK, GB-ENG, US-DE/],
    ['terms: exoopus, holidays: [XX]', /unknown holiday set/],
    ['terms: exoopus, statutes: [gdrp]', /no statute gdrp/],
    ['terms: exoopus, settings: { window: 3 days }', /Take window out/],
    ['terms: exoopus, billing: { cycle: 3 business days }', /business days/],
  ])('is found: %s', (line, text) => {
    const [finding, ...others] = found(`rule: one, when: {}, ${line}`);
    expect({ code: finding?.code, others }).toEqual({ code: 'unusable-rule', others: [] });
    expect(finding?.text).toMatch(text);
    expect(finding?.places[0]?.line).toBe(2);
  });

  it('is placed at its field', () => {
    expect(told('rule: one, when: {}, terms: eloomi, law: FR')).toEqual(['error unusable-rule 2:43']);
  });
});

describe('rules that cover the same', () => {
  it.each([
    ['conditions on different things', 'product: a', 'currency: EUR'],
    ['values in common', 'product: [a, b]', 'product: [b, c]'],
    ['metadata', 'metadata: { tier: gold }', 'country: DE'],
    ['no conditions', '', ''],
  ])('are found: %s', (_, one, other) => {
    const rules = (terms: string) => [
      `rule: one, when: { ${one} }, terms: exoopus`,
      `rule: other, when: { ${other} }, terms: ${terms}`,
    ];
    const codes = found(...rules('eloomi')).map(({ code }) => code);
    expect(codes).toContain('ambiguous-rules');
    expect(found(...rules('exoopus')).map(({ code }) => code)).not.toContain('ambiguous-rules');
  });

  it('name each other, and what to do', () => {
    const [finding] = found(
      'rule: one, when: { product: a }, terms: exoopus',
      'rule: two, when: { currency: EUR }, terms: eloomi',
    );
    expect(finding).toMatchObject({
      severity: 'error',
      pack: 'intake.yaml',
      against: 'two',
      places: [{ line: 2 }, { line: 3 }],
      text: expect.stringMatching(/^Rules one and two can cover the same subscription/),
      remedy: expect.stringMatching(/conditions of both/),
    });
  });

  it('are no error where only the provider knows whether they do', () => {
    expect(
      told(
        'rule: one, when: { product: a, currency: EUR }, terms: exoopus',
        'rule: two, when: { plan: b, country: DE }, terms: eloomi',
      ),
    ).toEqual(['warning ambiguous-rules 2:18']);
  });

  it.each([
    ['one is more specific', ['product: a', 'product: a, currency: EUR']],
    ['a price says more than a product', ['product: a', 'price: p']],
    ['they have no value in common', ['product: a, currency: EUR', 'product: a, currency: USD']],
    ['a third one decides', ['product: a', 'currency: EUR', 'product: [a, b], currency: EUR']],
  ])('are none where %s', (_, conditions) => {
    const packs = ['exoopus', 'eloomi', 'salexops'];
    expect(told(...conditions.map((when, n) => `rule: r${n}, when: { ${when} }, terms: ${packs[n]}`))).toEqual([]);
  });

  it('are found where the third one decides only some of them', () => {
    const rules = ['product: [a, b]', 'currency: EUR', 'product: a, currency: EUR'];
    const packs = ['exoopus', 'eloomi', 'salexops'];
    expect(told(...rules.map((when, n) => `rule: r${n}, when: { ${when} }, terms: ${packs[n]}`))).toEqual([
      'error ambiguous-rules 2:17',
    ]);
  });
});

describe('a rule that is never reached', () => {
  it.each([
    ['repeats another', ['product: [a, b]', 'product: a'], 'warning rule-never-reached 3:17'],
    [
      'is covered by one that only names every provider',
      ['product: a', 'product: a, provider: [stripe, paddle]'],
      'warning rule-never-reached 2:17',
    ],
  ])('is found where it %s', (_, rules, finding) => {
    expect(told(...rules.map((when, n) => `rule: r${n}, when: { ${when} }, terms: exoopus`))).toEqual([finding]);
  });

  it('is found where no provider sends what it asks for', () => {
    expect(found('rule: one, when: { country: [GB, UK] }, terms: exoopus')).toMatchObject([
      { code: 'rule-never-reached', remedy: 'Write GB.' },
    ]);
    expect(told('rule: one, when: { country: QQ }, terms: exoopus')).toEqual(['warning rule-never-reached 2:18']);
    expect(told('rule: one, when: { provider: paddle, country: DK }, terms: exoopus')).toEqual([
      'warning rule-never-reached 2:18',
    ]);
  });
});

it('a language that does not exist is found', () => {
  expect(told('rule: one, when: {}, terms: exoopus, locale: gr')).toEqual(['error unknown-locale 2:44']);
  expect(told('rule: one, when: {}, terms: exoopus, locale: pt-BR')).toEqual([]);
});
