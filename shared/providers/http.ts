import { createHash } from 'node:crypto';
import { Pace } from '../jobs/pace.ts';
import type { Timer } from '../runtime/clock.ts';
import { boundedBody } from './bounded-body.ts';
import { type Asked, type Unanswered, unanswered } from './port.ts';

/** What is used of the global `fetch`. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Largest answer in bytes, decompressed. */
export const LARGEST_ANSWER = 1_048_576;
/** How long one try may take, the answer's body included, in milliseconds. */
export const TRY_MS = 5000;
/** How often a question is put, the first time included. */
export const MOST_TRIES = 3;
/** The pause after the first failed try in milliseconds, give or take half of it; doubled after each further one. */
const FIRST_PAUSE_MS = 500;
/** A provider that asks for a longer pause, in milliseconds, is asked again by whoever needs the answer. */
export const LONGEST_PAUSE_MS = 5000;

const CODE = /^[a-z0-9_]{1,64}$/;

export interface Transport {
  readonly fetch: Fetch;
  readonly timer: Timer;
  /** `TRY_MS` unless a test has less time. */
  readonly tryMs?: number;
}

export interface Service {
  /** `https://` and a host. A constant of the adapter, never from data. */
  readonly origin: string;
  /** Sent with every request; the key is in one of them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Most requests begun in a second. */
  readonly perSecond: number;
  /** The provider's code in the body of a refusal. */
  codeIn(body: unknown): unknown;
}

type Try = { readonly done: Asked<object> } | { readonly again: Unanswered; readonly afterMs?: number };

/** Reads from one provider: GET only, within limits of time, size and rate, without following a redirect. */
export class ProviderHttp {
  readonly #transport: Transport;
  readonly #service: Service;
  readonly #pace: Pace;

  constructor(transport: Transport, service: Service) {
    this.#transport = transport;
    this.#service = service;
    this.#pace = new Pace(transport.timer, service.perSecond);
  }

  /** The JSON object at a path. `path` is made of constants and encoded ids. Never rejects. */
  async get(path: string, query: Readonly<Record<string, string>> = {}): Promise<Asked<object>> {
    const parameters = new URLSearchParams(query).toString();
    const url = `${this.#service.origin}${path}${parameters === '' ? '' : `?${parameters}`}`;
    let last = unanswered('unavailable');
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      await this.#pace.turn();
      const result = await this.#try(url);
      if ('done' in result) return result.done;
      last = result.again;
      const pause = result.afterMs ?? pauseAfter(tries, url);
      if (pause > LONGEST_PAUSE_MS || tries === MOST_TRIES) break;
      await this.#transport.timer.pause(pause);
    }
    return last;
  }

  async #try(url: string): Promise<Try> {
    const { fetch, tryMs = TRY_MS } = this.#transport;
    try {
      const { headers } = this.#service;
      const signal = AbortSignal.timeout(tryMs);
      const response = await fetch(url, { method: 'GET', headers: { ...headers }, redirect: 'manual', signal });
      return await this.#read(response);
    } catch {
      // No connection, or no answer in time. The error is dropped: its message may quote the request, and so the key.
      return { again: unanswered('unavailable') };
    }
  }

  async #read(response: Response): Promise<Try> {
    const { status } = response;
    const bytes = await boundedBody(response, LARGEST_ANSWER);
    if (bytes === undefined) return { done: unanswered('too-large', { status }) };
    const body = parsed(bytes);
    if (status === 200) return { done: body ? { ok: true, value: body } : unanswered('unreadable', { status }) };
    const code = this.#service.codeIn(body);
    const more = { status, ...(typeof code === 'string' && CODE.test(code) && { code }) };
    if (status === 429 || status >= 500) return { again: unanswered('unavailable', more), ...waitAsked(response) };
    return { done: unanswered(status === 404 ? 'not-found' : 'refused', more) };
  }
}

/** The object in a body; undefined for anything that is not a JSON object. */
function parsed(bytes: Uint8Array): object | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `Retry-After` in seconds, as both providers send it. */
function waitAsked({ headers }: Response): { afterMs?: number } {
  const text = headers.get('retry-after') ?? '';
  return /^\d{1,6}$/.test(text) ? { afterMs: Number(text) * 1000 } : {};
}

/** Spread by what is asked for, so that questions that failed together are not put again together. */
function pauseAfter(tries: number, url: string): number {
  const spread = createHash('sha256').update(`${url} ${tries}`).digest().readUInt16BE(0) / 0xffff;
  return Math.round(FIRST_PAUSE_MS * 2 ** (tries - 1) * (0.5 + spread));
}
