import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiRequest, ApiResponse, LocalApi } from './api.ts';
import type { LocalRoutes } from './routes.ts';

/** API Gateway takes no more than this. */
const MOST_BYTES = 10 * 1024 * 1024;

export interface LocalServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the API, the console and the `/_local/` routes. `afterWrite` is called once a request may have changed something. */
export async function serve(
  port: number,
  api: LocalApi,
  local: LocalRoutes,
  afterWrite: () => void,
): Promise<LocalServer> {
  const server = createServer((incoming, outgoing) => {
    respond(api, local, incoming)
      .catch(() => failure(500, 'Something went wrong in the local server.'))
      .then((response) => write(outgoing, response))
      .finally(() => {
        if (incoming.method === 'POST') afterWrite();
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(api: LocalApi, local: LocalRoutes, incoming: IncomingMessage): Promise<ApiResponse> {
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  const body = await readBody(incoming);
  if (body === undefined) return failure(413, 'The body is too large.');
  const request: ApiRequest = {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: headersOf(incoming),
    body,
  };
  return (await local.answer(request)) ?? api.request(request);
}

/** Undefined when there is more than the gateway takes; the rest is read and dropped so that the answer arrives. */
async function readBody(incoming: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size <= MOST_BYTES) chunks.push(chunk);
  }
  return size <= MOST_BYTES ? Buffer.concat(chunks) : undefined;
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]),
  );
}

function write(outgoing: ServerResponse, { status, headers, body }: ApiResponse): void {
  outgoing.writeHead(status, headers);
  outgoing.end(body);
}

function failure(status: number, title: string): ApiResponse {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify({ type: 'about:blank', title, status }),
  };
}
