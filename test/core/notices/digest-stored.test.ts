import { describe, expect, it } from 'vitest';
import { noticeAgenda, noticeItem, readNotice, readNoticeRecord } from '../../../shared/aws/table/items.ts';
import { leadOf, MOST_LETTERS, type NoticeRecord, noticeRecordSchema } from '../../../shared/core/notices/record.ts';

const [FIRST, SECOND] = ['a'.repeat(32), 'b'.repeat(32)];
const digest = [FIRST, SECOND];
const BODY = new TextEncoder().encode('both letters');

const notice = (id: string, changes: Partial<NoticeRecord> = {}): NoticeRecord =>
  noticeRecordSchema.parse({
    ...{ id, contract: 'acme', step: 'due', party: 'customer', to: 'ana@acme.example', subject: 's', sha256: 'x' },
    ...{ state: 'PENDING', attempts: 0, latest: '2026-12-05T00:00:00Z', createdAt: '2026-12-01T00:00:00Z' },
    ...{ messageIds: [], reports: [], terms: 'exoopus@2026-01', deadline: `d~${id}`, run: 1, purpose: 'step' },
    ...{ until: '2026-12-01T00:10:00Z', digest },
    ...changes,
  });

describe('a stored notice of a digest', () => {
  it('has the bytes if it is the first, and names all beside its record', () => {
    const items = [noticeItem(notice(FIRST), BODY), noticeItem(notice(SECOND), undefined)] as const;
    expect(items.map(readNoticeRecord)).toEqual([notice(FIRST), notice(SECOND)]);
    expect(new TextDecoder().decode(readNotice(items[0]).body)).toBe('both letters');
    expect(items[1]).not.toHaveProperty('body');
    for (const item of items) {
      expect(item.digest?.L).toHaveLength(2);
      expect(item.notice?.M).not.toHaveProperty('digest');
    }
    expect([FIRST, SECOND].map((id) => leadOf(notice(id)))).toEqual([FIRST, FIRST]);
  });

  it('is looked for by the sweep if it is the first, and each by itself once the mail service has taken it', () => {
    const looked = (state: NoticeRecord['state']) => [FIRST, SECOND].map((id) => noticeAgenda(notice(id, { state })));
    const at = '2026-12-01T00:10:00Z';
    expect(looked('PENDING')).toEqual([at, undefined]);
    expect(looked('CLAIMED')).toEqual([at, undefined]);
    expect(looked('UNKNOWN')).toEqual([at, undefined]);
    expect(looked('ACCEPTED')).toEqual([at, at]);
    expect(looked('DELIVERED')).toEqual([undefined, undefined]);
  });

  it('is one of two to twenty', () => {
    const many = Array.from({ length: MOST_LETTERS }, (_, n) => `${n}`);
    expect(notice(FIRST, { digest: many }).digest).toHaveLength(20);
    for (const wrong of [[FIRST], [...many, FIRST]])
      expect(noticeRecordSchema.safeParse({ ...notice(FIRST), digest: wrong }).success).toBe(false);
  });
});
