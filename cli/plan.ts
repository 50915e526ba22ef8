import { parseArgs } from 'node:util';
import { CalendarError } from '../shared/core/calendar/errors.ts';
import { InvalidHolidayTableError } from '../shared/core/calendar/holiday-table.ts';
import { InvalidHolidayDateError } from '../shared/core/calendar/holidays.ts';
import { plan as planDeadlines } from '../shared/core/deadlines/plan.ts';
import { DuplicatePackError, UnknownTermsError } from '../shared/core/terms/catalog.ts';
import { PackError } from '../shared/core/terms/read-pack.ts';
import { type CommandLine, UsageError } from './command-line.ts';
import { ContractError, contractFor, factsFor, termsIn } from './plan-input.ts';
import { planReport } from './plan-report.ts';

const USAGE = `usage: clauseclock plan --terms PACK [--version V] [--contract FILE] --event KIND@WHEN[,key=value…] [--event …] [--json]

  --terms PACK      the terms pack, such as exoopus
  --version V       its version; the newest when absent
  --contract FILE   a contract as JSON: its zone, holidays, law and start
  --event …         a fact, such as contract.terminated@2026-11-20T10:00:00+02:00
                    or invoice.due@2026-11-01,invoice=in_1,dueOn=2026-11-15;
                    a bare day is a day of the contract’s own zone
  --terms-dir DIR   a folder of packs, PACK/VERSION.yaml; with holiday tables of its own in
                    calendars/, else with the project’s; the project’s own packs when absent
  --json            the whole result as JSON

Exit code 1 when an event is refused or something cannot be counted, 2 for a wrong call.`;

/** Prints every deadline that follows from the given facts. Exit code 1 when something cannot be counted or is refused. */
export async function plan(argv: string[], line: CommandLine): Promise<number> {
  const options = readOptions(argv);
  if (options.help) {
    line.out(USAGE);
    return 0;
  }
  try {
    const terms = termsIn(options['terms-dir']);
    const contract = contractFor(terms, options);
    const events = factsFor(terms, contract, options.event ?? []);
    const result = planDeadlines({ contract, events, ...terms });
    line.out(options.json ? JSON.stringify(result, null, 2) : planReport(contract, result));
    return result.refused.length > 0 ? 1 : 0;
  } catch (error) {
    if (!isInputError(error)) throw error;
    line.err(error.message);
    return 1;
  }
}

function readOptions(argv: string[]) {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        terms: { type: 'string' },
        version: { type: 'string' },
        contract: { type: 'string' },
        event: { type: 'string', multiple: true },
        'terms-dir': { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (!values.help && values.terms === undefined && values.contract === undefined) {
      throw new UsageError(`Name the terms with --terms.\n${USAGE}`);
    }
    return values;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

const INPUT_ERRORS = [
  CalendarError,
  ContractError,
  UnknownTermsError,
  PackError,
  DuplicatePackError,
  InvalidHolidayDateError,
  InvalidHolidayTableError,
];

function isInputError(error: unknown): error is Error {
  return INPUT_ERRORS.some((kind) => error instanceof kind);
}
