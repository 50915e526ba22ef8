import * as z from 'zod';
import { inPlainWords } from '../shared/core/events/fault-words.ts';
import { stepWorkSchema } from '../shared/core/notices/work.ts';
import { PROVIDER_NAMES } from '../shared/core/webhooks/doors.ts';
import { type ApiRequest, type ApiResponse, problem } from './api.ts';
import { FaultError } from './aws/faults.ts';
import { consolePage } from './console/page.ts';
import { allContracts, contractInBrief } from './contracts.ts';
import type { LocalStack } from './stack.ts';
import { TimeError } from './time/instant.ts';
import type { Timeline } from './timeline.ts';

const toldSchema = z.strictObject({ provider: z.enum(PROVIDER_NAMES), event: z.record(z.string(), z.unknown()) });

const MOVE = 'send {"advanceTo": "2026-12-01T00:00:00Z"} or {"advanceBy": "P1D"}, an ISO 8601 duration';
const moveSchema = z.union([z.strictObject({ advanceTo: z.string() }), z.strictObject({ advanceBy: z.string() })], {
  error: MOVE,
});

type Answer = (stack: LocalStack, timeline: Timeline, request: ApiRequest) => Promise<unknown>;

/** Routes that are answered at once. The others wait until all work at the clock’s instant is done. */
const AT_ONCE: ReadonlySet<string> = new Set(['GET /_local/clock', 'POST /_local/clock']);

const ANSWERS: Readonly<Record<string, Answer>> = {
  'GET /_local/clock': async ({ clock }) => ({ now: clock.now() }),
  'POST /_local/clock': async (stack, _timeline, request) => {
    const move = moveSchema.parse(bodyOf(request));
    await ('advanceTo' in move ? stack.engine.advanceTo(move.advanceTo) : stack.engine.advanceBy(move.advanceBy));
    return { now: stack.clock.now() };
  },
  'GET /_local/inbox': async ({ mail }) => ({ messages: mail.inbox() }),
  'GET /_local/schedules': async ({ scheduler }) => ({
    schedules: scheduler.schedules().map(({ name, at, state, phase, input }) => {
      const work = stepWorkSchema.safeParse(JSON.parse(input ?? 'null')).data;
      return { name, at, state, phase, contract: work?.contract, deadline: work?.deadline, step: work?.step };
    }),
  }),
  'GET /_local/timeline': async (_stack, { entries }) => ({ entries }),
  'GET /_local/contracts': async ({ dynamodb, table, terms, clock }) => {
    const contracts = await allContracts(dynamodb, table);
    return { contracts: contracts.map((contract) => contractInBrief(contract, { ...terms, clock })) };
  },
  /** An event that happened at the provider, and that no webhook brings. */
  'POST /_local/providers': async ({ providers }, _timeline, request) => {
    const { provider, event } = toldSchema.parse(bodyOf(request), { error: inPlainWords });
    providers.tell(provider, event);
    return { provider };
  },
  'GET /_local/faults': async ({ faults }) => ({ faults: faults.list() }),
  'POST /_local/faults': async ({ faults }, _timeline, request) => ({
    faults: faults.armAll([bodyOf(request)].flat()),
  }),
  'DELETE /_local/faults': async ({ faults }) => {
    faults.clear();
    return { faults: [] };
  },
};

/** The console at `/` and the routes under `/_local/`. */
export class LocalRoutes {
  readonly #stack: LocalStack;
  readonly #timeline: Timeline;
  readonly #page: string;

  constructor(stack: LocalStack, timeline: Timeline) {
    this.#stack = stack;
    this.#timeline = timeline;
    this.#page = consolePage();
  }

  /** The methods of a path; none for a path that is not local. */
  methods(path: string): readonly string[] {
    if (path === '/') return ['GET'];
    return Object.keys(ANSWERS).flatMap((key) => (key.endsWith(` ${path}`) ? [key.split(' ')[0] ?? ''] : []));
  }

  /** Undefined for a route that is not local. */
  async answer(request: ApiRequest): Promise<ApiResponse | undefined> {
    if (request.path !== '/' && !request.path.startsWith('/_local/')) return undefined;
    if (request.path === '/' && request.method === 'GET') return page(this.#page);
    const key = `${request.method} ${request.path}`;
    const answer = ANSWERS[key];
    if (!answer) return this.#unknown(request.path);
    const { engine } = this.#stack;
    const answered = () => answer(this.#stack, this.#timeline, request);
    try {
      return json(200, await (AT_ONCE.has(key) ? answered() : engine.whenQuiet(answered)));
    } catch (error) {
      return inputProblem(error);
    }
  }

  #unknown(path: string): ApiResponse {
    const allowed = this.methods(path);
    if (allowed.length > 0) return problem(405, 'This route takes another method.', `It takes ${allowed.join(', ')}.`);
    return problem(404, 'There is no such local route.', `Known: ${Object.keys(ANSWERS).join(', ')}.`);
  }
}

function bodyOf({ body = new Uint8Array() }: ApiRequest): unknown {
  return JSON.parse(new TextDecoder().decode(body));
}

/** A problem answer for a fault in the input. Throws any other error again. */
function inputProblem(error: unknown): ApiResponse {
  if (error instanceof SyntaxError) return problem(400, 'The body is not JSON.', `${error.message}.`);
  const invalid = (detail: string) => problem(422, 'The input is not valid.', detail);
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return invalid(`${issue?.path.join('.') || 'body'}: ${issue?.message}.`);
  }
  if (error instanceof TimeError || error instanceof FaultError) return invalid(error.message);
  throw error;
}

function page(html: string): ApiResponse {
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: html,
  };
}

function json(status: number, body: unknown): ApiResponse {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) };
}
