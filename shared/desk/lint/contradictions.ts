import { daysBetween } from '../../core/calendar/days.ts';
import type { Day } from '../../core/calendar/types.ts';
import { happensWithItsEvent, periodOf, withCountings } from '../../core/terms/shapes/questions.ts';
import { anchorsOf, eventIn, type SingleCounting, singlesIn } from '../../core/terms/written-counting.ts';
import { listed } from '../packs/describe-events.ts';
import { sharedContracts } from './applies.ts';
import { type Finding, type LocatedClause, ofClause } from './finding.ts';
import { countsBackFrom, demandsAnnouncement, EarliestDay, inForceOn, putsIntoForce } from './notice-days.ts';
import { announcedBeforeObjection, inForceBeforeObjection } from './objections.ts';
import { DAYS } from './reckon.ts';
import type { Scene, Subject } from './subject.ts';
import { haveOneStart, startsOf } from './triggers.ts';
import { cited, days, on, onHowMany, timingOf, toldApart } from './words.ts';

/** Clauses of one pack whose dates contradict each other. */
export function contradictoryPeriods(subject: Subject): Finding[] {
  const [scene] = subject.scenes;
  if (!scene) return [];
  const pairs = subject.clauses.flatMap((one) => subject.clauses.map((other) => [one, other] as const));
  const ofPairs = pairs
    .filter(([one, other]) => one !== other && haveOneStart(one, other))
    .flatMap(([one, other]) => [
      ...inForceTooEarly(one, other, subject, scene),
      ...inForceBeforeObjection(one, other, subject, scene),
      ...(one.index < other.index ? twoTimesForOneThing(one, other, subject, scene) : []),
    ]);
  return [...ofPairs, ...subject.clauses.flatMap((one) => announcedBeforeObjection(one, subject, scene))];
}

interface Witness {
  readonly day: Day;
  readonly reached: Day;
  readonly wanted: Day;
  /** The way of counting that leads to `reached`. */
  readonly single: SingleCounting | undefined;
}

/** A change that is in force before the earliest day that the announcement clause allows for it. */
function inForceTooEarly(
  announcement: LocatedClause,
  effect: LocatedClause,
  subject: Subject,
  scene: Scene,
): Finding[] {
  if (!demandsAnnouncement(announcement.clause) || !putsIntoForce(effect.clause)) return [];
  const early = optionsOf(effect).map((single) => witnessesOf(announcement, effect, single, subject, scene));
  const witnesses = early.flatMap(({ found }) => found);
  const [first] = witnesses;
  if (!first) return [];
  const worst = witnesses.reduce((a, b) => (gap(b) > gap(a) ? b : a), first);
  const packs = subject.surroundings.sources;
  const alone = early.filter(({ found }) => found.length > 0).length;
  const count = new Set(witnesses.map(({ day }) => day)).size;
  const tried = Math.max(...early.map((one) => one.tried));
  const settled = settlement(effect, worst, subject, scene, alone);
  const text = [
    `${cited(announcement)} demands that a change be announced ${timingOf(announcement, packs)}.`,
    `Under ${cited(effect)} the same change is in force ${wayOf(effect, worst, packs)}, without waiting for that.`,
    `Example: announced on ${on(worst.day)}, it is in force on ${on(worst.reached)}; for the announcement to be in time it may not be before ${on(worst.wanted)}, ${days(gap(worst))} later. This is so ${onHowMany(count, tried)}.`,
    ...settled,
  ];
  return [
    ofClause('contradictory-periods', announcement, {
      field: ['period'],
      against: { name: effect.clause.id, clause: effect, field: [effect.clause.shape.kind] },
      text: text.join(' '),
      remedy:
        'Decide which of the two governs. Correct the other, or count both, take the later, and acknowledge the finding with the reading that is followed.',
    }),
  ];
}

function gap({ reached, wanted }: Witness): number {
  return daysBetween(reached, wanted);
}

/**
 * Each way of counting on its own; `undefined` for a clause that happens at once. Counts from a day that the event
 * names are left out: the sender chooses that day.
 */
function optionsOf({ clause }: LocatedClause): (SingleCounting | undefined)[] {
  if (happensWithItsEvent(clause)) return [undefined];
  const period = periodOf(clause);
  const singles = period ? singlesIn(period) : [];
  return singles.filter((single) => single.direction !== 'before' && startOf(single) === 'trigger');
}

/** The first day that is known without another event, such as a posting that follows the announcement. */
function startOf(single: SingleCounting): string | undefined {
  return anchorsOf(single).find((anchor) => eventIn(anchor) === undefined);
}

function witnessesOf(
  announcement: LocatedClause,
  effect: LocatedClause,
  single: SingleCounting | undefined,
  { surroundings: { reckoner } }: Subject,
  scene: Scene,
): { readonly found: readonly Witness[]; readonly tried: number } {
  const rule = scene.ruleOf(effect);
  const earliest = new EarliestDay(reckoner.endsOf(scene.ruleOf(announcement)));
  const ends = single === undefined ? reckoner.endsOf(rule) : reckoner.ends(single, rule);
  const known = DAYS.flatMap((day, index) => {
    const wanted = earliest.for(day);
    const end = ends[index];
    if (wanted === undefined || end === undefined) return [];
    return [{ day, reached: inForceOn(rule, end), wanted, single }];
  });
  return { found: known.filter(({ reached, wanted }) => reached < wanted), tried: known.length };
}

function wayOf(effect: LocatedClause, { single }: Witness, packs: Parameters<typeof timingOf>[1]): string {
  if (single === undefined) return timingOf(effect, packs);
  return timingOf({ ...effect, clause: withCountings(effect.clause, () => single) }, packs);
}

/**
 * A sentence with the day in force by all ways of counting together. Empty unless the clause takes the later of several
 * ways and one of them is late enough.
 */
function settlement(
  effect: LocatedClause,
  { day }: Witness,
  { surroundings: { reckoner } }: Subject,
  scene: Scene,
  alone: number,
): string[] {
  const period = periodOf(effect.clause);
  if (!period?.laterOf || alone === period.laterOf.length) return [];
  const whole = reckoner.endsOf(scene.ruleOf(effect))[DAYS.indexOf(day)];
  if (!whole) return [];
  return [
    `The pack counts ${period.laterOf.length} ways and takes the latest, so in this example the change is in force on ${on(inForceOn(scene.ruleOf(effect), whole))}.`,
  ];
}

/** Two clauses about one topic that give the same party two different times for the same thing. */
function twoTimesForOneThing(one: LocatedClause, other: LocatedClause, subject: Subject, scene: Scene): Finding[] {
  const [a, b] = [one.clause, other.clause];
  const same = a.topic !== undefined && a.topic === b.topic && a.nature === b.nature && a.obligor === b.obligor;
  const both = sharedContracts(a.appliesIf, b.appliesIf);
  if (!same || a.limit !== undefined || both === undefined) return [];
  if (countsBackFrom(a) !== countsBackFrom(b)) return [];
  const { reckoner, sources } = subject.surroundings;
  const [first, second] = [one, other].map((at) => reckoner.endsOf(scene.ruleOf(at)));
  const differing = DAYS.flatMap((day, index) => {
    const [x, y] = [first?.[index], second?.[index]];
    return x && y && x.epoch !== y.epoch ? [{ day, x, y }] : [];
  });
  const [example] = differing;
  if (!example) return [];
  const [x, y] = toldApart(example.x, example.y, scene.ruleOf(one).context.timezone);
  const kinds = listed([...new Set(startsOf(one).map(({ kind }) => kind))], 'or');
  return [
    ofClause('contradictory-periods', one, {
      field: ['period'],
      against: { name: b.id, clause: other, field: ['period'] },
      text: `${cited(one)} and ${cited(other)} are about the same thing (${a.topic}) and give different times for it: ${timingOf(one, sources)}, and ${timingOf(other, sources)}. Example: counted from ${kinds} on ${on(example.day)}, ${x} and ${y}. They differ ${onHowMany(differing.length)}${both}.`,
      remedy: 'Decide which of the two governs, or count both in one clause and take the earlier or the later.',
    }),
  ];
}
