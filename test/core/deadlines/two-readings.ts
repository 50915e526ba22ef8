import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import type { Fact } from '../../../shared/core/events/event.ts';
import type { Pack } from '../../../shared/core/terms/pack.ts';
import { readPack } from '../../../shared/desk/reading/read-pack.ts';
import { silent } from './planning.ts';

const HEAD = `title: Test terms
provider: Tester
timezone: UTC
holidays: []
sendAt: "09:00"
events: { access.closed: Access is closed. }
cycles: { month: { every: 1 month }, year: { every: 1 year } }`;

/** A clause of a small pack; fields are separated by semicolons. */
export const clause = (id: string, rest: string) => `  - id: ${id}
    ref: "1"
    title: ${id}
    means: Something follows.
    nature: obligation
    obligor: provider
    ${rest.replaceAll('; ', '\n    ')}
`;

/** One revision of a version of the small pack. */
export const read = (version: string, revision: number, ...clauses: readonly string[]): Pack =>
  readPack(
    `test/${version}${revision === 1 ? '' : `+${revision}`}.yaml`,
    `pack: test\nversion: "${version}"\n${revision === 1 ? '' : `revision: ${revision}\n`}${HEAD}\nclauses:\n${clauses.join('')}`,
  );

export const contract: PinnedContract = { ...silent, terms: 'test', version: '1' };

/** The acceptance of a revision. */
export const revised = (at: string, revision = 2, version = '1', id = `rev-${revision}-${at}`): Fact => ({
  ...{ id, kind: 'terms.revised', occurredAt: at },
  data: { version, revision, by: 'Ana', reason: 'counsel has read it again' },
});
export const ACCEPTED = revised('2026-03-20T12:00:00Z');
