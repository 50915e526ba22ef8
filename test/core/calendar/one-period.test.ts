import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asOnePeriod, computeChain, computePeriod } from '../../../shared/core/calendar/compute.ts';
import { InvalidPeriodError } from '../../../shared/core/calendar/errors.ts';
import { holidayCalendar } from '../../../shared/core/calendar/holidays.ts';
import { parsePeriods } from '../../../shared/core/calendar/period-text.ts';
import { regime, regimeIds, underRegime } from '../../../shared/core/calendar/regimes.ts';
import type { Period } from '../../../shared/core/calendar/types.ts';
import { loadHolidayTables } from '../../../shared/runtime/holiday-tables.ts';
import { place } from './counting-context.ts';
import { dayOf } from './dated-table.ts';

const tables = loadHolidayTables();

function under(id: string, from: string, text: string, settings: Partial<Period> = {}) {
  const { holidays } = regime(id);
  const context = { timezone: 'UTC', holidays: holidayCalendar(holidays[settings.direction ?? 'after'], tables) };
  return computeChain(from, asOnePeriod(parsePeriods(text), settings, id), context);
}

describe('one period of several lengths', () => {
  it.each([
    ['de-bgb', 'Saturday 31 January 2026', '1 month and 15 days', {}, 'Monday 16 March 2026'],
    ['eu-1182-71', 'Saturday 31 January 2026', '1 month and 15 days', {}, 'Monday 16 March 2026'],
    ['ro-civil-code', 'Saturday 31 January 2026', '1 month and 15 days', {}, 'Monday 16 March 2026'],
    ['de-bgb', 'Friday 15 May 2026', '1 month and 15 days', { direction: 'before' }, 'Monday 30 March 2026'],
    // Not a short period: the ten days of a month and ten days run over weekends.
    ['us-de-superior', 'Monday 10 August 2026', '1 month and 10 days', {}, 'Monday 21 September 2026'],
    ['uk-cpr-2.8', 'Monday 10 August 2026', '1 month and 5 days', {}, 'Tuesday 15 September 2026'],
    ['uk-cpr-2.8', 'Monday 10 August 2026', '2 weeks and 1 day', {}, 'Tuesday 25 August 2026'],
  ] as const)('%s from %s: %s %o', (id, from, text, settings, last) => {
    expect(under(id, dayOf(from), text, settings).date).toBe(dayOf(last));
  });

  it('ends once: it rolls, is clear and holds its working days as a whole', () => {
    const settings = { roll: 'following', minWorkingDays: 2 } as const;
    const parts = asOnePeriod(parsePeriods('1 month and 1 day'), settings);
    expect(parts).toEqual([
      { n: 1, unit: 'months' },
      { n: 1, unit: 'days', ...settings, continues: true },
    ]);
    // One day from a Friday holds no working day; the month before it holds plenty.
    const result = computeChain(
      '2026-02-13',
      asOnePeriod(parsePeriods('1 month and 1 day'), { minWorkingDays: 2 }),
      place(),
    );
    expect(result.date).toBe(dayOf('Saturday 14 March 2026'));
    const codes = result.steps.map(({ code }) => code);
    expect(codes.filter((code) => code === 'ends')).toHaveLength(1);
    expect(codes.filter((code) => code === 'anchor-day')).toHaveLength(1);
    expect(result.steps.find(({ code }) => code === 'min-working-days-held')).toMatchObject({ first: '2026-02-14' });
  });

  it.each([
    ['2024-02-29', '1 year and 1 month', 'after', '2025-03-29'],
    ['2026-01-31', '1 month and 1 month', 'after', '2026-03-31'],
    ['2026-01-31', '1 month, 1 day and 1 month', 'after', '2026-04-01'],
    ['2024-02-29', '1 year and 1 month', 'before', '2023-01-29'],
    ['2026-01-31', '1 week and 2 days', 'after', '2026-02-09'],
    ['2026-01-31', '1 year of 365 days and 1 month', 'after', '2027-02-28'],
  ] as const)(
    'from %s: %s %s is %s, because lengths of one family are added up first',
    (day, text, direction, last) => {
      expect(computeChain(day, asOnePeriod(parsePeriods(text), { direction }), place()).date).toBe(last);
    },
  );

  it('rolls where it ends, also where lengths were added up', () => {
    const parts = asOnePeriod(parsePeriods('1 month, 1 day and 1 month'), {
      roll: 'following',
      countsTriggerDay: true,
    });
    expect(parts).toEqual([
      { n: 2, unit: 'months', countsTriggerDay: true },
      { n: 1, unit: 'days', roll: 'following', continues: true },
    ]);
    const two = asOnePeriod(parsePeriods('1 year and 1 month'), {
      roll: 'preceding',
      direction: 'before',
      method: 'forwardMax',
    });
    expect(two).toEqual([{ n: 13, unit: 'months', roll: 'preceding', direction: 'before', method: 'forwardMax' }]);
  });

  it('begins once', () => {
    const cutOff = { at: '17:00', movesTo: 'nextDay' } as const;
    const parts = asOnePeriod(parsePeriods('1 month and 15 days'), {
      countsTriggerDay: true,
      cutOff,
      weekmask: '1111110',
    });
    expect(parts.map(({ countsTriggerDay }) => countsTriggerDay)).toEqual([true, undefined]);
    expect(parts.map((part) => part.cutOff)).toEqual([cutOff, undefined]);
    expect(parts.map(({ weekmask }) => weekmask)).toEqual(['1111110', '1111110']);
  });

  it('has its rules and remarks with the first part, each once', () => {
    const note = { kind: 'note', note: 'Read it twice.' } as const;
    const settings = { basis: ['section 1', 'section 1'], remarks: [note, { ...note }] };
    expect(asOnePeriod(parsePeriods('1 month and 15 days'), settings)).toEqual([
      { n: 1, unit: 'months', basis: ['section 1'], remarks: [note] },
      { n: 15, unit: 'days', continues: true },
    ]);
    expect(asOnePeriod(parsePeriods('1 month and 15 days'))).toEqual([
      { n: 1, unit: 'months' },
      { n: 15, unit: 'days', continues: true },
    ]);
  });

  it('refuses what only a single length can be', () => {
    const latest = { direction: 'before', method: 'forwardMax' } as const;
    expect(() => asOnePeriod(parsePeriods('1 month and 1 day'), latest)).toThrow(InvalidPeriodError);
    const both = { countsTriggerDay: true, clear: true };
    expect(() => asOnePeriod(parsePeriods('1 month and 1 day'), both)).toThrow(/period.clear/);
  });

  it('tells each rule and note once', () => {
    for (const id of regimeIds()) {
      const { steps } = under(id, '2026-01-30', '2 weeks and 15 days');
      const told = steps.filter(({ code }) => /^(basis|note|scope)$/.test(code)).map((step) => JSON.stringify(step));
      expect(new Set(told).size).toBe(told.length);
    }
  });

  it('of one length is the period itself', () => {
    fc.assert(
      fc.property(fc.constantFrom(...regimeIds()), fc.integer({ min: 1, max: 30 }), (id, n) => {
        const [only] = asOnePeriod([{ n, unit: 'days' }], {}, id);
        expect(only).toEqual(underRegime(id, { n, unit: 'days' }));
      }),
    );
  });
});

describe('what a regime tells beside its rules', () => {
  const codes = (id: string, period: Period) =>
    computePeriod('2026-01-31', underRegime(id, period), place()).steps.map((step) => Object.values(step).join(' '));

  it('its notes', () => {
    for (const id of regimeIds()) {
      const told = codes(id, { n: 1, unit: 'days' });
      const { notes, scope = '' } = regime(id);
      for (const note of [...notes, scope]) expect(told.join('\n')).toContain(note);
    }
  });

  it('what matters to hours alone, of hours alone', () => {
    const about72 = (unit: Period['unit']) => codes('eu-1182-71', { n: 72, unit }).join().includes('Whether 72 hours');
    expect([about72('hours'), about72('days'), about72('months')]).toEqual([true, false, false]);
  });

  it('a rule set aside is not cited as applied', () => {
    const told = codes('eu-1182-71', { n: 1, unit: 'months', roll: 'none' });
    expect(told.filter((step) => step.startsWith('rule-overridden'))).toEqual([
      expect.stringMatching(/art 3\(4\).* roll following none$/),
    ]);
    expect(told.filter((step) => step.startsWith('basis') && step.includes('art 3(4)'))).toEqual([]);
    expect(told.some((step) => step.startsWith('basis') && step.includes('art 3(2)(c)'))).toBe(true);
  });

  it('a rule of which one setting stands is cited, and the other said to be set aside', () => {
    const told = codes('us-frcp-6a', { n: 10, unit: 'days', roll: 'none' });
    expect(told.filter((step) => /^(basis|rule-overridden)/.test(step))).toHaveLength(2);
  });

  it('that it has no rule for the unit', () => {
    expect(codes('fi-150-1930', { n: 6, unit: 'hours' })).toContainEqual(expect.stringMatching(/^no-rule .*hours/));
    expect(codes('fi-150-1930', { n: 6, unit: 'days' }).join()).not.toContain('no-rule');
    const chain = under('ro-civil-code', '2026-01-30', '15 days and 1 month').steps;
    expect(chain.map(({ code }) => code)).not.toContain('no-rule');
  });
});
