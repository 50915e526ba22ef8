import type { AskedOnce } from '../providers/asked-once.ts';
import type { Refusal, Unanswered } from '../providers/port.ts';
import type { Delivery } from './delivery.ts';

/** Makes what asks the provider for a delivery. */
export type AskFor = (delivery: Delivery) => AskedOnce;

/** The provider gave no answer in time. The delivery is worked on again later. */
export class ProviderUnavailableError extends Error {
  override readonly name = 'ProviderUnavailableError';
}

const WORDS: Readonly<Record<Refusal, string>> = {
  'no-key': 'no key is stored by which it can be asked',
  'bad-id': 'the id has not the form of its ids',
  'not-found': 'it knows no such object',
  refused: 'it refused',
  'too-many': 'the webhook asks too much',
  'too-large': 'its answer is too large',
  unreadable: 'its answer cannot be read',
  unavailable: 'it cannot be reached',
};

/** Why there is no answer, for a person. */
export function told({ reason, status, code }: Unanswered): string {
  const more = [status, code].filter((part) => part !== undefined).join(' ');
  return more === '' ? WORDS[reason] : `${WORDS[reason]} (${more})`;
}
