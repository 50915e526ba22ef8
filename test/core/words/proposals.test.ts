import { describe, expect, it } from 'vitest';
import { causeInWords, labelsOf } from '../../../shared/core/words/proposals.ts';
import { english } from '../../../shared/core/words/say.ts';

const HOLIDAYS = { from: 'DE-BE@2026.1+GB-ENG@2026.1', to: 'DE-BE@2026.1+GB-ENG@2026.2' };
const SAME = { from: 'RO@2026.1', to: 'RO@2026.1' };
const day = { day: '2022-09-19', name: 'Funeral', change: 'removed' } as const;

describe('the cause of a proposal', () => {
  it('tells the tables that differ, and their days', () => {
    const text = 'GB-ENG 2026.1 → 2026.2: Monday 19 September 2022 is no holiday (Funeral)';
    expect(causeInWords({ ...HOLIDAYS, days: [day] }, english)).toBe(text);
    expect(causeInWords({ ...HOLIDAYS, days: [] }, english)).toBe('GB-ENG 2026.1 → 2026.2');
    expect(labelsOf(HOLIDAYS)).toEqual(HOLIDAYS);
  });

  it('tells zone offsets and rules of counting where these differ', () => {
    const zones = { from: '2026c', to: '2027a' };
    expect(labelsOf({ ...SAME, zones })).toEqual({ from: 'zones@2026c', to: 'zones@2027a' });
    expect(causeInWords({ ...SAME, zones, days: [] }, english)).toBe('zones 2026c → 2027a');
    const both = { ...HOLIDAYS, zones, rules: { from: 1, to: 2 }, days: [] };
    expect(causeInWords(both, english)).toBe('GB-ENG 2026.1 → 2026.2 and zones 2026c → 2027a and rules 1 → 2');
    expect(causeInWords({ ...SAME, days: [] }, english)).toBe('RO@2026.1 → RO@2026.1');
  });
});
