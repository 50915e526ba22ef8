import { expect, it } from 'vitest';
import { contractInBrief } from '../../local/contracts.ts';
import { buildCatalog } from '../../shared/core/terms/catalog.ts';
import { facts, packOf, silent, terms } from '../core/deadlines/planning.ts';

it('lists a contract with the place that its days have by now, whatever change is still to come', () => {
  const first = packOf(
    '- { id: a, ref: "1", title: A, means: m, nature: effect, obligor: provider, on: support.requested, period: 1 day }',
  );
  const catalog = buildCatalog([first, { ...first, version: '2', timezone: 'America/New_York', holidays: ['US'] }]);
  const contract = { ...silent, terms: 'test', version: '1' };
  const loaded = {
    head: { contract, revision: 1, chain: { seq: 0, hash: '' }, createdAt: '2026-05-01T00:00:00Z' },
    deadlines: [],
    events: facts('terms-change.effective@2027-01-01,toVersion=2').map((fact) => ({
      ...fact,
      recordedAt: '2026-05-01T00:00:00Z',
    })),
  };
  const place = (now: string) => {
    const { timezone, holidays } = contractInBrief(loaded, { ...terms, catalog, clock: { now: () => now } });
    return { timezone, holidays };
  };
  expect(place('2026-12-31T12:00:00Z')).toEqual({ timezone: 'UTC', holidays: [] });
  expect(place('2027-01-01T12:00:00Z')).toEqual({ timezone: 'America/New_York', holidays: ['US'] });
});
