import { InvalidArgumentError, InvalidPeriodError } from './errors.ts';
import { addedUp } from './families.ts';
import { partUnderRegime } from './regimes.ts';
import type { Period, Unit } from './types.ts';

/** Every setting of a period beside its length. */
export type PeriodSettings = Partial<Omit<Period, 'n' | 'unit' | 'continues'>>;

/** Settings of the start of a period; they apply to the first part only. */
export const AT_START: ReadonlySet<string> = new Set<keyof PeriodSettings>([
  'countsTriggerDay',
  'fromNextFullHour',
  'fromNextMidnight',
  'cutOff',
]);

/** Settings of the end of a period; they apply to the last part only. */
export const AT_END: ReadonlySet<string> = new Set<keyof PeriodSettings>([
  'clear',
  'roll',
  'minWorkingDays',
  'thenDayAfter',
  'endsAt',
  'localTime',
]);

/** The fewest calendar days a unit has. */
const FEWEST_DAYS: Readonly<Record<Unit, number>> = {
  hours: 0,
  days: 1,
  businessDays: 1,
  weeks: 7,
  months: 28,
  years: 365,
  years365: 365,
};

/**
 * One period of one or several lengths, `1 month and 15 days`, as a chain for `computeChain`. The period has one start
 * and one end: settings of the start go to the first part, settings of the end to the last part, and direction,
 * weekmask and month ends to all parts. The rules of a regime are distributed in the same way. Settings given win over
 * the regime. Lengths of one family are one part, so `1 year and 1 month` are 13 months with one end of a month.
 *
 * @throws InvalidPeriodError for settings that no period of several lengths can have
 * @throws UnknownRegimeError
 */
export function asOnePeriod(
  lengths: readonly Pick<Period, 'n' | 'unit'>[],
  settings: PeriodSettings = {},
  regimeId?: string,
): Period[] {
  if (lengths.length === 0) throw new InvalidArgumentError('periods', lengths, 'a period has at least one length');
  const several = lengths.length > 1;
  const wholeDays = several ? lengths.reduce((sum, { n, unit }) => sum + n * FEWEST_DAYS[unit], 0) : undefined;
  const parts = lengths.map((length, index) => {
    const concerns = (name: string) =>
      (index === 0 || !(AT_START.has(name) || name === 'basis' || name === 'remarks')) &&
      (index === lengths.length - 1 || !AT_END.has(name));
    const rules = <Settings extends object>(all: Settings): Settings => settingsOf(all, concerns) as Settings;
    const part: Period = { ...rules(settings), ...length };
    return regimeId === undefined ? part : partUnderRegime(regimeId, part, { rules, wholeDays });
  });
  if (parts[0]?.countsTriggerDay && parts.at(-1)?.clear) {
    throw new InvalidPeriodError('clear', true, 'a clear period excludes the trigger day, so it cannot count it');
  }
  if (!several) return parts;
  const atEnd = settingsOf(parts.at(-1) as Period, (name) => AT_END.has(name));
  const added = addedUp(toldOnce(parts).map((part) => settingsOf(part, (name) => !AT_END.has(name)) as Period));
  if (added.length > 1 && settings.method === 'forwardMax') {
    throw new InvalidPeriodError('method', 'forwardMax', 'a latest start is found for a single length only');
  }
  return added.map((part, index) => ({
    ...part,
    ...(index === added.length - 1 && atEnd),
    ...(index > 0 && { continues: true }),
  }));
}

function settingsOf<Settings extends object>(all: Settings, concerned: (name: string) => boolean): Partial<Settings> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => concerned(name))) as Partial<Settings>;
}

/** Moves the rules and remarks of all parts to the first part, without duplicates. */
function toldOnce(parts: readonly Period[]): Period[] {
  const basis = [...new Set(parts.flatMap((part) => part.basis ?? []))];
  const told = parts.flatMap((part) => part.remarks ?? []);
  const remarks = [...new Map(told.map((remark) => [JSON.stringify(remark), remark])).values()];
  return parts.map(({ basis: _basis, remarks: _remarks, ...part }, index) => ({
    ...part,
    ...(index === 0 && basis.length > 0 && { basis }),
    ...(index === 0 && remarks.length > 0 && { remarks }),
  }));
}
