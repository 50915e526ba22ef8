import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';

/** A deadline as the API answers it. `steps`, the explanation and often the larger part, come only with `explain`. */
export function deadlineAnswer(deadline: StoredDeadline, { explain }: { explain: boolean }) {
  const { steps, ...brief } = deadline;
  return { ...brief, ...(explain && { steps }) };
}
