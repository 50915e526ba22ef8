import type { AgendaEntry } from '../../shared/aws/table/table.ts';
import type { Work } from '../../shared/core/notices/work.ts';
import { deadlineInLogs } from '../../shared/runtime/logged-ids.ts';
import type { SweepDependencies } from './dependencies.ts';

/** Most deadlines named in the log of one sweep; all are counted. */
const MOST_NAMED = 50;

/** Queues all overdue work of the agenda. Returns the number of pieces of work. */
export async function queueOverdue({ table, queue, clock, telemetry }: SweepDependencies): Promise<number> {
  const entries = await table.agenda(clock.now());
  await queue.send(entries.map(workOf));
  // Only deadlines count for the alarm: a waiting notice or a contract to settle is normal.
  const missed = entries.filter(({ kind }) => kind === 'deadline');
  telemetry.count('OverdueFound', missed.length);
  for (const { contract, id } of missed.slice(0, MOST_NAMED)) {
    telemetry.warn('DEADLINE_OVERDUE', { contract, deadline: deadlineInLogs(id) });
  }
  if (entries.length > 0) telemetry.warn('OVERDUE_FOUND', { work: entries.length, deadlines: missed.length });
  return entries.length;
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
