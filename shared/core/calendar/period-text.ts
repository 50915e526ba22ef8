import { InvalidPeriodTextError } from './errors.ts';
import { addedUp, inBaseUnit } from './families.ts';
import { LONGEST } from './period.ts';
import type { Period, Unit } from './types.ts';

const WORDS: ReadonlyMap<string, Unit> = new Map([
  ['hour', 'hours'],
  ['day', 'days'],
  ['calendar day', 'days'],
  ['business day', 'businessDays'],
  ['working day', 'businessDays'],
  ['week', 'weeks'],
  ['month', 'months'],
  ['calendar month', 'months'],
  ['year', 'years'],
]);

const NAMES: Readonly<Record<Unit, string>> = {
  hours: 'hour',
  days: 'day',
  businessDays: 'business day',
  weeks: 'week',
  months: 'month',
  years: 'year',
  years365: 'year',
};

/**
 * One length of time in words: `15 business days`, `30 calendar days`, `6 months`, `72 hours`, `1 year of 365 days`.
 * @throws InvalidPeriodTextError for any other words, and for several lengths (see `parsePeriods`)
 */
export function parsePeriod(text: string): Period {
  const [first, ...more] = parsePeriods(text);
  if (first === undefined || more.length > 0) throw new InvalidPeriodTextError(text, 'give a single length here');
  return first;
}

/**
 * One or several lengths, to be counted one after the other in the order written: `1 month and 15 days`. Counted as one
 * period, those of one family are added up first (see `asOnePeriod`).
 * @throws InvalidPeriodTextError naming the text
 */
export function parsePeriods(text: string): Period[] {
  if (typeof text !== 'string' || text.length > 200) throw new InvalidPeriodTextError(text);
  const parts = text
    .trim()
    .toLowerCase()
    .split(/\s*,\s*(?:and\s+)?|\s+and\s+/);
  return parts.map((part) => parseLength(part, text));
}

function parseLength(part: string, text: string): Period {
  const match = /^(\d{1,9}) ([a-z ]+?)(s?)(?: of 365 days)?$/.exec(part.replaceAll(/\s+/g, ' '));
  const unit = match && WORDS.get(match[2] as string);
  if (!match || !unit) throw new InvalidPeriodTextError(text);
  const short = part.endsWith('days') && / of /.test(part);
  if (short && unit !== 'years') throw new InvalidPeriodTextError(text, 'only years can be of 365 days');
  const period: Period = { n: Number(match[1]), unit: short ? 'years365' : unit };
  if (period.n > LONGEST[period.unit]) {
    throw new InvalidPeriodTextError(text, `at most ${LONGEST[period.unit]} ${period.unit} can be counted`);
  }
  return period;
}

/** The length in words, `15 business days`; its settings are not named. */
export function describePeriod({ n, unit }: Pick<Period, 'n' | 'unit'>): string {
  return `${n} ${NAMES[unit]}${n === 1 ? '' : 's'}${unit === 'years365' ? ' of 365 days' : ''}`;
}

/**
 * Whether two texts say the same length in whatever words: `1 year` and `12 months`, `2 weeks` and `14 days`.
 * @throws InvalidPeriodTextError naming the text that is none
 */
export function sameLength(one: string, other: string): boolean {
  return inBaseUnits(one) === inBaseUnits(other);
}

function inBaseUnits(text: string): string {
  return addedUp(parsePeriods(text)).map(inBaseUnit).map(describePeriod).join(' and ');
}
