import { taskOf } from '../../shared/tasks/task.ts';
import { readCursor } from './cursor.ts';
import type { Respond } from './dependencies.ts';
import { answerPage } from './page.ts';
import { parseQuery } from './parse.ts';
import { inboundPositionSchema, QUERIES } from './queries.ts';

/** Least entries read at a time: smaller reads would be many requests. */
const LEAST_BATCH = 25;

/** What waits for a person, oldest first. */
export const getTasks: Respond = async (dependencies, request) => {
  const route = 'GET /tasks';
  const { kind, cursor, limit } = parseQuery(QUERIES[route], request);
  const scope = { route, kind } as const;
  const after = readCursor(scope, inboundPositionSchema, cursor);
  const now = dependencies.clock.now();
  const batchSize = Math.max(limit + 1, LEAST_BATCH);
  return answerPage(dependencies.waiting.list({ ...(kind && { kinds: [kind] }), after, batchSize }), {
    name: 'tasks',
    scope,
    limit,
    rowOf: (waiting) => taskOf(waiting, now),
    positionOf: ({ position }) => position,
  });
};
