import * as z from 'zod';
import { NOTICE_STATES } from './notice.ts';

/** A stored notice: recipient, state, and the hash of its bytes. The bytes are stored separately. */
export const noticeRecordSchema = z.strictObject({
  id: z.string(),
  contract: z.string(),
  deadline: z.string(),
  /** The run of the deadline's ladder that the notice belongs to, from 0. */
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
  /** The latest time for arrival. Waiting for a report takes only a part of the time left until then. */
  latest: z.string(),
  createdAt: z.string(),
  /** CLAIMED: the end of the claim. UNKNOWN: the end of the wait for a report. PENDING: when a sweep takes it up. */
  until: z.string().optional(),
  /** Since when it waits for webhooks that could make it wrong (instant, UTC). */
  heldSince: z.string().optional(),
  /** The mail service's own ids, one per accepted attempt. */
  messageIds: z.array(z.string()),
  /** Reports already processed, so that a repeated report has no effect. */
  reports: z.array(z.string()),
  terms: z.string(),
  /** Who said that the failed notice is dealt with, why, and the state it was in then. Stored beside the record. */
  acknowledged: z
    .strictObject({ by: z.string(), reason: z.string(), at: z.string(), state: z.enum(NOTICE_STATES) })
    .exactOptional(),
});

export type NoticeRecord = z.infer<typeof noticeRecordSchema>;
