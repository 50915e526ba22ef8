import type { ClauseInForce } from '../../core/agreement/clauses.ts';
import { addDays, daysBetween } from '../../core/calendar/days.ts';
import { instantText } from '../../core/calendar/instants.ts';
import type { Day } from '../../core/calendar/types.ts';
import { lastDayUntil } from '../../core/calendar/zone.ts';
import type { Clause } from '../../core/terms/clause.ts';
import { clauseIn, kindsIn } from '../../core/terms/match.ts';
import { closingOf, daysIn, periodOf } from '../../core/terms/shapes/questions.ts';
import { anchorsOf, singlesIn } from '../../core/terms/written-counting.ts';
import { listed } from '../packs/describe-events.ts';
import { type Finding, type LocatedClause, ofClause } from './finding.ts';
import { demandsAnnouncement, EarliestDay, inForceOn, putsIntoForce } from './notice-days.ts';
import { DAYS, FIRST_DAY, type Reckoner } from './reckon.ts';
import type { Scene, Subject } from './subject.ts';
import { haveOneStart } from './triggers.ts';
import { cited, on, onHowMany, timingOf } from './words.ts';

/** Changes that take effect while the other side may still object. */
export function inForceBeforeObjection(
  objection: LocatedClause,
  effect: LocatedClause,
  subject: Subject,
  scene: Scene,
): Finding[] {
  const { reckoner, sources } = subject.surroundings;
  if (!mayObject(objection.clause) || !bringsAbout(effect, objection)) return [];
  const { inForce, notices } = effectDays(objection, effect, subject, scene);
  const early = tooEarly(inForce, scene.ruleOf(objection), reckoner);
  if (!early) return [];
  const { first, often } = early;
  const allowed = notices.length === 0 ? '' : ` at the earliest that ${listed(notices.map(cited), 'and')} allows`;
  return [
    ofClause('in-force-before-objection', objection, {
      against: { name: effect.clause.id, clause: effect },
      text: `${cited(objection)} lets the customer object until after the change is in force under ${cited(effect)} (${timingOf(effect, sources)}). Example: announced on ${on(first.day)}, the change is in force on ${on(first.reached)}${allowed}, and an objection is in time until ${on(first.last)}. This is so ${often}.`,
      remedy: 'Let the change wait for the end of the window, or say what an objection does to a change in force.',
    }),
  ];
}

/**
 * Changes that may happen on the day that their announcement names while the other side may still object. Only where no
 * clause says when they are in force; otherwise `inForceBeforeObjection` looks at that clause.
 */
export function announcedBeforeObjection(objection: LocatedClause, subject: Subject, scene: Scene): Finding[] {
  if (!mayObject(objection.clause)) return [];
  const { clauses, surroundings } = subject;
  const [notice] = clauses.filter((at) => demandsAnnouncement(at.clause) && haveOneStart(at, objection));
  if (!notice || !countsAhead(objection.clause) || clauses.some((at) => saysWhen(at, objection))) return [];
  const earliest = new EarliestDay(surroundings.reckoner.endsOf(scene.ruleOf(notice)));
  // Counted from the named day as well, the window opens with the change.
  const inForce = DAYS.map((day) => (dayNamedBy(objection.clause) === undefined ? earliest.for(day) : day));
  const early = tooEarly(inForce, scene.ruleOf(objection), surroundings.reckoner);
  if (!early) return [];
  const { first, often } = early;
  return [
    ofClause('in-force-before-objection', objection, {
      against: { name: notice.clause.id, clause: notice },
      text: `${cited(objection)} lets the customer object until after the day of the change, which ${cited(notice)} lets be announced ${timingOf(notice, surroundings.sources)}. Example: announced on ${on(first.day)}, the change may be in force on ${on(first.reached)}, and an objection is in time until ${on(first.last)}. This is so ${often}.`,
      remedy: 'Ask for an earlier announcement, or say what an objection does to a change in force.',
    }),
  ];
}

/** Whether a clause says when the change is in force: one of the same announcement, or one that waits for the objection. */
function saysWhen(at: LocatedClause, objection: LocatedClause): boolean {
  if (clauseIn(at.clause.on)?.clause === objection.clause.id) return putsIntoForce(at.clause);
  return haveOneStart(at, objection) && bringsAbout(at, objection);
}

/** Whether every way of counting the clause leads ahead, not back from a day that the event names. */
function countsAhead(clause: Clause): boolean {
  const counting = closingOf(clause);
  return counting !== undefined && singlesIn(counting).every(({ direction }) => direction !== 'before');
}

interface Witness {
  readonly day: Day;
  readonly reached: Day;
  readonly last: Day;
}

/** The first day on which a change is in force no later than the last day for objecting to it, and on how many it is. */
function tooEarly(
  inForce: readonly (Day | undefined)[],
  objection: ClauseInForce,
  reckoner: Reckoner,
): { readonly first: Witness; readonly often: string } | undefined {
  const { timezone } = objection.context;
  const closes = reckoner.endsOf(objection);
  const known = DAYS.flatMap((day, index) => {
    const [end, reached] = [closes[index], inForce[index]];
    // A window that closes as a day begins has the day before as its last one.
    const last = end && lastDayUntil(instantText(end.epoch), timezone);
    return last !== undefined && reached !== undefined ? [{ day, reached, last }] : [];
  });
  const found = known.filter(({ reached, last }) => reached <= last);
  const [first] = found;
  return first && { first, often: onHowMany(found.length, known.length) };
}

/** Whether a clause makes the change happen, or lets the party that announced it go ahead. */
function bringsAbout({ clause }: LocatedClause, objection: LocatedClause): boolean {
  return putsIntoForce(clause) || (clause.nature === 'right' && clause.obligor !== objection.clause.obligor);
}

const OBJECTS = /(^|[.-])(object|reject|oppos|refus|declin|veto)/;

function mayObject({ nature, satisfiedBy }: Clause): boolean {
  return nature === 'window' && kindsIn(satisfiedBy).some((kind) => OBJECTS.test(kind));
}

interface EffectDays {
  /**
   * By the index in `DAYS` of the announcement's day; of the named day if the objection is counted from that day too.
   */
  readonly inForce: readonly (Day | undefined)[];
  /** The clauses that prevent the announcement from naming an earlier day. */
  readonly notices: readonly LocatedClause[];
}

function effectDays(objection: LocatedClause, effect: LocatedClause, subject: Subject, scene: Scene): EffectDays {
  const { reckoner } = subject.surroundings;
  const rule = scene.ruleOf(effect);
  const ends = reckoner.endsOf(rule);
  const named = dayNamedBy(effect.clause);
  if (named === undefined || dayNamedBy(objection.clause) === named) {
    return { inForce: ends.map((end) => end && inForceOn(rule, end)), notices: [] };
  }
  const notices = subject.clauses.filter((at) => isNoticeOf(named, at, effect));
  const earliest = notices.map((at) => new EarliestDay(reckoner.endsOf(scene.ruleOf(at))));
  const inForce = DAYS.map((day) => {
    const lawful = earliest
      .map((one) => one.for(day))
      .toSorted()
      .at(-1);
    if (lawful === undefined || periodOf(effect.clause) === undefined) return lawful && beginsOn(effect.clause, lawful);
    const end = ends[daysBetween(FIRST_DAY, lawful)];
    return end && inForceOn(rule, end);
  });
  return { inForce, notices };
}

/**
 * The day of the event (`data.effectiveOn`) from which the whole clause is counted; undefined if there is none or
 * several.
 */
function dayNamedBy(clause: Clause): string | undefined {
  const counting = closingOf(clause);
  const anchors = counting
    ? singlesIn(counting).map((single) => (single.direction === 'before' ? undefined : anchorsOf(single)[0]))
    : [daysIn(clause)[0]];
  const [only, ...others] = new Set(anchors);
  return others.length === 0 && only?.startsWith('data.') ? only : undefined;
}

/** Whether a clause demands an announcement of the same change ahead of the day that the effect waits for. */
function isNoticeOf(named: string, at: LocatedClause, effect: LocatedClause): boolean {
  const period = periodOf(at.clause);
  if (!period || !demandsAnnouncement(at.clause) || !haveOneStart(at, effect)) return false;
  return singlesIn(period).every((single) => anchorsOf(single)[0] === named);
}

/** The first day in force, if the effect is that day itself or the end of a window that runs up to it. */
function beginsOn({ shape, produces }: Clause, day: Day): Day {
  if (shape.kind !== 'window') return day;
  const last = shape.lastDay === 'day-before' ? addDays(day, -1) : day;
  return produces?.occurs === 'last-day' ? last : addDays(last, 1);
}
