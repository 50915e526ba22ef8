import type { Mutant } from './mutant.ts';

const COMPARE = 'shared/core/deadlines/deadline-changes.ts';
const PROGRESS = 'shared/core/deadlines/progress.ts';
const MISSED = 'shared/core/deadlines/missed.ts';

/** Faults in how far a deadline is on its ladder: when its letters begin anew, and what was missed. */
export const RUNS: readonly Mutant[] = [
  {
    name: 'another end begins no new run',
    file: COMPARE,
    find: 'return endsWithTheSame(before, planned) && !startsAnew;',
    replace: 'return planned.instant !== before.trigger || startsAnew;',
  },
  {
    name: 'every change begins a new run',
    file: COMPARE,
    find: 'return endsWithTheSame(before, planned) && !startsAnew;',
    replace: 'return endsWithTheSame(before, planned) && startsAnew;',
  },
  {
    name: 'any reopening starts anew',
    file: COMPARE,
    find: "planned.state === 'open' && before.trigger !== planned.trigger",
    replace: "planned.state === 'open'",
  },
  {
    name: 'another start after an end goes on',
    file: COMPARE,
    find: "planned.state === 'open' && before.trigger !== planned.trigger",
    replace: "planned.state === 'lapsed'",
  },
  {
    name: 'a new run begins with what the old one has done',
    file: COMPARE,
    find: 'const anew = { revision, run: run + 1, runStartedAt: now, done: [] };',
    replace: 'const anew = { revision, run: run + 1, runStartedAt: now, done: before.done };',
  },
  {
    name: 'a change leaves the revision',
    file: COMPARE,
    find: 'const revision = before.revision + 1;',
    replace: 'const { revision } = before;',
  },
  {
    name: 'what was missed before a fact closes a deadline is forgotten',
    file: COMPARE,
    find: 'return isLeft ? missedBy(before, known) : [];',
    replace: 'return isLeft && known === before.runStartedAt ? missedBy(before, known) : [];',
  },
  {
    name: 'what a fact overtakes was missed',
    file: COMPARE,
    find: 'return isLeft ? missedBy(before, known) : [];',
    replace: 'return isLeft ? missedBy(before, before.instant) : [];',
  },
  {
    name: 'a step that fired is not marked done',
    file: PROGRESS,
    find: 'const done = [...new Set([...deadline.done, ...steps])];',
    replace: 'const { done } = deadline;',
  },
  {
    name: 'steps that fired fire again',
    file: PROGRESS,
    find: 'if (!progress.done.includes(rung.step)) return true;',
    replace: "if (rung.step !== '') return true;",
  },
  {
    name: 'a withdrawn letter is not told again',
    step: 'notice.cancelled',
    file: PROGRESS,
    find: "return rung.kind !== 'lapsed' && untold(rung, progress).length > 0;",
    replace: 'return false;',
  },
  {
    name: 'a reminder of a time before is sent',
    file: PROGRESS,
    find: "return rung.kind === 'reminder' && Date.parse(rung.at) < Date.parse(progress.runStartedAt);",
    replace: 'return rung.at === progress.runStartedAt;',
  },
  {
    name: 'a late reminder is pointless',
    file: PROGRESS,
    find: "return rung.kind === 'reminder' && Date.parse(rung.at) < Date.parse(progress.runStartedAt);",
    replace: "return rung.kind === 'reminder' && Date.parse(rung.at) + 60_000 < Date.parse(now);",
  },
  {
    name: 'a step is of use until the end, whatever comes next',
    file: MISSED,
    find: 'return next && Date.parse(next.at) < Date.parse(instant) ? next.at : instant;',
    replace: 'return next && instant === undefined ? next.at : instant;',
  },
  {
    name: 'what was over when it fired was known too late',
    file: MISSED,
    find: 'return Date.parse(end) <= known || (isReminder',
    replace: 'return known > 0 || (isReminder',
  },
  {
    name: 'a lapse that is told late is no evidence',
    file: MISSED,
    find: '...toldLate(deadline, rung, now)]',
    replace: '...toldLate(deadline, rung, rung.at)]',
  },
];
