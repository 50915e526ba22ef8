import * as z from 'zod';
import { NOTICE_STATES } from './notice.ts';

/** Most notices that go out as one message. */
export const MOST_LETTERS = 20;

const common = {
  id: z.string(),
  contract: z.string(),
  /** The step of the ladder, or what else the letter is: `escalation-…`, `address-changed`, `onboarding`. */
  step: z.string(),
  party: z.enum(['customer', 'provider']),
  to: z.string(),
  subject: z.string(),
  /** SHA-256 of the bytes, committed before the first attempt. */
  sha256: z.string(),
  state: z.enum(NOTICE_STATES),
  attempts: z.int().nonnegative(),
  /** The latest time for arrival. Waiting for a report takes only a part of the time left until then. */
  latest: z.string(),
  createdAt: z.string(),
  /**
   * CLAIMED: the end of the claim. UNKNOWN: the end of the wait for a report. PENDING: when a sweep takes it up. ACCEPTED: when a
   * delivery has to be reported.
   */
  until: z.string().optional(),
  /** Since when it waits for webhooks that could make it wrong, or for a person who stopped letters (instant, UTC). */
  heldSince: z.string().optional(),
  /** The group of letters with which it waits, if a person stopped it: `stopOf`. Stored beside the record. */
  heldBy: z.string().exactOptional(),
  /** The mail service's own ids, one per accepted attempt. */
  messageIds: z.array(z.string()),
  /** Reports already processed, so that a repeated report has no effect. */
  reports: z.array(z.string()),
  terms: z.string(),
  /**
   * The refusals after which it was tried again: how many attempts the mail service refused, and the last one in its own
   * words. Stored beside the record.
   */
  refusals: z
    .strictObject({ times: z.int().positive(), code: z.string(), detail: z.string().exactOptional(), at: z.string() })
    .exactOptional(),
  /**
   * Who had the failed notice sent again last, why, and after how many attempts and refusals: reports of those attempts no longer
   * say what became of it. Stored beside the record.
   */
  resend: z
    .strictObject({
      by: z.string(),
      reason: z.string(),
      at: z.string(),
      afterAttempts: z.int().nonnegative(),
      refusals: z.int().nonnegative(),
    })
    .exactOptional(),
  /**
   * The notices that go out with it as one message, their ids with its own, if it is one of a digest. All have the same bytes, which are
   * stored with the first. Stored beside the record.
   */
  digest: z.array(z.string()).min(2).max(MOST_LETTERS).exactOptional(),
  /** Who said that the failed notice is dealt with, why, and the state it was in then. Stored beside the record. */
  acknowledged: z
    .strictObject({ by: z.string(), reason: z.string(), at: z.string(), state: z.enum(NOTICE_STATES) })
    .exactOptional(),
};

const ofDeadline = z.strictObject({
  ...common,
  deadline: z.string(),
  /** The run of the deadline's ladder that the notice belongs to, from 1. */
  run: z.int().positive(),
  /** An escalation tells the provider that another notice did not arrive. */
  purpose: z.enum(['step', 'escalation']),
});

const ofAmendment = z.strictObject({
  ...common,
  /** The event `contract.amended` that changed the customer's address. */
  event: z.string(),
  /** `address-changed` goes to the address that was replaced. */
  purpose: z.enum(['address-changed', 'escalation']),
});

const ofContract = z.strictObject({
  ...common,
  /** `onboarding` tells operations what was open and what was over when the contract was recorded. */
  purpose: z.enum(['onboarding', 'escalation']),
});

/**
 * A stored notice: recipient, state, and the hash of its bytes. The bytes are stored separately. It is about a deadline, an
 * amendment, or the contract as a whole.
 */
export const noticeRecordSchema = z.union([ofDeadline, ofAmendment, ofContract]);

export type NoticeRecord = z.infer<typeof noticeRecordSchema>;
export type DeadlineNotice = z.infer<typeof ofDeadline>;
export type AmendmentNotice = z.infer<typeof ofAmendment>;
export type ContractNotice = z.infer<typeof ofContract>;

/** What a notice is about, for evidence; empty if it is about the contract. */
export function subjectOf(notice: NoticeRecord): { readonly deadline?: string; readonly event?: string } {
  if ('deadline' in notice) return { deadline: notice.deadline };
  return 'event' in notice ? { event: notice.event } : {};
}

/** The notice whose item has the bytes: the first of a digest, or the notice itself. */
export function leadOf({ id, digest }: Pick<NoticeRecord, 'id' | 'digest'>): string {
  return digest?.[0] ?? id;
}

/** Whether the mail service may have passed it on: it was tried, and not refused each time. */
export function mayHaveGoneOut({ attempts, refusals }: Pick<NoticeRecord, 'attempts' | 'refusals'>): boolean {
  return attempts > (refusals?.times ?? 0);
}
