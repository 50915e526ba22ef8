import { expect, it } from 'vitest';
import { TOLD_BY_PROVIDERS } from '../../../shared/core/events/kinds.ts';
import { canBeMovedBy } from '../../../shared/core/terms/moved-by.ts';
import { PROVIDER_NAMES } from '../../../shared/core/webhooks/doors.ts';
import { findProvider } from '../../../shared/core/webhooks/providers.ts';
import { loadTerms, sourceFolder } from '../../../shared/runtime/terms.ts';

const { catalog } = loadTerms(sourceFolder());

it('lists every kind that a message of a provider tells', () => {
  const mappings = PROVIDER_NAMES.flatMap((name) => [...(findProvider(name)?.mappings.values() ?? [])]);
  const told = new Set(mappings.flatMap(({ rules }) => rules.map(({ kind }) => kind)));
  expect([...TOLD_BY_PROVIDERS].sort()).toEqual([...told].sort());
});

it.each([
  ['exoopus', 'suspension', true],
  ['exoopus', 'export-window', true],
  ['exolyt', 'renewal', true],
  ['gdpr', 'subject-response', false],
])('%s/%s: %s', (name, id, expected) => {
  const clause = catalog
    .get(name)
    ?.at(-1)
    ?.clauses.find((one) => one.id === id);
  expect(clause && canBeMovedBy(clause, TOLD_BY_PROVIDERS)).toBe(expected);
});

it('says of a clause that no kind moves unless it follows from another or recurs', () => {
  const still = [...catalog.values()]
    .flat()
    .flatMap(({ clauses }) => clauses.filter((one) => !canBeMovedBy(one, new Set())));
  expect(still.length).toBeGreaterThan(50);
  expect(still.every(({ recurs }) => recurs === undefined)).toBe(true);
});
