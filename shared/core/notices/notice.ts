import type { Party } from '../deadlines/deadline.ts';
import { canonicalJson, digest } from '../events/canonical.ts';

/**
 * What is known of a notice, from nothing done to the worst that can be reported. The order is the order of the delivery
 * lattice (see `delivery.ts`): a later state is never given up for an earlier one.
 */
export const NOTICE_STATES = [
  /** Rendered, or to be rendered; nobody holds it. */
  'PENDING',
  /** One sender holds it. */
  'CLAIMED',
  /** The mail service was asked and its answer was lost. */
  'UNKNOWN',
  /** Withdrawn before sending. Proof that it went out all the same outranks the withdrawal. */
  'CANCELLED',
  /** The mail service took it. */
  'ACCEPTED',
  /** The receiving server put it off until the mail service gave up. An automatic reply is reported in the same way. */
  'UNDELIVERED',
  /** The mail service refused to pass it on. */
  'REJECTED',
  /** The mail service withheld it, because the address is on a suppression list. */
  'SUPPRESSED',
  /** The receiving server took it. It does not say that anybody read it. */
  'DELIVERED',
  /** The receiving server turned it away for good. */
  'BOUNCED',
  /** The recipient reported it as unwanted. */
  'COMPLAINED',
  /** Handed to a person. */
  'ESCALATED',
] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

const DOMAIN = 'clauseclock/notice/1';

/** A notice was asked for with a part that cannot identify one. */
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
  for (const [field, value] of Object.entries({ contract, deadline, step, party })) {
    if (value === '') throw new InvalidNoticeKeyError(field, value, 'must not be empty');
  }
  return digest(DOMAIN, canonicalJson([contract, deadline, run, step, party])).slice(0, 32);
}

/** The short form a reader sees: the first 12 digits of the id. */
export function noticeReference(id: string): string {
  if (!/^[0-9a-f]{32}$/.test(id)) {
    throw new InvalidNoticeKeyError('id', id, 'use the 32 hexadecimal digits noticeId answers');
  }
  return id.slice(0, 12);
}
