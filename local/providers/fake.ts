import type { Fetch } from '../../shared/providers/http.ts';
import type { Fault, FaultPlan } from '../aws/faults.ts';
import { crash, hasCrashed } from '../aws/invocation.ts';
import { answerAsPaddle, refusal as paddleRefusal, rememberPaddle } from './paddle.ts';
import { Shelf, type Shown } from './shelf.ts';
import { answerAsStripe, rememberStripe, refusal as stripeRefusal } from './stripe.ts';

type Name = 'stripe' | 'paddle';

const HOSTS: Readonly<Record<string, Name>> = {
  'api.stripe.com': 'stripe',
  'api.paddle.com': 'paddle',
  'sandbox-api.paddle.com': 'paddle',
};

const REFUSALS = { stripe: stripeRefusal, paddle: paddleRefusal };

/**
 * The payment providers' APIs without a network: what Clauseclock reads of them, with paging and errors. They know the
 * events and objects they were given.
 */
export class FakeProviders {
  readonly #shelves = { stripe: new Shelf(), paddle: new Shelf() };
  readonly #faults: FaultPlan;
  readonly #keys: ReadonlySet<string>;
  /** Every request so far, such as `GET https://api.stripe.com/v1/events?limit=50`. */
  readonly requests: string[] = [];

  constructor(faults: FaultPlan, keys: readonly string[]) {
    this.#faults = faults;
    this.#keys = new Set(keys);
  }

  /** An event that happened at the provider, whether or not a webhook carried it. */
  tell(provider: string, event: Shown): void {
    if (provider === 'stripe') rememberStripe(this.#shelves.stripe, event);
    if (provider === 'paddle') rememberPaddle(this.#shelves.paddle, event);
  }

  /** An object that the provider has, such as one of Stripe's `customers`. */
  put(provider: Name, collection: string, object: Shown): void {
    this.#shelves[provider].put(collection, object);
  }

  readonly fetch: Fetch = async (url, init) => {
    if (hasCrashed()) return new Promise(() => undefined);
    const asked = new URL(url);
    const provider = HOSTS[asked.host];
    if (!provider || asked.protocol !== 'https:' || init.method !== 'GET') throw new TypeError('fetch failed');
    this.requests.push(`${init.method} ${url}`);
    const fault = this.#faults.take('call', 'provider', operationOf(asked));
    return fault ? strike(fault, provider) : this.#answer(provider, asked, new Headers(init.headers));
  };

  #answer(provider: Name, asked: URL, headers: Headers): Response {
    const key = headers.get('authorization')?.replace(/^Bearer /, '') ?? '';
    if (!this.#keys.has(key)) return REFUSALS[provider](401, 'authentication_failed');
    const shelf = this.#shelves[provider];
    return provider === 'stripe' ? answerAsStripe(shelf, asked) : answerAsPaddle(shelf, asked);
  }
}

/** What a fault is armed on: `ListEvents`, or `GetCustomers` for one of the customers. */
function operationOf({ pathname }: URL): string {
  const [collection = '', id] = pathname.replace(/^\/v1/, '').split('/').slice(1);
  const noun = collection.replaceAll(/(^|_)([a-z])/g, (_match, _start, letter: string) => letter.toUpperCase());
  return `${id === undefined ? 'List' : 'Get'}${noun}`;
}

async function strike(fault: Fault, provider: Name): Promise<Response> {
  switch (fault.fault) {
    case 'throttle': {
      const { body, status, headers } = REFUSALS[provider](429, 'too_many_requests');
      return new Response(body, { status, headers: { ...Object.fromEntries(headers), 'retry-after': '1' } });
    }
    case 'error':
      return REFUSALS[provider](500, 'internal_error');
    case 'timeout':
      throw new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    case 'crash-before':
    case 'crash-after':
      // A question changes nothing at the provider, so the two are the same.
      return crash(`crashed while asking ${provider}`);
    default:
      throw new Error(`The fault ${fault.fault} does not strike a question to a provider.`);
  }
}
