import { h } from './dom.js';
import { momentInWords, rungInWords } from './words.js';

/** The rungs of a deadline on a line from the first rung to the last instant, with the clock’s place on it. */
export function ladderView(deadline, now) {
  const rungs = deadline.ladder ?? [];
  const times = [...rungs.map(({ at }) => Date.parse(at)), Date.parse(deadline.instant)];
  const first = Math.min(...times);
  const span = Math.max(...times) - first;
  if (rungs.length === 0 || span === 0) return undefined;
  const place = (at) => `${Math.min(100, Math.max(0, ((Date.parse(at) - first) / span) * 100))}%`;
  const gone = h('div', { class: 'track-gone' });
  gone.style.width = place(now);
  const dots = rungs.map((rung) => {
    const passed = Date.parse(rung.at) <= Date.parse(now);
    const words = `${rungInWords(rung.step)}: ${momentInWords(rung.at, deadline.timezone)}`;
    const dot = h('span', { class: `track-dot track-${rung.kind}${passed ? ' passed' : ''}`, title: words });
    dot.style.left = place(rung.at);
    return dot;
  });
  return h('div', { class: 'track', 'aria-hidden': 'true' }, gone, dots);
}

/** When a rung of this run fired, from the evidence; undefined if that entry is not loaded. */
function firedAt({ id, run }, step, evidence) {
  return evidence.find(
    ({ type, facts }) => type === 'step.fired' && facts?.deadline === id && facts.run === run && facts.step === step,
  )?.at;
}

/**
 * When a rung fired; `yes` if its evidence is not loaded, `left out` if it was skipped, empty if it is still to come.
 */
function wentOut(deadline, rung, { now, evidence }) {
  const at = firedAt(deadline, rung.step, evidence);
  if (at !== undefined) return h('time', { datetime: at }, momentInWords(at, deadline.timezone));
  if (deadline.done?.includes(rung.step)) return 'yes';
  const isPast = Date.parse(rung.at) <= Date.parse(now);
  return isPast && deadline.next?.step !== rung.step ? 'left out' : '';
}

/** The rungs as a table. */
export function rungsTable(deadline, { now, evidence }) {
  const rungs = deadline.ladder ?? [];
  if (rungs.length === 0) return undefined;
  return h(
    'div',
    { class: 'scroll' },
    h(
      'table',
      { class: 'records' },
      h('caption', {}, 'Steps'),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ['Due', 'Step', 'Notice to', 'Went out'].map((label) => h('th', { scope: 'col' }, label)),
        ),
      ),
      h(
        'tbody',
        {},
        rungs.map((rung) =>
          h(
            'tr',
            { class: Date.parse(rung.at) <= Date.parse(now) ? 'past' : undefined },
            h('td', {}, h('time', { datetime: rung.at }, momentInWords(rung.at, deadline.timezone))),
            h('td', {}, rungInWords(rung.step)),
            h('td', {}, rung.to?.length ? rung.to.join(' and ') : 'nobody'),
            h('td', {}, wentOut(deadline, rung, { now, evidence })),
          ),
        ),
      ),
    ),
  );
}
