import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../shared/core/events/event.ts';
import { withLastPeriods } from '../../../shared/core/events/periods.ts';

const NOW = '2026-11-20T08:00:00Z';
const [A, B, C] = ['2026-12-15T10:00:00Z', '2027-01-01T00:00:00Z', '2027-11-20T08:00:00Z'];

/** What a message says of the current period, and of the end that this one replaced. */
function told(id: string, kind: string, periodEndsAt: string, formerPeriodEndsAt?: string, subscription = 'sub_1') {
  const data = { subscription, periodStartsAt: NOW, periodEndsAt, ...(formerPeriodEndsAt && { formerPeriodEndsAt }) };
  const fact: Fact = { id, kind, occurredAt: NOW, data, source: { provider: 'stripe', eventId: id, type: kind } };
  return { fact, epoch: Date.parse(NOW) };
}

const shown = (facts: readonly ReturnType<typeof told>[]) =>
  withLastPeriods(facts).map(({ fact }) => fact.data.periodEndsAt ?? null);

describe('billing periods that messages of one second show', () => {
  const anyIds = fc.shuffledSubarray(['a', 'b', 'c'], { minLength: 3 });

  it('leave the one that none of them replaced, whatever the ids are', () => {
    fc.assert(
      fc.property(anyIds, ([x = '', y = '', z = '']) => {
        const renewedThenYearly = [told(x, 'plan.changed', C, B), told(y, 'term.renewed', B, A)];
        expect(shown(renewedThenYearly)).toEqual([C, null]);
        const movedBack = [told(x, 'term.moved', B, A), told(y, 'term.moved', A, B), told(z, 'term.moved', C, A)];
        expect(shown(movedBack)).toEqual([null, null, C]);
      }),
    );
  });

  it('leave it on every fact of the message, and on others that show it', () => {
    const facts = [
      told('a', 'cancellation.scheduled', A),
      told('b', 'cancellation.scheduled', B, A),
      told('b', 'term.moved', B, A),
      told('c', 'price.changed', B),
    ];
    expect(shown(facts)).toEqual([null, B, B, B]);
  });

  it('are left alone where no message says what it replaced, at other times and of other subscriptions', () => {
    const unsaid = [told('a', 'plan.changed', C), told('b', 'term.renewed', B)];
    expect(shown(unsaid)).toEqual([C, B]);
    const later = { ...told('b', 'plan.changed', C, B), epoch: Date.parse(NOW) + 1000 };
    expect(shown([told('a', 'term.renewed', B, A), later])).toEqual([B, C]);
    expect(shown([told('a', 'term.renewed', B, A), told('b', 'plan.changed', C, B, 'sub_2')])).toEqual([B, C]);
  });
});
