import { UnknownHolidaySetError } from '../calendar/errors.ts';
import type { HolidayTables } from '../calendar/holiday-table.ts';
import { holidayCalendar } from '../calendar/holidays.ts';
import type { HolidayCalendar, Zone } from '../calendar/types.ts';
import type { Contract } from '../events/contract.ts';
import { type Pack, packLabel } from '../terms/pack.ts';

/** The law a contract chose among those its terms offer, with the holidays and the zone that go with it. */
export interface ChosenLaw {
  readonly law: string;
  readonly holidays: readonly string[];
  readonly timezone: Zone;
}

/** The zone and holidays by which a contract's days are counted. A clause may have holidays of its own. */
export interface Place {
  readonly timezone: Zone;
  /** Names of holiday sets, `RO` or `DK+US`. */
  readonly holidays: readonly string[];
  /** Absent if the contract chose no law, or its terms do not offer that law. */
  readonly law?: ChosenLaw;
  /** The holidays of these sets. @throws UnknownHolidaySetError with the place that names an unknown set */
  readonly calendar: HolidayCalendar;
}

/** Zone and holidays each come from the contract, else from its chosen law, else from the terms. */
export function placeOf(terms: Pack, contract: Choices, tables: HolidayTables): Place {
  const law = chosenLaw(terms, contract);
  const holidays = contract.holidays ?? law?.holidays ?? terms.holidays;
  let calendar: HolidayCalendar | undefined;
  return {
    timezone: contract.timezone ?? law?.timezone ?? terms.timezone,
    holidays,
    ...(law && { law }),
    get calendar() {
      calendar ??= calendarNamed(holidays, tables, namedBy(terms, contract, law));
      return calendar;
    },
  };
}

type Choices = Pick<Contract, 'timezone' | 'holidays' | 'law'>;

function chosenLaw(terms: Pack, { law }: Choices): ChosenLaw | undefined {
  const chosen = law === undefined ? undefined : terms.laws?.[law];
  if (law === undefined || chosen === undefined) return undefined;
  return { law, holidays: chosen.holidays ?? terms.holidays, timezone: chosen.timezone ?? terms.timezone };
}

function namedBy(terms: Pack, { holidays }: Choices, law: ChosenLaw | undefined): string {
  if (holidays !== undefined) return 'the contract';
  const ofLaw = law !== undefined && terms.laws?.[law.law]?.holidays !== undefined;
  return `${packLabel(terms)}, ${ofLaw ? `laws.${law.law}.holidays` : 'holidays'}`;
}

/** @throws UnknownHolidaySetError with `namedBy`, the place that names the set */
export function calendarNamed(sets: readonly string[], tables: HolidayTables, namedBy: string): HolidayCalendar {
  try {
    return holidayCalendar(sets, tables);
  } catch (error) {
    if (!(error instanceof UnknownHolidaySetError)) throw error;
    throw new UnknownHolidaySetError(error.set, error.known, namedBy);
  }
}
