import { newestEdition } from '../../shared/core/calendar/editions.ts';
import { viewOf } from '../../shared/jobs/view.ts';
import { startJob } from '../../shared/jobs/walk.ts';
import { causeNameSchema } from '../../shared/proposals/cause.ts';
import { type DecideAsked, decideJobId, isMeant } from '../../shared/proposals/decide-asked.ts';
import { DECIDE } from '../../shared/proposals/job-kinds.ts';
import { answer, HttpProblem, parseJson, rawBody } from '../../shared/runtime/http.ts';
import type { Respond, ServeApiDependencies } from './dependencies.ts';
import { parseInput, statementSchema } from './parse.ts';

/** The body of a decision on all proposals of a cause. */
export const causeDecisionSchema = statementSchema.extend({
  cause: causeNameSchema.describe('The `name` of a cause that GET /proposals lists.'),
});

/** Accepts all proposals of a cause, by a job. What is proposed after the request is not meant. */
export const postAcceptAll: Respond = (dependencies, request) => decideAll('accept', dependencies, request);

/** Declines all proposals of a cause, by a job. */
export const postDeclineAll: Respond = (dependencies, request) => decideAll('decline', dependencies, request);

async function decideAll(
  decision: DecideAsked['decision'],
  dependencies: ServeApiDependencies,
  request: Parameters<Respond>[1],
) {
  const statement = parseInput(causeDecisionSchema, parseJson(rawBody(request)));
  const { jobs, clock, inboundQueue } = dependencies;
  const edition = newestEdition(dependencies.holidays);
  const asked = { ...statement, decision, ...(edition !== undefined && { edition: String(edition) }) };
  const id = decideJobId(asked);
  const isRepeated = (await jobs.read(id)) !== undefined;
  if (!isRepeated && !(await isAnyMeant(dependencies, asked))) throw nothingOf(asked.cause);
  const job = await startJob(dependencies, id, { kind: DECIDE, asked: { ...asked, to: clock.now() } });
  await inboundQueue.send([{ kind: 'job', job: job.id }]);
  return answer(202, viewOf(job));
}

const BATCH = 100;
/** Most proposals that are looked at before the job is started. */
export const MOST_EXAMINED = 2000;

/** Whether there is anything to decide on, so that a mistyped cause is told at once. True where there is more to look at. */
async function isAnyMeant({ table }: ServeApiDependencies, asked: Parameters<typeof isMeant>[1]): Promise<boolean> {
  let examined = 0;
  for await (const { proposal } of table.proposals.list({ batchSize: BATCH })) {
    examined += 1;
    if (isMeant(proposal, asked) || examined === MOST_EXAMINED) return true;
  }
  return false;
}

function nothingOf(cause: string): HttpProblem {
  const detail = 'Nothing is proposed for this cause. Give the `name` of a cause that GET /proposals lists.';
  return new HttpProblem(422, 'invalid', 'The input is not valid.', [{ field: 'cause', value: cause, detail }]);
}
