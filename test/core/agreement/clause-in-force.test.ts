import { describe, expect, it } from 'vitest';
import { cycleInForce } from '../../../shared/core/agreement/cycles.ts';
import { dataReadBy } from '../../../shared/core/agreement/data-read.ts';
import { kindsKnownTo } from '../../../shared/core/agreement/kinds.ts';
import { applicability, asksHolidays, silences } from '../../../shared/core/agreement/silences.ts';
import type { Contract } from '../../../shared/core/events/contract.ts';
import type { Clause } from '../../../shared/core/terms/clause.ts';
import type { Pack } from '../../../shared/core/terms/pack.ts';
import type { AppliesIf } from '../../../shared/core/terms/written-clause.ts';
import { packOf, silent } from '../deadlines/planning.ts';

const EVENTS = 'kit.sent: A kit is sent., kit.lost: It is lost., hold.on: On hold., hold.off: No longer.';
const lines = (text: string, nature = 'obligation') => `- id: work
  ref: "1"
  title: Work
  means: Work is to be done.
  nature: ${nature}
  obligor: provider
${text.replaceAll(/^/gm, '  ')}`;
const packWith = (text: string, head = '', nature?: string) => packOf(lines(text, nature), head, EVENTS);
const clauseOf = (...given: Parameters<typeof packWith>): Clause => packWith(...given).clauses[0] as Clause;

describe('whether a clause asks for holidays', () => {
  it.each<[boolean, string]>([
    [false, '30 days'],
    [false, '2 months and 3 days'],
    [false, '{ length: 30 days, roll: none }'],
    [false, '{ length: 30 days, cutOff: { at: "17:00", movesTo: nextDay } }'],
    [false, '{ length: 72 hours }'],
    [true, '15 business days'],
    [true, '1 month and 2 business days'],
    [true, '{ length: 30 days, roll: following }'],
    [true, '{ length: 30 days, minWorkingDays: 2 }'],
    [true, '{ length: 30 days, regime: eu-1182-71 }'],
    [true, '{ length: 30 days, cutOff: { at: "17:00", movesTo: nextBusinessDay } }'],
    [true, '{ earlierOf: [{ length: 30 days }, { length: 15 business days }] }'],
  ])('%s: %s', (asks, period) => {
    const clause = clauseOf(`on: kit.sent\nperiod: ${period}`);
    expect([asksHolidays(clause), asksHolidays(clause)]).toEqual([asks, asks]);
  });
});

describe('the assumptions where a contract is silent', () => {
  const head = `assumptions:
  - { id: zone, text: Days are those of UTC. }
  - { id: none, text: No holidays. }
  - { id: ours, text: The law is ours. }
assumesWhenContractIsSilent: { timezone: zone, holidays: none, law: ours }
laws: { DK: { timezone: Europe/Copenhagen, holidays: [DK] }, RO: { timezone: Europe/Bucharest, holidays: [RO] } }
`;
  const DK = { law: 'DK', holidays: ['DK'], timezone: 'Europe/Copenhagen' };
  const assumed = (contract: Partial<Contract>, law?: typeof DK, more = '') => {
    const pack = packWith(`on: kit.sent\nperiod: 5 business days${more}`, head);
    return silences(pack.clauses[0] as Clause, pack, { ...silent, ...contract }, law).join(' ');
  };

  it.each<[string, Partial<Contract>, typeof DK | undefined, string]>([
    ['zone none ours', {}, undefined, ''],
    ['none ours', { timezone: 'Europe/Paris' }, undefined, ''],
    ['zone', { holidays: ['RO'] }, undefined, ''],
    ['', { law: 'DK' }, DK, ''],
    ['zone none', { law: 'SE' }, undefined, ''],
    ['zone ours', {}, undefined, '\nholidays: [RO]'],
  ])('are "%s" of %j', (expected, contract, law, more) => {
    expect(assumed(contract, law, more)).toBe(expected);
  });

  it('leave out holidays that do not matter, and a law where there is no choice', () => {
    const plain = packWith('on: kit.sent\nperiod: 5 days', head);
    expect(silences(plain.clauses[0] as Clause, plain, silent, undefined)).toEqual(['zone', 'ours']);
    const { laws: _laws, ...without } = plain;
    expect(silences(plain.clauses[0] as Clause, without as Pack, silent, undefined)).toEqual(['zone']);
  });
});

describe('whether a clause applies', () => {
  const yearly: AppliesIf = { contract: 'billing.cycle', is: ['1 year', '24 months'], ifSilent: 'does-not-apply' };
  const pro: AppliesIf = { contract: 'plan', is: ['pro', 'team'], ifSilent: 'applies', assumesIfSilent: 'paid' };

  it.each<[string, AppliesIf | undefined, Partial<Contract>, object]>([
    ['without a condition', undefined, {}, { assumes: [] }],
    ['by its cycle in other words', yearly, { billing: { cycle: '12 months' } }, { assumes: [] }],
    ['by the second of its cycles', yearly, { billing: { cycle: '2 years' } }, { assumes: [] }],
    [
      'not by another cycle',
      yearly,
      { billing: { cycle: '1 month' } },
      {
        assumes: [],
        doesNotApply: { because: 'elsewhere', field: 'billing.cycle', is: ['1 year', '24 months'], found: '1 month' },
      },
    ],
    ['not without a cycle', yearly, {}, { assumes: [], doesNotApply: { because: 'silent', field: 'billing.cycle' } }],
    ['on its plan', pro, { plan: 'team' }, { assumes: [] }],
    [
      'not on another plan',
      pro,
      { plan: 'free' },
      { assumes: [], doesNotApply: { because: 'elsewhere', field: 'plan', is: ['pro', 'team'], found: 'free' } },
    ],
    ['by an assumption without a plan', pro, {}, { assumes: ['paid'] }],
    [
      'not, by an assumption, without a term',
      { contract: 'term', is: ['1 year'], ifSilent: 'does-not-apply', assumesIfSilent: 'short' },
      {},
      { assumes: ['short'], doesNotApply: { because: 'silent', field: 'term' } },
    ],
    [
      'by its term in other words',
      { contract: 'term', is: ['1 year'], ifSilent: 'does-not-apply' },
      { term: '12 months' },
      { assumes: [] },
    ],
  ])('%s', (_, condition, contract, expected) => {
    expect(applicability(condition, { ...silent, ...contract })).toEqual(expected);
  });
});

describe('the cycle of a clause', () => {
  const head = `assumptions: [{ id: monthly, text: A month. }]
cycles:
  fixed: { every: 2 years }
  billed: { every: contract.billing, ifSilent: 1 month, assumesIfSilent: monthly }
  open: { every: contract.term }
  longer:
    every: 1 month
    extendedBy: { kind: extension.granted, days: days }
    beginsWith: { on: trial.started, from: data.endsOn }
`;
  const pack = packWith('on: kit.sent\nperiod: 5 days', head);
  const cycle = (name: string, contract: Pick<Contract, 'term' | 'billing'> = {}) => cycleInForce(name, pack, contract);

  it.each<[string, Pick<Contract, 'term' | 'billing'>, unknown]>([
    ['fixed', { billing: { cycle: '1 month', anchorDay: 4 } }, { n: 2, unit: 'years' }],
    ['billed', { billing: { cycle: '3 months' } }, { n: 3, unit: 'months' }],
    ['open', { term: '1 year' }, { n: 1, unit: 'years' }],
  ])('%s of %j is %j long', (name, contract, every) => {
    expect(cycle(name, contract)).toEqual({ cycle: { name, every }, assumes: [] });
  });

  it('is assumed, or missing, where the contract is silent', () => {
    expect(cycle('billed')).toEqual({
      cycle: { name: 'billed', every: { n: 1, unit: 'months' } },
      assumes: ['monthly'],
    });
    expect(cycle('open')).toEqual({ cycle: { name: 'open', missing: 'contract.term' }, assumes: [] });
    expect(cycle('unknown')).toBeUndefined();
  });

  it('has the anchor day of the billing, and what makes it longer or begins it', () => {
    expect(cycle('billed', { billing: { cycle: '1 month', anchorDay: 4 } })).toEqual({
      cycle: { name: 'billed', every: { n: 1, unit: 'months' }, anchorDay: 4 },
      assumes: [],
    });
    expect(cycle('longer')?.cycle).toMatchObject({
      extendedBy: { kind: 'extension.granted', days: 'days' },
      beginsWith: [{ on: 'trial.started', from: 'data.endsOn' }],
    });
  });
});

describe('the data that a clause reads', () => {
  const read = (text: string, nature?: string) =>
    dataReadBy(clauseOf(text, '', nature)).map(({ kind, key }) => `${kind} ${key}`);

  it.each<[string, string[]]>([
    ['on: kit.sent\nperiod: 5 days', []],
    [
      'on: kit.sent\nabout: kit\nperiod: { length: 5 days, from: data.arrivesOn }',
      ['kit.sent kit', 'kit.sent arrivesOn'],
    ],
    ['on: { kind: kit.sent, where: { size: big } }\nperiod: 5 days', ['kit.sent size']],
    [
      'on: [kit.sent, { kind: kit.lost, where: { size: big } }]\nabout: kit\nperiod: 5 days\nsatisfiedBy: hold.off',
      ['kit.lost size', 'kit.sent kit', 'kit.lost kit', 'hold.off kit'],
    ],
    [
      'on: kit.sent\nabout: kit\nperiod: 5 days\nproduces: { kind: kit.lost, carries: [size, weight] }',
      ['kit.sent kit', 'kit.sent size', 'kit.sent weight'],
    ],
    [
      'on: kit.sent\nabout: kit\nperiod: 5 days\nsuspendedBy: hold.on\nresumedBy: hold.off\nsuspensionAbout: hold',
      ['kit.sent kit', 'hold.on kit', 'hold.on hold', 'hold.off kit', 'hold.off hold'],
    ],
    [
      'allowance: { share: 0.01, per: calendar-year, from: kit.lost, to: kit.sent, excusedBy: storm }',
      ['kit.lost storm', 'kit.sent storm'],
    ],
  ])('%j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('is known of the kinds, with what each key holds', () => {
    const text =
      'on: kit.sent\nabout: kit\nperiod: { length: 5 days, from: data.arrivesOn }\nproduces: { kind: kit.lost, carries: [amount] }';
    const kinds = kindsKnownTo([packWith(text), packWith('on: hold.on\nperiod: 5 days')]);
    expect(kinds.dataKeysOf('kit.sent')).toMatchObject({
      kit: { holds: 'text', always: false },
      arrivesOn: { holds: 'day', always: false },
      amount: { holds: 'amount', always: false },
    });
    expect(kinds.dataKeysOf('kit.sent')).toBe(kinds.dataKeysOf('kit.sent'));
    expect(kinds.dataKeysOf('hold.on')).not.toHaveProperty('kit');
    expect(kinds.dataKeysOf('kit.unheard')).toEqual({});
    expect([kinds.names.has('kit.sent'), kinds.names.has('kit.unheard')]).toEqual([true, false]);
  });
});
