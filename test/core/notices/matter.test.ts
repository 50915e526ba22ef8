import { describe, expect, it } from 'vitest';
import { matterRows } from '../../../shared/core/notices/matter.ts';

describe('what a letter is about', () => {
  it('names the invoice with amount and due date, in the clause’s zone', () => {
    const data = { invoice: 'in_1', amount: 249_000, currency: 'EUR', dueAt: '2026-11-21T22:30:00Z' };
    expect(matterRows(data, 'Europe/Bucharest')).toEqual([
      ['Invoice', 'in_1'],
      ['Amount', 'EUR 2,490.00'],
      ['Due date', 'Sunday 22 November 2026'],
    ]);
  });

  it('prefers the day a contract names over the instant a provider sends', () => {
    expect(matterRows({ dueOn: '2026-11-20', dueAt: '2026-11-21T22:30:00Z' }, 'UTC')).toEqual([
      ['Due date', 'Friday 20 November 2026'],
    ]);
  });

  it('names a change of terms with its version and day', () => {
    const data = { change: 'winter', toVersion: '2027-01', effectiveOn: '2027-01-04' };
    expect(matterRows(data, 'UTC')).toEqual([
      ['Change', 'winter'],
      ['New version', '2027-01'],
      ['Takes effect', 'Monday 4 January 2027'],
    ]);
  });

  it('says nothing where the event is about the contract itself, or an amount lacks its currency', () => {
    expect(matterRows({}, 'UTC')).toEqual([]);
    expect(matterRows({ amount: 100 }, 'UTC')).toEqual([]);
    expect(matterRows(undefined, 'UTC')).toEqual([]);
  });
});
