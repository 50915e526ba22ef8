import { describe, expect, it } from 'vitest';
import { contractOn, facts, packOf, planOf, until } from './planning.ts';

const clauses = (more = '') => `- id: move
  ref: "1"
  title: The move
  means: A move is asked for and takes ten days.
  nature: window
  obligor: customer
  on: move.asked
  period: 10 days
  repeatsAfter: move.over
  endedBy: move.given-up
  produces: { kind: move.over }
${more.replaceAll(/^(?=.)/gm, '  ')}`;

const EVENTS = 'move.asked: A move is asked for., move.over: It is over., move.given-up: Nobody wants it any more.';

/** `id: state, last day`, of every deadline on 1 March 2027. */
function deadlines(more: string, ...events: string[]): string[] {
  const [contract, catalog] = contractOn(packOf(clauses(more), '', EVENTS));
  const told = until('2027-03-01T00:00:00Z', contract, facts(...events), catalog);
  return planOf(contract, told, catalog).deadlines.map(({ id, state, date }) => `${id}: ${state}, ${date}`);
}

describe('a clause that repeats after an event', () => {
  const FIRST = 'move.asked@2026-11-02';

  it('has another deadline, known by its day, for what starts it once the last one is over', () => {
    expect(deadlines('', FIRST, 'move.asked@2026-12-01', 'move.asked@2027-01-04')).toEqual([
      'move: lapsed, 2026-11-12',
      'move~~2026-12-01: lapsed, 2026-12-11',
      'move~~2027-01-04: lapsed, 2027-01-14',
    ]);
  });

  it('has none for what is said again while it runs', () => {
    expect(deadlines('', FIRST, 'move.asked@2026-11-12T23:59:59Z')).toEqual(['move: lapsed, 2026-11-12']);
    expect(deadlines('', FIRST, 'move.asked@2026-11-13')).toHaveLength(2);
  });

  it('counts the running one anew where it restarts, also the second one', () => {
    expect(deadlines('restarts: true', FIRST, 'move.asked@2026-11-05')).toEqual(['move: lapsed, 2026-11-15']);
    expect(deadlines('restarts: true', FIRST, 'move.asked@2026-12-01', 'move.asked@2026-12-04')).toEqual([
      'move: lapsed, 2026-11-12',
      'move~~2026-12-01: lapsed, 2026-12-14',
    ]);
  });

  it('starts an ended one again, under its own id', () => {
    expect(deadlines('', FIRST, 'move.given-up@2026-11-03', 'move.asked@2026-12-01')).toEqual([
      'move: lapsed, 2026-12-11',
    ]);
    expect(deadlines('', FIRST, 'move.asked@2026-12-01', 'move.given-up@2026-12-02', 'move.asked@2027-01-04')).toEqual([
      'move: lapsed, 2026-11-12',
      'move~~2026-12-01: lapsed, 2027-01-14',
    ]);
  });

  it('has an event end the last one alone', () => {
    expect(deadlines('', FIRST, 'move.asked@2026-12-01', 'move.given-up@2026-12-02')).toEqual([
      'move: lapsed, 2026-11-12',
      'move~~2026-12-01: cancelled, 2026-12-11',
    ]);
  });

  it('does not repeat where the last one is over, and the event has not come', () => {
    const other = clauses().replace('repeatsAfter: move.over', 'repeatsAfter: informational.extra');
    const [contract, catalog] = contractOn(packOf(other, '', `${EVENTS}, informational.extra: Nothing.`));
    const idsWith = (...events: string[]) =>
      planOf(contract, until('2027-03-01T00:00:00Z', contract, facts(...events), catalog), catalog).deadlines.length;
    expect(idsWith(FIRST, 'move.asked@2026-12-01')).toBe(1);
    expect(idsWith('informational.extra@2026-11-01', FIRST, 'move.asked@2026-12-01')).toBe(1);
    expect(idsWith(FIRST, 'informational.extra@2026-11-20', 'move.asked@2026-12-01')).toBe(2);
  });

  it.each([
    ['about: move', 'about says already which deadlines there are; leave it or repeatsAfter out'],
    ['recurs: after-lapse\ncycle: year', 'recurs says already which deadlines there are; leave it or repeatsAfter out'],
  ])('is refused with %s', (more, message) => {
    expect(() => packOf(clauses(more), 'cycles: { year: { every: 12 months } }\n', EVENTS)).toThrow(message);
  });
});
