import { addDays } from '../calendar/days.ts';
import type { ExplanationStep } from '../calendar/types.ts';
import type { PinnedContract } from '../events/contract.ts';
import type { Clause } from '../terms/clause.ts';
import { type Pack, packLabel } from '../terms/pack.ts';
import { assumptionsOf } from './assumptions.ts';
import type { Deadline, LapseOutcome } from './deadline.ts';
import { sentence } from './explain.ts';
import { ladderOf } from './ladder.ts';
import type { Standing } from './standing.ts';

/** The deadline as it stands after all events. */
export function finish(standing: Standing, contract: PinnedContract): Deadline {
  const { clause, pack, counted, context } = standing;
  const { steps: counting, ...dates } = counted;
  const steps = [...counting, ...standing.notes];
  return {
    id: standing.id,
    clause: clause.id,
    ref: clause.ref,
    title: clause.title,
    trigger: standing.trigger.id,
    state: standing.state,
    ...dates,
    timezone: context.timezone,
    obligor: clause.obligor,
    nature: clause.nature,
    steps: [clauseStep(clause, pack), ...assumptionsOf(contract, pack, clause, steps), ...steps],
    terms: packLabel(pack),
    calendar: context.holidays.version,
    ladder: standing.state === 'open' ? ladder(standing) : [],
    onLapse: outcome(standing),
    ...(standing.closedBy !== undefined && { closedBy: standing.closedBy }),
  };
}

function clauseStep(clause: Clause, pack: Pack): ExplanationStep {
  const { id, title, ref, means } = clause;
  return sentence('clause', { clause: id, title, ref, means, terms: packLabel(pack) });
}

/** An allowance that holds has no steps to announce; only its year ends. */
function ladder(standing: Standing) {
  return ladderOf({
    rungs: standing.expiry === 'met' ? [] : standing.clause.ladder,
    openedAt: standing.openedAt,
    date: standing.counted.date,
    instant: standing.counted.instant,
    sendAt: standing.pack.sendAt,
    context: standing.context,
  });
}

function outcome({ clause, counted, trigger }: Standing): LapseOutcome {
  const { produces } = clause;
  if (!produces) return { kind: 'deadline.lapsed', occurredAt: counted.date, data: {} };
  return {
    kind: produces.kind,
    occurredAt: produces.occurs === 'last-day' ? counted.date : addDays(counted.date, 1),
    data: Object.fromEntries(Object.entries(trigger.data).filter(([key]) => produces.carries.includes(key))),
  };
}
