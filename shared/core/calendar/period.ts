import { InvalidArgumentError, InvalidPeriodError } from './errors.ts';
import { type CutOff, type Period, type Remark, ROLLS, type Roll, UNITS, type Unit } from './types.ts';
import { parseLocalTime } from './zone.ts';

/** A period with every setting spelled out. */
export interface SettledPeriod {
  readonly n: number;
  readonly unit: Unit;
  readonly before: boolean;
  readonly countsTriggerDay: boolean;
  readonly clear: boolean;
  readonly forwardMax: boolean;
  readonly roll: Roll;
  readonly weekmask: string;
  readonly minWorkingDays: number;
  readonly thenDayAfter: boolean;
  readonly hoursFrom: 'event' | 'nextFullHour' | 'nextMidnight';
  readonly refuseMonthEnd: boolean;
  readonly endsAt: string | undefined;
  readonly cutOff: CutOff | undefined;
  /** Absent if the period does not set it. */
  readonly localTime: Period['localTime'];
  readonly basis: readonly string[];
  readonly remarks: readonly Remark[];
}

/** The longest period of each unit: 200 years. A longer one is taken for a slip of the pen. */
export const LONGEST: Readonly<Record<Unit, number>> = {
  hours: 1_753_200,
  days: 73_050,
  businessDays: 73_050,
  weeks: 10_436,
  months: 2_400,
  years: 200,
  years365: 200,
};

const SETTINGS: ReadonlySet<string> = new Set([
  'n',
  'unit',
  'direction',
  'countsTriggerDay',
  'clear',
  'method',
  'roll',
  'weekmask',
  'minWorkingDays',
  'thenDayAfter',
  'fromNextFullHour',
  'fromNextMidnight',
  'monthEnd',
  'endsAt',
  'localTime',
  'cutOff',
  'basis',
  'remarks',
  'continues',
]);

const LOCAL_TIMES = ['compatible', 'earlier', 'later', 'refuse'] as const;
const NONE: readonly never[] = [];

/**
 * Fills in the defaults, and refuses settings that are out of range or contradict each other.
 * @throws InvalidPeriodError naming the setting
 */
export function settlePeriod(period: Period): SettledPeriod {
  checkNames(period);
  const { unit, n } = period;
  if (!UNITS.includes(unit)) throw new InvalidPeriodError('unit', unit, `use one of ${UNITS.join(', ')}`);
  if (!Number.isInteger(n) || n < 0 || n > LONGEST[unit]) {
    throw new InvalidPeriodError('n', n, `use a whole number from 0 to ${LONGEST[unit]} ${unit}`);
  }
  const settled: SettledPeriod = {
    n,
    unit,
    before: oneOf(period, 'direction', ['after', 'before'], 'after') === 'before',
    countsTriggerDay: flag(period, 'countsTriggerDay'),
    clear: flag(period, 'clear'),
    forwardMax: oneOf(period, 'method', ['subtract', 'forwardMax'], 'subtract') === 'forwardMax',
    roll: oneOf(period, 'roll', ROLLS, 'none'),
    weekmask: weekmaskOf(period),
    minWorkingDays: minWorkingDaysOf(period),
    thenDayAfter: flag(period, 'thenDayAfter'),
    hoursFrom: hoursFromOf(period),
    refuseMonthEnd: oneOf(period, 'monthEnd', ['clamp', 'refuse'], 'clamp') === 'refuse',
    endsAt: period.endsAt,
    cutOff: period.cutOff,
    localTime: period.localTime === undefined ? undefined : oneOf(period, 'localTime', LOCAL_TIMES, 'refuse'),
    basis: listOf(period, 'basis', (item) => typeof item === 'string', 'citations'),
    remarks: listOf(period, 'remarks', isRemark, 'remarks'),
  };
  if (period.continues !== undefined && typeof period.continues !== 'boolean') {
    throw new InvalidPeriodError('continues', period.continues, 'use true or false');
  }
  if (settled.endsAt !== undefined) checkEnd(settled.endsAt);
  if (settled.cutOff !== undefined) checkCutOff(settled.cutOff);
  if (unit === 'hours') refuseForHours(settled);
  else refuseForDays(settled);
  return settled;
}

function checkNames(period: Period): void {
  if (period === null || typeof period !== 'object' || Array.isArray(period)) {
    throw new InvalidArgumentError('period', period, 'a period is an object such as {"n": 15, "unit": "businessDays"}');
  }
  for (const name in period) {
    if (!SETTINGS.has(name)) {
      const value = (period as unknown as Record<string, unknown>)[name];
      throw new InvalidPeriodError(name, value, `there is no such setting; known are ${[...SETTINGS].join(', ')}`);
    }
  }
}

function isRemark(item: unknown): boolean {
  const remark = item as Remark | null;
  switch (remark?.kind) {
    case 'note':
      return typeof remark.note === 'string';
    case 'scope':
      return typeof remark.scope === 'string';
    case 'no-rule':
      return typeof remark.law === 'string' && UNITS.includes(remark.unit);
    case 'rule-overridden':
      return typeof remark.citation === 'string' && typeof remark.setting === 'string';
    default:
      return false;
  }
}

/** A list setting whose every item is of its kind; empty when absent. */
function listOf<const Name extends 'basis' | 'remarks'>(
  period: Period,
  name: Name,
  isItem: (item: unknown) => boolean,
  items: string,
): NonNullable<Period[Name]> {
  const value: unknown = period[name];
  if (value === undefined) return NONE;
  if (!Array.isArray(value) || !value.every(isItem))
    throw new InvalidPeriodError(name, value, `give a list of ${items}`);
  return value as unknown as NonNullable<Period[Name]>;
}

function flag(period: Period, name: 'countsTriggerDay' | 'clear' | 'thenDayAfter'): boolean {
  const value = period[name];
  if (value === undefined) return false;
  if (typeof value !== 'boolean') throw new InvalidPeriodError(name, value, 'use true or false');
  return value;
}

function oneOf<const Value extends string>(
  period: Period,
  name: 'direction' | 'method' | 'roll' | 'monthEnd' | 'localTime',
  allowed: readonly Value[],
  otherwise: Value,
): Value {
  const value = period[name] as Value | undefined;
  if (value === undefined) return otherwise;
  if (!allowed.includes(value)) throw new InvalidPeriodError(name, value, `use one of ${allowed.join(', ')}`);
  return value;
}

function weekmaskOf({ weekmask = '1111100' }: Period): string {
  if (
    weekmask !== '1111100' &&
    !(typeof weekmask === 'string' && /^[01]{7}$/.test(weekmask) && weekmask.includes('1'))
  ) {
    throw new InvalidPeriodError('weekmask', weekmask, 'use seven digits, Monday first, 1 for a working day: 1111100');
  }
  return weekmask;
}

function minWorkingDaysOf({ minWorkingDays = 0 }: Period): number {
  if (!Number.isInteger(minWorkingDays) || minWorkingDays < 0 || minWorkingDays > 366) {
    throw new InvalidPeriodError('minWorkingDays', minWorkingDays, 'use a whole number from 0 to 366');
  }
  return minWorkingDays;
}

function hoursFromOf({ fromNextFullHour = false, fromNextMidnight = false }: Period): SettledPeriod['hoursFrom'] {
  if (typeof fromNextFullHour !== 'boolean') {
    throw new InvalidPeriodError('fromNextFullHour', fromNextFullHour, 'use true or false');
  }
  if (typeof fromNextMidnight !== 'boolean') {
    throw new InvalidPeriodError('fromNextMidnight', fromNextMidnight, 'use true or false');
  }
  if (fromNextFullHour && fromNextMidnight) {
    throw new InvalidPeriodError(
      'fromNextMidnight',
      true,
      'hours begin at the next full hour or at midnight, not both',
    );
  }
  if (fromNextMidnight) return 'nextMidnight';
  return fromNextFullHour ? 'nextFullHour' : 'event';
}

function checkCutOff(cutOff: CutOff): void {
  if (cutOff === null || typeof cutOff !== 'object') {
    throw new InvalidPeriodError('cutOff', cutOff, 'give {"at": "17:00", "movesTo": "nextDay"} or "nextBusinessDay"');
  }
  for (const name in cutOff) {
    if (name === 'at' || name === 'movesTo') continue;
    throw new InvalidPeriodError(
      `cutOff.${name}`,
      cutOff[name as 'at'],
      'there is no such setting; give at and movesTo',
    );
  }
  parseLocalTime(cutOff.at, 'period.cutOff.at');
  if (cutOff.movesTo !== 'nextDay' && cutOff.movesTo !== 'nextBusinessDay') {
    throw new InvalidPeriodError('cutOff.movesTo', cutOff.movesTo, 'use nextDay or nextBusinessDay');
  }
}

function checkEnd(endsAt: string): void {
  if (parseLocalTime(endsAt, 'period.endsAt') > 0) return;
  const remedy = 'nothing on the last day would be in time; leave it out, and the period ends with that day';
  throw new InvalidPeriodError('endsAt', endsAt, remedy);
}

/** Hours run by the clock, so settings for days cannot apply to them. */
function refuseForHours(period: SettledPeriod): void {
  const remedy = 'hours are counted by the clock; leave it out, or count in days';
  if (period.countsTriggerDay) throw new InvalidPeriodError('countsTriggerDay', true, remedy);
  if (period.clear) throw new InvalidPeriodError('clear', true, remedy);
  if (period.forwardMax) throw new InvalidPeriodError('method', 'forwardMax', remedy);
  if (period.minWorkingDays > 0) throw new InvalidPeriodError('minWorkingDays', period.minWorkingDays, remedy);
  if (period.thenDayAfter) throw new InvalidPeriodError('thenDayAfter', true, remedy);
  if (period.endsAt !== undefined) throw new InvalidPeriodError('endsAt', period.endsAt, remedy);
  if (period.cutOff !== undefined) throw new InvalidPeriodError('cutOff', period.cutOff, remedy);
  if (period.localTime !== undefined && period.roll === 'none') {
    throw new InvalidPeriodError('localTime', period.localTime, 'hours need it only where they roll: set roll too');
  }
  if (period.before && period.hoursFrom !== 'event') {
    throw new InvalidPeriodError('direction', 'before', 'hours before an event run back from the event itself');
  }
}

function refuseForDays(period: SettledPeriod): void {
  if (period.hoursFrom !== 'event') {
    throw new InvalidPeriodError('unit', period.unit, 'only hours can begin at the next full hour or at midnight');
  }
  if (period.countsTriggerDay && period.clear) {
    throw new InvalidPeriodError('clear', true, 'a clear period excludes the trigger day, so it cannot count it');
  }
  if (period.countsTriggerDay && period.n === 0) {
    throw new InvalidPeriodError('n', 0, 'a period that counts its trigger day is at least 1 long');
  }
  if (period.forwardMax && !period.before) {
    throw new InvalidPeriodError('method', 'forwardMax', 'it belongs to a period with direction "before"');
  }
  // Every other convention can move the start to a later day, from which the period would end too late.
  if (period.forwardMax && period.roll !== 'none' && period.roll !== 'preceding') {
    throw new InvalidPeriodError(
      'roll',
      period.roll,
      'a latest start may only stay or move back: use none or preceding',
    );
  }
  if (period.localTime !== undefined && period.endsAt === undefined) {
    throw new InvalidPeriodError('localTime', period.localTime, 'it says how endsAt is read: give that too');
  }
}
