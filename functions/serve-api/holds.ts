import * as z from 'zod';
import { HOLD_SCOPES, type Hold, holdIdSchema, isInForce, MOST_HOLDS } from '../../shared/core/notices/sending.ts';
import { versionLabel } from '../../shared/core/terms/pack.ts';
import { answer, HttpProblem, parseJson, rawBody } from '../../shared/runtime/http.ts';
import { type HoldRequest, placeHold, releaseHold } from '../../shared/sending/switch.ts';
import { readCursor } from './cursor.ts';
import type { Request, Respond, ServeApiDependencies } from './dependencies.ts';
import { answerPage } from './page.ts';
import { instantSchema, parseInput, parseQuery, refused, statementSchema } from './parse.ts';
import { QUERIES } from './queries.ts';
import { MOST_COUNTED, requirePack } from './sending.ts';

const common = {
  ...statementSchema.shape,
  until: instantSchema.optional().describe('From then on it stops nothing. Until it is released when absent.'),
};
const [all, pack, clause, contract] = HOLD_SCOPES;

/** The body of `POST /holds`. */
export const holdBodySchema = z.discriminatedUnion(
  'scope',
  [all.extend(common), pack.extend(common), clause.extend(common), contract.extend(common)],
  'use one of all, pack, clause, contract',
);

/** Stops letters to customers: no claim after the answer sends one. */
export const postHold: Respond = async (dependencies, request) => {
  const { until, ...asked } = parseInput(holdBodySchema, parseJson(rawBody(request)));
  if (until !== undefined && Date.parse(until) <= Date.parse(dependencies.clock.now()))
    throw refused(
      'until',
      until,
      `It is not later than the present, ${dependencies.clock.now()}. Leave it out, or give a later instant.`,
    );
  const held: HoldRequest = { ...asked, ...(until !== undefined && { until }) };
  await requireKnown(dependencies, held);
  const result = await placeHold(dependencies, held);
  if (!('hold' in result))
    throw tooMany(
      `${MOST_HOLDS} holds are in force, as many as there may be. Release one, or place one of a wider scope.`,
      asked.scope,
    );
  if (result.outcome === 'placed')
    dependencies.telemetry.info('SENDING_CHANGED', { hold: result.hold.id, scope: asked.scope });
  return answer(result.outcome === 'placed' ? 201 : 200, await viewOf(dependencies, result.hold));
};

/** Has the letters go that wait for a hold, as far as they still serve. Released twice, the first stays. */
export const postRelease: Respond = async (dependencies, request) => {
  const id = holdInPath(request);
  const statement = parseInput(statementSchema, parseJson(rawBody(request)));
  const result = await releaseHold(dependencies, id, statement);
  if (result.outcome === 'unknown') throw noSuchHold(id);
  if (!('hold' in result))
    throw tooMany(
      'So many were released that the sweep has to let their letters go first. Try again in fifteen minutes.',
      id,
    );
  if (result.outcome === 'released') dependencies.telemetry.info('SENDING_CHANGED', { hold: id, released: true });
  return answer(200, await viewOf(dependencies, result.hold));
};

/** Holds, the oldest first: those in force, or those that are released. */
export const getHolds: Respond = async (dependencies, request) => {
  const route = 'GET /holds';
  const { state, cursor, limit } = parseQuery(QUERIES[route], request);
  const scope = { route, state } as const;
  const after = readCursor(scope, holdIdSchema, cursor);
  const holds = state === 'released' ? released(dependencies, after, limit + 1) : inForce(dependencies, after);
  return answerPage(holds, {
    name: 'holds',
    scope,
    limit,
    rowOf: ({ row }) => row,
    positionOf: ({ id }) => id,
  });
};

interface Listed {
  readonly id: string;
  /** Undefined for one that is not asked for. */
  readonly row: unknown;
}

async function* inForce(dependencies: ServeApiDependencies, after = ''): AsyncGenerator<Listed, void> {
  const { table, clock } = dependencies;
  for (const hold of await table.sending.holdsOf(await table.sending.current(clock.now()))) {
    if (hold.id > after) yield { id: hold.id, row: await viewOf(dependencies, hold) };
  }
}

async function* released(
  { table }: ServeApiDependencies,
  after: string | undefined,
  pageSize: number,
): AsyncGenerator<Listed, void> {
  for await (const hold of table.sending.holds({ after, pageSize }))
    yield { id: hold.id, row: hold.released ? hold : undefined };
}

/** `letters`: how many wait for it; absent once it is released. */
async function viewOf({ table, clock }: ServeApiDependencies, hold: Hold) {
  if (!isInForce(hold, clock.now())) return hold;
  return { ...hold, letters: await table.sending.countStopped([hold.id], MOST_COUNTED) };
}

async function requireKnown(dependencies: ServeApiDependencies, held: HoldRequest): Promise<void> {
  if (held.scope === 'all') return;
  if (held.scope === 'contract') {
    if (await dependencies.table.head(held.contract)) return;
    throw refused(
      'contract',
      held.contract,
      'There is no such contract. Give the id of one, as GET /contracts/{contract} takes it.',
    );
  }
  requirePack(dependencies, held.pack);
  const { version } = held;
  const versions = (dependencies.catalog.get(held.pack) ?? []).filter(
    (one) => version === undefined || one.version === version,
  );
  if (versions.length === 0)
    throw refused(
      'version',
      version,
      `The stage has no such version of ${held.pack}. Leave it out to hold all of them.`,
    );
  if (held.scope === 'pack' || versions.some(({ clauses }) => clauses.some(({ id }) => id === held.clause))) return;
  const labels = [...new Set(versions.map(versionLabel))].join(', ');
  throw refused(
    'clause',
    held.clause,
    `${labels} has no such clause. Use one that GET /contracts/{contract}/deadlines names.`,
  );
}

function holdInPath({ pathParameters }: Request): string {
  const id = pathParameters?.hold ?? '';
  if (!holdIdSchema.safeParse(id).success) throw noSuchHold(id);
  return id;
}

function noSuchHold(id: string): HttpProblem {
  return new HttpProblem(404, 'unknown-hold', 'There is no such hold.', [
    { field: 'hold', value: id, detail: 'Give the id that GET /holds lists.' },
  ]);
}

function tooMany(detail: string, value: string): HttpProblem {
  return new HttpProblem(409, 'too-many', 'There are too many holds.', [{ field: 'holds', value, detail }]);
}
