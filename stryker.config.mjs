/**
 * Mutation of the rules that dates come from (`npm run mutate`). Stryker works on a copy of the project, in one process a
 * core, and keeps what it found: the next run tries only what has changed since.
 */
export default {
  mutate: ['shared/core/{calendar,agreement,deadlines}/**/*.ts'],
  // Words have tests of their own.
  mutator: { excludedMutations: ['StringLiteral'] },
  // What runs while a module loads belongs to no test in particular, so each such mutant would cost a run of all tests.
  ignoreStatic: true,
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutate.config.ts', related: false },
  // Stryker would rewrite it by an API that TypeScript 7 does not have. The tests run without it.
  ignorePatterns: ['/tsconfig.json'],
  disableTypeChecks: false,
  concurrency: 2,
  // On a busy machine a test may wait for a minute; what hangs waits for ever.
  timeoutMS: 60_000,
  incremental: true,
  incrementalFile: '.stryker/incremental.json',
  tempDirName: '.stryker/sandbox',
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
  thresholds: { high: 90, low: 85, break: 85 },
};
