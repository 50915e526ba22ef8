import type { Schedules } from '../../shared/aws/schedules.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import type { Telemetry } from '../../shared/runtime/log.ts';

export interface RegisterSchedulesDependencies {
  readonly schedules: Schedules;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}
