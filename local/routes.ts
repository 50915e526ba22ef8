import * as z from 'zod';
import type { ApiRequest, ApiResponse } from './api.ts';
import { FaultError } from './aws/faults.ts';
import { consolePage } from './console/page.ts';
import { allContracts } from './contracts.ts';
import type { LocalStack } from './stack.ts';
import { TimeError } from './time/instant.ts';
import type { Timeline } from './timeline.ts';

const moveSchema = z.union([z.strictObject({ advanceTo: z.string() }), z.strictObject({ advanceBy: z.string() })], {
  error: 'send {"advanceTo": "2026-12-01T00:00:00Z"} or {"advanceBy": "P1D"}',
});

type Answer = (stack: LocalStack, timeline: Timeline, request: ApiRequest) => Promise<unknown>;

const ANSWERS: Readonly<Record<string, Answer>> = {
  'GET /_local/clock': async ({ clock }) => ({ now: clock.now() }),
  'POST /_local/clock': async (stack, _timeline, request) => {
    const move = moveSchema.parse(bodyOf(request));
    await ('advanceTo' in move ? stack.engine.advanceTo(move.advanceTo) : stack.engine.advanceBy(move.advanceBy));
    return { now: stack.clock.now() };
  },
  'GET /_local/inbox': async ({ mail }) => ({ messages: mail.inbox() }),
  'GET /_local/schedules': async ({ scheduler }) => ({
    schedules: scheduler.schedules().map(({ name, at, state, phase }) => ({ name, at, state, phase })),
  }),
  'GET /_local/timeline': async (_stack, { entries }) => ({ entries }),
  'GET /_local/contracts': async ({ dynamodb, table }) => {
    const contracts = await allContracts(dynamodb, table);
    return {
      contracts: contracts.map(({ head, deadlines }) => ({
        ...head.contract,
        openDeadlines: deadlines.filter(({ state }) => state === 'open').length,
      })),
    };
  },
  'GET /_local/faults': async ({ faults }) => ({ faults: faults.list() }),
  'POST /_local/faults': async ({ faults }, _timeline, request) => {
    const body = bodyOf(request);
    return { faults: [body].flat().map((fault) => faults.arm(fault)) };
  },
  'DELETE /_local/faults': async ({ faults }) => {
    faults.clear();
    return { faults: [] };
  },
};

/** The console at `/` and the routes under `/_local/`. Each answers when everything that can be done now is done. */
export class LocalRoutes {
  readonly #stack: LocalStack;
  readonly #timeline: Timeline;
  readonly #page: string;

  constructor(stack: LocalStack, timeline: Timeline) {
    this.#stack = stack;
    this.#timeline = timeline;
    this.#page = consolePage();
  }

  /** Undefined for a route that is not local. */
  async answer(request: ApiRequest): Promise<ApiResponse | undefined> {
    if (request.path === '/' && request.method === 'GET') return page(this.#page);
    if (!request.path.startsWith('/_local/')) return undefined;
    const answer = ANSWERS[`${request.method} ${request.path}`];
    if (!answer) return problem(404, 'There is no such local route.', `Known: ${Object.keys(ANSWERS).join(', ')}.`);
    try {
      await this.#stack.engine.drain();
      return json(200, await answer(this.#stack, this.#timeline, request));
    } catch (error) {
      if (isInputError(error)) return problem(422, 'The input is not valid.', error.message);
      throw error;
    }
  }
}

function bodyOf({ body = new Uint8Array() }: ApiRequest): unknown {
  return JSON.parse(new TextDecoder().decode(body));
}

function isInputError(error: unknown): error is Error {
  return [TimeError, FaultError, z.ZodError, SyntaxError].some((kind) => error instanceof kind);
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

function problem(status: number, title: string, detail: string): ApiResponse {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify({ type: 'about:blank', title, status, detail }),
  };
}
