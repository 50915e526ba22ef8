import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import { shown, shownInBrief } from '../../shared/core/words/explanation.ts';
import type { Words } from '../../shared/core/words/words.ts';

/** A deadline as the API answers it. `steps`, the explanation and often the larger part, come only with `explain`. */
export function deadlineAnswer(deadline: StoredDeadline, { explain, words }: { explain: boolean; words: Words }) {
  const answer = explain ? shown(deadline, words) : shownInBrief(deadline, words);
  const { next } = deadline;
  return next === undefined ? answer : { ...answer, next: { ...next, ...movedFrom(deadline, next) } };
}

/** When a step that the send window moved is due by its ladder. */
function movedFrom({ ladder }: StoredDeadline, { step, at }: NonNullable<StoredDeadline['next']>) {
  const rung = ladder.find((one) => one.step === step);
  return rung !== undefined && Date.parse(rung.at) < Date.parse(at) ? { dueAt: rung.at } : {};
}
