import { daysBetween } from '../../calendar/days.ts';
import type { Day, Zone } from '../../calendar/types.ts';
import { listed } from '../describe-events.ts';
import type { ClauseInForce } from '../in-force.ts';
import { mayBeOne } from './conditions.ts';
import { type Finding, type LocatedClause, ofClause } from './finding.ts';
import { inForceOn } from './notice-days.ts';
import { DAYS, type End, FIRST_DAY } from './reckon.ts';
import { clausesIn, type Scene, type Subject } from './subject.ts';
import { startsOf } from './triggers.ts';
import { cited, days, on, onHowMany, timingOf, toldApart, underLaw } from './words.ts';

/** Data that is gone before the time for fetching it is over. */
export function erasuresBeforeRetrieval(subject: Subject): Finding[] {
  const erasures = subject.clauses.filter(({ clause }) => clause.topic === 'data-erasure' && clause.none === undefined);
  const own = subject.clauses.filter(({ clause }) => clause.topic === 'data-retrieval');
  const statutory = subject.statutes
    .flatMap(clausesIn)
    .filter(({ clause: { demands } }) => demands?.topic === 'data-retrieval' && demands.rule === 'at-least');
  return erasures.flatMap((erasure) =>
    [...own, ...statutory].flatMap((retrieval) => conflict(erasure, retrieval, subject)),
  );
}

function conflict(erasure: LocatedClause, retrieval: LocatedClause, subject: Subject): Finding[] {
  if (retrieval.clause.none !== undefined) return withoutTime(erasure, retrieval, subject);
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
  return [tell(erasure, retrieval, text.join(' '), 'Let the erasure begin when the time for fetching is over.')];
}

function erased(erasure: LocatedClause, packs: Subject['surroundings']['sources']): string {
  const time = timingOf(erasure, packs);
  if (erasure.clause.nature === 'obligation') return `has to be erased within ${time}`;
  return erasure.clause.nature === 'right' ? `may be erased once ${time} have passed` : `is erased ${time}`;
}

function tell(erasure: LocatedClause, retrieval: LocatedClause, text: string, remedy: string): Finding {
  const { source, clause } = retrieval;
  const name = source === erasure.source ? clause.id : `${source.pack.pack}/${clause.id}`;
  return ofClause('erasure-before-retrieval', erasure, { against: { name, clause: retrieval }, text, remedy });
}

/** A promise to let data be fetched that names no time means nothing where it is erased at once. */
function withoutTime(erasure: LocatedClause, retrieval: LocatedClause, subject: Subject): Finding[] {
  const [scene] = subject.scenes;
  const { reckoner, sources } = subject.surroundings;
  const ends = scene ? reckoner.endsOf(scene.ruleOf(erasure)) : [];
  const index = DAYS.findIndex((day, at) => ends[at] !== undefined && ends[at].date <= day);
  const day = DAYS[index];
  if (day === undefined) return [];
  const kinds = listed([...new Set(startsOf(erasure).map(({ kind }) => kind))], 'or');
  const text = `Under ${cited(erasure)} data is erased ${timingOf(erasure, sources)}. ${cited(retrieval)} lets it be fetched and names no time for that. Example: with ${kinds} on ${on(day)} the data is gone that same day, before anybody can fetch it.`;
  return [tell(erasure, retrieval, text, 'Give a time for fetching the data, and let the erasure begin after it.')];
}

interface TooEarly {
  readonly worst: { readonly day: Day; readonly gone: End; readonly until: End; readonly short: number };
  readonly count: number;
  readonly law: string | undefined;
  readonly timezone: Zone;
}

function tooEarly(erasure: LocatedClause, retrieval: LocatedClause, subject: Subject, scene: Scene): TooEarly[] {
  const { reckoner } = subject.surroundings;
  const gone = reckoner.endsOf(scene.ruleOf(erasure));
  const until = reckoner.endsOf(scene.ruleOf(retrieval));
  const began = beginningsOf(erasure, retrieval, subject, scene);
  if (!began) return [];
  const found = DAYS.flatMap((day, index) => {
    const erased = gone[index];
    const start = began(index);
    const last = start === undefined ? undefined : until[start];
    if (!erased || !last || erased.epoch >= last.epoch) return [];
    return [{ day, gone: erased, until: last, short: daysBetween(erased.date, last.date) }];
  });
  const [first] = found;
  if (!first) return [];
  const worst = found.reduce((a, b) => (b.short > a.short ? b : a), first);
  return [{ worst, count: found.length, law: scene.law, timezone: scene.ruleOf(erasure).context.timezone }];
}

/**
 * By the index of the day on which the erasure starts, that on which the retrieval does: the same where one event starts
 * both, else the day on which a clause brings about the event that starts it. Undefined where they have nothing to do
 * with each other, or the erasure waits for the retrieval to be over.
 */
function beginningsOf(
  erasure: LocatedClause,
  retrieval: LocatedClause,
  subject: Subject,
  scene: Scene,
): ((index: number) => number | undefined) | undefined {
  const starts = startsOf(erasure);
  const wanted = startsOf(retrieval);
  if (starts.some((start) => wanted.some((other) => mayBeOne(start, other)))) return (index) => index;
  const between = subject.clauses.find(
    (at) =>
      wanted.some(({ kind }) => kind === at.clause.produces?.kind) &&
      startsOf(at).some((start) => starts.some((other) => mayBeOne(start, other))),
  );
  if (!between) return undefined;
  const ends = subject.surroundings.reckoner.endsOf(scene.ruleOf(between));
  return (index) => indexOfDay(ends[index], scene.ruleOf(between));
}

function indexOfDay(end: End | undefined, rule: ClauseInForce): number | undefined {
  if (end === undefined) return undefined;
  const index = daysBetween(FIRST_DAY, inForceOn(rule, end));
  return index < DAYS.length ? index : undefined;
}
