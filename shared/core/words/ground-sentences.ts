import type { InstantText, Zone } from '../calendar/types.ts';
import { localDateTime } from '../calendar/zone.ts';
import type { ClauseNamed, DeadlineFacts, EndFacts, GroundFacts } from '../deadlines/explanation-facts.ts';
import { eventIn } from '../terms/written-counting.ts';
import { dayName } from './day-names.ts';
import { formatDay } from './days.ts';
import { formatDuration } from './duration.ts';
import { endInWords } from './ends.ts';
import { joined } from './lists.ts';
import { formatFigure, formatMoney, formatWithFloor } from './money.ts';
import type { PackWords } from './pack-words.ts';
import type { Say } from './say.ts';
import type { Words } from './words.ts';

export type Sentences<Facts> = { [Code in keyof Facts]: (facts: Facts[Code], words: Words) => string };

/** The sentences of steps about why a clause applies and what it is counted from. */
export const GROUND_SENTENCES: Sentences<GroundFacts> = {
  clause: ({ clause, terms }, { say, packs }) => {
    const words = packs.clause(terms, clause);
    if (words === undefined) return say('step.clause-unknown', { clause, terms });
    const [version = terms, revision] = terms.split('+');
    return revision === undefined
      ? say('step.clause', { ...words, terms })
      : say('step.clause-revised', { ...words, terms: version, revision });
  },
  assumption: ({ assumption, terms }, { say, packs }) => {
    const statement = packs.assumption(terms, assumption);
    return statement === undefined
      ? say('step.assumption-unknown', { assumption, terms })
      : say('step.assumption', { statement });
  },
  law: ({ law, holidays, timezone }, { say }) =>
    say('step.law', { law, timezone, holidays: joined(holidays, say) || say('holidays.none') }),
  setting: settingSentence,
  condition: ({ field, value }, { say }) => {
    if (value === null) return say('step.condition-not-set', { field });
    return value === true
      ? say('step.condition-set', { field })
      : say('step.condition', { field, value: String(value) });
  },
  'because-of': ({ state, ...named }, { say, packs }) =>
    say('step.because-of', { title: titleOf(named, packs), state }),
  fact: ({ event, kind, day, occurredAt, timezone }, { say }) => {
    const told = { event, kind, day: formatDay(day) };
    // Without a moment, the day alone is named.
    if (occurredAt === day) return say('step.fact', told);
    const time = localDateTime(occurredAt, timezone).slice(11, 16);
    return say('step.fact-moment', { ...told, time, timezone, occurredAt });
  },
  'fact-day': ({ event, kind, field, day, timezone, basis }, { say }) =>
    say('step.fact-day', {
      event,
      kind,
      field: dayName(field, say) ?? field,
      day: formatDay(day),
      timezone,
      basis: basis === 'finalization' || basis === 'billing' ? basis : 'none',
    }),
  'contract-start': ({ day }, { say }) => say('step.contract-start', { day: formatDay(day) }),
  'parent-day': ({ day, ...named }, { say, packs }) =>
    say('step.parent-day', { title: titleOf(named, packs), day: formatDay(day) }),
  'hours-from': ({ instant, timezone }, { say }) =>
    say('step.hours-from', { moment: endInWords(instant, timezone, say), instant }),
  exceeded: ({ instant }, { say }) => say('step.exceeded', { instant }),
  'over-before': ({ day }, { say }) => say('step.over-before', { day: formatDay(day) }),
  'option-unknown': ({ field }, { say }) =>
    say('step.option-unknown', { field: dayName(field, say) ?? eventDay(field, say) ?? field }),
  'missed-cycle': ({ event, kind, day, date, cycleEnd }, { say }) =>
    say('step.missed-cycle', {
      event,
      kind,
      day: formatDay(day),
      date: formatDay(date),
      cycleEnd: formatDay(cycleEnd),
    }),
};

/** The sentences of steps about the end of a deadline, besides those of counting periods. */
export const END_SENTENCES: Sentences<EndFacts> = {
  window: ({ opensOn, closing, lastDay, date }, { say }) => {
    const told = { opensOn: formatDay(opensOn), date: formatDay(date) };
    if (date < opensOn) return say('step.window-never', told);
    return lastDay === 'closing-day'
      ? say('step.window', told)
      : say('step.window-before', { ...told, closing: formatDay(closing) });
  },
  'window-between': ({ opensOn, date, neverOpen }, { say }) =>
    say(neverOpen ? 'step.window-never' : 'step.window', { opensOn: formatDay(opensOn), date: formatDay(date) }),
  'on-day': ({ day, begins, instant, timezone }, { say }) =>
    say('step.on-day', { day: formatDay(day), begins, instant, timezone }),
  'at-once': ({ date, instant, waits, timezone }, { say }) =>
    waits ? say('step.at-once-later', { date: formatDay(date), instant, timezone }) : say('step.at-once', { instant }),
  'cycle-extended': ({ event, kind, opensOn, from, n, to }, { say }) =>
    say('step.cycle-extended', {
      event,
      kind,
      opensOn: formatDay(opensOn),
      from: formatDay(from),
      to: formatDay(to),
      length: say('length', { n, unit: 'days' }),
    }),
  'cycle-begins': ({ event, kind, day }, { say }) => say('step.cycle-begins', { event, kind, day: formatDay(day) }),
  'cycle-stated': ({ event, kind, opensOn, from, to }, { say }) =>
    say('step.cycle-stated', { event, kind, opensOn: formatDay(opensOn), from: formatDay(from), to: formatDay(to) }),
  limits: ({ limits }, { say, packs }) => {
    const told = limits.map(({ date, state, decides, ...named }) =>
      say('limit', { title: titleOf(named, packs), date: formatDay(date), state, decides }),
    );
    return say('step.limits', { limits: told.join('; ') });
  },
  sum: ({ sums, counted, opensOn, until, figure, withoutAmount }, { say }) => {
    const told = { sums, n: counted, opensOn: formatDay(opensOn), until: formatDay(until) };
    const sum = say('step.sum', { ...told, figure: formatFigure(figure, say) });
    return withoutAmount === 0 ? sum : `${sum} ${say('step.sum-left-out', { withoutAmount })}`;
  },
  share: ({ percent, figure }, { say }) => say('step.share', { percent, figure: formatFigure(figure, say) }),
  floor: (facts, { say }) =>
    say(facts.comparable ? 'step.floor' : 'step.floor-beside', {
      floor: formatMoney(facts.floor, say),
      figure: formatWithFloor(facts, say),
    }),
  allowance: ({ year, share, yearSeconds, allowedSeconds, timezone }, { say }) =>
    say('step.allowance', {
      year,
      whole: formatDuration(yearSeconds, say),
      timezone,
      percent: Number((share * 100).toFixed(4)),
      allowed: formatDuration(allowedSeconds, say),
    }),
  outage: ({ outage, from, to, excused, countedSeconds, timezone }, { say }) => {
    const told = { outage: outage ?? say('outage.unnamed'), from: clock(from, timezone), excused };
    if (to === null) return say('step.outage-open', told);
    return say('step.outage', { ...told, to: clock(to, timezone), counted: formatDuration(countedSeconds, say) });
  },
  'allowance-used': ({ allowedSeconds, instant, ongoing, timezone }, { say }) =>
    say('step.allowance-used', {
      allowed: formatDuration(allowedSeconds, say),
      moment: clock(instant, timezone),
      ongoing,
    }),
  'allowance-left': ({ usedSeconds, leftSeconds }, { say }) =>
    say('step.allowance-left', { used: formatDuration(usedSeconds, say), left: formatDuration(leftSeconds, say) }),
  requirement: ({ clause, terms, outstanding }, { say, packs }) => {
    const requirement = packs.requirement(terms, clause) ?? say('step.requirement-unknown', { clause, terms });
    return outstanding.length === 0
      ? say('step.requirement', { requirement })
      : say('step.requirement-outstanding', { requirement, outstanding: outstanding.join(', ') });
  },
  entitlement: ({ from, to, days, cappedAt, timezone }, { say }) =>
    to === null || days === null
      ? say('step.entitlement-open', { from: clock(from, timezone) })
      : say('step.entitlement', {
          from: clock(from, timezone),
          to: clock(to, timezone),
          length: say('length', { n: days, unit: 'days' }),
          capped: cappedAt !== null,
        }),
};

/** `day of terms-change.posted` */
function eventDay(field: string, say: Say): string | undefined {
  const kind = eventIn(field);
  return kind === undefined ? undefined : say('event-day', { kind });
}

/** The title of a clause, or its id if the catalogue lacks the pack. */
export function titleOf({ clause, terms }: ClauseNamed, packs: PackWords): string {
  return packs.clause(terms, clause)?.title ?? clause;
}

function settingSentence(facts: DeadlineFacts['setting'], { say, packs }: Words): string {
  const { setting, length, terms } = facts;
  if (terms === null) return say('step.setting-chosen', { setting, length });
  const why = whyOf(facts, packs);
  if (why === undefined) return say('step.setting-unknown', { setting, length, terms });
  return setting.includes('/')
    ? say('step.setting-elsewhere', { setting, length, why, terms })
    : say('step.setting', { setting, length, why });
}

/** The pack's reason for the length of a setting. `gdpr/answer` is the setting `answer` of another pack. */
export function whyOf({ setting, terms }: DeadlineFacts['setting'], packs: PackWords): string | undefined {
  return terms === null ? undefined : packs.setting(terms, setting.slice(setting.indexOf('/') + 1));
}

/** The moment on the clock of a zone, as ISO text with its offset. */
function clock(instant: InstantText, zone: Zone): string {
  return localDateTime(instant, zone);
}
