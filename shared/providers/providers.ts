import type { Transport } from './http.ts';
import { keyFor, readKeys } from './keys.ts';
import { PaddlePort } from './paddle.ts';
import { type Asked, type ProviderPort, unanswered } from './port.ts';
import { StripePort } from './stripe.ts';

const PORTS: Readonly<Record<string, new (transport: Transport, key: string) => ProviderPort>> = {
  stripe: StripePort,
  paddle: PaddlePort,
};

/** Where the text of a provider's secret comes from; undefined where none is stored. */
export interface KeyTexts {
  of(provider: string): Promise<string | undefined>;
}

/** The payment providers, as far as keys for them are stored. */
export class Providers {
  readonly #texts: KeyTexts;
  readonly #transport: Transport;
  /** By provider and key, so that every question to an account keeps to one rate. */
  readonly #ports = new Map<string, ProviderPort>();

  constructor(texts: KeyTexts, transport: Transport) {
    this.#texts = texts;
    this.#transport = transport;
  }

  /** The names of the accounts that can be asked: `default` for a key without a name. @throws if the secret cannot be read */
  async accounts(provider: string): Promise<Asked<readonly string[]>> {
    const keys = readKeys(provider, await this.#texts.of(provider));
    return keys.ok ? { ok: true, value: [...keys.value.keys()] } : keys;
  }

  /** What asks the provider about an account. @throws if the secret cannot be read */
  async port(provider: string, account: string): Promise<Asked<ProviderPort>> {
    const keys = readKeys(provider, await this.#texts.of(provider));
    if (!keys.ok) return keys;
    const key = keyFor(keys.value, account);
    const Port = PORTS[provider];
    if (key === undefined || !Port) return unanswered('no-key');
    const name = `${provider} ${key}`;
    const port = this.#ports.get(name) ?? new Port(this.#transport, key);
    this.#ports.set(name, port);
    return { ok: true, value: port };
  }
}
