import * as z from 'zod';
import type { ContractHead } from '../../shared/aws/table/items.ts';
import { inWordsOf } from '../../shared/core/deadlines/deadline-changes.ts';
import { plan } from '../../shared/core/deadlines/plan.ts';
import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import { eventIdSchema } from '../../shared/core/events/event.ts';
import { told } from '../../shared/core/evidence/sentences.ts';
import { wordsOf } from '../../shared/core/words/words.ts';
import { readCursor } from './cursor.ts';
import { deadlineAnswer } from './deadline-answer.ts';
import type { Respond, ServeApiDependencies } from './dependencies.ts';
import { answerPage } from './page.ts';
import { contractInPath, noSuchContract, parseQuery } from './parse.ts';
import { QUERIES } from './queries.ts';

/** A contract with a page of its events, by id, which is their order in the table. */
export const getContract: Respond = async (dependencies, request) => {
  const route = 'GET /contracts/{contract}';
  const contract = contractInPath(request);
  const { cursor, limit } = parseQuery(QUERIES[route], request);
  const scope = { route, contract } as const;
  const after = readCursor(scope, eventIdSchema, cursor);
  const { contract: agreed, createdAt, notCounted = [] } = await headOrRefuse(dependencies, contract);
  return answerPage(dependencies.table.events(contract, { after, pageSize: limit + 1 }), {
    name: 'events',
    scope,
    limit,
    beside: { ...agreed, createdAt, notCounted },
    rowOf: (event) => event,
    positionOf: ({ id }) => id,
  });
};

const placeSchema = z.tuple([z.iso.datetime(), z.string()]);

/**
 * The deadlines of a contract by last instant, then id. The first page also lists the clauses without a period and those that cannot be counted. The
 * table orders deadlines by id, so every page reads all of them, and only the answer is bounded. With `explain=true`
 * the explanations are as of today.
 */
export const getContractDeadlines: Respond = async (dependencies, request) => {
  const route = 'GET /contracts/{contract}/deadlines';
  const contract = contractInPath(request);
  const { cursor, limit, explain } = parseQuery(QUERIES[route], request);
  const scope = { route, contract } as const;
  const after = readCursor(scope, placeSchema, cursor);
  const words = wordsOf(dependencies.catalog);
  const isFirst = after === undefined;
  const { deadlines, ...beside } =
    isFirst || explain
      ? await planned(dependencies, contract, { isFirst, explain })
      : { deadlines: await stored(dependencies, contract) };
  const ordered = deadlines.map(placed).toSorted((a, b) => compare(a.place, b.place));
  const rest = after ? ordered.filter(({ place }) => compare(place, after) > 0) : ordered;
  return answerPage(rest, {
    name: 'deadlines',
    scope,
    limit,
    beside,
    rowOf: ({ deadline }) => deadlineAnswer(deadline, { explain, words }),
    positionOf: ({ place }) => place,
  });
};

type Place = z.infer<typeof placeSchema>;

function placed(deadline: StoredDeadline): { readonly deadline: StoredDeadline; readonly place: Place } {
  return { deadline, place: [deadline.instant, deadline.id] };
}

function compare([instant, id]: Place, [other, otherId]: Place): number {
  return Date.parse(instant) - Date.parse(other) || (id < otherId ? -1 : Number(id > otherId));
}

async function stored({ table }: ServeApiDependencies, contract: string): Promise<readonly StoredDeadline[]> {
  const [, deadlines] = await Promise.all([headOrRefuse({ table }, contract), table.deadlines(contract)]);
  return deadlines;
}

/** Plans the contract, for the clauses without a period and for explanations as of today. */
async function planned(
  { table, catalog, holidays }: ServeApiDependencies,
  contract: string,
  { isFirst, explain }: { isFirst: boolean; explain: boolean },
) {
  const loaded = await table.load(contract);
  if (!loaded) throw noSuchContract(contract);
  const { head, events, deadlines } = loaded;
  const { contract: agreed, createdAt: recordedAt, notCounted = [] } = head;
  const { deadlines: inTodaysWords, none } = plan({ contract: agreed, recordedAt, events, catalog, holidays });
  return { deadlines: explain ? inWordsOf(inTodaysWords, deadlines) : deadlines, ...(isFirst && { none, notCounted }) };
}

const seqSchema = z.int().min(1).max(999_999_999);

/**
 * The evidence of a contract by `seq`. `head` is the end of the chain when the page was read; on the last page it is
 * the last entry, so that all pages together can be verified.
 */
export const getEvidence: Respond = async (dependencies, request) => {
  const route = 'GET /contracts/{contract}/evidence';
  const contract = contractInPath(request);
  const { cursor, limit } = parseQuery(QUERIES[route], request);
  const scope = { route, contract } as const;
  const first = (readCursor(scope, seqSchema, cursor) ?? 0) + 1;
  const words = wordsOf(dependencies.catalog);
  const { chain: head } = await headOrRefuse(dependencies, contract);
  return answerPage(dependencies.table.evidenceBetween(contract, { first, last: head.seq, pageSize: limit + 1 }), {
    name: 'entries',
    scope,
    limit,
    beside: { contract, head },
    rowOf: (entry) => told(entry, words),
    positionOf: ({ seq }) => seq,
  });
};

async function headOrRefuse({ table }: Pick<ServeApiDependencies, 'table'>, contract: string): Promise<ContractHead> {
  const head = await table.head(contract);
  if (!head) throw noSuchContract(contract);
  return head;
}
