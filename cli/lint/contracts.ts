import { existsSync } from 'node:fs';
import { GoldenCasesError, readGoldenCases } from '../../shared/desk/plans/golden-cases.ts';
import { PackError } from '../../shared/desk/reading/read-pack.ts';
import { readIntakeIn } from '../../shared/runtime/intake.ts';
import { readTextFile, UnreadableFileError } from '../../shared/runtime/text-file.ts';
import type { PackFile } from './input.ts';

/** The statutes that contracts under a pack name: those of its golden cases, and those that rules of intake make. */
export function statutesOfContracts({ source: { pack }, cases, folder }: PackFile): string[] {
  const golden = readable(() => (existsSync(cases) ? readGoldenCases(cases, readTextFile(cases)) : []));
  const rules = readable(() => (folder === undefined ? [] : (readIntakeIn(folder)?.intake.rules ?? [])));
  return [
    ...golden.flatMap(({ contract }) => contract?.statutes ?? []),
    ...rules.flatMap(({ terms, statutes = [] }) => (terms === pack.pack ? statutes : [])),
  ];
}

/** Nothing for a file that cannot be read: that is a finding of its own. */
function readable<Value>(read: () => readonly Value[]): readonly Value[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof GoldenCasesError || error instanceof UnreadableFileError || error instanceof PackError)
      return [];
    throw error;
  }
}
