/**
 * What one more event costs a contract: planning all its events and comparing the plan with what is stored, and the whole of
 * recording it. A history is monthly billing under each of two packs; ten years of it are about 500 events.
 *
 *   npm run bench:plan
 *   npm run bench:plan -- --against HEAD~1
 *
 * `--against`: measures the sources of that commit in the same run, in turns, and prints the ratio for each row.
 */
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { memoryDatabase } from '../local/dynamo/database.ts';
import { motionlessTimer } from '../local/time/clock.ts';
import { ContractTable } from '../shared/aws/table/table.ts';
import { findPack } from '../shared/core/terms/catalog.ts';
import { createContract } from '../shared/recording/create-contract.ts';
import { recordEvent } from '../shared/recording/record-event.ts';
import { currentTerms } from '../shared/runtime/terms.ts';
import { billing, contractUnder } from './plan-histories.ts';
import type { Asked, Measured } from './plan-rounds.ts';

const GOAL_MS = 5;
const YEARS = [1.25, 2.5, 5, 10, 20];
const ROUNDS = 60;
/** With `--against`: so many turns of so many rounds for each row. */
const [TURNS, ROUNDS_A_TURN] = [9, 15];
const PACKS = ['exoopus', 'exolyt'];
const OWN = fileURLToPath(new URL('..', import.meta.url));

/** The sources of one checkout, in a process of their own. */
class Sources {
  readonly #process: ChildProcess;
  readonly #ended: Promise<never>;

  constructor(folder: string) {
    this.#process = fork(fileURLToPath(new URL('./plan-rounds.ts', import.meta.url)), [folder]);
    this.#ended = new Promise((_, reject) => {
      this.#process.once('exit', (code) => reject(new Error(`the process that plans ended with ${code}`)));
    });
    this.#ended.catch(() => undefined);
  }

  async measure(asked: Asked): Promise<Measured> {
    this.#process.send(asked);
    const answer = new Promise<Measured>((resolve) => this.#process.once('message', resolve));
    return Promise.race([answer, this.#ended]);
  }

  stop(): void {
    this.#process.kill();
  }
}

/** 1 where the cost grows with the number of events, 2 where with its square; fitted over all sizes. */
function exponent(measured: readonly Measured[]): number {
  const points = measured.map(
    ({ events, planMs, compareMs }) => [Math.log(events), Math.log(planMs + compareMs)] as const,
  );
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([a]) => a)), mean(points.map(([, b]) => b))];
  const over = points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  return over / points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}

const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const ms = (value: number) => value.toFixed(2).padStart(10);

async function tableOf(own: Sources, pack: string): Promise<void> {
  console.log(`\n${pack}: one more event on top of so many (processor time, median of ${ROUNDS} rounds)`);
  console.log('  years  events  deadlines   plan ms  compare ms  together');
  const rows: Measured[] = [];
  for (const years of YEARS) {
    const row = await own.measure({ pack, years, rounds: ROUNDS });
    const { events, deadlines, planMs, compareMs } = row;
    const numbers = [planMs, compareMs, planMs + compareMs].map(ms).join('');
    const counted = `${String(years).padStart(5)}  ${String(events).padStart(6)}  ${String(deadlines).padStart(9)}`;
    console.log(`  ${counted}${numbers}`);
    rows.push(row);
  }
  const { planMs, compareMs } = rows[YEARS.indexOf(10)] as Measured;
  const total = planMs + compareMs;
  const verdict = total <= GOAL_MS ? 'met' : 'missed';
  console.log(`  ten years: ${total.toFixed(2)} ms to plan and compare (goal ${GOAL_MS} ms: ${verdict})`);
  console.log(`  the cost grows with the number of events to the power of ${exponent(rows).toFixed(2)}`);
}

/** A ten years' contract on the table in memory: load, parse, plan, compare, hash, marshal. */
async function recording(pack: string): Promise<void> {
  const terms = currentTerms();
  let now = '2016-01-31T08:00:00Z';
  const dependencies = {
    ...{ ...terms, table: new ContractTable(memoryDatabase().dynamodb, 'bench'), timer: motionlessTimer },
    ...{ clock: { now: () => now }, wake: async () => undefined },
  };
  const contract = contractUnder(pack, findPack(terms.catalog, pack).version);
  await createContract(dependencies, contract);
  const record = async (months: number, first: number) => {
    const times: number[] = [];
    for (const fact of billing(months, first)) {
      now = fact.occurredAt;
      const start = performance.now();
      await recordEvent(dependencies, { contract: contract.id, event: { ...fact, recordedAt: now } });
      times.push(performance.now() - start);
    }
    return times;
  };
  const before = await record(120, 1);
  const times = await record(12, 121);
  console.log(
    `${pack}: ${middle(times).toFixed(2)} ms for an event recorded on top of ${before.length}: load, parse, plan, compare, hash, marshal`,
  );
}

async function comparison(own: Sources, other: Sources, against: string): Promise<void> {
  console.log(`\nthis checkout / ${against}, plan and compare, ${TURNS} turns each (1.00: as fast)`);
  console.log('  pack      years     ratio   least    most');
  for (const pack of PACKS) {
    for (const years of YEARS) {
      const ratios: number[] = [];
      for (let turn = 0; turn < TURNS; turn += 1) {
        const asked = { pack, years, rounds: ROUNDS_A_TURN };
        const [first, second] = turn % 2 === 0 ? [own, other] : [other, own];
        const [one, two] = [await first.measure(asked), await second.measure(asked)];
        const ratio = (one.planMs + one.compareMs) / (two.planMs + two.compareMs);
        ratios.push(first === own ? ratio : 1 / ratio);
      }
      const numbers = [middle(ratios), Math.min(...ratios), Math.max(...ratios)].map((one) =>
        one.toFixed(2).padStart(8),
      );
      console.log(`  ${pack.padEnd(10)}${String(years).padStart(5)}  ${numbers.join('')}`);
    }
  }
}

/** Another commit’s sources in a folder that is gone afterwards. */
async function withCheckout(commit: string, work: (folder: string) => Promise<void>): Promise<void> {
  const folder = join(mkdtempSync(join(tmpdir(), 'clauseclock-bench-')), 'sources');
  const git = (...words: string[]) => execFileSync('git', ['-C', OWN, 'worktree', ...words], { stdio: 'ignore' });
  git('add', '--detach', folder, commit);
  try {
    symlinkSync(join(OWN, 'node_modules'), join(folder, 'node_modules'), 'junction');
    await work(folder);
  } finally {
    rmSync(join(folder, 'node_modules'), { force: true });
    git('remove', '--force', folder);
  }
}

const { values } = parseArgs({ options: { against: { type: 'string' } } });
const { against } = values;
const own = new Sources(OWN);
if (against === undefined) {
  for (const pack of PACKS) await tableOf(own, pack);
  console.log();
  for (const pack of PACKS) await recording(pack);
} else
  await withCheckout(against, async (folder) => {
    const other = new Sources(folder);
    await comparison(own, other, against);
    other.stop();
  });
own.stop();
