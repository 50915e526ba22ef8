import type { Answer, TestStack } from './stack.ts';

let sequence = 0;

/** Unlike any other of the file. */
export function fresh(prefix: string): string {
  sequence += 1;
  return `${prefix}-${sequence}`;
}

/** The body of `POST /contracts`: in force since 2026-01-15, known to both providers under ids made of its own. */
export function contractBody(id: string, changes: Readonly<Record<string, unknown>> = {}) {
  return {
    id,
    terms: 'exoopus',
    timezone: 'Europe/Bucharest',
    holidays: ['RO'],
    customer: { name: 'Acme SRL', email: 'ana@acme.example' },
    startsOn: '2026-01-15',
    references: { stripe: [`sub_${id}`, `cus_${id}`], paddle: [`sub_${id}`, `ctm_${id}`] },
    ...changes,
  };
}

/** For recording where no webhook waits. */
export const wakesNothing = async (): Promise<void> => undefined;

/** Creates a contract and answers its id. */
export async function createContract(test: TestStack, changes: Readonly<Record<string, unknown>> = {}) {
  const id = fresh('contract');
  const { status, body } = await test.post('/contracts', contractBody(id, changes));
  if (status !== 201) throw new Error(`creating ${id}: ${status} ${JSON.stringify(body)}`);
  return id;
}

export function recordEvent(
  test: TestStack,
  contract: string,
  kind: string,
  occurredAt: string,
  data: Readonly<Record<string, unknown>> = {},
): Promise<Answer> {
  return test.post(`/contracts/${contract}/events`, { kind, occurredAt, data });
}

/** A Stripe event with no more than its envelope. */
export function stripeEvent(type: string, object: Readonly<Record<string, unknown>>, at: string, id = fresh('evt')) {
  return { id, object: 'event', type, created: Math.floor(Date.parse(at) / 1000), data: { object } };
}

/** A failed payment of an invoice that was due on a given instant. */
export function failedPayment(contract: string, invoice: string, dueAt: string, at: string, id = fresh('evt')) {
  const due_date = Math.floor(Date.parse(dueAt) / 1000);
  const object = { id: invoice, customer: `cus_${contract}`, subscription: `sub_${contract}`, due_date };
  return stripeEvent('invoice.payment_failed', { ...object, amount_due: 4900, currency: 'eur' }, at, id);
}

/** The payment of an invoice of 49.00 in full. */
export function paidInvoice(contract: string, invoice: string, at: string, id = fresh('evt')) {
  const object = { id: invoice, customer: `cus_${contract}`, subscription: `sub_${contract}`, status: 'paid' };
  return stripeEvent('invoice.paid', { ...object, amount_paid: 4900, amount_remaining: 0, currency: 'eur' }, at, id);
}

export function paddleEvent(type: string, data: Readonly<Record<string, unknown>>, at: string, id = fresh('evt')) {
  return { event_id: id, event_type: type, occurred_at: at, data };
}
