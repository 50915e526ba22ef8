import { EVENT_ID } from '../../shared/providers/paddle.ts';
import type { Shelf, Shown } from './shelf.ts';

const DEFAULT_PAGE = 50;
const LARGEST_PAGE = 200;

/**
 * Takes in an event as a webhook carries it, and the entity it shows. The list of events has no ids of notifications, and
 * none but ids of Paddle's own form.
 */
export function rememberPaddle(shelf: Shelf, { notification_id: _, ...event }: Shown): void {
  const { event_id: id, event_type: type, data } = event;
  if (typeof id !== 'string') return;
  if (EVENT_ID.test(id)) shelf.tell(id, event);
  const [noun] = String(type).split('.');
  if (typeof data !== 'object' || data === null) return;
  if (['customer', 'subscription', 'transaction'].includes(String(noun))) shelf.put(`${noun}s`, { ...data });
}

/** The part of Paddle's API that is read. */
export function answerAsPaddle(shelf: Shelf, { pathname, origin, searchParams }: URL): Response {
  const [, collection = '', id, ...more] = pathname.split('/');
  if (collection === 'events' && id === undefined) return events(shelf, origin, searchParams);
  const entity = id !== undefined && more.length === 0 && shelf.object(collection, decodeURIComponent(id));
  return entity ? Response.json({ data: entity, meta: META }) : refusal(404, 'entity_not_found');
}

const META = { request_id: '00000000-0000-4000-8000-000000000000' };

function events(shelf: Shelf, origin: string, asked: URLSearchParams): Response {
  const perPage = Math.min(Number(asked.get('per_page') ?? DEFAULT_PAGE), LARGEST_PAGE);
  const isDescending = asked.get('order_by') === 'id[DESC]';
  const ordered = shelf
    .events()
    .toSorted((a, b) => (isDescending ? -1 : 1) * String(a.event_id).localeCompare(String(b.event_id)));
  const after = asked.get('after');
  const start = after === null ? 0 : ordered.findIndex(({ event_id }) => event_id === after) + 1;
  const data = ordered.slice(start, start + perPage);
  const next = `${origin}/events?after=${data.at(-1)?.event_id}`;
  const has_more = start + data.length < ordered.length;
  const pagination = { per_page: perPage, next, has_more, estimated_total: ordered.length };
  return Response.json({ data, meta: { ...META, pagination } });
}

export function refusal(status: number, code: string): Response {
  return Response.json({ error: { type: 'request_error', code, detail: code }, meta: META }, { status });
}
