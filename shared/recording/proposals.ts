import * as z from 'zod';
import type { LoadedContract } from '../aws/table/table.ts';
import { withoutWithdrawn } from '../core/deadlines/folding/occurrence.ts';
import type { Proposal } from '../core/deadlines/proposals.ts';
import type { ContractEvent } from '../core/events/event.ts';
import { furtherId, proposalEventId } from '../core/events/event-id.ts';
import { DEADLINE_REBOUND, PROPOSAL_DECLINED } from '../core/events/kinds.ts';
import type { EvidenceEntry } from '../core/evidence/chain.ts';
import type { RecordingDependencies } from './dependencies.ts';
import { proposalsAbout } from './propose.ts';
import { recordAsLoaded } from './record-event.ts';
import type { RecordAsLoaded, RecordResult } from './record-once.ts';
import { rejected } from './rejection.ts';

/** A person's decision on one proposal. */
export interface ProposalDecision {
  readonly contract: string;
  readonly deadline: string;
  /** The edition that was proposed. */
  readonly edition: number;
  readonly decision: 'accept' | 'decline';
  readonly by: string;
  readonly reason: string;
}

/**
 * Records the decision as an event, if it is proposed as the event is written: a fact may have ended or moved the deadline
 * meanwhile. An acceptance moves the deadline in the same transaction; the evidence names the ends before and after, the
 * cause, and the letters that told the earlier one. The same decision again is a duplicate.
 * @throws BusyContractError, or the table’s error; then nothing was recorded
 */
export function decideProposal(dependencies: RecordingDependencies, decision: ProposalDecision): Promise<RecordResult> {
  const eventFor = (loaded: LoadedContract) => decisionOn(dependencies, loaded, decision);
  return recordAsLoaded(dependencies, { contract: decision.contract, eventFor });
}

/** The event of a decision on a contract’s proposal; the same decision that was taken before, or why it cannot be taken. */
async function decisionOn(
  dependencies: RecordingDependencies,
  loaded: LoadedContract,
  { contract, deadline, edition, decision, by, reason }: ProposalDecision,
): ReturnType<RecordAsLoaded['eventFor']> {
  const kind = decision === 'accept' ? DEADLINE_REBOUND : PROPOSAL_DECLINED;
  const decided = loaded.events.filter(
    (event) => event.kind === kind && event.data.deadline === deadline && event.data.edition === edition,
  );
  const [recorded] = withoutWithdrawn(loaded.events).filter((event) => decided.includes(event));
  if (recorded) return { outcome: 'duplicate', notLearned: [], event: recorded };
  const [proposal] = proposalsAbout(dependencies, loaded, deadline);
  if (proposal?.edition !== edition) return notProposed(deadline, edition, proposal);
  const now = dependencies.clock.now();
  const event: ContractEvent = {
    ...{ id: idAfter(decided, proposalEventId(kind, deadline, edition)), kind, occurredAt: now, recordedAt: now },
    data: { deadline, edition, by, reason },
  };
  const notices = lettersAbout(deadline, await dependencies.table.evidence(contract));
  return { event, beside: { proposal, notices } };
}

/** A decision that was withdrawn may be taken again, as another event. */
function idAfter(decided: readonly ContractEvent[], id: string): string {
  return decided.length === 0 ? id : furtherId(id, new Set(decided.map((event) => event.id)));
}

/** The ids of the letters that steps of a deadline sent, by the evidence. */
function lettersAbout(deadline: string, evidence: readonly EvidenceEntry[]): readonly string[] {
  return evidence.flatMap(({ facts }) => (facts.deadline === deadline ? namedIn(facts.notices) : []));
}

const letters = z.array(z.object({ notice: z.string() }));

function namedIn(notices: unknown): readonly string[] {
  return letters.safeParse(notices).data?.map(({ notice }) => notice) ?? [];
}

function notProposed(deadline: string, edition: number, proposal: Proposal | undefined) {
  const instead = proposal ? `edition ${proposal.edition} is proposed` : 'nothing is proposed';
  return rejected('invalid', {
    field: 'deadline',
    value: deadline,
    detail: `For ${deadline} ${instead}, and not edition ${edition}. List the contract’s proposals and decide on one of those.`,
  });
}
