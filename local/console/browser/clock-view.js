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

const STOPPED = {
  off: 'no letters go out but escalations',
  'operations-only': 'no letters go to customers',
};

/** What is not sent since a person stopped it; nothing where everything is. */
function sendingView({ value, packs, holds, letters }) {
  const said = [
    ...(value === 'on' ? [] : [STOPPED[value]]),
    ...packs.filter((one) => one.value !== 'on').map((one) => `by ${one.pack}, ${STOPPED[one.value]}`),
    ...(holds > 0 ? [`${plural(holds, 'hold')} on letters to customers`] : []),
  ];
  if (said.length === 0) return undefined;
  const waiting = letters === 1 ? '1 letter waits' : `${letters} letters wait`;
  return h(
    'p',
    { class: 'sending', role: 'status' },
    h('strong', {}, 'Letters are stopped'),
    `: ${said.join('; ')}. ${waiting}. See who and why: `,
    h('code', {}, 'npx clauseclock sending'),
    ', ',
    h('code', {}, 'npx clauseclock hold list'),
    '.',
  );
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
