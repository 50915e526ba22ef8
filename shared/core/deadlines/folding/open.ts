import type { ClauseInForce } from '../../agreement/clauses.ts';
import { addDays } from '../../calendar/days.ts';
import type { Day } from '../../calendar/types.ts';
import type { Fact } from '../../events/event.ts';
import type { Unanchored } from '../counting/counted.ts';
import { beginningOf, parentOf } from './basis.ts';
import { type Bound, type Reckoned, reckon } from './editions.ts';
import { type Fold, knownGridOf, reportGap } from './fold.ts';
import { type LiveDeadline, newLiveDeadline } from './live-deadline.ts';
import { setsTheEnd } from './needless-next-cycle.ts';
import { deadlineId, type Timed } from './occurrence.ts';
import { boundBy } from './openers.ts';
import { isReadBy } from './readings.ts';

interface Opening {
  readonly rule: ClauseInForce;
  readonly timed: Timed;
  /** The event it is computed from. */
  readonly trigger: Fact;
  readonly subject?: string | undefined;
  readonly id?: string;
  /** Counted here when absent. */
  readonly found?: Found;
  readonly cycleOf?: Day;
  readonly parent?: LiveDeadline;
  readonly previous?: LiveDeadline;
  /**
   * When it begins to wait for its outcome, in milliseconds since 1970. Absent: with the event that opens it if it recurs, else
   * any event counts.
   */
  readonly since?: number | undefined;
  /** The clause had earlier cycles, which are not tracked. */
  readonly followsUntracked?: true;
  /** Of a recurring clause: the newest occurrence, if this one lies further ahead than the next cycle. */
  readonly aheadOf?: LiveDeadline;
  /** The deadline that has ended, if its clause starts once more. */
  readonly replaces?: LiveDeadline | undefined;
}

interface Found {
  readonly bound: Bound;
  readonly reckoned: Reckoned | Unanchored;
}

/** Opens a deadline; it replaces one with the same id. Undefined if it cannot be counted, or is read by another reading. */
export function open(fold: Fold, opening: Opening): LiveDeadline | undefined {
  const { rule, timed, trigger, cycleOf, parent, previous, followsUntracked } = opening;
  const recurs = rule.clause.recurs !== undefined && cycleOf !== undefined;
  const subject = recurs ? subjectOfCycle(fold, rule, cycleOf, previous) : opening.subject;
  const id = opening.id ?? deadlineId(rule.key, subject);
  if (!isReadBy(fold, rule, id, timed)) return undefined;
  const { bound, reckoned } = opening.found ?? find(fold, opening, id);
  if ('missing' in reckoned) {
    reportGap(fold, rule, trigger, reckoned);
    return undefined;
  }
  const before = fold.deadlines.get(id);
  if (before) replace(fold, before);
  const live = newLiveDeadline({
    bound,
    reckoned,
    id,
    subject,
    order: fold.deadlines.size,
    trigger,
    openedAt: timed.at,
    since: opening.since ?? (recurs ? timed.epoch : Number.NEGATIVE_INFINITY),
    ...(cycleOf !== undefined && { cycleOf }),
    ...(followsUntracked && { followsUntracked }),
    ...(parent && { parent }),
    ...(previous && { previous }),
  });
  parent?.children.add(live);
  fold.deadlines.set(id, live);
  fold.listeners.add(live);
  fold.touched.add(live);
  if (setsTheEnd(rule.clause)) fold.ends.add(live);
  if (rule.clause.forNextCycle) fold.forNextCycle.add(live);
  if (recurs) fold.latest.set(rule.key, live);
  if (rule.clause.repeatsAfter) fold.newest.set(rule.key, live);
  return live;
}

/**
 * When the occurrence of a recurring clause in the cycle before the one that holds `day` ends, in milliseconds since 1970;
 * undefined if that cannot be counted.
 */
export function endOfCycleBefore(fold: Fold, opening: Opening, day: Day): number | undefined {
  const { rule } = opening;
  const cycleOf = addDays(firstDayOf(fold, rule, day), -1);
  const { reckoned } = find(fold, { ...opening, cycleOf }, deadlineId(rule.key, firstDayOf(fold, rule, cycleOf)));
  return 'missing' in reckoned ? undefined : Date.parse(reckoned.counted.instant);
}

function replace(fold: Fold, before: LiveDeadline): void {
  fold.reopened.add(before.id);
  leaveBehind(fold, before);
  forget(fold, before);
}

/** Keeps the end of an occurrence that is over as its deadline starts again. */
export function leaveBehind(fold: Fold, { id, counted }: LiveDeadline): void {
  fold.formerEnds.set(id, new Set([...(fold.formerEnds.get(id) ?? []), counted.instant]));
}

/** Takes a deadline away that does not stand any more. */
export function discard(fold: Fold, live: LiveDeadline): void {
  live.parent?.children.delete(live);
  forget(fold, live);
  if (fold.deadlines.get(live.id) === live) fold.deadlines.delete(live.id);
}

function forget(fold: Fold, live: LiveDeadline): void {
  fold.listeners.remove(live);
  fold.ends.delete(live);
  fold.forNextCycle.delete(live);
}

function find(fold: Fold, opening: Opening, id: string): Found {
  const { rule, timed, trigger, subject, cycleOf, parent, previous, aheadOf, replaces } = opening;
  const bound = boundBy(fold, rule, { timed, id, after: parent ?? previous ?? aheadOf, replaces });
  const basis = {
    ...beginningOf(fold, rule, trigger, subject),
    ...(cycleOf !== undefined && { cycleOf }),
    ...(parent && { parent: parentOf(parent) }),
  };
  return { bound, reckoned: reckon(bound, basis) };
}

/** The first day of the cycle that holds `day`. */
function firstDayOf(fold: Fold, rule: ClauseInForce, day: Day): Day {
  return knownGridOf(fold, rule)?.at(day).opensOn ?? day;
}

/**
 * A cycle is known by its first day, which stays when the cycle is made longer. `day`: a day of it. If an accepted reading has
 * longer cycles, one of them may begin with a cycle that was over by the reading before, and has that one's first day: it is
 * known by the day after the cycles that were over.
 */
function subjectOfCycle(fold: Fold, rule: ClauseInForce, day: Day, previous: LiveDeadline | undefined): Day {
  const first = firstDayOf(fold, rule, day);
  const isNewlyRead = previous !== undefined && previous.rule.reading !== rule.reading;
  return isNewlyRead && fold.history?.readBy.has(deadlineId(rule.key, first)) ? day : first;
}
