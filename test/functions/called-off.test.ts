import { describe, expect, it } from 'vitest';
import type { Run, StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import { noticeId } from '../../shared/core/notices/notice.ts';
import type { RecordingDependencies } from '../../shared/recording/dependencies.ts';
import { lettersOf } from '../../shared/sending/called-off.ts';

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

interface Off {
  readonly done: readonly string[];
  readonly earlierRuns?: readonly Run[];
  readonly stands?: true;
}

function found(notices: Readonly<Record<Key, number>>, { done, earlierRuns, stands }: Off) {
  const run = (earlierRuns?.length ?? 0) + 1;
  const own = { id: END, run, done, ...(earlierRuns ? { ...MOVED, earlierRuns } : FIRST) };
  const deadline = { ...own, ...(!stands && { calledOff: { at: '2026-12-07T08:00:00Z' } }) };
  return lettersOf(tableOf(notices), 'acme', deadline as unknown as StoredDeadline, ['customer', 'provider']);
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

  it('none of a deadline that is not off', async () => {
    expect(await letters({ '1 opened customer': 1 }, { done: ['opened'], stands: true })).toEqual([]);
  });
});
