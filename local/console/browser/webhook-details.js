import { h } from './dom.js';

/**
 * One webhook as it came in, what the mapping of this release makes of it, and what a person may decide on. `decision` is
 * `{ by, reason }` as typed so far, kept by the caller since the region may be drawn again in between.
 */
export function webhookDetails({ whole, mayDismiss, decision }, decide) {
  if (whole === undefined) return h('p', { class: 'quiet' }, 'Reading…');
  const { body, bodyEncoding, mapping } = whole;
  return h(
    'div',
    { class: 'webhook-details' },
    h('h3', {}, 'As it came in'),
    h('pre', { tabindex: '0' }, bodyEncoding === 'utf8' ? indented(body) : `base64: ${body}`),
    h('h3', {}, 'What this release makes of it'),
    mapping.error === undefined ? undefined : h('p', {}, mapping.error),
    mapping.error === undefined && mapping.events.length === 0 ? h('p', {}, 'Nothing.') : undefined,
    mapping.events.length === 0 ? undefined : h('pre', { tabindex: '0' }, JSON.stringify(mapping.events, undefined, 2)),
    h(
      'p',
      { class: 'decision' },
      typed('Who', 'by', decision),
      typed('Why', 'reason', decision),
      choice('Replay', () => decide('replay')),
      mayDismiss ? choice('Dismiss', () => decide('dismiss')) : undefined,
    ),
  );
}

function typed(label, name, decision) {
  return h(
    'label',
    {},
    label,
    h('input', {
      type: 'text',
      key: `decision ${name}`,
      value: decision[name],
      oninput: (event) => {
        decision[name] = event.target.value;
      },
    }),
  );
}

function choice(label, onclick) {
  return h('button', { type: 'button', key: `decision ${label}`, onclick }, label);
}

function indented(body) {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}
