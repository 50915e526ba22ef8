import { computeChain } from '../calendar/compute.ts';
import { parsePeriods } from '../calendar/period-text.ts';
import type { CountingContext, Day, InstantText } from '../calendar/types.ts';
import { atLocalTime } from '../calendar/zone.ts';
import { type LadderRung, rungName } from '../terms/clause.ts';
import type { Rung } from './deadline.ts';

export interface LadderInput {
  readonly rungs: readonly LadderRung[];
  /** When the deadline came about. */
  readonly openedAt: InstantText;
  readonly date: Day;
  readonly instant: InstantText;
  /** Local `HH:MM` at which reminders and due notices go out. */
  readonly sendAt: string;
  readonly context: CountingContext;
}

const ORDER = { opened: 0, reminder: 1, due: 2, lapsed: 3 } as const;

/**
 * The steps of a deadline in time order. Every ladder ends with `lapsed` at the last instant, whether or not it notifies.
 * A reminder that would come before the deadline did, or a due notice after its end, is left out.
 */
export function ladderOf(input: LadderInput): Rung[] {
  const rungs = input.rungs.flatMap((rung): Rung[] => {
    const at = timeOf(rung, input);
    if (at === undefined) return [];
    return [
      {
        step: rungName(rung),
        kind: rung.step,
        at,
        to: [rung.to].flat(),
        ...(rung.lead !== undefined && { lead: rung.lead.trim() }),
      },
    ];
  });
  const lapses = rungs.some(({ kind }) => kind === 'lapsed');
  const whole = lapses ? rungs : [...rungs, { step: 'lapsed', kind: 'lapsed', at: input.instant, to: [] } as const];
  return whole.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || ORDER[a.kind] - ORDER[b.kind]);
}

function timeOf(rung: LadderRung, input: LadderInput): InstantText | undefined {
  const { context, date, instant, openedAt, sendAt } = input;
  if (rung.step === 'opened') return openedAt;
  if (rung.step === 'lapsed') return instant;
  const day = rung.before === undefined ? date : dayBefore(date, rung.before, context);
  const at = atLocalTime(day, sendAt, context.timezone);
  const tooEarly = rung.step === 'reminder' && Date.parse(at) <= Date.parse(openedAt);
  return tooEarly || Date.parse(at) >= Date.parse(instant) ? undefined : at;
}

function dayBefore(date: Day, before: string, context: CountingContext): Day {
  const periods = parsePeriods(before).map((period) => ({ ...period, direction: 'before' as const }));
  return computeChain(date, periods, context).date;
}
