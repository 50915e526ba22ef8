import { describe, expect, it } from 'vitest';
import { type Conditions, matches } from '../../../shared/core/terms/match.ts';

const fits = (wanted: Conditions[string], seats: string) =>
  matches({ kind: 'seats.counted', where: { seats: wanted } }, { kind: 'seats.counted', data: { seats } });

describe('a condition that asks for a number', () => {
  it.each([
    [{ over: 50 }, '60', true],
    [{ over: 50 }, '50', false],
    [{ atMost: 50 }, '9', true],
    [60, '60', true],
    [60, '60.0', true],
    [{ oneOf: [10, 60] }, '60', true],
    [{ not: 60 }, '60', false],
    [{ over: 50 }, 'sixty', false],
    [{ over: 50 }, '', false],
    [60, '0x3c', false],
  ])('%j of %j: %s', (wanted, given, expected) => {
    expect(fits(wanted, given)).toBe(expected);
  });
});
