import { runAll } from '../pool.ts';
import { unexpected } from '../totals.ts';

/** What one seed came to, as a line of JSON. */
export interface SeedLine {
  readonly seed: number;
  /** The first rule that it broke. */
  readonly broken?: string;
}

/** `node seeds.ts YEARS WORKERS SEED…`: runs the seeds in order until one breaks a rule, with a line of JSON for each. */
const [years = 1, workers = 1, ...seeds] = process.argv.slice(2).map(Number);
let isEnough = false;
await runAll({
  ...{ seeds, years, workers: Math.min(workers, seeds.length) },
  isEnough: () => isEnough,
  onResult: (result) => {
    const [worst] = unexpected(result);
    isEnough ||= worst !== undefined;
    const line: SeedLine = { seed: result.seed, ...(worst && { broken: `${worst.kind} (${worst.code})` }) };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  },
});
