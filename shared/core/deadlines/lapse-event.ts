import type { Fact } from '../events/event.ts';
import { lapseId } from '../events/event-id.ts';
import type { Deadline } from './deadline.ts';
import { type Plan, type PlanInput, plan } from './plan.ts';

/** The lapse of a deadline as an event: the kind that its clause produces. */
export function lapseOf({ id, instant, onLapse }: Deadline): Fact {
  const { kind, occurredAt, data } = onLapse;
  return { id: lapseId(id, instant), kind, occurredAt, data, cause: { deadline: id, instant } };
}

/** Safety bound: no history has this many lapses. */
const MOST_LAPSES = 5000;

/** A history whose lapses go on without end. */
export class EndlessLapsesError extends Error {
  override readonly name = 'EndlessLapsesError';
}

export interface Lived {
  /** The events with every lapse up to the instant. */
  readonly events: readonly Fact[];
  readonly plan: Plan;
}

/** The plan at an instant: every lapse up to it is recorded, one after the other, as the clock would. */
export function liveUntil(instant: string, input: PlanInput): Lived {
  const events = [...input.events];
  const until = Date.parse(instant);
  const brought = new Set<string>();
  for (let n = 0; n < MOST_LAPSES; n += 1) {
    const planned = plan({ ...input, events });
    const next = planned.deadlines.find(({ state, instant: end }) => state === 'open' && Date.parse(end) <= until);
    if (!next) return { events, plan: planned };
    const lapse = lapseOf(next);
    if (brought.has(lapse.id)) throw new EndlessLapsesError(`${next.id} stands again and again after its last instant`);
    brought.add(lapse.id);
    events.push(lapse);
  }
  throw new EndlessLapsesError(`more than ${MOST_LAPSES} deadlines lapse before ${instant}`);
}
