import type { CutOff, Day, InstantText, Period, Roll, Unit, Zone } from './types.ts';

/** A holiday met while counting. `weekend`: the weekmask leaves that day out anyway. */
export interface PassedHoliday {
  readonly day: Day;
  readonly name: string;
  readonly weekend: boolean;
}

/** A day on which a period cannot end. */
export interface PassedDay {
  readonly day: Day;
  /** The holiday's name; absent where only the weekmask leaves the day out. */
  readonly holiday?: string;
}

export type Direction = 'after' | 'before';
export type LocalTimePolicy = NonNullable<Period['localTime']>;

/** Whether the clocks show a local time once, skip it, or show it twice. */
export type ClockReading = 'once' | 'skipped' | 'repeated';

/**
 * The facts of each step of a count, by its code: enough to repeat the step by hand and to write it in any language.
 */
export interface CountingFacts {
  basis: { citation: string };
  note: { note: string };
  scope: { scope: string };
  'no-rule': { law: string; unit: Unit; direction: Direction };
  'rule-overridden': { citation: string; setting: string; ruled: unknown; given: unknown };
  'no-holiday-set': { weekmask: string };
  'default-zone': { timezone: Zone };
  'anchor-day': { anchor: string; day: Day; timezone: Zone };
  'anchor-moment': { anchor: string; instant: InstantText; local: string; day: Day; timezone: Zone };
  'cut-off': {
    at: string;
    movesTo: CutOff['movesTo'];
    local: string;
    from: Day;
    to: Day;
    skipped: readonly PassedHoliday[];
  };
  /** The event came on a day that is no business day. */
  'rest-day': { from: Day; to: Day; weekmask: string; calendar: string; passed: readonly PassedDay[] };
  'count-days': {
    n: number;
    unit: Unit;
    days: number;
    direction: Direction;
    countsTriggerDay: boolean;
    from: Day;
    to: Day;
  };
  'count-months': {
    n: number;
    unit: Unit;
    months: number;
    direction: Direction;
    countsTriggerDay: boolean;
    from: Day;
    to: Day;
    missingDay: boolean;
  };
  'count-business-days': {
    n: number;
    direction: Direction;
    countsTriggerDay: boolean;
    weekmask: string;
    calendar: string;
    from: Day;
    to: Day;
    skipped: readonly PassedHoliday[];
  };
  clear: {
    unit: Unit;
    direction: Direction;
    weekmask: string;
    calendar: string;
    from: Day;
    to: Day;
    skipped: readonly PassedHoliday[];
  };
  'latest-start': {
    n: number;
    unit: Unit;
    countsTriggerDay: boolean;
    clear: boolean;
    minWorkingDays: number;
    weekmask: string;
    calendar: string;
    end: Day;
    to: Day;
    endsOn: Day;
    nextDay: Day;
    nextEndsOn: Day;
    skipped: readonly PassedHoliday[];
  };
  'min-working-days': {
    required: number;
    held: number;
    direction: Direction;
    weekmask: string;
    calendar: string;
    first: Day;
    from: Day;
    to: Day;
    skipped: readonly PassedHoliday[];
  };
  'min-working-days-held': {
    required: number;
    direction: Direction;
    weekmask: string;
    calendar: string;
    first: Day;
    reached: Day;
    date: Day;
    skipped: readonly PassedHoliday[];
  };
  roll: {
    convention: Roll;
    weekmask: string;
    calendar: string;
    from: Day;
    to: Day;
    passed: readonly PassedDay[];
    staysInMonth: boolean;
  };
  'roll-not-needed': { convention: Roll; calendar: string; date: Day };
  'no-roll': { date: Day; weekmask: string };
  'day-after': { from: Day; to: Day };
  'hours-from-midnight': { day: Day; instant: InstantText; timezone: Zone };
  'hours-start': {
    rule: 'nextFullHour' | 'nextMidnight';
    from: InstantText;
    to: InstantText;
    local: string;
    timezone: Zone;
  };
  'count-hours': {
    n: number;
    direction: Direction;
    from: InstantText;
    to: InstantText;
    local: string;
    /** Minutes by which the clocks were moved in between; 0 when they were not. */
    clockChange: number;
    timezone: Zone;
  };
  'roll-hours': {
    convention: Roll;
    weekmask: string;
    calendar: string;
    from: InstantText;
    to: InstantText;
    local: string;
    clock: ClockReading;
    localTime: LocalTimePolicy;
    fromDay: Day;
    toDay: Day;
    passed: readonly PassedDay[];
    timezone: Zone;
  };
  ends: { date: Day; nextDay: Day; instant: InstantText; timezone: Zone; hours: number };
  'ends-at': {
    date: Day;
    time: string;
    instant: InstantText;
    local: string;
    clock: ClockReading;
    localTime: LocalTimePolicy;
    timezone: Zone;
  };
  part: { part: number; of: number; period: string; continues: boolean };
  combine: {
    rule: 'earliest' | 'latest';
    options: readonly { date: Day; instant: InstantText }[];
    chosen: number;
    date: Day;
  };
  'window-opens': { opensOn: Day; opensAt: InstantText; timezone: Zone };
  'look-back': { opensOn: Day; date: Day; countsTriggerDay: boolean };
  'cycle-end': {
    day: Day;
    every: string;
    anchorDay: number | null;
    opensOn: Day;
    date: Day;
    nextStart: Day;
    beforeFirst: boolean;
  };
}

export type CountingCode = keyof CountingFacts;

/** One step of a count. `option` counts from 1 and says to which of several counts the step belongs (see `combine`). */
export type CountingStep = {
  readonly [Code in CountingCode]: { readonly code: Code; readonly option?: number } & Readonly<CountingFacts[Code]>;
}[CountingCode];
