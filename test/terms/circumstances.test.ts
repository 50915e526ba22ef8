import { describe, expect, it } from 'vitest';
import { packLabel } from '../../shared/core/terms/pack.ts';
import { CIRCUMSTANCES, shownOf } from '../../shared/desk/plans/circumstances.ts';
import { readGoldenCases } from '../../shared/desk/plans/golden-cases.ts';
import { loadGoldenCases } from '../../shared/runtime/golden-cases.ts';
import { sourceFolder, sourceTerms } from '../../shared/runtime/terms.ts';

const newest = [...sourceTerms().catalog.values()]
  .flatMap((versions) => versions.at(-1) ?? [])
  .map((pack) => [packLabel(pack), pack] as const);

describe.each(newest)('the golden cases of %s', (_, pack) => {
  const prefix = pack.kind === 'statute' ? `${pack.pack}.` : '';
  const cases = loadGoldenCases(sourceFolder(), pack);
  const cells = pack.clauses
    .filter(({ shape }) => shape.kind !== 'none')
    .map(({ id }) => `${prefix}${id}`)
    .flatMap((clause) => {
      const { shown, excluded } = shownOf(clause, cases);
      return CIRCUMSTANCES.map((one) => ({
        cell: `${clause}: ${one}`,
        shown: shown.has(one),
        excluded: excluded.has(one),
      }));
    });

  it('show each clause with a clock in all circumstances, or say why it cannot be in one', () => {
    expect(cells.filter(({ shown, excluded }) => !shown && !excluded).map(({ cell }) => cell)).toEqual([]);
  });

  it('show nothing that they say cannot be', () => {
    expect(cells.filter(({ shown, excluded }) => shown && excluded).map(({ cell }) => cell)).toEqual([]);
  });
});

describe('circumstances', () => {
  const cases = (text: string) => readGoldenCases('a.yaml', text);

  it('are shown under the name of what is difficult, each of which is awkward', () => {
    const { shown, excluded } = shownOf(
      'export',
      cases(`- { case: a, shows: { export: [plain, holiday], other: late } }
- { case: b, shows: { export: early } }
- { case: c, doesNotArise: [{ clause: [other, export], circumstance: wrong-party, why: w }] }
- { case: d, doesNotArise: [{ clause: other, circumstance: [late, early], why: w }] }`),
    );
    expect([...shown]).toEqual(['plain', 'awkward', 'early']);
    expect([...excluded]).toEqual(['wrong-party']);
  });

  it.each([
    ['shows: { export: holidays }', /shows.export: .*did you mean holiday\?/],
    ['shows: { export: [] }', /shows.export/],
    ['doesNotArise: [{ clause: export, circumstance: plain, why: w }]', /circumstance/],
    ['doesNotArise: [{ clause: export, circumstance: late }]', /why is missing/],
  ])('%s is refused', (line, message) => {
    expect(() => cases(`- { case: a, ${line} }`)).toThrow(message);
  });
});
