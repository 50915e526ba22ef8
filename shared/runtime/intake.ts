import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { IntakeTerms } from '../core/intake/contract-from.ts';
import { faultsOf } from '../core/intake/rule-faults.ts';
import { type IntakeRules, NO_RULES } from '../core/intake/rules.ts';
import { type LocatedIntake, readLocatedIntake } from '../desk/reading/read-intake.ts';
import { PackError } from '../desk/reading/read-pack.ts';
import { readTextFile, UnreadableFileError } from './text-file.ts';

/** The rules of intake of a terms folder, and their golden cases. */
export const INTAKE = 'intake.yaml';
export const INTAKE_CASES = 'intake.cases.yaml';

/** The rules of a terms folder with their places; undefined if it has none. `shown` is the file's name in a `PackError`. */
export function readIntakeIn(folder: string, shown = INTAKE): LocatedIntake | undefined {
  const path = join(folder, INTAKE);
  if (!existsSync(path)) return undefined;
  try {
    return readLocatedIntake(shown, readTextFile(path));
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    throw new PackError(shown, [{ line: error.line, column: 1, path: '', message: error.message }]);
  }
}

/**
 * The rules of a terms folder; none if it has no such file. A rule that names unknown terms, or a choice that its terms do
 * not offer, is refused: every subscription under it would wait.
 * @throws PackError
 */
export function loadIntake(folder: string, terms: Omit<IntakeTerms, 'intake'>): IntakeRules {
  const source = readIntakeIn(folder);
  if (source === undefined) return NO_RULES;
  const faults = source.intake.rules.flatMap((rule, index) =>
    faultsOf(rule, terms).map(({ field, detail }) => ({
      ...source.placeOf(['rules', index, field.split('.')[0] ?? field]),
      path: `rules.${rule.rule}.${field}`,
      message: detail,
    })),
  );
  if (faults.length > 0) throw new PackError(source.file, faults);
  return source.intake;
}
