import type { CommandLine } from '../command-line.ts';
import { askStage, rowsOfStage, StageError } from '../stage-client.ts';
import { type Call, readCall, USAGE } from './options.ts';
import { deliveryInBrief, deliveryReport, replayReport } from './report.ts';

/** `inbound`. Resolves to the exit code: 1 when the stage refuses or cannot be reached. */
export async function inbound(argv: readonly string[], line: CommandLine): Promise<number> {
  const call = readCall(argv);
  if (call === 'help') {
    line.out(USAGE);
    return 0;
  }
  try {
    if (call.action === 'list') await list(call, line);
    else await one(call, line);
    return 0;
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    line.err(error.message);
    return 1;
  }
}

const MOST_ROWS_A_PAGE = 100;

async function list({ stage, filters, limit, json }: Extract<Call, { action: 'list' }>, line: CommandLine) {
  const query = { ...filters, limit: String(Math.min(limit, MOST_ROWS_A_PAGE)) };
  let shown = 0;
  for await (const row of rowsOfStage({ ...stage, method: 'GET', path: '/inbound', query }, 'deliveries')) {
    if (shown === limit) {
      line.err(`There are more than ${limit}. Narrow them with filters, or raise --limit.`);
      return;
    }
    line.out(json ? JSON.stringify(row) : deliveryInBrief(row));
    shown += 1;
  }
  if (shown === 0) line.err('No webhook is found.');
}

async function one(call: Exclude<Call, { action: 'list' }>, line: CommandLine): Promise<void> {
  const answer = await askStage({ ...call.stage, ...requestOf(call) });
  if (call.json) line.out(JSON.stringify(answer));
  else line.out(call.action === 'replay-all' ? replayReport(answer) : deliveryReport(answer));
}

function requestOf(call: Exclude<Call, { action: 'list' }>) {
  if (call.action === 'replay-all') {
    const { filters, dryRun, statement } = call;
    return { method: 'POST', path: '/inbound/replay', body: { ...filters, ...statement, dryRun } } as const;
  }
  const path = `/inbound/${encodeURIComponent(call.id)}`;
  if (call.action === 'show') return { method: 'GET', path } as const;
  return { method: 'POST', path: `${path}/${call.action}`, body: call.statement } as const;
}
