import type { Schedules } from '../../shared/aws/schedules.ts';
import type { Enumeration } from '../../shared/aws/table/enumeration.ts';
import type { ContractTable } from '../../shared/aws/table/table.ts';
import type { WorkQueue } from '../../shared/aws/work-queue.ts';
import type { WalkDependencies } from '../../shared/jobs/walk.ts';

export interface SweepDependencies extends WalkDependencies {
  readonly table: ContractTable;
  readonly enumeration: Enumeration;
  readonly schedules: Schedules;
  readonly queue: WorkQueue;
}
