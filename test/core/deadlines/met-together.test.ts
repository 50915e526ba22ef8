import { describe, expect, it } from 'vitest';
import { explained } from '../../../shared/core/words/explanation.ts';
import { wordsOf } from '../../../shared/core/words/words.ts';
import { contractOn, deadlineOf, facts, packOf, planOf, until } from './planning.ts';

const RETURN = `- id: return
  ref: "1"
  title: Data returned
  means: The data is returned and its copies are deleted within 30 days.
  nature: obligation
  obligor: provider
  on: contract.terminated
  period: 30 days
  survivesTermination: true
  satisfiedBy: [data-export.delivered, data.deleted]
  satisfiedByAll: true`;
const pack = packOf(RETURN);
const [contract, catalog] = contractOn(pack);
const ENDED = 'contract.terminated@2026-11-20';
const [RETURNED, DELETED] = ['data-export.delivered@2026-11-25', 'data.deleted@2026-11-28'];
const returnOf = (...events: string[]) => deadlineOf(planOf(contract, facts(ENDED, ...events), catalog), 'return');

describe('a duty that two facts together meet', () => {
  it('is not met by one of them, and says what is missing', () => {
    for (const [one, other] of [
      [RETURNED, 'data.deleted'],
      [DELETED, 'data-export.delivered'],
    ]) {
      const { state, steps } = returnOf(String(one));
      expect(state).toBe('open');
      expect(steps).toContainEqual(expect.objectContaining({ code: 'met-in-part', missing: [other] }));
    }
    const [told] = explained(returnOf(`${RETURNED},id=r`), wordsOf(catalog)).filter(
      ({ code }) => code === 'met-in-part',
    );
    expect(told?.text).toBe(
      'data-export.delivered came on Wednesday 25 November 2026 (event r), which is a part of what is needed; data.deleted is needed as well.',
    );
  });

  it('is met by both, in either order, by the later one', () => {
    expect(returnOf(RETURNED, DELETED)).toMatchObject({ state: 'met', closing: { day: '2026-11-28' } });
    expect(returnOf('data.deleted@2026-11-24', RETURNED)).toMatchObject({
      state: 'met',
      closing: { day: '2026-11-25' },
    });
  });

  it('is missed where the second comes late', () => {
    const lapsed = until('2027-01-01T00:00:00Z', contract, facts(ENDED, RETURNED), catalog);
    const late = [...lapsed, ...facts('data.deleted@2027-01-02')];
    expect(deadlineOf(planOf(contract, late, catalog), 'return').state).toBe('lapsed');
  });

  it('does not count one that was withdrawn', () => {
    expect(returnOf(`${RETURNED},id=r`, DELETED, 'event.withdrawn@2026-11-29,event=r').state).toBe('open');
  });

  it.each([
    ['one event', RETURN.replace('[data-export.delivered, data.deleted]', 'data.deleted'), /of which all are needed/],
    ['what can be taken back', `${RETURN}\n  reopenedBy: legal-hold.placed`, /can neither be taken back nor recur/],
  ])('is not written with %s', (_, lines, message) => {
    expect(() => packOf(lines)).toThrow(message);
  });
});
