import type { InstantText } from '../calendar/types.ts';
import type { Deadline } from './deadline.ts';
import { decidingDifferences } from './deciding.ts';
import { progressOf, type StoredDeadline, withoutProgress, withProgress } from './progress.ts';

export type ChangeKind =
  | 'opened'
  | 'moved'
  | 'met'
  | 'lapsed'
  | 'paused'
  | 'superseded'
  | 'cancelled'
  | 'reopened'
  /** Something that decides is another, and neither the state nor the last instant. */
  | 'restated';

/** One difference between what is stored and what should stand. */
export interface DeadlineChange {
  readonly change: ChangeKind;
  readonly before?: StoredDeadline;
  readonly after: StoredDeadline;
}

/**
 * What to write so that the stored deadlines decide what the planned ones do. `now` starts new runs. A deadline whose
 * words alone are others is left as it is stored: `inWordsOf` tells it in those of today.
 */
export function compareDeadlines(
  stored: readonly StoredDeadline[],
  planned: readonly Deadline[],
  now: InstantText,
): DeadlineChange[] {
  const before = new Map(stored.map((deadline) => [deadline.id, deadline]));
  const kept = new Set(planned.map(({ id }) => id));
  const gone = stored.filter(({ id }) => !kept.has(id));
  return [
    ...planned.flatMap((deadline) => changeOf(before.get(deadline.id), deadline, now) ?? []),
    ...gone.flatMap((deadline) => changeOf(deadline, superseded(deadline), now) ?? []),
  ];
}

/**
 * The stored deadlines with the explanations of the plan, where the two agree in all that decides; the others as they are
 * stored. Explanations of a plan also tell of events that changed nothing else.
 */
export function inWordsOf(planned: readonly Deadline[], stored: readonly StoredDeadline[]): StoredDeadline[] {
  const byId = new Map(planned.map((deadline) => [deadline.id, deadline]));
  return stored.map((deadline) => {
    const words = byId.get(deadline.id);
    return words && decidingDifferences(deadline, words).length === 0
      ? { ...words, ...progressOf(deadline) }
      : deadline;
  });
}

function changeOf(before: StoredDeadline | undefined, planned: Deadline, now: InstantText): DeadlineChange | undefined {
  if (!before) {
    const after = withProgress(planned, { revision: 1, run: 1, runStartedAt: now, done: [] }, now);
    return { change: 'opened', after };
  }
  if (decidingDifferences(before, planned).length === 0) return undefined;
  const revision = before.revision + 1;
  const progress = continues(before, planned)
    ? { revision, run: before.run, runStartedAt: before.runStartedAt, done: before.done }
    : { revision, run: before.run + 1, runStartedAt: now, done: [] };
  const after = withProgress(planned, progress, now);
  return { change: kindOf(before, planned), before, after };
}

/** Another last instant, or another start after an end, is announced anew. */
function continues(before: Deadline, planned: Deadline): boolean {
  const wasOver = before.state !== 'open' && before.state !== 'paused';
  const startsAnew = wasOver && planned.state === 'open' && before.trigger !== planned.trigger;
  return before.instant === planned.instant && !startsAnew;
}

function kindOf(before: Deadline, after: Deadline): ChangeKind {
  if (before.state !== after.state) return after.state === 'open' ? 'reopened' : after.state;
  return before.instant === after.instant ? 'restated' : 'moved';
}

/** Nothing that happened still gives rise to it, so nothing has come of it either. */
function superseded(deadline: StoredDeadline): Deadline {
  const { closedBy: _by, closing: _closing, alsoMetBy: _also, paused: _paused, ...rest } = withoutProgress(deadline);
  return { ...rest, state: 'superseded', ladder: [] };
}
