import * as z from 'zod';
import type { StoredProposal } from '../../shared/aws/table/proposals.ts';
import { wordsOf } from '../../shared/core/words/words.ts';
import { causeNameOf, causeNameSchema } from '../../shared/proposals/cause.ts';
import { clausesReread } from '../../shared/proposals/clauses-reread.ts';
import { isOfRelease } from '../../shared/proposals/of-release.ts';
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
export const decisionSchema = statementSchema
  .extend({
    edition: z.int().positive().optional().describe('The edition that a proposal about a deadline names.'),
    cause: causeNameSchema.optional().describe('The `name` of the cause of the proposal about the terms, `@terms`.'),
  })
  .refine(({ edition, cause }) => (edition === undefined) !== (cause === undefined), {
    path: ['edition'],
    error: 'give the `edition` of a proposal about a deadline, or the `cause` of the one about the terms, `@terms`',
  });

/**
 * What the newest edition would make of a contract's open deadlines, by deadline, and before these what the newest revisions
 * would make of it. Every page plans the contract, so it is true of the contract's events as they are.
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
    rowOf: (proposal) => ({
      ...proposalView(proposal, say),
      ...('revised' in proposal && { clauses: clausesReread(proposal.cause, dependencies.catalog) }),
    }),
    positionOf: ({ deadline }) => deadline,
  });
};

/** Least proposals read at a time: smaller reads would be many requests. */
const LEAST_BATCH = 25;

/**
 * What the newest edition and the newest revisions would make of all contracts, as it is stored. What another release
 * proposed is left out.
 */
export const getAllProposals: Respond = async (dependencies, request) => {
  const route = 'GET /proposals';
  const { cursor, limit, cause } = parseQuery(QUERIES[route], request);
  const scope = { route, cause } as const;
  const after = readCursor(scope, inboundPositionSchema, cursor);
  const { say } = wordsOf(dependencies.catalog);
  const isAsked = (one: StoredProposal) =>
    isOfRelease(one, dependencies) && (cause === undefined || causeNameOf(one.cause) === cause);
  const batchSize = Math.max(limit + 1, LEAST_BATCH);
  return answerPage(dependencies.table.proposals.list({ after, batchSize }), {
    name: 'proposals',
    scope,
    limit,
    rowOf: ({ proposal }) => (isAsked(proposal) ? proposalView(proposal, say) : undefined),
    positionOf: ({ position }) => position,
  });
};

/** Accepts a proposal: the deadline moves, or the contract is read anew. Said twice, the first stays. */
export const postAccept: Respond = (dependencies, request) => decide('accept', dependencies, request);

/** Declines a proposal: all stays, and is not proposed again for the same end, or by the same reading. */
export const postDecline: Respond = (dependencies, request) => decide('decline', dependencies, request);

async function decide(
  decision: ProposalDecision['decision'],
  dependencies: Parameters<Respond>[0],
  request: Parameters<Respond>[1],
) {
  const contract = contractInPath(request);
  const deadline = request.pathParameters?.deadline ?? '';
  const statement = parseInput(decisionSchema, parseJson(rawBody(request)));
  const { edition, cause: proposed = edition ?? '', ...said } = statement;
  const result = await decideProposal(dependencies, { contract, deadline, proposed, decision, ...said });
  if (result.outcome === 'rejected') throw problemFrom(result);
  const { kind } = result.event;
  dependencies.telemetry.info('EVENT_RECORDED', { contract, kind, outcome: result.outcome });
  if (result.outcome === 'recorded') dependencies.telemetry.count('EventRecorded');
  return answer(result.outcome === 'recorded' ? 201 : 200, eventAnswer(result, wordsOf(dependencies.catalog)));
}
