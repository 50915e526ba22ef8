import { inBatches } from '../../shared/aws/table/batch.ts';
import type { AgendaEntry } from '../../shared/aws/table/table.ts';
import type { Work } from '../../shared/core/notices/work.ts';
import { deadlineInLogs } from '../../shared/runtime/logged-ids.ts';
import type { SweepDependencies } from './dependencies.ts';

/** Most deadlines named in the log of one sweep; all are counted. */
const MOST_NAMED = 50;

/** For how long one sweep queues overdue work, in milliseconds. The next one begins with the oldest that is left. */
export const LONGEST_QUEUEING_MS = 60_000;

const BATCH = 100;

/** Queues the overdue work of the agenda, oldest first, as much as time allows. Returns the number of pieces of work. */
export async function queueOverdue(dependencies: SweepDependencies): Promise<number> {
  const { table, queue, clock, timer, telemetry } = dependencies;
  const began = timer.now();
  let [work, deadlines] = [0, 0];
  for await (const entries of inBatches(table.agenda(clock.now()), BATCH)) {
    await queue.send(entries.map(workOf));
    // Only deadlines count for the alarm: a waiting notice or a contract to settle is normal.
    const missed = entries.filter(({ kind }) => kind === 'deadline');
    for (const { contract, id } of missed.slice(0, Math.max(0, MOST_NAMED - deadlines))) {
      telemetry.warn('DEADLINE_OVERDUE', { contract, deadline: deadlineInLogs(id) });
    }
    work += entries.length;
    deadlines += missed.length;
    if (timer.now() - began > LONGEST_QUEUEING_MS) break;
  }
  telemetry.count('OverdueFound', deadlines);
  if (work > 0) telemetry.warn('OVERDUE_FOUND', { work, deadlines });
  return work;
}

function workOf({ contract, kind, id }: AgendaEntry): Work {
  switch (kind) {
    case 'deadline':
      return { kind: 'overdue', contract, deadline: id };
    case 'notice':
      return { kind: 'notice', contract, notice: id };
    case 'contract':
      return { kind: 'settle', contract };
  }
}
