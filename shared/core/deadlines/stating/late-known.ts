import type { InstantText } from '../../calendar/types.ts';
import { isHistory } from '../../events/history.ts';
import { happensAtOnce } from '../../terms/shapes/questions.ts';
import type { LiveDeadline } from '../folding/live-deadline.ts';

/**
 * Whether a deadline was over when its contract was recorded, so that nobody watched it and nobody is told of it: its last
 * instant lies at or before that moment.
 *
 * What happens at once is over the moment it happens, and is announced all the same if it was told as it happened
 * (`isHistory`). If a lapse brought it about, the deadline that lapsed decides: what follows from an unwatched end was not
 * watched either. A letter that itself does what the clause asks for, such as passing on a request, still has to go out.
 * `deadlines`: those of the plan, by id.
 */
export function isLateKnown(
  live: LiveDeadline,
  deadlines: ReadonlyMap<string, LiveDeadline>,
  recordedAt: InstantText,
): boolean {
  if (live.rule.clause.noticeFulfils) return false;
  const seen = new Set<LiveDeadline>();
  let one = live;
  while (Date.parse(one.counted.instant) <= Date.parse(recordedAt)) {
    if (!happensAtOnce(one.rule.clause)) return true;
    seen.add(one);
    const { cause } = one.trigger;
    const lapsed = cause && deadlines.get(cause.deadline);
    if (!lapsed || seen.has(lapsed)) return isHistory(one.counted.instant, recordedAt);
    one = lapsed;
  }
  return false;
}

/** Whether a deadline would not be there without an end that nobody watched. */
export function followsFromLateKnown(
  live: LiveDeadline,
  deadlines: ReadonlyMap<string, LiveDeadline>,
  recordedAt: InstantText,
): boolean {
  const seen = new Set<LiveDeadline>();
  for (let one: LiveDeadline | undefined = live; one !== undefined && !seen.has(one); ) {
    seen.add(one);
    const lapsed: LiveDeadline | undefined = one.trigger.cause && deadlines.get(one.trigger.cause.deadline);
    if (lapsed && isLateKnown(lapsed, deadlines, recordedAt)) return true;
    one = lapsed;
  }
  return false;
}
