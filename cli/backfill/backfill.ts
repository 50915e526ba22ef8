import type { CommandLine } from '../command-line.ts';
import { askStage, StageError } from '../stage-client.ts';
import { type Call, readCall, USAGE } from './options.ts';
import { jobReport } from './report.ts';

/** `backfill`. Resolves to the exit code: 1 when the stage refuses or cannot be reached. */
export async function backfill(argv: readonly string[], line: CommandLine): Promise<number> {
  const call = readCall(argv);
  if (call === 'help') {
    line.out(USAGE);
    return 0;
  }
  try {
    const job = await askStage({ ...call.stage, ...requestOf(call) });
    line.out(call.json ? JSON.stringify(job) : jobReport(job));
    return 0;
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    line.err(error.message);
    return 1;
  }
}

function requestOf(call: Call) {
  return call.action === 'look'
    ? ({ method: 'GET', path: `/jobs/${encodeURIComponent(call.job)}` } as const)
    : ({ method: 'POST', path: '/inbound/backfill', body: call.asked } as const);
}
