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

/** True for a fault in the input, whose message needs no stack trace. */
export function isInputError(error: unknown): error is Error {
  return INPUT_ERRORS.some((kind) => error instanceof kind);
}
