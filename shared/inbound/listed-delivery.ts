import { findDoor } from '../core/webhooks/doors.ts';
import type { Delivery } from './delivery.ts';
import { deliveryId, digest, isAccount } from './delivery-id.ts';

/** Stands in place of the name of a secret: the provider's list is not signed. */
const UNSIGNED = 'backfill';

interface Listed {
  readonly provider: string;
  /** Of the key by which the list was asked for. */
  readonly account: string;
  readonly mode: 'live' | 'test';
  /** The accounts that are configured. */
  readonly accounts: readonly string[];
  /** The job that asked for the list. */
  readonly job: string;
  readonly receivedAt: string;
}

/**
 * An event of a provider's list as it is stored: under the id that its webhook has, so that whichever comes second is known.
 * Its account is found as for a webhook; the name of the key has the part of the name of the secret.
 */
export function deliveryOfListed(
  event: unknown,
  { provider, account: ofKey, mode: modeOfKey, accounts, job, receivedAt }: Listed,
): { readonly delivery: Omit<Delivery, 'parts'>; readonly body: Uint8Array } {
  const body = new TextEncoder().encode(JSON.stringify(event));
  const envelope = findDoor(provider)?.envelopeOf(event);
  const { id: eventId = null, type = null, account: named = null, mode = 'unknown' } = envelope ?? {};
  const account = named !== null && accounts.includes(named) && isAccount(named) ? named : ofKey;
  const hash = digest(body);
  const delivery = {
    id: deliveryId(provider, account, eventId ?? hash),
    provider,
    account,
    eventId,
    type,
    mode: mode === 'unknown' ? modeOfKey : mode,
    receivedAt,
    hash,
    bytes: body.byteLength,
    headers: { job },
    secret: UNSIGNED,
    revision: 1,
    state: 'stored' as const,
    attempts: 0,
    facts: [],
    replays: [],
  };
  return { delivery, body };
}
