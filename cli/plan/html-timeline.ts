import { addDays, civilOf, daysBetween, epochDayOf, parseDay } from '../../shared/core/calendar/days.ts';
import type { Day } from '../../shared/core/calendar/types.ts';
import { localDay } from '../../shared/core/calendar/zone.ts';
import type { Deadline } from '../../shared/core/deadlines/deadline.ts';
import { isBareDay } from '../../shared/core/events/event.ts';
import { MONTHS } from '../../shared/core/words/days.ts';
import { subjectIn } from '../../shared/desk/prospects/subject.ts';
import { html, type Markup, raw } from './html-markup.ts';
import { rowOf, shortDay } from './rows.ts';
import type { PlanView } from './view.ts';

/** The most bars a reader takes in at a glance. */
const MOST_LINES = 40;

/** A deadline as a bar from its first day to its last day. */
interface Bar {
  readonly deadline: Deadline;
  readonly from: Day;
}

interface Scale {
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  readonly today: number | undefined;
  /** The position of the start of a day, in per cent of the whole timeline. */
  at(day: Day): number;
}

/** Facts and deadlines over time. Closed deadlines are left out if there are too many. */
export function timeline(view: PlanView): Markup | undefined {
  const { deadlines } = view.plan;
  if (deadlines.length === 0) return undefined;
  const running = deadlines.length <= MOST_LINES ? deadlines : deadlines.filter(goesOn);
  const shown = running.slice(0, MOST_LINES).map((deadline) => ({ deadline, from: beginningOf(deadline, view) }));
  const left = deadlines.length - shown.length;
  const scale = scaleOf(shown, view);
  return html`<section>
<h2>Timeline</h2>
<div class="timeline">
${axis(scale)}
${factLine(view, scale)}
${shown.map((bar) => barLine(bar, view, scale))}
</div>
<p class="quiet key"><i class="bar state-open"></i> open <i class="bar state-paused"></i> stands still <i class="bar state-lapsed"></i> lapsed <i class="bar state-met"></i> met <i class="bar state-cancelled"></i> ended${view.asOf === undefined ? undefined : html` <i class="now"></i> ${view.asOf.words}`}${left === 0 ? undefined : html`. Left out here: ${left} of ${deadlines.length}; the table below has them all`}</p>
</section>`;
}

/** Whether the deadline is open or paused, or is a right that has arisen. */
function goesOn({ state, nature }: Deadline): boolean {
  return state === 'open' || state === 'paused' || (state === 'lapsed' && nature === 'right');
}

function beginningOf({ id, trigger, opensOn, date, nature }: Deadline, { events, plan: { agreement } }: PlanView): Day {
  if (nature === 'figure') return date;
  const cycle = subjectIn(id);
  const fact = events.find((event) => event.id === trigger);
  const started = fact === undefined ? agreement.startsOn : agreement.dayOf(fact.occurredAt);
  const from = opensOn ?? (cycle !== undefined && isBareDay(cycle) ? cycle : started) ?? date;
  return from < date ? from : date;
}

function scaleOf(bars: readonly Bar[], { facts, asOf, timezone, plan: { agreement } }: PlanView): Scale {
  const today = asOf && localDay(asOf.instant, timezone);
  const days = [
    ...bars.flatMap(({ deadline, from }) => [deadline.date, from]),
    ...(bars.length < MOST_LINES ? facts.map(({ occurredAt }) => agreement.dayOf(occurredAt)) : []),
    ...(today === undefined ? [] : [today]),
  ].sort();
  const first = days[0] ?? '2000-01-01';
  const span = Math.max(daysBetween(first, days.at(-1) ?? first), 14);
  const margin = Math.ceil(span / 40);
  const start = parseDay(first) - margin;
  const end = start + span + 2 * margin + 1;
  const at = (epochDay: number) => Number(((100 * (epochDay - start)) / (end - start)).toFixed(2));
  return {
    ticks: ticksBetween(start, end).map(({ day, label }) => ({ at: at(day), label })),
    today: today === undefined ? undefined : at(parseDay(today) + 1),
    at: (day) => at(Math.min(Math.max(parseDay(day), start), end)),
  };
}

/** About ten ticks at most: Mondays, or the first days of months or years. */
function ticksBetween(start: number, end: number): { day: number; label: string }[] {
  if (end - start <= 75) {
    const monday = start + ((((4 - start) % 7) + 7) % 7);
    return Array.from({ length: Math.ceil((end - monday) / 7) }, (_, week) => {
      const day = monday + 7 * week;
      const { month, day: number } = civilOf(day);
      return { day, label: `${number} ${monthName(month)}` };
    });
  }
  const months = (end - start) / 30.4;
  const step = [1, 2, 3, 6, 12, 24, 60, 120, 600].find((every) => months / every <= 10) ?? 1200;
  const { year, month } = civilOf(start);
  const ticks: { day: number; label: string }[] = [];
  for (let index = Math.ceil((year * 12 + month - 1) / step) * step; ; index += step) {
    const [y, m] = [Math.floor(index / 12), (index % 12) + 1];
    const day = epochDayOf(y, m, 1);
    if (day >= end) return ticks;
    if (day >= start) ticks.push({ day, label: step >= 12 ? String(y) : `${monthName(m)} ${y}` });
  }
}

function monthName(month: number): string {
  return MONTHS[month - 1]?.slice(0, 3) ?? '';
}

/** A label that would reach beyond the end is placed before its tick, if there is room. */
function axis({ ticks }: Scale): Markup {
  const labels = ticks.flatMap(({ at, label }, index) => {
    const isLast = at > 100 - WIDEST_LABEL / 2;
    if (isLast && at - (ticks[index - 1]?.at ?? 0) < 1.5 * WIDEST_LABEL) return [];
    return [html`<span class="label${isLast ? ' ends' : ''}" style="left:${at}%">${label}</span>`];
  });
  return line('axis', html``, html`${labels}`);
}

/** In per cent of a timeline on a narrow page. */
const WIDEST_LABEL = 15;

/** The facts by their number in the table of facts; facts close to each other share a mark. */
function factLine({ facts, plan: { agreement } }: PlanView, scale: Scale): Markup | undefined {
  if (facts.length === 0 || facts.length > MOST_LINES) return undefined;
  const marks: Mark[] = [];
  facts.forEach(({ occurredAt }, index) => {
    marks.push({ at: scale.at(agreement.dayOf(occurredAt)), first: index + 1, last: index + 1 });
    joinOverlapping(marks);
  });
  const badges = marks.map((mark) => html`<b class="fact" style="left:${placeOf(mark)}%">${labelOf(mark)}</b>`);
  return line('facts', html`Facts, by number`, html`${grid(scale)}${badges}`);
}

interface Mark {
  readonly at: number;
  readonly first: number;
  last: number;
}

/** Merges marks again: a wider mark may reach the one before it. */
function joinOverlapping(marks: Mark[]): void {
  for (;;) {
    const [before, mark] = marks.slice(-2);
    if (before === undefined || mark === undefined) return;
    if (placeOf(mark) - placeOf(before) >= (widthOf(before) + widthOf(mark)) / 2) return;
    before.last = mark.last;
    marks.pop();
  }
}

/** A position moved so that the mark lies wholly within the timeline. */
function placeOf(mark: Mark): number {
  const half = widthOf(mark) / 2;
  return Math.min(Math.max(mark.at, half), 100 - half);
}

function labelOf({ first, last }: Mark): string {
  return first === last ? String(first) : `${first}–${last}`;
}

/** In per cent of a timeline on a narrow page: the padding, and the width of each character. */
function widthOf(mark: Mark): number {
  return 5 + 2.5 * labelOf(mark).length;
}

function barLine({ deadline, from }: Bar, view: PlanView, scale: Scale): Markup {
  const { date, state, nature } = deadline;
  const row = rowOf(deadline, view);
  const label = html`<span class="what">${row.what}</span> <span class="quiet">${shortDay(date)} · ${row.state}</span>`;
  const kind = nature === 'figure' ? 'figure' : `state-${state}`;
  const [begins, ends] = [scale.at(from), scale.at(addDays(date, 1))];
  const bar = html`<i class="bar ${kind}" style="left:${begins}%;right:${100 - ends}%"></i><i class="last ${kind}" style="left:${ends}%"></i>`;
  return line('', label, html`${grid(scale)}${bar}`);
}

function grid({ ticks, today }: Scale): Markup {
  return html`${ticks.map(({ at }) => html`<i class="tick" style="left:${at}%"></i>`)}${today === undefined ? undefined : html`<i class="now" style="left:${today}%"></i>`}`;
}

function line(name: string, label: Markup, track: Markup): Markup {
  return html`<div class="line ${raw(name)}"><div class="name">${label}</div><div class="track" aria-hidden="true">${track}</div></div>
`;
}
