import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

/** How long a secret is cached: one is read rarely, and a rotated one is used within minutes. */
const KEPT_FOR_MS = 5 * 60_000;

export interface SecretsClock {
  now(): string;
}

/** The texts of the secrets under a prefix. */
export class SecretTexts {
  readonly #client: SecretsManagerClient;
  readonly #prefix: string;
  readonly #clock: SecretsClock;
  readonly #kept = new Map<string, { readonly text: string | undefined; readonly until: number }>();

  constructor(client: SecretsManagerClient, prefix: string, clock: SecretsClock) {
    this.#client = client;
    this.#prefix = prefix;
    this.#clock = clock;
  }

  /** The text of `<prefix><name>`; undefined if there is no such secret, or if it has no text. */
  async of(name: string): Promise<string | undefined> {
    const now = Date.parse(this.#clock.now());
    const kept = this.#kept.get(name);
    if (kept && now < kept.until) return kept.text;
    const text = await this.#read(name);
    this.#kept.set(name, { text, until: now + KEPT_FOR_MS });
    return text;
  }

  async #read(name: string): Promise<string | undefined> {
    try {
      const SecretId = `${this.#prefix}${name}`;
      return (await this.#client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  }
}
