import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintInput } from '../../../cli/lint/input.ts';
import { buildCatalog } from '../../../shared/core/terms/catalog.ts';
import { packLabel } from '../../../shared/core/terms/pack.ts';
import { withAcknowledgements } from '../../../shared/desk/lint/acknowledge.ts';
import { FINDINGS, SEVERITIES } from '../../../shared/desk/lint/finding.ts';
import { lintPack } from '../../../shared/desk/lint/lint.ts';
import { surroundingsOf } from '../../../shared/desk/lint/subject.ts';
import { type LocatedPack, PackError, readLocatedPack } from '../../../shared/desk/reading/read-pack.ts';

const input = lintInput([], undefined);
const surroundings = surroundingsOf(input.sources, input);
const findings = input.wanted.flatMap(({ source }) => withAcknowledgements(source, lintPack(source, surroundings)));

const found = (pack: string, code: string) =>
  findings.filter((one) => one.pack.startsWith(`${pack}@`) && one.code === code);

describe('the packs of the project', () => {
  it('hold no error that nobody answers for', () => {
    expect(input.wanted.map(({ source }) => packLabel(source.pack))).toContain('exoopus@2026-01+2');
    const open = findings.filter(({ severity, acknowledged }) => severity === 'error' && acknowledged === undefined);
    expect(open).toEqual([]);
  });

  it('exoopus gives 15 business days where the Data Act wants 30 calendar days', () => {
    expect(found('exoopus', 'below-statutory-floor')).toMatchObject([
      {
        clause: 'export-window',
        against: 'eu-data-act/data-retrieval',
        places: [
          { file: 'terms/exoopus/2026-01+2.yaml', ref: 'Termination and Modification of Terms, paragraph 1' },
          { file: 'terms/eu-data-act/2025-09-12+2.yaml', ref: 'Article 25(2)(g)' },
        ],
        acknowledged: expect.stringContaining('30 calendar days'),
      },
    ]);
    const [{ text } = { text: '' }] = found('exoopus', 'below-statutory-floor');
    // No holidays: 15 business days from Thursday 1 January 2026 end on Thursday the 22nd; 30 days on Saturday the 31st,
    // which Regulation 1182/71 moves to Monday.
    expect(text).toContain('Termination and Modification of Terms, paragraph 1');
    expect(text).toContain('Article 25(2)(g)');
    expect(text).toContain(
      'counted from Thursday 1 January 2026, the last day is Thursday 22 January 2026 under the terms and Monday 2 February 2026 under the statute',
    );
    expect(text).toContain('always give less');
  });

  it('none is compared with a statute on intermediation, because none of them is for that business', () => {
    const compared = findings.filter(({ against }) => against?.startsWith('eu-p2b/'));
    expect(compared).toEqual([]);
  });

  it('exolyt renews without a reminder', () => {
    expect(found('exolyt', 'missing-statutory-reminder')).toMatchObject([
      { clause: 'renewal', against: 'us-ny-auto-renewal/renewal-reminder', acknowledged: expect.any(String) },
    ]);
  });

  it('eloomi reminds in time of its renewal, and gives fewer days on some days only', () => {
    expect(found('eloomi', 'missing-statutory-reminder')).toEqual([]);
    expect(found('eloomi', 'below-statutory-floor')).toMatchObject([
      {
        clause: 'export-window',
        text: expect.stringMatching(/on \d+ of the 1461 days/),
        acknowledged: expect.any(String),
      },
    ]);
  });

  it('salexops contradicts itself twice', () => {
    expect(found('salexops', 'contradictory-periods')).toMatchObject([
      {
        clause: 'terms-change-announcement',
        against: 'terms-change-effect',
        text: expect.stringContaining('announced on Thursday 1 January 2026, it is in force on Monday 12 January 2026'),
        acknowledged: expect.stringContaining('later date'),
      },
    ]);
    expect(found('salexops', 'erasure-before-retrieval')).toMatchObject([
      { clause: 'user-cancellation', against: 'data-download', acknowledged: expect.any(String) },
    ]);
  });

  it('each statute that awaits counsel says so once', () => {
    const notes = findings.filter(({ code }) => code === 'awaits-counsel').map(({ pack }) => pack);
    const awaiting = input.wanted
      .filter(({ source }) => source.pack.review === 'counsel')
      .map(({ source }) => packLabel(source.pack));
    expect(notes).toEqual(awaiting);
  });
});

describe('a pack with one line left out', () => {
  it('can be linted whenever it can be read, and every finding says where, what and what to do', () => {
    const { reckoner } = surroundings;
    const texts = input.wanted.map(({ source }) => ({
      file: source.file,
      lines: readFileSync(source.file, 'utf8').split('\n'),
    }));
    const place = fc
      .nat(texts.length - 1)
      .chain((pack) => fc.record({ pack: fc.constant(pack), line: fc.nat((texts[pack]?.lines.length ?? 1) - 1) }));
    fc.assert(
      fc.property(place, ({ pack, line }) => {
        const { file, lines } = texts[pack] as (typeof texts)[number];
        const source = readOrNone(file, lines.toSpliced(line, 1).join('\n'));
        // Without its revision it would be a version that is there already.
        if (!source || lines[line]?.startsWith('revision:')) return;
        const sources = [source, ...input.sources.filter((one) => one.file !== file)];
        const catalog = buildCatalog(sources.map((one) => one.pack));
        const found = lintPack(source, { ...surroundingsOf(sources, { ...input, catalog }), reckoner });
        for (const { places, text, remedy, severity } of withAcknowledgements(source, found)) {
          expect(SEVERITIES).toContain(severity);
          expect(places[0]).toMatchObject({ file, line: expect.any(Number), column: expect.any(Number) });
          expect(`${text} ${remedy}`).not.toMatch(/undefined|NaN|\[object/);
          expect(text).toMatch(/[.]$/);
          expect(remedy).toMatch(/[.?]$/);
        }
      }),
      { numRuns: 60 },
    );
  });
});

function readOrNone(file: string, text: string): LocatedPack | undefined {
  try {
    return readLocatedPack(file, text);
  } catch (error) {
    if (error instanceof PackError) return undefined;
    throw error;
  }
}

describe('docs/lint.md', () => {
  it('has a row for each finding, with its severity, and for no other', () => {
    const page = readFileSync(new URL('../../../docs/lint.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z-]+)` \| ([a-z, ]+) \|/gm)].map(([, code = '', severity = '']) => [
      code,
      severity,
    ]);
    expect(Object.fromEntries(rows.map(([code]) => [code, true]))).toEqual(
      Object.fromEntries(Object.keys(FINDINGS).map((code) => [code, true])),
    );
    expect(rows).toHaveLength(Object.keys(FINDINGS).length);
    for (const [code = '', severity = ''] of rows) {
      expect(severity.split(', '), code).toContain(FINDINGS[code as keyof typeof FINDINGS]);
    }
  });
});
