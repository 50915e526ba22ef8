import type { DeadlineChange } from '../../shared/core/deadlines/deadline-changes.ts';
import { toldNotApplied, toldNotStarted } from '../../shared/core/words/reports.ts';
import type { Words } from '../../shared/core/words/words.ts';
import type { Gaps } from '../../shared/recording/acceptance.ts';
import { deadlineAnswer } from './deadline-answer.ts';
import { MOST_ROWS, Room } from './page.ts';

interface Changed extends Gaps {
  readonly changes: readonly DeadlineChange[];
}

/**
 * What is answered besides, and the deadlines that changed, as many as fit into one page; `more` counts the others. `why`: a
 * change and what brought it about, in words.
 */
export function changesAnswer<Beside extends object>(
  beside: Beside,
  { changes, ...gaps }: Changed,
  words: Words,
  why: (change: DeadlineChange) => string,
) {
  const notStarted = gaps.notStarted.map((report) => toldNotStarted(report, words));
  const { notCounted } = gaps;
  const notApplied = gaps.notApplied.map((report) => toldNotApplied(report, words));
  const room = new Room(MOST_ROWS, { ...beside, notStarted, notCounted, notApplied });
  const deadlines: unknown[] = [];
  for (const one of changes) {
    const row = { change: one.change, why: why(one), ...deadlineAnswer(one.after, { explain: true, words }) };
    if (!room.takes(row)) break;
    deadlines.push(row);
  }
  const more = changes.length - deadlines.length;
  return { ...beside, deadlines, ...(more > 0 && { more }), notStarted, notCounted, notApplied };
}
