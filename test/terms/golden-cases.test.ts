import { describe, expect, it } from 'vitest';
import { packLabel } from '../../shared/core/terms/pack.ts';
import { CIRCUMSTANCES, shownOf } from '../../shared/desk/plans/circumstances.ts';
import { failuresOf, GoldenCasesError, readGoldenCases } from '../../shared/desk/plans/golden-cases.ts';
import { loadGoldenCases } from '../../shared/runtime/golden-cases.ts';
import { currentTerms, sourceFolder } from '../../shared/runtime/terms.ts';

const terms = currentTerms();
const packs = [...terms.catalog.values()].flat();
const cases = packs.flatMap((pack) => loadGoldenCases(sourceFolder(), pack).map((golden) => ({ pack, golden })));

describe('golden cases', () => {
  it.each(cases.map(({ pack, golden }) => [packLabel(pack), golden.case, { pack, golden }] as const))(
    '%s: %s',
    (_pack, _case, { pack, golden }) => {
      expect(failuresOf(golden, pack, terms)).toEqual([]);
    },
  );

  it.each(packs.map((pack) => [packLabel(pack), pack] as const))('%s has a case for each of its clauses', (_, pack) => {
    const prefix = pack.kind === 'statute' ? `${pack.pack}.` : '';
    const named = new Set(
      cases
        .filter((one) => one.pack === pack)
        .flatMap(({ golden }) => [...Object.keys(golden.expect ?? {}), ...(golden.none ?? [])])
        .map((id) => id.replace(/~.*/, '')),
    );
    expect(pack.clauses.map(({ id }) => `${prefix}${id}`).filter((id) => !named.has(id))).toEqual([]);
  });

  it('tell of everything that is otherwise', () => {
    const pack = packs.find(({ pack: name }) => name === 'exoopus');
    if (!pack) throw new Error('there is no exoopus');
    const [golden] = readGoldenCases(
      'wrong.yaml',
      `- case: wrong in every way
  events: ["contract.terminated@2026-11-20", "terms-change.announced@2026-11-21,change=c,effectiveOn=2026-11-22"]
  expect:
    export-window: { date: 2026-12-12, state: met, timezone: Europe/Bucharest, says: nobody said so, figure: { EUR: 1 } }
    suspension: { date: 2026-12-12 }
  absent: [deletion]
  refused: { terms-change-notice: 2027-01-01 }
  none: [export-window]
`,
    );
    expect(golden && failuresOf(golden, pack, terms)).toEqual([
      'export-window: date is 2026-12-11, not 2026-12-12',
      'export-window: state is open, not met',
      'export-window: timezone is UTC, not Europe/Bucharest',
      'export-window: figure is nothing, not EUR 1',
      'export-window: no step says “nobody said so”',
      expect.stringMatching(/^there is no suspension; there are export-window, deletion/),
      'deletion is there',
      'terms-change-notice refuses nothing until 2027-01-01',
      'export-window has a period',
    ]);
  });

  describe('in one case', () => {
    const eloomi = terms.catalog.get('eloomi')?.[0];
    const failures = (text: string) => {
      const [golden] = readGoldenCases('a.yaml', text);
      if (!eloomi || !golden) throw new Error('there is no case');
      return failuresOf(golden, eloomi, terms);
    };
    const TERM = 'contract: { startsOn: 2026-01-01, term: 12 months }';

    it('a clause is absent only where none of its deadlines is there', () => {
      expect(failures(`- { case: renewal, ${TERM}, events: [], absent: [non-renewal-notice] }`)).toEqual([
        'non-renewal-notice~2026-01-01 is there',
      ]);
      expect(failures(`- { case: renewal, ${TERM}, absent: [non-renewal-notice~2031-01-01] }`)).toEqual([]);
    });

    it.each([
      'absent: [invoice-du]',
      'none: [invoice-du]',
      'refused: { invoice-du: 2027-01-01 }',
      'shows: { invoice-du: plain }',
      'doesNotArise: [{ clause: [invoice-due, invoice-du], circumstance: late, why: w }]',
    ])('%s names no clause, and that is said', (line) => {
      expect(failures(`- { case: typo, ${TERM}, ${line} }`)).toEqual([
        'there is no clause invoice-du; did you mean invoice-due?',
      ]);
    });

    it('what is shown is looked at', () => {
      expect(failures(`- { case: nothing, ${TERM}, shows: { invoice-due: plain } }`)).toEqual([
        'it shows invoice-due and expects nothing of it; name it under expect, absent or refused',
      ]);
    });

    it('an event is of a kind that means something', () => {
      expect(failures(`- { case: typo, ${TERM}, events: ["invoice.dew@2026-02-01"] }`)).toEqual([
        'invoice.dew@2026-02-01: there is no kind of event invoice.dew; did you mean invoice.due?',
      ]);
      const asked = 'subject-request.received@2026-02-01,role=Processor';
      expect(failures(`- { case: typo, ${TERM}, events: ["${asked}"] }`)).toEqual([
        `${asked}: role is one of controller, processor`,
      ]);
    });
  });

  it.each([
    ['an event that is no text', '- case: x\n  events: [{ kind: a.b }]\n', /write an event as text, kind@occurredAt/],
    [
      'a misspelt field',
      '- case: x\n  evnts: []\n',
      /wrong.yaml:2:3 case “x”: there is no field evnts here; did you mean events\?$/,
    ],
    ['YAML that is none', '- case: [', /wrong.yaml:1:10 a bracket that was opened/],
    ['no case', '[]', /wrong.yaml/],
  ])('refuse %s', (_, text, message) => {
    expect(() => readGoldenCases('wrong.yaml', text)).toThrow(GoldenCasesError);
    expect(() => readGoldenCases('wrong.yaml', text)).toThrow(message);
  });

  it.each([
    ['events: ["nonsense"]', /occurredAt/],
    ['contract: { holidays: [XX] }\n  events: ["contract.terminated@2026-11-20"]', /unknown holiday set/],
  ])('tell of what cannot be planned: %s', (lines, message) => {
    const pack = packs.find(({ pack: name }) => name === 'exoopus');
    const [golden] = readGoldenCases('wrong.yaml', `- case: x\n  ${lines}\n`);
    expect(pack && golden && failuresOf(golden, pack, terms).join()).toMatch(message);
  });
});

const newest = [...terms.catalog.values()]
  .flatMap((versions) => versions.at(-1) ?? [])
  .map((pack) => [packLabel(pack), pack] as const);

describe.each(newest)('the golden cases of %s', (_, pack) => {
  const prefix = pack.kind === 'statute' ? `${pack.pack}.` : '';
  const own = cases.filter((one) => one.pack === pack).map(({ golden }) => golden);
  const cells = pack.clauses
    .filter(({ shape }) => shape.kind !== 'none')
    .map(({ id }) => `${prefix}${id}`)
    .flatMap((clause) => {
      const { shown, excluded } = shownOf(clause, own);
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
  const read = (text: string) => readGoldenCases('a.yaml', text);

  it('are shown under the name of what is difficult, each of which is awkward', () => {
    const { shown, excluded } = shownOf(
      'export',
      read(`- { case: a, shows: { export: [plain, holiday], other: late } }
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
    expect(() => read(`- { case: a, ${line} }`)).toThrow(message);
  });
});
