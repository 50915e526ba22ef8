import type { NotApplied, NotStarted, Plan, Refusal } from '../deadlines/plan.ts';
import { formatDay } from './days.ts';
import type { Words } from './words.ts';

/** The reports of a plan besides its deadlines, as shown to readers. */
export interface ToldReports {
  readonly refused: readonly (Omit<Refusal, 'announced' | 'terms'> & { readonly text: string })[];
  readonly notStarted: readonly (Omit<NotStarted, 'before'> & { readonly missing: string })[];
  readonly notApplied: readonly { readonly clause: string; readonly event: string; readonly why: string }[];
}

export function toldReports(
  { refused, notStarted, notApplied }: Pick<Plan, 'refused' | 'notStarted' | 'notApplied'>,
  words: Words,
): ToldReports {
  return {
    refused: refused.map((refusal) => toldRefusal(refusal, words)),
    notStarted: notStarted.map((report) => toldNotStarted(report, words)),
    notApplied: notApplied.map((report) => toldNotApplied(report, words)),
  };
}

function toldRefusal(refusal: Refusal, words: Words): ToldReports['refused'][number] {
  const { announced: _announced, terms: _terms, ...rest } = refusal;
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
  }
}

/** Why an event is refused, and the earliest day on which it would be lawful. */
export function refusalInWords(refusal: Refusal, { say, packs }: Words): string {
  const { clause, terms, value, latest, announced, earliest } = refusal;
  const { title = clause, ref = terms } = packs.clause(terms, clause) ?? {};
  return say('refusal', {
    ...{ title, ref, value, latest, announced, earliest },
    day: formatDay(value),
    latestDay: formatDay(latest),
    announcedDay: formatDay(announced),
    earliestDay: formatDay(earliest),
  });
}
