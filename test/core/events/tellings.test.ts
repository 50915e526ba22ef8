import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../shared/core/events/event.ts';
import { inSequence, withoutRepeats } from '../../../shared/core/events/tellings.ts';

const SECOND = Date.parse('2026-11-20T08:00:00Z');

interface Told {
  readonly fact: Fact;
  readonly epoch: number;
}

/** One message's telling, `second` seconds after eight o’clock. */
function told(id: string, second: number, kind: string, data: Fact['data'], provider: string | null = 'stripe'): Told {
  const epoch = SECOND + second * 1000;
  const occurredAt = new Date(epoch).toISOString();
  const source = provider === null ? {} : { source: { provider, eventId: id, type: kind } };
  return { epoch, fact: { id, kind, occurredAt, data: { subscription: 'sub_1', ...data }, ...source } };
}

/** As planning sorts facts before it looks at what they say. */
function sorted(facts: readonly Told[]): Told[] {
  const text = ({ fact }: Told) => `${fact.kind} ${fact.id}`;
  return facts.toSorted((a, b) => a.epoch - b.epoch || (text(a) < text(b) ? -1 : 1));
}

const tellings = (facts: readonly Told[]) => withoutRepeats(inSequence(facts));
const idsOf = (facts: readonly Told[]) => tellings(sorted(facts)).map(({ fact }) => fact.id);
const trial = (id: string, second: number, endsAt: string, formerly?: string) =>
  told(id, second, 'trial.started', { endsAt, ...(formerly !== undefined && { formerly }) });

const [A, B] = ['2026-12-04T08:00:00Z', '2026-12-18T08:00:00Z'] as const;

describe('what messages tell of one subject', () => {
  it('moved and moved back: A, B, A ends at A', () => {
    const messages = [trial('a', 0, A), trial('b', 1, B), trial('c', 2, A)];
    expect(idsOf(messages)).toEqual(['a', 'b', 'c']);
  });

  it('the same again says nothing new, and the first time counts', () => {
    expect(idsOf([trial('a', 0, A), trial('b', 1, A), trial('c', 2, B), trial('d', 3, B)])).toEqual(['a', 'c']);
  });

  it('a trial that is told of after a pause goes on, with the cancellation that is told then, and once', () => {
    const [paused, resumed] = [told('p', 2, 'contract.suspended', {}), told('q', 4, 'contract.resumed', {})];
    const cancelled = (id: string, second: number) =>
      told(id, second, 'cancellation.scheduled', { effectiveAt: A, formerly: A });
    const messages = [trial('a', 0, A), cancelled('b', 1), paused, trial('c', 4, A), cancelled('d', 4), resumed];
    expect(idsOf([...messages, trial('e', 5, A), cancelled('f', 5)]).sort()).toEqual(['a', 'b', 'c', 'd', 'p', 'q']);
    const byPerson = told('p', 2, 'contract.suspended', {}, null);
    const ofOther = told('p', 2, 'contract.suspended', { subscription: 'sub_2' });
    for (const other of [byPerson, ofOther])
      expect(idsOf([trial('a', 0, A), other, trial('c', 4, A)])).toEqual(['a', 'p']);
  });

  it('in one second, each follows the one that left what it says stood before', () => {
    const messages = [trial('z', 0, A), trial('c', 1, B, A), trial('a', 1, 'C', B), trial('b', 1, A, 'C')];
    expect(idsOf(messages)).toEqual(['z', 'c', 'a', 'b']);
    expect(idsOf([trial('b', 0, B), trial('a', 0, A)])).toEqual(['a', 'b']);
  });

  it('in one second, a value that stands twice leads to the last one, whatever the ids are', () => {
    const scheduled = (effectiveAt: string, formerly: string) =>
      ['cancellation.scheduled', { effectiveAt, formerly }] as const;
    const rescinded = ['cancellation.rescinded', { formerly: A }] as const;
    const ended = fc.shuffledSubarray(['a', 'b', 'c'], { minLength: 3 });
    const changes = [scheduled(A, 'none'), rescinded, scheduled(B, 'none')];
    const moves = [trial('', 1, B, A), trial('', 1, A, B), trial('', 1, 'C', A)];
    const idOfLast = (facts: readonly Told[]) => idsOf(facts).at(-1);
    fc.assert(
      fc.property(ended, ([first = '', second = '', last = '']) => {
        const ids = [first, second, last];
        expect(idOfLast(changes.map(([kind, data], index) => told(ids[index] ?? '', 1, kind, data)))).toBe(last);
        const renamed = moves.map(({ fact, epoch }, index) => ({ epoch, fact: { ...fact, id: ids[index] ?? '' } }));
        expect(idOfLast(renamed)).toBe(last);
        expect(idOfLast([trial('z', 0, A), ...renamed])).toBe(last);
      }),
    );
  });

  it('where former values do not tell, the kinds follow each other as they come about', () => {
    const suspended = told('a', 0, 'contract.suspended', {});
    const commenced = told('b', 0, 'contract.commenced', {});
    expect(idsOf([suspended, commenced])).toEqual(['b', 'a']);
    const failed = told('b', 0, 'payment.failed', { payment: 'pi_1', amount: 5 });
    const received = told('a', 0, 'payment.received', { payment: 'pi_1', amount: 5 });
    expect(idsOf([received, failed])).toEqual(['b', 'a']);
  });

  it('two messages of one payment are one payment; two payments are two, and so are two failures', () => {
    const paid = (id: string, second: number, payment: string) =>
      told(id, second, 'payment.received', { payment, invoice: 'in_1', amount: 4900, currency: 'EUR' });
    expect(idsOf([paid('a', 0, 'pi_1'), paid('b', 9, 'pi_1'), paid('c', 9, 'pi_2')])).toEqual(['a', 'c']);
    const failed = (id: string, second: number) => told(id, second, 'payment.failed', { payment: 'pi_1' });
    expect(idsOf([failed('a', 0), failed('b', 60)])).toEqual(['a', 'b']);
    expect(idsOf([failed('a', 0), failed('b', 0)])).toEqual(['a']);
  });

  it('a price that changes again has changed twice', () => {
    const changed = (id: string, second: number) => told(id, second, 'price.changed', { price: 'price_1' });
    expect(idsOf([changed('a', 0), changed('b', 60), changed('c', 60)])).toEqual(['a', 'b']);
  });

  it('what one message shows more than the other makes no other fact of it', () => {
    const issued = (id: string, more: Fact['data']) =>
      told(id, 0, 'invoice.issued', { invoice: 'txn_1', amount: 4900, ...more }, 'paddle');
    expect(idsOf([issued('a', {}), issued('b', { number: '325-1', url: 'https://paddle.com/1' })])).toEqual(['a']);
    expect(idsOf([issued('a', {}), issued('b', { amount: 5000 })])).toEqual(['a', 'b']);
    const paid = (id: string, origin: string) =>
      told(id, 0, 'payment.received', { payment: 'pi_1', amount: 5, origin });
    expect(idsOf([paid('a', 'web'), paid('b', 'api')])).toEqual(['a']);
  });

  it('subscriptions, providers and what people record are kept apart', () => {
    const other = told('b', 1, 'trial.started', { endsAt: A, subscription: 'sub_2' });
    const paddle = told('c', 2, 'trial.started', { endsAt: A }, 'paddle');
    const person = told('d', 3, 'trial.started', { endsAt: A }, null);
    expect(idsOf([trial('a', 0, A), other, paddle, person])).toEqual(['a', 'b', 'c', 'd']);
  });

  it('messages of before that name no subscription are about the only one', () => {
    const { subscription: _, ...unnamed } = trial('a', 0, A).fact.data;
    const before = { ...trial('a', 0, A), fact: { ...trial('a', 0, A).fact, data: unnamed } };
    expect(idsOf([before, trial('b', 1, A)])).toEqual(['a']);
    const other = told('c', 2, 'trial.started', { endsAt: A, subscription: 'sub_2' });
    expect(idsOf([before, trial('b', 1, A), other])).toEqual(['a', 'b', 'c']);
  });
});

describe('a snapshot', () => {
  const scheduled = (id: string, second: number, provider: string | null = 'paddle') =>
    told(id, second, 'cancellation.scheduled', { effectiveAt: B }, provider);
  const nothing = (id: string, second: number) =>
    told(id, second, 'cancellation.rescinded', { snapshot: true }, 'paddle');

  it('takes back what the same provider had scheduled, once', () => {
    expect(idsOf([scheduled('a', 1), nothing('b', 2), nothing('c', 3)])).toEqual(['a', 'b']);
    expect(idsOf([scheduled('a', 1), nothing('b', 2), scheduled('c', 3)])).toEqual(['a', 'b', 'c']);
  });

  it('of the very moment of a cancellation takes nothing back', () => {
    expect(idsOf([scheduled('a', 1), nothing('b', 1)])).toEqual(['a']);
  });

  it('says nothing where nothing was scheduled, or where somebody else said so', () => {
    expect(idsOf([nothing('b', 2)])).toEqual([]);
    expect(idsOf([scheduled('a', 1, null), nothing('b', 2)])).toEqual(['a']);
    expect(idsOf([scheduled('a', 1, 'stripe'), nothing('b', 2)])).toEqual(['a']);
  });

  it('that says nothing new is kept for another billing period that it shows', () => {
    const shown = (id: string, second: number, periodEndsAt: string) =>
      told(id, second, 'cancellation.rescinded', { snapshot: true, periodStartsAt: A, periodEndsAt }, 'paddle');
    const kept = tellings(sorted([shown('a', 1, B), shown('b', 2, B), shown('c', 3, A)]));
    expect(kept.map(({ fact }) => [fact.id, fact.kind])).toEqual([
      ['a', 'informational'],
      ['c', 'informational'],
    ]);
  });
});

describe('any order', () => {
  const ends = fc.constantFrom(A, B, '2027-01-01T08:00:00Z');
  const history = fc.array(fc.tuple(fc.nat({ max: 3 }), ends), { minLength: 1, maxLength: 8 }).map((changes) => {
    // Seconds never go back, and each message says what stood before.
    let second = 0;
    let stands: string | undefined;
    return changes.map(([later, endsAt], index) => {
      second += later;
      const message = trial(`m${(index * 7) % 11}-${index}`, second, endsAt, stands);
      stands = endsAt;
      return message;
    });
  });

  it('ends alike, with the last value', () => {
    fc.assert(
      fc.property(
        history.chain((messages) =>
          fc.tuple(fc.constant(messages), fc.shuffledSubarray(messages, { minLength: messages.length })),
        ),
        ([messages, shuffled]) => {
          const kept = tellings(sorted(messages));
          expect(tellings(sorted(shuffled))).toEqual(kept);
          // Where a value comes back within one second, former values lead round in a circle.
          const isStraight = new Set(messages.map(({ epoch }) => epoch)).size === messages.length;
          if (isStraight) expect(kept.at(-1)?.fact.data.endsAt).toBe(messages.at(-1)?.fact.data.endsAt);
        },
      ),
    );
  });

  it('saying everything again changes nothing', () => {
    fc.assert(
      fc.property(history, (messages) => {
        const again = messages.map((one) => ({ ...one, fact: { ...one.fact, id: `${one.fact.id}-again` } }));
        const values = (facts: readonly Told[]) => tellings(sorted(facts)).map(({ fact }) => fact.data.endsAt);
        const isStraight = new Set(messages.map(({ epoch }) => epoch)).size === messages.length;
        if (isStraight) expect(values([...messages, ...again])).toEqual(values(messages));
      }),
    );
  });
});
