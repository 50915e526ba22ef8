import * as z from 'zod';
import type { CountingFacts } from './explanation-facts.ts';
import { ROLLS, UNITS } from './types.ts';

/** A schema for each fact of each step. */
export type ShapesFor<Facts> = {
  readonly [Code in keyof Facts]: { readonly [Fact in keyof Facts[Code]]-?: z.ZodType<Facts[Code][Fact]> };
};

const text = z.string();
const n = z.number();
const yes = z.boolean();
const unit = z.enum(UNITS);
const direction = z.enum(['after', 'before']);
const convention = z.enum(ROLLS);
const clock = z.enum(['once', 'skipped', 'repeated']);
const localTime = z.enum(['compatible', 'earlier', 'later', 'refuse']);
const skipped = z.array(z.object({ day: text, name: text, weekend: yes })).readonly();
const passed = z.array(z.object({ day: text, holiday: text.exactOptional() })).readonly();
const span = { direction, countsTriggerDay: yes, from: text, to: text };
const days = { weekmask: text, calendar: text };

/** The facts of each step of a count, as they are stored and answered. */
export const COUNTING_SHAPES = {
  basis: { citation: text },
  note: { note: text },
  scope: { scope: text },
  'no-rule': { law: text, unit, direction },
  'rule-overridden': { citation: text, setting: text, ruled: z.unknown(), given: z.unknown() },
  'no-holiday-set': { weekmask: text },
  'default-zone': { timezone: text },
  'anchor-day': { anchor: text, day: text, timezone: text },
  'anchor-moment': { anchor: text, instant: text, local: text, day: text, timezone: text },
  'cut-off': {
    at: text,
    movesTo: z.enum(['nextDay', 'nextBusinessDay']),
    local: text,
    from: text,
    to: text,
    skipped,
  },
  'rest-day': { ...days, from: text, to: text, passed },
  'count-days': { n, unit, days: n, ...span },
  'count-months': { n, unit, months: n, ...span, missingDay: yes },
  'count-business-days': { n, ...span, ...days, skipped },
  clear: { unit, direction, ...days, from: text, to: text, skipped },
  'latest-start': {
    n,
    unit,
    countsTriggerDay: yes,
    clear: yes,
    minWorkingDays: n,
    ...days,
    end: text,
    to: text,
    endsOn: text,
    nextDay: text,
    nextEndsOn: text,
    skipped,
  },
  'min-working-days': {
    required: n,
    held: n,
    direction,
    ...days,
    first: text,
    from: text,
    to: text,
    skipped,
  },
  'min-working-days-held': {
    required: n,
    direction,
    ...days,
    first: text,
    reached: text,
    date: text,
    skipped,
  },
  roll: { convention, ...days, from: text, to: text, passed, staysInMonth: yes },
  'roll-not-needed': { convention, calendar: text, date: text },
  'no-roll': { date: text, weekmask: text },
  'day-after': { from: text, to: text },
  'hours-from-midnight': { day: text, instant: text, timezone: text },
  'hours-start': {
    rule: z.enum(['nextFullHour', 'nextMidnight']),
    from: text,
    to: text,
    local: text,
    timezone: text,
  },
  'count-hours': { n, direction, from: text, to: text, local: text, clockChange: n, timezone: text },
  'roll-hours': {
    convention,
    ...days,
    from: text,
    to: text,
    local: text,
    clock,
    localTime,
    fromDay: text,
    toDay: text,
    passed,
    timezone: text,
  },
  ends: { date: text, nextDay: text, instant: text, timezone: text, hours: n },
  'ends-at': { date: text, time: text, instant: text, local: text, clock, localTime, timezone: text },
  part: { part: n, of: n, period: text, continues: yes },
  combine: {
    rule: z.enum(['earliest', 'latest']),
    options: z.array(z.object({ date: text, instant: text })).readonly(),
    chosen: n,
    date: text,
  },
  'window-opens': { opensOn: text, opensAt: text, timezone: text },
  'look-back': { opensOn: text, date: text, countsTriggerDay: yes },
  'cycle-end': {
    day: text,
    every: text,
    anchorDay: n.nullable(),
    opensOn: text,
    date: text,
    nextStart: text,
    beforeFirst: yes,
  },
} satisfies ShapesFor<CountingFacts>;
