import { formatDay } from '../shared/core/calendar/days.ts';
import type { Deadline, DeadlineState } from '../shared/core/deadlines/deadline.ts';
import { formatFigure } from '../shared/core/deadlines/money.ts';
import type { Plan } from '../shared/core/deadlines/plan.ts';
import type { PinnedContract } from '../shared/core/events/contract.ts';
import { wrap } from './wrap.ts';

/** The plan for a person to read: each deadline with its day and, step by step, why. */
export function planReport(contract: PinnedContract, plan: Plan): string {
  const { deadlines, none, refused, notStarted, unknownVersions, version } = plan;
  const later = version === contract.version ? '' : `; version ${version} after the last of these events`;
  const blocks = [
    `${contract.terms}, version ${contract.version}${later}`,
    ...(deadlines.length === 0 ? ['No deadline follows from these facts.'] : deadlines.map(deadlineBlock)),
    ...section(
      'Refused: these events have no effect',
      refused.map(({ event, text }) => `Event ${event}. ${text}`),
    ),
    ...section(
      'Not counted: something is missing',
      notStarted.map(({ clause, event, missing }) => `${clause}: event ${event} is without ${missing}.`),
    ),
    ...section('Terms that are not at hand', unknownVersions.map(unknownVersionLine(version))),
    ...section(
      'No period to count',
      none.map(({ title, ref, reason }) => `${title} (${ref}): ${reason}`),
    ),
  ];
  return blocks.join('\n\n');
}

const ENDS: Readonly<Record<DeadlineState, string>> = {
  open: 'runs out at',
  paused: 'stands still; without the pause it would run out at',
  lapsed: 'ran out at',
  met: 'met; the last instant was',
  cancelled: 'ended before its time, or given up; the last instant was',
  waived: 'waived; the last instant was',
  superseded: 'no longer stands; the last instant was',
};

function deadlineBlock(deadline: Deadline): string {
  const { clause, title, state, date, opensOn, instant, timezone, figure, steps } = deadline;
  const from = opensOn === undefined ? '' : `${formatDay(opensOn)} to `;
  return [
    wrap(`${from}${formatDay(date)}  ${title}`, '', '  '),
    wrap(`[${clause}, ${state}] ${figure ? 'as of the day ending at' : ENDS[state]} ${instant} (${timezone})`, '  '),
    ...(figure ? [wrap(`figure: ${formatFigure(figure)}`, '  ')] : []),
    ...steps.map(({ text }, index) => {
      const number = `${index + 1}.`.padStart(5);
      return wrap(text, `${number} `, '      ');
    }),
  ].join('\n');
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [[heading, ...lines.map((line) => wrap(line, '  ', '    '))].join('\n')];
}

function unknownVersionLine(version: string) {
  return ({ event, toVersion }: Plan['unknownVersions'][number]) =>
    `Event ${event} puts ${toVersion === undefined ? 'other terms, without saying which version,' : `version ${toVersion}`} into force, for which there is no pack. What comes after it is counted under version ${version}.`;
}
