import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';
import { LongestFirst } from './test/harness/longest-first.ts';

const report = process.env.CLAUSECLOCK_TEST_REPORT;

/** What pure rules answer. The files of the core that start processes are the system's. */
const RULES = ['test/core/**/*.test.ts', 'test/desk/**/*.test.ts', 'test/terms/**/*.test.ts'];
const PROCESSES = 'test/core/{calendar/{compute-command,holidays-generated,machine-zone},words/changed-word/*}.test.ts';

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'rules', include: RULES, exclude: [...configDefaults.exclude, PROCESSES] } },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['test/!(core|desk|terms)/**/*.test.ts', PROCESSES],
        },
      },
    ],
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    sequence: { sequencer: LongestFirst },
    globalSetup: 'test/harness/own-temporary-folder.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Half as many again as there are cores, since tests that start processes wait for them.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    // Loading the SDK and the packs anew for every file takes longer than most files do. Files share nothing but modules.
    isolate: false,
    // Node reads TypeScript itself, so the tests run the very modules that `npm start` runs.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    env: {
      // Commands that are started as processes of their own are compiled once.
      NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/node-compile', import.meta.url)),
    },
  },
});
