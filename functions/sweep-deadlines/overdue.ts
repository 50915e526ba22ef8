import type { AgendaEntry } from '../../shared/aws/table/table.ts';
import type { Work } from '../../shared/core/notices/work.ts';
import type { SweepDependencies } from './dependencies.ts';

/** So many deadlines are named in the log of one sweep; the others are only counted. */
const MOST_NAMED = 50;

/** Puts everything that should have happened by now, and did not, onto the queue. Returns how many pieces of work. */
export async function queueOverdue({ table, queue, clock, telemetry }: SweepDependencies): Promise<number> {
  const entries = await table.agenda(clock.now());
  await queue.send(entries.map(workOf));
  // A notice that waits its turn, or a contract to settle, is ordinary; a deadline that nobody fired is not.
  const missed = entries.filter(({ kind }) => kind === 'deadline');
  telemetry.count('OverdueFound', missed.length);
  for (const { contract, id } of missed.slice(0, MOST_NAMED)) {
    telemetry.warn('DEADLINE_OVERDUE', { contract, deadline: id });
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
