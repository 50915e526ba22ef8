import * as ofStripe from '../core/webhooks/fixtures/stripe.ts';
import { contractOf, type Door, type Json, NOW } from './door.ts';

const { at } = ofStripe;

const message = (id: string, type: string, object: Json, when = NOW) =>
  ofStripe.stripeEvent(type, object, { id, created: at(when) });

const line = (subscription: string, amount: number) => ({
  id: `il_${subscription}`,
  amount,
  parent: { type: 'subscription_item_details', subscription_item_details: { subscription } },
});
const lines = { data: [line('sub_1', 1900), line('sub_2', 3000)], has_more: false };

/**
 * Two contracts of one customer: an invoice of both, a payment of each, a refund and a dispute that name payments alone, and
 * the end of one.
 */
export const MESSAGES = {
  issuedToBoth: message('evt_both', 'invoice.finalized', ofStripe.invoice({ parent: null, lines })),
  paid: message('evt_paid_1', 'invoice.paid', paid('sub_1', 'pi_1')),
  otherPaid: message('evt_paid_2', 'invoice.paid', paid('sub_2', 'pi_2')),
  refunded: message('evt_refund', 'refund.created', ofStripe.refund({ payment_intent: 'pi_1', charge: 'ch_1' })),
  disputed: message(
    'evt_dispute',
    'charge.dispute.created',
    ofStripe.dispute({ payment_intent: 'pi_2', charge: 'ch_2' }),
  ),
  ended: message(
    'evt_end',
    'customer.subscription.deleted',
    ofStripe.subscription({ status: 'canceled', ended_at: at(NOW) }),
  ),
  sent: message('evt_sent', 'invoice.sent', ofStripe.invoice()),
} satisfies Record<string, Json>;

function paid(subscription: string, intent: string): Json {
  const paidInFull = { status: 'paid', amount_paid: 4900, amount_remaining: 0 };
  return ofStripe.legacyInvoice({ id: `in_${subscription}`, subscription, payment_intent: intent, ...paidInFull });
}

export const CONTRACTS = [1, 2].map((n) => contractOf(`c${n}`, { stripe: [`sub_${n}`, 'cus_1'] }));

/** What stands in the end: what each contract has on record, and what became of each fact. */
export async function outcome(door: Door) {
  const contracts = await Promise.all(
    CONTRACTS.map(async ({ id }) => {
      const [loaded, evidence] = [await door.table.load(id), await door.table.evidence(id)];
      return {
        id,
        events: (loaded?.events ?? []).map((event) => event.id).sort(),
        deadlines: (loaded?.deadlines ?? [])
          .map((deadline) => `${deadline.id} ${deadline.state} ${deadline.date}`)
          .sort(),
        evidence: evidence.map(({ type }) => type).sort(),
      };
    }),
  );
  const facts = [];
  for (const { id } of Object.values(MESSAGES)) {
    const delivery = await door.dependencies.deliveries.read(`stripe~default~${String(id)}`);
    // What is of no use names its contract only if there is one by then, and is not looked at again.
    const decided = delivery?.facts.map(({ contract, ...fact }) =>
      fact.state === 'unused' ? fact : { ...fact, contract },
    );
    if (delivery) facts.push({ state: delivery.state, facts: decided });
  }
  const waiting = [];
  for (const reference of ['sub_1', 'sub_2', 'pi_1', 'pi_2', 'ch_1', 'ch_2', 'cus_1']) {
    waiting.push(...(await door.waiting('stripe', reference)));
  }
  return { contracts, facts, waiting };
}
