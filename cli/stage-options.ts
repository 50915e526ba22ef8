import { stageEndpoint } from '../shared/runtime/environment.ts';
import { UsageError } from './command-line.ts';
import { readEndpoint, StageError } from './stage-client.ts';

/** The options of every command that asks a stage, for `parseArgs`. */
export const STAGE_OPTIONS = {
  endpoint: { type: 'string' },
  timeout: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

export const STAGE_USAGE = `  --endpoint URL      the stage's address (CLAUSECLOCK_ENDPOINT when absent), such as
                      https://abc.execute-api.eu-central-1.amazonaws.com or http://localhost:4800;
                      requests are signed with the usual AWS credentials, except to this machine
  --timeout SECONDS   how long to wait for an answer (35)
  --json              the answer as JSON, a row a line`;

const LONGEST_SECONDS = 900;

/**
 * Which stage a command asks, and how long it waits.
 * @throws UsageError
 */
export function readStage({ endpoint, timeout }: { endpoint?: string; timeout?: string }): {
  readonly endpoint: URL;
  readonly timeoutMs?: number;
} {
  const address = endpoint ?? stageEndpoint();
  if (address === undefined)
    throw new UsageError('No stage is named. Give --endpoint URL, or set CLAUSECLOCK_ENDPOINT.');
  try {
    return { endpoint: readEndpoint(address), ...(timeout !== undefined && { timeoutMs: milliseconds(timeout) }) };
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    throw new UsageError(error.message);
  }
}

function milliseconds(text: string): number {
  const seconds = Number(text);
  if (/^\d{1,3}$/.test(text) && seconds >= 1 && seconds <= LONGEST_SECONDS) return seconds * 1000;
  throw new UsageError(`--timeout ${text}: give a whole number of seconds from 1 to ${LONGEST_SECONDS}.`);
}
