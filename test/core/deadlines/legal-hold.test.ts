import { describe, expect, it } from 'vitest';
import { contractOn, deadlineOf, facts, inBucharest, packOf, planOf, until } from './planning.ts';

const ended = 'contract.terminated@2026-11-20T10:00:00+02:00';
const deletion = (...events: string[]) => {
  const { state, date, instant, assumptions, steps } = deadlineOf(
    planOf(inBucharest, facts(ended, ...events)),
    'deletion',
  );
  return { state, date, instant, assumptions, steps };
};

describe('deletion under legal hold', () => {
  it('stands still from Tuesday 1 December to Friday 11 December: ten days later', () => {
    expect(deletion('legal-hold.placed@2026-12-01')).toMatchObject({ state: 'paused', date: '2027-02-18' });
    expect(deletion('legal-hold.placed@2026-12-01', 'legal-hold.lifted@2026-12-11')).toMatchObject({
      state: 'open',
      date: '2027-02-28',
      instant: '2027-02-28T22:00:00Z',
    });
  });

  it('placed before the termination, it stops the period from its first day', () => {
    const { state, steps } = deletion('legal-hold.placed@2026-06-01');
    expect(state).toBe('paused');
    expect(steps.at(-1)).toMatchObject({ code: 'paused', from: '2026-11-20' });
    expect(deletion('legal-hold.placed@2026-06-01', 'legal-hold.lifted@2026-11-30').date).toBe('2027-02-28');
  });

  it('lifted before the termination, it has no effect and needs no step', () => {
    expect(deletion('legal-hold.placed@2026-06-01', 'legal-hold.lifted@2026-07-01')).toEqual(deletion());
  });

  it('lifted after what would have been the last day, it leaves the days that were left', () => {
    expect(deletion('legal-hold.placed@2027-02-16', 'legal-hold.lifted@2027-05-01').date).toBe('2027-05-03');
  });

  it('placed after the last day, it is shown and suspends nothing', () => {
    const late = deletion('legal-hold.placed@2027-02-19');
    expect(late.state).toBe('open');
    expect(late.steps.at(-1)).toMatchObject({ code: 'paused-late' });
  });

  it('placed and lifted twice, both stretches do not count', () => {
    expect(
      deletion(
        'legal-hold.placed@2026-12-01',
        'legal-hold.lifted@2026-12-03',
        'legal-hold.placed@2027-01-01',
        'legal-hold.lifted@2027-01-04',
      ).date,
    ).toBe('2027-02-23');
  });

  it('of two holds the later lift ends the pause, whichever was placed first', () => {
    const holds = ['legal-hold.placed@2026-12-01,hold=h1', 'legal-hold.placed@2026-12-05,hold=h2'];
    expect(deletion(...holds, 'legal-hold.lifted@2026-12-11,hold=h1')).toMatchObject({ state: 'paused' });
    expect(
      deletion(...holds, 'legal-hold.lifted@2026-12-11,hold=h1', 'legal-hold.lifted@2026-12-21,hold=h2'),
    ).toMatchObject({ state: 'open', date: '2027-03-10' });
  });

  it('a lift that names no hold lifts the only one, but never one of several', () => {
    const first = 'legal-hold.placed@2026-12-01,hold=h1';
    expect(deletion(first, 'legal-hold.lifted@2026-12-11').state).toBe('open');
    expect(deletion(first, 'legal-hold.placed@2026-12-02,hold=h2', 'legal-hold.lifted@2026-12-11').state).toBe(
      'paused',
    );
  });

  it('a lift of a hold that is not in force lifts nothing, and says so', () => {
    const { state, steps } = deletion('legal-hold.placed@2026-12-01,hold=h1', 'legal-hold.lifted@2026-12-11,hold=h9');
    expect(state).toBe('paused');
    expect(steps.at(-1)).toMatchObject({ code: 'still-paused', known: false, inForce: 1 });
  });

  it('the assumption about holds is shown only where it matters', () => {
    const assumes = (...events: string[]) => deletion(...events).assumptions?.includes('hold-extends');
    expect(assumes()).toBe(false);
    expect(assumes('legal-hold.placed@2026-12-01', 'legal-hold.lifted@2026-12-11')).toBe(true);
  });

  it('a deletion during the hold meets it', () => {
    expect(deletion('legal-hold.placed@2026-12-01', 'data.deleted@2027-03-01').state).toBe('met');
  });

  it('the lapse of the unextended date falls when a hold turns up late', () => {
    const lapsed = until('2027-03-01T00:00:00Z', inBucharest, facts(ended));
    const late = [...lapsed, ...facts('legal-hold.placed@2026-12-01', 'legal-hold.lifted@2027-01-31')];
    expect(deadlineOf(planOf(inBucharest, late), 'deletion')).toMatchObject({ state: 'open', date: '2027-04-20' });
  });
});

describe('a suspended period that is not counted in plain days', () => {
  const clause = (period: string) => `- { id: c, ref: r, title: t, means: m, nature: obligation, obligor: provider,
    on: breach.alleged, about: breach, period: ${period}, suspendedBy: dispute.opened, resumedBy: dispute.closed }`;
  const dateOf = (period: string, ...events: string[]) => {
    const [contract, catalog] = contractOn(packOf(clause(period)), { holidays: ['RO'] });
    return deadlineOf(planOf(contract, facts(...events), catalog), 'c~b1').date;
  };
  const alleged = 'breach.alleged@2026-11-20,breach=b1';

  it('business days: as many as did not count are added', () => {
    // Friday 27 November to Wednesday 2 December: of 28 November to 2 December only the Wednesday is a business day.
    const paused = [alleged, 'dispute.opened@2026-11-27', 'dispute.closed@2026-12-02'];
    expect(dateOf('10 business days', alleged)).toBe('2026-12-08');
    expect(dateOf('10 business days', ...paused)).toBe('2026-12-09');
  });

  it('a roll applies to the extended day, not to the one before', () => {
    // 15 days from Friday 20 November end on Saturday 5 December; one day more is a Sunday, which rolls to Monday.
    const rolled = '{ length: 15 days, roll: following }';
    expect(dateOf(rolled, alleged)).toBe('2026-12-07');
    expect(dateOf(rolled, alleged, 'dispute.opened@2026-11-23', 'dispute.closed@2026-11-24')).toBe('2026-12-07');
  });

  it('a suspension of another matter does not concern it', () => {
    expect(
      dateOf('10 days', alleged, 'dispute.opened@2026-11-23,breach=b2', 'dispute.closed@2026-11-26,breach=b2'),
    ).toBe('2026-11-30');
  });
});
