import { CalendarError } from '../shared/core/calendar/errors.ts';
import { InvalidHolidayTableError } from '../shared/core/calendar/holiday-table.ts';
import { InvalidHolidayDateError } from '../shared/core/calendar/holidays.ts';
import { EndlessLapsesError } from '../shared/core/deadlines/lapse-event.ts';
import { DuplicatePackError, UnknownTermsError } from '../shared/core/terms/catalog.ts';
import { PackError } from '../shared/desk/reading/read-pack.ts';
import { ContractError } from './plan/input.ts';

const INPUT_ERRORS = [
  CalendarError,
  ContractError,
  UnknownTermsError,
  PackError,
  DuplicatePackError,
  InvalidHolidayDateError,
  InvalidHolidayTableError,
  EndlessLapsesError,
];

/** Whether it is what was given that is at fault, and the message says all that there is to say. */
export function isInputError(error: unknown): error is Error {
  return INPUT_ERRORS.some((kind) => error instanceof kind);
}
