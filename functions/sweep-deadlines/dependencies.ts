import type { Schedules } from '../../shared/aws/schedules.ts';
import type { DeliveryTable } from '../../shared/aws/table/deliveries.ts';
import type { Enumeration } from '../../shared/aws/table/enumeration.ts';
import type { HoldTable } from '../../shared/aws/table/holds.ts';
import type { ContractTable } from '../../shared/aws/table/table.ts';
import type { WaitingTable } from '../../shared/aws/table/waiting.ts';
import type { WorkQueue } from '../../shared/aws/work-queue.ts';
import type { Work } from '../../shared/core/notices/work.ts';
import type { InboundWork } from '../../shared/inbound/work.ts';
import type { WalkDependencies } from '../../shared/jobs/walk.ts';

export interface SweepDependencies extends WalkDependencies {
  readonly table: ContractTable;
  readonly enumeration: Enumeration;
  readonly holds: HoldTable;
  readonly schedules: Schedules;
  readonly deliveries: DeliveryTable;
  readonly waiting: WaitingTable;
  /** The notices queue. */
  readonly queue: WorkQueue<Work>;
  readonly inbound: WorkQueue<InboundWork>;
}
