import { Worker } from 'node:worker_threads';
import type { RunResult } from './run.ts';

export interface PoolOptions {
  readonly seeds: Iterable<number>;
  readonly years: number;
  readonly workers: number;
  readonly onResult: (result: RunResult) => void;
  /** Whether to start no further seed. */
  readonly isEnough?: () => boolean;
}

/** Runs seeds in several threads. Rejects with the error of a seed that could not be run. */
export async function runAll({ seeds, years, workers, onResult, isEnough = () => false }: PoolOptions): Promise<void> {
  const left = seeds[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: workers }, async () => {
      const worker = new Worker(new URL('worker.ts', import.meta.url));
      try {
        for (let next = left.next(); !next.done && !isEnough(); next = left.next()) {
          onResult(await ask(worker, { seed: next.value, years }));
        }
      } finally {
        await worker.terminate();
      }
    }),
  );
}

function ask(worker: Worker, question: { seed: number; years: number }): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error) => reject(new Error(`seed ${question.seed} could not be run`, { cause: error }));
    worker.once('error', onError);
    worker.once('message', (result: RunResult) => {
      worker.off('error', onError);
      resolve(result);
    });
    worker.postMessage(question);
  });
}
