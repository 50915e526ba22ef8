import { createHash } from 'node:crypto';
import { computePeriod } from '../../../shared/core/calendar/compute.ts';
import { dayText, epochDayOf } from '../../../shared/core/calendar/days.ts';
import { holidayCalendar } from '../../../shared/core/calendar/holidays.ts';
import { loadHolidayTables } from '../../../shared/runtime/holiday-tables.ts';

// Run as a program under different TZ: prints one digest of many results.
const tables = loadHolidayTables();
const hash = createHash('sha256');
for (const zone of ['Europe/Bucharest', 'America/New_York', 'Pacific/Auckland', '-05:00']) {
  const context = { timezone: zone, holidays: holidayCalendar(['RO'], tables) };
  for (let day = epochDayOf(2025, 1, 1); day < epochDayOf(2027, 1, 1); day += 1) {
    const moment = `${dayText(day)}T${String((day * 7 + 24 * 9000) % 24).padStart(2, '0')}:30:00Z`;
    for (const unit of ['businessDays', 'months', 'hours'] as const) {
      hash.update(JSON.stringify(computePeriod(moment, { n: 15, unit, roll: 'following' }, context)));
    }
  }
}
process.stdout.write(`${new Date(0).getTimezoneOffset()} ${hash.digest('hex')}`);
