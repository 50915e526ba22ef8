import { describe, expect, it } from 'vitest';
import { daysOutOfOrder } from '../../../shared/core/events/day-order.ts';
import type { EventData } from '../../../shared/core/events/event.ts';

const AT = '2026-11-20T10:00:00Z';
const wrongIn = (kind: string, data: EventData, occurredAt = AT) =>
  daysOutOfOrder({ kind, occurredAt, data }, 'Europe/Helsinki');

describe('days of one event', () => {
  it.each([
    ['a trial that ends before it begins', 'trial.started', { endsOn: '2026-11-19' }, 'data.endsOn'],
    ['the same as an instant', 'trial.started', { endsAt: '2026-11-19T21:59:59Z' }, 'data.endsAt'],
    ['a renewal that ends before', 'term.renewed', { endsOn: '2026-11-19' }, 'data.endsOn'],
    ['a pause that is over before', 'contract.suspended', { resumesAt: '2026-11-01T00:00:00Z' }, 'data.resumesAt'],
    ['a next attempt before this one', 'payment.failed', { nextAttemptOn: '2026-11-19' }, 'data.nextAttemptOn'],
    [
      'a damage before the error',
      'claim.observed',
      { errorOn: '2026-05-02', damageObservedOn: '2026-05-01' },
      'data.damageObservedOn',
    ],
    [
      'the same, specified',
      'claim.specified',
      { errorOn: '2026-05-02', damageObservedOn: '2026-05-01' },
      'data.damageObservedOn',
    ],
    ['an error that comes later', 'claim.observed', { errorOn: '2026-11-21' }, 'data.errorOn'],
    ['the same, specified', 'claim.specified', { errorOn: '2026-11-21' }, 'data.errorOn'],
    ['a damage that is caused later', 'breach.alleged', { causedOn: '2026-11-21' }, 'data.causedOn'],
    [
      'a period that ends before it begins',
      'invoice.issued',
      { periodStartsOn: '2026-12-01', periodEndsOn: '2026-11-30' },
      'data.periodEndsOn',
    ],
  ])('%s cannot be', (_, kind, data, field) => {
    const wrong = wrongIn(kind, data as EventData);
    expect(wrong).toMatchObject({ field, value: Object.values(data).at(-1) });
    expect(wrong?.detail).toMatch(/cannot lie (before|after) .+ or correct /);
  });

  it.each([
    ['a trial of one day', 'trial.started', { endsOn: '2026-11-20' }],
    // 00:30 on 20 November in Helsinki.
    ['by the contract’s zone', 'trial.started', { endsAt: '2026-11-19T22:30:00Z' }],
    [
      'a damage that is observed after the error',
      'claim.observed',
      { errorOn: '2026-11-20', damageObservedOn: '2026-12-24' },
    ],
    ['an empty period', 'invoice.issued', { periodStartsOn: '2026-12-01', periodEndsOn: '2026-12-01' }],
    ['an invoice that was due before it was issued', 'invoice.issued', { dueOn: '2026-11-01' }],
    ['a cancellation in retrospect', 'cancellation.scheduled', { effectiveOn: '2026-11-01' }],
    ['one of the two alone', 'claim.observed', { damageObservedOn: '2026-05-01' }],
    ['a kind named like a key of every object', 'constructor', {}],
  ])('%s can be', (_, kind, data) => {
    expect(wrongIn(kind, data as EventData)).toBeUndefined();
  });

  it('tell what is wrong and what to write', () => {
    expect(wrongIn('trial.started', { endsOn: '2026-11-10' }, '2026-11-20')?.detail).toBe(
      'Of trial.started it cannot lie before occurredAt, 2026-11-20. Name 2026-11-20 or a later day, or correct occurredAt.',
    );
    expect(wrongIn('breach.alleged', { causedOn: '2026-11-21' }, '2026-11-20')?.detail).toContain(
      'Name a day no later than 2026-11-20, or correct occurredAt.',
    );
  });
});
