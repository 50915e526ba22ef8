import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalApi } from '../../local/api.ts';
import { localSecret } from '../../local/environment.ts';
import { LocalRoutes } from '../../local/routes.ts';
import { type LocalServer, serve } from '../../local/server.ts';
import { signStripe } from '../../local/sign-webhook.ts';
import { Timeline } from '../../local/timeline.ts';
import { inboxOf } from '../harness/notices.ts';
import { contractBody, failedPayment, recordEvent } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

let test: TestStack;
let server: LocalServer;
const failures: unknown[] = [];

beforeAll(async () => {
  const timeline = new Timeline();
  test = await startTestStack({ followers: timeline.followers() });
  server = await serve(0, {
    api: new LocalApi(test.stack.functions),
    local: new LocalRoutes(test.stack, timeline),
    engine: test.stack.engine,
    waiting: () => 0,
    onFailure: (error) => failures.push(error),
  });
});
afterAll(async () => {
  await server.close();
  await test.stop();
  expect(failures).toEqual([]);
});

async function request(method: string, path: string, body?: unknown) {
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${server.url}${path}`, { method, headers, ...(text !== undefined && { body: text }) });
  const said = await response.text();
  return { status: response.status, headers: response.headers, body: said === '' ? undefined : read(said) };
}

// biome-ignore lint/suspicious/noExplicitAny: tests read whatever they expect to be there
function read(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const clock = (body: unknown) => request('POST', '/_local/clock', body);

describe('the clock', () => {
  it('is read, and moved to an instant or by a duration', async () => {
    expect(await request('GET', '/_local/clock')).toMatchObject({ status: 200, body: { now: '2026-11-20T08:00:00Z' } });
    expect((await clock({ advanceBy: 'PT90M' })).body).toEqual({ now: '2026-11-20T09:30:00Z' });
    expect((await clock({ advanceBy: 'P1D' })).body).toEqual({ now: '2026-11-21T09:30:00Z' });
    expect((await clock({ advanceTo: '2026-11-21T12:00:00+02:00' })).body).toEqual({ now: '2026-11-21T10:00:00Z' });
  });

  it.each([
    [{ advanceTo: '2026-11-19T00:00:00Z' }, /lies before the clock's/],
    [{ advanceTo: '2026-12-01' }, /advanceTo: "2026-12-01" is not an instant\. Give/],
    [{ advanceTo: 'tomorrow' }, /is not an instant/],
    [{ advanceBy: 'a day' }, /advanceBy: "a day" is not an ISO 8601 duration\. Give/],
    [{ advanceBy: '-PT1H' }, /only goes forward/],
    [{ advanceBy: 86_400 }, /send \{"advanceTo"/],
    [{ advanceBy: 'P1D', advanceTo: '2027-01-01T00:00:00Z' }, /send \{"advanceTo"/],
    [{}, /send \{"advanceTo"/],
    [null, /send \{"advanceTo"/],
  ])('refuses %j and stays', async (body, detail) => {
    const before = (await request('GET', '/_local/clock')).body;
    const answer = await clock(body);
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body.detail).toMatch(detail);
    expect((await request('GET', '/_local/clock')).body).toEqual(before);
  });

  it('says when a body is not JSON at all', async () => {
    expect(await clock('{"advanceBy":')).toMatchObject({ status: 400, body: { title: 'The body is not JSON.' } });
  });

  it('takes moves that come at once one after the other', async () => {
    const { now } = (await request('GET', '/_local/clock')).body;
    const answers = await Promise.all([1, 2, 3, 4].map(() => clock({ advanceBy: 'PT1H' })));
    const hours = answers.map(({ body }) => (Date.parse(body.now) - Date.parse(now)) / 3_600_000).sort();
    expect(hours).toEqual([1, 2, 3, 4]);
  });
});

describe('requests while the clock moves', () => {
  it('are each handled at one instant, and what they cause happens at its own time', async () => {
    const ids = ['m-1', 'm-2', 'm-3'];
    for (const id of ids) await request('POST', '/contracts', contractBody(id));
    await recordEvent(test, 'm-1', 'contract.terminated', '2026-11-21T08:00:00Z');
    const moving = clock({ advanceTo: '2027-01-01T00:00:00Z' });
    const noticed = { kind: 'termination.noticed', occurredAt: '2026-11-21T08:00:00Z' };
    const answers = await Promise.all(ids.slice(1).map((id) => request('POST', `/contracts/${id}/events`, noticed)));
    expect((await request('GET', '/_local/inbox')).status).toBe(200);
    await moving;
    for (const [index, id] of ids.slice(1).entries()) {
      expect(answers[index]?.status).toBe(201);
      const opened = inboxOf(test, id).find(({ tags }) => tags.step === 'opened');
      const recordedAt = Date.parse(answers[index]?.body.event.recordedAt);
      // A schedule is never made for less than two minutes from now.
      expect(Date.parse(opened?.sentAt ?? '') - recordedAt, id).toBe(120_000);
    }
    expect(await test.check()).toEqual([]);
  });

  it('the inbox and the schedules answer when all that a request has caused is done', async () => {
    await request('POST', '/contracts', contractBody('quiet'));
    const now = test.stack.clock.now();
    const sent = { kind: 'invoice.issued', occurredAt: now, data: { invoice: 'in_1', dueOn: now.slice(0, 10) } };
    await request('POST', '/contracts/quiet/events', sent);
    const { schedules } = (await request('GET', '/_local/schedules')).body;
    const own = schedules.filter(({ name }: { name: string }) => name.startsWith('quiet.'));
    expect(own).toMatchObject([{ at: expect.any(String), state: 'ENABLED', deadline: 'suspension~in_1' }]);
    await clock({ advanceTo: own[0].at });
    const { messages } = (await request('GET', '/_local/inbox')).body;
    expect(messages.at(-1)).toMatchObject({
      contract: 'quiet',
      to: 'ana@acme.example',
      subject: expect.any(String),
      text: expect.any(String),
      html: expect.any(String),
      tags: { contract: 'quiet' },
      sentAt: own[0].at,
    });
  });
});

describe('the contracts in brief', () => {
  it('name the zone and the holidays that count: chosen, of the chosen law, or of the terms', async () => {
    const choices = {
      own: { law: 'RO' },
      'of-the-law': { terms: 'eloomi', law: 'US-DE', timezone: undefined, holidays: undefined },
      'of-the-terms': { terms: 'eloomi', timezone: undefined, holidays: undefined },
    };
    for (const [id, choice] of Object.entries(choices)) await request('POST', '/contracts', contractBody(id, choice));
    const { contracts } = (await request('GET', '/_local/contracts')).body;
    const found = (id: string) => contracts.find((contract: { id: string }) => contract.id === id);
    expect(found('own')).toMatchObject({ law: 'RO', timezone: 'Europe/Bucharest', holidays: ['RO'], rightsInForce: 0 });
    expect(found('of-the-law')).toMatchObject({ law: 'US-DE', timezone: 'America/New_York', holidays: ['US-DE'] });
    expect(found('of-the-terms')).toMatchObject({ timezone: 'Europe/Copenhagen', holidays: ['DK'] });
  });
});

describe('routes and methods', () => {
  it('answers every GET once all that was sent before is done, also one of the API', async () => {
    await request('POST', '/contracts', contractBody('awaited'));
    for (let n = 1; n <= 10; n += 1) {
      const now = test.stack.clock.now();
      const body = JSON.stringify(failedPayment('awaited', `in_${n}`, now, now));
      const signature = signStripe(body, localSecret('stripe'), Math.floor(Date.parse(now) / 1000));
      const headers = { 'stripe-signature': signature };
      const answer = await fetch(`${server.url}/webhooks/stripe`, { method: 'POST', headers, body });
      expect(await answer.json()).toMatchObject({ state: 'stored' });
      expect((await request('GET', '/contracts/awaited')).body.events).toHaveLength(n);
    }
  });

  it('joins the values of a parameter that is repeated, as API Gateway does', async () => {
    const { status, body } = await request('GET', '/inbound?state=parked&state=failed');
    expect([status, body.errors]).toMatchObject([422, [{ field: 'state', value: 'parked,failed' }]]);
  });

  it('answers HEAD as GET without a body, and OPTIONS with what a path takes', async () => {
    for (const path of ['/', '/_local/clock', '/openapi.json']) {
      const head = await request('HEAD', path);
      expect(head, path).toMatchObject({ status: 200, body: undefined });
    }
    const options = await request('OPTIONS', '/_local/faults');
    expect(options.status).toBe(204);
    expect(options.headers.get('allow')).toBe('GET, POST, DELETE, HEAD, OPTIONS');
    expect((await request('OPTIONS', '/webhooks/stripe')).headers.get('allow')).toBe('POST, OPTIONS');
    expect((await request('OPTIONS', '/nowhere')).status).toBe(404);
  });

  it.each(['/_local/clock', '/contracts', '/'])(
    'refuses another method on %s and says which it takes',
    async (path) => {
      const answer = await request('PATCH', path);
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toContain(path === '/contracts' ? 'POST' : 'GET');
    },
  );

  it.each(['/_local/nothing', '/nothing', '//', '/contracts/unknown'])('answers 404 or 400 to %s', async (path) => {
    expect([400, 404]).toContain((await request('GET', path)).status);
  });

  it('arms faults, all or none, lists and clears them', async () => {
    const good = { fault: 'throttle', service: 'mail' };
    expect(await request('POST', '/_local/faults', [good, { fault: 'nonsense' }])).toMatchObject({ status: 422 });
    expect((await request('GET', '/_local/faults')).body).toEqual({ faults: [] });
    expect((await request('POST', '/_local/faults', good)).body.faults).toMatchObject([{ ...good, times: 1 }]);
    expect((await request('DELETE', '/_local/faults')).body).toEqual({ faults: [] });
  });
});
