import type { IncomingHttpHeaders } from 'node:http';
import { type ApiResponse, problem } from './api.ts';

/** Names of this machine. Any port: the server may be reached through a forwarded one. */
const OWN_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What `curl -d` sends unless told otherwise. A page of another site sends it too, but never without its `Origin`. */
const FORM = 'application/x-www-form-urlencoded';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Refuses what a page of another site may send from the browser of whoever runs the server: a request to another name that
 * leads here, one with another origin, and a body that is not declared as JSON. Webhooks have whatever type their provider
 * gives them. Undefined if the request is taken.
 */
export function refusedFor({ method, path, headers }: Asked): ApiResponse | undefined {
  const { host = '', origin } = headers;
  if (!isOwnName(`http://${host}`)) {
    return problem(403, 'The request is for another host.', `Host: ${host} is not this server. Use localhost.`);
  }
  if (origin !== undefined && !(isOwnName(origin) && URL.parse(origin)?.host === URL.parse(`http://${host}`)?.host)) {
    return problem(403, 'The request comes from another origin.', `Origin: ${origin} is not this server.`);
  }
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || path.startsWith('/webhooks/')) return undefined;
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const isTaken = type === undefined || type === FORM || /^application\/(?:[\w.-]+\+)?json$/.test(type);
  if (isTaken) return undefined;
  return problem(415, 'The body is of another type.', `content-type: ${type} is not taken. Send application/json.`);
}

function isOwnName(url: string): boolean {
  return OWN_NAMES.has(URL.parse(url)?.hostname ?? '');
}

/** The most requests that are answered at the same time. */
const MOST_AT_ONCE = 32;

/** The most stored webhooks that may wait to be worked on before further ones are turned away. */
const MOST_WAITING = 500;

/** Turns requests away while there is more to do than can be held: each is answered, now or never. */
export class Admission {
  #underWay = 0;
  readonly #waiting: () => number;

  /** `waiting`: how many pieces of work wait that earlier requests have caused. */
  constructor(waiting: () => number) {
    this.#waiting = waiting;
  }

  /** Undefined, at once, if there is too much to do. */
  async admit<Result>(path: string, answer: () => Promise<Result>): Promise<Result | undefined> {
    if (this.#underWay >= MOST_AT_ONCE) return undefined;
    if (path.startsWith('/webhooks/') && this.#waiting() >= MOST_WAITING) return undefined;
    this.#underWay += 1;
    try {
      return await answer();
    } finally {
      this.#underWay -= 1;
    }
  }
}

export function overloaded(): ApiResponse {
  const refused = problem(503, 'The local server has too much to do.', 'Send the request again in a second.');
  return { ...refused, headers: { ...refused.headers, 'retry-after': '1' } };
}
