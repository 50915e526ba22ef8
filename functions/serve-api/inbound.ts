import { DELIVERY_STATES, deliverySchema } from '../../shared/inbound/delivery.ts';
import { isMeant, rangeOf } from '../../shared/inbound/filters.ts';
import { deliveryView, wholeDelivery } from '../../shared/inbound/view.ts';
import { answer, HttpProblem } from '../../shared/runtime/http.ts';
import { readCursor } from './cursor.ts';
import type { Request, Respond } from './dependencies.ts';
import { answerPage } from './page.ts';
import { parseQuery } from './parse.ts';
import { inboundPositionSchema, QUERIES } from './queries.ts';

/** Least deliveries read at a time. Filters may leave out most of them, and smaller reads would be many requests. */
const LEAST_BATCH = 25;

/** Webhooks, the latest first. */
export const getInbound: Respond = async ({ deliveries }, request) => {
  const route = 'GET /inbound';
  const { cursor, limit, ...filters } = parseQuery(QUERIES[route], request);
  const scope = { route, ...filters } as const;
  const after = readCursor(scope, inboundPositionSchema, cursor);
  const states = filters.state === undefined ? DELIVERY_STATES : [filters.state];
  const batchSize = Math.max(limit + 1, LEAST_BATCH);
  const found = deliveries.list({ ...rangeOf(filters), states, order: 'newest-first', after, batchSize });
  return answerPage(found, {
    name: 'deliveries',
    scope,
    limit,
    rowOf: ({ delivery }) => (isMeant(delivery, states, filters) ? deliveryView(delivery) : undefined),
    positionOf: ({ position }) => position,
  });
};

/** A webhook with its body, and what that means by the mapping of this release. */
export const getDelivery: Respond = async ({ deliveries }, request) => {
  parseQuery(QUERIES['GET /inbound/{delivery}'], request);
  const id = deliveryInPath(request);
  const stored = await deliveries.load(id);
  if (!stored) throw noSuchDelivery(id);
  return answer(200, wholeDelivery(stored.delivery, stored.body));
};

export function deliveryInPath({ pathParameters }: Request): string {
  const id = pathParameters?.delivery ?? '';
  if (!deliverySchema.shape.id.safeParse(id).success) throw noSuchDelivery(id);
  return id;
}

export function noSuchDelivery(id: string): HttpProblem {
  return new HttpProblem(404, 'unknown-delivery', 'There is no such webhook.', [
    {
      field: 'delivery',
      value: id,
      detail: 'Give the id that GET /inbound lists. A webhook that is at its end is removed after a time.',
    },
  ]);
}
