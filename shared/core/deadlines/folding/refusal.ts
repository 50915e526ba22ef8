import type { ClauseInForce } from '../../agreement/clauses.ts';
import { addDays, compareDays } from '../../calendar/days.ts';
import type { Day } from '../../calendar/types.ts';
import { dayOf, type Fact } from '../../events/event.ts';
import { matches } from '../../terms/match.ts';
import { packLabel } from '../../terms/pack.ts';
import { anchorsIn, dataKeysIn } from '../../terms/shapes/questions.ts';
import { anchorDay } from '../counting/clause-anchor.ts';
import { countClause } from '../counting/count-clause.ts';
import { beginningOf } from './basis.ts';
import type { Fold, Refusal } from './fold.ts';
import { isSnapshot, type Timed } from './occurrence.ts';
import { occurrenceId } from './start.ts';

/**
 * Judges an announcement on its own, whatever was announced before. Repeating one that was made in time is not a new
 * announcement and is not refused.
 */
export function refusalOf(fold: Fold, timed: Timed): Refusal | undefined {
  const { fact, epoch } = timed;
  if (fact.cause || isSnapshot(fact)) return undefined;
  for (const rule of fold.terms.startedBy(fact.kind)) {
    const { clause } = rule;
    if (!clause.refuseWhenMissed || rule.doesNotApply !== undefined || !matches(rule.startedBy, fact)) continue;
    if (fold.terminated && !clause.survivesTermination) continue;
    const counted = countClause(beginningOf(fold, rule, fact));
    if ('missing' in counted || epoch < Date.parse(counted.instant)) continue;
    const known = fold.deadlines.get(occurrenceId(rule, timed) ?? '');
    if (known?.state === 'met' && known.base.instant === counted.instant) continue;
    return refuse(fold, rule, fact, counted.date);
  }
  return undefined;
}

function refuse(fold: Fold, rule: ClauseInForce, fact: Fact, latest: Day): Refusal {
  const { clause, context, key, pack } = rule;
  const field = anchorsIn(clause)[0] ?? 'trigger';
  const value = anchorDay(rule, fact) ?? '';
  const announced = dayOf(fact.occurredAt, context.timezone);
  const earliest = earliestLawful(fold, rule, fact, compareDays(announced, value) > 0 ? announced : value);
  return {
    clause: key,
    event: fact.id,
    field,
    value,
    latest,
    earliest,
    announced,
    terms: packLabel(pack),
  };
}

/**
 * The earliest day the event could have named and been in time. Tried day by day, because a search in larger steps would
 * ask for years that no holiday table covers.
 */
function earliestLawful(fold: Fold, rule: ClauseInForce, fact: Fact, from: Day): Day {
  const { clause, context } = rule;
  const [key = ''] = dataKeysIn(clause);
  const announced = dayOf(fact.occurredAt, context.timezone);
  let day = from;
  for (;;) {
    const counted = countClause(beginningOf(fold, rule, { ...fact, data: { ...fact.data, [key]: day } }));
    if (!('missing' in counted) && counted.date >= announced) return day;
    day = addDays(day, 1);
  }
}
