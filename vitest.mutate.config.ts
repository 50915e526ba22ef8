import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The tests that start processes, and random histories that take seconds each. */
const LEFT_OUT = [
  'test/core/calendar/{compute-command,holidays-generated,machine-zone}.test.ts',
  'test/core/deadlines/every-pack.test.ts',
];

/** Files of many or random cases. A worked case that catches a mutant costs less, so these come last. */
const LAST = /(properties|suspensions|oracle|zone-table|first-that-can|frozen-dates|golden-cases)\.test\.ts$/;

/** Those of the calendar need the fewest modules, so they come first. */
const rank = ({ moduleId }: TestSpecification) =>
  LAST.test(moduleId) ? 2 : moduleId.includes('/core/calendar/') ? 0 : 1;

class WorkedCasesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => rank(a) - rank(b));
  }
}

/**
 * What `npm run mutate` tries on each mutant: the rules of the core that the mutated folders belong to, in one process.
 * Vite reads the modules here: it keeps what it has read, so that the next mutant costs less than with Node's own reading.
 */
export default defineConfig({
  test: {
    include: ['test/core/{calendar,agreement,deadlines,events,terms}/**/*.test.ts', 'test/terms/golden-cases.test.ts'],
    exclude: [...configDefaults.exclude, ...LEFT_OUT],
    globalSetup: 'test/harness/own-temporary-folder.ts',
    sequence: { sequencer: WorkedCasesFirst },
    testTimeout: 60_000,
    // Few random cases: most breaks show at the first ones, and those that do not show at all are tried on every test.
    env: { CLAUSECLOCK_ROUNDS: '0.1' },
    isolate: false,
  },
});
