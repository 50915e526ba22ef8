import * as z from 'zod';
import type { StoredProposal } from '../../shared/aws/table/proposals.ts';
import { newestEdition } from '../../shared/core/calendar/editions.ts';
import { wordsOf } from '../../shared/core/words/words.ts';
import { causeNameOf } from '../../shared/proposals/cause.ts';
import { proposalView } from '../../shared/proposals/view.ts';
import { decideProposal, type ProposalDecision } from '../../shared/recording/proposals.ts';
import { proposalsAbout } from '../../shared/recording/propose.ts';
import { answer, parseJson, rawBody } from '../../shared/runtime/http.ts';
import { eventAnswer } from './commands.ts';
import { readCursor } from './cursor.ts';
import type { Respond } from './dependencies.ts';
import { answerPage } from './page.ts';
import { contractInPath, noSuchContract, parseInput, parseQuery, problemFrom, statementSchema } from './parse.ts';
import { inboundPositionSchema, QUERIES } from './queries.ts';

/** The body of a decision on a proposal. */
export const decisionSchema = statementSchema.extend({
  edition: z.int().positive().describe('The edition that the proposal names.'),
});

/**
 * What the newest edition would make of a contract's open deadlines, by deadline. Every page plans the contract, so it is
 * true of the contract's events as they are.
 */
export const getProposals: Respond = async (dependencies, request) => {
  const route = 'GET /contracts/{contract}/proposals';
  const contract = contractInPath(request);
  const { cursor, limit } = parseQuery(QUERIES[route], request);
  const scope = { route, contract } as const;
  const after = readCursor(scope, z.string(), cursor);
  const loaded = await dependencies.table.load(contract);
  if (!loaded) throw noSuchContract(contract);
  const { say } = wordsOf(dependencies.catalog);
  const ordered = proposalsAbout(dependencies, loaded).toSorted((a, b) => (a.deadline < b.deadline ? -1 : 1));
  return answerPage(after === undefined ? ordered : ordered.filter(({ deadline }) => deadline > after), {
    name: 'proposals',
    scope,
    limit,
    beside: { contract },
    rowOf: (proposal) => proposalView(proposal, say),
    positionOf: ({ deadline }) => deadline,
  });
};

/** Least proposals read at a time: smaller reads would be many requests. */
const LEAST_BATCH = 25;

/**
 * What the newest edition would make of open deadlines of all contracts, as it is stored. What an edition proposed that is
 * not this release's is left out.
 */
export const getAllProposals: Respond = async (dependencies, request) => {
  const route = 'GET /proposals';
  const { cursor, limit, cause } = parseQuery(QUERIES[route], request);
  const scope = { route, cause } as const;
  const after = readCursor(scope, inboundPositionSchema, cursor);
  const { say } = wordsOf(dependencies.catalog);
  const edition = newestEdition(dependencies.holidays);
  const isAsked = (one: StoredProposal) =>
    one.edition === edition && (cause === undefined || causeNameOf(one.cause) === cause);
  const batchSize = Math.max(limit + 1, LEAST_BATCH);
  return answerPage(dependencies.table.proposals.list({ after, batchSize }), {
    name: 'proposals',
    scope,
    limit,
    rowOf: ({ proposal }) => (isAsked(proposal) ? proposalView(proposal, say) : undefined),
    positionOf: ({ position }) => position,
  });
};

/** Accepts a proposal: the deadline moves. Said twice, the first stays. */
export const postAccept: Respond = (dependencies, request) => decide('accept', dependencies, request);

/** Declines a proposal: the deadline stays, and is not proposed again for the same end. */
export const postDecline: Respond = (dependencies, request) => decide('decline', dependencies, request);

async function decide(
  decision: ProposalDecision['decision'],
  dependencies: Parameters<Respond>[0],
  request: Parameters<Respond>[1],
) {
  const contract = contractInPath(request);
  const deadline = request.pathParameters?.deadline ?? '';
  const statement = parseInput(decisionSchema, parseJson(rawBody(request)));
  const result = await decideProposal(dependencies, { contract, deadline, decision, ...statement });
  if (result.outcome === 'rejected') throw problemFrom(result);
  const { kind } = result.event;
  dependencies.telemetry.info('EVENT_RECORDED', { contract, kind, outcome: result.outcome });
  if (result.outcome === 'recorded') dependencies.telemetry.count('EventRecorded');
  return answer(result.outcome === 'recorded' ? 201 : 200, eventAnswer(result, wordsOf(dependencies.catalog)));
}
