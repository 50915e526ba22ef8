import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { UsageError } from '../../cli/command-line.ts';
import { askStage, problemText, readEndpoint, requestStage, rowsOfStage, StageError } from '../../cli/stage-client.ts';
import { readStage, STAGE_OPTIONS, STAGE_USAGE } from '../../cli/stage-options.ts';
import { signedHeaders } from '../../shared/aws/request-signer.ts';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const servers: Server[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A stage on this machine. An answer of undefined never comes. */
async function stage(answer: (seen: Seen) => { status?: number; body: string; location?: string } | undefined) {
  const seen: Seen[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const one = { method, url, headers, body: await text(incoming) };
    seen.push(one);
    const given = answer(one);
    if (!given) return;
    outgoing.writeHead(given.status ?? 200, given.location === undefined ? {} : { location: given.location });
    outgoing.end(given.body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { endpoint: readEndpoint(`http://localhost:${port}`), seen };
}

describe('the address of a stage', () => {
  it.each([
    ['nonsense', 'is not a URL'],
    ['http://stage.example', 'is plain HTTP'],
    ['http://localhost.example', 'is plain HTTP'],
    ['ftp://stage.example', 'is not an https address'],
    ['https://ana:secret@stage.example', 'holds a user or a password'],
    ['https://stage.example/?x=1', 'holds a query'],
  ])('%s is refused', (text, why) => {
    expect(() => readEndpoint(text)).toThrow(why);
  });

  it('comes from the option, else from the environment', () => {
    expect(() => readStage({})).toThrow(UsageError);
    vi.stubEnv('CLAUSECLOCK_ENDPOINT', 'https://stage.example');
    expect(readStage({ timeout: '5' })).toEqual({ endpoint: new URL('https://stage.example'), timeoutMs: 5000 });
    expect(readStage({ endpoint: 'http://localhost:4800' }).endpoint.port).toBe('4800');
    expect(() => readStage({ timeout: '0' })).toThrow('--timeout 0');
    expect(() => readStage({ endpoint: 'x' })).toThrow(UsageError);
  });
});

it('the usage tells every option that names a stage', () => {
  const told = Object.keys(STAGE_OPTIONS).filter((name) => name !== 'help');
  expect(told.filter((name) => !STAGE_USAGE.includes(`--${name}`))).toEqual([]);
});

describe('a request', () => {
  it('to this machine goes unsigned, its query encoded and its body as JSON', async () => {
    const { endpoint, seen } = await stage(() => ({ body: '{"done":true}' }));
    const request = { endpoint, method: 'POST', path: '/inbound/a~b~c/replay', body: { by: 'Ana' } } as const;
    const query = { reference: 'sub 1+2', absent: undefined };
    expect(await requestStage({ ...request, query })).toEqual({ status: 200, body: { done: true } });
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/inbound/a~b~c/replay?reference=sub%201%2B2',
      body: '{"by":"Ana"}',
      headers: { 'content-type': 'application/json' },
    });
    expect(seen[0]?.headers).not.toHaveProperty('authorization');
  });

  it('keeps the path of the endpoint', async () => {
    const { endpoint, seen } = await stage(() => ({ body: '' }));
    const under = new URL('/prod/', endpoint);
    expect(await requestStage({ endpoint: under, method: 'GET', path: '/inbound' })).toEqual({
      status: 200,
      body: null,
    });
    expect(seen[0]?.url).toBe('/prod/inbound');
  });

  it('waits no longer than its time, and says so', async () => {
    const { endpoint } = await stage(() => undefined);
    await expect(requestStage({ endpoint, method: 'GET', path: '/', timeoutMs: 50 })).rejects.toThrow(
      'gave no answer within 0.05 seconds',
    );
  });

  it.each([
    [{ status: 302, body: '', location: 'https://elsewhere.example/' }, 'cannot be reached'],
    [{ status: 502, body: '<html>' }, 'answered 502 with something other than JSON'],
    [{ body: `"${'x'.repeat(10 * 1_048_576)}"` }, 'more than'],
  ])('that is not answered as it should be fails in plain words', async (given, why) => {
    const { endpoint } = await stage(() => given);
    await expect(requestStage({ endpoint, method: 'GET', path: '/' })).rejects.toThrow(why);
  });

  it('to a stage is not made without credentials', async () => {
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
    const endpoint = readEndpoint('https://abc.execute-api.eu-central-1.amazonaws.com');
    await expect(requestStage({ endpoint, method: 'GET', path: '/' })).rejects.toThrow(
      /^No credentials to sign the request with: .* Sign in/,
    );
  });

  it('to nobody says that the stage cannot be reached', async () => {
    const endpoint = readEndpoint('http://localhost:1');
    await expect(requestStage({ endpoint, method: 'GET', path: '/' })).rejects.toThrow(StageError);
  });

  it('that is refused names each field, its value and the remedy', async () => {
    const errors = [
      { field: 'by', value: '', detail: 'Say who.' },
      { field: 'limit', value: 0, detail: 'Give 1.' },
    ];
    const problem = { title: 'The input is not valid.', detail: 'by: Say who.', errors };
    const { endpoint } = await stage(() => ({ status: 422, body: JSON.stringify(problem) }));
    await expect(askStage({ endpoint, method: 'GET', path: '/' })).rejects.toThrow(
      'The stage answered 422. The input is not valid.\n  by: Say who.\n  limit 0: Give 1.',
    );
  });

  it('that API Gateway refuses says what to do', () => {
    expect(problemText({ status: 403, body: { message: 'Forbidden' } })).toMatch(
      /^The stage answered 403\. Forbidden\.\n.*execute-api:Invoke/,
    );
    expect(problemText({ status: 500, body: null })).toBe('The stage answered 500.');
  });
});

async function rowsOf(rows: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

describe('a list', () => {
  it('is read over all of its pages, with the same filters', async () => {
    const { endpoint, seen } = await stage(({ url }) => ({
      body: url?.includes('cursor=b') ? '{"rows":[3]}' : '{"rows":[1,2],"next":"b"}',
    }));
    const request = { endpoint, method: 'GET', path: '/rows', query: { state: 'open' } } as const;
    expect(await rowsOf(rowsOfStage(request, 'rows'))).toEqual([1, 2, 3]);
    expect(seen.map(({ url }) => url)).toEqual(['/rows?state=open', '/rows?state=open&cursor=b']);
    await expect(rowsOf(rowsOfStage(request, 'others'))).rejects.toThrow('has no list others');
  });
});

const hex = (text: string) => createHash('sha256').update(text).digest('hex');
const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

describe('a signature', () => {
  it('is that of AWS Signature Version 4, with a token where the credentials have one', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example-key');
    vi.stubEnv('AWS_SESSION_TOKEN', 'token');
    const url = new URL('https://abc.execute-api.eu-central-1.amazonaws.com/inbound/a~b%20c?to=2&from=1%202');
    const body = '{"by":"Ana"}';
    const headers = await signedHeaders(
      { method: 'POST', url, headers: { 'content-type': 'application/json' }, body },
      { region: 'eu-central-1', now: '2026-11-30T10:00:00Z' },
    );
    const names = 'content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token';
    const canonical = [
      'POST',
      // Each segment is encoded once more than on the wire.
      '/inbound/a~b%2520c',
      'from=1%202&to=2',
      'content-type:application/json',
      'host:abc.execute-api.eu-central-1.amazonaws.com',
      `x-amz-content-sha256:${hex(body)}`,
      'x-amz-date:20261130T100000Z',
      'x-amz-security-token:token',
      '',
      names,
      hex(body),
    ].join('\n');
    const scope = '20261130/eu-central-1/execute-api/aws4_request';
    const key = scope.split('/').reduce<string | Buffer>((last, part) => mac(last, part), 'AWS4example-key');
    const signature = mac(key, ['AWS4-HMAC-SHA256', '20261130T100000Z', scope, hex(canonical)].join('\n')).toString(
      'hex',
    );
    expect(headers).toMatchObject({
      authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${scope}, SignedHeaders=${names}, Signature=${signature}`,
      'x-amz-security-token': 'token',
    });
  });
});
