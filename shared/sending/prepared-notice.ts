import { createHash } from 'node:crypto';
import { composeMime, type Mailbox } from '../aws/mime.ts';
import type { AmendmentNotice, ContractNotice, DeadlineNotice, NoticeRecord } from '../core/notices/record.ts';
import type { RenderedMessage } from '../core/notices/render.ts';
import { laterBy } from '../runtime/clock.ts';

export interface PreparedNotice {
  readonly notice: NoticeRecord;
  /** The bytes as they will be sent; their hash is in the record. Absent if it goes out with another, whose bytes are its own. */
  readonly body: Uint8Array | undefined;
  /** The placeholder of the pack’s `lead` that had no value; the lead was left out for it. */
  readonly leadLeftOutFor?: string;
  /** The id of the withdrawn notice whose place it takes. */
  readonly insteadOf?: string;
}

export type WithBytes = PreparedNotice & { readonly body: Uint8Array };

/** What a notice is about, and why it is sent. */
type About =
  | Pick<DeadlineNotice, 'purpose' | 'deadline' | 'run'>
  | Pick<AmendmentNotice, 'purpose' | 'event'>
  | Pick<ContractNotice, 'purpose'>;

export interface NoticeDraft {
  readonly about: About;
  readonly common: Pick<NoticeRecord, 'id' | 'contract' | 'step' | 'party' | 'latest' | 'terms'>;
  readonly message: RenderedMessage;
  readonly from: Mailbox;
  readonly to: Mailbox;
  readonly now: string;
}

/** A notice that nobody has tried to send yet. The same draft gives the same bytes. */
export async function preparedNotice({ about, common, message, from, to, now }: NoticeDraft): Promise<WithBytes> {
  const { subject, text, html, leadLeftOutFor } = message;
  const body = await composeMime({ from, to, subject, text, html, boundarySeed: common.id });
  const notice: NoticeRecord = {
    ...common,
    ...about,
    to: to.address,
    subject,
    sha256: createHash('sha256').update(body).digest('hex'),
    state: 'PENDING',
    attempts: 0,
    createdAt: now,
    messageIds: [],
    reports: [],
  };
  return { notice, body, ...(leadLeftOutFor !== undefined && { leadLeftOutFor }) };
}

const A_DAY_MS = 24 * 60 * 60_000;

/** Until when a notice is of use that has no date to keep (instant, UTC). */
export function withinADay(now: string): string {
  return laterBy(now, A_DAY_MS);
}

/** What the evidence keeps of a prepared notice. */
export function noticeFacts({ notice, leadLeftOutFor, insteadOf }: PreparedNotice) {
  const { id, party, subject, sha256, digest } = notice;
  return {
    ...{ notice: id, party, subject, sha256 },
    ...(digest && { sentWith: digest[0] }),
    ...(leadLeftOutFor !== undefined && { leadLeftOutFor }),
    ...(insteadOf !== undefined && { insteadOf }),
  };
}
