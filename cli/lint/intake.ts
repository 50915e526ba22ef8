import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { FINDINGS, type Finding } from '../../shared/desk/lint/finding.ts';
import { lintIntake } from '../../shared/desk/lint/intake.ts';
import { failuresOfIntake, readIntakeCases } from '../../shared/desk/plans/intake-cases.ts';
import type { LocatedIntake } from '../../shared/desk/reading/read-intake.ts';
import { PackError } from '../../shared/desk/reading/read-pack.ts';
import { INTAKE, INTAKE_CASES, readIntakeIn } from '../../shared/runtime/intake.ts';
import { readTextFile } from '../../shared/runtime/text-file.ts';
import { sentence } from '../wrap.ts';
import { type CasesFile, faultsIn, findingAt, placeOf } from './cases.ts';
import type { LintInput } from './input.ts';

/** Findings about the rules of intake of a folder and their golden cases; none if the folder has no rules. */
export function lintIntakeIn(folder: string, terms: Pick<LintInput, 'catalog' | 'holidays'>): Finding[] {
  try {
    const source = readIntakeIn(folder, relative('', join(folder, INTAKE)));
    return source === undefined ? [] : [...lintIntake(source, terms), ...lintCases(source, folder, terms)];
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    return error.faults.map(({ line, column, path, message }) => ({
      code: 'unreadable-intake',
      severity: FINDINGS['unreadable-intake'],
      pack: error.file,
      places: [{ file: error.file, line, column }],
      text: sentence(path === '' ? message : `${path}: ${message}`),
      remedy: 'Correct the file; until then nothing can be deployed.',
    }));
  }
}

function lintCases(
  { intake, file: ofRules, placeOf: placeIn }: LocatedIntake,
  folder: string,
  terms: Pick<LintInput, 'catalog' | 'holidays'>,
): Finding[] {
  const path = join(folder, INTAKE_CASES);
  const read: CasesFile = { file: relative('', path), pack: ofRules };
  const withoutCase = (index: number, text: string) =>
    findingAt('no-case', { file: ofRules, pack: ofRules }, placeIn(['rules', index, 'rule']), {
      text,
      remedy: `Add one to ${read.file}, with a subscription that it is for and the contract that it is to make.`,
    });
  if (!existsSync(path))
    return intake.rules.length === 0
      ? []
      : [withoutCase(0, 'There are no golden cases, so nothing shows what contracts the rules make.')];
  try {
    const text = readTextFile(path);
    const cases = readIntakeCases(read.file, text);
    const named = new Set(cases.map(({ rule }) => rule));
    return [
      ...cases.flatMap((golden, index) =>
        failuresOfIntake(golden, { ...terms, intake }).map((failure) =>
          findingAt('case-fails', read, placeOf(text, index), {
            text: `The golden case “${golden.case}” comes out otherwise: ${sentence(failure)}`,
            remedy: 'Correct the rules, or the case where it expects the wrong thing.',
          }),
        ),
      ),
      ...intake.rules.flatMap(({ rule }, index) =>
        named.has(rule) ? [] : [withoutCase(index, `No golden case shows what contract rule ${rule} makes.`)],
      ),
    ];
  } catch (error) {
    return faultsIn(error).map(({ message, ...place }) =>
      findingAt('unreadable-cases', read, place, {
        text: sentence(message),
        remedy: 'Correct the file; until then none of its cases is run.',
      }),
    );
  }
}
