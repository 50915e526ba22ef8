import type { CustomerTable } from '../aws/table/customers.ts';
import type { DeliveryTable } from '../aws/table/deliveries.ts';
import type { IntakeRules } from '../core/intake/rules.ts';
import type { AmendingDependencies, RecordingDependencies } from '../recording/dependencies.ts';
import type { Telemetry } from '../runtime/log.ts';
import type { AskFor } from './asking.ts';

/** What a stage takes in, and how long it keeps it. */
export interface InboundSettings {
  /** How many days a delivery is kept once it is at its end. */
  readonly retentionDays: number;
  /** Whether test data and messages of other accounts are recorded. */
  readonly acceptsTestData: boolean;
  /** The provider accounts whose messages are taken in under their own name. */
  readonly accounts: readonly string[];
}

/** What making contracts of subscriptions needs. */
export interface IntakeDependencies extends AmendingDependencies {
  readonly intake: IntakeRules;
  readonly customers: CustomerTable;
}

/** What deciding about deliveries needs, without working on them. */
export interface DecidingDependencies extends Pick<RecordingDependencies, 'clock' | 'timer'> {
  readonly deliveries: DeliveryTable;
  readonly inbound: Pick<InboundSettings, 'retentionDays'>;
}

/** What working on deliveries needs. */
export interface InboundDependencies extends IntakeDependencies {
  readonly deliveries: DeliveryTable;
  readonly inbound: InboundSettings;
  readonly telemetry: Telemetry;
  /** Absent where providers may not be asked. */
  readonly askFor?: AskFor;
}
