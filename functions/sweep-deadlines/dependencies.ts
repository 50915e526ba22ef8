import type { Schedules } from '../../shared/aws/schedules.ts';
import type { ContractTable } from '../../shared/aws/table/table.ts';
import type { WorkQueue } from '../../shared/aws/work-queue.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import type { Telemetry } from '../../shared/runtime/log.ts';

export interface SweepDependencies {
  readonly table: ContractTable;
  readonly schedules: Schedules;
  readonly queue: WorkQueue;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}
