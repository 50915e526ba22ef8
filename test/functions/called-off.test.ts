import { describe, expect, it } from 'vitest';
import { lettersOf } from '../../functions/send-notice/called-off.ts';
import type { SendNoticeDependencies } from '../../functions/send-notice/dependencies.ts';
import { noticeId } from '../../shared/core/notices/notice.ts';

const END = 'termination-notice';

/** A table with these notices, by step and party, each with the number of attempts to send it. */
function tableOf(notices: Readonly<Record<string, number>>, run = 1): Pick<SendNoticeDependencies, 'table'> {
  const attempts = new Map(
    Object.entries(notices).map(([key, tried]) => {
      const [step = '', party = ''] = key.split(' ');
      return [noticeId('acme', END, run, step, party as 'customer'), tried];
    }),
  );
  const notice = (_contract: string, id: string) => {
    const tried = attempts.get(id);
    return Promise.resolve(tried === undefined ? undefined : { notice: { attempts: tried } });
  };
  return { table: { notice } } as unknown as Pick<SendNoticeDependencies, 'table'>;
}

const deadline = (...done: string[]) => ({ id: END, calledOff: { at: '2026-12-07T08:00:00Z', run: 1, done } });
const found = async (table: ReturnType<typeof tableOf>, ...done: string[]) => [
  ...(await lettersOf(table, 'acme', deadline(...done), ['customer', 'provider'])),
];
const letter = (step: string, party: 'customer' | 'provider') => noticeId('acme', END, 1, step, party);

describe('the letters that are called off', () => {
  it('are those that were sent, or tried, to each party', async () => {
    const table = tableOf({ 'opened customer': 1, 'opened provider': 0 });
    expect(await found(table, 'opened')).toEqual([['customer', letter('opened', 'customer')]]);
  });

  it('the last one of each', async () => {
    const table = tableOf({ 'opened customer': 1, 'lapsed customer': 2, 'opened provider': 1, 'lapsed provider': 0 });
    expect(await found(table, 'opened', 'lapsed')).toEqual([
      ['customer', letter('lapsed', 'customer')],
      ['provider', letter('opened', 'provider')],
    ]);
  });

  it('of the run in which the end was announced', async () => {
    expect(await found(tableOf({ 'opened customer': 1 }, 2), 'opened')).toEqual([]);
  });

  it('none of a deadline that is not off', async () => {
    const standing = { id: END };
    expect([...(await lettersOf(tableOf({ 'opened customer': 1 }), 'acme', standing, ['customer']))]).toEqual([]);
  });
});
