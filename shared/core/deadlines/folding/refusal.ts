import type { ClauseInForce } from '../../agreement/clauses.ts';
import { addDays, compareDays } from '../../calendar/days.ts';
import { instantText } from '../../calendar/instants.ts';
import type { Day, InstantText } from '../../calendar/types.ts';
import { localDay, toInstant } from '../../calendar/zone.ts';
import { dayOf, type Fact } from '../../events/event.ts';
import { matches } from '../../terms/match.ts';
import { packLabel } from '../../terms/pack.ts';
import { anchorsIn, dataKeysIn } from '../../terms/shapes/questions.ts';
import { anchorDay, countsHours, momentInData, momentKeyOf } from '../counting/clause-anchor.ts';
import type { Counted } from '../counting/counted.ts';
import { beginningOf } from './basis.ts';
import { startedBy } from './changed-terms.ts';
import { type Bound, reckon } from './editions.ts';
import type { Fold } from './fold.ts';
import { keptFromStarting } from './happened.ts';
import { isSnapshot, subjectOf, type Timed } from './occurrence.ts';
import { boundBy } from './openers.ts';
import { hasEnded } from './readings.ts';
import type { Refusal } from './refused.ts';

/**
 * Judges an announcement on its own, whatever was announced before, by the reading of its time. Repeating one that was made in time is not a new
 * announcement and is not refused.
 */
export function refusalOf(fold: Fold, timed: Timed): Refusal | undefined {
  const { fact, epoch } = timed;
  if (fact.cause || isSnapshot(fact)) return undefined;
  if (fold.history !== undefined && epoch < fold.history.until) return fold.history.refused.get(fact.id);
  for (const rule of startedBy(fold, fact).filter(({ reading }) => reading === undefined)) {
    const { clause } = rule;
    if (!clause.refuseWhenMissed || rule.doesNotApply !== undefined || !matches(rule.startedBy, fact)) continue;
    if (hasEnded(fold) && !clause.survivesTermination) continue;
    if (keptFromStarting(fold, rule, subjectOf(clause, fact), timed)) continue;
    const id = fold.openers.occurrenceId(rule, timed);
    const bound = boundBy(fold, rule, { timed, id });
    const reckoned = reckon(bound, beginningOf(fold, rule, fact));
    if ('missing' in reckoned || epoch < Date.parse(reckoned.counted.instant)) continue;
    const known = fold.deadlines.get(id ?? '');
    if (known?.state === 'met' && known.base.counted.instant === reckoned.counted.instant) continue;
    return refuse(fold, { rule, bound }, timed, reckoned.counted);
  }
  return undefined;
}

/** The clause, and what the announcement is counted with. */
interface Judging {
  readonly rule: ClauseInForce;
  readonly bound: Bound;
}

function refuse(fold: Fold, judging: Judging, timed: Timed, { date: latest, instant }: Counted): Refusal {
  const { rule } = judging;
  const { clause, context, key, pack } = rule;
  const { timezone } = context;
  const { fact, at } = timed;
  const value = anchorDay(rule, fact) ?? '';
  const told = {
    clause: key,
    event: fact.id,
    field: anchorsIn(clause)[0] ?? 'trigger',
    value,
    latest,
    announced: dayOf(fact.occurredAt, timezone),
    terms: packLabel(pack),
  };
  const [dataKey = ''] = dataKeysIn(clause);
  const moment = momentInData(dataKey, fact);
  if (moment !== undefined && countsHours(clause)) {
    const earliest = earliestMoment(fold, judging, timed, dataKey, moment);
    const from = { value: toInstant(moment), latest: instant, announced: at, timezone };
    return {
      ...told,
      field: `data.${momentKeyOf(dataKey)}`,
      ...(earliest && { earliest: localDay(earliest, timezone) }),
      moments: { ...from, ...(earliest && { earliest }) },
    };
  }
  const earliest = earliestDay(
    fold,
    judging,
    timed,
    dataKey,
    compareDays(told.announced, value) > 0 ? told.announced : value,
  );
  return { ...told, ...(earliest && { earliest }) };
}

/** More days ahead than an announcement can have to be made. */
const FURTHEST = 3_660;

/**
 * The earliest day the event could have named and been in time. Tried day by day, because a search in larger steps would
 * ask for years that no holiday table covers.
 */
function earliestDay(fold: Fold, judging: Judging, timed: Timed, key: string, from: Day): Day | undefined {
  for (let ahead = 0; ahead <= FURTHEST; ahead += 1) {
    const day = addDays(from, ahead);
    const end = endIf(fold, judging, timed.fact, { [key]: day });
    if (end === undefined) return undefined;
    if (timed.epoch < end) return day;
  }
  return undefined;
}

/** The earliest full minute the event could have named and been in time. */
function earliestMoment(
  fold: Fold,
  judging: Judging,
  { fact, epoch }: Timed,
  key: string,
  named: InstantText,
): InstantText | undefined {
  let moment = Date.parse(named);
  for (let tries = 0; tries <= FURTHEST; tries += 1) {
    const instant = instantText(moment);
    const day = localDay(instant, judging.rule.context.timezone);
    const end = endIf(fold, judging, fact, { [key]: day, [momentKeyOf(key)]: instant });
    if (end === undefined) return undefined;
    if (epoch < end) return instant;
    moment = Math.floor((moment + epoch - end) / MINUTE + 1) * MINUTE;
  }
  return undefined;
}

const MINUTE = 60_000;

/** The first instant that is too late, in milliseconds since 1970, if the event carried other data. */
function endIf(fold: Fold, { rule, bound }: Judging, fact: Fact, data: Fact['data']): number | undefined {
  const reckoned = reckon(bound, beginningOf(fold, rule, { ...fact, data: { ...fact.data, ...data } }));
  return 'missing' in reckoned ? undefined : Date.parse(reckoned.counted.instant);
}
