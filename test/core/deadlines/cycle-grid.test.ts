import { describe, expect, it } from 'vitest';
import { CycleGrid } from '../../../shared/core/deadlines/counting/cycle-grid.ts';
import { linesOf, toldLines } from '../calendar/told-lines.ts';

const by = (event: string) => ({ event, kind: 'extension.granted' });
const monthly = (start: string | undefined, anchorDay?: number) =>
  new CycleGrid({ every: { n: 1, unit: 'months' }, ...(anchorDay !== undefined && { anchorDay }) }, start);

/** First and last day of the cycle of each day. */
const cycles = (grid: CycleGrid, ...days: string[]) =>
  days.map((day) => {
    const { opensOn, date } = grid.at(day);
    return `${opensOn} ${date}`;
  });

describe('the cycles of a contract', () => {
  it('begin on the day of the month of the start, or on its last day', () => {
    expect(cycles(monthly('2026-01-31'), '2026-01-31', '2026-02-27', '2026-02-28', '2026-03-31')).toEqual([
      '2026-01-31 2026-02-27',
      '2026-01-31 2026-02-27',
      '2026-02-28 2026-03-30',
      '2026-03-31 2026-04-29',
    ]);
  });

  it('are known by their start, or as months by the day on which each begins', () => {
    const known = (n: number, unit: 'months' | 'years', anchorDay?: number, start?: string) =>
      CycleGrid.isDetermined({ every: { n, unit }, ...(anchorDay !== undefined && { anchorDay }) }, start);
    expect(known(3, 'months', undefined, '2026-01-01')).toBe(true);
    expect(known(1, 'months', 15)).toBe(true);
    expect(known(1, 'months')).toBe(false);
    expect(known(3, 'months', 15)).toBe(false);
    expect(known(1, 'years', 15)).toBe(false);
    expect(cycles(monthly(undefined, 15), '2026-02-14', '2026-02-15')).toEqual([
      '2026-01-15 2026-02-14',
      '2026-02-15 2026-03-14',
    ]);
  });

  it('that are made longer let the next ones begin the day after, on that day of each month', () => {
    const grid = monthly('2026-01-01');
    expect(grid.extend('2026-02-10', 4, by('a'))).toEqual({ from: '2026-02-28', to: '2026-03-04' });
    expect(grid.extend('2026-03-04', 1, by('b'))).toEqual({ from: '2026-03-04', to: '2026-03-05' });
    expect(cycles(grid, '2026-01-31', '2026-02-01', '2026-03-05', '2026-03-06', '2026-04-06')).toEqual([
      '2026-01-01 2026-01-31',
      '2026-02-01 2026-03-05',
      '2026-02-01 2026-03-05',
      '2026-03-06 2026-04-05',
      '2026-04-06 2026-05-05',
    ]);
    expect(toldLines(grid.at('2026-03-01'))).toEqual(
      linesOf(`
      cycle-end anchorDay=null beforeFirst=false date=2026-02-28 day=2026-02-01 every=1 month nextStart=2026-03-01 opensOn=2026-02-01
      cycle-extended event=a from=2026-02-28 kind=extension.granted n=4 opensOn=2026-02-01 to=2026-03-04
      cycle-extended event=b from=2026-03-04 kind=extension.granted n=1 opensOn=2026-02-01 to=2026-03-05
      = date=2026-03-05 opensOn=2026-02-01
      `),
    );
    expect(toldLines(grid.at('2026-03-06'))).toEqual(
      linesOf(`
      cycle-end anchorDay=6 beforeFirst=false date=2026-04-05 day=2026-03-06 every=1 month nextStart=2026-04-06 opensOn=2026-03-06
      = date=2026-04-05 opensOn=2026-03-06
      `),
    );
  });

  it('that are made longer in two stretches keep what explains each', () => {
    const grid = monthly('2026-01-01');
    grid.extend('2026-01-10', 2, by('a'));
    grid.extend('2026-02-10', 3, by('b'));
    expect(cycles(grid, '2026-01-01', '2026-02-03', '2026-03-05', '2026-03-06')).toEqual([
      '2026-01-01 2026-02-02',
      '2026-02-03 2026-03-05',
      '2026-02-03 2026-03-05',
      '2026-03-06 2026-04-05',
    ]);
    const told = (day: string) => grid.at(day).steps.flatMap((step) => ('event' in step ? [step.event] : []));
    expect([told('2026-01-20'), told('2026-02-20'), told('2026-03-20')]).toEqual([['a'], ['b'], []]);
    // One that is made longer again undoes what followed from the cycles after it.
    grid.extend('2026-01-12', 1, by('c'));
    expect(cycles(grid, '2026-02-03', '2026-02-04')).toEqual(['2026-01-01 2026-02-03', '2026-02-04 2026-03-03']);
    expect([told('2026-01-20'), told('2026-02-20')]).toEqual([['a', 'c'], []]);
  });

  it('before one that was made longer have none of its steps once they end otherwise themselves', () => {
    const grid = monthly('2026-01-01');
    grid.extend('2026-03-10', 2, by('a'));
    grid.extend('2026-01-10', 1, by('b'));
    expect(cycles(grid, '2026-02-01', '2026-02-02')).toEqual(['2026-01-01 2026-02-01', '2026-02-02 2026-03-01']);
    expect(toldLines(grid.at('2026-01-10')).filter((line) => line.startsWith('cycle-extended'))).toEqual([
      'cycle-extended event=b from=2026-01-31 kind=extension.granted n=1 opensOn=2026-01-01 to=2026-02-01',
    ]);
  });

  it('of days and weeks go on in their length, whatever day of the month the last one ended', () => {
    const weekly = new CycleGrid({ every: { n: 2, unit: 'weeks' } }, '2026-01-05');
    weekly.extend('2026-01-06', 3, by('a'));
    expect(cycles(weekly, '2026-01-21', '2026-01-22', '2026-02-05')).toEqual([
      '2026-01-05 2026-01-21',
      '2026-01-22 2026-02-04',
      '2026-02-05 2026-02-18',
    ]);
    const yearly = new CycleGrid({ every: { n: 1, unit: 'years' } }, '2026-01-01');
    yearly.extend('2026-06-01', 30, by('a'));
    expect(cycles(yearly, '2027-01-30', '2027-01-31', '2028-02-01')).toEqual([
      '2026-01-01 2027-01-30',
      '2027-01-31 2028-01-30',
      '2028-01-31 2029-01-30',
    ]);
  });
});

describe('a cycle whose last day is stated', () => {
  it('ends with it, and the last statement decides', () => {
    const grid = monthly('2026-01-01');
    expect(grid.state('2026-01-10', '2026-01-20', by('a'))).toBe(true);
    expect(grid.state('2026-01-10', '2026-01-25', by('b'))).toBe(true);
    expect(cycles(grid, '2026-01-25', '2026-01-26')).toEqual(['2026-01-01 2026-01-25', '2026-01-26 2026-02-25']);
    expect(toldLines(grid.at('2026-01-03'))).toEqual(
      linesOf(`
      cycle-end anchorDay=null beforeFirst=false date=2026-01-31 day=2026-01-01 every=1 month nextStart=2026-02-01 opensOn=2026-01-01
      cycle-stated event=b from=2026-01-20 kind=extension.granted opensOn=2026-01-01 to=2026-01-25
      = date=2026-01-25 opensOn=2026-01-01
      `),
    );
  });

  it('stays as it is for the day on which it ends anyway, and for one before the day that is asked for', () => {
    const grid = monthly('2026-01-01');
    expect(grid.state('2026-01-10', '2026-01-31', by('a'))).toBe(false);
    expect(grid.state('2026-01-10', '2026-01-09', by('b'))).toBe(false);
    expect(cycles(grid, '2026-01-10')).toEqual(['2026-01-01 2026-01-31']);
    expect(grid.at('2026-01-10').steps).toHaveLength(1);
    expect(grid.state('2026-01-10', '2026-01-10', by('c'))).toBe(true);
    expect(cycles(grid, '2026-01-10', '2026-01-11')).toEqual(['2026-01-01 2026-01-10', '2026-01-11 2026-02-10']);
  });
});

describe('a first cycle that an event lets begin', () => {
  it('begins on that day, with what follows, and says by which event', () => {
    const grid = monthly('2026-01-01');
    expect(grid.begin('2026-01-15', '2026-01-10', by('a'))).toBe(true);
    expect(cycles(grid, '2026-01-02', '2026-01-15', '2026-02-15')).toEqual([
      '2026-01-15 2026-02-14',
      '2026-01-15 2026-02-14',
      '2026-02-15 2026-03-14',
    ]);
    expect(toldLines(grid.at('2026-01-20'))).toEqual(
      linesOf(`
      cycle-begins day=2026-01-15 event=a kind=extension.granted
      cycle-end anchorDay=15 beforeFirst=false date=2026-02-14 day=2026-01-20 every=1 month nextStart=2026-02-15 opensOn=2026-01-15
      = date=2026-02-14 opensOn=2026-01-15
      `),
    );
    expect(grid.begin('2026-01-17', '2026-01-16', by('b'))).toBe(true);
    expect(cycles(grid, '2026-01-20')).toEqual(['2026-01-17 2026-02-16']);
    // Back to the start of the contract, but not before it.
    expect(grid.begin('2026-01-01', '2026-01-18', by('c'))).toBe(true);
    expect(cycles(grid, '2026-01-20')).toEqual(['2026-01-01 2026-01-31']);
  });

  it('stays where the day is that of its beginning, lies before the contract, or comes after the first cycle', () => {
    const grid = monthly('2026-01-10');
    expect(grid.begin('2026-01-10', '2026-01-10', by('same'))).toBe(false);
    expect(grid.begin('2026-01-09', '2026-01-10', by('before'))).toBe(false);
    expect(grid.begin('2026-02-20', '2026-02-10', by('later'))).toBe(false);
    expect(toldLines(grid.at('2026-01-10')).filter((line) => line.startsWith('cycle-begins'))).toEqual([]);
    expect(grid.begin('2026-02-20', '2026-02-09', by('in the first'))).toBe(true);
    expect(cycles(grid, '2026-02-20')).toEqual(['2026-02-20 2026-03-19']);
  });

  it('begins on the day also later, where no cycle has gone on to the next', () => {
    const grid = monthly('2026-01-10');
    expect(grid.begin('2026-04-01', undefined, by('a'))).toBe(true);
    expect(cycles(grid, '2026-04-01')).toEqual(['2026-04-01 2026-04-30']);
  });

  it('forgets what was made longer before', () => {
    const grid = monthly('2026-01-01');
    grid.extend('2026-01-10', 5, by('a'));
    expect(grid.begin('2026-01-20', '2026-01-12', by('b'))).toBe(true);
    expect(cycles(grid, '2026-02-05', '2026-02-20')).toEqual(['2026-01-20 2026-02-19', '2026-02-20 2026-03-19']);
  });

  it('may begin before any start is known', () => {
    const grid = monthly(undefined, 15);
    expect(grid.begin('2026-02-20', '2026-02-18', by('a'))).toBe(true);
    expect(cycles(grid, '2026-02-20')).toEqual(['2026-02-20 2026-03-19']);
  });
});
