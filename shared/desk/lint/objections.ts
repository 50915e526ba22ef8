import { addDays, daysBetween } from '../../core/calendar/days.ts';
import type { Day } from '../../core/calendar/types.ts';
import type { Clause } from '../../core/terms/clause.ts';
import { kindsIn } from '../../core/terms/match.ts';
import { closingOf, dayIn, periodOf } from '../../core/terms/shapes/questions.ts';
import { anchorsOf, singlesIn } from '../../core/terms/written-counting.ts';
import { listed } from '../packs/describe-events.ts';
import { type Finding, type LocatedClause, ofClause } from './finding.ts';
import { demandsAnnouncement, EarliestDay, inForceOn, putsIntoForce } from './notice-days.ts';
import { DAYS, FIRST_DAY } from './reckon.ts';
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
  if (!mayObject(objection.clause) || !putsIntoForce(effect.clause)) return [];
  const { inForce, notices } = effectDays(objection, effect, subject, scene);
  const closes = reckoner.endsOf(scene.ruleOf(objection));
  const witnesses = DAYS.flatMap((day, index) => {
    const [last, reached] = [closes[index]?.date, inForce[index]];
    return last !== undefined && reached !== undefined && reached <= last ? [{ day, reached, last }] : [];
  });
  const [first] = witnesses;
  if (!first) return [];
  const allowed = notices.length === 0 ? '' : ` at the earliest that ${listed(notices.map(cited), 'and')} allows`;
  return [
    ofClause('in-force-before-objection', objection, {
      against: { name: effect.clause.id, clause: effect },
      text: `${cited(objection)} lets the customer object until after the change is in force under ${cited(effect)} (${timingOf(effect, sources)}). Example: announced on ${on(first.day)}, the change is in force on ${on(first.reached)}${allowed}, and an objection is in time until ${on(first.last)}. This is so ${onHowMany(witnesses.length)}.`,
      remedy: 'Let the change wait for the end of the window, or say what an objection does to a change in force.',
    }),
  ];
}

const OBJECTS = /\.(rejected|objected)$/;

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
    : [dayIn(clause)];
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
