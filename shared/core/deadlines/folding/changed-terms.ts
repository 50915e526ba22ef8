import type { ClauseInForce, TermsInForce } from '../../agreement/clauses.ts';
import type { Fact } from '../../events/event.ts';
import { nounOf } from '../../events/kinds.ts';
import type { Fold } from './fold.ts';
import type { LiveDeadline } from './live-deadline.ts';
import { TERMS_CHANGED } from './occurrence.ts';
import { everyReading } from './readings.ts';

const CHANGE = 'change';

/**
 * The clauses that an event starts. What is told of a change of terms after it took effect, such as a late posting, starts the
 * clauses of the terms that it changed: they say how long the customer may object, whatever the changed terms say of that.
 */
export function startedBy(fold: Fold, { kind, data }: Fact): readonly ClauseInForce[] {
  const isOfChange = data[CHANGE] !== undefined && nounOf(kind) === nounOf(TERMS_CHANGED);
  const changed = isOfChange ? fold.changed.get(String(data[CHANGE])) : undefined;
  const inForce = startedIn(everyReading(fold), kind);
  if (changed === undefined) return inForce;
  const isStatute = ({ pack }: ClauseInForce) => pack.kind === 'statute';
  const own = changed.flatMap((terms) => terms.startedBy(kind));
  return [...own.filter((rule) => !isStatute(rule)), ...inForce.filter(isStatute)];
}

function startedIn([first, ...others]: readonly TermsInForce[], kind: string): readonly ClauseInForce[] {
  const started = first?.startedBy(kind) ?? [];
  return others.length === 0 ? started : [...started, ...others.flatMap((terms) => terms.startedBy(kind))];
}

/** The clauses that may follow from a deadline: of the terms that were changed, if it is about a change under those terms. */
export function dependentsOf(fold: Fold, { rule: { clause, pack }, subject }: LiveDeadline): readonly ClauseInForce[] {
  const changed = clause.about === CHANGE && subject !== undefined ? fold.changed.get(subject) : undefined;
  const own = changed?.some((terms) => terms.pack === pack) ? changed : everyReading(fold);
  return own.flatMap(({ dependents }) => dependents);
}

/** Notes the terms that a change of terms replaces. The first telling counts: a further one replaces nothing. */
export function noteChanged(fold: Fold, { data }: Fact): void {
  const change = data[CHANGE];
  if (change !== undefined && !fold.changed.has(String(change))) fold.changed.set(String(change), everyReading(fold));
}
