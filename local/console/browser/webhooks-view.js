import { emptyState, h } from './dom.js';
import { moment } from './records-view.js';
import { webhookDetails } from './webhook-details.js';

/** States in which nothing is to come any more. */
const AT_ITS_END = new Set(['recorded', 'unused', 'dismissed']);

/**
 * Every webhook of the stage that is read, the latest first; with `waitingOnly` those that are not at their end. `opened` is the
 * one that is shown whole: `{ id, whole, decision }`, without `whole` while it is read.
 */
export function webhooksView({ webhooks, waitingOnly, opened }, { setWaitingOnly, open, decide }) {
  if (webhooks.length === 0)
    return emptyState(
      'No webhook yet',
      'What a payment provider sends is kept here, with what became of it. Have one sent to /webhooks/stripe or /webhooks/paddle.',
    );
  const choice = h(
    'label',
    { class: 'choice' },
    h('input', {
      type: 'checkbox',
      key: 'webhooks waiting',
      checked: waitingOnly,
      onchange: (event) => setWaitingOnly(event.target.checked),
    }),
    'Only those that wait',
  );
  const shown = waitingOnly ? webhooks.filter(({ state }) => !AT_ITS_END.has(state)) : webhooks;
  if (shown.length === 0) return [choice, h('p', { class: 'more' }, 'None of them waits.')];
  return [
    choice,
    h(
      'ol',
      { class: 'timeline webhooks' },
      shown.map((one) => webhook(one, opened, { open, decide })),
    ),
  ];
}

function webhook({ id, state, type, provider, receivedAt, reason, detail, facts }, opened, { open, decide }) {
  const isOpen = opened.id === id;
  return h(
    'li',
    { class: `entry webhook-${AT_ITS_END.has(state) ? 'ended' : 'waiting'}` },
    h(
      'div',
      { class: 'entry-head' },
      h('span', { class: 'entry-kind' }, state),
      h('span', {}, type ?? `a message of ${provider}`),
      h('span', { class: 'quiet' }, moment(receivedAt)),
    ),
    reason === undefined ? undefined : h('p', {}, why(reason, detail)),
    facts.map(fact),
    h(
      'p',
      { class: 'more' },
      h('code', { class: 'quiet' }, id),
      ' ',
      h(
        'button',
        {
          type: 'button',
          key: `webhook ${id}`,
          'aria-expanded': String(isOpen),
          onclick: () => open(isOpen ? undefined : id),
        },
        isOpen ? 'Close' : 'Open',
      ),
    ),
    isOpen ? webhookDetails({ ...opened, mayDismiss: !AT_ITS_END.has(state) }, decide) : undefined,
  );
}

function fact({ kind, state, contract, candidates, reason, detail }) {
  const whose = contract ?? (candidates ?? []).join(' or ');
  return h(
    'p',
    {},
    h('span', { class: 'step-code' }, kind),
    ` ${state}${whose === '' ? '' : `, ${whose}`}`,
    reason === undefined ? undefined : h('span', { class: 'quiet' }, ` – ${why(reason, detail)}`),
  );
}

function why(reason, detail) {
  return detail === undefined ? reason : `${reason}: ${detail}`;
}
