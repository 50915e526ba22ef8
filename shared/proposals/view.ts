import type { StoredProposal } from '../aws/table/proposals.ts';
import type { Proposal } from '../core/deadlines/proposals.ts';
import { causeInWords } from '../core/words/proposals.ts';
import type { Say } from '../core/words/say.ts';
import { causeNameOf } from './cause.ts';

/** A proposal as lists answer it: with the name of its cause, and the cause in words. */
export function proposalView<Of extends Proposal | StoredProposal>(proposal: Of, say: Say) {
  const { cause } = proposal;
  return { ...proposal, cause: { name: causeNameOf(cause), ...cause, text: causeInWords(cause, say) } };
}
