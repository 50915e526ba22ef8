import { expect, it } from 'vitest';
import { MOST_TAUGHT } from '../../shared/aws/table/items.ts';
import type { ContractTable } from '../../shared/aws/table/table.ts';
import type { ContractEvent } from '../../shared/core/events/event.ts';
import { genesis } from '../../shared/core/evidence/chain.ts';
import { MOST_FORGOTTEN, teachingOf } from '../../shared/recording/teach.ts';
import { commitOf } from '../../shared/recording/write.ts';

const NOW = '2026-11-20T08:00:00Z';
const contract = { id: 'acme', terms: 'exoopus', version: '2026-01', customer: { email: 'a@b.example', locale: 'en' } };
const head = { contract, revision: 1, chain: genesis('acme'), createdAt: NOW };
const clock = { now: () => NOW };
const payments = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ provider: 'stripe', reference: `pi_${n}` }));

it('a head names the payments that were taught last, as many as fit, each once', () => {
  const all = payments(MOST_TAUGHT + 5);
  const first = commitOf({ clock }, { head }, { taught: all.slice(0, 60), unfinished: true, evidence: [] }).head;
  expect(first.taught).toEqual(all.slice(0, 60));
  const second = commitOf({ clock }, { head: first }, { taught: all.slice(50), unfinished: true, evidence: [] }).head;
  expect(second.taught).toEqual(all.slice(5));
  const third = commitOf({ clock }, { head: second }, { woken: all.slice(0, -1), evidence: [] }).head;
  expect(third).toMatchObject({ taught: all.slice(-1), settleAt: NOW });
  expect(commitOf({ clock }, { head: third }, { woken: all, settled: true, evidence: [] }).head.taught).toBeUndefined();
});

it('a write forgets a limited number of ids', async () => {
  const event = (id: string, kind: string, data: ContractEvent['data']): ContractEvent => ({
    ...{ id, kind, occurredAt: NOW, recordedAt: NOW, data },
  });
  const known = payments(MOST_FORGOTTEN + 3).map(({ reference }) =>
    event(reference, 'payment.received', { payment: reference }),
  );
  const gone = known.map(({ id }) => event(`w-${id}`, 'event.withdrawn', { event: id }));
  const table = { taughtTo: async () => 'acme' } as unknown as ContractTable;
  const { forgets } = await teachingOf({ table }, { head, events: known, deadlines: [] }, gone);
  expect(forgets).toEqual(payments(MOST_FORGOTTEN).map((one) => ({ ...one, from: 'taught' })));
});
