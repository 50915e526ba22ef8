import * as z from 'zod';
import { occurredAtSchema } from '../core/events/event.ts';
import { PROVIDER_NAMES } from '../core/webhooks/doors.ts';
import { laterBy } from '../runtime/clock.ts';
import { DELIVERY_STATES, type Delivery, type DeliveryState } from './delivery.ts';

const DAY_MS = 24 * 60 * 60_000;
const when = occurredAtSchema.optional();

/** Which deliveries are meant. */
export const FILTERS = {
  state: z.enum(DELIVERY_STATES).optional().describe('Only deliveries in this state.'),
  provider: z
    .enum(PROVIDER_NAMES, `use one of ${PROVIDER_NAMES.join(', ')}`)
    .optional()
    .describe('Only those of this payment provider.'),
  reference: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe('Only those whose facts name this reference of the provider, such as a subscription.'),
  from: when.describe('Received at this moment or later; a bare day is one in UTC.'),
  to: when.describe('Received up to this moment; a bare day is one in UTC, and included.'),
} as const;

export type Filters = { readonly [Name in keyof typeof FILTERS]?: z.infer<(typeof FILTERS)[Name]> | undefined };

/** For `refine`: false if nothing can have been received in between. */
export function isInOrder({ from, to }: Filters): boolean {
  if (from === undefined || to === undefined) return true;
  return Date.parse(from) < Date.parse(to) + (to.includes('T') ? 1 : DAY_MS);
}
export const IN_ORDER = { path: ['to'], error: 'must not lie before `from`' };

/** What waits, for a person or by itself. */
export const WAITING_STATES = [
  'failed',
  'ambiguous',
  'set-aside',
  'parked',
] as const satisfies readonly DeliveryState[];

/** True if a delivery is meant. Its time is not looked at: the index is read from `from` to `to`. */
export function isMeant(
  delivery: Delivery,
  states: readonly DeliveryState[],
  { provider, reference }: Pick<Filters, 'provider' | 'reference'>,
): boolean {
  if (!states.includes(delivery.state)) return false;
  if (provider !== undefined && delivery.provider !== provider) return false;
  return reference === undefined || delivery.facts.some(({ references }) => references.includes(reference));
}

/** The part of the index to read: days as they are, moments in UTC. */
export function rangeOf({ from, to }: Filters): { readonly from?: string; readonly to?: string } {
  return { ...(from !== undefined && { from: inUtc(from) }), ...(to !== undefined && { to: inUtc(to) }) };
}

function inUtc(when: string): string {
  return when.includes('T') ? laterBy(when, 0) : when;
}
