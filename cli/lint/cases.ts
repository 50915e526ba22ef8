import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { packLabel } from '../../shared/core/terms/pack.ts';
import { FINDINGS, type Finding, type FindingCode, ofClause, ofPack } from '../../shared/desk/lint/finding.ts';
import { clausesIn } from '../../shared/desk/lint/subject.ts';
import { cited } from '../../shared/desk/lint/words.ts';
import {
  failuresOf,
  type GoldenCase,
  GoldenCasesError,
  readGoldenCases,
} from '../../shared/desk/plans/golden-cases.ts';
import { type Place, readYaml, type YamlFault } from '../../shared/desk/reading/yaml-text.ts';
import { readTextFile, UnreadableFileError } from '../../shared/runtime/text-file.ts';
import { sentence } from '../wrap.ts';
import type { LintInput, PackFile } from './input.ts';

/** A file of golden cases, and the label of what they are of. */
export interface CasesFile {
  readonly file: string;
  readonly pack: string;
}

/** Findings from a pack’s golden cases: cases whose result is not the expected one, and clauses without a case. */
export function lintCases(found: PackFile, terms: Pick<LintInput, 'catalog' | 'holidays'>): Finding[] {
  const file = relative('', found.cases);
  if (!existsSync(found.cases)) return [withoutCases(found.source, file)];
  const read: CasesFile = { file, pack: packLabel(found.source.pack) };
  try {
    const text = readTextFile(found.cases);
    const golden = readGoldenCases(file, text);
    return [...failingCases(golden, text, read, found, terms), ...clausesWithoutCase(golden, found, file)];
  } catch (error) {
    return faultsIn(error).map(({ message, ...place }) => {
      const remedy = 'Correct the file; until then none of its cases is run.';
      return findingAt('unreadable-cases', read, place, { text: sentence(message), remedy });
    });
  }
}

function failingCases(
  golden: readonly GoldenCase[],
  text: string,
  read: CasesFile,
  { source }: PackFile,
  terms: Pick<LintInput, 'catalog' | 'holidays'>,
): Finding[] {
  return golden.flatMap((one, index) =>
    failuresOf(one, source.pack, terms).map((failure) =>
      findingAt('case-fails', read, placeOf(text, index), {
        text: `The golden case “${one.case}” comes out otherwise: ${sentence(failure)}`,
        remedy: 'Correct the pack, or the case where it expects the wrong thing.',
      }),
    ),
  );
}

/** The faults for which a file cannot be read as golden cases. */
export function faultsIn(error: unknown): readonly YamlFault[] {
  if (error instanceof GoldenCasesError) return error.faults;
  if (error instanceof UnreadableFileError) return [{ line: error.line, column: 1, message: error.message }];
  throw error;
}

export function findingAt(
  code: FindingCode,
  { file, pack }: CasesFile,
  place: Place,
  said: { readonly text: string; readonly remedy: string },
): Finding {
  const { line, column } = place;
  return { code, severity: FINDINGS[code], pack, places: [{ file, line, column }], ...said };
}

/** Where a case begins. */
export function placeOf(text: string, index: number): Place {
  const yaml = readYaml(text);
  return 'faults' in yaml ? { line: 1, column: 1 } : yaml.placeOf([index]);
}

function withoutCases(source: PackFile['source'], file: string): Finding {
  return ofPack('no-case', source, ['clauses'], {
    text: 'There are no golden cases, so nothing shows what these clauses come to, and a change that moves a date goes unnoticed.',
    remedy: `Write some into ${file}, with the days that follow from the document.`,
  });
}

function clausesWithoutCase(golden: readonly GoldenCase[], { source }: PackFile, file: string): Finding[] {
  const prefix = source.pack.kind === 'statute' ? `${source.pack.pack}.` : '';
  const named = golden.flatMap(({ expect = {}, refused = {}, none = [] }) => [
    ...Object.keys(expect),
    ...Object.keys(refused),
    ...none,
  ]);
  const covered = new Set(named.map((id) => id.replace(/~.*/, '')));
  return clausesIn(source)
    .filter(({ clause: { id } }) => !covered.has(`${prefix}${id}`))
    .map((at) =>
      ofClause('no-case', at, {
        text: `No golden case shows what ${cited(at)} comes to in given circumstances.`,
        remedy: `Add one to ${file}, with the day that follows from the document.`,
      }),
    );
}
