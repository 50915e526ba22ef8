import { addDays, formatDay } from '../calendar/days.ts';
import type { Day, ExplanationStep, InstantText, Zone } from '../calendar/types.ts';
import type { Money } from './deadline.ts';

/** The facts each code of an explanation carries. The wording below is English; other languages use the same facts. */
interface FactsByCode {
  clause: { clause: string; title: string; ref: string; means: string; terms: string };
  assumption: { assumption: string; statement: string };
  fact: { event: string; kind: string; occurredAt: string; day: Day; timezone: Zone };
  'fact-day': { event: string; kind: string; field: string; day: Day; timezone: Zone; basis?: unknown };
  window: {
    opensOn: Day;
    closing: Day;
    lastDay: 'closing-day' | 'day-before';
    date: Day;
    instant: InstantText;
    timezone: Zone;
  };
  paused: { event: string; kind: string; from: Day };
  resumed: { event: string; kind: string; from: Day; until: Day; days: number };
  extended: { from: Day; days: number; date: Day; instant: InstantText; timezone: Zone };
  met: { event: string; kind: string; day: Day };
  'met-late': { event: string; kind: string; day: Day; date: Day };
  ended: { event: string; kind: string; day: Day };
  'contract-ended': { event: string; day: Day };
  lapsed: { event: string; instant: InstantText; produces: string };
  'look-back': { opensOn: Day; until: Day; sums: string; payments: number; figure: readonly Money[] };
  allowance: { year: number; share: number; yearSeconds: number; allowedSeconds: number };
  outage: { outage: string; from: InstantText; to: InstantText | null; excused: boolean; countedSeconds: number };
  'allowance-used': { usedSeconds: number; allowedSeconds: number; instant: InstantText; ongoing: boolean };
  'allowance-left': { usedSeconds: number; allowedSeconds: number; leftSeconds: number };
}

export type ExplanationCode = keyof FactsByCode;

const WORDING: { [Code in ExplanationCode]: (facts: FactsByCode[Code]) => string } = {
  clause: ({ title, ref, means, terms }) => `${title} (${terms}, ${ref}): ${means}`,
  assumption: ({ statement }) => `Assumption: ${statement}`,
  fact: ({ kind, day, occurredAt, timezone, event }) =>
    `${kind} happened on ${formatDay(day)}${momentOf(occurredAt, day, timezone)} (event ${event}).`,
  'fact-day': ({ kind, field, day, event, timezone, basis }) =>
    `The ${FIELDS[field] ?? field} is ${formatDay(day)} in ${timezone}${BASES[String(basis)] ?? ''}, according to ${kind} (event ${event}).`,
  window: ({ opensOn, closing, lastDay, date }) =>
    lastDay === 'closing-day'
      ? `The window is open from ${formatDay(opensOn)} to ${formatDay(date)}, both included.`
      : `The window is open from ${formatDay(opensOn)} and closes when ${formatDay(closing)} begins, so its last day is ${formatDay(date)}.`,
  paused: ({ kind, from, event }) =>
    `Since ${formatDay(from)} the period stands still because of ${kind} (event ${event}).`,
  resumed: ({ kind, from, until, days, event }) =>
    `It stood still from ${formatDay(from)} until ${kind} on ${formatDay(until)} (event ${event}): ${plural(days, 'day')} not counted.`,
  extended: ({ from, days, date }) =>
    `${formatDay(from)} plus the ${plural(days, 'day')} not counted is ${formatDay(date)}; the last day ends when ${formatDay(addDays(date, 1))} begins.`,
  met: ({ kind, day, event }) => `Met by ${kind} on ${formatDay(day)} (event ${event}).`,
  'met-late': ({ kind, day, date, event }) =>
    `${kind} came on ${formatDay(day)} (event ${event}), after the last day, ${formatDay(date)}.`,
  ended: ({ kind, day, event }) => `Ended by ${kind} on ${formatDay(day)} (event ${event}).`,
  'contract-ended': ({ day, event }) =>
    `The contract ended on ${formatDay(day)} (event ${event}), and this clause does not outlive it.`,
  lapsed: ({ instant, produces }) =>
    `The last instant, ${instant}, passed unmet${produces === 'deadline.lapsed' ? '' : `, which brought about ${produces}`}.`,
  'look-back': ({ opensOn, until, sums, payments, figure }) =>
    `Looking back from ${formatDay(until)} to ${formatDay(opensOn)}: ${plural(payments, sums)}, in all ${figure.map(formatMoney).join(' and ') || 'nothing'}.`,
  allowance: ({ year, share, yearSeconds, allowedSeconds }) =>
    `${year} has ${formatDuration(yearSeconds)}; ${percent(share)} of it, ${formatDuration(allowedSeconds)}, may be lost.`,
  outage: ({ outage, from, to, excused, countedSeconds }) =>
    `Outage ${outage} from ${from} ${to === null ? 'on, not yet ended' : `to ${to}`}: ${excused ? 'excused, not counted' : `${formatDuration(countedSeconds)} counted`}.`,
  'allowance-used': ({ allowedSeconds, instant, ongoing }) =>
    ongoing
      ? `If the outage goes on, the allowance of ${formatDuration(allowedSeconds)} is used up at ${instant}.`
      : `The allowance of ${formatDuration(allowedSeconds)} was used up at ${instant}.`,
  'allowance-left': ({ usedSeconds, leftSeconds }) =>
    `${formatDuration(usedSeconds)} are used and ${formatDuration(leftSeconds)} are left until the year ends.`,
};

/** How a day that an event carries is called. */
const FIELDS: Readonly<Record<string, string>> = {
  'data.dueOn': 'due date',
  'data.effectiveOn': 'effective day',
  'data.endsOn': 'end day',
};

/** What a provider's date rests on. */
const BASES: Readonly<Record<string, string>> = {
  finalization: ' (the invoice shows no due date and is charged automatically, so it is due when finalized)',
};

/** One step of an explanation: code, wording and facts. */
export function sentence<Code extends ExplanationCode>(code: Code, facts: FactsByCode[Code]): ExplanationStep {
  return { ...facts, code, text: WORDING[code](facts) };
}

export function formatMoney({ amount, currency }: Money): string {
  return `${amount} ${currency} (minor units)`;
}

function momentOf(occurredAt: string, day: Day, zone: Zone): string {
  return occurredAt === day ? '' : ` in ${zone} (${occurredAt})`;
}

function plural(n: number, unit: string): string {
  return `${n} ${unit}${n === 1 || unit.includes('.') ? '' : 's'}`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(4))} %`;
}

function formatDuration(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = Math.round(seconds % 60);
  const parts = [
    [days, 'day'],
    [hours, 'hour'],
    [minutes, 'minute'],
    [rest, 'second'],
  ] as const;
  const shown = parts.filter(([n]) => n > 0).map(([n, unit]) => plural(n, unit));
  return shown.join(' ') || 'no time';
}
