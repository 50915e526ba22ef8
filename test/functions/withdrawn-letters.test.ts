import { describe, expect, it } from 'vitest';
import type { SendNoticeDependencies } from '../../functions/send-notice/dependencies.ts';
import { readersOf } from '../../functions/send-notice/withdrawn.ts';
import type { LoadedContract } from '../../shared/aws/table/table.ts';
import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import { mayHaveGoneOut } from '../../shared/core/notices/record.ts';

const head = { contract: { id: 'acme' } } as unknown as LoadedContract['head'];
const rung = { step: 'due', kind: 'due', at: '2026-03-31T08:00:00Z', to: ['customer', 'provider'] } as const;

function readers(state: string) {
  const notice = () => Promise.resolve({ notice: { id: 'n1', state } });
  const table = { notice } as unknown as SendNoticeDependencies['table'];
  const withdrawn = [
    { step: 'due', party: 'customer', notice: 'n1' },
    { step: 'reminder-7-days', party: 'provider', notice: 'n0' },
  ];
  return readersOf({ table }, { head }, { withdrawn } as unknown as StoredDeadline, rung);
}

describe('the readers of a step whose letter to one of them was withdrawn', () => {
  it('are all of them, and the letter’s place is taken', async () => {
    const { to, withdrawn } = await readers('CANCELLED');
    expect(to).toEqual(['customer', 'provider']);
    expect([...withdrawn].map(([party, { id }]) => [party, id])).toEqual([['customer', 'n1']]);
  });

  it('are the others if it was reported to have gone out after all', async () => {
    const { to, withdrawn } = await readers('DELIVERED');
    expect([to, [...withdrawn]]).toEqual([['provider'], []]);
  });
});

it('a letter may have gone out if it was tried and not refused each time', () => {
  const refusals = { times: 2, code: 'Throttling', at: '2026-03-31T08:00:00Z' };
  const letters = [{ attempts: 0 }, { attempts: 1 }, { attempts: 2, refusals }, { attempts: 3, refusals }];
  expect(letters.map(mayHaveGoneOut)).toEqual([false, true, false, true]);
});
