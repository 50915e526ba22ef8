import { createHash } from 'node:crypto';

const ACCOUNT = /^[A-Za-z0-9_.-]{1,64}$/;
const EVENT = /^[A-Za-z0-9_.-]{1,128}$/;

/** SHA-256 in hex. */
export function digest(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** `<provider>~<account>~<event>`; an event id that an address cannot hold is hashed. */
export function deliveryId(provider: string, account: string, event: string): string {
  return `${provider}~${account}~${EVENT.test(event) ? event : digest(event)}`;
}

/** Whether an account can be part of a delivery's id. */
export function isAccount(account: string): boolean {
  return ACCOUNT.test(account);
}
