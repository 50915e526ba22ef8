import * as z from 'zod';
import { type Asked, type EventPage, type ProviderObject, unanswered } from './port.ts';

/** An id that can be part of a path and of a key: a dot could lead out of the path. Paddle's ids have a narrower form. */
export const PLAIN_ID = /^[A-Za-z0-9_-]{1,255}$/;

const objectSchema = z.looseObject({ id: z.string(), deleted: z.boolean().nullish().catch(undefined) });

/** The object that was asked for. An answer about another one is not used. */
export function objectOf(id: string, value: unknown): Asked<ProviderObject> {
  const { data } = objectSchema.safeParse(value);
  if (data?.id !== id) return unanswered('unreadable');
  return data.deleted === true ? unanswered('not-found') : { ok: true, value: data };
}

/** A page whose events are the objects of a list. `lastId`: the id after which the next page begins. */
export function pageOf(
  events: readonly unknown[],
  { hasMore, lastId, cursor }: { hasMore: boolean; lastId: string | undefined; cursor: string | undefined },
): Asked<EventPage> {
  if (!hasMore || events.length === 0) return { ok: true, value: { events } };
  // A list that does not get on would be asked for without end.
  if (lastId === undefined || lastId === cursor) return unanswered('unreadable');
  return { ok: true, value: { events, next: lastId } };
}

/** Bounded and plain, so that it can be part of a path or a query. */
export function idAs(pattern: RegExp, value: unknown): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}
