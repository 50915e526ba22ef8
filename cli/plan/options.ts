import { parseArgs } from 'node:util';
import { UsageError } from '../command-line.ts';

export const USAGE = `usage: clauseclock plan --terms PACK [--version V] [--contract FILE] --event KIND@WHEN[,key=value…] [--event …]
       clauseclock plan --facts FILE [--event …]
       either with [--as-of DAY|INSTANT] [--brief | --json | --ics | --html]

  --terms PACK      the terms pack, such as exoopus
  --version V       its version; the newest when absent
  --contract FILE   a contract as JSON: its zone, holidays, law, start, term and statutes
  --event …         a fact, such as contract.terminated@2026-11-20T10:00:00+02:00
                    or invoice.due@2026-11-01,invoice=in_1,dueOn=2026-11-15;
                    a bare day is a day of the contract’s own zone
  --facts FILE      a case as JSON or YAML: { contract, events }, each event as text like --event
                    or as { kind, occurredAt, data }
  --as-of WHEN      how it stands at a moment, or with a day that is not yet over: lapses up to then
                    are taken in, so renewals renew and rights arise; without it the facts alone decide
  --terms-dir DIR   a folder of packs, PACK/VERSION.yaml; with holiday tables of its own in
                    calendars/, else with the project’s; the project’s own packs when absent

  --brief           the table of deadlines alone
  --json            the whole result as JSON
  --ics             the open deadlines as a calendar (iCalendar, RFC 5545)
  --html            one page to read and to print

Exit code 1 when an event is refused, something cannot be counted or terms are not at hand;
2 for a wrong call or a pack that cannot be read.`;

const FORMATS = ['brief', 'json', 'ics', 'html'] as const;
export type Format = 'text' | (typeof FORMATS)[number];

export interface PlanOptions {
  readonly terms?: string | undefined;
  readonly version?: string | undefined;
  readonly contract?: string | undefined;
  readonly facts?: string | undefined;
  readonly event: readonly string[];
  readonly 'as-of'?: string | undefined;
  readonly 'terms-dir'?: string | undefined;
  readonly format: Format;
}

/** The options of a call, or `help`. @throws UsageError naming what does not go together */
export function readOptions(argv: readonly string[]): PlanOptions | 'help' {
  const values = parse(argv);
  if (values.help) return 'help';
  const [format = 'text', other] = FORMATS.filter((name) => values[name]);
  if (other !== undefined) throw new UsageError(`--${format} and --${other} exclude each other. Choose one.`);
  const { terms, contract, facts, event = [] } = values;
  if (terms === undefined && contract === undefined && facts === undefined) {
    throw new UsageError(`Name the terms with --terms, or a case with --facts.\n${USAGE}`);
  }
  return { ...values, event, format };
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        terms: text,
        version: text,
        contract: text,
        facts: text,
        event: { type: 'string', multiple: true },
        'as-of': text,
        'terms-dir': text,
        brief: flag,
        json: flag,
        ics: flag,
        html: flag,
        help: flag,
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}
