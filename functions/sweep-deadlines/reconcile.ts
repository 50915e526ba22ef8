import { scheduleName } from '../../shared/aws/schedules.ts';
import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import type { StepWork } from '../../shared/core/notices/work.ts';
import type { SweepDependencies } from './dependencies.ts';

/** Later than any deadline. */
const END_OF_TIME = '9999';

interface Wanted {
  readonly work: StepWork;
  readonly at: string;
}

/**
 * Compares the table with the schedules, both ways: a step without a schedule gets one, a schedule without a step goes.
 * The schedules are listed first, so that one registered meanwhile is never taken for an orphan.
 * Returns how many differences it repaired.
 */
export async function reconcile({ table, schedules, clock, telemetry }: SweepDependencies): Promise<number> {
  const existing = new Set(await schedules.names());
  const wanted = await wantedSchedules(table);
  const missing = [...wanted].filter(([name]) => !existing.has(name));
  const orphaned = [...existing].filter((name) => !wanted.has(name));
  for (const [, { work, at }] of missing) await schedules.register(work, at, clock.now());
  for (const name of orphaned) await schedules.remove(name);
  const repaired = missing.length + orphaned.length;
  telemetry.count('ScheduleRepaired', repaired);
  telemetry.info('RECONCILED', { schedules: wanted.size, missing: missing.length, orphaned: orphaned.length });
  return repaired;
}

async function wantedSchedules(table: SweepDependencies['table']): Promise<Map<string, Wanted>> {
  const entries = (await table.agenda(END_OF_TIME)).filter(({ kind }) => kind === 'deadline');
  const wanted = new Map<string, Wanted>();
  for (const contract of new Set(entries.map((entry) => entry.contract))) {
    const loaded = await table.load(contract);
    for (const deadline of loaded?.deadlines ?? []) {
      const step = stepOf(contract, deadline);
      if (step) wanted.set(scheduleName(step.work), step);
    }
  }
  return wanted;
}

function stepOf(contract: string, { id, revision, next }: StoredDeadline): Wanted | undefined {
  return next && { work: { kind: 'step', contract, deadline: id, revision, step: next.step }, at: next.at };
}
