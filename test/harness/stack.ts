import { type ApiResponse, LocalApi } from '../../local/api.ts';
import { findInconsistencies } from '../../local/check.ts';
import { localSecret } from '../../local/environment.ts';
import { signPaddle, signStripe } from '../../local/sign-webhook.ts';
import { type LocalStack, type StackOptions, startStack } from '../../local/stack.ts';
import type { Terms } from '../../shared/runtime/terms.ts';
import { testDatabase } from './databases.ts';
import { CapturedTelemetry } from './telemetry.ts';

/** An answer with its body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever they expect to be there
  readonly body: any;
}

export interface WebhookOptions {
  /** When it was signed, an instant; the stack's clock when absent. */
  readonly signedAt?: string;
  /** One or several signing secrets; the local one when absent. */
  readonly secret?: string | readonly string[];
  /** Replaces the signature header; null leaves it out. */
  readonly signature?: string | null;
}

export interface TestStack {
  readonly stack: LocalStack;
  readonly api: LocalApi;
  readonly terms: Terms;
  readonly telemetry: CapturedTelemetry;
  /** Bodies that are neither text nor bytes are sent as JSON. */
  post(path: string, body: unknown): Promise<Answer>;
  patch(path: string, body: unknown): Promise<Answer>;
  put(path: string, body: unknown): Promise<Answer>;
  /** Once all that can be done is done, as the local server answers. */
  get(path: string, query?: Readonly<Record<string, string>>): Promise<Answer>;
  /**
   * A genuinely signed webhook, unless the options spoil it. Once it is taken in, all that can be done is done, and the answer
   * tells besides what became of it (`beforeWork` is called between the two): `outcome`, its stored delivery, and of that `events`, its facts; `duplicate` if the
   * delivery was known.
   */
  webhook(
    provider: 'stripe' | 'paddle',
    body: unknown,
    options?: WebhookOptions,
    beforeWork?: () => void,
  ): Promise<Answer>;
  /** As `webhook`, of which only the answer is wanted. */
  deliver(provider: 'stripe' | 'paddle', body: unknown): Promise<Answer>;
  advanceTo(instant: string): Promise<void>;
  /** What `findInconsistencies` finds once all that can be done now is done. */
  check(): Promise<string[]>;
  stop(): Promise<void>;
}

export const TEST_START = '2026-11-20T08:00:00Z';

/**
 * The whole of Clauseclock on embedded parts, on a clock that stands until it is moved, on the table of `testDatabase` unless
 * told otherwise. One stack per test file, and a contract id of its own per test.
 */
export async function startTestStack(options: Partial<StackOptions> = {}): Promise<TestStack> {
  const telemetry = new CapturedTelemetry();
  const stack = await startStack({
    clock: TEST_START,
    ...('database' in options || options.dataDirectory !== undefined ? {} : { database: await testDatabase() }),
    telemetry: (service) => telemetry.of(service),
    ...options,
  });
  const api = new LocalApi(stack.functions);
  const { terms } = stack;
  const send = async (method: string, path: string, body: unknown) =>
    read(await api.request({ method, path, headers: JSON_HEADERS, body: bytesOf(body) }));
  const taken = async (provider: 'stripe' | 'paddle', body: unknown, how: WebhookOptions) => {
    const bytes = bytesOf(body);
    const headers = { ...JSON_HEADERS, ...signatureHeader(provider, bytes, stack.clock.now(), how) };
    return read(await api.request({ method: 'POST', path: `/webhooks/${provider}`, headers, body: bytes }));
  };
  return {
    stack,
    api,
    terms,
    telemetry,
    post: (path, body) => send('POST', path, body),
    patch: (path, body) => send('PATCH', path, body),
    put: (path, body) => send('PUT', path, body),
    get: async (path, query) => {
      await stack.engine.drain();
      return read(await api.request({ method: 'GET', path, ...(query && { query }) }));
    },
    webhook: async (provider, body, how = {}, beforeWork = () => undefined) => {
      const answer = await taken(provider, body, how);
      beforeWork();
      return answer.status === 200 ? withOutcome(stack, answer) : answer;
    },
    deliver: async (provider, body) => {
      const answer = await taken(provider, body, {});
      await stack.engine.drain();
      return answer;
    },
    advanceTo: (instant) => stack.engine.advanceTo(instant),
    check: async () => {
      await stack.engine.drain();
      return findInconsistencies(stack, terms);
    },
    stop: () => stack.stop(),
  };
}

/** Works on a webhook that was answered, and adds what became of it. */
async function withOutcome(stack: LocalStack, { body, ...answer }: Answer): Promise<Answer> {
  await stack.engine.drain();
  const outcome = await stack.deliveries.read(body.delivery);
  const events = outcome?.facts.map(({ state, ...fact }) => ({
    ...fact,
    outcome: body.state === 'known' ? 'duplicate' : state,
  }));
  return { ...answer, body: { ...body, outcome, events } };
}

const JSON_HEADERS = { 'content-type': 'application/json' };
const SIGNATURES = {
  stripe: { header: 'stripe-signature', sign: signStripe },
  paddle: { header: 'paddle-signature', sign: signPaddle },
} as const;

function signatureHeader(
  provider: 'stripe' | 'paddle',
  body: Uint8Array,
  now: string,
  { signature, signedAt = now, secret = localSecret(provider) }: WebhookOptions,
): Record<string, string> {
  if (signature === null) return {};
  const { header, sign } = SIGNATURES[provider];
  return { [header]: signature ?? sign(body, secret, Math.floor(Date.parse(signedAt) / 1000)) };
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
}

function read({ status, headers, body }: ApiResponse): Answer {
  const isJson = /json/.test(headers['content-type'] ?? '');
  return { status, headers, body: isJson ? JSON.parse(body) : body };
}
