import { h } from './dom.js';
import { clockInWords, momentInWords, plural } from './words.js';

/** The schedule that fires next, if any is still to come. */
export function nextSchedule(schedules, now) {
  return schedules
    .filter(({ at, state }) => Date.parse(at) > Date.parse(now) && !/disabled|deleted|done|fired/i.test(state ?? ''))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))[0];
}

/** The head of the page: what time it is, and the ways to move it. */
export function clockView({ now, schedules, sending, busy }, move) {
  const { day, time } = clockInWords(now);
  const next = nextSchedule(schedules, now);
  // A disabled button would lose the keyboard focus, so while the clock moves the buttons only stop listening.
  const button = (label, change, title) =>
    h(
      'button',
      {
        type: 'button',
        key: `clock ${label}`,
        disabled: change === undefined,
        'aria-disabled': busy ? 'true' : undefined,
        title,
        onclick: () => busy || move(change),
      },
      label,
    );
  return h(
    'div',
    { class: 'top' },
    h(
      'div',
      { class: 'brand' },
      h('span', { class: 'brand-name' }, 'Clauseclock'),
      h('span', { class: 'quiet' }, 'local console'),
    ),
    h(
      'div',
      { class: 'clock' },
      h(
        'h1',
        {},
        h('time', { datetime: now }, h('span', {}, day), ' ', h('span', { class: 'clock-time' }, `${time} UTC`)),
      ),
      h(
        'div',
        { class: 'clock-moves', role: 'group', 'aria-label': 'Move the clock', 'aria-busy': busy },
        button('+1 hour', { advanceBy: 'PT1H' }),
        button('+1 day', { advanceBy: 'P1D' }),
        button('+1 week', { advanceBy: 'P7D' }),
        button(
          'To next schedule',
          next && { advanceTo: next.at },
          next ? `${momentInWords(next.at)} UTC` : 'Nothing is scheduled',
        ),
        dateForm(now, busy, move),
      ),
    ),
    sendingView(sending),
  );
}

/** What may be sent, where that is not everything. */
function sendingView({ value, packs, holds, letters }) {
  const stricter = packs.filter((one) => one.value !== 'on').map((one) => `${one.pack}: ${one.value}`);
  if (value === 'on' && holds === 0 && stricter.length === 0)
    return h('p', { class: 'sending quiet' }, 'Letters are sent.');
  const said = [`Sending: ${value}`, ...stricter, ...(holds > 0 ? [`${plural(holds, 'hold')} in force`] : [])];
  return h('p', { class: 'sending stopped' }, `${said.join(', ')}. ${plural(letters, 'letter')} waiting.`);
}

function dateForm(now, busy, move) {
  const input = h('input', {
    type: 'date',
    key: 'clock date',
    name: 'day',
    required: true,
    min: dayAfter(now),
    'aria-label': 'Day to move to',
  });
  return h(
    'form',
    {
      class: 'clock-date',
      onsubmit: (event) => {
        event.preventDefault();
        if (!busy) move({ advanceTo: `${input.value}T00:00:00Z` });
      },
    },
    input,
    h('button', { type: 'submit', key: 'clock go', 'aria-disabled': busy ? 'true' : undefined }, 'Go'),
  );
}

/** The first day whose beginning still lies ahead. */
function dayAfter(now) {
  return new Date(Date.parse(now) + 86_400_000).toISOString().slice(0, 10);
}
