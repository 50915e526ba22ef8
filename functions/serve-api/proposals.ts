import * as z from 'zod';
import type { Proposal } from '../../shared/core/deadlines/proposals.ts';
import { wordsOf } from '../../shared/core/words/words.ts';
import { decideProposal, type ProposalDecision, proposalsAbout } from '../../shared/recording/proposals.ts';
import { answer, parseJson, rawBody } from '../../shared/runtime/http.ts';
import { eventAnswer } from './commands.ts';
import type { Respond } from './dependencies.ts';
import { MOST_ROWS, Room } from './page.ts';
import { contractInPath, noSuchContract, parseInput, parseQuery, problemFrom, statementSchema } from './parse.ts';
import { QUERIES } from './queries.ts';

/** The body of a decision on a proposal. */
export const decisionSchema = statementSchema.extend({
  edition: z.int().positive().describe('The edition that the proposal names.'),
});

/** What the newest edition would make of a contract's open deadlines, as many as fit into one answer. */
export const getProposals: Respond = async (dependencies, request) => {
  const contract = contractInPath(request);
  parseQuery(QUERIES['GET /contracts/{contract}/proposals'], request);
  const loaded = await dependencies.table.load(contract);
  if (!loaded) throw noSuchContract(contract);
  const all = proposalsAbout(dependencies, loaded);
  const room = new Room(MOST_ROWS, { contract });
  const proposals: Proposal[] = [];
  for (const one of all) {
    if (!room.takes(one)) break;
    proposals.push(one);
  }
  const more = all.length - proposals.length;
  return answer(200, { contract, proposals, ...(more > 0 && { more }) });
};

/** Accepts a proposal: the deadline moves. Said twice, the first stays. */
export const postAccept: Respond = (dependencies, request) => decide('accept', dependencies, request);

/** Declines a proposal: the deadline stays, and the same edition is not proposed again. */
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
