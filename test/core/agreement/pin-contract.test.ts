import { describe, expect, it } from 'vitest';
import { pinContract } from '../../../shared/core/agreement/pin-contract.ts';
import type { Contract } from '../../../shared/core/events/contract.ts';
import { buildCatalog } from '../../../shared/core/terms/catalog.ts';
import type { Pack } from '../../../shared/core/terms/pack.ts';
import { packOf, terms } from '../deadlines/planning.ts';

const CLAUSE = `- id: work
  ref: "1"
  title: Work
  means: Work is to be done.
  nature: obligation
  obligor: provider
  on: account.active
  period: 5 days`;
const plain = packOf(CLAUSE, 'settings: { ahead: { length: 5 days, why: It says so. } }\n');
const lawful = packOf(
  CLAUSE,
  'laws: { DK: { timezone: Europe/Copenhagen, holidays: [DK] }, RO: { holidays: [RO] } }\n',
);
const submitted: Contract = { id: 'acme', terms: 'test', customer: { email: 'ana@acme.example', locale: 'en' } };

function pinned(more: Partial<Contract>, ...packs: Pack[]) {
  const statutes = terms.catalog.get('gdpr') ?? [];
  const catalog = buildCatalog([...(packs.length > 0 ? packs : [plain]), ...statutes]);
  return pinContract({ ...submitted, ...more }, catalog, terms.holidays);
}

const faults = (...given: Parameters<typeof pinned>) => {
  const found = pinned(...given);
  return 'faults' in found ? found.faults.map(({ field, value }) => [field, value]) : [];
};

describe('a contract that can be used', () => {
  it('is pinned to the newest version, or to the one that it names', () => {
    const second = { ...plain, version: '2' };
    expect(pinned({}, plain, second)).toEqual({ contract: { ...submitted, version: '2' } });
    expect(pinned({ version: '1' }, plain, second)).toEqual({ contract: { ...submitted, version: '1' } });
  });

  it('is pinned to the newest revision, unless it names one; the first has no number', () => {
    const revised = { ...plain, revision: 2 };
    expect(pinned({}, plain, revised)).toEqual({ contract: { ...submitted, version: '1', revision: 2 } });
    expect(pinned({ revision: 1 }, plain, revised)).toEqual({ contract: { ...submitted, version: '1' } });
    expect(pinned({ version: '1', revision: 2 }, plain, revised)).toMatchObject({ contract: { revision: 2 } });
  });

  it('is pinned to the newest revisions of the statutes that the terms and it name', () => {
    const gdpr = terms.catalog.get('gdpr') ?? [];
    const revisions = gdpr
      .filter(({ revision }) => revision !== undefined)
      .map((one) => `gdpr@${one.version}+${one.revision}`);
    const newest = revisions.slice(-1);
    expect(newest).toHaveLength(1);
    expect(pinned({ statutes: ['gdpr'] })).toMatchObject({ contract: { statuteRevisions: newest } });
    expect(pinned({}, { ...plain, statutes: ['gdpr'] })).toMatchObject({ contract: { statuteRevisions: newest } });
    expect(pinned({})).toEqual({ contract: { ...submitted, version: '1' } });
  });

  it.each<Partial<Contract>>([
    { holidays: ['RO'], timezone: 'Europe/Bucharest', law: 'RO' },
    { billing: { cycle: '1 month', anchorDay: 31 }, startsOn: '2026-01-15', term: '12 months' },
    { billing: { cycle: '4 weeks' } },
    { settings: { ahead: '3 days' } },
  ])('may say %j', (more) => {
    expect(faults(more)).toEqual([]);
  });
});

describe('what cannot be used', () => {
  it.each<[Partial<Contract>, [string, unknown][]]>([
    [{ terms: 'unheard' }, [['terms', 'unheard']]],
    [{ terms: 'gdpr' }, [['terms', 'gdpr']]],
    [{ version: '9' }, [['version', '9']]],
    [
      { statutes: ['gdpr', 'unheard', 'test'] },
      [
        ['statutes', 'unheard'],
        ['statutes', 'test'],
      ],
    ],
    [{ holidays: ['XX'] }, [['holidays', 'XX']]],
    [{ billing: { cycle: '3 hours' } }, [['billing.cycle', '3 hours']]],
    [{ billing: { cycle: '3 hours', anchorDay: 40 } }, [['billing.cycle', '3 hours']]],
    [{ billing: { cycle: '1 month', anchorDay: 40 } }, [['billing.anchorDay', 40]]],
    [{ billing: { cycle: '4 weeks', anchorDay: 3 } }, [['billing.anchorDay', 3]]],
    [{ term: '3 hours' }, [['term', '3 hours']]],
    [{ settings: { ahead: '3 days', behind: '2 days' } }, [['settings.behind', '2 days']]],
    [{ plan: 'pro' }, [['plan', 'pro']]],
    [{ law: 'DK' }, [['law', 'DK']]],
    [{ law: 'DK', timezone: 'UTC' }, [['law', 'DK']]],
    [{ law: 'DK', holidays: [] }, [['law', 'DK']]],
    [
      { terms: 'unheard', term: 'soon', holidays: ['XX'] },
      [
        ['terms', 'unheard'],
        ['holidays', 'XX'],
        ['term', 'soon'],
      ],
    ],
  ])('in %j is named with its value', (more, expected) => {
    expect(faults(more)).toEqual(expected);
  });

  it('says what can be used instead', () => {
    const detail = (...given: Parameters<typeof pinned>) => {
      const found = pinned(...given);
      return 'faults' in found ? found.faults.map((fault) => fault.detail).join('\n') : '';
    };
    expect(detail({ terms: 'gdpr' })).toMatch(/test/);
    expect(detail({ settings: { behind: '2 days' } })).toContain('leave ahead to the contract. Take behind out');
    expect(detail({ settings: { behind: '2 days' } }, lawful)).toContain('leave nothing to the contract');
    expect(detail({ law: 'SE' }, lawful)).toContain('a choice of DK, RO. Name one of them');
    expect(detail({ law: 'SE', timezone: 'UTC', holidays: [] }, lawful)).toContain('a choice of DK, RO');
    expect(detail({ law: 'SE' })).toContain('no choice of law');
    expect(pinned({ law: 'RO' }, lawful)).toHaveProperty('contract');
  });

  it('in the terms themselves is named too', () => {
    expect(pinned({}, { ...plain, statutes: ['unheard@1'] })).toEqual({
      faults: [
        {
          field: 'terms',
          value: 'test',
          detail: expect.stringMatching(/^test@1 names unheard@1 under statutes\. .*unheard/),
        },
      ],
    });
  });
});
