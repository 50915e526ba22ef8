import { type SESClient, SESServiceException, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { isOfTheMessage, wordsOf } from './refusals.ts';

export interface Mail {
  readonly from: string;
  readonly to: string;
  readonly bytes: Uint8Array;
  /**
   * Names and values of `[A-Za-z0-9_-]`. SES repeats them in its reports, by which a report is matched to its notice.
   */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Outcome of an attempt. `rejected`: not sent, and another attempt would be rejected too. `unavailable`: not sent, and
 * another attempt may succeed. `unknown`: may have been sent. `detail`: the service's own words, if it said any.
 */
export type SendResult =
  | { readonly outcome: 'accepted'; readonly messageId: string }
  | { readonly outcome: 'rejected' | 'unavailable' | 'unknown'; readonly code: string; readonly detail?: string };

const SEND_TIMEOUT_MS = 20_000;

/** The request never reached the service. */
const UNREACHED = new Set(['CredentialsProviderError', 'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);
const REQUEST_TIMEOUT = 408;
/** By SES's list of common errors "the request has failed". Of an `InternalFailure` (500) it says only that something went wrong. */
const SERVICE_UNAVAILABLE = 503;

/** Limits how long a call may take. */
interface TimeLimits {
  /** A signal that is aborted after so many milliseconds. */
  abortAfter(milliseconds: number): AbortSignal;
}

/** Sends through SES. The client must not retry on its own (`maxAttempts: 1`): every attempt is claimed first. */
export class Mailer {
  readonly #client: SESClient;
  readonly #configurationSet: string;
  readonly #timer: TimeLimits;

  constructor(client: SESClient, configurationSet: string, timer: TimeLimits) {
    this.#client = client;
    this.#configurationSet = configurationSet;
    this.#timer = timer;
  }

  async send({ from, to, bytes, tags }: Mail): Promise<SendResult> {
    const command = new SendRawEmailCommand({
      Source: from,
      Destinations: [to],
      RawMessage: { Data: bytes },
      ConfigurationSetName: this.#configurationSet,
      Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
    });
    try {
      const { MessageId } = await this.#client.send(command, { abortSignal: this.#timer.abortAfter(SEND_TIMEOUT_MS) });
      return MessageId ? { outcome: 'accepted', messageId: MessageId } : { outcome: 'unknown', code: 'NoMessageId' };
    } catch (error) {
      const code = codeOf(error);
      const words = error instanceof Error ? wordsOf(error) : undefined;
      const said = { code, ...(words !== undefined && { detail: words }) };
      if (isRefusal(error) && isOfTheMessage(code, words ?? '')) return { outcome: 'rejected', ...said };
      return { outcome: UNREACHED.has(code) || isRefusal(error) ? 'unavailable' : 'unknown', ...said };
    }
  }
}

/** Any 4xx answer, and that of a service that is down: nothing was sent. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof SESServiceException)) return false;
  // The SDK reports answers it does not know as client faults, so only the status code is reliable.
  const { httpStatusCode: status = 0 } = error.$metadata;
  return (status >= 400 && status < 500 && status !== REQUEST_TIMEOUT) || status === SERVICE_UNAVAILABLE;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Unknown';
  const { code } = error as Error & { code?: unknown };
  return typeof code === 'string' ? code : error.name;
}
