import type { Party } from '../deadlines/deadline.ts';
import { canonicalJson, digest } from '../events/canonical.ts';

/**
 * The states of a notice, in the order of the delivery lattice (see `delivery.ts`): a later state never changes back to
 * an earlier one. The last states are the worst reports.
 */
export const NOTICE_STATES = [
  /** Rendered, or to be rendered. No sender has claimed the notice. */
  'PENDING',
  /** Claimed by one sender. */
  'CLAIMED',
  /** Handed to the mail service, whose answer was lost. */
  'UNKNOWN',
  /** Withdrawn before sending. Proof that the notice was sent nevertheless outranks the withdrawal. */
  'CANCELLED',
  /** The mail service accepted the notice. */
  'ACCEPTED',
  /**
   * No delivery was reported in time, or the receiving server deferred the notice until the mail service gave up. Automatic
   * replies are reported in the same way.
   */
  'UNDELIVERED',
  /** The mail service refused to send the notice. */
  'REJECTED',
  /** The mail service did not send the notice, because the address is on a suppression list. */
  'SUPPRESSED',
  /** The receiving server accepted the notice. Nobody has to have read it. */
  'DELIVERED',
  /** The receiving server permanently rejected the notice. */
  'BOUNCED',
  /** The recipient reported the notice as unwanted. */
  'COMPLAINED',
  /** Handed to a person. */
  'ESCALATED',
] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

const DOMAIN = 'clauseclock/notice/1';

/** A part of a notice's key is invalid. */
export class InvalidNoticeKeyError extends Error {
  override readonly name = 'InvalidNoticeKeyError';
  readonly field: string;

  constructor(field: string, value: unknown, remedy: string) {
    super(`notice ${field} ${JSON.stringify(value)}: ${remedy}`);
    this.field = field;
  }
}

/**
 * The id of the message that one step of a deadline's ladder sends to one party: 32 lower-case hexadecimal digits, the
 * same for the same five parts. `run` says which computation of the ladder the step belongs to, from 0.
 * @throws InvalidNoticeKeyError
 */
export function noticeId(contract: string, deadline: string, run: number, step: string, party: Party): string {
  if (!Number.isSafeInteger(run) || run < 0) {
    throw new InvalidNoticeKeyError('run', run, 'use a whole number from 0');
  }
  checkParts({ contract, deadline, step, party });
  return digest(DOMAIN, canonicalJson([contract, deadline, run, step, party])).slice(0, 32);
}

/**
 * The id of a notice about an event, such as the letter to an address that an amendment replaced: 32 lower-case hexadecimal
 * digits, the same for the same four parts.
 * @throws InvalidNoticeKeyError
 */
export function eventNoticeId(contract: string, event: string, step: string, party: Party): string {
  checkParts({ contract, event, step, party });
  return digest(DOMAIN, canonicalJson([contract, event, step, party])).slice(0, 32);
}

/**
 * The id of a notice about a contract as a whole, such as what was over when it was recorded: 32 lower-case hexadecimal
 * digits, the same for the same four parts. `at`: the instant at which it fell due.
 * @throws InvalidNoticeKeyError
 */
export function contractNoticeId(contract: string, at: string, step: string, party: Party): string {
  checkParts({ contract, at, step, party });
  return digest(DOMAIN, canonicalJson({ contract, at, step, party })).slice(0, 32);
}

function checkParts(parts: Readonly<Record<string, string>>): void {
  for (const [field, value] of Object.entries(parts)) {
    if (value === '') throw new InvalidNoticeKeyError(field, value, 'must not be empty');
  }
}

/** The short form a reader sees: the first 12 digits of the id. */
export function noticeReference(id: string): string {
  if (!/^[0-9a-f]{32}$/.test(id)) {
    throw new InvalidNoticeKeyError('id', id, 'use the 32 hexadecimal digits noticeId answers');
  }
  return id.slice(0, 12);
}
