import type { Agreement } from '../core/agreement/agreement.ts';
import { CalendarError } from '../core/calendar/errors.ts';
import type { InstantText } from '../core/calendar/types.ts';
import type { Party } from '../core/deadlines/deadline.ts';
import { AT_ITS_OWN_TIME, type SendingTime } from '../core/deadlines/progress.ts';
import { sendingTime } from '../core/deadlines/sending-time.ts';
import { openFrom, type SendWindow } from '../core/notices/send-window.ts';

/**
 * When the letters of a contract's deadlines go out: within the window by the clocks of their reader, on the working days of the
 * contract. The customer's clocks are those of `customer.timezone`, the provider's those of the contract. In a year that no
 * holiday table covers, each goes out at its own time.
 */
export function sendingTimeUnder(window: SendWindow | undefined, agreement: Agreement): SendingTime {
  if (window === undefined) return AT_ITS_OWN_TIME;
  const opening = (at: InstantText, reader: Party) => {
    const { timezone, calendar: holidays } = agreement.workingDaysOf(reader, at);
    return unlessUncovered(() => openFrom(at, window, { timezone, holidays }));
  };
  return (deadline, rung, now) => sendingTime(deadline, rung, now, opening);
}

function unlessUncovered<Value>(value: () => Value): Value | undefined {
  try {
    return value();
  } catch (error) {
    if (error instanceof CalendarError) return undefined;
    throw error;
  }
}
