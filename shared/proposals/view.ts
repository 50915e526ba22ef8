import type { StoredProposal } from '../aws/table/proposals.ts';
import type { Proposal } from '../core/deadlines/proposals.ts';
import type { RevisionProposal } from '../core/deadlines/revisions.ts';
import { causeInWords, revisionInWords } from '../core/words/proposals.ts';
import type { Say } from '../core/words/say.ts';
import { causeNameOf } from './cause.ts';

/** A proposal as lists answer it: with the name of its cause, and the cause in words. */
export function proposalView(proposal: Proposal | RevisionProposal | StoredProposal, say: Say) {
  const name = causeNameOf(proposal.cause);
  return { ...proposal, cause: { name, ...proposal.cause, text: causeText(proposal, say) } };
}

export function causeText(proposal: Proposal | RevisionProposal, say: Say): string {
  return 'revised' in proposal ? revisionInWords(proposal.cause) : causeInWords(proposal.cause, say);
}
