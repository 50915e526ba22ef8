import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidNoticeKeyError, noticeId, noticeReference } from '../../../shared/core/notices/notice.ts';

describe('notice id', () => {
  it('stays the same over versions', () => {
    expect(noticeId('acme', 'suspension~in_123', 0, 'due', 'customer')).toBe('55ebb2c11a6ac140819a7804bdd2d5bf');
  });

  it('differs as soon as one part does', () => {
    const part = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 });
    const key = fc.tuple(part, part, fc.nat(3), part, fc.constantFrom('customer', 'provider'));
    fc.assert(
      fc.property(key, key, (a, b) => {
        const same = JSON.stringify(a) === JSON.stringify(b);
        expect(noticeId(...a)).toMatch(/^[0-9a-f]{32}$/);
        expect(noticeId(...a) === noticeId(...b)).toBe(same);
      }),
    );
    expect(noticeId('a', 'bc', 0, 'due', 'customer')).not.toBe(noticeId('ab', 'c', 0, 'due', 'customer'));
  });

  it('refuses what cannot identify a notice', () => {
    expect(() => noticeId('', 'd', 0, 'due', 'customer')).toThrow(InvalidNoticeKeyError);
    expect(() => noticeId('c', 'd', 1.5, 'due', 'customer')).toThrow(/run 1.5: use a whole number/);
    expect(() => noticeId('c', 'd', -1, 'due', 'customer')).toThrow(InvalidNoticeKeyError);
    expect(() => noticeReference('short')).toThrow(/32 hexadecimal digits/);
  });

  it('is quoted to readers by its first twelve digits', () => {
    expect(noticeReference('1a2b3c4d5e6f77889900aabbccddeeff')).toBe('1a2b3c4d5e6f');
  });
});
