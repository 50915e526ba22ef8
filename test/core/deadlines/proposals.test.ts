import { describe, expect, it } from 'vitest';
import { proposalsOf } from '../../../shared/core/deadlines/proposals.ts';
import type { Fact } from '../../../shared/core/events/event.ts';
import { contractOn, facts, packOf, terms } from './planning.ts';
import { twoEditions, withMoreHolidays } from './two-editions.ts';

/** In the second edition every other Wednesday is a holiday as well, such as 10 and 24 June 2026. */
const TWO = twoEditions(terms.holidays, withMoreHolidays);

const clause = (id: string, lines: string) =>
  `- id: ${id}\n  ref: "1"\n  title: T\n  means: M.\n  nature: obligation\n  obligor: provider\n${lines.replaceAll(/^/gm, '  ')}`;

function proposed(clauses: readonly string[], events: readonly string[], only?: string, more: readonly Fact[] = []) {
  const pack = packOf(clauses.join('\n'), '', 'work.asked: Asked., work.done: Done., hold.on: On., hold.off: Off.');
  const [contract, catalog] = contractOn(pack, { holidays: ['GB-ENG'] });
  const told = [...facts(...events).map((fact) => ({ ...fact, edition: 1 })), ...more];
  return proposalsOf({ contract, events: told, catalog, holidays: TWO }, only);
}

const ASKED = 'work.asked@2026-06-01,id=e1';
const TEN = clause('ten', 'on: work.asked\nperiod: 10 business days\nsatisfiedBy: work.done');
/** Two business days before the end of `ten`: it moves with that one. */
const BEFORE = clause(
  'before',
  'on: { clause: ten, becomes: open }\nperiod: { length: 2 days, from: deadline, direction: before }',
);
const FIVE = clause('five', 'on: work.asked\nperiod: 5 business days');
const EIGHT = clause('eight', 'on: work.asked\nperiod: 8 business days\nsuspendedBy: hold.on\nresumedBy: hold.off');
const ids = (found: ReturnType<typeof proposed>) => found.map(({ deadline }) => deadline);

describe('what a further edition of holidays proposes', () => {
  it('says from which end to which, and why', () => {
    const [proposal, ...others] = proposed([TEN], [ASKED]);
    expect(others).toEqual([]);
    // Ten business days from Monday 1 June end on Monday 15 June, or on Tuesday 16 June without Wednesday the 10th.
    expect(proposal).toEqual({
      ...{ deadline: 'ten', clause: 'ten', terms: 'test@1', edition: 2 },
      from: { date: '2026-06-15', instant: '2026-06-16T00:00:00Z' },
      to: { date: '2026-06-16', instant: '2026-06-17T00:00:00Z' },
      cause: {
        ...{ from: 'GB-ENG@2026.1', to: proposal?.cause.to },
        days: [expect.objectContaining({ day: '2026-06-10', change: 'added' })],
      },
    });
    expect(proposal?.cause.to).not.toBe('GB-ENG@2026.1');
  });

  it('is about those that end otherwise by themselves: what follows from one moves with it', () => {
    expect(ids(proposed([TEN, BEFORE, EIGHT, FIVE], [ASKED]))).toEqual(['eight', 'ten']);
    expect(ids(proposed([FIVE], [ASKED]))).toEqual([]);
  });

  it('is about one alone where only that is asked for', () => {
    expect(ids(proposed([TEN, EIGHT], [ASKED], 'ten'))).toEqual(['ten']);
    expect(ids(proposed([TEN, EIGHT], [ASKED], 'eight'))).toEqual(['eight']);
    expect(proposed([TEN, FIVE], [ASKED], 'five')).toEqual([]);
    expect(proposed([TEN, BEFORE], [ASKED], 'before')).toEqual([]);
  });

  it('is about what is open or stands still, not what is over', () => {
    expect(ids(proposed([TEN, EIGHT], [ASKED, 'hold.on@2026-06-03,id=e2']))).toEqual(['eight', 'ten']);
    expect(ids(proposed([TEN, EIGHT], [ASKED, 'work.done@2026-06-03,id=e2']))).toEqual(['eight']);
  });

  it('is not what a person declined for that deadline, unless that is taken back', () => {
    const declined = (deadline: string, kind = 'proposal.declined'): Fact => ({
      ...{ id: `no-${deadline}`, kind, occurredAt: '2026-06-02T10:00:00Z' },
      data: { deadline, edition: 2, by: 'ana', reason: 'agreed' },
    });
    const left = (...more: Fact[]) => ids(proposed([TEN, EIGHT], [ASKED], undefined, more));
    expect(left(declined('ten'))).toEqual(['eight']);
    expect(left(declined('ten'), declined('eight'))).toEqual([]);
    const withdrawn: Fact = {
      ...{ id: 'w', kind: 'event.withdrawn', occurredAt: '2026-06-03T10:00:00Z' },
      data: { event: 'no-ten' },
    };
    expect(left(declined('ten'), withdrawn)).toEqual(['eight', 'ten']);
  });

  it('names as causes the days between the event, the days that it names, and the ends alone', () => {
    const due = clause(
      'due',
      'on: invoice.due\nabout: invoice\nperiod: { length: 10 business days, from: data.dueOn }',
    );
    const days = (told: string) => proposed([due], [told])[0]?.cause.days.map(({ day }) => day);
    expect(days('invoice.due@2026-06-05,id=e1,invoice=i,dueOn=2026-06-01,note=none')).toEqual(['2026-06-10']);
    expect(days('invoice.due@2026-06-11,id=e1,invoice=i,dueOn=2026-06-09')).toEqual(['2026-06-10', '2026-06-24']);
  });

  it('is nothing where there are no editions', () => {
    const [contract, catalog] = contractOn(packOf(FIVE, '', 'work.asked: Asked.'), { holidays: ['GB-ENG'] });
    const none = { ...terms.holidays, editions: [] };
    expect(proposalsOf({ contract, events: facts(ASKED), catalog, holidays: none })).toEqual([]);
  });
});
