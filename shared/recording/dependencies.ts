import type { ContractTable } from '../aws/table/table.ts';
import type { HolidayTables } from '../core/calendar/holiday-table.ts';
import type { TermsCatalog } from '../core/terms/catalog.ts';
import type { Clock } from '../runtime/clock.ts';

/** What recording needs: the table, the terms with their calendars, and the time. */
export interface RecordingDependencies {
  readonly table: ContractTable;
  readonly catalog: TermsCatalog;
  readonly holidays: HolidayTables;
  readonly clock: Clock;
}
