import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import type { Computation } from '../../shared/core/calendar/computation.ts';
import { asOnePeriod, choose, combine, computeChain, cycleEndOnOrAfter } from '../../shared/core/calendar/compute.ts';
import { explain } from '../../shared/core/calendar/explain.ts';
import { calendarOfDates, holidayCalendar } from '../../shared/core/calendar/holidays.ts';
import { parsePeriods } from '../../shared/core/calendar/period-text.ts';
import { regime } from '../../shared/core/calendar/regimes.ts';
import type { CountingContext } from '../../shared/core/calendar/types.ts';
import { checkZone, localDateTime } from '../../shared/core/calendar/zone.ts';
import { formatDay } from '../../shared/core/words/days.ts';
import { endInWords } from '../../shared/core/words/ends.ts';
import { explainedCount } from '../../shared/core/words/explanation.ts';
import { loadHolidayTables } from '../../shared/runtime/holiday-tables.ts';
import { type CommandLine, UsageError } from '../command-line.ts';
import { answerOf, describeError, type Told } from './answer.ts';
import { readCases } from './case-file.ts';
import { answerCase } from './cases.ts';
import { combineOf, cycleOf, readOptions, settingsOf, USAGE, type Values } from './options.ts';

const BAD_INPUT = 1;
const BAD_USAGE = 2;
/** After this many cases, progress is written to standard error. */
const PROGRESS = 10_000;

/**
 * `compute`. Resolves to the exit code: 1 when a case or period cannot be computed, 2 for wrong usage.
 * Errors of single cases are lines of the output; the other cases are still computed.
 */
export async function compute(argv: readonly string[], line: CommandLine): Promise<number> {
  let values: Values;
  try {
    values = readOptions(argv);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    line.err(`${error.message}\n${USAGE}`);
    return BAD_USAGE;
  }
  if (values.help) {
    line.out(USAGE);
    return 0;
  }
  if (values.cases !== undefined) return computeFile(values.cases, line);
  try {
    computeOne(values, line);
    return 0;
  } catch (error) {
    const described = describeError(error);
    line.err(values.json ? JSON.stringify({ error: described }) : described.message);
    return BAD_INPUT;
  }
}

async function computeFile(file: string, line: CommandLine): Promise<number> {
  let content: string;
  try {
    content = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    line.err(`${file}: ${error instanceof Error ? error.message : error}`);
    return BAD_INPUT;
  }
  const cases = readCases(content);
  if (cases.length === 0) {
    line.err(`${file}: there is no case in it`);
    return BAD_INPUT;
  }
  let tables: ReturnType<typeof loadHolidayTables> | undefined;
  let failed = 0;
  for (const [index, entry] of cases.entries()) {
    const answer = answerCase(entry, () => {
      tables ??= loadHolidayTables();
      return tables;
    });
    if ('error' in answer) failed++;
    line.out(JSON.stringify(answer));
    const done = index + 1;
    if (done % PROGRESS === 0) line.err(`${done} of ${cases.length} cases, ${failed} with errors`);
    // Gives the process the chance to notice that its output was closed.
    if (done % 500 === 0) await setImmediate();
  }
  return failed > 0 ? BAD_INPUT : 0;
}

function computeOne(values: Values, line: CommandLine): void {
  const { from = '', period: lengths = [] } = values;
  const context = contextOf(values);
  const settings = settingsOf(values);
  const chains = lengths.map((length) => asOnePeriod(parsePeriods(length), settings, values.regime));
  const rule = chains.length > 1 ? combineOf(values) : undefined;
  const results = chains.map((chain) => computeChain(from, chain, context));
  let result = results[0] as Computation;
  let hours = chains[0]?.at(-1)?.unit === 'hours';
  if (rule !== undefined) {
    result = combine(rule, results);
    hours = chains[choose(rule, results)]?.at(-1)?.unit === 'hours';
  }
  if (values.cycle !== undefined) {
    const end = cycleEndOnOrAfter(result.date, cycleOf(values, values.cycle), context.timezone);
    result = { ...end, steps: [...result.steps, ...end.steps] };
    hours = false;
  }
  const { timezone, holidays } = context;
  if (values.timezone === undefined) {
    result = { ...result, steps: [explain('default-zone', { timezone }), ...result.steps] };
  }
  const told = { result, hours, timezone, calendar: holidays.version };
  if (values.json) line.out(JSON.stringify(answerOf(told)));
  else print(told, line);
}

function print({ result, hours, timezone, calendar }: Told, line: CommandLine): void {
  const local = localDateTime(result.instant, timezone);
  line.out(hours ? endInWords(result.instant, timezone) : formatDay(result.date));
  line.out(`over at ${result.instant} (${local} in ${timezone}); holidays: ${calendar}`);
  line.out('');
  for (const [index, step] of result.steps.entries()) {
    line.out(`${String(index + 1).padStart(2)}. ${explainedCount(step).text}`);
  }
}

function contextOf(values: Values): CountingContext {
  const timezone = checkZone(values.timezone ?? 'UTC');
  const dates = values['holiday-date'];
  if (dates) return { timezone, holidays: calendarOfDates('the dates given', dates) };
  const named = values.holidays?.flatMap((name) => name.split(','));
  return { timezone, holidays: holidayCalendar(named ?? regimeHolidays(values), loadHolidayTables()) };
}

function regimeHolidays({ regime: id, before }: Values): readonly string[] {
  return id === undefined ? [] : regime(id).holidays[before ? 'before' : 'after'];
}
