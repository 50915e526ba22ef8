import { parentPort } from 'node:worker_threads';
import { caseOf } from './case.ts';
import { run } from './run.ts';

parentPort?.on('message', async ({ seed, years }: { seed: number; years: number }) => {
  parentPort?.postMessage(await run(caseOf(seed, years)));
});
