import type { ContractEvent } from '../../shared/core/events/event.ts';
import { planWith } from '../../shared/recording/plan-contract.ts';
import { write } from '../../shared/recording/write.ts';
import { laterBy } from '../../shared/runtime/clock.ts';
import { createContract } from './samples.ts';
import type { TestStack } from './stack.ts';

const PER_TRANSACTION = 41;

/**
 * A contract with so many unpaid invoices, each with its open suspension. `dueOn`: the day before the stack's present unless
 * told. They are put into the table in as few transactions as it takes: recording them one by one is not what is tested.
 */
export async function manyInvoices(test: TestStack, count: number, dueOn?: string): Promise<string> {
  const contract = await createContract(test);
  const { table, clock } = test.stack;
  const now = clock.now();
  const dependencies = { ...test.terms, table, clock };
  const day = dueOn ?? new Date(Date.parse(now) - 86_400_000).toISOString().slice(0, 10);
  const overdue = (invoice: string, n: number): ContractEvent => ({
    id: `overdue.${invoice}`,
    kind: 'invoice.overdue',
    occurredAt: laterBy(now, -1000 * (count - n)),
    recordedAt: now,
    data: { invoice, dueOn: day },
  });
  const events = Array.from({ length: count }, (_, n) => overdue(`in_${n}`, n));
  const loaded = await table.load(contract);
  if (!loaded) throw new Error(`${contract} has vanished`);
  const planned = planWith(dependencies, loaded, events);
  if (planned.outcome !== 'planned') throw new Error(`${contract} takes no invoices`);
  const deadlines = planned.changes.map(({ after }) => after);
  for (let first = 0; first < count; first += PER_TRANSACTION) {
    const head = await table.head(contract);
    if (!head) throw new Error(`${contract} has vanished`);
    const some = <One>(all: readonly One[]) => all.slice(first, first + PER_TRANSACTION);
    const writing = { events: some(events), deadlines: some(deadlines), evidence: [] };
    const written = await write(dependencies, { head }, writing);
    if (!written.ok) throw new Error(`${contract} was written by others`);
  }
  return contract;
}
