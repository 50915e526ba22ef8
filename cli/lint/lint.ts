import { parseArgs } from 'node:util';
import { InvalidHolidayTableError } from '../../shared/core/calendar/holiday-table.ts';
import { withAcknowledgements } from '../../shared/desk/lint/acknowledge.ts';
import { FINDINGS, type Finding, SEVERITIES } from '../../shared/desk/lint/finding.ts';
import { lintPack } from '../../shared/desk/lint/lint.ts';
import { surroundingsOf } from '../../shared/desk/lint/subject.ts';
import { type CommandLine, UsageError } from '../command-line.ts';
import { sentence } from '../wrap.ts';
import { lintCases } from './cases.ts';
import { statutesOfContracts } from './contracts.ts';
import { type LintInput, lintInput, type UnreadableFile } from './input.ts';
import { lintIntakeIn } from './intake.ts';
import { changedSinceRelease, goneSinceRelease } from './released.ts';
import { lintReport, summaryOf } from './report.ts';

const USAGE = `usage: clauseclock lint [PACK …] [--terms-dir DIR] [--json]

  PACK              exoopus (its newest version), exoopus@2026-01, or the path of a YAML file;
                    every pack at hand, and the rules of intake, when none is named
  --terms-dir DIR   a folder of packs, PACK/VERSION.yaml; with holiday tables of its own in
                    calendars/, else with the project’s; compared with the project’s statutes too
  --json            every finding as JSON

Finds clauses that contradict each other, can never start or can never be met, lengths that fall
short of statutes, what a document leaves open, and golden cases that fail. docs/lint.md explains
each finding, and how a pack acknowledges one; docs/intake.md the rules of intake.

Exit code 1 when there is an error that no pack acknowledges, 2 for a wrong call.`;

/** Prints the findings about packs. Exit code 1 if there is an error that no pack acknowledges. */
export async function lint(argv: string[], line: CommandLine): Promise<number> {
  const { values, positionals } = readOptions(argv);
  if (values.help) {
    line.out(USAGE);
    return 0;
  }
  try {
    const input = lintInput(positionals, values['terms-dir']);
    const findings = findingsIn(input);
    const summary = summaryOf(findings, input);
    line.out(values.json ? JSON.stringify({ findings, summary }, null, 2) : lintReport(findings, input));
    return summary.errors > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof InvalidHolidayTableError)) throw error;
    line.err(error.message);
    return 1;
  }
}

function readOptions(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        'terms-dir': { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

/** Findings by pack; within a pack errors first and acknowledged findings last. */
function findingsIn(input: LintInput): Finding[] {
  const surroundings = surroundingsOf(input.sources, input);
  const found = input.wanted.flatMap((file) => {
    const findings = [
      ...lintPack(file.source, surroundings, statutesOfContracts(file)),
      ...lintCases(file, input),
      ...changedSinceRelease(file),
    ];
    return withAcknowledgements(file.source, findings).sort(byGravity);
  });
  const ofFolder = input.whole ? [...goneSinceRelease(input.whole), ...lintIntakeIn(input.whole.folder, input)] : [];
  return [...input.unreadable.flatMap(unreadable), ...ofFolder, ...found];
}

function byGravity(a: Finding, b: Finding): number {
  const rank = ({ severity, acknowledged }: Finding) =>
    SEVERITIES.indexOf(severity) + (acknowledged === undefined ? 0 : SEVERITIES.length);
  const [first, second] = [a, b].map(({ places: [place] }) => place);
  return rank(a) - rank(b) || (first?.line ?? 0) - (second?.line ?? 0) || (first?.column ?? 0) - (second?.column ?? 0);
}

function unreadable({ error: { file, faults }, wanted }: UnreadableFile): Finding[] {
  return faults.map(({ line, column, path, message }) => ({
    code: 'unreadable-pack',
    severity: wanted ? FINDINGS['unreadable-pack'] : 'warning',
    pack: file,
    places: [{ file, line, column }],
    text: sentence(path === '' ? message : `${path}: ${message}`),
    remedy: 'Correct the file; until then the pack cannot be used at all.',
  }));
}
