import { describe, expect, it } from 'vitest';
import { agreementOf } from '../../../shared/core/agreement/agreement.ts';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import { buildCatalog } from '../../../shared/core/terms/catalog.ts';
import { type Pack, packLabel } from '../../../shared/core/terms/pack.ts';
import { singleCountingsIn } from '../../../shared/core/terms/shapes/questions.ts';
import { contractOn, packOf, terms } from '../deadlines/planning.ts';

const clause = (id: string, lines: string) => `- id: ${id}
  ref: "1"
  title: ${id}
  means: Something is to be done.
  nature: obligation
  obligor: provider
${lines.replaceAll(/^/gm, '  ')}`;

const HEAD = `assumptions: [{ id: zone, text: UTC. }, { id: monthly, text: A month. }, { id: paid, text: Paid. }]
assumesWhenContractIsSilent: { timezone: zone }
plans: { free: Without charge., pro: Paid for. }
laws: { DK: { timezone: Europe/Copenhagen, holidays: [DK] }, SE: { timezone: Europe/Stockholm } }
settings: { ahead: { length: 5 days, why: It says so. }, longer: { length: 2 months, why: It says so. } }
cycles: { month: { every: contract.billing, ifSilent: 1 month, assumesIfSilent: monthly } }
`;
const pack = packOf(
  [
    clause('plain', 'on: account.active\nperiod: 3 days'),
    clause('chosen', 'on: account.active\nperiod: { setting: ahead }'),
    clause(
      'earlier',
      'on: account.active\nperiod: { earlierOf: [{ setting: ahead }, { setting: longer }, { length: 9 days }] }',
    ),
    clause('later', 'on: account.active\nperiod: { laterOf: [{ setting: longer }, { length: 9 days }] }'),
    clause('follows', 'on: { clause: plain, becomes: lapsed }\nperiod: 3 days'),
    clause('recurring', 'cycle: month\nrecurs: after-lapse\nperiod: { length: 0 days, from: cycle.end }'),
    clause(
      'pro-only',
      'on: trial.started\nperiod: 3 days\nappliesIf: { contract: plan, is: [pro], ifSilent: applies, assumesIfSilent: paid }',
    ),
    clause('own', 'on: [account.active, trial.started]\nholidays: [RO]\nperiod: 3 business days'),
  ].join('\n'),
  HEAD,
);
const [contract] = contractOn(pack);

function inForce(more: Partial<PinnedContract> = {}, of = pack) {
  const catalog = buildCatalog([of]);
  return agreementOf({ contract: { ...contract, ...more }, catalog, holidays: terms.holidays }).current;
}
const named = (id: string, ...given: Parameters<typeof inForce>) => {
  const found = inForce(...given).clauses.find(({ key }) => key === id);
  if (!found) throw new Error(`no clause ${id}`);
  return found;
};

describe('a clause in force', () => {
  const lengths = (id: string, more: Partial<PinnedContract> = {}) => {
    const { clause: filled, settings } = named(id, more);
    return [singleCountingsIn(filled).map(({ length }) => length), settings];
  };

  it('has every length that the contract chose, or that the terms give', () => {
    const settings = { ahead: '4 days' };
    const ofTerms = { setting: 'longer', length: '2 months', terms: 'test@1' };
    expect(lengths('plain')).toEqual([['3 days'], []]);
    expect(lengths('chosen')).toEqual([['5 days'], [{ setting: 'ahead', length: '5 days', terms: 'test@1' }]]);
    expect(lengths('chosen', { settings })).toEqual([['4 days'], [{ setting: 'ahead', length: '4 days' }]]);
    expect(lengths('earlier', { settings })).toEqual([
      ['4 days', '2 months', '9 days'],
      [{ setting: 'ahead', length: '4 days' }, ofTerms],
    ]);
    expect(lengths('later', { settings })).toEqual([['2 months', '9 days'], [ofTerms]]);
  });

  it('refuses a setting that the terms do not have', () => {
    const without = { ...pack, settings: {} };
    expect(() => inForce({}, without)).toThrow(/ahead/);
    expect(() => inForce({}, { ...pack, settings: { ahead: pack.settings.ahead } as Pack['settings'] })).toThrow(
      /longer/,
    );
  });

  it('is started by its events; one that recurs without any, by the start of the contract', () => {
    const by = (kind: string) =>
      inForce()
        .startedBy(kind)
        .map(({ key }) => key);
    expect(by('account.active')).toEqual(['plain', 'chosen', 'earlier', 'later', 'own']);
    expect(by('trial.started')).toEqual(['pro-only', 'own']);
    expect(by('contract.commenced')).toEqual(['recurring']);
    expect(by('support.answered')).toEqual([]);
    expect(inForce().dependents.map(({ key }) => key)).toEqual(['follows']);
    expect(named('follows').startedBy).toBeUndefined();
  });

  it('rests on the assumptions where the contract is silent', () => {
    expect(named('plain').silent).toEqual(['zone']);
    expect(named('recurring').silent).toEqual(['zone', 'monthly']);
    expect(named('pro-only').silent).toEqual(['zone', 'paid']);
    expect(named('recurring', { timezone: 'UTC', billing: { cycle: '1 year' } })).toMatchObject({
      silent: [],
      cycle: { every: { n: 1, unit: 'years' } },
    });
    expect(named('plain')).not.toHaveProperty('cycle');
    expect(named('plain')).not.toHaveProperty('doesNotApply');
    expect(named('pro-only', { plan: 'free' }).doesNotApply).toMatchObject({ because: 'elsewhere', found: 'free' });
  });

  it('has holidays of its own, or those of the place', () => {
    expect(named('own').context.holidays.version).toMatch(/^RO@/);
    expect(named('plain', { holidays: ['DK'] }).context).toMatchObject({ timezone: 'UTC', holidays: { name: 'DK' } });
  });

  it.each<[Partial<PinnedContract>, string, string, string | undefined]>([
    [{}, 'UTC', 'none', undefined],
    [{ law: 'DK' }, 'Europe/Copenhagen', 'DK', 'DK'],
    [{ law: 'SE' }, 'Europe/Stockholm', 'none', 'SE'],
    [{ law: 'RO' }, 'UTC', 'none', undefined],
    [{ law: 'DK', timezone: 'Europe/Paris' }, 'Europe/Paris', 'DK', 'DK'],
    [{ law: 'DK', holidays: ['RO'] }, 'Europe/Copenhagen', 'RO', 'DK'],
    [{ law: 'DK', timezone: 'Europe/Paris', holidays: ['RO'] }, 'Europe/Paris', 'RO', undefined],
  ])('of %j counts in %s by %s, and names the law if it decides: %s', (more, timezone, holidays, law) => {
    const found = named('plain', more);
    expect([found.context.timezone, found.context.holidays.name, found.law?.law]).toEqual([timezone, holidays, law]);
  });

  it.each<[string, Partial<PinnedContract>, Partial<Pack>]>([
    ['the contract: ', { holidays: ['XX'] }, {}],
    ['the contract: ', { holidays: ['XX'], law: 'DK' }, {}],
    ['test@1, holidays: ', {}, { holidays: ['XX'] }],
    ['test@1, holidays: ', { law: 'SE' }, { holidays: ['XX'] }],
    ['test@1, laws.DK.holidays: ', { law: 'DK' }, { laws: { DK: { holidays: ['XX'] } } }],
    [
      'test@1, clause own: ',
      {},
      { clauses: pack.clauses.map((one) => (one.id === 'own' ? { ...one, holidays: ['XX'] } : one)) },
    ],
  ])('%sunknown holidays are named with the place that names them', (place, more, change) => {
    expect(() => inForce(more, { ...pack, ...change })).toThrow(`${place}unknown holiday set "XX"`);
  });
});

describe('a change of terms', () => {
  const versions = ['1', '2', '3'].map(
    (version): Pack => ({ ...pack, version, events: { [`v${version}.told`]: 'Told.' } }),
  );
  const revised: Pack = { ...(versions[1] as Pack), revision: 2 };
  const catalog = buildCatalog([...versions, revised]);
  const first = agreementOf({ contract, catalog, holidays: terms.holidays });
  const at = (day: number) => `2026-03-${String(day).padStart(2, '0')}T00:00:00Z`;
  const changed = (agreement: typeof first | undefined, day: number, version: string) => {
    const found = agreement?.withTermsFrom(at(day), version);
    if (!found) throw new Error(`no version ${version}`);
    return found;
  };
  const history = (agreement: typeof first) =>
    [1, 4, 5, 9, 10, 20].map((day) => agreement.versionAt(at(day)).version).join(' ');

  it('takes the place of those that were to come later, and of one at the same moment', () => {
    const second = changed(first, 5, '2');
    expect(history(second)).toBe('1 1 2 2 2 2');
    expect(history(changed(second, 10, '3'))).toBe('1 1 2 2 3 3');
    expect(history(changed(changed(second, 10, '3'), 4, '3'))).toBe('1 3 3 3 3 3');
    expect(history(changed(second, 5, '3'))).toBe('1 1 3 3 3 3');
    expect(first.withTermsFrom(at(5), '9')).toBeUndefined();
  });

  it('is current by the last event; before any event, the newest is', () => {
    const both = changed(changed(first, 5, '2'), 10, '3');
    const current = (agreement: typeof first) => agreement.current.pack.version;
    expect([current(both), current(first)]).toEqual(['3', '1']);
    expect([4, 5, 9, 10].map((day) => current(both.withLastEvent(at(day))))).toEqual(['1', '2', '2', '3']);
  });

  it('of the plan begins at its moment, under the terms of that moment', () => {
    const both = changed(changed(first, 5, '2'), 10, '3');
    const free = both.withPlanFrom(at(9), 'free');
    expect(free && history(free)).toBe('1 1 2 2 2 2');
    expect([free?.plan, both.plan]).toEqual(['free', undefined]);
    const applies = (day: number) =>
      free?.termsAt(at(day)).clauses.find(({ key }) => key === 'pro-only')?.doesNotApply?.because;
    expect([applies(4), applies(8), applies(9)]).toEqual([undefined, undefined, 'elsewhere']);
    const sooner = both.withPlanFrom(at(5), 'free');
    expect(sooner && history(sooner)).toBe('1 1 2 2 2 2');
    expect(sooner?.termsAt(at(5)).clauses.find(({ key }) => key === 'pro-only')?.doesNotApply).toBeDefined();
    expect(free?.withPlanFrom(at(12), 'free')).toBeUndefined();
    expect(both.withPlanFrom(at(9), 'gold')).toBeUndefined();
  });

  it('may put any version into force, of which those known come first', () => {
    const every = (agreement: typeof first) => agreement.everyPack().map(packLabel);
    expect(every(first)).toEqual(['test@1', 'test@3', 'test@2']);
    expect(every(changed(first, 5, '2+2'))).toEqual(['test@2+2', 'test@1', 'test@3']);
    expect(first.everyTerms().map((one) => one.pack.version)).toEqual(['1', '3', '2']);
    const kinds = first.everyKind().names;
    expect(['v1.told', 'v2.told', 'v3.told', 'v4.told'].filter((kind) => kinds.has(kind))).toHaveLength(3);
    const until = changed(first, 5, '2').kindsAt(at(5)).names;
    expect([until.has('v1.told'), until.has('v2.told'), until.has('v3.told')]).toEqual([true, true, false]);
    expect(changed(first, 5, '2').kindsAt(at(4)).names.has('v2.told')).toBe(false);
  });
});
