import { type SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';

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

const REJECTIONS = new Set([
  'MessageRejected',
  'MailFromDomainNotVerifiedException',
  'ConfigurationSetDoesNotExistException',
  'InvalidParameterValue',
  'ValidationError',
]);
/** Refused before anything was sent, and likely to work later. */
const REFUSALS = new Set([
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'LimitExceededException',
  'AccountSendingPausedException',
  'ConfigurationSetSendingPausedException',
  'AccessDenied',
  'AccessDeniedException',
  'ExpiredToken',
  'InvalidClientTokenId',
  'CredentialsProviderError',
  'ECONNREFUSED',
  'ENOTFOUND',
]);

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
      return { outcome: REFUSALS.has(code) ? 'unavailable' : 'unknown', code };
    }
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Unknown';
  const { code } = error as Error & { code?: unknown };
  return typeof code === 'string' ? code : error.name;
}
