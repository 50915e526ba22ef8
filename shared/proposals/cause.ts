import * as z from 'zod';
import { labelsOf, type NamedCause } from '../core/words/proposals.ts';

/** Names the cause of proposals by what it is about, before and after: `GB-ENG@2026.1..GB-ENG@2026.2`, `eloomi@5.9+1..eloomi@5.9+2`. */
export function causeNameOf(cause: NamedCause): string {
  const { from, to } = labelsOf(cause);
  return `${from}..${to}`;
}

export const causeNameSchema = z
  .string()
  .max(1000, 'may have 1000 characters at most')
  .regex(
    /^[^\s.][^\s]*\.\.[^\s]+$/,
    'write the `name` of a cause that GET /proposals lists, such as GB-ENG@2026.1..GB-ENG@2026.2',
  );
