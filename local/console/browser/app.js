import { decideOnWebhook, FIRST_PAGES, moveClock, readAll, readWebhook } from './api.js';
import { clockView } from './clock-view.js';
import { contractHead, contractsView, noContract } from './contracts-view.js';
import { deadlinesView } from './deadlines-view.js';
import { draw, h } from './dom.js';
import { inboxView } from './inbox-view.js';
import { entriesOf, evidenceView, schedulesView, timelineView } from './records-view.js';
import { webhooksView } from './webhooks-view.js';
import { plural } from './words.js';

const REFRESH_MS = 4000;
const TABS = ['deadlines', 'inbox', 'schedules', 'evidence', 'timeline', 'webhooks'];
const region = (id) => document.getElementById(id);

const [, hashContract, hashTab] = /^#([\w-]+)(?:\/(\w+))?$/.exec(location.hash) ?? [];
const view = {
  wanted: hashContract,
  tab: TABS.includes(hashTab) ? hashTab : 'deadlines',
  opened: new Set(),
  most: { deadlines: FIRST_PAGES, evidence: FIRST_PAGES, webhooks: 1 },
  openMessage: undefined,
  format: 'html',
  everything: false,
  waitingOnly: false,
  /** The webhook that is shown whole, what is read of it, and who decides on it and why. */
  webhook: { id: undefined, whole: undefined, decision: { by: '', reason: '' } },
  busy: false,
  /** Shown until the server answers again. */
  lost: undefined,
  /** Shown until dismissed or the clock moves. */
  refused: undefined,
};
let data;

function change(update) {
  Object.assign(view, update);
  render();
}

function render() {
  draw(region('problem'), [view.lost, view.refused], () =>
    [
      view.lost && h('div', { class: 'problem' }, h('p', {}, view.lost)),
      view.refused &&
        h(
          'div',
          { class: 'problem' },
          h('p', {}, view.refused),
          h('button', { type: 'button', onclick: () => change({ refused: undefined }) }, 'Dismiss'),
        ),
    ].filter(Boolean),
  );
  if (data === undefined) return;
  const { now, schedules, contracts, selected } = data;
  draw(region('top'), [now, schedules, data.sending, view.busy], () => clockView({ ...data, busy: view.busy }, move));
  draw(region('contracts'), [contracts, selected], () => contractsView(data, select));
  const ownOf = contracts.find(({ id }) => id === selected);
  const parts = [ownOf, view.tab, counts(), view.waitingOnly, openedWebhook()];
  draw(region('main'), parts, mainView);
  const panel = region('panel');
  if (panel) draw(panel, panelInputs(), panelView);
}

function mainView() {
  const contract = data.contracts.find(({ id }) => id === data.selected);
  if (contract === undefined) return [noContract(), ...(data.webhooks.length > 0 ? webhooksPanel() : [])];
  const tab = (name) =>
    h(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `tab-${name}`,
        key: `tab ${name}`,
        'aria-selected': String(view.tab === name),
        'aria-controls': 'panel',
        tabindex: view.tab === name ? 0 : -1,
        onclick: () => openTab(name),
      },
      name[0].toUpperCase() + name.slice(1),
      h('span', { class: 'count' }, counts()[name]),
    );
  return [
    contractHead(contract),
    h(
      'div',
      { class: 'tabs', role: 'tablist', 'aria-label': 'What to show', onkeydown: moveBetweenTabs },
      TABS.map(tab),
    ),
    h('div', { id: 'panel', role: 'tabpanel', 'aria-labelledby': `tab-${view.tab}`, tabindex: '0' }),
  ];
}

const isOwn = ({ contract }) => !contract || contract === data.selected;

function ownMessages() {
  return data.messages.filter(isOwn);
}

function ownSchedules() {
  return data.schedules.filter(isOwn);
}

function counts() {
  const atLeast = (name) => `${data[name].length}${data.more[name] ? '+' : ''}`;
  return {
    deadlines: atLeast('deadlines'),
    inbox: String(ownMessages().length),
    schedules: String(ownSchedules().length),
    evidence: atLeast('evidence'),
    timeline: String(entriesOf(data.timeline, data.selected).length),
    webhooks: atLeast('webhooks'),
  };
}

function panelInputs() {
  const { deadlines, evidence, more, timeline, webhooks, selected, now } = data;
  const shown = {
    deadlines: [deadlines, more, now],
    inbox: ownMessages(),
    schedules: [ownSchedules(), now],
    evidence: [evidence, more],
    timeline,
    webhooks: [webhooks, more],
  }[view.tab];
  return [view.tab, selected, shown, view.openMessage, view.format, view.everything, view.waitingOnly, openedWebhook()];
}

function panelView() {
  switch (view.tab) {
    case 'inbox':
      return inboxView(
        { messages: ownMessages(), openMessage: view.openMessage, format: view.format },
        (openMessage) => change({ openMessage }),
        (format) => change({ format }),
      );
    case 'schedules':
      return schedulesView({ schedules: ownSchedules(), now: data.now });
    case 'evidence':
      return [evidenceView(data), moreRows('evidence', 'entries')];
    case 'timeline':
      return timelineView({ ...data, everything: view.everything }, (everything) => change({ everything }));
    case 'webhooks':
      return webhooksPanel();
    default:
      return [deadlinesView(data, view.opened, toggle), moreRows('deadlines', 'deadlines')];
  }
}

function webhooksPanel() {
  const setWaitingOnly = (waitingOnly) => change({ waitingOnly });
  const shown = { webhooks: data.webhooks, waitingOnly: view.waitingOnly, opened: view.webhook };
  const actions = { setWaitingOnly, open: openWebhook, decide: decideOnOpened };
  return [webhooksView(shown, actions), moreRows('webhooks', 'webhooks')].flat();
}

/** What a redraw depends on: not what is being typed. */
function openedWebhook() {
  return [view.webhook.id, view.webhook.whole];
}

/** Shows one webhook whole, or none where `id` is undefined. */
async function openWebhook(id) {
  // Why somebody decides is about one webhook; who decides stays the same.
  const opened = { id, whole: undefined, decision: { by: view.webhook.decision.by, reason: '' } };
  change({ webhook: opened });
  if (id === undefined) return;
  try {
    const whole = await readWebhook(id);
    if (view.webhook === opened) change({ webhook: { ...opened, whole } });
  } catch (error) {
    if (view.webhook === opened) change({ refused: error.message, webhook: { ...opened, id: undefined } });
  }
}

async function decideOnOpened(decision) {
  const { id, decision: given } = view.webhook;
  change({ refused: undefined });
  try {
    await decideOnWebhook(id, decision, given);
  } catch (error) {
    change({ refused: error.message });
    region('problem').scrollIntoView({ block: 'center' });
    return;
  }
  await refresh();
  const now = data?.webhooks.find((one) => one.id === id)?.state ?? 'no longer in the list';
  region('status').textContent = `The webhook is ${now}.`;
}

/** Opens or closes a deadline. Explanations are read once a deadline is open. */
function toggle(id, open) {
  if (open) view.opened.add(id);
  else view.opened.delete(id);
  if (open && !data.explained) refresh();
}

/** Shown below a list of which not all pages were read. */
function moreRows(name, rows) {
  if (!data.more[name]) return undefined;
  const readMore = () => {
    view.most = { ...view.most, [name]: view.most[name] + FIRST_PAGES };
    refresh();
  };
  return h(
    'p',
    { class: 'more' },
    `These are the first ${data[name].length.toLocaleString('en-GB')} ${rows}. `,
    h('button', { type: 'button', key: `more ${name}`, onclick: readMore }, 'Read more'),
  );
}

function remember() {
  history.replaceState(null, '', `#${data.selected ?? ''}/${view.tab}`);
}

function openTab(tab) {
  change({ tab });
  region(`tab-${tab}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  remember();
}

function moveBetweenTabs(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  openTab(TABS[(TABS.indexOf(view.tab) + step + TABS.length) % TABS.length]);
  region(`tab-${view.tab}`)?.focus();
}

async function select(contract) {
  view.wanted = contract;
  view.openMessage = undefined;
  view.opened.clear();
  view.most = { deadlines: FIRST_PAGES, evidence: FIRST_PAGES, webhooks: 1 };
  await refresh();
  remember();
}

async function move(by) {
  change({ busy: true, refused: undefined });
  region('status').textContent = 'The clock is moving.';
  const before = data.messages.length;
  try {
    await moveClock(by);
  } catch (error) {
    view.refused = error.message;
  }
  view.busy = false;
  await refresh();
  region('status').textContent =
    view.refused ?? `The clock has moved. ${plural(data.messages.length - before, 'new message')}.`;
}

let latest = 0;

/** Reads everything again. An answer that arrives after a later one is dropped. */
async function refresh() {
  latest += 1;
  const mine = latest;
  try {
    const choose = (contracts) => (contracts.find(({ id }) => id === view.wanted) ?? contracts[0])?.id;
    const read = await readAll(choose, { most: view.most, explain: view.opened.size > 0 });
    if (mine !== latest) return;
    data = read;
    view.lost = undefined;
  } catch (error) {
    if (mine !== latest) return;
    view.lost = error.message;
  }
  render();
}

setInterval(() => {
  if (!document.hidden && !view.busy) refresh();
}, REFRESH_MS);
document.addEventListener('visibilitychange', () => !document.hidden && refresh());
refresh();
