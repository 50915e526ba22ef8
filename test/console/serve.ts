import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deadlineAnswer } from '../../functions/serve-api/deadline-answer.ts';
import { consolePage } from '../../local/console/page.ts';
import type { Rung } from '../../shared/core/deadlines/deadline.ts';
import { withProgress } from '../../shared/core/deadlines/progress.ts';
import { contract, exportWindow, SAMPLES, suspension, words } from '../core/notices/fixtures.ts';

export const HOSTILE = '<img src=x onerror="globalThis.stolen=1"><script>globalThis.stolen=1</script>';

/** A server that answers what the console asks for, with hostile text wherever text comes from outside. */
export interface FakeServer {
  readonly url: string;
  /** Bodies of the clock's moves, in order. */
  readonly moves: unknown[];
  /** Bodies of the decisions on webhooks, in order. */
  readonly decisions: unknown[];
  /** Paths with their queries, in order. */
  readonly requested: string[];
  close(): Promise<void>;
}

const at = '2026-11-20T08:00:00Z';

/** The first was late, the second came before the deadline was known. */
const LADDER: readonly Rung[] = [
  { step: 'opened', kind: 'opened', at: '2026-11-01T07:00:00Z', to: ['customer'] },
  { step: 'reminder-14-days', kind: 'reminder', at: '2026-11-14T07:00:00Z', to: ['customer'] },
  { step: 'due', kind: 'due', at: '2026-11-28T07:00:00Z', to: ['customer'] },
];

function answers(withContract: boolean): Record<string, unknown> {
  if (!withContract) {
    return {
      '/inbound': { deliveries: [] },
      '/sending': { value: 'on', packs: [], holds: 0, letters: 0 },
      '/_local/contracts': { contracts: [] },
      '/_local/schedules': { schedules: [] },
      '/_local/inbox': { messages: [] },
      '/_local/timeline': { entries: [] },
    };
  }
  const { subject, text, html } = SAMPLES['suspension-reminder']();
  const message = {
    to: 'ana@acme.example',
    subject,
    text,
    html: html.replace('</body>', `${HOSTILE}</body>`),
    tags: {},
    sentAt: at,
    contract: 'acme',
  };
  return {
    '/_local/contracts': {
      contracts: [
        { ...contract, customer: { ...contract.customer, name: HOSTILE }, openDeadlines: 2, rightsInForce: 1 },
      ],
    },
    '/_local/schedules': { schedules: [{ name: HOSTILE, at: '2026-11-28T07:00:00Z', state: 'ENABLED' }] },
    '/_local/inbox': { messages: [message] },
    '/inbound': { deliveries: WEBHOOKS },
    '/sending': { value: 'on', packs: [{ pack: HOSTILE, value: 'off' }], holds: 1, letters: 3 },
    '/inbound/stripe~default~evt_2': WHOLE,
    '/_local/timeline': { entries: [{ at, kind: 'event', contract: 'acme', text: HOSTILE }] },
  };
}

const PROGRESS = { revision: 1, run: 1, runStartedAt: '2026-11-14T08:00:00Z', done: ['opened'] };
const DEADLINES = [
  { ...suspension, title: HOSTILE, ladder: LADDER },
  exportWindow,
  {
    ...suspension,
    id: 'suspension~in_1',
    state: 'lapsed' as const,
    date: '2026-11-18',
    instant: '2026-11-18T22:00:00Z',
  },
].map((deadline) => withProgress(deadline, PROGRESS, at));
const ENTRIES = [
  { seq: 1, at, type: HOSTILE, text: HOSTILE, hash: 'ab'.repeat(32) },
  { seq: 2, at, type: 'step.fired', text: 'fired', facts: { deadline: suspension.id, run: 1, step: 'opened' } },
  ...Array.from({ length: 24 }, (_, n) => ({ seq: n + 3, at, type: 'test', text: 'Entry.', hash: 'cd'.repeat(32) })),
];

/** One that waits for its contract, and one that is recorded. */
const WEBHOOKS = [
  {
    id: 'stripe~default~evt_2',
    provider: 'stripe',
    type: HOSTILE,
    state: 'parked',
    receivedAt: at,
    facts: [{ kind: 'payment.failed', state: 'parked', reason: 'unknown-contract', detail: HOSTILE, references: [] }],
  },
  {
    id: 'stripe~default~evt_1',
    provider: 'stripe',
    type: 'invoice.paid',
    state: 'recorded',
    receivedAt: at,
    facts: [{ kind: 'payment.received', state: 'recorded', contract: 'acme', references: [] }],
  },
];

/** The first of them by itself. */
const WHOLE = {
  ...WEBHOOKS[0],
  body: JSON.stringify({ id: 'evt_2', note: HOSTILE }),
  bodyEncoding: 'utf8',
  mapping: { events: [{ id: 'evt_2.payment.failed', kind: 'payment.failed', occurredAt: at }] },
};

const UNCOUNTED = { clause: 'export-window', event: 'e1', field: 'occurredAt', why: `no table: ${HOSTILE}` };

/** Two rows a page, where the API has a hundred. */
const PAGE = 2;

/** A page of a list of the contract, as the API has it: `steps` only where they are asked for. */
function pageOf({ pathname, searchParams }: URL): unknown {
  const start = Number(searchParams.get('cursor') ?? 0);
  const part = <Row>(rows: readonly Row[]) => rows.slice(start, start + PAGE);
  const next = (rows: readonly unknown[]) => (start + PAGE < rows.length ? { next: String(start + PAGE) } : {});
  if (pathname === '/contracts/acme/evidence') return { entries: part(ENTRIES), ...next(ENTRIES) };
  if (pathname !== '/contracts/acme/deadlines') return undefined;
  const explain = searchParams.get('explain') === 'true';
  const deadlines = part(DEADLINES).map((deadline) => deadlineAnswer(deadline, { explain, words }));
  return { deadlines, notCounted: [UNCOUNTED], ...next(DEADLINES) };
}

export async function serveConsole({ withContract }: { withContract: boolean }): Promise<FakeServer> {
  const table = answers(withContract);
  const moves: unknown[] = [];
  const decisions: unknown[] = [];
  const requested: string[] = [];
  const server = createServer(async (request, response) => {
    const { url = '/', method } = request;
    requested.push(url);
    if (url === '/') return send(response, 200, 'text/html', consolePage());
    if (url === '/inbound/stripe~default~evt_2/dismiss' && method === 'POST') {
      decisions.push(await bodyOf(request));
      return send(response, 200, 'application/json', '{}');
    }
    if (url === '/_local/clock' && method === 'POST') {
      const move = await bodyOf(request);
      moves.push(move);
      if (move.advanceBy === 'P7D') {
        return send(
          response,
          400,
          'application/problem+json',
          JSON.stringify({ title: 'Refused', detail: 'advanceBy is too far' }),
        );
      }
      return send(response, 200, 'application/json', JSON.stringify({ now: at }));
    }
    const answer = url === '/_local/clock' ? { now: at } : (table[url] ?? pageOf(new URL(url, 'http://localhost')));
    return send(
      response,
      answer === undefined ? 404 : 200,
      'application/json',
      JSON.stringify(answer ?? { title: 'Not found' }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    moves,
    decisions,
    requested,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
}
