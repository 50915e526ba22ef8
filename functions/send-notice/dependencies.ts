import type { Mailer } from '../../shared/aws/mailer.ts';
import type { DeliveryTable } from '../../shared/aws/table/deliveries.ts';
import type { HoldTable } from '../../shared/aws/table/holds.ts';
import type { WorkQueue } from '../../shared/aws/work-queue.ts';
import type { Work } from '../../shared/core/notices/work.ts';
import type { RecordingDependencies } from '../../shared/recording/dependencies.ts';
import type { Telemetry } from '../../shared/runtime/log.ts';
import type { Correspondents } from '../../shared/sending/prepare.ts';

export interface SendNoticeDependencies extends RecordingDependencies {
  readonly holds: HoldTable;
  readonly deliveries: Pick<DeliveryTable, 'oldest'>;
  /** The queue that this function works on. */
  readonly notices: WorkQueue<Work>;
  readonly mailer: Mailer;
  readonly correspondents: Correspondents;
  /** Whether a day's many letters to one reader go out as one message; they do not if absent. */
  readonly digest?: boolean;
  readonly telemetry: Telemetry;
}
