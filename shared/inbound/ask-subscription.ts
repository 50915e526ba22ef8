import type { MappedEvent } from '../core/webhooks/provider.ts';
import { ProviderUnavailableError, told } from './asking.ts';
import type { InboundDependencies } from './dependencies.ts';
import { findContract } from './find-contract.ts';
import type { Progress } from './progress.ts';

/** The ids by which a provider can say what was paid for: Stripe's payment intents and charges, Paddle's transactions. */
const PAYMENT = /^(pi|ch|py|txn)_/;

/**
 * A fact that names no subscription, and that nothing known brings to a contract, as if it named the one that the provider says
 * it is for. The fact itself is not changed. If the provider is not asked, what is written of the fact says why.
 * @throws ProviderUnavailableError, or the table’s error
 */
export async function withSubscription(
  dependencies: InboundDependencies,
  progress: Progress,
  fact: MappedEvent,
): Promise<MappedEvent> {
  const { asking } = progress;
  const payment = fact.references.find((reference) => PAYMENT.test(reference));
  if (!asking || fact.contract !== null || payment === undefined) return fact;
  if (fact.kind === 'informational' || fact.kind === 'unmapped') return fact;
  if ((await findContract(dependencies, progress.delivery.provider, fact)).is === 'found') return fact;
  const answer = await asking.subscriptionOfPayment(payment);
  if (answer.ok) {
    return answer.value === null ? fact : { ...fact, contract: answer.value, references: [answer.value] };
  }
  if (answer.reason === 'unavailable') throw new ProviderUnavailableError();
  progress.remark(fact.id, `The provider did not say which subscription ${payment} is for: ${told(answer)}.`);
  return fact;
}
