import { type SESClient, SESServiceException, SendRawEmailCommand } from '@aws-sdk/client-ses';

export interface Mail {
  readonly from: string;
  readonly to: string;
  readonly bytes: Uint8Array;
  /** Names and values of `[A-Za-z0-9_-]`: what the service’s reports are recognised by. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * What became of an attempt. `rejected` and `unavailable` are certain not to have been sent, the first for good.
 * `unknown` may have been.
 */
export type SendResult =
  | { readonly outcome: 'accepted'; readonly messageId: string }
  | { readonly outcome: 'rejected' | 'unavailable' | 'unknown'; readonly code: string };

const SEND_TIMEOUT_MS = 20_000;

/** The message itself is at fault: sending it again would be refused again. */
const REJECTIONS = new Set(['MessageRejected', 'InvalidParameterValue', 'ValidationError']);
/** The request never reached the service. */
const UNREACHED = new Set(['CredentialsProviderError', 'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);
const REQUEST_TIMEOUT = 408;

/** Sends through SES. The client must not retry on its own (`maxAttempts: 1`): a second send is ours to decide. */
export class Mailer {
  readonly #client: SESClient;
  readonly #configurationSet: string;

  constructor(client: SESClient, configurationSet: string) {
    this.#client = client;
    this.#configurationSet = configurationSet;
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
      const { MessageId } = await this.#client.send(command, { abortSignal: AbortSignal.timeout(SEND_TIMEOUT_MS) });
      return MessageId ? { outcome: 'accepted', messageId: MessageId } : { outcome: 'unknown', code: 'NoMessageId' };
    } catch (error) {
      const code = codeOf(error);
      if (REJECTIONS.has(code)) return { outcome: 'rejected', code };
      return { outcome: UNREACHED.has(code) || isRefusal(error) ? 'unavailable' : 'unknown', code };
    }
  }
}

/**
 * Any other answer of the kind 4xx: throttled, paused, forbidden, or something of ours is not set up. Nothing was sent,
 * and it works once the cause is gone.
 */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof SESServiceException)) return false;
  // The client calls every answer it has no class for a fault of the client's, so only the status tells.
  const { httpStatusCode: status = 0 } = error.$metadata;
  return status >= 400 && status < 500 && status !== REQUEST_TIMEOUT;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Unknown';
  const { code } = error as Error & { code?: unknown };
  return typeof code === 'string' ? code : error.name;
}
