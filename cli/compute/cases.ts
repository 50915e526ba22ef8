import type { Computation } from '../../shared/core/calendar/computation.ts';
import {
  asOnePeriod,
  type BillingCycle,
  choose,
  combine,
  computeChain,
  computePeriod,
  computeWindow,
  cycleEndOnOrAfter,
  lookBack,
  type WindowOpening,
} from '../../shared/core/calendar/compute.ts';
import { InvalidArgumentError, InvalidCycleError } from '../../shared/core/calendar/errors.ts';
import { explain } from '../../shared/core/calendar/explain.ts';
import type { HolidayTables } from '../../shared/core/calendar/holiday-table.ts';
import { calendarOfDates, holidayCalendar } from '../../shared/core/calendar/holidays.ts';
import { parsePeriods } from '../../shared/core/calendar/period-text.ts';
import { regime, regimeIds } from '../../shared/core/calendar/regimes.ts';
import type { CountingContext, HolidayCalendar, Period } from '../../shared/core/calendar/types.ts';
import { checkZone } from '../../shared/core/calendar/zone.ts';
import { answerOf, type CaseAnswer, type CaseError, describeError, type Told } from './answer.ts';
import type { CaseEntry } from './case-file.ts';

/** A length with its settings, or in words: `15 business days`, `1 month and 15 days`. */
type CasePeriod = Period | string;

/** One worked case: what to count, from where, in which zone and by which holidays. */
interface Case {
  readonly id?: unknown;
  readonly anchor?: unknown;
  readonly timezone?: string;
  readonly holidays?: string | readonly string[];
  /** Used in place of any named set. */
  readonly holidayDates?: readonly string[];
  /** The id of a regime to count by; any other text is a label and changes nothing. */
  readonly regime?: string;
  readonly period?: CasePeriod;
  readonly chain?: readonly CasePeriod[];
  readonly periods?: readonly (CasePeriod | (Period & { readonly anchor?: unknown }))[];
  readonly window?: { readonly opens?: unknown; readonly closes?: CasePeriod };
  readonly lookBack?: CasePeriod;
  /** With `period` and `combine`: the places in each of which the period is counted. */
  readonly zones?: readonly { readonly timezone?: string; readonly holidays?: string | readonly string[] }[];
  readonly combine?: 'earliest' | 'latest';
  readonly cycle?: CaseCycle;
}

/** A billing cycle as cases write it: `every` in words, or `n` and `unit`; one month if neither is given. */
interface CaseCycle {
  readonly every?: BillingCycle['every'];
  readonly n?: number;
  readonly unit?: Period['unit'];
  readonly anchorDay?: number;
  readonly start?: string;
  /** Another name for `start`. */
  readonly anchor?: string;
}

/** The fields that say what is counted: a case has exactly one of them. */
const SHAPES = ['period', 'chain', 'periods', 'window', 'lookBack'] as const;
const PLACE = ['timezone', 'holidays', 'holidayDates', 'regime'] as const;
/** Fields about the case and its expected answer; they change nothing. */
const ABOUT = 'id rule answer expected expectedInstant authority source how_verified tags'.split(' ');
const CASE_FIELDS = [...ABOUT, 'anchor', ...PLACE, ...SHAPES, 'zones', 'combine', 'cycle'];
const CYCLE_FIELDS = ['every', 'n', 'unit', 'anchorDay', 'start', 'anchor'];

type Tables = () => HolidayTables;

/** Computes one case; a case that cannot be computed becomes an error with its id. */
export function answerCase(entry: CaseEntry, tables: Tables): CaseAnswer | CaseError {
  if ('problem' in entry) {
    const { id, line, column, problem: message } = entry;
    return { id, error: { code: 'invalid-json', field: `line ${line}`, line, column, message } };
  }
  const found = entry.content as Case | null;
  const id = found?.id ?? null;
  try {
    return { id, ...answerOf(computeCase(found, tables)) };
  } catch (error) {
    return { id, error: describeError(error) };
  }
}

/** Refuses an unknown field, so that a misspelt one does not change an answer unnoticed. */
function checkFields(found: object, known: readonly string[], within: string): void {
  for (const [name, value] of Object.entries(found)) {
    if (known.includes(name)) continue;
    const field = within === '' ? name : `${within}.${name}`;
    throw new InvalidArgumentError(field, value, `there is no such field; known are ${known.join(', ')}`);
  }
}

function computeCase(found: Case | null, tables: Tables): Told {
  if (!isRecord(found)) throw new InvalidArgumentError('case', found, 'a case is an object');
  checkFields(found, CASE_FIELDS, '');
  const counted = found.zones === undefined ? countHere(found, tables) : countInZones(found, tables);
  if (found.timezone === undefined && found.zones === undefined) {
    const { result } = counted;
    const step = explain('default-zone', { timezone: counted.timezone });
    return { ...counted, result: { ...result, steps: [step, ...result.steps] } };
  }
  return counted;
}

function countHere(found: Case, tables: Tables): Told {
  const timezone = checkZone(found.timezone === undefined ? 'UTC' : found.timezone);
  const context: CountingContext = { timezone, holidays: holidaysOf(found, tables) };
  const told = { timezone, calendar: context.holidays.version };
  const { result, hours } = countShape(found, context);
  if (found.cycle === undefined) return { ...told, result, hours };
  const end = cycleEndOnOrAfter(result.date, cycleOf(found.cycle), timezone);
  return { ...told, result: { ...end, steps: [...result.steps, ...end.steps] }, hours: false };
}

function holidaysOf(found: Case, tables: Tables): HolidayCalendar {
  const { holidays, holidayDates } = found;
  const names = holidays === undefined ? regimeHolidays(found) : [holidays].flat();
  if (holidayDates === undefined) return holidayCalendar(names as string[], tables());
  const named = names.filter((name) => name !== 'none').map(String);
  if (named.length === 0 && Array.isArray(holidayDates) && holidayDates.length === 0) {
    return holidayCalendar([], tables());
  }
  return calendarOfDates([...named, '(dates given with the case)'].join(' '), holidayDates);
}

/** The regime a case names by its id. */
function regimeOf({ regime: name }: Case): string | undefined {
  if (name !== undefined && typeof name !== 'string') {
    throw new InvalidArgumentError('regime', name, 'give the id of a regime, or a label as text');
  }
  return name !== undefined && regimeIds().includes(name) ? name : undefined;
}

function regimeHolidays(found: Case): readonly string[] {
  const id = regimeOf(found);
  if (id === undefined) return [];
  const { period, chain, periods } = found;
  const [first] = [period ?? chain ?? periods].flat();
  const before = found.lookBack !== undefined || (isRecord(first) && (first as Period).direction === 'before');
  return regime(id).holidays[before ? 'before' : 'after'];
}

function countShape(found: Case, context: CountingContext): { result: Computation; hours: boolean } {
  const given = SHAPES.filter((shape) => found[shape] !== undefined);
  const [shape, ...more] = given;
  const remedy = `give exactly one of ${SHAPES.join(', ')} (periods with combine)`;
  if (shape === undefined) throw new InvalidArgumentError('period', undefined, remedy);
  if (more.length > 0) throw new InvalidArgumentError('case', given, remedy);
  if (found.combine !== undefined && shape !== 'periods') {
    throw new InvalidArgumentError('combine', found.combine, `it chooses among periods; ${shape} gives one answer`);
  }
  const id = regimeOf(found);
  if (shape === 'periods') return countEach(found, id, context);
  const anchor = anchorOf(found.anchor);
  if (shape === 'window') return { result: countWindow(anchor, found.window, id, context), hours: false };
  if (shape === 'lookBack') {
    const period = single(found.lookBack, 'lookBack', id, { direction: 'before' });
    return { result: lookBack(anchor, period, context), hours: false };
  }
  const list = shape === 'chain' ? listed(found.chain, 'chain') : [found.period];
  const chain = list.flatMap((item) => periodsOf(item, shape, id));
  return { result: computeChain(anchor, chain, context), hours: chain.at(-1)?.unit === 'hours' };
}

function countEach(found: Case, id: string | undefined, context: CountingContext) {
  const chains = listed(found.periods, 'periods').map((item) => {
    if (!isRecord(item)) return { anchor: found.anchor, chain: periodsOf(item, 'periods', id) };
    const { anchor = found.anchor, ...period } = item as Period & { anchor?: unknown };
    return { anchor, chain: periodsOf(period, 'periods', id) };
  });
  const results = chains.map(({ anchor, chain }) => computeChain(anchorOf(anchor), chain, context));
  const rule = found.combine as 'earliest' | 'latest';
  const result = combine(rule, results);
  const chosen = chains[choose(rule, results)];
  return { result, hours: chosen?.chain.at(-1)?.unit === 'hours' };
}

function countWindow(anchor: string, window: unknown, id: string | undefined, context: CountingContext) {
  if (!isRecord(window)) {
    throw new InvalidArgumentError('window', window, 'give {"opens": "dayAfter", "closes": {"n": 10, "unit": "days"}}');
  }
  checkFields(window, ['opens', 'closes'], 'window');
  const { opens, closes } = window as NonNullable<Case['window']>;
  const named = opens === 'triggerDay' || opens === 'dayAfter';
  const opening = named ? opens : single(opens, 'window.opens', id);
  return computeWindow(
    anchor,
    { opens: opening as WindowOpening, closes: single(closes, 'window.closes', id) },
    context,
  );
}

/** The same period in each of several places. */
function countInZones(found: Case, tables: Tables): Told {
  const beside = ['timezone', 'holidays', 'holidayDates', 'cycle', 'chain', 'periods', 'window', 'lookBack'] as const;
  const other = beside.find((name) => found[name] !== undefined);
  if (other !== undefined) {
    throw new InvalidArgumentError(other, found[other], 'zones go with anchor, period and combine alone');
  }
  const contexts = listed(found.zones, 'zones').map((zone): CountingContext => {
    if (!isRecord(zone)) throw new InvalidArgumentError('zones', zone, 'give {"timezone": …, "holidays": …} for each');
    checkFields(zone, ['timezone', 'holidays'], 'zones');
    const { timezone, holidays } = zone as { timezone: string; holidays?: string };
    const place: Case = { ...found, ...(holidays !== undefined && { holidays }) };
    return { timezone: checkZone(timezone), holidays: holidaysOf(place, tables) };
  });
  const period = single(found.period, 'period', regimeOf(found));
  const rule = found.combine as 'earliest' | 'latest';
  const results = contexts.map((context) => computePeriod(anchorOf(found.anchor), period, context));
  const result = combine(rule, results);
  const chosen = contexts[choose(rule, results)] as CountingContext;
  const calendar = contexts.map(({ holidays }) => holidays.version).join(' / ');
  return { result, hours: period.unit === 'hours', timezone: chosen.timezone, calendar };
}

/** One period of a case. Its words may hold several lengths, which are counted together as one period. */
function periodsOf(item: unknown, field: string, id: string | undefined, settings: Partial<Period> = {}): Period[] {
  if (typeof item === 'string') return asOnePeriod(parsePeriods(item), settings, id);
  if (!isRecord(item)) {
    const remedy = 'give words such as "15 business days", or {"n": 15, "unit": "businessDays"}';
    throw new InvalidArgumentError(field, item, remedy);
  }
  const { n, unit, ...own } = item as Period;
  return id === undefined
    ? [{ ...settings, ...(item as Period) }]
    : asOnePeriod([{ n, unit }], { ...settings, ...own }, id);
}

function single(item: unknown, field: string, id: string | undefined, settings: Partial<Period> = {}): Period {
  const [only, ...more] = periodsOf(item, field, id, settings);
  if (only === undefined || more.length > 0) throw new InvalidArgumentError(field, item, 'give a single length here');
  return only;
}

function listed(value: unknown, field: string): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0) return value;
  throw new InvalidArgumentError(field, value, 'give a list with at least one entry');
}

function anchorOf(anchor: unknown): string {
  if (typeof anchor === 'string') return anchor;
  throw new InvalidArgumentError('anchor', anchor, 'give the day or moment to count from, such as 2026-11-20');
}

function cycleOf(cycle: unknown): BillingCycle {
  if (!isRecord(cycle)) {
    throw new InvalidCycleError('every', cycle, 'a cycle is an object such as {"every": "1 month", "anchorDay": 31}');
  }
  checkFields(cycle, CYCLE_FIELDS, 'cycle');
  const { every, n = 1, unit = 'months', anchorDay, start, anchor } = cycle as CaseCycle;
  const first = start ?? anchor;
  return {
    every: every === undefined ? { n, unit } : every,
    ...(anchorDay !== undefined && { anchorDay }),
    ...(first !== undefined && { start: first }),
  };
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
