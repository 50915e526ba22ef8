import type { DeliveryTable } from '../aws/table/deliveries.ts';
import type { RecordingDependencies } from '../recording/dependencies.ts';
import type { Telemetry } from '../runtime/log.ts';

/** What a stage takes in, and how long it keeps it. */
export interface InboundSettings {
  /** How many days a delivery is kept once it is at its end. */
  readonly retentionDays: number;
  /** Whether test data and messages of other accounts are recorded. */
  readonly acceptsTestData: boolean;
  /** The provider accounts whose messages are taken in under their own name. */
  readonly accounts: readonly string[];
}

/** What working on deliveries needs. */
export interface InboundDependencies extends RecordingDependencies {
  readonly deliveries: DeliveryTable;
  readonly inbound: InboundSettings;
  readonly telemetry: Telemetry;
}
