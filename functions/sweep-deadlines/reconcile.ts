import { scheduleName } from '../../shared/aws/schedules.ts';
import type { OpenRung } from '../../shared/aws/table/enumeration.ts';
import type { StepWork } from '../../shared/core/notices/work.ts';
import { overOpenRungs } from '../../shared/jobs/stages.ts';
import type { Stage, Walk } from '../../shared/jobs/walk.ts';
import type { SweepDependencies } from './dependencies.ts';

/** Smaller regions allow 250 calls of each operation per second, and other functions make some of them. */
const SCHEDULES_PER_SECOND = 100;
const AT_ONCE = 10;

interface Wanted {
  readonly work: StepWork;
  readonly at: string;
}

/**
 * Compares the table with the schedules, both ways: a missing schedule is registered, a schedule without a rung is
 * removed. A consistent read of the deadline decides. Before a removal the deadline is read after the schedule: a
 * schedule is registered after its deadline is written, so a schedule that is registered meanwhile is never taken for
 * an orphan.
 */
export function reconciliation(dependencies: SweepDependencies): Walk {
  return {
    stages: [
      ...overOpenRungs(dependencies.enumeration, (rung) => register(dependencies, rung)),
      schedules(dependencies),
    ],
    perSecond: SCHEDULES_PER_SECOND,
    parallel: AT_ONCE,
  };
}

/**
 * Registers the schedule of a rung if it is missing. A rung that is due already is left to the sweep, since its message
 * may be in flight.
 */
async function register(dependencies: SweepDependencies, rung: OpenRung): Promise<'registered' | undefined> {
  const wanted = await wantedBy(dependencies, rung);
  const now = dependencies.clock.now();
  if (!wanted || Date.parse(wanted.at) <= Date.parse(now)) return undefined;
  const name = scheduleName(wanted.work);
  if (await dependencies.schedules.workOf(name)) return undefined;
  await dependencies.schedules.register(wanted.work, wanted.at, now);
  reportRepair(dependencies, name, 'registered');
  return 'registered';
}

function schedules(dependencies: SweepDependencies): Stage {
  return {
    name: 'schedules',
    page: async (cursor) => {
      const { names, ...rest } = await dependencies.schedules.page(cursor);
      const pieces = names.map((name) => ({ name: `schedule ${name}`, work: () => removeOrphan(dependencies, name) }));
      return { pieces, ...rest };
    },
  };
}

async function removeOrphan(dependencies: SweepDependencies, name: string): Promise<'removed' | undefined> {
  const work = await dependencies.schedules.workOf(name);
  // The schedule has fired since it was listed.
  if (!work) return undefined;
  const wanted = await wantedBy(dependencies, work);
  if (wanted && scheduleName(wanted.work) === name) return undefined;
  await dependencies.schedules.remove(name);
  reportRepair(dependencies, name, 'removed');
  return 'removed';
}

/** The rung for which the deadline needs a schedule; undefined if no rung is to come. */
async function wantedBy({ table }: SweepDependencies, { contract, deadline }: OpenRung): Promise<Wanted | undefined> {
  const stored = await table.deadline(contract, deadline);
  if (!stored?.next) return undefined;
  const { revision, next } = stored;
  return { work: { kind: 'step', contract, deadline, revision, step: next.step }, at: next.at };
}

function reportRepair({ telemetry }: SweepDependencies, schedule: string, outcome: 'registered' | 'removed'): void {
  telemetry.warn('SCHEDULE_REPAIRED', { schedule, outcome });
  telemetry.count('ScheduleRepaired');
}
