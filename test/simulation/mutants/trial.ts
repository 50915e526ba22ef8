import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { caseOf } from '../case.ts';
import { run } from '../run.ts';
import { unexpected } from '../totals.ts';
import type { SeedLine } from './seeds.ts';
import type { Verdict } from './table.ts';

/** A seed takes half a second. After so long without a further one, what runs is taken never to end. */
const LONGEST_SILENCE_MS = 180_000;
/** A simulation takes some 200 MB. */
const MOST_MEGABYTES = 2_000;

export interface Trial {
  /** Of the sources that run. */
  readonly folder: string;
  readonly years: number;
  readonly workers: number;
}

/** Runs seeds in order until one breaks a rule. Undefined if none does. */
export async function firstBroken(trial: Trial, seeds: readonly number[]): Promise<Verdict | undefined> {
  if (seeds.length === 0) return undefined;
  const left = new Set(seeds);
  let verdict: Verdict | undefined;
  const { how, errors } = await lines(trial, seeds, ({ seed, broken }) => {
    left.delete(seed);
    if (broken !== undefined && !verdict) verdict = { noticedBy: broken, seed };
  });
  if (verdict?.seed !== undefined) {
    const tells = !(await breaksAnyway(verdict.seed, trial.years));
    return tells ? verdict : firstBroken(trial, seeds.slice(seeds.indexOf(verdict.seed) + 1));
  }
  if (how === 'ended' && left.size === 0) return undefined;
  const [seed] = left;
  const said = errors.split('\n').find((line) => /Error/.test(line)) ?? 'it could not be run';
  const noticedBy = how === 'silent' ? 'it did not end' : said.trim().replaceAll('|', '/').slice(0, 100);
  return { noticedBy, ...(seed !== undefined && { seed }) };
}

async function lines(
  { folder, years, workers }: Trial,
  seeds: readonly number[],
  onLine: (line: SeedLine) => void,
): Promise<{ how: 'ended' | 'silent'; errors: string }> {
  const file = 'test/simulation/mutants/seeds.ts';
  const args = [`--max-old-space-size=${MOST_MEGABYTES}`, file, ...[years, workers, ...seeds].map(String)];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  let how: 'ended' | 'silent' = 'ended';
  let errors = '';
  child.stderr.on('data', (data) => (errors = `${errors}${String(data)}`.slice(-10_000)));
  const patience = () =>
    setTimeout(() => {
      how = 'silent';
      kill();
    }, LONGEST_SILENCE_MS);
  let silence = patience();
  createInterface({ input: child.stdout }).on('line', (line) => {
    clearTimeout(silence);
    silence = patience();
    onLine(JSON.parse(line));
  });
  await new Promise((resolve) => child.on('close', resolve));
  clearTimeout(silence);
  process.off('exit', kill);
  return { how, errors };
}

/** Whether a seed breaks a rule also where no fault is planted: then it tells nothing of one. */
async function breaksAnyway(seed: number, years: number): Promise<boolean> {
  return unexpected(await run(caseOf(seed, years))).length > 0;
}
