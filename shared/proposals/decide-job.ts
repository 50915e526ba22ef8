import type { Job } from '../aws/table/jobs.ts';
import type { StoredProposal } from '../aws/table/proposals.ts';
import type { Walk, WorkPage } from '../jobs/walk.ts';
import type { RecordingDependencies } from '../recording/dependencies.ts';
import { decideProposal, whatIsProposed } from '../recording/proposals.ts';
import { type DecideAsked, decideAskedSchema, isMeant } from './decide-asked.ts';

/** Decisions per second: each is an event, and plans its contract a few times. */
const PER_SECOND = 10;
/** One after the other: decisions about one contract follow each other, and would collide. */
const AT_ONCE = 1;
/**
 * Most decisions in a page of the job. One takes two seconds where a contract has hundreds of proposals, and a page has to fit
 * into one message.
 */
const DECISIONS_IN_PAGE = 5;
/** Most proposals looked at for a page: those of other causes are read as well. */
const EXAMINED_FOR_PAGE = 100;
const BATCH = 25;

/** Accepts or declines every proposal that is meant, oldest first. A decision that was taken before is left as it is. */
export function decideWalk(dependencies: RecordingDependencies, { asked }: Pick<Job, 'asked'>): Walk {
  const meant = decideAskedSchema.parse(asked);
  const page = async (after: string | undefined): Promise<WorkPage> => {
    const query = { to: meant.to, after, batchSize: BATCH };
    const pieces: WorkPage['pieces'][number][] = [];
    let examined = 0;
    for await (const { proposal, position } of dependencies.table.proposals.list(query)) {
      const name = `proposal ${proposal.contract} ${proposal.deadline}`;
      if (isMeant(proposal, meant)) pieces.push({ name, work: () => decide(dependencies, proposal, meant) });
      examined += 1;
      if (pieces.length === DECISIONS_IN_PAGE || examined === EXAMINED_FOR_PAGE) return { pieces, next: position };
    }
    return { pieces };
  };
  return { stages: [{ name: 'proposals', page }], perSecond: PER_SECOND, parallel: AT_ONCE };
}

async function decide(
  dependencies: RecordingDependencies,
  proposal: StoredProposal,
  { decision, by, reason }: DecideAsked,
): Promise<string> {
  const { contract, deadline } = proposal;
  const proposed = whatIsProposed(proposal);
  const result = await decideProposal(dependencies, { contract, deadline, proposed, decision, by, reason });
  if (result.outcome === 'recorded') return decision === 'accept' ? 'accepted' : 'declined';
  // A fact has met or moved the deadline since, or somebody decided otherwise.
  return result.outcome === 'duplicate' ? 'decided-before' : 'not-proposed';
}
