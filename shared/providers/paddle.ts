import * as z from 'zod';
import { idAt } from '../core/webhooks/fields.ts';
import { laterBy } from '../runtime/clock.ts';
import { idAs, objectOf, pageOf } from './answers.ts';
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

const LIVE = 'https://api.paddle.com';
const SANDBOX = 'https://sandbox-api.paddle.com';
const SANDBOX_KEY = /^pdl_sdbx_/;
/** Paddle allows 240 requests a minute from one address, which all functions may share. */
const PER_SECOND = 1;
const LISTED_FOR_DAYS = 90;
/** Ids rise with time, but not strictly: how much later than the event after it an event may have happened, in milliseconds. */
const DISORDER_MS = 5 * 60_000;

/** The form of the ids of Paddle's events, of which one is the cursor of a list. */
export const EVENT_ID = /^evt_[a-z0-9]{26}$/;

const ID = {
  customer: /^ctm_[a-z0-9]{26}$/,
  subscription: /^sub_[a-z0-9]{26}$/,
  transaction: /^txn_[a-z0-9]{26}$/,
} as const;

const entitySchema = z.object({ data: z.unknown() });
const eventsSchema = z.object({
  data: z.array(z.unknown()),
  meta: z.object({ pagination: z.object({ has_more: z.boolean() }) }),
});
const timeSchema = z.object({ occurred_at: z.string() });

/** Paddle's API, by a key of its current form, which says whether it is of the sandbox: https://developer.paddle.com */
export class PaddlePort implements ProviderPort {
  readonly listedForDays = LISTED_FOR_DAYS;
  readonly mode: 'live' | 'test';
  readonly #http: ProviderHttp;

  constructor(transport: Transport, key: string) {
    this.mode = SANDBOX_KEY.test(key) ? 'test' : 'live';
    this.#http = new ProviderHttp(transport, {
      origin: this.mode === 'test' ? SANDBOX : LIVE,
      headers: { authorization: `Bearer ${key}`, 'paddle-version': '1' },
      perSecond: PER_SECOND,
      codeIn: (body) => z.object({ error: z.object({ code: z.string() }) }).safeParse(body).data?.error.code,
    });
  }

  customer(id: string): Promise<Asked<ProviderObject>> {
    return this.#entity('customers', ID.customer, id);
  }

  subscription(id: string): Promise<Asked<ProviderObject>> {
    return this.#entity('subscriptions', ID.subscription, id);
  }

  async subscriptionOfPayment(id: string): Promise<Asked<string | null>> {
    const transaction = await this.#entity('transactions', ID.transaction, id);
    return transaction.ok ? { ok: true, value: idAt(transaction.value, 'subscription_id') } : transaction;
  }

  /** The list has no filter of time, so it ends with a page of which every event is too old by `DISORDER_MS` at least. */
  async events({ since, until, cursor }: EventQuery): Promise<Asked<EventPage>> {
    if (cursor !== undefined && !EVENT_ID.test(cursor)) return unanswered('bad-id');
    const answer = await bySize((size) =>
      this.#http.get('/events', {
        per_page: String(size),
        order_by: 'id[DESC]',
        ...(cursor !== undefined && { after: cursor }),
      }),
    );
    if (!answer.ok) return answer;
    const { data: page } = eventsSchema.safeParse(answer.value);
    if (!page) return unanswered('unreadable');
    const recent = page.data.filter((event) => !isBefore(event, since));
    const lastId = idAs(EVENT_ID, idAt(page.data.at(-1), 'event_id'));
    const end = laterBy(since, -DISORDER_MS);
    const hasMore = page.meta.pagination.has_more && page.data.some((event) => !isBefore(event, end));
    const listed = pageOf(page.data, { hasMore, lastId, cursor });
    if (!listed.ok) return listed;
    const events = recent.filter((event) => until === undefined || !isAfter(event, until));
    return { ok: true, value: { ...listed.value, events } };
  }

  async #entity(collection: string, pattern: RegExp, id: string): Promise<Asked<ProviderObject>> {
    if (!pattern.test(id)) return unanswered('bad-id');
    const answer = await this.#http.get(`/${collection}/${encodeURIComponent(id)}`);
    return answer.ok ? objectOf(id, entitySchema.safeParse(answer.value).data?.data) : answer;
  }
}

/** Events without a time that can be read are listed whatever is asked for. */
function isBefore(event: unknown, instant: string): boolean {
  return Date.parse(timeOf(event)) < Date.parse(instant);
}

function isAfter(event: unknown, instant: string): boolean {
  return Date.parse(timeOf(event)) > Date.parse(instant);
}

function timeOf(event: unknown): string {
  return timeSchema.safeParse(event).data?.occurred_at ?? '';
}
