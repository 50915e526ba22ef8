import * as z from 'zod';

/**
 * Text that a notice, a mail header or a line of an explanation shows. White space around it is cut off, as the block
 * styles of YAML leave a line break at the end of a text; within it, line breaks and control characters are refused.
 */
function line(most: number) {
  return z.string().trim().min(1).max(most).regex(ONE_LINE, ON_ONE_LINE);
}

/** Matches text without line breaks and control characters. */
export const ONE_LINE = /^[^\p{Cc}\p{Zl}\p{Zp}]*$/u;
export const ON_ONE_LINE = 'write it on one line, without control characters; in YAML, >- makes one line of several';

/** A name, a title or a place in a document, as a header or a heading shows it. At most 200 characters. */
export const titleText = line(200);
/** One or several sentences. At most 2,000 characters. */
export const sentenceText = line(2000);
/** The first sentence of a notice, with `{placeholders}`. At most 500 characters. */
export const leadText = line(500);
/** A word or code that others compare with: a law, a holiday set, a value of an event’s data. At most 64 characters. */
export const codeText = line(64);
/** A value that a condition compares with. It may be empty. At most 200 characters. */
export const valueText = z.union([z.literal(''), line(200)]);

/** The name of a part of a pack: a clause, an assumption, a cycle, a topic. */
export const nameText = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'use lower-case letters, digits and hyphens, such as export-window');
