import { idAt, valueAt } from '../fields.ts';
import type { Parties } from '../mapped-event.ts';
import type { StripeMessage } from './message.ts';

/** Types whose object itself is the customer, or a payment; `charge.dispute.created` is about a dispute. */
const CUSTOMER = /^customer\.(created|updated|deleted)$/;
const PAYMENT = /^(payment_intent|charge)\.[^.]+$/;

/** Whom any Stripe object concerns, as far as it says, wherever its version of the API keeps it. */
export function partiesOf({ object, type }: Pick<StripeMessage, 'object' | 'type'>): Parties {
  const own = idAt(object, 'id');
  return {
    byCustomer: showsAllLines(object),
    contract: type.startsWith('customer.subscription.') ? own : subscriptionIn(object),
    customer: CUSTOMER.test(type) ? own : customerIn(object),
    payments: [
      idAt(object, 'payment_intent'),
      idAt(object, 'payment', 'payment_intent'),
      idAt(object, 'charge'),
      ...(PAYMENT.test(type) ? [own] : []),
      idAt(object, 'invoice'),
      ...(type.startsWith('invoice.') ? [own] : []),
      ...(type.startsWith('payment_method.') ? [own] : [idAt(object, 'payment_method')]),
    ],
  };
}

/** An object that names no customer itself may show, expanded, one that does: a dispute its charge. */
export function customerIn(object: object): string | null {
  const own = idAt(object, 'customer') ?? idAt(object, 'customer_account');
  const expanded = ['charge', 'payment_intent', 'payment_method'].map((key) => idAt(object, key, 'customer'));
  return own ?? expanded.find((customer) => customer !== null) ?? null;
}

/** On the object itself until 2025-03-31 (Basil), under `parent` since; else the only one that its lines name. */
export function subscriptionIn(object: object): string | null {
  const named = ofParent(object);
  if (named !== null) return named;
  const [only, ...others] = new Set(linesOf(object).flatMap((line) => subscriptionOfLine(line) ?? []));
  return others.length === 0 ? (only ?? null) : null;
}

/** The lines that the message shows; there may be more. */
export function linesOf(object: object): readonly object[] {
  const lines = valueAt(object, 'lines', 'data');
  return Array.isArray(lines) ? lines.filter((line) => typeof line === 'object' && line !== null) : [];
}

/** Lines that the message leaves out may name a subscription. What has no lines leaves none out. */
export function showsAllLines(object: object): boolean {
  return valueAt(object, 'lines', 'has_more') !== true;
}

export function subscriptionOfLine(line: object): string | null {
  return (
    idAt(line, 'parent', 'subscription_item_details', 'subscription') ??
    idAt(line, 'parent', 'invoice_item_details', 'subscription') ??
    idAt(line, 'subscription')
  );
}

/** The subscription that the invoice, session or item as a whole is about. */
export function ofParent(object: object): string | null {
  return idAt(object, 'parent', 'subscription_details', 'subscription') ?? idAt(object, 'subscription');
}
