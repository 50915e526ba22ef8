import {
  type BillingCycle,
  combine,
  computeChain,
  computePeriod,
  cycleEndOnOrAfter,
} from '../shared/core/calendar/compute.ts';
import { CalendarError, InvalidArgumentError, InvalidCycleError } from '../shared/core/calendar/errors.ts';
import type { HolidayTables } from '../shared/core/calendar/holiday-table.ts';
import { calendarOfDates, holidayCalendar } from '../shared/core/calendar/holidays.ts';
import type { Computation, CountingContext, Period } from '../shared/core/calendar/types.ts';
import { checkZone, localDateTime } from '../shared/core/calendar/zone.ts';

/** One worked case: what to count, from where, in which zone and by which holidays. Other fields are left alone. */
export interface Case {
  readonly id?: unknown;
  readonly anchor?: string;
  readonly timezone?: string;
  readonly holidays?: string | readonly string[];
  /** Replace any named set. */
  readonly holidayDates?: readonly string[];
  readonly period?: Period;
  readonly chain?: readonly Period[];
  readonly periods?: readonly (Period & { readonly anchor?: string })[];
  readonly combine?: 'earliest' | 'latest';
  readonly cycle?: CaseCycle;
}

/** A billing cycle as cases write it: `every` in words, or `n` and `unit`; a month when neither is given. */
interface CaseCycle {
  readonly every?: BillingCycle['every'];
  readonly n?: number;
  readonly unit?: Period['unit'];
  readonly anchorDay?: number;
  readonly start?: string;
  /** Another name for `start`. */
  readonly anchor?: string;
}

/** What is printed for a case. `date` is a local date and time with offset where hours were counted. */
export interface CaseAnswer {
  readonly id: unknown;
  readonly date: string;
  readonly unadjustedDate: string;
  readonly instant: string;
  readonly steps: Computation['steps'];
}

/** What is printed for a case that cannot be computed. */
export interface CaseError {
  readonly id: unknown;
  readonly error: { code: string; field?: string; value?: unknown; message: string };
}

/** A case, or the reason why its line could not be read. */
export type CaseEntry =
  | { readonly content: unknown }
  | { readonly line: number; readonly text: string; readonly problem: string };

/** Reads `{"cases": […]}`, a bare array, one case, or one case per line. */
export function readCases(text: string): CaseEntry[] {
  const whole = parse(text);
  if ('content' in whole) return listOf(whole.content).map((content) => ({ content }));
  return text
    .split(/\r?\n/)
    .flatMap((line, index) => (line.trim() === '' ? [] : [{ ...parse(line), line: index + 1, text: line }]));
}

/** Computes one case; a case that cannot be computed becomes an error with its id. */
export function answerCase(entry: CaseEntry, tables: () => HolidayTables): CaseAnswer | CaseError {
  if ('problem' in entry) {
    return {
      id: idIn(entry.text),
      error: { code: 'invalid-json', field: `line ${entry.line}`, message: entry.problem },
    };
  }
  const found = entry.content as Case | null;
  const id = found?.id ?? null;
  try {
    return { id, ...computeCase(found, tables) };
  } catch (error) {
    return { id, error: describeError(error) };
  }
}

/** What a typed error carries; anything else is reported by its message. */
export function describeError(error: unknown): CaseError['error'] {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof CalendarError)) return { code: error instanceof Error ? error.name : 'error', message };
  return { code: error.code, ...(error.field !== undefined && { field: error.field }), value: error.value, message };
}

/** `date` for people and programs: hours end at a time of day, everything else with the day. */
export function answerOf(result: Computation, hours: boolean, timezone: string): Omit<CaseAnswer, 'id'> {
  const { instant, unadjustedDate, steps } = result;
  return { date: hours ? localDateTime(instant, timezone) : result.date, unadjustedDate, instant, steps };
}

/** The id of a line that is not JSON as a whole, where it can be made out. */
function idIn(line: string): string | null {
  return /"id"\s*:\s*"([^"\\]*)"/.exec(line)?.[1] ?? null;
}

function parse(text: string): { content: unknown } | { problem: string } {
  try {
    return { content: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function listOf(content: unknown): unknown[] {
  if (Array.isArray(content)) return content;
  const { cases } = (content ?? {}) as { cases?: unknown };
  return Array.isArray(cases) ? cases : [content];
}

function computeCase(found: Case | null, tables: () => HolidayTables): Omit<CaseAnswer, 'id'> {
  if (found === null || typeof found !== 'object') throw new InvalidArgumentError('case', found, 'a case is an object');
  const timezone = checkZone(found.timezone ?? 'UTC');
  const context: CountingContext = { timezone, holidays: holidaysOf(found, tables) };
  const { result, hours } = countCase(found, context);
  if (found.cycle === undefined) return answerOf(result, hours, timezone);
  const end = cycleEndOnOrAfter(result.date, cycleOf(found.cycle), timezone);
  return answerOf({ ...end, steps: [...result.steps, ...end.steps] }, false, timezone);
}

function holidaysOf({ holidays = 'none', holidayDates }: Case, tables: () => HolidayTables) {
  const names = [holidays].flat();
  if (holidayDates === undefined) return holidayCalendar(names, tables());
  if (!Array.isArray(holidayDates)) {
    throw new InvalidArgumentError('holidayDates', holidayDates, 'give a list of days such as ["2026-12-25"]');
  }
  return calendarOfDates(names.join('+'), holidayDates);
}

function countCase(found: Case, context: CountingContext): { result: Computation; hours: boolean } {
  const { period, chain, periods } = found;
  const shapes = [period, chain, periods].filter((shape) => shape !== undefined);
  if (shapes.length !== 1) {
    throw new InvalidArgumentError(
      'case',
      shapes.length,
      'give exactly one of period, chain, and periods with combine',
    );
  }
  if (periods !== undefined) return countEach(found, context);
  const list = chain ?? [period as Period];
  if (!Array.isArray(list)) throw new InvalidArgumentError('chain', chain, 'a chain is a list of periods');
  return { result: computeChain(anchorOf(found.anchor), list, context), hours: list.at(-1)?.unit === 'hours' };
}

function countEach({ anchor, periods, combine: rule }: Case, context: CountingContext) {
  if (!Array.isArray(periods)) throw new InvalidArgumentError('periods', periods, 'give a list of periods');
  const results = periods.map((item: NonNullable<Case['periods']>[number] | null) => {
    const { anchor: own = anchor, ...period } = item ?? ({} as Period & { anchor?: string });
    return computePeriod(anchorOf(own), period, context);
  });
  const result = combine(rule as 'earliest' | 'latest', results);
  const chosen = Number(result.steps.at(-1)?.chosen) - 1;
  return { result, hours: periods[chosen]?.unit === 'hours' };
}

function anchorOf(anchor: unknown): string {
  if (typeof anchor === 'string') return anchor;
  throw new InvalidArgumentError('anchor', anchor, 'give the day or moment to count from, such as 2026-11-20');
}

function cycleOf(cycle: CaseCycle): BillingCycle {
  if (cycle === null || typeof cycle !== 'object') {
    throw new InvalidCycleError('every', cycle, 'a cycle is an object such as {"every": "1 month", "anchorDay": 31}');
  }
  const { every, n = 1, unit = 'months', anchorDay, start = cycle.anchor } = cycle;
  return {
    every: every ?? { n, unit },
    ...(anchorDay !== undefined && { anchorDay }),
    ...(start !== undefined && { start }),
  };
}
