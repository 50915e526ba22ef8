import type { ByEvent, HistoryFacts } from '../deadlines/explanation-facts.ts';
import { formatDay } from './days.ts';
import { endInWords, momentInWords } from './ends.ts';
import { type Sentences, titleOf } from './ground-sentences.ts';
import { joined } from './lists.ts';
import { formatMoney } from './money.ts';
import type { Say } from './say.ts';

/** The sentences of steps about a deadline's changes since it was first counted. */
export const HISTORY_SENTENCES: Sentences<HistoryFacts> = {
  moved: ({ from, to, ...by }, { say }) => say('step.moved', { ...told(by), from: formatDay(from), to: formatDay(to) }),
  restarted: ({ times, ...by }, { say }) => say('step.restarted', { ...told(by), times }),
  prolonged: ({ length, from, to, ...by }, { say }) =>
    say('step.prolonged', { ...told(by), length, from: formatDay(from), to: formatDay(to) }),
  paused: ({ event, kind, from }, { say }) => say('step.paused', { event, kind, from: formatDay(from) }),
  'paused-further': ({ inForce, ...by }, { say }) => say('step.paused-further', { ...told(by), inForce }),
  'still-paused': ({ known, inForce, ...by }, { say }) => say('step.still-paused', { ...told(by), known, inForce }),
  resumed: ({ event, kind, from, until }, { say }) =>
    say('step.resumed', { event, kind, from: formatDay(from), until: formatDay(until) }),
  extended: ({ from, n, unit, to }, { say }) =>
    say('step.extended', {
      from: formatDay(from),
      to: formatDay(to),
      length: say('length', { n, unit: unit === 'businessDays' ? unit : 'days' }),
    }),
  kept: ({ event, from, to }, { say }) => say('step.kept', { event, from: formatDay(from), to: formatDay(to) }),
  'after-lifting': ({ from, until, to, inBusinessDays }, { say }) =>
    say('step.after-lifting', {
      from: formatDay(from),
      until: formatDay(until),
      to: formatDay(to),
      inBusinessDays,
    }),
  met: (by, { say }) => say('step.met', told(by)),
  'met-in-part': ({ missing, ...by }, { say }) =>
    say('step.met-in-part', { ...told(by), missing: joined(missing, say) }),
  'met-again': (by, { say }) => say('step.met-again', told(by)),
  'met-early': ({ opensOn, ...by }, { say }) => say('step.met-early', { ...told(by), opensOn: formatDay(opensOn) }),
  'met-untracked': ({ opensOn, ...by }, { say }) =>
    say('step.met-untracked', { ...told(by), opensOn: formatDay(opensOn) }),
  reopened: (by, { say }) => say('step.reopened', told(by)),
  ended: (by, { say }) => say('step.ended', told(by)),
  remains: ({ remaining, ...by }, { say }) =>
    remaining === null
      ? say('step.remains-part', told(by))
      : say('step.remains', { ...told(by), remaining: formatMoney(remaining, say) }),
  'contract-ended': ({ event, day }, { say }) => say('step.contract-ended', { event, day: formatDay(day) }),
  'parent-settled': ({ clause, terms, ...by }, { say, packs }) =>
    say('step.parent-settled', { ...told(by), title: titleOf({ clause, terms }, packs) }),
  'no-next-cycle': ({ clause, terms, date, ...by }, { say, packs }) =>
    say('step.no-next-cycle', { ...told(by), date: formatDay(date), title: titleOf({ clause, terms }, packs) }),
  lapsed: ({ instant, produces }, { say }) =>
    produces === 'deadline.lapsed' ? say('step.lapsed', { instant }) : say('step.lapsed-into', { instant, produces }),
  arisen: ({ instant }, { say }) => say('step.arisen', { instant }),
  'late-known': ({ recordedAt, timezone }, { say }) =>
    say('step.late-known', { moment: momentInWords(recordedAt, timezone, say) }),
  'late-read': ({ acceptedAt, timezone }, { say }) =>
    say('step.late-read', { moment: momentInWords(acceptedAt, timezone, say) }),
  // Without who and why: the sentence stands in letters to the customer as well.
  corrected: ({ event, formerly, kind, occurredAt }, { say }) =>
    say('step.corrected', { event, formerly, kind, occurredAt }),
  'met-late': (facts, { say }) => say('step.met-late', toldLate(facts, say)),
  'ended-late': (facts, { say }) => say('step.ended-late', toldLate(facts, say)),
  'paused-late': (facts, { say }) => say('step.paused-late', toldLate(facts, say)),
  'moved-late': (facts, { say }) => say('step.moved-late', toldLate(facts, say)),
  'prolonged-late': (facts, { say }) => say('step.prolonged-late', toldLate(facts, say)),
  'reopened-late': ({ date: _date, ...by }, { say }) => say('step.reopened-late', told(by)),
};

/** The event and the end it missed: by their days, or by the hour if the deadline ended within a day. */
function toldLate({ date, hour, ...by }: HistoryFacts['met-late'], say: Say) {
  const late = { ...told(by), withHour: hour !== undefined };
  if (hour === undefined) return { ...late, date: formatDay(date) };
  const { came, ended, timezone } = hour;
  return { ...late, day: momentInWords(came, timezone, say), date: endInWords(ended, timezone, say) };
}

/** The event as sentences name it, with its day in words. */
function told({ event, kind, day }: ByEvent): { event: string; kind: string; day: string } {
  return { event, kind, day: formatDay(day) };
}
