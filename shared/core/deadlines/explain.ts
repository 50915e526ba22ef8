import { formatDay } from '../calendar/days.ts';
import type { Day, ExplanationStep, InstantText, Unit, Zone } from '../calendar/types.ts';
import { localDateTime } from '../calendar/zone.ts';
import { dayName } from '../terms/day-names.ts';
import type { Money } from './deadline.ts';
import { formatDuration } from './duration.ts';
import { formatFigure, formatMoney, formatWithFloor } from './money.ts';

interface ByEvent {
  event: string;
  kind: string;
  day: Day;
}

/** The facts each code of an explanation carries. The wording below is English; other languages use the same facts. */
interface FactsByCode {
  clause: { clause: string; title: string; ref: string; means: string; terms: string };
  assumption: { assumption: string; statement: string };
  fact: ByEvent & { occurredAt: string; timezone: Zone };
  'fact-day': ByEvent & { field: string; timezone: Zone; basis?: unknown };
  window: {
    opensOn: Day;
    closing: Day;
    lastDay: 'closing-day' | 'day-before';
    date: Day;
    instant: InstantText;
    timezone: Zone;
  };
  'contract-start': { event: string; day: Day };
  'window-between': { opensOn: Day; date: Day; neverOpen: boolean };
  'option-unknown': { field: string };
  'on-day': { day: Day; begins: boolean; instant: InstantText; timezone: Zone };
  'parent-day': { title: string; day: Day };
  'at-once': { date: Day; instant: InstantText; waits: boolean; timezone: Zone };
  'cycle-extended': { event: string; kind: string; opensOn: Day; from: Day; n: number; to: Day };
  law: { law: string; holidays: readonly string[]; timezone: Zone };
  setting: { setting: string; length: string; why: string | null };
  condition: { field: string; value: string | number | boolean | null };
  'parent-settled': ByEvent & { title: string };
  'no-next-cycle': ByEvent & { title: string; date: Day };
  'because-of': { title: string; state: 'open' | 'met' | 'lapsed' };
  'missed-cycle': ByEvent & { date: Day; cycleEnd: Day };
  prolonged: ByEvent & { length: string; from: Day; to: Day };
  'prolonged-late': ByEvent & { date: Day };
  restarted: ByEvent & { times: number };
  reopened: ByEvent;
  'reopened-late': ByEvent & { date: Day };
  'met-early': ByEvent & { opensOn: Day };
  limits: { limits: readonly { title: string; date: Day; state: string; decides: boolean }[] };
  requirement: { requirement: string; outstanding: readonly string[] };
  entitlement: {
    from: InstantText;
    to: InstantText | null;
    days: number | null;
    cappedAt: number | null;
    timezone: Zone;
  };
  moved: ByEvent & { from: Day; to: Day };
  paused: { event: string; kind: string; from: Day };
  'paused-further': ByEvent & { inForce: number };
  'still-paused': ByEvent & { known: boolean; inForce: number };
  resumed: { event: string; kind: string; from: Day; until: Day };
  extended: { from: Day; n: number; unit: Unit; to: Day };
  met: ByEvent;
  'met-again': ByEvent;
  'met-late': ByEvent & { date: Day };
  ended: ByEvent;
  'ended-late': ByEvent & { date: Day };
  'paused-late': ByEvent & { date: Day };
  'moved-late': ByEvent & { date: Day };
  'contract-ended': { event: string; day: Day };
  lapsed: { event: string; instant: InstantText; produces: string };
  arisen: { instant: InstantText };
  sum: { opensOn: Day; until: Day; sums: string; counted: number; withoutAmount: number; figure: readonly Money[] };
  share: { percent: number; figure: readonly Money[] };
  floor: { floor: Money; sum: readonly Money[]; figure: readonly Money[]; comparable: boolean };
  allowance: { year: number; share: number; yearSeconds: number; allowedSeconds: number; timezone: Zone };
  outage: {
    outage: string;
    from: InstantText;
    to: InstantText | null;
    excused: boolean;
    countedSeconds: number;
    timezone: Zone;
  };
  'allowance-used': {
    usedSeconds: number;
    allowedSeconds: number;
    instant: InstantText;
    ongoing: boolean;
    timezone: Zone;
  };
  'allowance-left': { usedSeconds: number; allowedSeconds: number; leftSeconds: number };
}

export type ExplanationCode = keyof FactsByCode;

const WORDING: { [Code in ExplanationCode]: (facts: FactsByCode[Code]) => string } = {
  clause: ({ title, ref, means, terms }) => `${title} (${terms}, ${ref}): ${means}`,
  assumption: ({ statement }) => `Assumption: ${statement}`,
  fact: ({ kind, day, occurredAt, timezone, event }) =>
    `${kind} happened on ${formatDay(day)}${momentOf(occurredAt, day, timezone)} (event ${event}).`,
  'fact-day': ({ kind, field, day, event, timezone, basis }) =>
    `The ${fieldName(field)} is ${formatDay(day)} in ${timezone}${BASES.get(String(basis)) ?? ''}, according to ${kind} (event ${event}).`,
  window: ({ opensOn, closing, lastDay, date }) => {
    if (date < opensOn)
      return `The window would open on ${formatDay(opensOn)}, but its last day is ${formatDay(date)}: it is never open.`;
    return lastDay === 'closing-day'
      ? `The window is open from ${formatDay(opensOn)} to ${formatDay(date)}, both included.`
      : `The window is open from ${formatDay(opensOn)} and closes when ${formatDay(closing)} begins, so its last day is ${formatDay(date)}.`;
  },
  'contract-start': ({ day }) => `The contract starts on ${formatDay(day)}, as it says itself.`,
  'window-between': ({ opensOn, date, neverOpen }) =>
    neverOpen
      ? `The window would open on ${formatDay(opensOn)}, but its last day is ${formatDay(date)}: it is never open.`
      : `The window is open from ${formatDay(opensOn)} to ${formatDay(date)}, both included.`,
  'option-unknown': ({ field }) =>
    `The ${fieldName(field)} is not known, so what would be counted from it is left out of account.`,
  'on-day': ({ day, begins, instant, timezone }) =>
    begins
      ? `It happens as ${formatDay(day)} begins in ${timezone}: ${instant}.`
      : `It happens once ${formatDay(day)} is over in ${timezone}: ${instant}.`,
  'parent-day': ({ title, day }) => `The last day of “${title}” is ${formatDay(day)}.`,
  'at-once': ({ date, instant, waits, timezone }) =>
    waits
      ? `It happens without any period, as ${formatDay(date)} begins in ${timezone}: ${instant}.`
      : `It happens with the event itself, without any period: ${instant}.`,
  'cycle-extended': ({ kind, event, opensOn, from, n, to }) =>
    `${kind} (event ${event}) makes the cycle from ${formatDay(opensOn)} ${counted(n, 'days')} longer: it ends with ${formatDay(to)} instead of ${formatDay(from)}, and the next one begins the day after.`,
  law: ({ law, holidays, timezone }) =>
    `The contract chose the law of ${law}, so days are those of ${timezone} and the holidays are ${holidays.join(' and ') || 'none'}, unless the contract names others.`,
  setting: ({ setting, length, why }) =>
    why === null
      ? `The contract chose ${length} for the setting ${setting}.`
      : `The setting ${setting} is ${length}, because the contract chose nothing else: ${why}`,
  condition: ({ field, value }) =>
    value === null
      ? `It applies because ${field} is not set.`
      : `It applies because ${field} is ${value === true ? 'set' : String(value)}.`,
  'parent-settled': ({ kind, day, event, title }) =>
    `${kind} on ${formatDay(day)} (event ${event}) settled “${title}”, from which it follows, so there is nothing left to do.`,
  'no-next-cycle': ({ kind, day, event, title, date }) =>
    `Since ${kind} on ${formatDay(day)} (event ${event}) the contract is to end with ${formatDay(date)} (“${title}”), so no next cycle comes for which anything would be left to do.`,
  'because-of': ({ title, state }) => `It follows from “${title}”, which ${BECAME[state]}.`,
  'missed-cycle': ({ kind, day, event, date, cycleEnd }) =>
    `${kind} came on ${formatDay(day)} (event ${event}), after ${formatDay(date)}, the last day for the end of the cycle on ${formatDay(cycleEnd)}; so it counts for the next cycle.`,
  prolonged: ({ kind, day, event, length, from, to }) =>
    `${kind} on ${formatDay(day)} (event ${event}) came in time and extends the whole period to ${length}: the last day is ${formatDay(to)} instead of ${formatDay(from)}.`,
  'prolonged-late': ({ kind, day, date, event }) =>
    `${kind} came on ${formatDay(day)} (event ${event}), too late to extend the period; the last day stays ${formatDay(date)}.`,
  restarted: ({ kind, day, event, times }) =>
    `The count began again ${times === 1 ? 'once' : `${times} times`}, last with ${kind} on ${formatDay(day)} (event ${event}).`,
  reopened: ({ kind, day, event }) =>
    `What had met it was taken back by ${kind} on ${formatDay(day)} (event ${event}).`,
  'reopened-late': ({ kind, day, event }) =>
    `${kind} came on ${formatDay(day)} (event ${event}), when what follows from its having been met had taken effect; it changes nothing.`,
  'met-early': ({ kind, day, event, opensOn }) =>
    `${kind} came on ${formatDay(day)} (event ${event}), before the window opens on ${formatDay(opensOn)}; it does not count for it.`,
  limits: ({ limits }) =>
    `Several limits apply side by side: ${limits.map(({ title, date, state, decides }) => `${title}, ${formatDay(date)} (${decides ? 'the earliest still open: it decides' : state})`).join('; ')}.`,
  requirement: ({ requirement, outstanding }) =>
    `${requirement} ${outstanding.length === 0 ? 'On record nothing is outstanding.' : `Outstanding on record: ${outstanding.join(', ')}.`}`,
  entitlement: ({ from, to, days, cappedAt, timezone }) =>
    to === null || days === null
      ? `It has lasted since ${localTime(from, timezone)} and is not over, so the extension cannot be measured yet.`
      : `It lasted from ${localTime(from, timezone)} to ${localTime(to, timezone)}, so up to ${counted(days, 'days')} may be asked for${cappedAt === null ? '' : `, which is the most there is`}.`,
  moved: ({ kind, day, event, from, to }) =>
    `${kind} on ${formatDay(day)} (event ${event}) moved the last day from ${formatDay(from)} to ${formatDay(to)}.`,
  paused: ({ kind, from, event }) =>
    `Since ${formatDay(from)} the period stands still because of ${kind} (event ${event}).`,
  'paused-further': ({ kind, day, event, inForce }) =>
    `${kind} on ${formatDay(day)} (event ${event}) suspends it as well: ${inForce === 1 ? 'the same suspension, still in force' : `${inForce} suspensions are in force`}.`,
  'still-paused': ({ kind, day, event, known, inForce }) =>
    `${kind} on ${formatDay(day)} (event ${event}) ${known ? 'lifted one suspension' : 'names no suspension that is in force'}; the period still stands still (${inForce} in force).`,
  resumed: ({ kind, from, until, event }) =>
    `It stood still from ${formatDay(from)} until ${kind} on ${formatDay(until)} (event ${event}).`,
  extended: ({ from, n, unit, to }) =>
    `Time that stood still is not counted: ${formatDay(from)} plus ${counted(n, unit)} is ${formatDay(to)}.`,
  met: ({ kind, day, event }) => `Met by ${kind} on ${formatDay(day)} (event ${event}).`,
  'met-again': ({ kind, day, event }) => `${kind} on ${formatDay(day)} (event ${event}) meets it as well.`,
  'met-late': ({ kind, day, date, event }) =>
    `${kind} came on ${formatDay(day)} (event ${event}), after the last day, ${formatDay(date)}.`,
  ended: ({ kind, day, event }) => `Ended by ${kind} on ${formatDay(day)} (event ${event}).`,
  'ended-late': ({ kind, day, date, event }) =>
    `${kind} came on ${formatDay(day)} (event ${event}), when the last day, ${formatDay(date)}, was over; it changes nothing.`,
  'paused-late': ({ kind, day, date, event }) =>
    `${kind} came on ${formatDay(day)} (event ${event}), when the last day, ${formatDay(date)}, was over; there was nothing left to suspend.`,
  'moved-late': ({ kind, day, date, event }) =>
    `${kind} on ${formatDay(day)} (event ${event}) names another day, but the last day, ${formatDay(date)}, was over and what follows from it has taken effect.`,
  'contract-ended': ({ day, event }) =>
    `The contract ended on ${formatDay(day)} (event ${event}), and this clause does not outlive it.`,
  lapsed: ({ instant, produces }) =>
    `The last instant, ${instant}, passed${produces === 'deadline.lapsed' ? '' : `, which brought about ${produces}`}.`,
  arisen: ({ instant }) => `The last instant, ${instant}, had passed by then, and the right had arisen.`,
  sum: ({ opensOn, until, sums, counted: n, withoutAmount, figure }) =>
    `${sums} came ${n === 1 ? 'once' : `${n} times`} from ${formatDay(opensOn)} to ${formatDay(until)}, in all ${formatFigure(figure)}.${
      withoutAmount === 0 ? '' : ` Not in that sum: ${withoutAmount} without an amount or without a currency.`
    }`,
  share: ({ percent, figure }) =>
    `${percent} % of it is ${formatFigure(figure)}; parts of a minor unit count as a whole one.`,
  floor: (facts) =>
    `It is at least ${formatMoney(facts.floor)}${facts.comparable ? ', so' : '. Different currencies are neither converted nor added:'} the figure is ${formatWithFloor(facts)}.`,
  allowance: ({ year, share, yearSeconds, allowedSeconds, timezone }) =>
    `${year} has ${formatDuration(yearSeconds)} in ${timezone}; ${percent(share)} of it, ${formatDuration(allowedSeconds)}, may be lost.`,
  outage: ({ outage, from, to, excused, countedSeconds, timezone }) =>
    `Outage ${outage} from ${localTime(from, timezone)} ${to === null ? 'on, not yet ended' : `to ${localTime(to, timezone)}`}: ${
      excused
        ? 'excused, not counted'
        : to === null
          ? 'counted as it goes on'
          : `${formatDuration(countedSeconds)} counted`
    }.`,
  'allowance-used': ({ allowedSeconds, instant, ongoing, timezone }) =>
    ongoing
      ? `If the outage goes on, the allowance of ${formatDuration(allowedSeconds)} is used up at ${localTime(instant, timezone)}.`
      : `The allowance of ${formatDuration(allowedSeconds)} was used up at ${localTime(instant, timezone)}.`,
  'allowance-left': ({ usedSeconds, leftSeconds }) =>
    `So far ${formatDuration(usedSeconds)} of the allowance is used; ${formatDuration(leftSeconds)} is left until the year ends.`,
};

const BECAME = { open: 'is open', met: 'was met', lapsed: 'has lapsed' } as const;

function fieldName(field: string): string {
  return dayName(field) ?? field;
}

/** What a provider's date rests on. */
const BASES: ReadonlyMap<string, string> = new Map([
  ['finalization', ' (the invoice shows no due date and is charged automatically, so it is due when finalized)'],
  ['billing', ' (it is charged automatically, so it is due when billed)'],
]);

/** One step of an explanation: code, wording and facts. */
export function sentence<Code extends ExplanationCode>(code: Code, facts: FactsByCode[Code]): ExplanationStep {
  return { ...facts, code, text: WORDING[code](facts) };
}

/** Where the moment is given, the clock of the clause's zone; the day alone says enough without one. */
function momentOf(occurredAt: string, day: Day, zone: Zone): string {
  if (occurredAt === day) return '';
  const shown = localDateTime(occurredAt, zone).slice(11, 16);
  return ` at ${shown} in ${zone}, given as ${occurredAt}`;
}

/** `1 March 2026` with the clock of the zone, as ISO text with its offset. */
function localTime(instant: InstantText, zone: Zone): string {
  return localDateTime(instant, zone);
}

function counted(n: number, unit: Unit): string {
  return `${n} ${unit === 'businessDays' ? 'business day' : 'day'}${n === 1 ? '' : 's'}`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(4))} %`;
}
