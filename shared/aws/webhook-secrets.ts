import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { NamedSecret } from '../core/webhooks/door.ts';
import { type SecretsClock, SecretTexts } from './secret-texts.ts';

/** The account of a secret that is stored without a name. */
const DEFAULT_NAME = 'default';
/** A name is part of the key of every delivery that its secret verifies. */
const NAME = /^[A-Za-z0-9_.-]{1,64}$/;
/** Most live secrets of a provider: each costs a hash over the body of a webhook that none of them verifies. */
export const MOST_SECRETS = 20;

/** What is stored is neither a secret, nor a list, nor an object of them. The message names the secret, never its value. */
export class WebhookSecretError extends Error {
  override readonly name = 'WebhookSecretError';
}

/** The live signing secrets of each provider, in a secret `<prefix><provider>` each. */
export class WebhookSecrets {
  readonly #prefix: string;
  readonly #texts: SecretTexts;

  constructor(client: SecretsManagerClient, prefix: string, clock: SecretsClock) {
    this.#prefix = prefix;
    this.#texts = new SecretTexts(client, prefix, clock);
  }

  /**
   * Empty when the provider has no secret, so that nothing verifies.
   * @throws WebhookSecretError
   */
  async of(provider: string): Promise<readonly NamedSecret[]> {
    const text = await this.#texts.of(provider);
    return text === undefined ? [] : parseSecrets(`${this.#prefix}${provider}`, text);
  }
}

/**
 * The secrets in a text; none if it is empty. The text is
 * - a secret itself: `whsec_…`, of the account `default`,
 * - a JSON list of the live secrets of that account, while one is being rolled: `["whsec_old", "whsec_new"]`, or
 * - a JSON object of a secret, or such a list, for each account: `{"acct_1": "whsec_…", "sandbox": ["whsec_…"]}`.
 *
 * @param name of the secret, for messages
 * @throws WebhookSecretError
 */
export function parseSecrets(name: string, text: string): readonly NamedSecret[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  const secrets = /^[[{]/.test(trimmed) ? secretsIn(name, json(name, trimmed)) : [named(DEFAULT_NAME, trimmed)];
  if (secrets.length > MOST_SECRETS)
    throw wrong(name, `it holds ${secrets.length} secrets; at most ${MOST_SECRETS} can be live`);
  return secrets;
}

function secretsIn(name: string, value: unknown): NamedSecret[] {
  if (Array.isArray(value)) return listOf(name, DEFAULT_NAME, value);
  const accounts = Object.entries(value as object);
  if (accounts.length === 0) throw wrong(name, 'it is an object without a key');
  return accounts.flatMap(([account, own]) => {
    if (!NAME.test(account)) {
      throw wrong(name, `its key ${JSON.stringify(account.slice(0, 64))} is no name of 1 to 64 of A-Z a-z 0-9 _ . -`);
    }
    return listOf(name, account, Array.isArray(own) ? own : [own]);
  });
}

function listOf(name: string, account: string, values: readonly unknown[]): NamedSecret[] {
  if (values.length === 0) throw wrong(name, `the list of ${account} is empty`);
  return values.map((value) => {
    const secret = typeof value === 'string' ? value.trim() : '';
    if (secret === '') throw wrong(name, `a secret of ${account} is no text, or an empty one`);
    return named(account, secret);
  });
}

function json(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong(name, 'it begins like JSON and is none');
  }
}

function named(name: string, value: string): NamedSecret {
  return { name, value };
}

function wrong(name: string, why: string): WebhookSecretError {
  const remedy = 'Store the signing secret itself, a JSON list of those that are live, or {"account": "secret"}.';
  return new WebhookSecretError(`The webhook secret ${name} cannot be read: ${why}. ${remedy}`);
}
