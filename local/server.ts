import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Admission, overloaded, refusedFor } from './admission.ts';
import { type ApiRequest, type ApiResponse, type LocalApi, problem } from './api.ts';
import { MOST_REQUEST_BYTES, requestTooLarge } from './aws/payloads.ts';
import type { LocalRoutes } from './routes.ts';
import { type Engine, EngineStoppedError } from './time/engine.ts';

export interface LocalServer {
  readonly url: string;
  close(): Promise<void>;
}

interface Served {
  readonly api: LocalApi;
  readonly local: LocalRoutes;
  readonly engine: Engine;
  /** How many webhooks wait to be worked on. */
  readonly waiting: () => number;
  /** Called with the error of a failed request, or of stored work that cannot go on. */
  readonly onFailure: (error: unknown, during: 'request' | 'work') => void;
}

/** The port cannot be used; the message says why, and what to do. */
export class PortError extends Error {
  override readonly name = 'PortError';
}

/** Serves the API, the console and the `/_local/` routes, to this machine only. What a request causes is done right after it. */
export async function serve(port: number, served: Served): Promise<LocalServer> {
  const admission = new Admission(served.waiting);
  const server = createServer((incoming, outgoing) => {
    admitted(admission, served, incoming)
      .catch((error: unknown) => failed(served, error))
      .then((response) => write(outgoing, response))
      .finally(() => {
        if (['POST', 'PUT', 'PATCH'].includes(incoming.method ?? '')) drain(served);
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(portError(port, error)));
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

/** The answer to a request, or a refusal that costs next to nothing. */
async function admitted(admission: Admission, served: Served, incoming: IncomingMessage): Promise<ApiResponse> {
  const url = URL.parse(incoming.url ?? '/', 'http://localhost');
  if (url === null) return dropped(incoming, problem(400, 'The path is not valid.'));
  const { method = 'GET', headers } = incoming;
  const refused = refusedFor({ method, path: url.pathname, headers });
  if (refused) return dropped(incoming, refused);
  const answer = await admission.admit(url.pathname, () => respond(served, incoming, url));
  return answer ?? dropped(incoming, overloaded());
}

/** The body is read and dropped, so that the answer arrives. */
function dropped(incoming: IncomingMessage, answer: ApiResponse): ApiResponse {
  incoming.resume();
  return answer;
}

async function respond({ api, local, engine }: Served, incoming: IncomingMessage, url: URL): Promise<ApiResponse> {
  const body = await readBody(incoming);
  if (body === undefined) return requestTooLarge();
  const request: ApiRequest = {
    // A HEAD request is handled as GET, and its body is not sent.
    method: incoming.method === 'HEAD' ? 'GET' : (incoming.method ?? 'GET'),
    path: url.pathname,
    query: queryOf(url.searchParams),
    headers: headersOf(incoming),
    body,
  };
  const allowed = methodsOf([...local.methods(request.path), ...api.methods(request.path)]);
  if (incoming.method === 'OPTIONS' && allowed !== '') return { status: 204, headers: { allow: allowed }, body: '' };
  const response = (await local.answer(request)) ?? (await answered(engine, api, request));
  return response.status === 405 ? { ...response, headers: { ...response.headers, allow: allowed } } : response;
}

/** As API Gateway hands it on: the values of a parameter that is repeated are joined by commas. */
function queryOf(parameters: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name).join(',')]));
}

/** Who reads sees what the requests before have caused: a webhook is worked on after its answer. */
function answered(engine: Engine, api: LocalApi, request: ApiRequest): Promise<ApiResponse> {
  const answer = () => api.request(request);
  return request.method === 'GET' ? engine.whenQuiet(answer) : engine.request(answer);
}

function methodsOf(methods: readonly string[]): string {
  if (methods.length === 0) return '';
  return [...new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])].join(', ');
}

/** Undefined when there is more than the gateway takes; the rest is read and dropped so that the answer arrives. */
async function readBody(incoming: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size <= MOST_REQUEST_BYTES) chunks.push(chunk);
  }
  return size <= MOST_REQUEST_BYTES ? Buffer.concat(chunks) : undefined;
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]),
  );
}

function write(outgoing: ServerResponse, { status, headers, body }: ApiResponse): void {
  outgoing.writeHead(status, headers);
  outgoing.end(status === 204 ? undefined : body);
}

function failed({ onFailure }: Served, error: unknown): ApiResponse {
  if (error instanceof EngineStoppedError) return problem(503, 'The local stack is stopping.');
  // A client that hung up needs no answer.
  const hungUp = error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
  if (!hungUp) onFailure(error, 'request');
  return problem(500, 'Something went wrong in the local server.', 'The terminal it runs in says what.');
}

function drain({ engine, onFailure }: Served): void {
  engine.drain().catch((error: unknown) => {
    if (!(error instanceof EngineStoppedError)) onFailure(error, 'work');
  });
}

function portError(port: number, error: Error): Error {
  if (!('code' in error)) return error;
  const choose = 'Choose another with --port, or 0 for a free one.';
  if (error.code === 'EADDRINUSE') return new PortError(`Port ${port} is taken. ${choose}`);
  if (error.code === 'EACCES') return new PortError(`Port ${port} needs more rights than this process has. ${choose}`);
  return error;
}
