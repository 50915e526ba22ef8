import * as z from 'zod';
import type { EventData } from '../events/event.ts';
import { KIND_PATTERN } from '../events/kinds.ts';
import { nameText, valueText } from './text.ts';
import { lengthSchema } from './written-counting.ts';

export const kindSchema = z.string().max(128).regex(KIND_PATTERN, 'use an event kind such as contract.terminated');
export const dataKeySchema = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,63}$/, 'use a name of the event’s data such as invoice');
const value = z.union([valueText, z.number(), z.boolean()]);

/** Tests of a data value. All tests given have to hold. */
const testSchema = z
  .strictObject({
    /** `true`: the value is present, and neither false nor empty. */
    set: z.boolean().optional(),
    oneOf: z.array(value).min(1).optional(),
    not: value.optional(),
    over: z.number().optional(),
    atLeast: z.number().optional(),
    under: z.number().optional(),
    atMost: z.number().optional(),
  })
  .refine((test) => Object.keys(test).length > 0, 'give a test, such as set: true or oneOf: [a, b]');

export const conditionsSchema = z.record(dataKeySchema, z.union([value, testSchema]));

const conditionalMatchSchema = z.strictObject({ kind: kindSchema, where: conditionsSchema });
const eventListSchema = z
  .array(
    z.union(
      [kindSchema, conditionalMatchSchema],
      'a list holds kinds of event, such as payment.received or { kind: payment.received, where: { … } }, of which any one does; a clause cannot stand in it',
    ),
  )
  .min(1);

/** One kind of event, or several of which any one matches. `where` adds conditions on the event's data. */
export const eventMatchesSchema = z.union(
  [kindSchema, conditionalMatchSchema, eventListSchema],
  'write a kind of event, such as payment.received or { kind: payment.received, where: { … } }, or a list of them, of which any one does',
);

const clauseMatchSchema = z
  .strictObject({
    /** A clause of the same pack by its id. */
    clause: nameText.optional(),
    /** Any clause in force with this topic, in any pack of the contract. */
    topic: nameText.optional(),
    becomes: z.enum(['open', 'met', 'lapsed']),
    /** Only if the cycle of that clause is longer than this. */
    cycleOver: lengthSchema.optional(),
  })
  .refine(({ clause, topic }) => (clause === undefined) !== (topic === undefined), 'name either a clause or a topic');

/** The trigger of a clause: an event, or the outcome of another clause. */
export const triggerSchema = z.union(
  [kindSchema, conditionalMatchSchema, clauseMatchSchema, eventListSchema],
  'write a kind of event, such as invoice.due or { kind: invoice.due, where: { … } }, a list of them, of which any one does, or one clause: { clause: grace, becomes: lapsed }',
);

export type Conditions = z.infer<typeof conditionsSchema>;
export type EventMatches = z.infer<typeof eventMatchesSchema>;
export type ClauseMatch = z.infer<typeof clauseMatchSchema>;
export type Trigger = z.infer<typeof triggerSchema>;

/** The events that a trigger names; undefined if another clause is the trigger. */
export function eventsIn(trigger: Trigger | undefined): EventMatches | undefined {
  return clauseIn(trigger) === undefined ? (trigger as EventMatches | undefined) : undefined;
}

/** The clause whose outcome is the trigger; undefined if the trigger is an event. */
export function clauseIn(trigger: Trigger | undefined): ClauseMatch | undefined {
  return typeof trigger === 'object' && 'becomes' in trigger ? trigger : undefined;
}

/** The kinds that a match names. */
export function kindsIn(matches: EventMatches | undefined): string[] {
  if (matches === undefined) return [];
  return [matches].flat().map((match) => (typeof match === 'string' ? match : match.kind));
}

interface Occurrence {
  readonly kind: string;
  readonly data: EventData;
}

/** True if an event matches. */
export function matches(wanted: EventMatches | undefined, event: Occurrence): boolean {
  return matchOf(wanted, event) !== undefined;
}

/** True if an event matches, or would if it also said what it does not say. */
export function mayMatch(wanted: EventMatches | undefined, { kind, data }: Occurrence): boolean {
  return [wanted ?? []].flat().some((match) => {
    if (typeof match === 'string') return match === kind;
    const said = Object.entries(match.where).filter(([key]) => Object.hasOwn(data, key));
    return match.kind === kind && holds(Object.fromEntries(said), data);
  });
}

/** The conditions of the match that the event fulfils; undefined if the event does not match. */
export function matchOf(wanted: EventMatches | undefined, event: Occurrence): Conditions | undefined {
  if (wanted === undefined) return undefined;
  if (typeof wanted === 'string') return wanted === event.kind ? NO_CONDITIONS : undefined;
  for (const match of Array.isArray(wanted) ? wanted : [wanted]) {
    if (typeof match === 'string') {
      if (match === event.kind) return NO_CONDITIONS;
    } else if (match.kind === event.kind && holds(match.where, event.data)) {
      return match.where;
    }
  }
  return undefined;
}

const NO_CONDITIONS: Conditions = {};

function holds(where: Conditions, data: EventData): boolean {
  return Object.entries(where).every(([key, wanted]) =>
    passes(wanted, Object.hasOwn(data, key) ? data[key] : undefined),
  );
}

function passes(wanted: Conditions[string], given: EventData[string] | undefined): boolean {
  if (typeof wanted !== 'object') return (typeof wanted === 'number' ? numberOr(given) : given) === wanted;
  const { set, oneOf, not, over, atLeast, under, atMost } = wanted;
  const isSet = given !== undefined && given !== false && given !== '';
  if (set !== undefined && isSet !== set) return false;
  if (oneOf !== undefined && !oneOf.some((one) => passes(one, given))) return false;
  if (not !== undefined && passes(not, given)) return false;
  const bounded = over !== undefined || atLeast !== undefined || under !== undefined || atMost !== undefined;
  if (!bounded) return true;
  const actual = numberOr(given);
  if (typeof actual !== 'number') return false;
  return (
    !(over !== undefined && actual <= over) &&
    !(atLeast !== undefined && actual < atLeast) &&
    !(under !== undefined && actual >= under) &&
    !(atMost !== undefined && actual > atMost)
  );
}

/** Accepts digits in text as a number, because the command line passes all values as text. */
function numberOr(given: EventData[string] | undefined): EventData[string] | undefined {
  return typeof given === 'string' && /^-?\d+(\.\d+)?$/.test(given) ? Number(given) : given;
}
