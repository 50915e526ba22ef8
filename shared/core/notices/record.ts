import * as z from 'zod';
import { NOTICE_STATES } from './notice.ts';

/** A notice as it is kept: who gets it, how far it is, and what binds it to its bytes. The bytes are stored beside it. */
export const noticeRecordSchema = z.strictObject({
  id: z.string(),
  contract: z.string(),
  deadline: z.string(),
  /** Which run of the deadline's ladder it belongs to. */
  run: z.int().positive(),
  step: z.string(),
  party: z.enum(['customer', 'provider']),
  /** An escalation tells the provider that another notice did not arrive. */
  purpose: z.enum(['step', 'escalation']),
  to: z.string(),
  subject: z.string(),
  /** SHA-256 of the bytes, committed before the first attempt. */
  sha256: z.string(),
  state: z.enum(NOTICE_STATES),
  attempts: z.int().nonnegative(),
  /** When it should have arrived at the latest; waiting for an answer takes a part of what is left. */
  latest: z.string(),
  createdAt: z.string(),
  /** CLAIMED: until when the claim holds. UNKNOWN: until when a report is waited for. */
  until: z.string().optional(),
  /** The mail service's own ids, one per accepted attempt. */
  messageIds: z.array(z.string()),
  /** Reports already taken in, so that a repeated one has no effect. */
  reports: z.array(z.string()),
  terms: z.string(),
});

export type NoticeRecord = z.infer<typeof noticeRecordSchema>;
