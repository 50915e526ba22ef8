import type { Deadline } from '../../shared/core/deadlines/deadline.ts';
import { MONTHS, weekdayName } from '../../shared/core/words/days.ts';
import { instantInWords } from '../../shared/core/words/ends.ts';
import { explanationInParts } from '../../shared/core/words/explanation.ts';
import { figureInWords } from '../../shared/core/words/money.ts';
import { html, type Markup } from './html-markup.ts';
import { endsHow } from './report.ts';
import { noticesOf, rowOf, stateOf, stretchOf, whatOf, whoOf } from './rows.ts';
import { isOver, type PlanView } from './view.ts';

/** The deadlines in time order, one row each. */
export function deadlineTable(view: PlanView): Markup {
  const { asOf } = view;
  const { deadlines } = view.plan;
  const toCome = asOf === undefined ? -1 : deadlines.findIndex((deadline) => !isOver(deadline, asOf));
  return html`<table class="deadlines">
<thead><tr><th>Day</th><th>What</th><th>Who acts</th><th>State</th><th>At the end</th></tr></thead>
<tbody>${deadlines.map((deadline, index) => tableRow(deadline, view, index === toCome && index > 0))}</tbody>
</table>`;
}

function tableRow(deadline: Deadline, view: PlanView, turns: boolean): Markup {
  const { day, what, who, state, end } = rowOf(deadline, view);
  return html`<tr class="state-${deadline.state}${turns ? ' turns' : ''}"><td class="day">${day.map((line) => html`<span>${line}</span> `)}</td><td>${what}</td><td class="who">${who}</td><td class="state">${state}</td><td>${end}</td></tr>
`;
}

/** Each deadline with the explanation of its day, its assumptions, and what can still change it. */
export function deadlineArticles(view: PlanView): Markup {
  return html`${view.plan.deadlines.map((deadline) => article(deadline, view))}`;
}

function article(deadline: Deadline, { prospects, words, asOf }: PlanView): Markup {
  const { id, clause, ref, terms, date, instant, figure, state } = deadline;
  const { assumptions, why } = explanationInParts(deadline, words);
  const stretch = stretchOf(deadline);
  const notices = noticesOf(deadline);
  return html`<article class="state-${state}">
<div class="leaf"><span class="weekday">${weekdayName(date)}</span><span class="day">${Number(date.slice(8))}</span><span class="month">${MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}</span></div>
<div class="body">
<h3>${whatOf(deadline, prospects)} <span class="pill">${stateOf(deadline, asOf)}</span></h3>
<p class="quiet">${terms}, ${ref} · ${clause} · ${actsHow(deadline)}</p>
${stretch === undefined ? undefined : html`<p class="window">${stretch}</p>`}
<p>${capital(endsHow(deadline))} ${instant}: ${instantInWords(deadline)}.</p>
${notices === undefined ? undefined : html`<p class="notices">${notices}</p>`}
${figure === undefined ? undefined : html`<p class="figure">${figureInWords(deadline)}</p>`}
<h4>Why</h4>
<ol>${why.map((text) => html`<li>${text}</li>`)}</ol>
${listed('Assumptions', 'assumptions', assumptions)}
${listed(
  'What would still change this',
  'prospects',
  prospects.ofDeadline(id).map(({ text }) => text),
)}
</div>
</article>
`;
}

function actsHow(deadline: Deadline): string {
  if (deadline.nature === 'effect') return 'takes effect by itself';
  const who = whoOf(deadline);
  if (who.endsWith(' may')) return `${who} act`;
  return deadline.nature === 'right' ? `${who} may prevent it` : `${who} has to act`;
}

function listed(heading: string, name: string, lines: readonly string[]): Markup | undefined {
  if (lines.length === 0) return undefined;
  return html`<div class="${name}"><h4>${heading}</h4>
<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></div>`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
