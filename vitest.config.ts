import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const report = process.env.CLAUSECLOCK_TEST_REPORT;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    globalSetup: 'test/harness/own-temporary-folder.ts',
    testTimeout: 60_000,
    // By default one core is kept free, which on two cores is half of them.
    maxWorkers: '100%',
    // Loading the SDK and the packs anew for every file takes longer than most files do. Files share nothing but modules.
    isolate: false,
    // Lines of the functions' own log would drown the tests' report.
    env: {
      POWERTOOLS_LOG_LEVEL: 'SILENT',
      POWERTOOLS_METRICS_DISABLED: 'true',
      POWERTOOLS_DEV: 'false',
      // Commands that are started as processes of their own are compiled once.
      NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/node-compile', import.meta.url)),
    },
  },
});
