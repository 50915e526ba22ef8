import { emptyState, h } from './dom.js';
import { momentInWords, plural } from './words.js';

export function messageKey(message) {
  return [message.sentAt, message.to, message.subject].join(' ');
}

/** The messages sent so far, newest first, beside the one that is open. */
export function inboxView({ messages, openMessage, format }, open, setFormat) {
  if (messages.length === 0) {
    return emptyState(
      'No message yet',
      'Messages go out when a step falls due. Move the clock to the next schedule to see one arrive.',
    );
  }
  const newest = [...messages].reverse();
  const shown = newest.find((message) => messageKey(message) === openMessage) ?? newest[0];
  return h(
    'div',
    { class: 'inbox' },
    h(
      'ul',
      { class: 'messages', 'aria-label': plural(newest.length, 'message') },
      newest.map((message) => messageItem(message, message === shown, open)),
    ),
    preview(shown, format, setFormat),
  );
}

function messageItem(message, current, open) {
  return h(
    'li',
    {},
    h(
      'button',
      {
        type: 'button',
        class: 'message',
        key: `message ${messageKey(message)}`,
        'aria-current': current ? 'true' : undefined,
        onclick: () => open(messageKey(message)),
      },
      h('span', { class: 'message-subject' }, message.subject),
      h('span', { class: 'quiet' }, `${addresses(message.to)}, ${momentInWords(message.sentAt)} UTC`),
    ),
  );
}

function preview(message, format, setFormat) {
  const choice = (value, label) =>
    h(
      'button',
      {
        type: 'button',
        key: `format ${value}`,
        'aria-pressed': String(format === value),
        onclick: () => setFormat(value),
      },
      label,
    );
  const tags = tagsOf(message.tags);
  return h(
    'article',
    { class: 'preview', 'aria-label': 'Message' },
    h('h3', {}, message.subject),
    h('p', { class: 'quiet' }, `To ${addresses(message.to)}, sent ${momentInWords(message.sentAt)} UTC`),
    tags.length === 0
      ? undefined
      : h(
          'ul',
          { class: 'tags', 'aria-label': 'Tags' },
          tags.map((tag) => h('li', {}, tag)),
        ),
    h(
      'div',
      { class: 'formats', role: 'group', 'aria-label': 'Show as' },
      choice('html', 'As designed'),
      choice('text', 'Plain text'),
    ),
    format === 'html' ? framed(message) : h('pre', { class: 'letter', tabindex: '0' }, message.text ?? ''),
  );
}

/** The message in a sandboxed frame, without scripts and without access to this page. */
function framed(message) {
  const frame = h('iframe', { sandbox: '', title: `Message: ${message.subject}`, key: 'message frame' });
  frame.srcdoc = message.html ?? '';
  return frame;
}

function addresses(to) {
  return Array.isArray(to) ? to.join(', ') : String(to);
}

function tagsOf(tags) {
  if (Array.isArray(tags)) return tags.map((tag) => `${tag.name ?? tag.Name} ${tag.value ?? tag.Value}`);
  return Object.entries(tags ?? {}).map(([name, value]) => `${name} ${value}`);
}
