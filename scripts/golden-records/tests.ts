import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';
import { type GoldenContract, readLine } from './format.ts';
import type { Observed } from './observe.ts';

/** Tests whose histories are the same in every run. Random histories would freeze other records each time. */
const TESTS = ['test/clauses/', 'test/scenarios/', 'test/functions/', 'test/recording/', 'test/core/deadlines/'];
const DRAWN_BY_CHANCE = ['**/properties.test.ts', '**/every-pack.test.ts'];

export interface Watched extends Observed {
  readonly contracts: readonly GoldenContract[];
}

/** Runs the tests and answers with all that their stacks wrote and their contracts came to. */
export async function watchedTests(): Promise<Watched> {
  const folder = mkdtempSync(join(tmpdir(), 'clauseclock-golden-'));
  const file = join(folder, 'seen.ndjson');
  try {
    const vitest = await startVitest('test', TESTS, {
      watch: false,
      // The project's own configuration has projects, which would not take the settings below.
      config: false,
      root: fileURLToPath(new URL('../..', import.meta.url)),
      include: ['test/**/*.test.ts'],
      exclude: DRAWN_BY_CHANCE,
      globalSetup: 'test/harness/own-temporary-folder.ts',
      testTimeout: 60_000,
      setupFiles: [fileURLToPath(new URL('watch-tests.ts', import.meta.url))],
      provide: { goldenRecords: file },
      // One file after the other, each with modules of its own: ids are the same each time.
      isolate: true,
      fileParallelism: false,
    });
    await vitest.close();
    if (vitest.state.getCountOfFailedTests() > 0) throw new Error('a test failed: nothing is frozen');
    return readObserved(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readObserved(file: string): Watched {
  const noted = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => readLine(line) as { seen?: Observed; contract?: GoldenContract });
  const seen = noted.flatMap((one) => one.seen ?? []);
  return {
    items: byPlace(
      seen.flatMap(({ items }) => items),
      ({ from }) => from,
    ),
    messages: byPlace(
      seen.flatMap(({ messages }) => messages),
      ({ from }) => from,
    ),
    contracts: byPlace(
      noted.flatMap((one) => one.contract ?? []),
      ({ name }) => name.split(' ')[0] ?? name,
    ),
  };
}

/** Sorted by place, since vitest runs files in its own order; records of one file keep their order. */
function byPlace<T>(list: readonly T[], place: (one: T) => string): T[] {
  return list.toSorted((a, b) => (place(a) < place(b) ? -1 : Number(place(b) < place(a))));
}
