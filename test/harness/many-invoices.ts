import type { ContractEvent } from '../../shared/core/events/event.ts';
import { planWith } from '../../shared/recording/plan-contract.ts';
import { write } from '../../shared/recording/write.ts';
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
  const overdue = (invoice: string): ContractEvent => ({
    id: `overdue.${invoice}`,
    kind: 'invoice.overdue',
    occurredAt: now,
    recordedAt: now,
    data: { invoice, dueOn: day },
  });
  for (let first = 0; first < count; first += PER_TRANSACTION) {
    const loaded = await table.load(contract);
    const some = Math.min(PER_TRANSACTION, count - first);
    const events = Array.from({ length: some }, (_, n) => overdue(`in_${first + n}`));
    if (!loaded) throw new Error(`${contract} has vanished`);
    const planned = planWith(dependencies, loaded, events);
    if (planned.outcome !== 'planned') throw new Error(`${contract} takes no invoices`);
    const deadlines = planned.changes.map(({ after }) => after);
    const written = await write(dependencies, loaded, { events, deadlines, evidence: [] });
    if (!written.ok) throw new Error(`${contract} was written by others`);
  }
  return contract;
}
