import { type Deadline, takesNoTime } from '../../shared/core/deadlines/deadline.ts';
import type { DeadlineState } from '../../shared/core/deadlines/state.ts';
import { oneLine } from '../../shared/core/notices/letter.ts';
import { packLabel } from '../../shared/core/terms/pack.ts';
import { formatDay } from '../../shared/core/words/days.ts';
import { explained } from '../../shared/core/words/explanation.ts';
import { figureInWords } from '../../shared/core/words/money.ts';
import { wrap } from '../wrap.ts';
import { isNameless } from './input.ts';
import { notesOf, saysNothingOfCase } from './notes.ts';
import { noticesOf, stateOf, stretchOf, whatOf } from './rows.ts';
import { deadlineTable } from './table.ts';
import { asOfLines, type PlanView } from './view.ts';

/** The plan as text: the timeline, then each deadline with its explanation and what can change it. */
export function planReport(view: PlanView): string {
  const { plan, prospects } = view;
  const notes = notesOf(view);
  const told = (wanted: boolean) =>
    notes
      .filter(({ about }) => (about === 'refused') === wanted)
      .flatMap(({ heading, lines }) => section(heading, lines));
  const blocks = [
    timeline(view),
    ...told(true),
    ...plan.deadlines.map((deadline) => deadlineBlock(deadline, view)),
    ...section(
      'What would change the contract as a whole',
      prospects.contract.map(({ text }) => text),
    ),
    ...told(false),
  ];
  return blocks.join('\n\n');
}

/** The timeline alone, with the number of notes it leaves out. */
export function briefReport(view: PlanView): string {
  const unsaid = notesOf(view).filter((note) => !saysNothingOfCase(note));
  const counts = unsaid.map(({ heading, lines }) => `${heading} (${lines.length})`);
  return [timeline(view), ...section('Leave --brief out to read', counts)].join('\n\n');
}

function timeline(view: PlanView): string {
  const { deadlines } = view.plan;
  const table = deadlines.length === 0 ? 'No deadline follows from these facts.' : deadlineTable(view);
  return `${heading(view)}\n\n${table}`;
}

function heading(view: PlanView): string {
  const { contract, plan, packs, timezone, holidays } = view;
  const later = plan.version === contract.version ? '' : `; version ${plan.version} after the last of these events`;
  const statutes = packs.slice(1).map(packLabel);
  return [
    `${isNameless(contract) ? '' : `${contract.id}: `}${contract.terms}, version ${contract.version}${later}`,
    `Days of ${timezone}; holidays ${holidays}${statutes.length === 0 ? '' : `; beside the terms ${statutes.join(', ')}`}`,
    ...asOfLines(view).map((line) => (view.asOf ? line : `${line}; --as-of tells how it stands on a day`)),
  ]
    .map((line) => wrap(oneLine(line), '', '  '))
    .join('\n');
}

const ENDS: Readonly<Record<DeadlineState, string>> = {
  open: 'runs out at',
  paused: 'stands still; without the pause it would run out at',
  lapsed: 'ran out at',
  met: 'met; the last instant was',
  cancelled: 'ended before its time, or given up; the last instant was',
  superseded: 'no longer stands; the last instant was',
};

/** The words for a deadline that happens at once: it has no period to end. */
const AT_ONCE: Readonly<Partial<Record<DeadlineState, string>>> = {
  open: 'happens at once, at',
  lapsed: 'happened at once, at',
  met: 'happened at once, at',
  cancelled: 'was to happen at once, and is ended; the moment was',
};

/** The words before the instant at which a deadline ends. */
export function endsHow(deadline: Deadline): string {
  const { state, figure } = deadline;
  if (figure) return 'as of the day ending at';
  return (takesNoTime(deadline) ? AT_ONCE[state] : undefined) ?? ENDS[state];
}

function deadlineBlock(deadline: Deadline, { prospects, words, asOf }: PlanView): string {
  const { id, clause, date, instant, timezone, figure } = deadline;
  const changes = prospects.ofDeadline(id);
  const stretch = stretchOf(deadline);
  const days = figure || stretch === undefined ? formatDay(date) : stretch;
  const notices = noticesOf(deadline);
  const state = asOf === undefined ? deadline.state : stateOf(deadline, asOf);
  return [
    wrap(`${days}  ${oneLine(whatOf(deadline, prospects))}`, '', '  '),
    wrap(`[${clause}, ${state}] ${endsHow(deadline)} ${instant} (${timezone})`, '  '),
    ...(figure ? [wrap(`figure, summed from ${stretch}: ${figureInWords(deadline)}`, '  ')] : []),
    ...(notices === undefined ? [] : [wrap(oneLine(notices), '  ', '    ')]),
    ...explained(deadline, words).map(({ text }, index) => {
      const number = `${index + 1}.`.padStart(5);
      return wrap(oneLine(text), `${number} `, '      ');
    }),
    ...(changes.length === 0 ? [] : ['  What would still change this:']),
    ...changes.map(({ text }) => wrap(oneLine(text), '    – ', '      ')),
  ].join('\n');
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [[heading, ...lines.map((line) => wrap(oneLine(line), '  ', '    '))].join('\n')];
}
