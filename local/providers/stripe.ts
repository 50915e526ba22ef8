import { PLAIN_ID } from '../../shared/providers/answers.ts';
import type { Shelf, Shown } from './shelf.ts';

/** Collections by the name of their objects. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  customer: 'customers',
  subscription: 'subscriptions',
  charge: 'charges',
  invoice: 'invoices',
  invoice_payment: 'invoice_payments',
};

const LARGEST_PAGE = 100;

/**
 * Takes in an event as a webhook carries it, and the object it shows. An event without an id that Stripe could give it is
 * none of Stripe's, and its list does not have it.
 */
export function rememberStripe(shelf: Shelf, event: Shown): void {
  const { id } = event;
  if (typeof id !== 'string' || !PLAIN_ID.test(id)) return;
  shelf.tell(id, event);
  const object = (event.data as { object?: Shown } | null | undefined)?.object;
  const collection = COLLECTIONS[String(object?.object)];
  if (object && collection) shelf.put(collection, object);
}

/** The part of Stripe's API that is read. */
export function answerAsStripe(shelf: Shelf, { pathname, searchParams }: URL): Response {
  const [, version, collection = '', id, ...more] = pathname.split('/');
  if (version !== 'v1' || more.length > 0) return missing(pathname);
  if (id !== undefined) {
    const object = shelf.object(collection, decodeURIComponent(id));
    return object ? Response.json(object) : missing(id);
  }
  if (collection === 'events') return events(shelf, searchParams);
  if (collection === 'invoice_payments') return invoicePayments(shelf, searchParams);
  return missing(pathname);
}

function events(shelf: Shelf, asked: URLSearchParams): Response {
  const [from, to] = ['gte', 'lte'].map((bound) => asked.get(`created[${bound}]`));
  const listed = shelf
    .events()
    .filter(
      ({ created }) =>
        (from == null || Number(created) >= Number(from)) && (to == null || Number(created) <= Number(to)),
    )
    .toSorted((a, b) => Number(b.created) - Number(a.created) || String(b.id).localeCompare(String(a.id)));
  return page(listed, asked, '/v1/events');
}

function invoicePayments(shelf: Shelf, asked: URLSearchParams): Response {
  const intent = asked.get('payment[payment_intent]');
  const found = shelf
    .all('invoice_payments')
    .filter(({ payment }) => (payment as Shown | undefined)?.payment_intent === intent);
  const isExpanded = asked.getAll('expand[]').includes('data.invoice');
  const shown = found.map((one) =>
    isExpanded ? { ...one, invoice: shelf.object('invoices', String(one.invoice)) ?? null } : one,
  );
  return page(shown, asked, '/v1/invoice_payments');
}

function page(all: readonly Shown[], asked: URLSearchParams, url: string): Response {
  const limit = Number(asked.get('limit') ?? 10);
  if (!(limit >= 1 && limit <= LARGEST_PAGE)) return refusal(400, 'parameter_invalid_integer');
  const after = asked.get('starting_after');
  const start = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
  if (after !== null && start === 0) return refusal(400, 'resource_missing');
  const data = all.slice(start, start + limit);
  return Response.json({ object: 'list', data, has_more: start + data.length < all.length, url });
}

function missing(what: string): Response {
  return refusal(404, 'resource_missing', `No such object: '${what}'`);
}

export function refusal(status: number, code: string, message = code): Response {
  return Response.json({ error: { type: 'invalid_request_error', code, message } }, { status });
}
