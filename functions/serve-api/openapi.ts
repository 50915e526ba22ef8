import * as z from 'zod';
import { contractSchema } from '../../shared/core/events/contract.ts';
import { deliverySchema } from '../../shared/inbound/delivery.ts';
import { answer } from '../../shared/runtime/http.ts';
import { amendmentSchema } from './amend.ts';
import { ANSWERS } from './answers.ts';
import { backfillBodySchema } from './backfill.ts';
import { correctionSchema } from './correct.ts';
import { causeDecisionSchema } from './decide-cause.ts';
import { holdBodySchema } from './holds.ts';
import { replaySchema, sendAgainSchema, statementSchema, submittedEventSchema } from './parse.ts';
import { decisionSchema } from './proposals.ts';
import { QUERIES } from './queries.ts';
import { ROUTES, type RouteKey } from './routes.ts';
import { SENDING_HEADER, switchBodySchema } from './sending.ts';

const SUMMARIES: Record<RouteKey, string> = {
  'GET /openapi.json': 'This description.',
  'POST /contracts': 'Creates a contract, pinned to a version of its terms.',
  'GET /contracts/{contract}': 'A contract with its events, in pages.',
  'PATCH /contracts/{contract}':
    'Changes the customer’s name, address, language and zone, and the providers’ references, which can be taken from another contract.',
  'POST /contracts/{contract}/events': 'Records an event; answers with the deadlines it changed, and why.',
  'POST /contracts/{contract}/events/{event}/correct':
    'Withdraws an event and records what happened instead, in one step; answers with the deadlines it changed, and why.',
  'GET /contracts/{contract}/deadlines': 'A contract’s deadlines, in pages, and the clauses without a period.',
  'GET /contracts/{contract}/evidence': 'A contract’s hash-chained record, in pages.',
  'POST /contracts/{contract}/notices/{notice}/acknowledge':
    'Records that a person has dealt with a letter that failed, so that it waits for nobody any more.',
  'POST /contracts/{contract}/notices/{notice}/send-again':
    'Has a letter that failed sent again: the same bytes, or a further letter where address or facts have changed.',
  'GET /contracts/{contract}/proposals':
    'What the newest holiday tables would make of a contract’s open deadlines, and the newest readings of the contract, each with its cause, in pages.',
  'POST /contracts/{contract}/proposals/{deadline}/accept':
    'Accepts a proposal: the deadline moves, or for `@terms` the contract is read anew; answers with the deadlines that changed.',
  'POST /contracts/{contract}/proposals/{deadline}/decline':
    'Declines a proposal: all stays, and is not proposed again by an edition that gives the same end, or by the same reading.',
  'GET /deadlines': 'Deadlines of all contracts by last day and state, in pages.',
  'GET /proposals': 'What the newest holiday tables and readings would make of all contracts, oldest first, in pages.',
  'POST /proposals/accept': 'Accepts all proposals of a cause, by a job.',
  'POST /proposals/decline': 'Declines all proposals of a cause, by a job.',
  'POST /inbound/backfill':
    'Has a provider’s list of events gone over, by a job, and takes in what no webhook has brought.',
  'GET /inbound': 'Webhooks of payment providers and what became of them, the latest first, in pages.',
  'GET /inbound/{delivery}': 'A webhook with its body, and what that means by the mapping of this release.',
  'POST /inbound/{delivery}/replay': 'Has a webhook worked on again, soon: the answer does not wait for it.',
  'POST /inbound/{delivery}/dismiss': 'Ends a webhook that need not be recorded.',
  'POST /inbound/replay':
    'Has every webhook that the filters find worked on again, by a job; without `state` those that wait.',
  'POST /holds':
    'Stops letters to customers: all, those by a pack or a clause, or those of a contract. Facts, dates and lapses go on.',
  'GET /holds': 'Who stopped letters, since when, and how many wait, in pages.',
  'POST /holds/{hold}/release': 'Lets the letters go that wait for a hold, as far as they still serve.',
  'GET /sending': 'What may be sent at the stage and by each pack, who said so, and how many letters wait.',
  'PUT /sending': 'Switches what may be sent, at the stage or by a pack. What may not waits as under a hold.',
  'GET /tasks':
    'What waits for a person: webhooks, letters, proposals and what cannot be counted, oldest first, in pages.',
  'GET /jobs/{job}': 'How far a job has come that goes over many contracts, such as `reconcile`, and what it gave up.',
};

export const BODIES: Partial<Record<RouteKey, z.ZodType>> = {
  'POST /contracts': contractSchema,
  'PATCH /contracts/{contract}': amendmentSchema,
  'POST /contracts/{contract}/events': submittedEventSchema,
  'POST /contracts/{contract}/events/{event}/correct': correctionSchema,
  'POST /inbound/backfill': backfillBodySchema,
  'POST /contracts/{contract}/notices/{notice}/acknowledge': statementSchema,
  'POST /contracts/{contract}/notices/{notice}/send-again': sendAgainSchema,
  'POST /contracts/{contract}/proposals/{deadline}/accept': decisionSchema,
  'POST /contracts/{contract}/proposals/{deadline}/decline': decisionSchema,
  'POST /proposals/accept': causeDecisionSchema,
  'POST /proposals/decline': causeDecisionSchema,
  'POST /inbound/{delivery}/replay': statementSchema,
  'POST /inbound/{delivery}/dismiss': statementSchema,
  'POST /inbound/replay': replaySchema,
  'POST /holds': holdBodySchema,
  'POST /holds/{hold}/release': statementSchema,
  'PUT /sending': switchBodySchema,
};

/** Of a request that is taken, where that is another than 200. */
const STATUSES: Partial<Record<RouteKey, number>> = {
  'POST /contracts': 201,
  'POST /contracts/{contract}/events': 201,
  'POST /contracts/{contract}/events/{event}/correct': 201,
  'POST /contracts/{contract}/proposals/{deadline}/accept': 201,
  'POST /contracts/{contract}/proposals/{deadline}/decline': 201,
  'POST /proposals/accept': 202,
  'POST /proposals/decline': 202,
  'POST /inbound/backfill': 202,
  'POST /inbound/{delivery}/replay': 202,
  'POST /inbound/replay': 202,
  'POST /holds': 201,
  'POST /contracts/{contract}/notices/{notice}/send-again': 202,
};

const SCHEMAS: Readonly<Record<'query' | 'answer', Partial<Record<RouteKey, z.ZodType>>>> = {
  query: QUERIES,
  answer: ANSWERS,
};

const SENDING_IN_HEADER = {
  [SENDING_HEADER]: {
    description:
      'What may be sent at the stage, then how many holds are in force and how many packs are stricter: `operations-only; holds=2; packs=1`.',
    schema: { type: 'string' },
  },
};

/** The answer to a webhook. */
const receivedSchema = z.object({
  delivery: deliverySchema.shape.id.describe('`<provider>~<account>~<event id>`'),
  state: z.enum(['stored', 'known']),
});

/** The API in OpenAPI 3.1, made from the schemas that parse its input. */
export function openApiDocument() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { method, path } of ROUTES) {
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(`${method} ${path}` as RouteKey, path) };
  }
  paths['/webhooks/{provider}'] = {
    post: {
      summary: 'Takes a payment provider’s signed webhook.',
      parameters: [inPath('provider')],
      responses: {
        200: {
          description: 'Stored, now or before, whatever it says. What it tells is recorded after the answer.',
          content: { 'application/json': { schema: jsonSchema(receivedSchema) } },
        },
        401: { description: 'The signature is not valid.' },
        413: { description: 'The body has more than 1,048,576 bytes.' },
      },
    },
  };
  return answer(200, { openapi: '3.1.0', info: { title: 'Clauseclock', version: '1' }, paths });
}

function operation(key: RouteKey, path: string) {
  const body = BODIES[key];
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const answered = SCHEMAS.answer[key];
  return {
    summary: SUMMARIES[key],
    parameters: [...names.map(inPath), ...inQuery(SCHEMAS.query[key])],
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body) } } } }),
    responses: {
      [STATUSES[key] ?? 200]: {
        description: 'Done.',
        headers: SENDING_IN_HEADER,
        ...(answered && { content: { 'application/json': { schema: jsonSchema(answered) } } }),
      },
      default: {
        description: 'Problem details (RFC 9457).',
        headers: SENDING_IN_HEADER,
        content: { 'application/problem+json': {} },
      },
    },
  };
}

function jsonSchema(schema: z.ZodType) {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}

function inPath(name: string) {
  return { name, in: 'path', required: true, schema: { type: 'string' } };
}

function inQuery(schema: z.ZodType | undefined) {
  const { properties = {} } = schema ? jsonSchema(schema) : {};
  return Object.entries(properties).map(([name, described]) => {
    const { description, ...property } = described as { readonly description?: string };
    return { name, in: 'query', required: false, description, schema: property };
  });
}
