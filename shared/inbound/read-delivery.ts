import type { StoredDelivery } from '../aws/table/deliveries.ts';
import { findDoor } from '../core/webhooks/doors.ts';
import { PayloadError } from '../core/webhooks/payload-error.ts';
import type { MappedEvent } from '../core/webhooks/provider.ts';
import { findProvider } from '../core/webhooks/providers.ts';
import type { CustomerSnapshot, SubscriptionSnapshot } from '../core/webhooks/snapshots.ts';
import { type Delivery, MOST_FACTS } from './delivery.ts';
import type { InboundDependencies, InboundSettings } from './dependencies.ts';
import { shortened } from './outcome.ts';

/** What a delivery tells. */
export interface Told {
  readonly tellings: readonly MappedEvent[];
  /** The subscription, or the customer, that it is about. */
  readonly subscription: SubscriptionSnapshot | null;
  readonly customer: CustomerSnapshot | null;
}

/** What a delivery tells, or why it tells nothing: then it is at its end, or waits for a person. */
export type Reading =
  | Told
  | { readonly state: 'unused' | 'set-aside'; readonly reason: string; readonly detail: string };

/** Reads the body of a delivery and maps it. Never throws, whatever is in it. */
export function readDelivery(
  { inbound }: Pick<InboundDependencies, 'inbound'>,
  { delivery, body }: StoredDelivery,
): Reading {
  const payload = parsed(body);
  if (payload === undefined) {
    return setAside('malformed-json', 'body: it is no JSON; have the provider send the event again.');
  }
  const [provider, door] = [findProvider(delivery.provider), findDoor(delivery.provider)];
  if (provider === undefined || door === undefined) {
    return setAside('unknown-provider', `provider: there is no mapping for ${delivery.provider}.`);
  }
  const alien = notForUs(delivery, door.envelopeOf(payload).account, inbound);
  if (alien) return alien;
  try {
    const tellings = provider.map(payload);
    if (tellings.length <= MOST_FACTS) {
      return { tellings, subscription: provider.subscriptionOf(payload), customer: provider.customerOf(payload) };
    }
    const detail = `body: it tells ${tellings.length} facts and at most ${MOST_FACTS} are taken; record them by POST /contracts/{id}/events.`;
    return setAside('too-many-facts', detail);
  } catch (error) {
    if (!(error instanceof PayloadError)) throw error;
    return setAside('payload', `${error.field}: ${error.remedy}`);
  }
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/** Undefined for what is no JSON; JSON itself knows no undefined. */
function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(UTF_8.decode(body));
  } catch {
    return undefined;
  }
}

function notForUs({ mode }: Delivery, account: string | null, settings: InboundSettings): Reading | undefined {
  if (mode === 'simulation') return unused('simulation', 'It is a simulation of the provider.');
  if (settings.acceptsTestData) return undefined;
  if (mode === 'test') return unused('test-mode', 'It is of the provider’s test mode, which this stage does not take.');
  if (account === null || settings.accounts.includes(account)) return undefined;
  return unused('other-account', `account: ${account} is not among the accounts of this stage.`);
}

function setAside(reason: string, detail: string): Reading {
  return { state: 'set-aside', reason, detail: shortened(detail) };
}

function unused(reason: string, detail: string): Reading {
  return { state: 'unused', reason, detail: shortened(detail) };
}
