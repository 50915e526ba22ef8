import type { ClauseInForce } from '../../agreement/clauses.ts';
import type { DoesNotApply } from '../../agreement/silences.ts';
import { dayOf } from '../../events/event.ts';
import { kindsIn, matches } from '../../terms/match.ts';
import type { Happened } from '../../terms/written-clause.ts';
import { concerns, isSnapshot, type Timed } from './occurrence.ts';
import type { Past } from './past.ts';

/**
 * Why the day of an event, or what has happened about its matter before, keeps it from starting a clause; undefined if the
 * clause may start.
 */
export function keptFromStarting(
  past: Pick<Past, 'ofKinds'>,
  { clause, context, pack: { appliesFrom } }: ClauseInForce,
  subject: string | undefined,
  timed: Timed,
): DoesNotApply | undefined {
  if (appliesFrom !== undefined && dayOf(timed.fact.occurredAt, context.timezone) < appliesFrom) {
    return { because: 'before', day: appliesFrom };
  }
  const standing = (happened: Happened) => lastOf(past, happened, timed, (one) => concerns(clause, subject, one.fact));
  for (const happened of [clause.unless ?? []].flat()) {
    const since = standing(happened);
    if (since === undefined) continue;
    const { id: event, kind, occurredAt } = since.fact;
    return { because: 'happened', event, kind, day: dayOf(occurredAt, context.timezone) };
  }
  const missing = [clause.onlyIf ?? []].flat().find((happened) => standing(happened) === undefined);
  return missing && { because: 'not-happened', kinds: [...new Set(kindsIn(missing.since))] };
}

/** The last event of `since`, unless one of `until` came after it. The starting event counts as the last one. */
function lastOf(
  past: Pick<Past, 'ofKinds'>,
  { since, until }: Happened,
  starting: Timed,
  isAbout: (one: Timed) => boolean,
): Timed | undefined {
  const kinds = new Set([...kindsIn(since), ...kindsIn(until)]);
  const events = [...past.ofKinds(kinds), ...(kinds.has(starting.fact.kind) ? [starting] : [])];
  const last = events.findLast(
    (one) => !isSnapshot(one.fact) && isAbout(one) && (matches(since, one.fact) || matches(until, one.fact)),
  );
  return last !== undefined && matches(since, last.fact) ? last : undefined;
}
