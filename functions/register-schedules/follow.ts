import { scheduleName } from '../../shared/aws/schedules.ts';
import type { Change } from './change.ts';
import type { RegisterSchedulesDependencies } from './dependencies.ts';

/**
 * Brings the schedules in line with a changed deadline. The new schedule is made before the old one is removed, so that
 * a rung is never without one.
 */
export async function follow(
  { schedules, clock, telemetry }: RegisterSchedulesDependencies,
  change: Change,
): Promise<void> {
  const { before, after } = change;
  if (after) {
    await schedules.register(after.work, after.at, clock.now());
    telemetry.info('SCHEDULE_REGISTERED', { contract: after.work.contract, schedule: scheduleName(after.work) });
    telemetry.count('ScheduleRegistered');
  }
  if (before && (!after || scheduleName(before.work) !== scheduleName(after.work))) {
    await schedules.cancel(before.work);
    telemetry.info('SCHEDULE_REMOVED', { contract: before.work.contract, schedule: scheduleName(before.work) });
  }
}
