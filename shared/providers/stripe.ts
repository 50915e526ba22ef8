import * as z from 'zod';
import { idAt } from '../core/webhooks/fields.ts';
import { subscriptionIn } from '../core/webhooks/stripe/parties.ts';
import { idAs, objectOf, PLAIN_ID, pageOf } from './answers.ts';
import { bySize } from './events-by-size.ts';
import { ProviderHttp, type Transport } from './http.ts';
import {
  type Asked,
  type EventPage,
  type EventQuery,
  type ProviderObject,
  type ProviderPort,
  unanswered,
} from './port.ts';

const ORIGIN = 'https://api.stripe.com';
/**
 * Shapes what is read by id: since this version a payment leads to its invoice. Events keep the version in which they were
 * created.
 */
const VERSION = '2025-03-31.basil';
/** Stripe allows 25 requests a second in test mode, and other systems of the account make some of them. */
const PER_SECOND = 5;
const TEST_KEY = /^rk_test_/;
const LISTED_FOR_DAYS = 30;

const eventsSchema = z.object({ data: z.array(z.unknown()), has_more: z.boolean() });
const invoicePaymentsSchema = z.object({
  data: z.array(z.object({ invoice: z.looseObject({}).nullish().catch(undefined) })),
});

/** Stripe's API, by a restricted key: https://docs.stripe.com/api */
export class StripePort implements ProviderPort {
  readonly listedForDays = LISTED_FOR_DAYS;
  readonly mode: 'live' | 'test';
  readonly #http: ProviderHttp;

  constructor(transport: Transport, key: string) {
    this.mode = TEST_KEY.test(key) ? 'test' : 'live';
    this.#http = new ProviderHttp(transport, {
      origin: ORIGIN,
      headers: { authorization: `Bearer ${key}`, 'stripe-version': VERSION },
      perSecond: PER_SECOND,
      codeIn: (body) => z.object({ error: z.object({ code: z.string() }) }).safeParse(body).data?.error.code,
    });
  }

  customer(id: string): Promise<Asked<ProviderObject>> {
    return this.#object('customers', id);
  }

  subscription(id: string): Promise<Asked<ProviderObject>> {
    return this.#object('subscriptions', id);
  }

  async subscriptionOfPayment(id: string): Promise<Asked<string | null>> {
    if (id.startsWith('pi_')) return this.#subscriptionOfIntent(id);
    if (!/^(ch|py)_/.test(id)) return unanswered('bad-id');
    const charge = await this.#object('charges', id);
    if (!charge.ok) return charge;
    const intent = idAt(charge.value, 'payment_intent');
    return intent === null ? { ok: true, value: null } : this.#subscriptionOfIntent(intent);
  }

  async events({ since, until, cursor }: EventQuery): Promise<Asked<EventPage>> {
    if (cursor !== undefined && !PLAIN_ID.test(cursor)) return unanswered('bad-id');
    const answer = await bySize((size) =>
      this.#http.get('/v1/events', {
        limit: String(size),
        'created[gte]': seconds(since),
        ...(until !== undefined && { 'created[lte]': seconds(until) }),
        ...(cursor !== undefined && { starting_after: cursor }),
      }),
    );
    if (!answer.ok) return answer;
    const { data: page } = eventsSchema.safeParse(answer.value);
    if (!page) return unanswered('unreadable');
    const lastId = idAs(PLAIN_ID, idAt(page.data.at(-1), 'id'));
    return pageOf(page.data, { hasMore: page.has_more, lastId, cursor });
  }

  async #object(collection: string, id: string): Promise<Asked<ProviderObject>> {
    if (!PLAIN_ID.test(id)) return unanswered('bad-id');
    const answer = await this.#http.get(`/v1/${collection}/${encodeURIComponent(id)}`);
    return answer.ok ? objectOf(id, answer.value) : answer;
  }

  async #subscriptionOfIntent(intent: string): Promise<Asked<string | null>> {
    if (!PLAIN_ID.test(intent)) return unanswered('bad-id');
    const answer = await this.#http.get('/v1/invoice_payments', {
      'payment[type]': 'payment_intent',
      'payment[payment_intent]': intent,
      'expand[]': 'data.invoice',
    });
    if (!answer.ok) return answer;
    const { data: payments } = invoicePaymentsSchema.safeParse(answer.value);
    if (!payments) return unanswered('unreadable');
    const named = new Set(payments.data.map(({ invoice }) => (invoice ? subscriptionIn(invoice) : null)));
    const [only = null] = named;
    return { ok: true, value: named.size === 1 ? only : null };
  }
}

function seconds(instant: string): string {
  return String(Math.floor(Date.parse(instant) / 1000));
}
