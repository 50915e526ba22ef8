import { describe, expect, it } from 'vitest';
import { agreementOf } from '../../../shared/core/agreement/agreement.ts';
import { pinContract } from '../../../shared/core/agreement/pin-contract.ts';
import { MOST_STATUTES } from '../../../shared/core/agreement/readings.ts';
import { type Contract, type PinnedContract, pinnedContractSchema } from '../../../shared/core/events/contract.ts';
import { packLabel } from '../../../shared/core/terms/pack.ts';
import { readPack } from '../../../shared/desk/reading/read-pack.ts';
import { deadlineOf, facts, inBucharest, planOf, terms } from '../deadlines/planning.ts';

const { version: _version, ...unpinned } = inBucharest;

function pinned(contract: Contract): PinnedContract {
  const result = pinContract(contract, terms.catalog, terms.holidays);
  if ('faults' in result) throw new Error(JSON.stringify(result.faults));
  return result.contract;
}

const labelOf = (contract: PinnedContract) => packLabel(agreementOf({ contract, ...terms }).current.pack);

describe('a new contract', () => {
  it.each([
    ['that names nothing', unpinned, 2],
    ['that names a version', { ...unpinned, version: '2026-01' }, 2],
    ['that names a revision', { ...unpinned, version: '2026-01', revision: 2 }, 2],
    ['that names the first revision', { ...unpinned, version: '2026-01', revision: 1 }, 1],
  ])('%s is under one revision', (_, contract, revision) => {
    const { version, revision: stored = 1 } = pinned(contract);
    expect({ version, stored }).toEqual({ version: '2026-01', stored: revision });
  });

  it('stores no number of the first revision', () => {
    expect(pinned({ ...unpinned, revision: 1 })).not.toHaveProperty('revision');
  });

  it('cannot name a revision that there is not', () => {
    expect(pinContract({ ...unpinned, revision: 9 }, terms.catalog, terms.holidays)).toEqual({
      faults: [
        {
          field: 'version',
          value: '2026-01+9',
          detail: 'There is no version 2026-01+9 of exoopus. Known: exoopus@2026-01, exoopus@2026-01+2.',
        },
      ],
    });
  });
});

describe('a stored contract', () => {
  it('without a number stays under the first revision', () => {
    expect(labelOf(inBucharest)).toBe('exoopus@2026-01');
    expect(labelOf({ ...inBucharest, revision: 2 })).toBe('exoopus@2026-01+2');
  });

  it('changes to the revision that a change of terms names', () => {
    const agreement = agreementOf({ contract: { ...inBucharest, revision: 2 }, ...terms });
    const to = (version: string) => {
      const changed = agreement.withTermsFrom('2026-06-30T21:00:00Z', version);
      return changed && packLabel(changed.versionAt('2026-06-30T21:00:00Z'));
    };
    expect(['2026-01', '2026-01+2', '2026-01+9'].map(to)).toEqual(['exoopus@2026-01', 'exoopus@2026-01+2', undefined]);
  });

  it('is read as its revision reads the version', () => {
    const events = facts('invoice.issued@2026-11-02,id=i,invoice=a,dueOn=2026-11-02,collection=automatic');
    const idsUnder = (contract: PinnedContract) => planOf(contract, events).deadlines.map(({ id }) => id);
    expect(idsUnder(inBucharest)).toContain('suspension~a');
    expect(idsUnder({ ...inBucharest, revision: 2 })).not.toContain('suspension~a');
  });

  it('has deadlines that name the revision they are counted under', () => {
    const events = facts('contract.terminated@2026-11-20');
    const termsUnder = (contract: PinnedContract) => deadlineOf(planOf(contract, events), 'export-window').terms;
    expect(termsUnder(inBucharest)).toBe('exoopus@2026-01');
    expect(termsUnder({ ...inBucharest, revision: 2 })).toBe('exoopus@2026-01+2');
  });
});

describe('a statute beside the terms', () => {
  const statute = (revision: number | undefined, more = '') =>
    readPack(
      `law/1${revision === undefined ? '' : `+${revision}`}.yaml`,
      `pack: law
version: "2020-01-01"
${revision === undefined ? '' : `revision: ${revision}\n`}kind: statute
title: A law
${more}clauses:
  - id: duty
    ref: "1"
    title: Duty
    means: Something is due.
    nature: obligation
    obligor: provider
    on: data-export.requested
    period: ${revision ?? 1} days
`,
    );
  const catalog = new Map([...terms.catalog, ['law', [statute(undefined), statute(2, 'appliesFrom: 2026-06-01\n')]]]);
  const own = { ...unpinned, statutes: ['law'] };
  const pinnedOf = (contract: Contract) => {
    const result = pinContract(contract, catalog, terms.holidays);
    if ('faults' in result) throw new Error(JSON.stringify(result.faults));
    return result.contract;
  };
  const requested = (day: string) => facts(`data-export.requested@${day}`);
  const lastDay = (contract: PinnedContract, day = '2026-11-20') =>
    planOf(contract, requested(day), catalog).deadlines.map(({ date, terms: label }) => `${label} ${date}`);

  it('is read in its newest revision by a new contract, which stores it', () => {
    expect(pinnedOf(own)).toMatchObject({ statuteRevisions: ['law@2020-01-01+2'] });
    expect(lastDay(pinnedOf(own))).toEqual(['law@2020-01-01+2 2026-11-22']);
    expect(pinnedContractSchema.parse(pinnedOf(own))).toEqual(pinnedOf(own));
  });

  it('is read in its first revision by a contract that stores none', () => {
    const { statuteRevisions: _newest, ...older } = pinnedOf(own);
    expect(lastDay(older)).toEqual(['law@2020-01-01 2026-11-21']);
    expect(pinnedOf(unpinned)).not.toHaveProperty('statuteRevisions');
  });

  it('is read in the revision that the contract names', () => {
    expect(lastDay(pinnedOf({ ...own, statutes: ['law@2020-01-01'] }))).toEqual(['law@2020-01-01 2026-11-21']);
  });

  it('starts nothing before its day of application, and says so', () => {
    expect(lastDay(pinnedOf(own), '2026-06-01')).toEqual(['law@2020-01-01+2 2026-06-03']);
    const { deadlines, notApplied } = planOf(pinnedOf(own), requested('2026-05-31'), catalog);
    expect(deadlines).toEqual([]);
    expect(notApplied).toEqual([
      expect.objectContaining({ clause: 'law.duty', reason: { because: 'before', day: '2026-06-01' } }),
    ]);
  });
});

describe('a corrected reading of statutes', () => {
  const of = (name: string, version: string, revision = 1) =>
    readPack(
      `${name}/${version}${revision === 1 ? '' : `+${revision}`}.yaml`,
      `pack: ${name}
version: "${version}"
${revision === 1 ? '' : `revision: ${revision}\n`}kind: statute
title: A law
clauses:
  - id: duty
    ref: "1"
    title: Duty
    means: Something is due.
    nature: obligation
    obligor: provider
    on: data-export.requested
    period: ${revision} days
`,
    );
  const newerFor = (contract: Partial<PinnedContract>, ...packs: readonly ReturnType<typeof of>[]) => {
    const catalog = new Map([...terms.catalog, ...Map.groupBy(packs, ({ pack }) => pack)]);
    const revision = terms.catalog.get('exoopus')?.at(-1)?.revision;
    const own = { ...inBucharest, ...(revision !== undefined && { revision }), ...contract };
    return agreementOf({ contract: own, catalog, holidays: terms.holidays }).newerReading;
  };
  const both = (name: string, version: string) => [of(name, version), of(name, version, 2)];

  it('is proposed of each version by itself', () => {
    const packs = [...both('law', '2020-01-01'), ...both('law', '2027-01-01')];
    const contract = { statutes: ['law'], statuteRevisions: ['law@2020-01-01+2'] };
    expect(newerFor(contract, ...packs)).toMatchObject({
      statutes: ['law@2027-01-01+2'],
      from: ['law@2027-01-01+1'],
      to: ['law@2027-01-01+2'],
    });
    expect(newerFor({ ...contract, statuteRevisions: ['law@2020-01-01+2', 'law@2027-01-01+2'] }, ...packs)).toBe(
      undefined,
    );
  });

  it('is proposed of eight at once, and of the rest when these are accepted', () => {
    const names = Array.from({ length: MOST_STATUTES + 2 }, (_, n) => `law-${n}`);
    const packs = names.flatMap((name) => both(name, '2020-01-01'));
    const first = newerFor({ statutes: names }, ...packs)?.statutes ?? [];
    expect(first).toHaveLength(MOST_STATUTES);
    const rest = newerFor({ statutes: names, statuteRevisions: [...first] }, ...packs)?.statutes ?? [];
    expect([...first, ...rest].toSorted()).toEqual(names.map((name) => `${name}@2020-01-01+2`).toSorted());
  });
});
