import type { Clause } from '../terms/clause.ts';
import { kindsIn } from '../terms/pack-kinds.ts';
import type { Fold } from './fold.ts';
import { matches, subjectOf, type Timed } from './occurrence.ts';
import { end, meet, pause, resume, type Standing } from './standing.ts';

/** What one event does to every deadline that stands. */
export function affectAll(fold: Fold, timed: Timed): void {
  const { fact } = timed;
  const unnamed = new Map<string, Standing | undefined>();
  for (const standing of fold.standings.values()) {
    const { clause, subject, state } = standing;
    if (state === 'met' || state === 'cancelled' || !closingKinds(clause).has(fact.kind)) continue;
    let closes = subjectOf(clause, fact) === subject;
    if (closes && clause.about !== undefined && subject === undefined) {
      if (!unnamed.has(clause.id)) unnamed.set(clause.id, firstUnnamed(fold, clause, timed));
      closes = unnamed.get(clause.id) === standing;
    }
    if (closes) close(standing, timed);
    suspend(standing, timed);
  }
}

const kindsByClause = new WeakMap<Clause, ReadonlySet<string>>();

/** The kinds of event that meet, end, suspend or resume a clause. A contract of many years has few of them for each. */
export function closingKinds(clause: Clause): ReadonlySet<string> {
  const known = kindsByClause.get(clause);
  if (known) return known;
  const { satisfiedBy, endedBy, suspendedBy, resumedBy } = clause;
  const kinds = new Set([satisfiedBy, endedBy, suspendedBy, resumedBy].flatMap(kindsIn));
  kindsByClause.set(clause, kinds);
  return kinds;
}

/** Meets or ends a deadline whose matter the event is about. */
export function close(standing: Standing, timed: Timed): void {
  const { clause } = standing;
  if (matches(clause.satisfiedBy, timed.fact)) meet(standing, timed);
  if (matches(clause.endedBy, timed.fact)) end(standing, timed);
}

/** Stops a deadline's period or lets it run again. An event that names no matter concerns every one. */
export function suspend(standing: Standing, timed: Timed): void {
  const { clause, subject } = standing;
  const named = subjectOf(clause, timed.fact);
  if (named !== undefined && named !== subject) return;
  if (matches(clause.suspendedBy, timed.fact)) pause(standing, timed);
  if (matches(clause.resumedBy, timed.fact)) resume(standing, timed);
}

/** Of several deadlines whose matter nobody named, an event closes the one that ends first. */
function firstUnnamed(fold: Fold, clause: Clause, { fact }: Timed): Standing | undefined {
  const ends = matches(clause.endedBy, fact);
  const candidates = [...fold.standings.values()].filter(
    ({ clause: { id, nature }, subject, state }) =>
      id === clause.id &&
      subject === undefined &&
      (state === 'open' || state === 'paused' || (ends && nature === 'right' && state === 'lapsed')),
  );
  return candidates.reduce<Standing | undefined>(
    (first, standing) => (first && endOf(first) <= endOf(standing) ? first : standing),
    undefined,
  );
}

function endOf({ counted }: Standing): number {
  return Date.parse(counted.instant);
}
