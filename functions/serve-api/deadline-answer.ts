import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import { shown, shownInBrief } from '../../shared/core/words/explanation.ts';
import type { Words } from '../../shared/core/words/words.ts';

/** A deadline as the API answers it. `steps`, the explanation and often the larger part, come only with `explain`. */
export function deadlineAnswer(deadline: StoredDeadline, { explain, words }: { explain: boolean; words: Words }) {
  return explain ? shown(deadline, words) : shownInBrief(deadline, words);
}
