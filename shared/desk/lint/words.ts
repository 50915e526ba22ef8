import type { Day, Zone } from '../../core/calendar/types.ts';
import { localDateTimeAt } from '../../core/calendar/zone.ts';
import type { Clause } from '../../core/terms/clause.ts';
import { formatDay } from '../../core/words/days.ts';
import { describeTiming, type SettingLengths } from '../packs/describe-clause.ts';
import type { LocatedPack } from '../reading/read-pack.ts';
import type { LocatedClause } from './finding.ts';
import { DAYS, type End, FIRST_DAY, LAST_DAY } from './reckon.ts';

/**
 * `“Export of the customer’s data” (Termination, paragraph 1)`; a clause of a statute also with the title of its pack.
 */
export function cited({ source: { pack }, clause: { title, ref } }: LocatedClause): string {
  return pack.kind === 'statute' ? `“${title}” (${pack.title}, ${ref})` : `“${title}” (${ref})`;
}

/** The clause's timing in one phrase, with the lengths of its settings. */
export function timingOf({ source, clause }: LocatedClause, packs: readonly LocatedPack[]): string {
  return describeTiming(clause as Clause, lengthsOf(source, packs));
}

function lengthsOf(own: LocatedPack, packs: readonly LocatedPack[]): SettingLengths {
  return (name) => {
    const [other, setting = name] = name.includes('/') ? name.split('/') : [undefined, name];
    const source = other === undefined ? own : packs.findLast(({ pack }) => pack.pack === other);
    return source?.pack.settings[setting]?.length;
  };
}

/** `on every day from 2026 to 2029`, or `on 37 of the 1461 days from 2026 to 2029`. */
export function onHowMany(count: number, tried: number = DAYS.length): string {
  const years = `from ${FIRST_DAY.slice(0, 4)} to ${LAST_DAY.slice(0, 4)}`;
  return count === tried ? `on every day ${years}` : `on ${count} of the ${tried} days ${years}`;
}

export function days(count: number): string {
  return `${count} ${count === 1 ? 'day' : 'days'}`;
}

/** `Friday 20 November 2026` */
export const on: (day: Day) => string = formatDay;

/** `Friday 20 November 2026 at 10:30`, in the local time of the zone. */
export function atMoment(epoch: number, zone: Zone): string {
  const local = localDateTimeAt(epoch, zone);
  return `${formatDay(local.slice(0, 10))} at ${local.slice(11, 16)}`;
}

/** Two last days; if they are the same day, the moments at which they end. */
export function toldApart(a: End, b: End, zone: Zone): readonly [string, string] {
  return a.date === b.date ? [atMoment(a.epoch, zone), atMoment(b.epoch, zone)] : [on(a.date), on(b.date)];
}

/** The law that the finding holds under; empty if the terms offer no choice of law. */
export function underLaw(law: string | undefined): string {
  return law === undefined ? '' : `, under the law ${law}`;
}

/** The text with a capital first letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
