import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { combine, computeChain, cycleEndOnOrAfter } from '../shared/core/calendar/compute.ts';
import { formatDay } from '../shared/core/calendar/days.ts';
import { InvalidArgumentError, InvalidPeriodError } from '../shared/core/calendar/errors.ts';
import { calendarOfDates, holidayCalendar } from '../shared/core/calendar/holidays.ts';
import { parsePeriods } from '../shared/core/calendar/period-text.ts';
import { regime, regimeIds, underRegime } from '../shared/core/calendar/regimes.ts';
import type { Computation, CountingContext, Period } from '../shared/core/calendar/types.ts';
import { checkZone, localDateTime } from '../shared/core/calendar/zone.ts';
import { loadHolidayTables } from '../shared/runtime/holiday-tables.ts';
import { answerCase, answerOf, describeError, readCases } from './compute-cases.ts';

const USAGE = `usage: clauseclock compute --cases FILE
       clauseclock compute --from DAY|INSTANT --period LENGTH [options] [--json]

Counts a period and explains every step. FILE holds {"cases": [...]}, an array, or one case per line; "-" reads
standard input; one JSON line is printed per case.

  --from 2026-11-20             the day, or a moment such as 2026-11-20T10:00:00+02:00
  --period "15 business days"   hours, days, business days, weeks, months, years, "1 year of 365 days",
                                "1 month and 15 days"; repeat it together with --combine
  --combine earliest|latest     which of several periods decides
  --timezone Europe/Bucharest   zone name or fixed offset (UTC)
  --holidays RO                 holiday set, or several: DK+US (none)
  --holiday-date 2026-12-24     a holiday instead of any named set; repeat it for more
  --regime ID                   ${regimeIds().join(', ')}
  --before                      count back
  --latest-start                with --before: the latest day from which the period ends in time
  --roll CONVENTION             none, following, preceding, modifiedFollowing, modifiedPreceding
  --counts-trigger-day          the day itself is day 1
  --clear                       neither end day counts
  --weekmask 1111100            working days, Monday first
  --min-working-days N          extend until the period holds so many
  --month-end clamp|refuse      what to do where the month has no such day
  --then-day-after              answer the day after the last day
  --from-next-full-hour, --from-next-midnight   when hours begin
  --ends-at 17:00               the last day ends at this local time
  --cut-off 17:00               an event from this time on counts for the next day
  --cut-off-moves-to nextDay|nextBusinessDay
  --cycle "1 month" [--cycle-anchor-day 31] [--cycle-start DAY]   then the first cycle end on or after that day
  --json                        print one JSON line`;

const OPTIONS = {
  cases: { type: 'string' },
  from: { type: 'string' },
  period: { type: 'string', multiple: true },
  combine: { type: 'string' },
  timezone: { type: 'string' },
  holidays: { type: 'string', multiple: true },
  'holiday-date': { type: 'string', multiple: true },
  regime: { type: 'string' },
  before: { type: 'boolean' },
  'latest-start': { type: 'boolean' },
  roll: { type: 'string' },
  'counts-trigger-day': { type: 'boolean' },
  clear: { type: 'boolean' },
  weekmask: { type: 'string' },
  'min-working-days': { type: 'string' },
  'month-end': { type: 'string' },
  'then-day-after': { type: 'boolean' },
  'from-next-full-hour': { type: 'boolean' },
  'from-next-midnight': { type: 'boolean' },
  'ends-at': { type: 'string' },
  'cut-off': { type: 'string' },
  'cut-off-moves-to': { type: 'string' },
  cycle: { type: 'string' },
  'cycle-anchor-day': { type: 'string' },
  'cycle-start': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const BAD_INPUT = 1;
const BAD_USAGE = 2;

interface Io {
  out(line: string): void;
  err(line: string): void;
}

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

/**
 * `compute`. Resolves to the exit code: 1 when a case or period cannot be computed, 2 for wrong usage.
 * Errors of single cases are lines of the output; the other cases are still computed.
 */
export async function compute(argv: readonly string[], io: Io): Promise<number> {
  let values: Values;
  try {
    ({ values } = parseArgs({ args: [...argv], options: OPTIONS }));
  } catch (error) {
    return refuse(io, error instanceof Error ? error.message : String(error));
  }
  if (values.help) {
    io.out(USAGE);
    return 0;
  }
  if (values.cases !== undefined) {
    const other = Object.keys(values).find((name) => name !== 'cases' && name !== 'json');
    return other === undefined ? computeFile(values.cases, io) : refuse(io, `--${other} does not go with --cases`);
  }
  if (values.from === undefined) return refuse(io, '--from is missing');
  if (values.period === undefined) return refuse(io, '--period is missing');
  try {
    computeOne(values, values.from, values.period, io);
    return 0;
  } catch (error) {
    const described = describeError(error);
    io.err(values.json ? JSON.stringify({ error: described }) : described.message);
    return BAD_INPUT;
  }
}

function refuse(io: Io, problem: string): number {
  io.err(`${problem}\n${USAGE}`);
  return BAD_USAGE;
}

async function computeFile(file: string, io: Io): Promise<number> {
  let content: string;
  try {
    content = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    io.err(`${file}: ${error instanceof Error ? error.message : error}`);
    return BAD_INPUT;
  }
  const cases = readCases(content);
  if (cases.length === 0) {
    io.err(`${file}: there is no case in it`);
    return BAD_INPUT;
  }
  let tables: ReturnType<typeof loadHolidayTables> | undefined;
  let failed = false;
  for (const entry of cases) {
    const answer = answerCase(entry, () => {
      tables ??= loadHolidayTables();
      return tables;
    });
    failed ||= 'error' in answer;
    io.out(JSON.stringify(answer));
  }
  return failed ? BAD_INPUT : 0;
}

function computeOne(values: Values, from: string, lengths: readonly string[], io: Io): void {
  const context = contextOf(values);
  const chains = lengths.map((length) => periodsOf(length, values));
  if (chains.length > 1 && values.combine === undefined) {
    throw new InvalidArgumentError('combine', undefined, 'several periods need --combine earliest or --combine latest');
  }
  const results = chains.map((chain) => computeChain(from, chain, context));
  let result = results[0] as Computation;
  let hours = chains[0]?.at(-1)?.unit === 'hours';
  if (values.combine !== undefined) {
    result = combine(values.combine as 'earliest' | 'latest', results);
    hours = chains[Number(result.steps.at(-1)?.chosen) - 1]?.at(-1)?.unit === 'hours';
  }
  if (values.cycle !== undefined) {
    const end = cycleEndOnOrAfter(result.date, cycleOf(values, values.cycle), context.timezone);
    result = { ...end, steps: [...result.steps, ...end.steps] };
    hours = false;
  }
  const answer = answerOf(result, hours, context.timezone);
  if (values.json) io.out(JSON.stringify(answer));
  else print(result, hours, context, io);
}

function print(result: Computation, hours: boolean, { timezone, holidays }: CountingContext, io: Io): void {
  const local = localDateTime(result.instant, timezone);
  io.out(hours ? `${formatDay(result.date)}, ${local.slice(11)}` : formatDay(result.date));
  io.out(`over at ${result.instant} (${local} in ${timezone}); holidays: ${holidays.version}`);
  io.out('');
  for (const [index, step] of result.steps.entries()) io.out(`${String(index + 1).padStart(2)}. ${step.text}`);
}

function contextOf(values: Values): CountingContext {
  const timezone = checkZone(values.timezone ?? 'UTC');
  const names = (values.holidays ?? ['none']).flatMap((name) => name.split(','));
  const dates = values['holiday-date'];
  const defaults = values.holidays === undefined && values.regime !== undefined ? regimeHolidays(values) : names;
  const holidays = dates ? calendarOfDates('the dates given', dates) : holidayCalendar(defaults, loadHolidayTables());
  return { timezone, holidays };
}

function regimeHolidays(values: Values): readonly string[] {
  return regime(values.regime as string).holidays[values.before ? 'before' : 'after'];
}

/** Where a text holds several lengths, what concerns the beginning belongs to the first and the rest to the last. */
function periodsOf(text: string, values: Values): Period[] {
  const lengths = parsePeriods(text);
  if (lengths.length > 1 && values['latest-start']) {
    throw new InvalidPeriodError('method', 'forwardMax', `--latest-start needs a single length, not "${text}"`);
  }
  return lengths.map((length, index) => {
    const period = {
      ...length,
      ...everywhere(values),
      ...(index === 0 && atBeginning(values)),
      ...(index === lengths.length - 1 && atEnd(values)),
    } as Period;
    return values.regime === undefined ? period : underRegime(values.regime, period);
  });
}

function everywhere(values: Values): Record<string, unknown> {
  return {
    ...(values.before && { direction: 'before' }),
    ...(values['latest-start'] && { method: 'forwardMax' }),
    ...(values.weekmask !== undefined && { weekmask: values.weekmask }),
    ...(values['month-end'] !== undefined && { monthEnd: values['month-end'] }),
  };
}

function atBeginning(values: Values): Record<string, unknown> {
  const cutOff = values['cut-off'];
  return {
    ...(values['counts-trigger-day'] && { countsTriggerDay: true }),
    ...(values['from-next-full-hour'] && { fromNextFullHour: true }),
    ...(values['from-next-midnight'] && { fromNextMidnight: true }),
    ...(cutOff !== undefined && { cutOff: { at: cutOff, movesTo: values['cut-off-moves-to'] ?? 'nextDay' } }),
  };
}

function atEnd(values: Values): Record<string, unknown> {
  return {
    ...(values.clear && { clear: true }),
    ...(values.roll !== undefined && { roll: values.roll }),
    ...(values['min-working-days'] !== undefined && { minWorkingDays: numberOf(values['min-working-days']) }),
    ...(values['then-day-after'] && { thenDayAfter: true }),
    ...(values['ends-at'] !== undefined && { endsAt: values['ends-at'] }),
  };
}

function cycleOf(values: Values, every: string) {
  const anchorDay = values['cycle-anchor-day'];
  const start = values['cycle-start'];
  return {
    every,
    ...(anchorDay !== undefined && { anchorDay: numberOf(anchorDay) }),
    ...(start !== undefined && { start }),
  };
}

/** A number in digits, or the text itself, which then is refused by the setting it is for. */
function numberOf(text: string): number {
  return /^\d{1,6}$/.test(text) ? Number(text) : (text as unknown as number);
}
