import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Fetch, LARGEST_ANSWER, ProviderHttp } from '../../shared/providers/http.ts';

const ORIGIN = 'https://api.provider.example';
const SECRET = 'rk_live_neverTold';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** The real `fetch` against a real server, whatever host it is asked for. */
async function against(
  listener: RequestListener,
  { headers = {}, tryMs = 10_000 }: { headers?: Readonly<Record<string, string>>; tryMs?: number } = {},
) {
  const listening = createServer(listener);
  server = listening;
  await new Promise<void>((ready) => listening.listen(0, '127.0.0.1', ready));
  const { port } = listening.address() as AddressInfo;
  const urls: string[] = [];
  const pauses: number[] = [];
  const fetchThere: Fetch = (url, init) => {
    urls.push(url);
    return fetch(url.replace(ORIGIN, `http://127.0.0.1:${port}`), init);
  };
  const timer = { now: () => urls.length * 60_000, pause: async (ms: number) => void pauses.push(ms) };
  const http = new ProviderHttp(
    { fetch: fetchThere, timer, tryMs },
    {
      origin: ORIGIN,
      headers: { authorization: `Bearer ${SECRET}`, ...headers },
      perSecond: 1,
      codeIn: (body) => (body as { code?: unknown } | undefined)?.code,
    },
  );
  return { http, urls, pauses };
}

describe('a question to a provider', () => {
  it('is answered with the JSON object, and carries its key', async () => {
    const { http, urls } = await against(({ headers, method }, response) => {
      response.end(JSON.stringify({ method, key: headers.authorization }));
    });
    expect(await http.get('/x', { 'a[b]': 'c&d' })).toEqual({
      ok: true,
      value: { method: 'GET', key: `Bearer ${SECRET}` },
    });
    expect(urls).toEqual([`${ORIGIN}/x?a%5Bb%5D=c%26d`]);
  });

  it.each([301, 302, 303, 307, 308])('follows no redirect %d', async (status) => {
    let requests = 0;
    const { http } = await against((_, response) => {
      requests += 1;
      response.writeHead(status, { location: '/elsewhere' }).end();
    });
    expect(await http.get('/x')).toEqual({ ok: false, reason: 'refused', status });
    expect(requests).toBe(1);
  });

  it.each([
    ['that is slow to begin', (() => undefined) as RequestListener],
    ['that is slow to end', ((_, response) => void response.write('{"a":')) as RequestListener],
    ['that breaks off', ((_, response) => void response.write('{"a":', () => response.destroy())) as RequestListener],
  ])('gives up an answer %s, after three tries', async (_, listener) => {
    const { http, urls, pauses } = await against(listener, { tryMs: 100 });
    expect(await http.get('/x')).toEqual({ ok: false, reason: 'unavailable' });
    expect(urls).toHaveLength(3);
    const [first = 0, second = 0] = pauses;
    expect(first).toBeGreaterThanOrEqual(250);
    expect(first).toBeLessThanOrEqual(750);
    expect(second).toBeGreaterThanOrEqual(500);
    expect(second).toBeLessThanOrEqual(1500);
  });

  it('reads no answer to its end that is too large, whether or not it says so', async () => {
    let written = 0;
    const { http } = await against(({ url }, response) => {
      if (url === '/said') return void response.writeHead(200, { 'content-length': LARGEST_ANSWER + 1 }).write('{');
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536))) written += 65_536;
      };
      response.on('drain', more);
      more();
    });
    expect(await http.get('/said')).toEqual({ ok: false, reason: 'too-large', status: 200 });
    expect(await http.get('/endless')).toEqual({ ok: false, reason: 'too-large', status: 200 });
    expect(written).toBeLessThan(64 * LARGEST_ANSWER);
  });

  it('takes an answer of just the limit', async () => {
    const text = JSON.stringify({ a: 'x'.repeat(LARGEST_ANSWER - 8) });
    const { http } = await against((_, response) => void response.end(text));
    expect(text).toHaveLength(LARGEST_ANSWER);
    expect(await http.get('/x')).toMatchObject({ ok: true });
  });

  it.each(['', '[]', 'null', '"x"', '<html>', '{"a":'])('cannot read the answer %j', async (text) => {
    const { http } = await against((_, response) => void response.end(text));
    expect(await http.get('/x')).toEqual({ ok: false, reason: 'unreadable', status: 200 });
  });

  it.each([
    [400, 'refused'],
    [401, 'refused'],
    [403, 'refused'],
    [404, 'not-found'],
  ])('is not put again after %d', async (status, reason) => {
    const { http, urls } = await against((_, response) => {
      response.writeHead(status).end('{"code":"some_code","message":"ana@acme.example"}');
    });
    expect(await http.get('/x')).toEqual({ ok: false, reason, status, code: 'some_code' });
    expect(urls).toHaveLength(1);
  });

  it('passes on no code that could hold anything else', async () => {
    const { http } = await against((_, response) => {
      response.writeHead(400).end(JSON.stringify({ code: `key ${SECRET} of ana@acme.example` }));
    });
    expect(await http.get('/x')).toEqual({ ok: false, reason: 'refused', status: 400 });
  });

  it('waits as long as the provider asks, and leaves a longer wait to whoever needs the answer', async () => {
    let asks = 0;
    const { http, urls, pauses } = await against((_, response) => {
      asks += 1;
      if (asks === 1) return void response.writeHead(429, { 'retry-after': '2' }).end('{}');
      if (asks === 2) return void response.writeHead(503, { 'retry-after': '3' }).end('{}');
      response.end('{}');
    });
    expect(await http.get('/x')).toEqual({ ok: true, value: {} });
    expect(pauses).toEqual([2000, 3000]);
    asks = 0;
    server?.removeAllListeners('request');
    server?.on('request', (_, response) => void response.writeHead(429, { 'retry-after': '60' }).end('{}'));
    expect(await http.get('/x')).toEqual({ ok: false, reason: 'unavailable', status: 429 });
    expect(urls).toHaveLength(4);
  });

  it('tells nothing of a key that no header can hold', async () => {
    const { http } = await against((_, response) => void response.end('{}'), {
      headers: { authorization: `Bearer ${SECRET}\n` },
    });
    expect(JSON.stringify(await http.get('/x'))).not.toContain(SECRET);
  });
});
