import { createHash } from 'node:crypto';
import { composeMime } from '../aws/mime.ts';
import { renderDigest } from '../core/notices/digest.ts';
import { MOST_LETTERS } from '../core/notices/record.ts';
import { mailboxes, type NoticeContext, providerName, type StepNotice } from './prepare.ts';
import type { PreparedNotice } from './prepared-notice.ts';

/**
 * Most bytes of the letters of a digest, each as it would be alone. An item of the table has 400 KB, and mail, which has seven bits a
 * byte at most, is compressed to four fifths at worst.
 */
export const MOST_DIGEST_BYTES = 500_000;

/**
 * Several notices to one reader as one message. Each keeps its id, what it is about and its latest moment; subject, bytes and hash are
 * those of the message. The bytes are stored with the first.
 */
export async function asDigest(context: NoticeContext, notices: readonly StepNotice[]): Promise<PreparedNotice[]> {
  const [first] = notices;
  if (first === undefined || notices.length > MOST_LETTERS) {
    throw new RangeError(`a digest of ${notices.length} notices; one holds from 1 to ${MOST_LETTERS}`);
  }
  const { id, party, terms } = first.notice;
  const letters = notices.map(({ letter }) => letter);
  const names = { contract: context.contract, providerName: providerName(context, { terms }), party };
  const { subject, text, html } = renderDigest({ ...names, noticeId: id, letters });
  const message = { subject, text, html, boundarySeed: id };
  const body = await composeMime({ ...mailboxes(context, { terms }, party), ...message });
  const sha256 = createHash('sha256').update(body).digest('hex');
  const digest = notices.map(({ notice }) => notice.id);
  return notices.map(({ letter: _letter, notice, ...rest }): PreparedNotice => {
    const ofMessage = { ...notice, subject, sha256, digest };
    return { ...rest, notice: ofMessage, body: notice.id === id ? body : undefined };
  });
}
