import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CalendarError } from '../shared/core/calendar/errors.ts';
import { type Plan, plan as planDeadlines } from '../shared/core/deadlines/plan.ts';
import { contractSchema, type PinnedContract } from '../shared/core/events/contract.ts';
import { findPack, UnknownTermsError } from '../shared/core/terms/catalog.ts';
import { PackError } from '../shared/core/terms/read-pack.ts';
import { loadTerms, sourceTerms, type Terms } from '../shared/runtime/terms.ts';
import { type CommandLine, UsageError } from './command-line.ts';
import { parseFact } from './fact.ts';
import { planReport } from './plan-report.ts';

const USAGE = `usage: clauseclock plan --terms PACK [--version V] [--contract FILE] --event KIND@WHEN[,key=value…] [--event …] [--json]

  --terms PACK      the terms pack, such as exoopus
  --version V       its version; the newest when absent
  --contract FILE   a contract as JSON: its zone, holidays, law and start
  --event …         a fact, such as contract.terminated@2026-11-20T10:00:00+02:00
                    or invoice.due@2026-11-01,invoice=in_1,dueOn=2026-11-15
  --terms-dir DIR   the folder of packs and holiday tables; the project's own when absent
  --json            the whole result as JSON`;

/** Prints every deadline that follows from the given facts. Exit code 1 when something cannot be counted or is refused. */
export async function plan(argv: string[], line: CommandLine): Promise<number> {
  const options = readOptions(argv);
  if (options.help) {
    line.out(USAGE);
    return 0;
  }
  try {
    const terms = options['terms-dir'] === undefined ? sourceTerms() : loadTerms(options['terms-dir']);
    const contract = contractFor(terms, options);
    const events = (options.event ?? []).map(parseFact);
    const result = planDeadlines({ contract, events, ...terms });
    line.out(options.json ? JSON.stringify(published(result), null, 2) : planReport(contract, result));
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

type Options = ReturnType<typeof readOptions>;

function contractFor({ catalog }: Terms, options: Options): PinnedContract {
  const given = options.contract === undefined ? {} : readJson(options.contract);
  const nobody = { id: 'plan', customer: { email: 'nobody@customer.example' } };
  const parsed = contractSchema.safeParse({
    ...nobody,
    ...given,
    ...(options.terms !== undefined && { terms: options.terms }),
    ...(options.version !== undefined && { version: options.version }),
  });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UsageError(`The contract is not valid: ${issue?.path.join('.')}: ${issue?.message}.`);
  }
  return { ...parsed.data, version: findPack(catalog, parsed.data.terms, parsed.data.version).version };
}

function readJson(file: string): object {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof content !== 'object' || content === null) throw new Error('it holds no object');
    return content;
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : error}.`);
  }
}

function isInputError(error: unknown): error is Error {
  return error instanceof CalendarError || error instanceof UnknownTermsError || error instanceof PackError;
}

function published({ deadlines, none, refused, notStarted, fallen, version }: Plan) {
  return { deadlines, none, refused, notStarted, fallen, version };
}
