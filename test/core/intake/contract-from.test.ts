import { describe, expect, it } from 'vitest';
import { contractFrom } from '../../../shared/core/intake/contract-from.ts';
import { sourceTerms } from '../../../shared/runtime/terms.ts';
import { customer, ITEM, rulesIn, subscription } from './intake.ts';

const { catalog, holidays } = sourceTerms();
const CATCH_ALL = '  - { rule: all, when: {}, terms: exoopus }\n';

function taken(
  rules: string,
  given: Parameters<typeof subscription>[0] = {},
  of: Parameters<typeof customer>[0] | 'unknown' = {},
) {
  const terms = { intake: rulesIn(rules), catalog, holidays };
  return contractFrom(subscription(given), of === 'unknown' ? undefined : customer(of), terms);
}

describe('the contract of a subscription', () => {
  it('has what the rule says, the customer’s address, the provider’s references and billing', () => {
    const rule = `  - rule: pro
    when: { product: prod_pro }
    terms: eloomi
    law: DK
    statutes: [gdpr]
    term: 12 months
`;
    expect(taken(rule, {}, { locale: 'da' })).toEqual({
      rule: 'pro',
      providerSet: ['name', 'email', 'locale'],
      contract: {
        id: 'stripe-sub_1',
        terms: 'eloomi',
        law: 'DK',
        statutes: ['gdpr'],
        term: '12 months',
        customer: { name: 'Acme', email: 'ana@acme.example', locale: 'da' },
        references: { stripe: ['sub_1', 'cus_1'] },
        startsOn: '2026-11-21',
        billing: { cycle: '1 month', anchorDay: 21 },
      },
    });
  });

  it.each([
    ['timezone: Pacific/Honolulu', '2026-11-20'],
    ['timezone: Asia/Tokyo', '2026-11-21'],
    ['locale: de', '2026-11-20'],
  ])('starts on the day that it is in its own zone: %s', (line, startsOn) => {
    expect(taken(`  - { rule: all, when: {}, terms: exoopus, ${line} }`)).toMatchObject({ contract: { startsOn } });
  });

  it('takes the language of the rule before that of the customer, and English without either', () => {
    const withLocale = '  - { rule: all, when: {}, terms: exoopus, locale: de }';
    expect(taken(withLocale, {}, { locale: 'fr' })).toMatchObject({
      contract: { customer: { locale: 'de' } },
      providerSet: ['name', 'email'],
    });
    expect(taken(CATCH_ALL)).toMatchObject({ contract: { customer: { locale: 'en' } } });
  });

  it.each([
    ['the day that was asked for', { anchorDay: 31 }, '', { cycle: '1 month', anchorDay: 31 }],
    ['no day of a cycle of weeks', { items: [{ ...ITEM, interval: '2 weeks' }] }, '', { cycle: '2 weeks' }],
    ['nothing where it is billed once', { items: [{ ...ITEM, interval: null }] }, '', undefined],
    ['nothing where the rule says none', {}, ', billing: none', undefined],
    ['what the rule says', {}, ', billing: { cycle: 3 months }', { cycle: '3 months' }],
    [
      'the interval of the item that the rule is for',
      { items: [{ ...ITEM, product: 'other', interval: '1 year' }, ITEM] },
      '',
      { cycle: '1 month', anchorDay: 20 },
    ],
  ])('is billed by %s', (_, given, more, billing) => {
    const found = taken(`  - { rule: pro, when: { product: prod_pro }, terms: exoopus${more} }`, given);
    expect('contract' in found && found.contract.billing).toEqual(billing);
  });

  it.each<[string, number | null, string, number]>([
    ['2026-11-30T23:30:00Z', 31, 'Europe/Bucharest', 1],
    ['2026-11-30T23:30:00Z', null, 'Europe/Bucharest', 1],
    ['2026-11-15T23:30:00Z', 15, 'Europe/Bucharest', 16],
    ['2026-12-01T00:00:00Z', 1, 'America/New_York', 31],
    ['2026-11-15T00:00:00Z', 15, 'America/New_York', 14],
    ['2026-11-30T12:00:00Z', 31, 'America/New_York', 31],
  ])('is billed on a day of its own zone: anchored at %s for day %s, in %s', (anchorAt, anchorDay, zone, expected) => {
    const rule = `  - { rule: all, when: {}, terms: exoopus, timezone: ${zone} }`;
    expect(taken(rule, { anchorAt, anchorDay })).toMatchObject({ contract: { billing: { anchorDay: expected } } });
  });

  it('is billed by the items of all rules that make the same contract, in whatever order the rules stand', () => {
    const rules = [
      '  - { rule: a, when: { product: a }, terms: exoopus }\n',
      '  - { rule: b, when: { product: b }, terms: exoopus }\n',
    ];
    const items = [
      { ...ITEM, product: 'a' },
      { ...ITEM, product: 'b', interval: '1 year' },
    ];
    for (const order of [rules, rules.toReversed()]) {
      expect(taken(order.join(''), { items })).toMatchObject({ waits: 'ambiguous-billing' });
    }
  });

  it('waits where its items are billed in different intervals', () => {
    const items = [ITEM, { ...ITEM, interval: '1 year' }];
    expect(taken(CATCH_ALL, { items })).toMatchObject({ waits: 'ambiguous-billing' });
  });

  it.each(['not-started', 'ended'] as const)('is none while it is %s', (state) => {
    expect(taken(CATCH_ALL, { state })).toEqual({ none: state });
  });
});

describe('the id of a contract', () => {
  const idOf = (template: string, given: Parameters<typeof subscription>[0] = {}, of = {}) => {
    const found = taken(`  - { rule: all, when: {}, terms: exoopus, id: "${template}" }`, given, of);
    return 'contract' in found ? found.contract.id : found;
  };

  it('is made by the rule', () => {
    expect(idOf('acme-{subscription}')).toBe('acme-sub_1');
    expect(idOf('{provider}_{customer}')).toBe('stripe_cus_1');
    expect(idOf('{metadata.account no}', { metadata: { 'account no': '4711' } })).toBe('4711');
    expect(idOf('{metadata.account}', {}, { metadata: { account: '4712' } })).toBe('4712');
  });

  it('is readable, short and unique where the text does not fit', () => {
    const long = idOf('{subscription}', { id: `sub_${'x'.repeat(100)}` });
    const other = idOf('{subscription}', { id: `sub_${'x'.repeat(101)}` });
    expect(long).toMatch(/^sub_x{43}-[0-9a-f]{16}$/);
    expect(other).not.toBe(long);
    expect(idOf('{metadata.account}', { metadata: { account: 'Müller & Söhne' } })).toMatch(
      /^M-ller-S-hne-[0-9a-f]{16}$/,
    );
  });

  it('is waited for where it is made of what is not there', () => {
    const metadata = JSON.parse('{ "constructor": "x" }');
    expect(idOf('{metadata.toString}', { metadata })).toMatchObject({ waits: 'no-id' });
    for (const account of ['', ' ']) {
      expect(idOf('{metadata.account}', { metadata: { account } })).toMatchObject({ waits: 'no-id' });
    }
    expect(idOf('{customer}', { customer: null })).toMatchObject({ waits: 'no-id' });
  });
});

describe('the rule of a subscription', () => {
  const RULES = `
  - { rule: all, when: {}, terms: exoopus }
  - { rule: euro, when: { currency: EUR }, terms: salexops }
  - { rule: pro, when: { product: prod_pro, currency: EUR }, terms: eloomi }
  - { rule: price, when: { price: price_new, currency: [EUR, USD] }, terms: exolyt }
`;
  const ruleOf = (
    rules: string,
    given: Parameters<typeof subscription>[0] = {},
    of: Parameters<typeof taken>[2] = {},
  ) => {
    const found = taken(rules, given, of);
    return 'rule' in found ? found.rule : found;
  };

  it('is the one with the most precise conditions', () => {
    expect(ruleOf(RULES, { currency: 'GBP' })).toBe('all');
    expect(ruleOf(RULES, { items: [] })).toBe('euro');
    expect(ruleOf(RULES)).toBe('pro');
    expect(ruleOf(RULES, { items: [{ ...ITEM, price: 'price_new' }] })).toBe('price');
    expect(ruleOf(RULES.split('\n').reverse().join('\n'))).toBe('pro');
  });

  it('asks for a product, price and plan of one and the same item', () => {
    const rule = '  - { rule: both, when: { product: a, plan: [x, y] }, terms: exoopus }';
    const item = (product: string, ...plans: string[]) => ({ ...ITEM, product, plans });
    expect(ruleOf(rule, { items: [item('a', 'z', 'y')] })).toBe('both');
    expect(ruleOf(rule, { items: [item('a'), item('b', 'x')] })).toMatchObject({ waits: 'no-rule' });
  });

  it('is none where none covers it, and that says what it is', () => {
    expect(ruleOf('  - { rule: usd, when: { currency: USD }, terms: exoopus }')).toEqual({
      waits: 'no-rule',
      detail:
        'No rule covers provider stripe, product prod_pro, price price_pro, currency EUR. Add one to intake.yaml.',
    });
    expect(ruleOf(' []', { items: [], currency: null })).toMatchObject({ waits: 'no-rule' });
  });

  it('is none of two that are as specific as each other, unless they say the same', () => {
    const two = (terms: string) => `
  - { rule: pro, when: { product: prod_pro }, terms: exoopus }
  - { rule: euro, when: { currency: EUR }, terms: ${terms} }
`;
    expect(ruleOf(two('salexops'))).toEqual({
      waits: 'ambiguous-rule',
      detail: 'The rules pro and euro cover it and neither is more specific. Write one for what both cover.',
    });
    expect(ruleOf(two('exoopus'))).toBe('pro');
    const both = `${two('salexops')}  - { rule: both, when: { product: prod_pro, currency: EUR }, terms: eloomi }\n`;
    expect(ruleOf(both)).toBe('both');
  });

  it('is none where two items have rules of their own, however specific one is', () => {
    const rules = `
  - { rule: base, when: { product: base }, terms: exoopus }
  - { rule: extra, when: { price: extra, currency: EUR }, terms: salexops }
`;
    const items = [
      { ...ITEM, product: 'base' },
      { ...ITEM, product: 'addon', price: 'extra' },
    ];
    expect(ruleOf(rules, { items })).toMatchObject({ waits: 'ambiguous-rule' });
    expect(ruleOf(rules, { items: [{ ...ITEM, product: 'base', price: 'extra' }] })).toBe('extra');
  });

  describe('by what is known of the customer', () => {
    const COUNTRIES = `
  - { rule: others, when: {}, terms: exoopus }
  - { rule: danish, when: { country: [DK, GL] }, terms: eloomi }
`;

    it('takes country and metadata from the subscription, or else from the customer', () => {
      expect(ruleOf(COUNTRIES, {}, { country: 'DK' })).toBe('danish');
      expect(ruleOf(COUNTRIES, {}, { country: 'DE' })).toBe('others');
      expect(ruleOf(COUNTRIES, { country: 'DE' }, { country: 'DK' })).toBe('others');
      const gold = `${CATCH_ALL}  - { rule: gold, when: { metadata: { tier: gold } }, terms: eloomi }\n`;
      expect(ruleOf(gold, {}, { metadata: { tier: 'gold' } })).toBe('gold');
      expect(ruleOf(gold, { metadata: { tier: 'tin' } }, { metadata: { tier: 'gold' } })).toBe('all');
      expect(ruleOf(gold)).toBe('all');
    });

    it('waits for a country that decides, and does not where it decides nothing', () => {
      expect(ruleOf(COUNTRIES)).toMatchObject({
        waits: 'no-address',
        detail: expect.stringMatching(/others and danish/),
      });
      const third = `${COUNTRIES}  - { rule: swedish, when: { country: SE }, terms: salexops }\n`;
      expect(ruleOf(third)).toMatchObject({
        detail: expect.stringMatching(/^Which of the rules \w+, \w+ and swedish /),
      });
      expect(ruleOf(COUNTRIES.replace('eloomi', 'exoopus'))).toBe('others');
      expect(ruleOf('  - { rule: danish, when: { country: DK }, terms: eloomi }')).toMatchObject({
        waits: 'no-address',
      });
      const precise = `${COUNTRIES}  - { rule: pro, when: { product: prod_pro, country: DK }, terms: salexops }
  - { rule: mine, when: { product: prod_pro, country: [DK, DE], currency: EUR }, terms: salexops }\n`;
      expect(ruleOf(precise, {}, { country: 'DE' })).toBe('mine');
    });

    it('waits for the customer, unless no rule can cover the subscription anyway', () => {
      expect(ruleOf(CATCH_ALL, {}, 'unknown')).toMatchObject({ waits: 'no-address' });
      expect(ruleOf(CATCH_ALL, {}, { email: null })).toMatchObject({ waits: 'no-address' });
      expect(ruleOf('  - { rule: usd, when: { currency: USD }, terms: exoopus }', {}, 'unknown')).toMatchObject({
        waits: 'no-rule',
      });
      const gold = '  - { rule: gold, when: { metadata: { tier: gold } }, terms: eloomi }';
      expect(ruleOf(gold, {}, 'unknown')).toMatchObject({ waits: 'no-address' });
      expect(ruleOf(gold)).toMatchObject({ waits: 'no-rule' });
    });
  });

  it('cannot make a contract that its terms refuse', () => {
    expect(taken('  - { rule: all, when: {}, terms: exopus }')).toMatchObject({
      waits: 'invalid',
      detail: expect.stringMatching(/^Rule all: terms: There is no terms pack exopus/),
    });
    expect(taken(CATCH_ALL, { id: 'sub 1' })).toMatchObject({ waits: 'invalid' });
    expect(taken(CATCH_ALL, { customer: 'cus 1' })).toMatchObject({ contract: { references: { stripe: ['sub_1'] } } });
  });
});
