import { parseArgs } from 'node:util';
import { UsageError } from '../command-line.ts';
import { readStage, STAGE_OPTIONS, STAGE_USAGE } from '../stage-options.ts';

export const USAGE = `usage: clauseclock inbound [list] [FILTERS] [--limit N]
       clauseclock inbound show ID
       clauseclock inbound replay ID --by WHO --reason WHY
       clauseclock inbound replay FILTERS [--dry-run] --by WHO --reason WHY
       clauseclock inbound dismiss ID --by WHO --reason WHY

The webhooks that payment providers have sent to a stage, and what became of them. replay has one
worked on again, or all that the filters find: without --state those that wait. dismiss ends one that
need not be recorded.

FILTERS
  --state STATE       stored, parked, ambiguous, set-aside, failed, unused, dismissed or recorded
  --provider NAME     such as stripe
  --reference REF     one of the provider's own, such as sub_123
  --from WHEN         received from then on: a day in UTC, or an instant
  --to WHEN           received up to then: a day in UTC, included, or an instant

  --limit N           how many rows to list (100)
  --dry-run           tells what would be worked on again, and does nothing
  --by WHO            who has it done
  --reason WHY        why
${STAGE_USAGE}

Exit code 1 when the stage refuses or cannot be reached, 2 for a wrong call.`;

const OPTIONS = {
  ...STAGE_OPTIONS,
  state: { type: 'string' },
  provider: { type: 'string' },
  reference: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  limit: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  by: { type: 'string' },
  reason: { type: 'string' },
} as const;

const ACTIONS = ['list', 'show', 'replay', 'dismiss'] as const;
const MOST_ROWS = 10_000;

export interface Statement {
  readonly by: string;
  readonly reason: string;
}

const FILTERS = ['state', 'provider', 'reference', 'from', 'to'] as const;
export type Filters = Readonly<Partial<Record<(typeof FILTERS)[number], string>>>;

export type Call = { readonly json: boolean; readonly stage: ReturnType<typeof readStage> } & (
  | { readonly action: 'list'; readonly filters: Filters; readonly limit: number }
  | { readonly action: 'show'; readonly id: string }
  | { readonly action: 'replay' | 'dismiss'; readonly id: string; readonly statement: Statement }
  | {
      readonly action: 'replay-all';
      readonly filters: Filters;
      readonly dryRun: boolean;
      readonly statement: Statement;
    }
);

/**
 * What is asked for; `help` if that is the usage.
 * @throws UsageError
 */
export function readCall(argv: readonly string[]): Call | 'help' {
  const { values, positionals } = parsed(argv);
  if (values.help) return 'help';
  const [action = 'list', id, ...rest] = positionals;
  if (!isAction(action)) throw wrong(`There is no action ${action}.`);
  if (rest.length > 0) throw wrong(`Give one ID, not ${rest.length + 1}.`);
  const filters = filtersOf(values);
  if (id !== undefined && Object.keys(filters).length > 0) throw wrong('Give an ID or filters, not both.');
  const common = { json: values.json, stage: readStage(values) };
  if (action === 'list') {
    if (id !== undefined) throw wrong(`list takes no ID. Use show ${id}.`);
    return { ...common, action, filters, limit: readLimit(values.limit) };
  }
  if (action === 'show') return { ...common, action, id: needed(id, action) };
  const statement = { by: given('by', values.by), reason: given('reason', values.reason) };
  if (action === 'replay' && id === undefined) {
    return { ...common, action: 'replay-all', filters, dryRun: values['dry-run'], statement };
  }
  return { ...common, action, id: needed(id, action), statement };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function isAction(text: string): text is (typeof ACTIONS)[number] {
  return ACTIONS.some((action) => action === text);
}

function needed(id: string | undefined, action: string): string {
  if (id !== undefined) return id;
  throw wrong(`${action} needs the ID of a webhook, as list prints it.`);
}

function given(name: string, value: string | undefined): string {
  if (value !== undefined && value.trim() !== '') return value;
  throw wrong(`--${name} is missing: whoever changes something says who they are, and why.`);
}

function readLimit(text = '100'): number {
  const limit = Number(text);
  if (/^\d{1,5}$/.test(text) && limit >= 1 && limit <= MOST_ROWS) return limit;
  throw wrong(`--limit ${text}: give a whole number from 1 to ${MOST_ROWS}.`);
}

function filtersOf(values: Filters): Filters {
  return Object.fromEntries(FILTERS.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])));
}

function wrong(message: string): UsageError {
  return new UsageError(`${message}\n${USAGE}`);
}
