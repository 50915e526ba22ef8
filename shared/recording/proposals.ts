import * as z from 'zod';
import type { LoadedContract } from '../aws/table/table.ts';
import { withoutWithdrawn } from '../core/deadlines/folding/occurrence.ts';
import { acceptanceOf, OF_TERMS } from '../core/deadlines/revisions.ts';
import type { ContractEvent, EventData } from '../core/events/event.ts';
import { furtherId, proposalEventId } from '../core/events/event-id.ts';
import { DEADLINE_REBOUND, PROPOSAL_DECLINED, TERMS_REVISED } from '../core/events/kinds.ts';
import type { EvidenceEntry } from '../core/evidence/chain.ts';
import { causeNameOf } from '../proposals/cause.ts';
import type { RecordingDependencies } from './dependencies.ts';
import { type AnyProposal, proposalsAbout } from './propose.ts';
import { recordAsLoaded } from './record-event.ts';
import type { RecordAsLoaded, RecordResult } from './record-once.ts';
import { rejected } from './rejection.ts';

/** A person's decision on one proposal. */
export interface ProposalDecision {
  readonly contract: string;
  /** `OF_TERMS` for the proposal about the contract's terms. */
  readonly deadline: string;
  /** The edition that was proposed; about the terms, the name of the cause. */
  readonly proposed: number | string;
  readonly decision: 'accept' | 'decline';
  readonly by: string;
  readonly reason: string;
}

/** What a proposal has in the place of another one about the same, as a decision names it. */
export function whatIsProposed(proposal: AnyProposal): ProposalDecision['proposed'] {
  return 'revised' in proposal ? causeNameOf(proposal.cause) : proposal.edition;
}

/**
 * Records the decision as an event, if it is proposed as the event is written: a fact may have ended or moved deadlines
 * meanwhile. An acceptance moves deadlines in the same transaction; the evidence names the ends before and after, the
 * cause, and the letters that told the earlier ones. The same decision again is a duplicate.
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
  { contract, deadline, proposed, decision, by, reason }: ProposalDecision,
): ReturnType<RecordAsLoaded['eventFor']> {
  const accepting = deadline === OF_TERMS ? TERMS_REVISED : DEADLINE_REBOUND;
  const kind = decision === 'accept' ? accepting : PROPOSAL_DECLINED;
  const id = proposalEventId(kind, deadline, proposed);
  const decided = loaded.events.filter((event) => event.id === id || event.id.startsWith(`${id}~`));
  const [recorded] = withoutWithdrawn(loaded.events).filter((event) => decided.includes(event));
  if (recorded) return { outcome: 'duplicate', notLearned: [], event: recorded };
  const [proposal] = proposalsAbout(dependencies, loaded, deadline);
  if (proposal === undefined || whatIsProposed(proposal) !== proposed) {
    const against = proposalEventId(decision === 'accept' ? PROPOSAL_DECLINED : accepting, deadline, proposed);
    const standing = withoutWithdrawn(loaded.events).find(
      ({ id: one }) => one === against || one.startsWith(`${against}~`),
    );
    return standing ? decidedOtherwise(deadline, standing) : notProposed(deadline, proposed, proposal);
  }
  const now = dependencies.clock.now();
  const event: ContractEvent = {
    ...{ id: idAfter(decided, id), kind, occurredAt: now, recordedAt: now },
    data: { ...dataOf(proposal, decision), by, reason },
  };
  const notices = lettersAbout(deadlinesOf(proposal), await dependencies.table.evidence(contract));
  return { event, beside: { proposal, notices } };
}

function dataOf(proposal: AnyProposal, decision: ProposalDecision['decision']): EventData {
  if (!('revised' in proposal)) return { deadline: proposal.deadline, edition: proposal.edition };
  const { revised, cause } = proposal;
  return decision === 'accept' ? acceptanceOf(revised) : { deadline: OF_TERMS, revised: cause.to };
}

/** A decision that was withdrawn may be taken again, as another event. */
function idAfter(decided: readonly ContractEvent[], id: string): string {
  return decided.length === 0 ? id : furtherId(id, new Set(decided.map((event) => event.id)));
}

function deadlinesOf(proposal: AnyProposal): ReadonlySet<unknown> {
  return new Set('revised' in proposal ? proposal.changes.map(({ deadline }) => deadline) : [proposal.deadline]);
}

/** Most letters that the evidence of a decision names: the last ones. */
export const MOST_LETTERS_NAMED = 500;

/** The ids of the letters that steps of deadlines sent, by the evidence. */
function lettersAbout(deadlines: ReadonlySet<unknown>, evidence: readonly EvidenceEntry[]): readonly string[] {
  return evidence
    .flatMap(({ facts }) => (deadlines.has(facts.deadline) ? namedIn(facts.notices) : []))
    .slice(-MOST_LETTERS_NAMED);
}

const letters = z.array(z.object({ notice: z.string() }));

function namedIn(notices: unknown): readonly string[] {
  return letters.safeParse(notices).data?.map(({ notice }) => notice) ?? [];
}

function decidedOtherwise(deadline: string, { id, kind }: ContractEvent) {
  return rejected('invalid', {
    field: 'deadline',
    value: deadline,
    detail: `For ${deadline} it was decided otherwise (${kind}). Withdraw that first: record event.withdrawn with data.event ${id}; then decide again.`,
  });
}

function notProposed(deadline: string, proposed: number | string, proposal: AnyProposal | undefined) {
  const instead = proposal ? `${named(whatIsProposed(proposal))} is proposed` : 'nothing is proposed';
  return rejected('invalid', {
    field: 'deadline',
    value: deadline,
    detail: `For ${deadline} ${instead}, and not ${named(proposed)}. List the contract’s proposals and decide on one of those.`,
  });
}

function named(proposed: number | string): string {
  return typeof proposed === 'number' ? `edition ${proposed}` : proposed;
}
