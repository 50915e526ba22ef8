import * as z from 'zod';
import type { ProposalCause } from '../core/deadlines/proposals.ts';

/** Names the cause of proposals: the two versions of the holidays, `GB-ENG@2026.1..GB-ENG@2026.2`. */
export function causeNameOf({ from, to }: Pick<ProposalCause, 'from' | 'to'>): string {
  return `${from}..${to}`;
}

export const causeNameSchema = z
  .string()
  .max(1000, 'may have 1000 characters at most')
  .regex(
    /^[^\s.][^\s]*\.\.[^\s]+$/,
    'write the `name` of a cause that GET /proposals lists, such as GB-ENG@2026.1..GB-ENG@2026.2',
  );
