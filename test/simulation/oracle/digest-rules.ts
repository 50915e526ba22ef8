import type { StoredNotice } from './items.ts';
import type { Report } from './violations.ts';

/** What a day holds for one reader without a digest, and what a digest holds at most. */
const [ALONE, MOST] = [3, 20];

/** The notice that stands for all of its message, in tags and in evidence. */
export function leadOf({ id, digest }: Pick<StoredNotice, 'id' | 'digest'>): string {
  return digest?.[0] ?? id;
}

/** The rule of a digest, as one of its notices is stored: all of them are, for one reader, with the same bytes and the same fate. */
export function checkDigest(notice: StoredNotice, notices: ReadonlyMap<string, StoredNotice>, report: Report): void {
  const { digest = [], id } = notice;
  if (notice.digest === undefined) return;
  const wrong = (what: string) => report('invariant', 'digest', `the digest of ${id} ${what}`);
  if (digest.length <= ALONE || digest.length > MOST) wrong(`has ${digest.length} notices`);
  for (const other of digest) {
    const one = notices.get(other);
    if (one === undefined) wrong(`names ${other}, which is not stored`);
    else if (one.contract !== notice.contract || one.party !== notice.party || one.to !== notice.to)
      wrong(`has ${other}, which is for another reader`);
    else if (one.sha256 !== notice.sha256) wrong(`has ${other} with other bytes`);
    else if (one.attempts !== notice.attempts || isTaken(one) !== isTaken(notice))
      wrong(`has ${other}, which is ${one.state}/${one.attempts}, not ${notice.state}/${notice.attempts}`);
  }
}

/** Whether the mail service has taken it, as far as is known. */
function isTaken({ messageIds }: StoredNotice): boolean {
  return messageIds.length > 0;
}
