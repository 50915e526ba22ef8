import * as z from 'zod';
import type { DueDeadline, DuePosition } from '../../shared/aws/table/due.ts';
import { SHARDS } from '../../shared/aws/table/keys.ts';
import { addDays } from '../../shared/core/calendar/days.ts';
import type { Day } from '../../shared/core/calendar/types.ts';
import { contractIdSchema } from '../../shared/core/events/contract.ts';
import { wordsOf } from '../../shared/core/words/words.ts';
import { readCursor } from './cursor.ts';
import { deadlineAnswer } from './deadline-answer.ts';
import type { Respond } from './dependencies.ts';
import { explained } from './explained.ts';
import { answerPage } from './page.ts';
import { parseQuery } from './parse.ts';
import { QUERIES } from './queries.ts';

/** Least rows read at a time. Filters may leave out most of them, and smaller reads would be many requests. */
const LEAST_BATCH = 25;

/** Deadlines of every contract whose last day lies from `from` to `to`, both included; by last instant, contract, id. */
export const getDeadlines: Respond = async (dependencies, request) => {
  const route = 'GET /deadlines';
  const { from, to, state, cursor, limit, explain } = parseQuery(QUERIES[route], request);
  const scope = { route, from, to, state } as const;
  const days = daysOfInstants(from, to);
  const position = readCursor(scope, positionSchema(days), cursor);
  const start = position?.map((entry) => entry && { at: entry[0], contract: entry[1], id: entry[2] });
  const due = dependencies.table.due({ ...days, start, batchSize: Math.max(limit + 1, LEAST_BATCH) });
  const words = wordsOf(dependencies.catalog);
  const isWanted = ({ deadline }: DueDeadline) =>
    deadline.date >= from && deadline.date <= to && (state === undefined || deadline.state === state);
  return answerPage(explain ? explained(dependencies, due, { isWanted, batchSize: limit + 1 }) : due, {
    name: 'deadlines',
    scope,
    limit,
    rowOf: (found) =>
      isWanted(found) ? { contract: found.contract, ...deadlineAnswer(found.deadline, { explain, words }) } : undefined,
    positionOf: ({ position: reached }) => written(reached),
  });
};

const EARLIEST = '1970-01-01';
const LATEST = '9998-12-31';

/** The days in UTC on which last days from `from` to `to` can end: zones move the end of a day by up to a day. */
function daysOfInstants(from: Day, to: Day): { from: Day; before: Day } {
  return { from: addDays(inRange(from), -1), before: addDays(inRange(to), 3) };
}

/** Limits a day to the years in which deadlines lie, so that days around it keep a four-digit year. */
function inRange(day: Day): Day {
  if (day < EARLIEST) return EARLIEST;
  return day > LATEST ? LATEST : day;
}

/**
 * For each shard the sort key, contract and id of the last entry read. A sort key outside the query’s range is refused
 * here, since DynamoDB would refuse it.
 */
function positionSchema({ from, before }: { from: Day; before: Day }) {
  const at = z
    .string()
    .max(512)
    .refine((text) => text >= from && text <= before);
  const entry = z.tuple([at, contractIdSchema, z.string().min(1).max(256)]);
  return z.array(entry.nullable()).length(SHARDS.length);
}

function written(position: DuePosition) {
  return position.map((entry) => entry && [entry.at, entry.contract, entry.id]);
}
