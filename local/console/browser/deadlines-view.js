import { emptyState, h } from './dom.js';
import { ladderView, rungsTable } from './ladder-view.js';
import { amountInWords, dayInWords, distance, leafOf, momentInWords, rungInWords } from './words.js';

/** `now`: the clock's time. An event is not before its contract starts. */
function sendEvent(contract, now) {
  return `curl -X POST ${location.origin}/contracts/${contract}/events \\
  -H 'content-type: application/json' \\
  -d '{"kind": "contract.terminated",
       "occurredAt": "${now}",
       "data": {}}'`;
}

/** A right that has arisen and was not ended since. */
function isInForce({ nature, state }) {
  return nature === 'right' && state === 'lapsed';
}

/** Every deadline of the contract: the open ones, the rights that have arisen, the rest; each by its last instant. */
export function deadlinesView({ deadlines, notCounted, evidence, selected, now }, opened, toggle) {
  if (deadlines.length === 0 && notCounted.length === 0) {
    return emptyState(
      'No deadline yet',
      'Deadlines come from events. Record one, for example the end of the contract:',
      sendEvent(selected, now),
    );
  }
  const byEnd = (a, b) => Date.parse(a.instant) - Date.parse(b.instant);
  const running = deadlines.filter(({ state }) => state === 'open' || state === 'paused').sort(byEnd);
  const inForce = deadlines.filter(isInForce).sort(byEnd);
  const closed = deadlines.filter((deadline) => !running.includes(deadline) && !inForce.includes(deadline)).sort(byEnd);
  const group = (title, members) =>
    members.length === 0
      ? undefined
      : h('section', { 'aria-label': title }, h('h3', {}, title), h('ul', { class: 'deadlines' }, members.map(one)));
  const one = (deadline) => deadlineItem(deadline, { now, evidence }, opened.has(deadline.id), toggle);
  return h(
    'div',
    {},
    uncounted(notCounted),
    group('Running', running),
    group('In force', inForce),
    group('Closed', closed),
  );
}

/** The clauses whose end the calendar cannot count. */
function uncounted(clauses) {
  if (clauses.length === 0) return undefined;
  const item = ({ clause, field, event, why }) => h('li', {}, `${clause}, by ${field} of ${event}: ${why}`);
  return h('section', { 'aria-label': 'Not counted' }, h('h3', {}, 'Not counted'), h('ul', {}, clauses.map(item)));
}

function deadlineItem(deadline, { now, evidence }, open, toggle) {
  const { weekday, day, month, year } = leafOf(deadline.date);
  const dated = deadline.state === 'open' || isInForce(deadline);
  return h(
    'li',
    { class: `deadline state-${deadline.state}` },
    h(
      'time',
      { class: 'leaf', datetime: deadline.date, 'aria-label': dayInWords(deadline.date) },
      h('span', { class: 'leaf-weekday' }, weekday),
      h('span', { class: 'leaf-day' }, day),
      h('span', { class: 'leaf-month' }, `${month} ${year}`),
    ),
    h(
      'div',
      { class: 'deadline-body' },
      h(
        'div',
        { class: 'deadline-title' },
        h('h4', {}, deadline.title),
        h('span', { class: 'pill' }, isInForce(deadline) ? 'right has arisen' : deadline.state),
        dated ? h('span', { class: 'distance' }, distance(deadline.instant, now)) : undefined,
      ),
      h('p', { class: 'quiet' }, `${lead(deadline)}, ${deadline.ref}`),
      ladderView(deadline, now),
      deadline.next === undefined
        ? undefined
        : h(
            'p',
            { class: 'next' },
            `Next: ${rungInWords(deadline.next.step)}, `,
            h('time', { datetime: deadline.next.at }, momentInWords(deadline.next.at, deadline.timezone)),
            deadline.next.dueAt === undefined
              ? undefined
              : `, when the send window opens; due ${momentInWords(deadline.next.dueAt, deadline.timezone)}`,
          ),
      details(deadline, { now, evidence }, open, toggle),
    ),
  );
}

function lead(deadline) {
  const who = deadline.obligor;
  switch (deadline.nature) {
    case 'right':
      return isInForce(deadline)
        ? `In force for the ${deadline.beneficiary} since ${momentInWords(deadline.instant, deadline.timezone)}`
        : `The ${who} can prevent it`;
    case 'effect':
      return 'Takes effect by itself';
    case 'window':
      return `The ${who} may act`;
    case 'figure':
      return `A sum owed or capped for the ${who}`;
    default:
      return `The ${who} has to act`;
  }
}

function details(deadline, { now, evidence }, open, toggle) {
  return h(
    'details',
    { open, ontoggle: (event) => toggle(deadline.id, event.target.open) },
    h('summary', { key: `why ${deadline.id}` }, 'Why this day'),
    deadline.steps === undefined
      ? h('p', { class: 'quiet' }, 'The explanation is being read.')
      : [
          h(
            'ol',
            { class: 'steps' },
            deadline.steps.map(({ code, text }) =>
              h('li', {}, h('span', { class: 'step-code' }, code), h('span', {}, text)),
            ),
          ),
          rungsTable(deadline, { now, evidence }),
          h(
            'dl',
            { class: 'facts' },
            factsOf(deadline).map(([label, value]) => h('div', {}, h('dt', {}, label), h('dd', {}, value))),
          ),
        ],
  );
}

/** A floor in another currency is shown beside the sum, since currencies are not compared. */
function figureInWords({ figure, floor: least }) {
  const floor = least?.floor;
  const others = figure.filter(({ currency }) => currency !== floor?.currency);
  const isAbove = figure.some(({ currency, amount }) => currency === floor?.currency && amount > floor.amount);
  const sum = (amounts) => amounts.map(amountInWords).join(' and ') || 'nothing';
  if (floor === undefined || others.length === 0 || isAbove) return sum(figure);
  return `${sum(others)} or ${amountInWords(floor)}, whichever is worth more`;
}

function factsOf(deadline) {
  const isFigure = deadline.nature === 'figure';
  const facts = [
    [isFigure ? 'As of' : 'Last day', dayInWords(deadline.date)],
    [
      'Before any roll',
      deadline.unadjustedDate === deadline.date ? 'the same day' : dayInWords(deadline.unadjustedDate),
    ],
    [isFigure ? 'Summed from' : 'First day', deadline.opensOn && dayInWords(deadline.opensOn)],
    ['Summed until', deadline.summedUntil && dayInWords(deadline.summedUntil)],
    ['Over at', `${momentInWords(deadline.instant, deadline.timezone)} ${deadline.timezone} = ${deadline.instant}`],
    ['Sum', deadline.figure && figureInWords(deadline)],
    ['Terms', deadline.terms],
    ['Holidays', deadline.calendar],
    ['Computed from', deadline.trigger],
    ['Closed by', deadline.closedBy],
    ['Id', deadline.id],
  ];
  return facts.filter(([, value]) => value !== undefined && value !== '');
}
