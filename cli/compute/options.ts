import { parseArgs } from 'node:util';
import { InvalidArgumentError } from '../../shared/core/calendar/errors.ts';
import type { PeriodSettings } from '../../shared/core/calendar/one-period.ts';
import { regimeIds } from '../../shared/core/calendar/regimes.ts';
import { UsageError } from '../command-line.ts';

export const USAGE = `usage: clauseclock compute --cases FILE
       clauseclock compute --from DAY|INSTANT --period LENGTH [options] [--json]

Counts a period and explains every step. FILE holds {"cases": [...]}, an array, or one case per line; "-" reads
standard input; one JSON line is printed per case. Windows (window: {opens, closes}), look-backs (lookBack: period) and
one period in several places (zones: [{timezone, holidays}, ...] with combine) are counted from case files only.

  --from 2026-11-20             the day, or a moment such as 2026-11-20T10:00:00+02:00
  --period "15 business days"   hours, days, business days, weeks, months, years, "1 year of 365 days",
                                "1 month and 15 days" (one period); repeat it together with --combine
  --combine earliest|latest     which of several periods decides
  --timezone Europe/Bucharest   zone name, or fixed offset such as -05:00 (UTC)
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
  --local-time compatible|earlier|later|refuse   what that time means where the clocks skip or repeat it (refuse)
  --cut-off 17:00               an event from this time on counts for the next day
  --cut-off-moves-to nextDay|nextBusinessDay     with nextBusinessDay an event on any other day counts for it too
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
  'local-time': { type: 'string' },
  'cut-off': { type: 'string' },
  'cut-off-moves-to': { type: 'string' },
  cycle: { type: 'string' },
  'cycle-anchor-day': { type: 'string' },
  'cycle-start': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

/** Pairs of options of which the first has no effect without the second. */
const NEEDS: readonly (readonly [keyof Values, keyof Values])[] = [
  ['latest-start', 'before'],
  ['cut-off-moves-to', 'cut-off'],
  ['cycle-anchor-day', 'cycle'],
  ['cycle-start', 'cycle'],
];

/**
 * Reads the options. An option without effect is refused.
 * @throws UsageError
 */
export function readOptions(argv: readonly string[]): Values {
  const { values, tokens } = parsed(joinOffset(argv));
  if (values.help) return values;
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const multiple = ['period', 'holidays', 'holiday-date'].includes(token.name);
    if (seen.has(token.name) && !multiple) throw new UsageError(`--${token.name} is given twice`);
    seen.add(token.name);
  }
  if (values.cases !== undefined) {
    const other = Object.keys(values).find((name) => name !== 'cases' && name !== 'json');
    if (other !== undefined) throw new UsageError(`--${other} does not go with --cases`);
    return values;
  }
  if (values.from === undefined) throw new UsageError('--from is missing');
  if (values.period === undefined) throw new UsageError('--period is missing');
  for (const [option, other] of NEEDS) {
    if (values[option] !== undefined && values[other] === undefined) {
      throw new UsageError(`--${option} does nothing without --${other}`);
    }
  }
  if (values['holiday-date'] && values.holidays) {
    throw new UsageError('--holiday-date replaces --holidays; to add a day to a set write --holidays RO+x:2026-12-24');
  }
  if (values.combine !== undefined && values.period.length < 2) {
    throw new UsageError('--combine does nothing with a single --period');
  }
  return values;
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, tokens: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** `--timezone -05:00` would otherwise be read as two options. */
function joinOffset(argv: readonly string[]): string[] {
  const joined: string[] = [];
  for (const argument of argv) {
    if (joined.at(-1) === '--timezone' && /^[+-]\d/.test(argument)) joined[joined.length - 1] += `=${argument}`;
    else joined.push(argument);
  }
  return joined;
}

/** The settings of a period from the options. */
export function settingsOf(values: Values): PeriodSettings {
  const cutOff = values['cut-off'];
  const given = {
    direction: values.before ? 'before' : undefined,
    method: values['latest-start'] ? 'forwardMax' : undefined,
    weekmask: values.weekmask,
    monthEnd: values['month-end'],
    countsTriggerDay: values['counts-trigger-day'],
    fromNextFullHour: values['from-next-full-hour'],
    fromNextMidnight: values['from-next-midnight'],
    cutOff: cutOff === undefined ? undefined : { at: cutOff, movesTo: values['cut-off-moves-to'] ?? 'nextDay' },
    clear: values.clear,
    roll: values.roll,
    minWorkingDays: values['min-working-days'] === undefined ? undefined : numberOf(values['min-working-days']),
    thenDayAfter: values['then-day-after'],
    endsAt: values['ends-at'],
    localTime: values['local-time'],
  };
  // The setting itself checks its values.
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as PeriodSettings;
}

/** The billing cycle from the options. */
export function cycleOf(values: Values, every: string) {
  const anchorDay = values['cycle-anchor-day'];
  const start = values['cycle-start'];
  return {
    every,
    ...(anchorDay !== undefined && { anchorDay: numberOf(anchorDay) }),
    ...(start !== undefined && { start }),
  };
}

/** How several periods are combined. */
export function combineOf({ combine }: Values): 'earliest' | 'latest' {
  if (combine === undefined) {
    throw new InvalidArgumentError('combine', undefined, 'several periods need --combine earliest or --combine latest');
  }
  return combine as 'earliest' | 'latest';
}

/** The number in a text of digits. Any other text is returned as it is, and the setting refuses it. */
function numberOf(text: string): number {
  return /^\d{1,6}$/.test(text) ? Number(text) : (text as unknown as number);
}
