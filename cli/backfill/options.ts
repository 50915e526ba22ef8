import { parseArgs } from 'node:util';
import { UsageError } from '../command-line.ts';
import { readStage, STAGE_OPTIONS, STAGE_USAGE } from '../stage-options.ts';

export const USAGE = `usage: clauseclock backfill --provider NAME --since WHEN [--until WHEN] [--dry-run] --by WHO --reason WHY
       clauseclock backfill --job ID

Has a stage go over a payment provider's list of events and take in each one that no webhook has
brought. Needs a key for the provider's API (docs/deploy.md). Stripe lists 30 days, Paddle 90.

  --provider NAME     stripe or paddle
  --since WHEN        an instant with Z or an offset: 2026-11-20T08:00:00Z
  --until WHEN        an instant; the newest event when absent
  --dry-run           counts what is missing, and takes in nothing
  --by WHO            who has it done
  --reason WHY        why
  --job ID            how far a job has come that was started before
${STAGE_USAGE}

Exit code 1 when the stage refuses or cannot be reached, 2 for a wrong call.`;

const OPTIONS = {
  ...STAGE_OPTIONS,
  provider: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  by: { type: 'string' },
  reason: { type: 'string' },
  job: { type: 'string' },
} as const;

/** What the stage checks: it names the field that is wrong. */
interface Asked {
  readonly provider: string;
  readonly since: string;
  readonly until?: string;
  readonly dryRun: boolean;
  readonly by: string;
  readonly reason: string;
}

export type Call = { readonly json: boolean; readonly stage: ReturnType<typeof readStage> } & (
  | { readonly action: 'look'; readonly job: string }
  | { readonly action: 'start'; readonly asked: Asked }
);

/**
 * What is asked for; `help` if that is the usage.
 * @throws UsageError
 */
export function readCall(argv: readonly string[]): Call | 'help' {
  const values = parsed(argv);
  if (values.help) return 'help';
  const { provider, since, until, by, reason, job, json } = values;
  const started = [provider, since, until, by, reason].some((value) => value !== undefined) || values['dry-run'];
  if (job !== undefined && started) throw wrong('Give --job alone, or leave it out.');
  if (job !== undefined) return { json, stage: readStage(values), action: 'look', job };
  const asked = {
    provider: given('provider', provider),
    since: given('since', since),
    ...(until !== undefined && { until }),
    dryRun: values['dry-run'],
    by: given('by', by),
    reason: given('reason', reason),
  };
  return { json, stage: readStage(values), action: 'start', asked };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS }).values;
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function given(name: string, value: string | undefined): string {
  if (value !== undefined && value !== '') return value;
  throw wrong(`Give --${name}.`);
}

function wrong(why: string): UsageError {
  return new UsageError(`${why}\n\n${USAGE}`);
}
