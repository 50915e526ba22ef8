import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { caseOf } from './case.ts';
import { addToCorpus } from './corpus.ts';
import type { Violation } from './oracle/violations.ts';
import { runAll } from './pool.ts';
import { run } from './run.ts';
import { shrunk } from './shrink.ts';
import { Totals, unexpected } from './totals.ts';

const HELP = `npm run simulate -- --seeds N --years Y [--seed S] [--workers W] [--trace] [--first-failure]

Lives through N seeds (100) of Y years (10), from seed S (1) on, with W threads (one a core). --trace: one seed, with
everything that happens. Seeds that break a rule are made small and kept in test/simulation/corpus. --first-failure: no further seed once one has failed. Exits with 1 if any seed breaks a rule.
`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    years: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(availableParallelism()) },
    trace: { type: 'boolean', default: false },
    'first-failure': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** How many failed seeds are made small and kept. */
const MOST_KEPT = 3;
/** Of one seed. */
const MOST_SHOWN = 3;
/** From so many seeds on, each fault has to have struck each step. */
const MANY_SEEDS = 500;

const print = (line: string) => void process.stdout.write(`${line}\n`);

function number(name: 'seeds' | 'years' | 'seed' | 'workers', least: number): number {
  const value = Number(values[name]);
  if (Number.isSafeInteger(value) && value >= least) return value;
  process.stderr.write(`--${name}: ${JSON.stringify(values[name])} is no whole number from ${least} on.\n`);
  process.exit(2);
}

if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

const [seeds, years, first, workers] = [
  number('seeds', 1),
  number('years', 1),
  number('seed', 0),
  number('workers', 1),
];
const totals = new Totals();
/** The first violation of each seed that failed. */
const failures = new Map<number, Violation>();
const onResult: Parameters<typeof runAll>[0]['onResult'] = (result) => {
  totals.add(result);
  const [worst] = unexpected(result);
  if (worst) failures.set(result.seed, worst);
  for (const { kind, code, at, what } of unexpected(result).slice(0, MOST_SHOWN))
    print(`seed ${result.seed}: ${at} ${kind} (${code}): ${what}`);
};

const isEnough = () => values['first-failure'] && totals.hasFailed;
if (values.trace) onResult(await run(caseOf(first, years), print));
else {
  const all = Array.from({ length: seeds }, (_, n) => first + n);
  await runAll({ seeds: all, years, workers: Math.min(workers, seeds), onResult, isEnough });
}

for (const line of totals.knownOpen()) print(line);
const isWhole = totals.seeds >= MANY_SEEDS;
if (isWhole && totals.unmet.length > 0) print(`never struck in ${totals.seeds} seeds: ${totals.unmet.join('; ')}`);
if (totals.hasFailed && !values['first-failure']) {
  for (const [seed, { code, what }] of [...failures].slice(0, MOST_KEPT)) {
    const file = addToCorpus(await shrunk(caseOf(seed, years), code), { code, what });
    print(`seed ${seed} is kept, with as little in it as still breaks ${code}: ${file}`);
  }
}
if (totals.hasFailed) {
  print(`failed: seeds ${totals.failed.slice(0, 20).join(', ')}`);
  print(`To see one: npm run simulate -- --seed ${totals.failed[0]} --years ${years} --trace`);
}
print(totals.costLine());
print(totals.latenessLine());
print(totals.intervalLine());
print(totals.line(years));
process.exitCode = totals.hasFailed || (isWhole && totals.unmet.length > 0) ? 1 : 0;
