import type { PlainRequest } from '../shared/aws/request-signer.ts';
import { systemClock } from '../shared/runtime/clock.ts';
import { awsRegion } from '../shared/runtime/environment.ts';
import { sentence } from './wrap.ts';

/** API Gateway waits at most 30 seconds for a function. */
const DEFAULT_TIMEOUT_MS = 35_000;
/** API Gateway answers with at most this many bytes. */
const MOST_ANSWER_BYTES = 10 * 1_048_576;
/** Most pages of one list: a bound on a stage that never ends a list. */
const MOST_PAGES = 10_000;

export interface StageRequest {
  /** Base address of the stage: see `readEndpoint`. */
  readonly endpoint: URL;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Begins with `/`, each segment encoded. */
  readonly path: string;
  /** Undefined members are left out. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly timeoutMs?: number;
}

export interface StageAnswer {
  readonly status: number;
  /** Parsed JSON; null for an empty body. */
  readonly body: unknown;
}

/** The stage refused, could not be reached, or gave no answer that can be read. The message says what to do. */
export class StageError extends Error {
  override readonly name = 'StageError';
}

/**
 * The base address of a stage. Plain HTTP is for this machine only, since requests there are not signed.
 * @throws StageError naming the address and what to give
 */
export function readEndpoint(text: string): URL {
  const wrong = (why: string) =>
    new StageError(
      `The endpoint ${text} ${why}. Give the address of a stage, such as https://abc.execute-api.eu-central-1.amazonaws.com or http://localhost:4800.`,
    );
  const url = URL.parse(text);
  if (!url) throw wrong('is not a URL');
  if (url.username !== '' || url.password !== '') throw wrong('holds a user or a password');
  if (url.search !== '' || url.hash !== '') throw wrong('holds a query or a fragment');
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isThisMachine(url))) return url;
  throw wrong(url.protocol === 'http:' ? 'is plain HTTP, which is for this machine only' : 'is not an https address');
}

/**
 * Makes one request and answers it with any status. Signed with SigV4, except to this machine. Nothing is repeated and no
 * redirect is followed.
 * @throws StageError if there is no answer, or none that is JSON
 */
export async function requestStage(request: StageRequest): Promise<StageAnswer> {
  const { endpoint, method, timeoutMs = DEFAULT_TIMEOUT_MS } = request;
  const url = urlOf(request);
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  const plain = { accept: 'application/json', ...(body !== undefined && { 'content-type': 'application/json' }) };
  const headers = isThisMachine(endpoint) ? plain : await signed({ method, url, headers: plain, body });
  try {
    const response = await fetch(url, {
      method,
      headers,
      ...(body !== undefined && { body }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, body: parsed(await textOf(response), response.status, endpoint) };
  } catch (error) {
    if (error instanceof StageError) throw error;
    throw unreachable(error, endpoint, timeoutMs);
  }
}

/**
 * Makes one request and resolves to its body.
 * @throws StageError also where the stage refuses, with its problem details in plain words
 */
export async function askStage(request: StageRequest): Promise<unknown> {
  const answer = await requestStage(request);
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  throw new StageError(problemText(answer));
}

/** The rows of a list, over all of its pages. `name`: the list's name in the answer, such as `deliveries`. */
export async function* rowsOfStage(request: StageRequest, name: string): AsyncGenerator<unknown, void> {
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const body = await askStage({ ...request, query: { ...request.query, ...(cursor !== undefined && { cursor }) } });
    const { [name]: rows, next } = objectOf(body);
    if (!Array.isArray(rows)) throw new StageError(`The answer to ${request.path} has no list ${name}.`);
    yield* rows;
    if (typeof next !== 'string') return;
    cursor = next;
  }
  throw new StageError(`The list ${name} has more than ${MOST_PAGES} pages. Narrow it with filters.`);
}

function isThisMachine({ hostname }: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

/** Spaces as `%20`: the signature is made over that form. */
function urlOf({ endpoint, path, query = {} }: StageRequest): URL {
  const parameters = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  );
  const url = new URL(endpoint);
  url.pathname = `${endpoint.pathname.replace(/\/$/, '')}${path}`;
  url.search = parameters.join('&');
  return url;
}

async function signed(request: PlainRequest): Promise<Readonly<Record<string, string>>> {
  // Loaded only where it is needed: it would slow the start of every command.
  const { CredentialsError, signedHeaders } = await import('../shared/aws/request-signer.ts');
  try {
    return await signedHeaders(request, { region: regionOf(request.url), now: systemClock.now() });
  } catch (error) {
    if (!(error instanceof CredentialsError)) throw error;
    const why = sentence(`No credentials to sign the request with: ${error.message}`);
    throw new StageError(`${why} Sign in (aws sso login), or set AWS_PROFILE.`);
  }
}

function regionOf({ hostname }: URL): string {
  const region = /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?$/.exec(hostname)?.[1] ?? awsRegion();
  if (region !== undefined) return region;
  throw new StageError(`The region of ${hostname} is not known. Set AWS_REGION to the region of the stage.`);
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MOST_ANSWER_BYTES) throw new StageError(`The answer has more than ${MOST_ANSWER_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string, status: number, endpoint: URL): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new StageError(`${endpoint.origin} answered ${status} with something other than JSON. Check the endpoint.`);
  }
}

function unreachable(error: unknown, { origin }: URL, timeoutMs: number): StageError {
  if (error instanceof Error && error.name === 'TimeoutError')
    return new StageError(
      `${origin} gave no answer within ${timeoutMs / 1000} seconds. Try again, or raise --timeout.`,
    );
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const why = cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.message) : String(cause);
  return new StageError(`${origin} cannot be reached (${why}). Check the endpoint and the network.`);
}

const REMEDIES: Readonly<Record<number, string>> = {
  401: 'Sign in again: the credentials are not accepted.',
  403: 'The credentials may not use this route, or belong to another account. Ask for the permission execute-api:Invoke on it.',
  429: 'Too many requests. Wait a moment and try again.',
  503: 'The stage is busy. Wait a moment and try again.',
};

/** A refusal in plain words: the title of its problem details, then a line for each field. */
export function problemText({ status, body }: StageAnswer): string {
  const { title, detail, errors, message } = objectOf(body);
  const lines = Array.isArray(errors) ? errors.map(objectOf).map(faultText) : [];
  const said = typeof title === 'string' ? title : typeof message === 'string' ? `${message}.` : '';
  const further = lines.length === 0 && typeof detail === 'string' ? [`  ${detail}`] : lines;
  const remedy = REMEDIES[status] !== undefined && further.length === 0 ? [`  ${REMEDIES[status]}`] : [];
  return [`The stage answered ${status}. ${said}`.trim(), ...further, ...remedy].join('\n');
}

function faultText({ field, value, detail }: Readonly<Record<string, unknown>>): string {
  const given = value === undefined || value === '' ? '' : ` ${JSON.stringify(value)}`;
  return `  ${field}${given}: ${detail}`;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
