/** A request that failed, in words a person can act on. */
export class RequestProblem extends Error {}

async function request(path, options) {
  let response;
  try {
    response = await fetch(path, { headers: { accept: 'application/json' }, ...options });
  } catch {
    throw new RequestProblem(
      'The local server does not answer. Start it with “npm start”; this page tries again by itself.',
    );
  }
  const text = await response.text();
  let body;
  try {
    body = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new RequestProblem(`${path} answered ${response.status} with something that is not JSON.`);
  }
  if (response.ok) return body;
  const said = [body.title, body.detail ?? body.message].filter(Boolean).join(': ');
  throw new RequestProblem(`${path} answered ${response.status}. ${said || 'It gave no reason.'}`);
}

function list(body, name, path) {
  if (!Array.isArray(body[name])) throw new RequestProblem(`${path} answered without “${name}”.`);
  return body[name];
}

async function get(path, name) {
  return list(await request(path), name, path);
}

/** The pages of a list that are read before a person asks for more. */
export const FIRST_PAGES = 10;

/** The rows of a list's first pages, whether there are further ones, and the first page. */
async function pages(path, name, most, query = {}) {
  const rows = [];
  let cursor;
  let first;
  for (let page = 0; page < most; page += 1) {
    const text = String(new URLSearchParams({ ...query, ...(cursor && { cursor }) }));
    const body = await request(text === '' ? path : `${path}?${text}`);
    rows.push(...list(body, name, path));
    first ??= body;
    cursor = body.next;
    if (cursor === undefined) break;
  }
  return { rows, more: cursor !== undefined, first };
}

const NOTHING = { rows: [], more: false };

/**
 * Everything the page shows, read at once. `choose` picks the contract, undefined when there is none; `most` says how
 * many pages of its deadlines, of its evidence and of the webhooks; `explain` whether the deadlines come with their explanations.
 */
export async function readAll(choose, { most, explain }) {
  const [clock, sending, contracts, schedules, messages, timeline, webhooks] = await Promise.all([
    request('/_local/clock'),
    request('/sending'),
    get('/_local/contracts', 'contracts'),
    get('/_local/schedules', 'schedules'),
    get('/_local/inbox', 'messages'),
    get('/_local/timeline', 'entries'),
    pages('/inbound', 'deliveries', most.webhooks),
  ]);
  const selected = choose(contracts);
  const path = selected === undefined ? undefined : `/contracts/${encodeURIComponent(selected)}`;
  const [deadlines, evidence] =
    path === undefined
      ? [NOTHING, NOTHING]
      : await Promise.all([
          pages(`${path}/deadlines`, 'deadlines', most.deadlines, explain ? { explain } : {}),
          pages(`${path}/evidence`, 'entries', most.evidence),
        ]);
  return {
    now: clock.now,
    sending,
    contracts,
    schedules,
    messages,
    timeline,
    selected,
    deadlines: deadlines.rows,
    notCounted: deadlines.first?.notCounted ?? [],
    evidence: evidence.rows,
    webhooks: webhooks.rows,
    more: { deadlines: deadlines.more, evidence: evidence.more, webhooks: webhooks.more },
    explained: explain,
  };
}

/** Moves the clock: `{ advanceBy: 'P1D' }` or `{ advanceTo: instant }`. Answers when the system is quiet. */
export function moveClock(move) {
  return post('/_local/clock', move);
}

/** A webhook with its body, and what that means by the mapping of this release. */
export function readWebhook(id) {
  return request(`/inbound/${encodeURIComponent(id)}`);
}

/** `decision` is `replay` or `dismiss`; who decides says why: `{ by, reason }`. */
export function decideOnWebhook(id, decision, { by, reason }) {
  return post(`/inbound/${encodeURIComponent(id)}/${decision}`, { by, reason });
}

function post(path, body) {
  return request(path, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
