import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../shared/core/events/event.ts';
import { withSharesJoined } from '../../../shared/core/events/shares.ts';

const told = (id: string, data: Fact['data'], more: Partial<Fact> = {}): Fact => ({
  id,
  kind: 'payment.received',
  occurredAt: '2026-11-20T08:00:00Z',
  data: { invoice: 'in_1', currency: 'EUR', ...data },
  source: { provider: 'stripe', eventId: 'evt_1', type: 'invoice.paid' },
  ...more,
});
const one = told('evt_1.a', { amount: 3000, remaining: 0, payment: 'pi_1' });
const other = told('evt_1.b', { amount: 1900, remaining: 0, payment: 'pi_1', amountPaid: 5 });

describe('the shares of an invoice', () => {
  it('are one where one message tells them, whichever came first', () => {
    const whole = { ...one, data: { ...one.data, amount: 4900, remaining: 0 } };
    expect(withSharesJoined([one, other])).toEqual([whole]);
    expect(withSharesJoined([other, one])).toEqual([whole]);
  });

  it('are for the time that any of them is for, and counted as the first of them is', () => {
    const [START, END] = ['2026-11-01T00:00:00Z', '2027-11-01T00:00:00Z'];
    const month = {
      ...one,
      edition: 3,
      data: { ...one.data, periodStartsAt: START, periodEndsAt: '2026-12-01T00:00:00Z' },
    };
    const year = {
      ...other,
      edition: 2,
      data: { ...other.data, periodStartsAt: '2026-11-01T00:00:01Z', periodEndsAt: END },
    };
    expect(withSharesJoined([month, year])).toMatchObject([
      { edition: 2, data: { periodStartsAt: START, periodEndsAt: END } },
    ]);
    expect(withSharesJoined([month, other])[0]).toMatchObject({ data: { periodStartsAt: START } });
    expect(withSharesJoined([month, other])[0]).not.toHaveProperty('edition');
  });

  it.each<[string, Fact]>([
    ['another message', { ...other, source: { provider: 'stripe', eventId: 'evt_2', type: 'invoice.paid' } }],
    ['another provider', { ...other, source: { provider: 'paddle', eventId: 'evt_1', type: 'x' } }],
    ['another invoice', { ...other, data: { ...other.data, invoice: 'in_2' } }],
    ['another kind', { ...other, kind: 'payment.failed' }],
    ['a person', (({ source: _, ...rest }) => rest)(other)],
  ])('are none with what is told by or of %s', (_, fact) => {
    expect(withSharesJoined([one, fact])).toEqual([one, fact]);
  });
});
