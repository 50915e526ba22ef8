import * as z from 'zod';
import type { CountingFacts } from './explanation-facts.ts';
import { ROLLS, UNITS } from './types.ts';

/** A schema for each member of a type. */
export type SchemasFor<Facts> = { readonly [Name in keyof Facts]: z.ZodType<Facts[Name]> };

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
export const COUNTING_SCHEMAS = {
  basis: z.object({ citation: text }),
  note: z.object({ note: text }),
  scope: z.object({ scope: text }),
  'no-rule': z.object({ law: text, unit, direction }),
  'rule-overridden': z.object({ citation: text, setting: text, ruled: z.unknown(), given: z.unknown() }),
  'no-holiday-set': z.object({ weekmask: text }),
  'default-zone': z.object({ timezone: text }),
  'anchor-day': z.object({ anchor: text, day: text, timezone: text }),
  'anchor-moment': z.object({ anchor: text, instant: text, local: text, day: text, timezone: text }),
  'cut-off': z.object({
    at: text,
    movesTo: z.enum(['nextDay', 'nextBusinessDay']),
    local: text,
    from: text,
    to: text,
    skipped,
  }),
  'count-days': z.object({ n, unit, days: n, ...span }),
  'count-months': z.object({ n, unit, months: n, ...span, missingDay: yes }),
  'count-business-days': z.object({ n, ...span, ...days, skipped }),
  clear: z.object({ unit, direction, ...days, from: text, to: text, skipped }),
  'latest-start': z.object({
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
  }),
  'min-working-days': z.object({
    required: n,
    held: n,
    direction,
    ...days,
    first: text,
    from: text,
    to: text,
    skipped,
  }),
  'min-working-days-held': z.object({
    required: n,
    direction,
    ...days,
    first: text,
    reached: text,
    date: text,
    skipped,
  }),
  roll: z.object({ convention, ...days, from: text, to: text, passed, staysInMonth: yes }),
  'roll-not-needed': z.object({ convention, calendar: text, date: text }),
  'no-roll': z.object({ date: text, weekmask: text }),
  'day-after': z.object({ from: text, to: text }),
  'hours-from-midnight': z.object({ day: text, instant: text, timezone: text }),
  'hours-start': z.object({
    rule: z.enum(['nextFullHour', 'nextMidnight']),
    from: text,
    to: text,
    local: text,
    timezone: text,
  }),
  'count-hours': z.object({ n, direction, from: text, to: text, local: text, clockChange: n, timezone: text }),
  'roll-hours': z.object({
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
  }),
  ends: z.object({ date: text, nextDay: text, instant: text, timezone: text, hours: n }),
  'ends-at': z.object({ date: text, time: text, instant: text, local: text, clock, localTime, timezone: text }),
  part: z.object({ part: n, of: n, period: text, continues: yes }),
  combine: z.object({
    rule: z.enum(['earliest', 'latest']),
    options: z.array(z.object({ date: text, instant: text })).readonly(),
    chosen: n,
    date: text,
  }),
  'window-opens': z.object({ opensOn: text, opensAt: text, timezone: text }),
  'look-back': z.object({ opensOn: text, date: text, countsTriggerDay: yes }),
  'cycle-end': z.object({
    day: text,
    every: text,
    anchorDay: n.nullable(),
    opensOn: text,
    date: text,
    nextStart: text,
    beforeFirst: yes,
  }),
} satisfies SchemasFor<CountingFacts>;
