import type { ClauseInForce } from '../../agreement/clauses.ts';
import { addDays } from '../../calendar/days.ts';
import type { Zone } from '../../calendar/types.ts';
import { endOfDay } from '../../calendar/zone.ts';
import { dayOf, type Fact, isBareDay } from '../../events/event.ts';
import type { CycleExtension } from '../../terms/cycle.ts';
import type { CycleGrid } from '../counting/cycle-grid.ts';
import { basisOf } from './basis.ts';
import { reckon } from './editions.ts';
import { type Fold, knownGridOf } from './fold.ts';
import { hasRunOut, isCountedSo, type LiveDeadline, leaveUncounted, shift } from './live-deadline.ts';
import type { Timed } from './occurrence.ts';
import type { Past } from './past.ts';
import { everyCyclicClause } from './readings.ts';

const DAY_MS = 86_400_000;

/**
 * Extends the cycles for which the event grants time, and moves every deadline counted on them. A grant of "as long as the
 * outage lasts" is measured when the outage is over; it extends the cycle in which the outage ended.
 */
export function extendCycles(fold: Fold, timed: Timed): void {
  for (const grant of fold.unmeasured) extendBy(fold, grant, timed);
  extendBy(fold, timed.fact, timed);
}

/** `known` is the event at which the granted time may have become known: the grant itself, or the end of the outage. */
function extendBy(fold: Fold, grant: Fact, known: Timed): void {
  const extended = new Set<CycleGrid>();
  for (const rule of everyCyclicClause(fold)) {
    const extension = extensionOf(rule);
    if (extension?.kind !== grant.kind) continue;
    const { timezone } = rule.context;
    const grid = knownGridOf(fold, rule);
    if (grid === undefined || extended.has(grid)) continue;
    const days = daysGranted(extension, grant, { past: fold.past, now: known, timezone });
    if (days === undefined) {
      if (grant === known.fact) wait(fold, rule, grant, extension);
      continue;
    }
    extended.add(grid);
    if (days > 0) grid.extend(dayOf(known.fact.occurredAt, timezone), days, { event: grant.id, kind: grant.kind });
  }
  if (extended.size === 0) return;
  fold.unmeasured.delete(grant);
  fold.notStarted = fold.notStarted.filter(({ report }) => report.event !== grant.id);
  countAnew(fold, extended, known);
}

function wait(fold: Fold, { key, reading }: ClauseInForce, grant: Fact, { days }: CycleExtension): void {
  fold.unmeasured.add(grant);
  if (reading !== undefined) return;
  fold.notStarted.push({ report: { clause: key, event: grant.id, missing: `data.${days}` }, deadline: undefined });
}

export function extensionOf({ cycle }: ClauseInForce): CycleExtension | undefined {
  return cycle === undefined || 'missing' in cycle ? undefined : cycle.extendedBy;
}

/** A stretch of time, such as an outage, that the grant names only by its id. */
export interface Lasted {
  readonly from: string;
  readonly to: string | undefined;
  /** Whole days, rounded up. Undefined while the stretch goes on. */
  readonly days: number | undefined;
}

interface Known {
  readonly past: Past;
  /** An event that is not in the past yet. */
  readonly now?: Timed;
  readonly timezone: Zone;
}

/** The stretch that an extension makes up for; undefined if it has not begun. An end on a bare day is that day's end. */
export function lasted({ asLongAs }: CycleExtension, about: string, known: Known): Lasted | undefined {
  if (asLongAs === undefined) return undefined;
  const { past, now, timezone } = known;
  const [begun] = past.about([asLongAs.from], asLongAs.about, about);
  if (begun === undefined) return undefined;
  const isEnd = ({ fact: { kind, data } }: Timed) => kind === asLongAs.to && String(data[asLongAs.about]) === about;
  const ends = [...past.about([asLongAs.to], asLongAs.about, about), ...(now && isEnd(now) ? [now] : [])];
  const ended = ends.find(({ epoch }) => epoch >= begun.epoch);
  if (ended === undefined) return { from: begun.at, to: undefined, days: undefined };
  const { occurredAt } = ended.fact;
  const to = isBareDay(occurredAt) ? endOfDay(occurredAt, timezone) : ended.at;
  return { from: begun.at, to, days: Math.ceil((Date.parse(to) - begun.epoch) / DAY_MS) };
}

/** The number of days the event names, else the length of the stretch it makes up for; at most what the terms allow. */
function daysGranted(extension: CycleExtension, fact: Fact, known: Known): number | undefined {
  const { days: key, asLongAs, atMostDays = Number.POSITIVE_INFINITY } = extension;
  const named = fact.data[key];
  if (typeof named === 'number' && Number.isInteger(named) && named >= 0) return Math.min(named, atMostDays);
  const about = asLongAs && fact.data[asLongAs.about];
  const days = about === undefined ? undefined : lasted(extension, String(about), known)?.days;
  return days === undefined ? undefined : Math.min(days, atMostDays);
}

/** Recounts the deadlines that may move. The occurrence after a cycle with another end is about the cycle that follows it. */
export function countAnew(fold: Fold, changed: ReadonlySet<CycleGrid>, timed: Timed): void {
  for (const live of fold.deadlines.values()) {
    if (!mayMove(live, timed)) continue;
    const grid = knownGridOf(fold, live.rule);
    if (grid === undefined || !changed.has(grid)) continue;
    const before = live.previous?.cycleOf;
    if (before !== undefined) live.cycleOf = addDays(grid.at(before).date, 1);
    const reckoned = reckon(live.bound, basisOf(fold, live));
    if ('missing' in reckoned) leaveUncounted(live, timed.fact, reckoned);
    if ('missing' in reckoned || isCountedSo(live, reckoned)) continue;
    shift(live, reckoned);
    fold.touched.add(live);
  }
}

/** A met deadline moves too if its meeting can be withdrawn: it would then end with the longer cycle. */
function mayMove(live: LiveDeadline, { epoch }: Timed): boolean {
  const { state, rule } = live;
  if (state === 'met') return rule.clause.reopenedBy !== undefined;
  return state === 'paused' || (state === 'open' && !hasRunOut(live, epoch));
}
