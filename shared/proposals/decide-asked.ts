import * as z from 'zod';
import type { StoredProposal } from '../aws/table/proposals.ts';
import { canonicalJson, digest } from '../core/events/canonical.ts';
import { causeNameOf, causeNameSchema } from './cause.ts';
import { DECIDE } from './job-kinds.ts';

/** What was asked for. */
export const decideAskedSchema = z.strictObject({
  decision: z.enum(['accept', 'decline']),
  cause: causeNameSchema,
  /** The edition that the release proposed, as text; absent where it had none. Of no account for revisions. */
  edition: z.string().regex(/^\d+$/).optional(),
  /** What is proposed after this instant is not meant. */
  to: z.string(),
  by: z.string(),
  reason: z.string(),
});
export type DecideAsked = z.infer<typeof decideAskedSchema>;

/** Whether a proposal is among those that were asked for. The list is read up to `to`. */
export function isMeant(proposal: StoredProposal, asked: Pick<DecideAsked, 'cause' | 'edition'>): boolean {
  if (causeNameOf(proposal.cause) !== asked.cause) return false;
  return 'revised' in proposal || proposal.edition === Number(asked.edition);
}

/** The same for the same request, so that a request that is sent twice starts one job. */
export function decideJobId(asked: Omit<DecideAsked, 'to'>): string {
  return `${DECIDE}-${digest('clauseclock/decide-proposals/1', canonicalJson(asked)).slice(0, 16)}`;
}
