/**
 * How long the nightly comparison of table and schedules takes, in virtual time, and what it calls: for 30,000 contracts
 * unless told otherwise. The latencies of the services are assumptions.
 *
 *   npm run bench:reconcile -- [contracts]
 */
import { declaration } from '../functions/sweep-deadlines/declaration.ts';
import { ReconcileWorld } from './reconcile-world.ts';

const LATENCY = { table: 8, scheduler: 40 };
const [given = '30000'] = process.argv.slice(2);
const contracts = Number(given);
if (!Number.isSafeInteger(contracts) || contracts < 1) {
  process.stderr.write(`${given} is no number of contracts. Give one of 1 or more.\n`);
  process.exit(1);
}

const world = new ReconcileWorld({ contracts, latency: LATENCY, timeoutMs: declaration.timeoutSeconds * 1000 });
await world.fill();
const begun = performance.now();
const result = await world.reconcile();
const { job, calls, rungs } = result;
const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(0)} s`;
const lines = [
  `${contracts} contracts, ${rungs} open rungs; ${result.missing} schedules missing, ${result.orphans} that belong to nothing`,
  `a call takes ${LATENCY.table} ms (table), ${LATENCY.scheduler} ms (scheduler)`,
  '',
  `state             ${job.state}, ${job.done} done, ${job.failed} failed, ${JSON.stringify(job.counts)}`,
  `left wrong        ${result.wrong}`,
  `invocations       ${result.invocations}, the longest ${seconds(result.longestMs)}`,
  `virtual time      ${seconds(result.elapsedMs)}`,
  `scheduler         at most ${result.mostPerSecond} calls of one operation in one second`,
  `computed in       ${seconds(performance.now() - begun)}`,
  '',
  ...[...calls].toSorted().map(([call, count]) => `${call.padEnd(28)}${String(count).padStart(8)}`),
];
process.stdout.write(`${lines.join('\n')}\n`);
