import type { InstantText } from '../calendar/types.ts';
import type { NotApplied, NotStarted, Plan, Refusal } from '../deadlines/plan.ts';
import { formatDay } from './days.ts';
import { endInWords, momentInWords } from './ends.ts';
import { joined } from './lists.ts';
import type { Words } from './words.ts';

/** The reports of a plan besides its deadlines, as shown to readers. */
export interface ToldReports {
  readonly refused: readonly (Omit<Refusal, 'announced' | 'moments' | 'terms'> & { readonly text: string })[];
  readonly notStarted: readonly (Omit<NotStarted, 'before'> & { readonly missing: string })[];
  readonly notCounted: Plan['notCounted'];
  readonly notApplied: readonly { readonly clause: string; readonly event: string; readonly why: string }[];
}

export function toldReports(
  { refused, notStarted, notCounted, notApplied }: Pick<Plan, 'refused' | 'notStarted' | 'notCounted' | 'notApplied'>,
  words: Words,
): ToldReports {
  return {
    refused: refused.map((refusal) => toldRefusal(refusal, words)),
    notStarted: notStarted.map((report) => toldNotStarted(report, words)),
    notCounted,
    notApplied: notApplied.map((report) => toldNotApplied(report, words)),
  };
}

function toldRefusal(refusal: Refusal, words: Words): ToldReports['refused'][number] {
  const { announced: _announced, moments: _moments, terms: _terms, ...rest } = refusal;
  return { ...rest, text: refusalInWords(refusal, words) };
}

export function toldNotStarted(report: NotStarted, { say }: Words): ToldReports['notStarted'][number] {
  const { before, ...rest } = report;
  return before ? { ...rest, missing: say('missing-before', { kind: report.missing }) } : rest;
}

export function toldNotApplied(
  { clause, event, reason }: NotApplied,
  { say }: Words,
): ToldReports['notApplied'][number] {
  switch (reason.because) {
    case 'silent':
      return { clause, event, why: say('not-applied.silent', { field: reason.field }) };
    case 'elsewhere': {
      const wanted = reason.is.reduce((first, last) => say('list.or', { first, last }));
      return { clause, event, why: say('not-applied.elsewhere', { field: reason.field, wanted, found: reason.found }) };
    }
    case 'before':
      return { clause, event, why: say('not-applied.before', { day: formatDay(reason.day) }) };
    case 'happened': {
      const { kind, day, event: by } = reason;
      return { clause, event, why: say('not-applied.happened', { kind, day: formatDay(day), event: by }) };
    }
    case 'not-happened': {
      const kinds = reason.kinds.reduce((first, last) => say('list.or', { first, last }));
      return { clause, event, why: say('not-applied.not-happened', { kinds }) };
    }
    case 'unnamed': {
      const { key, matters, n } = reason;
      return {
        clause,
        event,
        why: say('not-applied.unnamed', { key, matters: joined(matters, say), more: n - matters.length }),
      };
    }
    case 'untracked':
      return { clause, event, why: say('not-applied.untracked', { opensOn: formatDay(reason.opensOn) }) };
  }
}

/** Why an event is refused, and the earliest day, or moment, at which it would be lawful. */
export function refusalInWords(refusal: Refusal, words: Words): string {
  const { clause, terms, moments, value, latest, announced, earliest } = refusal;
  const { say, packs } = words;
  const { title = clause, ref = terms } = packs.clause(terms, clause) ?? {};
  if (moments !== undefined) return refusedAtHour({ title, ref }, moments, words);
  const told = { title, ref, value, latest, announced };
  const days = { day: formatDay(value), latestDay: formatDay(latest), announcedDay: formatDay(announced) };
  return earliest === undefined
    ? say('refusal-without-remedy', { ...told, ...days })
    : say('refusal', { ...told, ...days, earliest, earliestDay: formatDay(earliest) });
}

function refusedAtHour(
  named: { readonly title: string; readonly ref: string },
  { value, latest, announced, earliest, timezone }: NonNullable<Refusal['moments']>,
  { say }: Words,
): string {
  const at = (moment: InstantText) => momentInWords(moment, timezone, say);
  const told = { ...named, value: at(value), latest: endInWords(latest, timezone, say), announced: at(announced) };
  return earliest === undefined
    ? say('refusal-hour-without-remedy', told)
    : say('refusal-hour', { ...told, earliest: at(earliest) });
}
