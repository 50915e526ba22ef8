import { describe, expect, it } from 'vitest';
import { plan } from '../../../shared/core/deadlines/plan.ts';
import { explained } from '../../../shared/core/words/explanation.ts';
import { wordsOf } from '../../../shared/core/words/words.ts';
import { prospectsOf } from '../../../shared/desk/prospects/prospects.ts';
import { contractOn, deadlineOf, facts, packOf, planOf, terms, until } from './planning.ts';

const KINDS = 'change.posted: The change is posted.';
const EFFECT = `- id: effect
  ref: "1"
  title: Change in force
  means: The change is in force 10 days after it was posted, and 15 days after it was announced.
  nature: effect
  obligor: customer
  on: [terms-change.announced, change.posted]
  about: change
  endedBy: terms-change.withdrawn
  produces: { kind: terms-change.effective, occurs: day-after, carries: [change, toVersion] }
  period:
    laterOf:
      - { length: 10 days, from: event.change.posted }
      - { length: 15 days, from: [event.terms-change.announced, trigger] }`;
const pack = packOf(EFFECT, '', KINDS);
const [contract, catalog] = contractOn(pack);
const planned = (...events: string[]) => planOf(contract, facts(...events), catalog);
const ANNOUNCED = 'terms-change.announced@2026-11-01,change=c,toVersion=2';
const posted = (day: string, more = '') => `change.posted@${day},change=c${more}`;

describe('a matter that two events tell of', () => {
  // By hand: 1 November and 15 days are 16 November; 20 November and 10 days are 30 November.
  it.each([
    ['announced alone', [ANNOUNCED], '2026-11-16'],
    ['announced and posted', [ANNOUNCED, posted('2026-11-16')], '2026-11-26'],
    ['posted soon, where the announcement decides', [ANNOUNCED, posted('2026-11-03')], '2026-11-16'],
    ['posted alone, which is then the announcement too', [posted('2026-11-05')], '2026-11-20'],
    [
      'posted twice, of which the last counts',
      [ANNOUNCED, posted('2026-11-10'), posted('2026-11-16', ',id=2')],
      '2026-11-26',
    ],
    ['posted about another change', [ANNOUNCED, 'change.posted@2026-11-16,change=d'], '2026-11-16'],
  ])('%s', (_, events, date) => {
    for (const told of [events, events.toReversed()]) {
      expect(deadlineOf(planned(...told), 'effect~c')).toMatchObject({ date, state: 'open' });
    }
  });

  it('keeps the event that started it, whose data goes into what follows', () => {
    const { onLapse } = deadlineOf(planned(ANNOUNCED, posted('2026-11-16')), 'effect~c');
    expect(onLapse).toEqual({
      kind: 'terms-change.effective',
      occurredAt: '2026-11-27',
      data: { change: 'c', toVersion: '2' },
    });
  });

  it('does not move once it has taken effect, and stays ended', () => {
    const lapsed = until('2026-11-20T00:00:00Z', contract, facts(ANNOUNCED), catalog);
    const late = planOf(contract, [...lapsed, ...facts(posted('2026-11-18'))], catalog);
    expect(deadlineOf(late, 'effect~c')).toMatchObject({ date: '2026-11-16', state: 'lapsed' });
    const withdrawn = planned(ANNOUNCED, 'terms-change.withdrawn@2026-11-02,change=c', posted('2026-11-03'));
    expect(deadlineOf(withdrawn, 'effect~c').state).toBe('cancelled');
  });

  it('says what it rests on, and what is not known yet', () => {
    const told = (...events: string[]) =>
      explained(deadlineOf(planned(...events), 'effect~c'), wordsOf(catalog)).map(({ text }) => text);
    expect(told(ANNOUNCED)).toContain(
      'The day of change.posted is not known, so what would be counted from it is left out of account.',
    );
    expect(told(ANNOUNCED, posted('2026-11-16', ',id=p'))).toEqual(
      expect.arrayContaining([
        'change.posted happened on Monday 16 November 2026 (event p).',
        'change.posted on Monday 16 November 2026 (event p) moved the last day from Monday 16 November 2026 to Thursday 26 November 2026.',
      ]),
    );
    const input = { contract, events: facts(ANNOUNCED), catalog, holidays: terms.holidays };
    expect(
      prospectsOf(plan(input), input)
        .ofDeadline('effect~c')
        .map(({ text }) => text),
    ).toContain(
      'change.posted or terms-change.announced about change c may move it, because it is counted from that day as well.',
    );
  });

  it('is not counted while nothing is known to count from, which is told', () => {
    const [only, known] = contractOn(
      packOf(EFFECT.replace(/period:[\s\S]*/, 'period: { length: 10 days, from: event.change.posted }'), '', KINDS),
    );
    const { deadlines, notStarted } = planOf(only, facts(ANNOUNCED), known);
    expect(deadlines).toEqual([]);
    expect(notStarted).toEqual([expect.objectContaining({ clause: 'effect', missing: 'change.posted', before: true })]);
    const both = planOf(only, facts(ANNOUNCED, posted('2026-11-16')), known);
    expect(deadlineOf(both, 'effect~c').date).toBe('2026-11-26');
  });

  it('names a kind that is known', () => {
    expect(() => packOf(EFFECT)).toThrow('there is no kind of event change.posted');
  });
});
