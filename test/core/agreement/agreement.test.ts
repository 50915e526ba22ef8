import { describe, expect, it } from 'vitest';
import { type Agreement, agreementOf } from '../../../shared/core/agreement/agreement.ts';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import { buildCatalog } from '../../../shared/core/terms/catalog.ts';
import { type Pack, packLabel } from '../../../shared/core/terms/pack.ts';
import { deadlineOf, facts, inBucharest, planOf, silent, terms, until } from '../deadlines/planning.ts';

const { holidays } = terms;
const customer = { email: 'ana@acme.example', locale: 'en' };
const underEloomi: PinnedContract = { id: 'acme', terms: 'eloomi', version: '5.9', customer };
const of = (contract: PinnedContract, catalog = terms.catalog): Agreement =>
  agreementOf({ contract, catalog, holidays });

const [current] = terms.catalog.get('exoopus') as readonly [Pack];
const next: Pack = {
  ...current,
  version: '2026-07',
  timezone: 'America/New_York',
  events: { ...current.events, 'inventory.sent': 'What data the provider holds was told to the customer.' },
};
const changing = buildCatalog([...[...terms.catalog.values()].flat(), next]);

describe('place: zone, holidays and law', () => {
  const place = (more: Partial<PinnedContract>) => {
    const { timezone, holidays: sets, law, calendar } = of({ ...underEloomi, ...more }).placeAt('2026-03-01');
    return [timezone, ...sets, law?.law ?? 'no law', calendar.version].join(' ');
  };

  it.each<[Partial<PinnedContract>, string]>([
    [{}, 'Europe/Copenhagen DK no law DK@2026.1'],
    [{ law: 'US-DE' }, 'America/New_York US-DE US-DE US-DE@2026.1'],
    [{ law: 'GB-ENG' }, 'Europe/London GB-ENG GB-ENG GB-ENG@2026.1'],
    [{ law: 'US-DE', timezone: 'Europe/Paris' }, 'Europe/Paris US-DE US-DE US-DE@2026.1'],
    [{ law: 'US-DE', holidays: ['RO'] }, 'America/New_York RO US-DE RO@2026.1'],
    [{ timezone: 'Europe/Paris', holidays: [] }, 'Europe/Paris no law none'],
  ])('of %j is %s', (more, expected) => {
    expect(place(more)).toBe(expected);
  });

  it('decides the day of a moment and the moment of a day', () => {
    const agreement = of({ ...underEloomi, law: 'US-DE' });
    expect(agreement.dayOf('2026-03-01T02:00:00Z')).toBe('2026-02-28');
    expect(agreement.dayOf('2026-03-01')).toBe('2026-03-01');
    expect(agreement.momentOf('2026-07-01')).toBe('2026-07-01T04:00:00Z');
    expect(agreement.momentOf('2026-07-01T09:00:00+02:00')).toBe('2026-07-01T07:00:00Z');
  });
});

describe('the start of a contract', () => {
  it('is the day that it names, else that of its commencement in the zone of its law', () => {
    const american = of({ ...underEloomi, law: 'US-DE' });
    expect(american.startsOn).toBeUndefined();
    expect(american.withCommencement('2026-03-01T02:00:00Z').startsOn).toBe('2026-02-28');
    expect(of({ ...underEloomi, startsOn: '2026-02-01' }).withCommencement('2026-03-01').startsOn).toBe('2026-02-01');
  });

  it('comes before every event but those that may precede it', () => {
    const agreement = of({ ...underEloomi, law: 'US-DE', startsOn: '2026-03-01' });
    const isBefore = (kind: string, occurredAt: string) => agreement.isBeforeStart({ kind, occurredAt });
    expect(isBefore('breach.alleged', '2026-03-01T04:59:59Z')).toBe(true);
    expect(isBefore('breach.alleged', '2026-03-01T05:00:00Z')).toBe(false);
    expect(isBefore('contract.signed', '2026-01-01')).toBe(false);
    expect(of(underEloomi).isBeforeStart({ kind: 'breach.alleged', occurredAt: '1999-01-01' })).toBe(false);
  });

  it.each<[string, boolean]>([
    ['kit.shipped', false],
    ['kit.returned', true],
    ['kit.lost', true],
  ])('comes before %s of the pack’s own only where the pack says so', (kind, isBefore) => {
    const pack: Pack = {
      ...current,
      version: '2026-08',
      events: { 'kit.shipped': { means: 'It left.', mayPrecedeStart: true }, 'kit.returned': 'It came back.' },
    };
    const contract = { ...underEloomi, terms: 'exoopus', version: '2026-08', startsOn: '2026-03-01' };
    const agreement = of(contract, buildCatalog([pack]));
    expect(agreement.isBeforeStart({ kind, occurredAt: '2026-02-20' })).toBe(isBefore);
    expect(agreement.isBeforeStart({ kind, occurredAt: '2026-03-01' })).toBe(false);
  });
});

it('a kind of a statute is known beside that statute alone', () => {
  const moved = { means: 'The customer has moved.', beside: 'eu-data-act' };
  const catalog = buildCatalog([
    { ...current, version: '2026-08', events: { 'service.moved': moved } },
    ...(terms.catalog.get('eu-data-act') ?? []),
  ]);
  const knows = (statutes: string[]) =>
    of({ ...inBucharest, version: '2026-08', statutes }, catalog)
      .kindsAt('2026-11-20T08:00:00Z')
      .names.has('service.moved');
  expect([knows([]), knows(['eu-data-act'])]).toEqual([false, true]);
});

describe('the version in force', () => {
  const before = of(inBucharest, changing);
  const later = before.withTermsFrom('2026-06-30T21:00:00Z', '2026-07') as Agreement;

  it.each([
    ['2026-06-30T20:59:59Z', '2026-01', false],
    ['2026-06-30T21:00:00Z', '2026-07', true],
    ['2031-01-01T00:00:00Z', '2026-07', true],
  ])('at %s is %s, with its kinds of event', (moment, version, knowsInventory) => {
    expect(later.versionAt(moment).version).toBe(version);
    expect(later.termsAt(moment).pack.version).toBe(version);
    expect(later.kindsAt(moment).names.has('inventory.sent')).toBe(knowsInventory);
    expect(later.kindsAt(moment).names.has('contract.terminated')).toBe(true);
  });

  it('keeps the kinds of the versions before it, for which what stands under them waits', () => {
    const first = of({ ...inBucharest, version: '2026-07' }, changing);
    const { names } = (first.withTermsFrom('2026-06-30T21:00:00Z', '2026-01') as Agreement).kindsAt(
      '2026-08-01T00:00:00Z',
    );
    expect(names.has('inventory.sent')).toBe(true);
  });

  it('changes in the changed agreement only, and not to a version that is not at hand', () => {
    expect(before.versionAt('2031-01-01T00:00:00Z').version).toBe('2026-01');
    expect(before.withTermsFrom('2026-06-30T21:00:00Z', '2031-01')).toBeUndefined();
  });

  it('brings its own place from the first day that begins under it', () => {
    // The change takes effect as 1 July begins in UTC, the zone of 2026-01; in New York it is still 30 June.
    const moved = of(silent, changing).withTermsFrom('2026-07-01T00:00:00Z', '2026-07') as Agreement;
    expect(['2026-06-30', '2026-07-01'].map((day) => moved.placeAt(day).timezone)).toEqual(['UTC', 'America/New_York']);
    expect(moved.momentOf('2026-06-30')).toBe('2026-06-30T00:00:00Z');
    expect(moved.momentOf('2026-07-01')).toBe('2026-07-01T04:00:00Z');
    expect(moved.dayOf('2026-06-30T23:59:59Z')).toBe('2026-06-30');
    expect(moved.dayOf('2026-07-01T03:59:59Z')).toBe('2026-06-30');
  });

  it('orders what happens on a bare day by the zone of that day', () => {
    const state = (delivered: string, ...before: string[]) => {
      const told = facts(...before, 'contract.terminated@2026-07-02T16:00:00Z', `data-export.delivered@${delivered}`);
      const { state: found, date } = deadlineOf(planOf(silent, told, changing), 'export-window');
      return `${found} ${date}`;
    };
    const changed = 'terms-change.effective@2026-07-01,toVersion=2026-07';
    // 15 business days end with Thursday 23 July: in UTC, and four hours later in New York.
    expect([state('2026-07-23'), state('2026-07-24')]).toEqual(['met 2026-07-23', 'open 2026-07-23']);
    expect([state('2026-07-23', changed), state('2026-07-24', changed)]).toEqual(['met 2026-07-23', 'open 2026-07-23']);
    expect(state('2026-07-24T03:59:59Z', changed)).toBe('met 2026-07-23');
  });

  it('names the provider in letters: that of the deadline’s own terms, beside a statute that of the day', () => {
    const renamed = buildCatalog([
      ...[...terms.catalog.values()].flat(),
      { ...next, provider: 'Exoopus International' },
    ]);
    const agreement = of(inBucharest, renamed).withTermsFrom('2026-06-30T21:00:00Z', '2026-07');
    const provider = (label: string, moment: string) => agreement?.providerUnder(label, moment);
    expect(provider('exoopus@2026-01', '2026-08-01T00:00:00Z')).toBe(current.provider);
    expect(provider('exoopus@2026-07', '2026-01-01T00:00:00Z')).toBe('Exoopus International');
    expect(provider('gdpr@2018-05-25', '2026-06-01T00:00:00Z')).toBe(current.provider);
    expect(provider('gdpr@2018-05-25', '2026-08-01T00:00:00Z')).toBe('Exoopus International');
  });
});

describe('an agreement after a plan', () => {
  const announced =
    'terms-change.announced@2026-05-01T09:00:00+03:00,change=c1,toVersion=2026-07,effectiveOn=2026-07-01';
  const versions = (...events: Parameters<typeof planOf>[1][]) => {
    const { agreement } = planOf(inBucharest, events.flat(), changing);
    return ['2026-06-30', '2026-07-01', '2026-09-01'].map(
      (day) => agreement.versionAt(agreement.momentOf(day)).version,
    );
  };
  const lapsed = until('2026-08-01T00:00:00Z', inBucharest, facts(announced), changing);

  it.each([
    ['before any change', facts(announced), ['2026-01', '2026-01', '2026-01']],
    ['after a change that nobody objected to', lapsed, ['2026-01', '2026-07', '2026-07']],
    [
      'after a change that a late objection undid',
      [...lapsed, ...facts('terms-change.rejected@2026-06-15,change=c1')],
      ['2026-01', '2026-01', '2026-01'],
    ],
    [
      'after a change that is told of for later',
      facts('terms-change.effective@2026-09-01,toVersion=2026-07'),
      ['2026-01', '2026-01', '2026-07'],
    ],
    [
      'after a change that was withdrawn as a mistake',
      facts('terms-change.effective@2026-07-01,id=e,toVersion=2026-07', 'event.withdrawn@2026-08-01,event=e'),
      ['2026-01', '2026-01', '2026-01'],
    ],
    [
      'after the end of the contract',
      facts('contract.terminated@2026-06-01', 'terms-change.effective@2026-07-01,toVersion=2026-07'),
      ['2026-01', '2026-01', '2026-01'],
    ],
    [
      'after a change to a version that is not at hand',
      facts('terms-change.effective@2026-07-01,toVersion=2031-01'),
      ['2026-01', '2026-01', '2026-01'],
    ],
  ])('knows the version of each day %s', (_, events, expected) => {
    expect(versions(events)).toEqual(expected);
  });

  it('says what is in force after the last event', () => {
    const { agreement } = planOf({ ...inBucharest, statutes: ['gdpr'] }, lapsed, changing);
    expect([agreement.current.pack, ...agreement.current.statutes].map(packLabel)).toEqual([
      'exoopus@2026-07',
      'gdpr@2018-05-25',
    ]);
  });

  it('lists every version that may come to apply, the one in force first', () => {
    const { agreement } = planOf({ ...inBucharest, statutes: ['gdpr'] }, lapsed, changing);
    expect(agreement.everyTerms().map(({ pack }) => pack.version)).toEqual(['2026-07', '2026-01']);
    expect(agreement.everyPack().map(packLabel).sort()).toEqual([
      'exoopus@2026-01',
      'exoopus@2026-07',
      'gdpr@2018-05-25',
    ]);
  });
});

describe('what happens at the very moment at which changed terms take effect', () => {
  const terminated = 'contract.terminated@2026-07-01';
  const under = (events: Parameters<typeof planOf>[1]) =>
    planOf(inBucharest, events, changing).deadlines.find(({ id }) => id === 'export-window')?.terms;

  it('falls under the changed terms, whether a lapse or a person tells of the change', () => {
    const announced = 'terms-change.announced@2026-05-01,change=c1,toVersion=2026-07,effectiveOn=2026-07-01';
    const lapsed = until('2026-07-01T00:00:00Z', inBucharest, facts(announced), changing);
    expect(under([...lapsed, ...facts(terminated)])).toBe('exoopus@2026-07');
    expect(under(facts('terms-change.effective@2026-07-01,toVersion=2026-07', terminated))).toBe('exoopus@2026-07');
  });
});

describe('the data of a kind', () => {
  const { names, dataKeysOf } = of({ ...underEloomi, terms: 'exolyt', version: '2023-01-01' }).kindsAt(
    '2026-03-01T00:00:00Z',
  );

  it('is what is documented of it', () => {
    expect(dataKeysOf('subject-request.received')).toMatchObject({
      request: { holds: 'text', always: true },
      role: { values: ['controller', 'processor'] },
    });
  });

  it('is, of a kind of the pack’s own, what its clauses read', () => {
    expect(names.has('subcontractor-change.announced')).toBe(true);
    expect(dataKeysOf('subcontractor-change.announced')).toMatchObject({ change: { holds: 'text', always: false } });
    expect(dataKeysOf('subcontractor-change.imagined')).toEqual({});
  });
});
