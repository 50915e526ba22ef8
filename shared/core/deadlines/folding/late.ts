import type { Fact } from '../../events/event.ts';
import { missedHour } from '../counting/missed-hour.ts';
import { explain } from '../explain.ts';
import { factsOf, type LiveDeadline } from './live-deadline.ts';
import { isSnapshot } from './occurrence.ts';

type LateCode = 'met-late' | 'ended-late' | 'paused-late' | 'moved-late' | 'prolonged-late' | 'reopened-late';

/** Adds a step for the first event that came too late. Later ones and snapshots add none. */
export function noteLate(live: LiveDeadline, code: LateCode, fact: Fact): void {
  if (isSnapshot(fact)) return;
  const hour = missedHour(live.counted, fact, live.rule.context.timezone);
  const late = { ...factsOf(live, fact), date: live.counted.date, ...(hour && { hour }) };
  const step = explain(code, late);
  live.notes.addOnce('date', code, step);
}

/** Notes an event that would move a deadline after it took effect. */
export function moveTooLate(live: LiveDeadline, fact: Fact): void {
  noteLate(live, 'moved-late', fact);
}
