import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Admission } from '../../local/admission.ts';
import { LocalApi } from '../../local/api.ts';
import { localSecret } from '../../local/environment.ts';
import { LocalRoutes } from '../../local/routes.ts';
import { type LocalServer, serve } from '../../local/server.ts';
import { signStripe } from '../../local/sign-webhook.ts';
import { Timeline } from '../../local/timeline.ts';
import { failedPayment, fresh } from '../harness/samples.ts';
import { startTestStack, TEST_START, type TestStack } from '../harness/stack.ts';

let test: TestStack;
let server: LocalServer;
const failures: unknown[] = [];
let waiting = 0;

beforeAll(async () => {
  test = await startTestStack();
  server = await serve(0, {
    api: new LocalApi(test.stack.functions),
    local: new LocalRoutes(test.stack, new Timeline()),
    engine: test.stack.engine,
    waiting: () => waiting,
    onFailure: (error) => failures.push(error),
  });
});
afterAll(async () => {
  await server.close();
  await test.stop();
  expect(failures).toEqual([]);
});

/** A request with exactly these headers, which `fetch` would not send. */
function ask(method: string, path: string, headers: Record<string, string>, body = ''): Promise<[number, string]> {
  const { port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => resolve([answer.statusCode ?? 0, text]));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const JSON_TYPE = { 'content-type': 'application/json' };
const CONTRACT = JSON.stringify({ terms: 'nobody', id: 'x', customer: { email: 'a@b.example' } });

describe('a request', () => {
  it.each(['evil.example', 'localhost.evil.example', '169.254.169.254'])('for the host %j is refused', async (host) => {
    expect((await ask('GET', '/_local/clock', { host }))[0]).toBe(403);
    expect((await ask('POST', '/_local/clock', { host, ...JSON_TYPE }, '{"advanceBy":"P1D"}'))[0]).toBe(403);
  });

  it.each(['http://evil.example', 'null', 'http://localhost:1', 'https://localhost.evil.example'])(
    'from the origin %s is refused',
    async (origin) => {
      const host = new URL(server.url).host;
      expect((await ask('POST', '/_local/clock', { host, origin, ...JSON_TYPE }, '{"advanceBy":"P1D"}'))[0]).toBe(403);
    },
  );

  it('from the console itself is taken', async () => {
    const { host } = new URL(server.url);
    for (const name of [host, host.replace('localhost', '127.0.0.1')]) {
      const headers = { host: name, origin: `http://${name}`, ...JSON_TYPE };
      expect((await ask('POST', '/_local/clock', headers, '{"advanceBy":"PT0S"}'))[0]).toBe(200);
    }
  });

  it.each(['text/plain', 'text/plain; charset=utf-8', 'multipart/form-data; boundary=x'])(
    'with a body of type %s is refused',
    async (type) => {
      const { host } = new URL(server.url);
      const [status, text] = await ask('POST', '/contracts', { host, 'content-type': type }, CONTRACT);
      expect([status, text]).toEqual([415, expect.stringContaining('Send application/json')]);
    },
  );

  it.each(['application/json', 'application/merge-patch+json', 'application/x-www-form-urlencoded'])(
    'with a body of type %s is taken',
    async (type) => {
      const { host } = new URL(server.url);
      expect((await ask('POST', '/contracts', { host, 'content-type': type }, CONTRACT))[0]).toBe(422);
    },
  );

  it('that is a webhook may have any type', async () => {
    const { host } = new URL(server.url);
    const [status] = await ask('POST', '/webhooks/stripe', { host, 'content-type': 'text/plain' }, '{}');
    expect(status).toBe(401);
  });
});

function webhook(): Promise<Response> {
  const body = JSON.stringify(failedPayment(fresh('nobody'), 'in_1', TEST_START, TEST_START));
  const seconds = Math.floor(test.stack.clock.epochMs() / 1000);
  const signature = signStripe(new TextEncoder().encode(body), localSecret('stripe'), seconds);
  const headers = { ...JSON_TYPE, 'stripe-signature': signature };
  return fetch(`${server.url}/webhooks/stripe`, { method: 'POST', headers, body });
}

describe('too many requests', () => {
  it('are answered 2xx and stored, or 503 with a time to wait, and nothing else', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, webhook));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(statuses).toContain(200);
    for (const each of answers) expect(each.headers.get('retry-after')).toBe(each.status === 503 ? '1' : null);
    for (const each of answers) {
      if (each.status !== 200) continue;
      const { delivery } = (await each.json()) as { delivery: string };
      expect(await test.stack.deliveries.read(delivery)).toBeDefined();
    }
    expect((await webhook()).status).toBe(200);
  });

  it('of webhooks are turned away while many wait, and other requests are not', async () => {
    waiting = 500;
    expect((await webhook()).status).toBe(503);
    expect((await fetch(`${server.url}/_local/clock`)).status).toBe(200);
    waiting = 0;
    expect((await webhook()).status).toBe(200);
  });

  it('beyond thirty-two at once are turned away, until one of them has its answer', async () => {
    const admission = new Admission(() => 0);
    const { promise, resolve } = Promise.withResolvers<string>();
    const held = Array.from({ length: 32 }, () => admission.admit('/', () => promise));
    expect(await admission.admit('/', async () => 'more')).toBeUndefined();
    resolve('done');
    expect(await Promise.all(held)).toEqual(held.map(() => 'done'));
    expect(await admission.admit('/', async () => 'more')).toBe('more');
  });

  it('leave no place taken when one fails', async () => {
    const admission = new Admission(() => 0);
    const failing = vi.fn(async () => {
      throw new Error('x');
    });
    for (let n = 0; n < 100; n += 1) await expect(admission.admit('/', failing)).rejects.toThrow('x');
    expect(failing).toHaveBeenCalledTimes(100);
  });
});
