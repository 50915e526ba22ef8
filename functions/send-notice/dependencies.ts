import type { Mailer } from '../../shared/aws/mailer.ts';
import type { DeliveryTable } from '../../shared/aws/table/deliveries.ts';
import type { HoldTable } from '../../shared/aws/table/holds.ts';
import type { RecordingDependencies } from '../../shared/recording/dependencies.ts';
import type { Telemetry } from '../../shared/runtime/log.ts';
import type { Correspondents } from '../../shared/sending/prepare.ts';

export interface SendNoticeDependencies extends RecordingDependencies {
  readonly holds: HoldTable;
  readonly deliveries: Pick<DeliveryTable, 'oldest'>;
  readonly mailer: Mailer;
  readonly correspondents: Correspondents;
  readonly telemetry: Telemetry;
}
