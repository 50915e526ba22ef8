import type { ClauseInForce } from '../../core/agreement/clauses.ts';
import { daysBetween } from '../../core/calendar/days.ts';
import type { Day, Zone } from '../../core/calendar/types.ts';
import { clauseIn } from '../../core/terms/match.ts';
import { happensAtOnce, happensWithItsEvent } from '../../core/terms/shapes/questions.ts';
import { listed } from '../packs/describe-events.ts';
import { mayBeOne, type OneMatch } from './conditions.ts';
import { type Finding, type LocatedClause, ofClause } from './finding.ts';
import { inForceOn } from './notice-days.ts';
import { DAYS, type End, FIRST_DAY } from './reckon.ts';
import { clauseCalled, clausesIn, type Scene, type Subject } from './subject.ts';
import { startsOf } from './triggers.ts';
import { cited, days, on, onHowMany, timingOf, toldApart, underLaw } from './words.ts';

/** Data that is erased before the time for retrieving it is over. */
export function erasuresBeforeRetrieval(subject: Subject): Finding[] {
  const erasures = subject.clauses.filter(
    ({ clause }) => clause.topic === 'data-erasure' && clause.shape.kind !== 'none',
  );
  const own = subject.clauses.filter(({ clause }) => clause.topic === 'data-retrieval');
  const statutory = subject.statutes
    .flatMap(clausesIn)
    .filter(({ clause: { demands } }) => demands?.topic === 'data-retrieval' && demands.rule === 'at-least');
  return erasures.flatMap((erasure) =>
    [...own, ...statutory].flatMap((retrieval) => conflict(erasure, retrieval, subject)),
  );
}

function conflict(erasure: LocatedClause, retrieval: LocatedClause, subject: Subject): Finding[] {
  if (retrieval.clause.shape.kind === 'none') return withoutTime(erasure, retrieval, subject);
  const found = subject.scenes.flatMap((scene) => tooEarly(erasure, retrieval, subject, scene));
  const [first] = found;
  if (!first) return [];
  const { worst, count, law, timezone } = found.reduce((a, b) => (b.worst.short > a.worst.short ? b : a), first);
  const { sources } = subject.surroundings;
  const { day, short } = worst;
  const [gone, until] = toldApart(worst.gone, worst.until, timezone);
  const before =
    short === 0 ? 'before the time for fetching it is over' : `${days(short)} before the last day for fetching it`;
  const text = [
    `Under ${cited(erasure)} data ${erased(erasure, sources)}.`,
    `Under ${cited(retrieval)} it can be fetched until ${timingOf(retrieval, sources)}.`,
    `Example${underLaw(law)}: counted from ${on(day)}, data may be gone after ${gone}, ${before}, ${until}. This is so ${onHowMany(count)}.`,
  ];
  return [
    erasureFinding(erasure, retrieval, text.join(' '), 'Let the erasure begin when the time for fetching is over.'),
  ];
}

function erased(erasure: LocatedClause, packs: Subject['surroundings']['sources']): string {
  const { nature } = erasure.clause;
  const takesTime = !happensAtOnce(erasure.clause);
  const time = timingOf(erasure, packs);
  if (nature === 'obligation') return `has to be erased ${takesTime ? 'within ' : ''}${time}`;
  if (nature !== 'right') return `is erased ${time}`;
  return `may be erased ${takesTime ? 'once this time is over: ' : ''}${time}`;
}

function erasureFinding(erasure: LocatedClause, retrieval: LocatedClause, text: string, remedy: string): Finding {
  const { source, clause } = retrieval;
  const name = source === erasure.source ? clause.id : `${source.pack.pack}/${clause.id}`;
  return ofClause('erasure-before-retrieval', erasure, { against: { name, clause: retrieval }, text, remedy });
}

/**
 * A clause that lets the customer retrieve data without naming a time promises nothing if the data is erased at once.
 */
function withoutTime(erasure: LocatedClause, retrieval: LocatedClause, subject: Subject): Finding[] {
  const [scene] = subject.scenes;
  const { reckoner, sources } = subject.surroundings;
  const ends = scene ? reckoner.endsOf(scene.ruleOf(erasure)) : [];
  const index = DAYS.findIndex((day, at) => ends[at] !== undefined && ends[at].date <= day);
  const day = DAYS[index];
  if (day === undefined) return [];
  const kinds = listed([...new Set(startsOf(erasure).map(({ kind }) => kind))], 'or');
  const text = `Under ${cited(erasure)} data is erased ${timingOf(erasure, sources)}. ${cited(retrieval)} lets it be fetched and names no time for that. Example: with ${kinds} on ${on(day)} the data is gone that same day, before anybody can fetch it.`;
  return [
    erasureFinding(erasure, retrieval, text, 'Give a time for fetching the data, and let the erasure begin after it.'),
  ];
}

interface TooEarly {
  readonly worst: { readonly day: Day; readonly gone: End; readonly until: End; readonly short: number };
  readonly count: number;
  readonly law: string | undefined;
  readonly timezone: Zone;
}

function tooEarly(erasure: LocatedClause, retrieval: LocatedClause, subject: Subject, scene: Scene): TooEarly[] {
  const until = subject.surroundings.reckoner.endsOf(scene.ruleOf(retrieval));
  const course = courseOf(erasure, retrieval, subject, scene);
  if (!course) return [];
  const found = DAYS.flatMap((day, index) => {
    const gone = course.gone(index);
    const start = course.retrieval(index);
    const last = start === undefined ? undefined : until[start];
    if (!gone || !last || gone.epoch >= last.epoch) return [];
    return [{ day, gone, until: last, short: daysBetween(gone.date, last.date) }];
  });
  const [first] = found;
  if (!first) return [];
  const worst = found.reduce((a, b) => (b.short > a.short ? b : a), first);
  return [{ worst, count: found.length, law: scene.law, timezone: scene.ruleOf(erasure).context.timezone }];
}

/**
 * By the index in `DAYS` of the day of the first event: when the data is gone, and the index of the day from which the
 * time for retrieval runs.
 */
interface Course {
  gone(index: number): End | undefined;
  retrieval(index: number): number | undefined;
}

/**
 * Either one event starts both clauses, or a third clause starts with one of them and its lapse starts the other.
 * Undefined if they are unrelated, or if the erasure waits for the end of the retrieval.
 */
function courseOf(
  erasure: LocatedClause,
  retrieval: LocatedClause,
  subject: Subject,
  scene: Scene,
): Course | undefined {
  const { reckoner } = subject.surroundings;
  const gone = reckoner.endsOf(scene.ruleOf(erasure));
  if (haveOneBeginning(erasure, retrieval, subject)) {
    return { gone: (index) => gone[index], retrieval: (index) => index };
  }
  const runsUntil = (at: LocatedClause, start: LocatedClause) =>
    subject.clauses.find((one) => bringsAbout(one, start, subject) && haveOneBeginning(one, at, subject));
  const later = runsUntil(erasure, retrieval);
  if (later) {
    const ends = reckoner.endsOf(scene.ruleOf(later));
    return {
      gone: (index) => gone[index],
      retrieval: (index) => indexOfDay(ends[index], scene.ruleOf(later)),
    };
  }
  const before = runsUntil(retrieval, erasure);
  if (!before || bringsAbout(retrieval, erasure, subject)) return undefined;
  const ends = reckoner.endsOf(scene.ruleOf(before));
  const withItsEvent = happensWithItsEvent(erasure.clause);
  return {
    gone: (index) => (withItsEvent ? ends[index] : gone[indexOfDay(ends[index], scene.ruleOf(before)) ?? DAYS.length]),
    retrieval: (index) => index,
  };
}

function haveOneBeginning(one: LocatedClause, other: LocatedClause, subject: Subject): boolean {
  const starts = beginningsOf(other, subject);
  return beginningsOf(one, subject).some((start) => starts.some((second) => mayBeOne(start, second)));
}

/** The events that start a clause, including those of the clause from whose start it follows. */
function beginningsOf(at: LocatedClause, subject: Subject, depth = 0): readonly OneMatch[] {
  const parent = clauseIn(at.clause.on);
  if (parent?.clause === undefined || parent.becomes !== 'open' || depth > subject.clauses.length) return startsOf(at);
  const source = clauseCalled(
    at.source === subject.source ? subject : { clauses: clausesIn(at.source) },
    parent.clause,
  );
  return source ? beginningsOf(source, subject, depth + 1) : [];
}

/** Whether the lapse of one clause starts another. */
function bringsAbout(one: LocatedClause, other: LocatedClause, { source }: Subject): boolean {
  const parent = clauseIn(other.clause.on);
  const waits = other.source === source && parent?.clause === one.clause.id && parent.becomes === 'lapsed';
  return waits || startsOf(other).some(({ kind }) => kind === one.clause.produces?.kind);
}

/**
 * The index in `DAYS` of the day from which a follow-up of the lapse is counted: the day the produced event is in
 * force; the last day if the clause produces none.
 */
function indexOfDay(end: End | undefined, rule: ClauseInForce): number | undefined {
  if (end === undefined) return undefined;
  const index = daysBetween(FIRST_DAY, rule.clause.produces ? inForceOn(rule, end) : end.date);
  return index < DAYS.length ? index : undefined;
}
