/**
 * Deadline arithmetic against its peers, on the same cases and in the same run: 15 business days in Finland from random
 * days of 2020 to 2039. Prints rates, their ratio to the goals, and whether all agree. Exits 1 where results differ.
 *
 *   node bench/deadlines.ts [--cases 200000] [--json]
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { computePeriod } from '../shared/core/calendar/compute.ts';
import { dayText, epochDayOf, parseDay } from '../shared/core/calendar/days.ts';
import { holidayCalendar } from '../shared/core/calendar/holidays.ts';
import { loadHolidayTables } from '../shared/runtime/holiday-tables.ts';
import { BusinessDayTable } from './business-day-table.ts';
import { finnishHolidays, PEERS } from './deadlines-peers.ts';

const N = 15;
const SECONDS = 1.5;

interface Row {
  readonly name: string;
  readonly perSecond: number;
  /** Differing results among those compared; absent where the peer counts something else. */
  readonly differences?: number;
}

interface Numpy {
  readonly version: string;
  readonly days: readonly number[];
  readonly vectorised: number;
  readonly scalar: number;
}

interface Goal {
  readonly goal: string;
  readonly reached: number | undefined;
  readonly needed: number;
  /** A size must stay below what is needed; a rate must reach it. */
  readonly atMost?: boolean;
}

const { values } = parseArgs({ options: { cases: { type: 'string', default: '200000' }, json: { type: 'boolean' } } });
const progress = (text: string) => process.stderr.write(`${text}\n`);

const tables = loadHolidayTables();
const holidays = holidayCalendar(['FI'], tables);
const table = new BusinessDayTable(holidays, { fromYear: 2019, toYear: 2040 });
const starts = randomDays(Number(values.cases));
const texts = Array.from(starts, dayText);
const answers = table.addAll(starts, N);

const rows: Row[] = [measureExplained(), ...PEERS.map(measurePeer), measureColumn()];
const numpy = measureNumpy();
if (numpy) {
  const differences = numpy.days.filter((day, index) => day !== answers[index]).length;
  rows.push({ name: `numpy ${numpy.version} busday_offset, vectorised`, perSecond: numpy.vectorised, differences });
  rows.push({ name: `numpy ${numpy.version} busday_offset, scalar calls`, perSecond: numpy.scalar });
}
report(rows, goals());

/** Days of 2020 to 2039, the same in every run. */
function randomDays(count: number): Int32Array {
  const first = epochDayOf(2020, 1, 1);
  const span = epochDayOf(2040, 1, 1) - first;
  let state = 20_261_120;
  return Int32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return first + Math.floor((state / 2 ** 32) * span);
  });
}

/** The highest rate of as many runs as fit into the time. */
function best(count: number, run: () => unknown): number {
  let rate = 0;
  for (const until = performance.now() + SECONDS * 1000; performance.now() < until; ) {
    const before = performance.now();
    run();
    rate = Math.max(rate, (count / (performance.now() - before)) * 1000);
  }
  return rate;
}

/** What the arithmetic would reach without explanations, for comparison with numpy's columns: the product counts one at a time. */
function measureColumn(): Row {
  progress('a column of days by table …');
  const out = new Int32Array(starts.length);
  const perSecond = best(starts.length, () => table.addAll(starts, N, out));
  return {
    name: 'a column of days by table (in this benchmark only)',
    perSecond,
    differences: differing(out, answers),
  };
}

function measureExplained(): Row {
  progress('this engine, one at a time with explanation …');
  const context = { timezone: 'Europe/Helsinki', holidays };
  const period = { n: N, unit: 'businessDays', roll: 'following' } as const;
  const found = texts.map((text) => parseDay(computePeriod(text, period, context).date));
  const some = texts.slice(0, 20_000);
  const perSecond = best(some.length, () => {
    for (const text of some) computePeriod(text, period, context);
  });
  return { name: 'this engine, explained, day text in and out', perSecond, differences: differing(found, answers) };
}

function measurePeer(peer: (typeof PEERS)[number]): Row {
  progress(`${peer.name} …`);
  const some = texts.slice(0, peer.limit);
  const run = peer.prepare();
  const found = run(some, N).map((day) => parseDay(day));
  const perSecond = best(some.length, () => run(some, N));
  return { name: peer.name, perSecond, ...(peer.holidays && { differences: differing(found, answers) }) };
}

function measureNumpy(): Numpy | undefined {
  progress('numpy …');
  if (spawnSync('python3', ['-c', 'import numpy']).status !== 0) return undefined;
  const program = fileURLToPath(new URL('./deadlines-numpy.py', import.meta.url));
  const input = JSON.stringify({ starts: texts, n: N, holidays: finnishHolidays(2019, 2041) });
  const { status, stdout, stderr } = spawnSync('python3', [program], { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`numpy failed: ${stderr}`);
  return JSON.parse(stdout) as Numpy;
}

function differing(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  let count = 0;
  for (let index = 0; index < found.length; index++) if (found[index] !== expected[index]) count++;
  return count;
}

function gzippedTables(): number {
  const folder = fileURLToPath(new URL('../terms/calendars/', import.meta.url));
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.reduce((sum, name) => sum + gzipSync(readFileSync(folder + name), { level: 9 }).length, 0);
}

function goals(): Goal[] {
  const [explained = 0, naive = 0] = rows.map(({ perSecond }) => perSecond);
  return [
    { goal: 'explained computations per second', reached: explained, needed: 100_000 },
    { goal: 'explained / date-holidays asked day by day', reached: explained / naive, needed: 1000 },
    { goal: 'all holiday tables, bytes gzipped', reached: gzippedTables(), needed: 20 * 1024, atMost: true },
  ];
}

function report(measured: readonly Row[], targets: readonly Goal[]): void {
  const differences = measured.reduce((sum, row) => sum + (row.differences ?? 0), 0);
  if (differences > 0) process.exitCode = 1;
  if (values.json) {
    console.log(JSON.stringify({ cases: starts.length, rows: measured, goals: targets, differences }));
    return;
  }
  const slowest = Math.min(...measured.map(({ perSecond }) => perSecond));
  console.log(`\n15 business days, Finland, ${starts.length} starts of 2020-2039\n`);
  console.log(`${'engine'.padEnd(48)}${'per second'.padStart(14)}${'× slowest'.padStart(14)}  differences`);
  for (const { name, perSecond, differences: found } of measured) {
    const ratio = number(perSecond / slowest);
    console.log(`${name.padEnd(48)}${number(perSecond).padStart(14)}${ratio.padStart(14)}  ${found ?? 'not compared'}`);
  }
  if (!numpy) console.log('\nnumpy is not installed for python3, so it was not measured.');
  console.log(`\n${'goal'.padEnd(48)}${'reached'.padStart(14)}${'needed'.padStart(14)}`);
  for (const { goal, reached, needed, atMost = false } of targets) {
    const verdict =
      reached === undefined ? 'not measured' : reached >= needed !== atMost || reached === needed ? 'met' : 'MISSED';
    const sign = atMost ? '≤' : '≥';
    console.log(
      `${goal.padEnd(48)}${(reached === undefined ? '-' : number(reached)).padStart(14)}${`${sign} ${number(needed)}`.padStart(14)}  ${verdict}`,
    );
  }
  console.log(`\nresults ${differences === 0 ? 'identical' : `differ in ${differences} cases`}`);
}

function number(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 });
}
