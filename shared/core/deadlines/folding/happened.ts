import type { ClauseInForce } from '../../agreement/clauses.ts';
import type { DoesNotApply } from '../../agreement/silences.ts';
import type { Day, Zone } from '../../calendar/types.ts';
import { dayOf } from '../../events/event.ts';
import { kindsIn, matches } from '../../terms/match.ts';
import { declaredKind, type Pack } from '../../terms/pack.ts';
import type { Happened } from '../../terms/written-clause.ts';
import type { Fold } from './fold.ts';
import { concerns, isSnapshot, mayCoincide, type Timed } from './occurrence.ts';
import { pastOf } from './readings.ts';

/**
 * Why the day of an event, or what has happened about its matter before, keeps it from starting a clause; undefined if the
 * clause may start.
 */
export function keptFromStarting(
  fold: Pick<Fold, 'past' | 'history' | 'coming'>,
  rule: ClauseInForce,
  subject: string | undefined,
  timed: Timed,
): DoesNotApply | undefined {
  const { clause, context, pack } = rule;
  const { appliesFrom } = pack;
  // Asked at every start, and most clauses start whatever happened before.
  if (appliesFrom === undefined && clause.unless === undefined && clause.onlyIf === undefined) return undefined;
  const past = pastOf(fold, rule);
  const day = dayOf(timed.fact.occurredAt, context.timezone);
  if (appliesFrom !== undefined && day < appliesFrom) {
    return { because: 'before', day: appliesFrom };
  }
  const isAbout = ({ fact }: Timed) => !isSnapshot(fact) && concerns(clause, subject, fact);
  const standing = (happened: Happened) => lastOf(past, happened, timed, isAbout);
  for (const happened of [clause.unless ?? []].flat()) {
    const since = standing(happened);
    if (since === undefined) continue;
    const { id: event, kind, occurredAt } = since.fact;
    const known = { because: 'happened', event, kind, day: dayOf(occurredAt, context.timezone) } as const;
    if (counts(known, pack) && mayEnd(happened, rule, known.day)) return known;
  }
  if (clause.onlyIf === undefined) return undefined;
  const sameTime = coincidingWith(timed, fold.coming, context.timezone).filter(isAbout);
  const mayHaveHappened = ({ since }: Happened) => sameTime.some(({ fact }) => matches(since, fact));
  const missing = [clause.onlyIf].flat().find((one) => standing(one) === undefined && !mayHaveHappened(one));
  return missing && { because: 'not-happened', kinds: [...new Set(kindsIn(missing.since))] };
}

/** Whether an event that keeps a clause from starting counts: one of a statute's own kinds does not before the statute applied. */
function counts({ kind, day }: { readonly kind: string; readonly day: Day }, pack: Pack): boolean {
  return pack.appliesFrom === undefined || pack.appliesFrom <= day || declaredKind(pack, kind) === undefined;
}

/** False for what only an event of a statute ends and began before that statute applied: nothing would ever end it. */
function mayEnd({ until }: Happened, { besideFrom }: ClauseInForce, day: Day): boolean {
  const ends = kindsIn(until);
  return ends.length === 0 || ends.some((kind) => (besideFrom?.get(kind) ?? day) <= day);
}

/** The events that sort after the starting one and may have come before it, since nobody told their order. */
function coincidingWith(starting: Timed, coming: readonly Timed[], zone: Zone): readonly Timed[] {
  const apart = coming.findLastIndex((one) => !mayCoincide(starting, one, zone));
  return coming.slice(apart + 1);
}

/** The last event of `since`, unless one of `until` came after it. The starting event counts as the last one. */
function lastOf(
  past: Pick<ReturnType<typeof pastOf>, 'ofKinds'>,
  { since, until }: Happened,
  starting: Timed,
  isAbout: (one: Timed) => boolean,
): Timed | undefined {
  const kinds = new Set([...kindsIn(since), ...kindsIn(until)]);
  const events = [...past.ofKinds(kinds), ...(kinds.has(starting.fact.kind) ? [starting] : [])];
  const last = events.findLast((one) => isAbout(one) && (matches(since, one.fact) || matches(until, one.fact)));
  return last !== undefined && matches(since, last.fact) ? last : undefined;
}
