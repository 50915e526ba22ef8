import { emptyState, h } from './dom.js';
import { distance, momentInWords, rungInWords } from './words.js';

function table(columns, rows) {
  return h(
    'div',
    { class: 'scroll' },
    h(
      'table',
      { class: 'records' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          columns.map((label) => h('th', { scope: 'col' }, label)),
        ),
      ),
      h(
        'tbody',
        {},
        rows.map(({ cells, past }) =>
          h(
            'tr',
            { class: past ? 'past' : undefined },
            cells.map((cell) => h('td', {}, cell)),
          ),
        ),
      ),
    ),
  );
}

export const moment = (at) => h('time', { datetime: at, title: at }, `${momentInWords(at)} UTC`);

/** The schedules of one contract, and those that belong to none. */
export function schedulesView({ schedules, now }) {
  if (schedules.length === 0)
    return emptyState(
      'Nothing is scheduled',
      'Every open deadline has one schedule, for its next step. Record an event that starts a deadline.',
    );
  const rows = [...schedules]
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .map(({ name, at, state, deadline, step }) => ({
      cells: [
        moment(at),
        distance(at, now),
        deadline ?? '',
        step ? rungInWords(step) : '',
        h('code', { title: `${name} (${state ?? ''})` }, `${name.slice(0, 20)}${name.length > 20 ? '…' : ''}`),
      ],
      past: Date.parse(at) <= Date.parse(now),
    }));
  return table(['Fires', 'From now', 'Deadline', 'Step', 'Name'], rows);
}

export function evidenceView({ evidence }) {
  if (evidence.length === 0)
    return emptyState(
      'No evidence yet',
      'Everything that happens to this contract is recorded here, each entry bound to the one before it.',
    );
  const rows = evidence.map(({ seq, at, type, text, hash }) => ({
    cells: [
      String(seq),
      moment(at),
      h('span', { class: 'step-code' }, type),
      text,
      h('code', { title: hash }, String(hash ?? '').slice(0, 12)),
    ],
  }));
  return table(['No.', 'When', 'What', 'Record', 'Hash'], rows);
}

/** Types left out of the timeline: between a notice and its delivery. The evidence lists them. */
const BETWEEN = new Set(['step.fired', 'notice.attempt', 'notice.accepted', 'notice.sent']);

/** The timeline’s entries for one contract, or for all if `contract` is undefined. */
export function entriesOf(timeline, contract) {
  return timeline.filter(
    (entry) => !BETWEEN.has(entry.type) && (contract === undefined || !entry.contract || entry.contract === contract),
  );
}

export function timelineView({ timeline, selected, everything }, setEverything) {
  const shown = entriesOf(timeline, everything ? undefined : selected);
  const choice = h(
    'label',
    { class: 'choice' },
    h('input', {
      type: 'checkbox',
      key: 'timeline all',
      checked: everything,
      onchange: (event) => setEverything(event.target.checked),
    }),
    'All contracts',
  );
  if (shown.length === 0)
    return [
      choice,
      emptyState('Nothing has happened yet', 'Record an event or move the clock, and it is told here in order.'),
    ];
  const items = [...shown].reverse().map((entry) =>
    h(
      'li',
      { class: `entry entry-${entry.kind}` },
      h(
        'div',
        { class: 'entry-head' },
        h('span', { class: 'entry-kind' }, entry.kind),
        everything && entry.contract ? h('span', { class: 'quiet' }, entry.contract) : undefined,
        h('span', { class: 'quiet' }, moment(entry.at)),
      ),
      h('p', {}, entry.text),
      (entry.why ?? []).map((step) => h('p', { class: 'quiet' }, step)),
    ),
  );
  return [choice, h('ol', { class: 'timeline', reversed: true }, items)];
}
