import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { MUTANTS } from './all.ts';
import { Copy } from './copy.ts';
import type { Mutant } from './mutant.ts';
import { seedsFor, spreadSeeds } from './order.ts';
import { notNoticedIn, seedsIn, type Verdict, verdicts, writeTable } from './table.ts';
import { firstBroken } from './trial.ts';

const HELP = `npm run simulate:mutants -- [--seeds N] [--years Y] [--only TEXT] [--missing] [--write] [--workers W]

Plants each fault in a copy of the sources, one at a time, and runs N seeds (500) of Y years (1) with W threads (one a core)
until one breaks a rule: first the one that did so by the table, then those that bring about the step that the fault needs. --only: the faults whose names have a text in them.
--missing: those that no seed has noticed by the table, from the seed on to which it got. --write: writes each verdict into
test/simulation/mutants.md, so that a run that was stopped goes on with --missing. Exits with 1 if a fault is not noticed.
`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '500' },
    years: { type: 'string', default: '1' },
    only: { type: 'string' },
    missing: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    workers: { type: 'string', default: String(availableParallelism()) },
    help: { type: 'boolean', default: false },
  },
});

const print = (line: string) => void process.stdout.write(`${line}\n`);

function number(name: 'seeds' | 'years' | 'workers'): number {
  const value = Number(values[name]);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  process.stderr.write(`--${name}: ${JSON.stringify(values[name])} is no whole number from 1 on.\n`);
  process.exit(2);
}

if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

const [seeds, years, workers] = [number('seeds'), number('years'), number('workers')];
const known = verdicts();
const { only } = values;
const chosen = MUTANTS.filter(({ name, breaksNothing }) =>
  only === undefined ? breaksNothing === undefined : name.includes(only),
).filter((mutant) => orderFor(mutant).length > 0);

/** With `--missing`, only those that have not been run by the table, and none of a fault that was noticed. */
function orderFor({ name, step }: Mutant): number[] {
  const { seed, noticedBy = '' } = known.get(name) ?? {};
  if (values.missing && seed !== undefined) return [];
  const likely = [...(seed === undefined ? [] : [seed]), ...(step === undefined ? [] : seedsFor(step))];
  const done = values.missing ? seedsIn(noticedBy) : 0;
  return [...new Set([...likely, ...spreadSeeds(seeds)])].slice(done, Math.max(seeds, likely.length));
}

const copy = new Copy();
process.once('exit', () => copy.remove());
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const missed: string[] = [];
for (const [n, mutant] of chosen.entries()) {
  const { name } = mutant;
  const broken = await copy.with(mutant, () => firstBroken({ folder: copy.folder, years, workers }, orderFor(mutant)));
  const verdict: Verdict = broken ?? { noticedBy: notNoticedIn(Math.max(seeds, orderFor(mutant).length)) };
  const seed = broken?.seed === undefined ? '' : `, seed ${broken.seed}`;
  print(`${n + 1}/${chosen.length} ${name}: ${verdict.noticedBy}${seed}`);
  if (!broken) missed.push(name);
  known.set(name, verdict);
  if (values.write) writeTable(known);
}
print(`${chosen.length - missed.length} of ${chosen.length} planted faults were noticed`);
if (missed.length > 0) print(`not noticed: ${missed.join('; ')}`);
process.exitCode = missed.length === 0 ? 0 : 1;
