import * as z from 'zod';
import { lineSchema } from './contract.ts';

/** Who decided something: a name or an address, as the caller writes it. */
export const bySchema = lineSchema;

/** Why somebody decided something, in one line. */
export const reasonSchema = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(500, 'may have 500 characters at most')
  .refine(
    (text) => ![...text].some((c) => c < ' ' || c === '\u007f'),
    'must not hold line breaks or control characters',
  );
