import { tellsMore } from '../core/intake/customers.ts';
import { findProvider } from '../core/webhooks/providers.ts';
import type { CustomerSnapshot } from '../core/webhooks/snapshots.ts';
import type { ProviderObject } from '../providers/port.ts';
import { ProviderUnavailableError, told } from './asking.ts';
import type { InboundDependencies } from './dependencies.ts';
import { keepCustomer } from './keep-customer.ts';
import type { Progress } from './progress.ts';

/**
 * Asks the provider for a customer of whom no address is known, and keeps the answer as if a message of that moment told it.
 * True if that is more than was known, and has an address; otherwise what is written of the fact says why not.
 * @throws ProviderUnavailableError, and whatever `keepCustomer` throws
 */
export async function askForAddress(
  dependencies: InboundDependencies,
  progress: Progress,
  event: string,
  customer: string,
): Promise<boolean> {
  const answer = await progress.asking?.customer(customer);
  if (!answer) return false;
  if (!answer.ok) {
    if (answer.reason === 'unavailable') throw new ProviderUnavailableError();
    progress.remark(event, `The provider did not show customer ${customer}: ${told(answer)}.`);
    return false;
  }
  const { provider, eventId, type } = progress.delivery;
  const shown = snapshotOf(provider, answer.value, answer.at);
  if (shown?.values.email == null) {
    progress.remark(event, `The provider shows no address of customer ${customer} that can be used.`);
    return false;
  }
  const known = await dependencies.customers.read(provider, customer);
  // To keep it would wake all that waits for the customer, this delivery as well, and each would keep it again.
  if (known !== undefined && !tellsMore(shown, known)) {
    progress.remark(event, `The provider shows no more of customer ${customer} than its messages told.`);
    return false;
  }
  // The message that had it asked for stands for the answer.
  await keepCustomer(dependencies, shown, { provider, eventId: eventId ?? '', type: type ?? '' });
  return true;
}

type AsMessage = (customer: ProviderObject, at: string) => unknown;

/** The message in which a provider would show the customer as it is at a moment. */
const AS_MESSAGE: Readonly<Record<string, AsMessage>> = {
  stripe: (object, at) => ({
    id: 'answer',
    object: 'event',
    type: 'customer.updated',
    created: Math.floor(Date.parse(at) / 1000),
    data: { object },
  }),
  paddle: (data, at) => ({ event_id: 'answer', event_type: 'customer.updated', occurred_at: at, data }),
};

function snapshotOf(provider: string, customer: ProviderObject, at: string): CustomerSnapshot | null {
  const shown = findProvider(provider)?.customerOf(AS_MESSAGE[provider]?.(customer, at));
  return shown ? { ...shown, message: null } : null;
}
