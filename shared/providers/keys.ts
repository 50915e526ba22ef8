import * as z from 'zod';
import { type Asked, unanswered } from './port.ts';

/** The account of a key that is stored without a name. */
const ONLY_ACCOUNT = 'default';
export const MOST_KEYS = 20;

/** A key by the name of its account. */
export type ProviderKeys = ReadonlyMap<string, string>;

/**
 * The keys that may be used. Stripe's secret keys (`sk_…`) may do anything, and Paddle's keys from before May 2025 have no
 * permissions either and do not say of which environment they are, so both are refused.
 */
const USABLE: Readonly<Record<string, RegExp>> = {
  stripe: /^rk_(live|test)_[A-Za-z0-9]{8,255}$/,
  paddle: /^pdl_(live|sdbx)_apikey_[A-Za-z0-9_]{8,255}$/,
};

const namedSchema = z.record(z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/), z.string());

/**
 * The keys in the text of a secret: one key, or a JSON object of a key for each account. `no-key` if there is none, or none
 * that may be used; then `code` names what is wrong with the text: `not_restricted`, `not_an_object`, `too_many`.
 */
export function readKeys(provider: string, text: string | undefined): Asked<ProviderKeys> {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return unanswered('no-key');
  const named = /^[[{"]/.test(trimmed) ? namedKeys(trimmed) : { [ONLY_ACCOUNT]: trimmed };
  if (!named) return unanswered('no-key', { code: 'not_an_object' });
  const keys = new Map(Object.entries(named).map(([account, key]) => [account, key.trim()]));
  if (keys.size === 0) return unanswered('no-key');
  if (keys.size > MOST_KEYS) return unanswered('no-key', { code: 'too_many' });
  const usable = USABLE[provider];
  if (![...keys.values()].every((key) => usable?.test(key))) return unanswered('no-key', { code: 'not_restricted' });
  return { ok: true, value: keys };
}

/** The key for an account: its own, or the only one there is. */
export function keyFor(keys: ProviderKeys, account: string): string | undefined {
  const [only] = keys.values();
  return keys.get(account) ?? (keys.size === 1 ? only : undefined);
}

function namedKeys(text: string): Readonly<Record<string, string>> | undefined {
  try {
    return namedSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
