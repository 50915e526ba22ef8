import * as z from 'zod';
import type { StoredProposal } from '../aws/table/proposals.ts';
import { canonicalJson, digest } from '../core/events/canonical.ts';
import { causeNameOf, causeNameSchema } from './cause.ts';
import { DECIDE } from './job-kinds.ts';

/** What was asked for. */
export const decideAskedSchema = z.strictObject({
  decision: z.enum(['accept', 'decline']),
  cause: causeNameSchema,
  /** The edition that was proposed, as text. */
  edition: z.string().regex(/^\d+$/),
  /** What is proposed after this instant is not meant. */
  to: z.string(),
  by: z.string(),
  reason: z.string(),
});
export type DecideAsked = z.infer<typeof decideAskedSchema>;

/** Whether a proposal is among those that were asked for. The list is read up to `to`. */
export function isMeant({ cause, edition }: StoredProposal, asked: Pick<DecideAsked, 'cause' | 'edition'>): boolean {
  return causeNameOf(cause) === asked.cause && edition === Number(asked.edition);
}

/** The same for the same request, so that a request that is sent twice starts one job. */
export function decideJobId(asked: Omit<DecideAsked, 'to'>): string {
  return `${DECIDE}-${digest('clauseclock/decide-proposals/1', canonicalJson(asked)).slice(0, 16)}`;
}
