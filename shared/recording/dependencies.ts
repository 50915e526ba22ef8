import type { ContractTable } from '../aws/table/table.ts';
import type { HolidayTables } from '../core/calendar/holiday-table.ts';
import type { SendWindow } from '../core/notices/send-window.ts';
import type { TermsCatalog } from '../core/terms/catalog.ts';
import type { Clock, Timer } from '../runtime/clock.ts';

/** What recording needs: the table, the terms with their calendars, and the time. */
export interface RecordingDependencies {
  readonly table: ContractTable;
  readonly catalog: TermsCatalog;
  readonly holidays: HolidayTables;
  readonly clock: Clock;
  /** Pauses between attempts that lost to another writer. */
  readonly timer: Timer;
  /** Has webhooks worked on again, soon and apart from this work. By their ids. */
  readonly wake: (deliveries: readonly string[]) => Promise<void>;
  /** When letters go out; at any time if absent. */
  readonly sendWindow?: SendWindow | undefined;
}

/** What planning needs. */
export type PlanningDependencies = Pick<RecordingDependencies, 'catalog' | 'holidays' | 'clock' | 'sendWindow'>;

/** What amending needs besides: the sender of the letter to an address that is replaced. */
export interface AmendingDependencies extends RecordingDependencies {
  readonly fromAddress: string;
}
