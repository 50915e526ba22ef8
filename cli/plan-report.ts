import { formatDay } from '../shared/core/calendar/days.ts';
import type { Deadline } from '../shared/core/deadlines/deadline.ts';
import { formatMoney } from '../shared/core/deadlines/money.ts';
import type { Plan } from '../shared/core/deadlines/plan.ts';
import type { PinnedContract } from '../shared/core/events/contract.ts';

/** The plan for a person to read: each deadline with its day and, step by step, why. */
export function planReport(contract: PinnedContract, { deadlines, none, refused, notStarted }: Plan): string {
  const blocks = [
    `${contract.terms}, version ${contract.version}`,
    ...(deadlines.length === 0 ? ['No deadline follows from these facts.'] : deadlines.map(deadlineBlock)),
    ...(refused.length > 0 ? [['Refused', ...refused.map(({ text }) => `  ${text}`)].join('\n')] : []),
    ...(notStarted.length > 0 ? [['Not started', ...notStarted.map(notStartedLine)].join('\n')] : []),
    ...(none.length > 0
      ? [['No period', ...none.map(({ title, ref, reason }) => `  ${title} (${ref}): ${reason}`)].join('\n')]
      : []),
  ];
  return blocks.join('\n\n');
}

function deadlineBlock(deadline: Deadline): string {
  const { clause, title, state, date, opensOn, instant, timezone, figure, steps } = deadline;
  const from = opensOn === undefined ? '' : `${formatDay(opensOn)} to `;
  return [
    `${from}${formatDay(date)}  ${title}  [${clause}, ${state}]`,
    `  ends at ${instant} (${timezone})`,
    ...(figure ? [`  figure: ${figure.map(formatMoney).join(' and ') || 'nothing'}`] : []),
    ...steps.map(({ text }, index) => `  ${index + 1}. ${text}`),
  ].join('\n');
}

function notStartedLine({ clause, event, missing }: Plan['notStarted'][number]): string {
  return `  ${clause}: event ${event} carries no ${missing}.`;
}
