import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';

/** How long secrets are cached: a webhook rarely costs a call, and a rotated secret is used within minutes. */
const KEPT_FOR_MS = 5 * 60_000;

const listSchema = z.array(z.string().min(1)).min(1);

export interface SecretsClock {
  now(): string;
}

/** The live signing secrets of each provider. A secret holds one value, or a JSON list while two are live. */
export class WebhookSecrets {
  readonly #client: SecretsManagerClient;
  readonly #prefix: string;
  readonly #clock: SecretsClock;
  readonly #kept = new Map<string, { readonly secrets: readonly string[]; readonly until: number }>();

  constructor(client: SecretsManagerClient, prefix: string, clock: SecretsClock) {
    this.#client = client;
    this.#prefix = prefix;
    this.#clock = clock;
  }

  /** Empty when the provider has no secret, so that nothing verifies. */
  async of(provider: string): Promise<readonly string[]> {
    const now = Date.parse(this.#clock.now());
    const kept = this.#kept.get(provider);
    if (kept && now < kept.until) return kept.secrets;
    const secrets = await this.#read(provider);
    this.#kept.set(provider, { secrets, until: now + KEPT_FOR_MS });
    return secrets;
  }

  async #read(provider: string): Promise<readonly string[]> {
    try {
      const { SecretString } = await this.#client.send(
        new GetSecretValueCommand({ SecretId: `${this.#prefix}${provider}` }),
      );
      return SecretString === undefined ? [] : parseSecret(SecretString);
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return [];
      throw error;
    }
  }
}

/**
 * The secrets in a text: the text itself, or the entries of a JSON list; none if it is empty.
 * @throws Error if it begins with `[` and is no list of texts
 */
export function parseSecret(text: string): readonly string[] {
  const trimmed = text.trim();
  if (!trimmed.startsWith('[')) return trimmed === '' ? [] : [trimmed];
  try {
    return listSchema.parse(JSON.parse(trimmed));
  } catch {
    throw new Error('A webhook secret that begins with [ must be a JSON list of non-empty strings.');
  }
}
