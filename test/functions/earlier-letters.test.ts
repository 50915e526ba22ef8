import { describe, expect, it } from 'vitest';
import type { Rung } from '../../shared/core/deadlines/deadline.ts';
import type { Run, StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import { noticeId } from '../../shared/core/notices/notice.ts';
import type { RecordingDependencies } from '../../shared/recording/dependencies.ts';
import { earlierLetters } from '../../shared/sending/earlier-letters.ts';

const END = 'termination-notice';
const [FIRST, MOVED] = [
  { date: '2026-12-20', instant: '2026-12-20T22:00:00Z' },
  { date: '2026-12-22', instant: '2026-12-22T22:00:00Z' },
];

type Key = `${number} ${string} ${'customer' | 'provider'}`;

const idOf = (key: Key) => {
  const [run, step = '', party] = key.split(' ');
  return noticeId('acme', END, Number(run), step, party as 'customer' | 'provider');
};

/** A table with these notices, by run, step and party, each with the number of attempts to send it. */
function tableOf(notices: Readonly<Record<Key, number>>): Pick<RecordingDependencies, 'table'> {
  const attempts = new Map(Object.entries(notices).map(([key, tried]) => [idOf(key as Key), tried]));
  const notice = (_contract: string, id: string) => {
    const tried = attempts.get(id);
    return Promise.resolve(tried === undefined ? undefined : { notice: { attempts: tried } });
  };
  return { table: { notice } } as unknown as Pick<RecordingDependencies, 'table'>;
}

interface Fired {
  readonly done: readonly string[];
  readonly earlierRuns?: readonly Run[];
  /** The end stands, and `step` of it fires. */
  readonly stands?: true;
  readonly step?: string;
  readonly besides?: readonly string[];
}

function found(notices: Readonly<Record<Key, number>>, { done, earlierRuns, stands, step = 'opened', besides }: Fired) {
  const run = (earlierRuns?.length ?? 0) + 1;
  const own = { id: END, run, done, ...(earlierRuns ? { ...MOVED, earlierRuns } : FIRST) };
  const deadline = { ...own, ...(!stands && { calledOff: { at: '2026-12-07T08:00:00Z' } }) };
  const rung: Pick<Rung, 'step' | 'to'> = { step: stands ? step : 'called-off', to: ['customer', 'provider'] };
  return earlierLetters(tableOf(notices), 'acme', deadline as unknown as StoredDeadline, rung, besides);
}

const letters = async (...asked: Parameters<typeof found>) => [...(await found(...asked))];
const letter = (key: Key, end = FIRST) => ({ id: idOf(key), ...end });

describe('the letters that are called off', () => {
  it('are those that were sent, or tried, to each party', async () => {
    expect(await letters({ '1 opened customer': 1, '1 opened provider': 0 }, { done: ['opened'] })).toEqual([
      ['customer', letter('1 opened customer')],
    ]);
  });

  it('the last one of each', async () => {
    const notices = { '1 opened customer': 1, '1 lapsed customer': 2, '1 opened provider': 1, '1 lapsed provider': 0 };
    expect(await letters(notices, { done: ['opened', 'lapsed'] })).toEqual([
      ['customer', letter('1 lapsed customer')],
      ['provider', letter('1 opened provider')],
    ]);
  });

  it('of whatever run, each with the end that it told', async () => {
    const notices = { '1 opened customer': 1, '1 opened provider': 1, '2 opened customer': 0, '2 opened provider': 1 };
    const earlierRuns = [{ run: 1, ...FIRST, done: ['opened'] }];
    expect(await letters(notices, { done: ['opened'], earlierRuns })).toEqual([
      ['customer', letter('1 opened customer')],
      ['provider', letter('2 opened provider', MOVED)],
    ]);
    expect(await letters(notices, { done: [], earlierRuns })).toEqual([
      ['customer', letter('1 opened customer')],
      ['provider', letter('1 opened provider')],
    ]);
  });

  it('none to whom was told last that the end is off', async () => {
    const notices = {
      '1 opened customer': 1,
      '1 called-off customer': 1,
      '1 opened provider': 1,
      '2 opened customer': 0,
    };
    const earlierRuns = [{ run: 1, ...FIRST, done: ['opened', 'called-off'] }];
    expect(await letters(notices, { done: ['opened'], earlierRuns })).toEqual([
      ['provider', letter('1 opened provider')],
    ]);
  });

  it('none of a run in which no step was fired', async () => {
    expect(await letters({ '2 opened customer': 1 }, { done: ['opened'] })).toEqual([]);
  });

  it('the last one that took the place of another', async () => {
    const second = noticeId('acme', END, 1, `opened-instead-of-${idOf('1 opened customer').slice(0, 12)}`, 'customer');
    const notices = {
      '1 opened customer': 1,
      [`1 opened-instead-of-${idOf('1 opened customer').slice(0, 12)} customer`]: 1,
    };
    expect(await letters(notices, { done: ['opened'] })).toEqual([['customer', { id: second, ...FIRST }]]);
  });
});

describe('the letters that a letter replaces', () => {
  const earlierRuns = [{ run: 1, ...FIRST, done: ['opened', 'due'] }];
  const told: Readonly<Record<Key, number>> = { '1 opened customer': 1, '1 due customer': 1, '1 opened provider': 1 };

  it('are the last ones of an earlier run, by the first letter of the run to each party', async () => {
    const both = [
      ['customer', letter('1 due customer')],
      ['provider', letter('1 opened provider')],
    ];
    expect(await letters(told, { done: [], earlierRuns, stands: true })).toEqual(both);
    expect(await letters(told, { done: ['opened'], earlierRuns, stands: true })).toEqual(both);
    const first = { ...told, '2 opened customer': 1 };
    expect(await letters(first, { done: ['opened'], earlierRuns, stands: true, step: 'due' })).toEqual([
      ['provider', letter('1 opened provider')],
    ]);
    expect(
      await letters(first, { done: ['opened'], earlierRuns, stands: true, step: 'due', besides: ['opened'] }),
    ).toEqual(both);
  });

  it('none that certainly has not gone out, and none if the end is off, or the same again', async () => {
    expect(await letters({ '1 opened customer': 0 }, { done: [], earlierRuns, stands: true })).toEqual([]);
    const off = [{ run: 1, ...FIRST, done: ['opened', 'called-off'] }];
    const notices = { '1 opened customer': 1, '1 called-off customer': 1 };
    expect(await letters(notices, { done: [], earlierRuns: off, stands: true })).toEqual([]);
    const same = [{ run: 1, ...MOVED, done: ['opened'] }];
    expect(await letters(told, { done: [], earlierRuns: same, stands: true })).toEqual([]);
  });

  it('none in a first run', async () => {
    expect(await letters({ '1 opened customer': 1 }, { done: ['opened'], stands: true, step: 'due' })).toEqual([]);
  });
});
