import { type DataKey, dataKeyOf } from '../../core/events/data-keys.ts';
import type { EventData } from '../../core/events/event.ts';
import { type Conditions, type EventMatches, matches } from '../../core/terms/match.ts';

type Test = Conditions[string];
type Value = EventData[string] | undefined;

/** One kind of event, with the conditions its data has to fulfil. */
export interface OneMatch {
  readonly kind: string;
  readonly where: Conditions;
}

export function matchesIn(events: EventMatches | undefined): OneMatch[] {
  if (events === undefined) return [];
  return [events].flat().map((match) => (typeof match === 'string' ? { kind: match, where: {} } : match));
}

/** The keys of a match whose condition no value can fulfil, given the values that data of that kind may hold. */
export function impossibleKeys({ kind, where }: OneMatch): string[] {
  return Object.entries(where).flatMap(([key, test]) => {
    const possible = candidatesFor([test]).filter((value) => mayHold(dataKeyOf(kind, key), value));
    return possible.some((value) => passes(test, value)) ? [] : [key];
  });
}

export function isPossible(match: OneMatch): boolean {
  return impossibleKeys(match).length === 0;
}

/** Whether one event can fit both matches. */
export function mayBeOne(a: OneMatch, b: OneMatch): boolean {
  if (a.kind !== b.kind) return false;
  return Object.entries(a.where).every(([key, test]) => {
    const other = b.where[key];
    return (
      other === undefined || candidatesFor([test, other]).some((value) => passes(test, value) && passes(other, value))
    );
  });
}

/** Whether every event that fits `a` also fits `b`. */
export function isAlways(a: OneMatch, b: OneMatch): boolean {
  if (a.kind !== b.kind) return false;
  return Object.entries(b.where).every(([key, test]) => JSON.stringify(a.where[key]) === JSON.stringify(test));
}

/** Whether the conditions of a match guarantee that the event carries the key. */
export function isSureOf({ where }: OneMatch, key: string): boolean {
  const test = where[key];
  return test !== undefined && !passes(test, undefined) && !passes(test, '');
}

function passes(test: Test, value: Value): boolean {
  const data: EventData = value === undefined ? {} : { key: value };
  return matches({ kind: 'any', where: { key: test } }, { kind: 'any', data });
}

/** Values to try: if any value fulfils the tests, one of these does. */
function candidatesFor(tests: readonly Test[]): Value[] {
  const named = tests.flatMap((test): Value[] => {
    if (typeof test !== 'object') return [test];
    const { oneOf = [], not, over, atLeast, under, atMost } = test;
    const bounds = [over, atLeast, under, atMost].filter((bound) => bound !== undefined);
    return [...oneOf, not, ...bounds.flatMap((bound) => [bound, bound + 1, bound - 1, bound + 0.5, bound - 0.5])];
  });
  const middle = middleOf(tests);
  return [undefined, true, false, '', 'some other value', 0, 1, ...middle, ...named];
}

/** The number halfway between a lower and an upper bound of the tests; empty if one of the bounds is absent. */
function middleOf(tests: readonly Test[]): number[] {
  const objects = tests.filter((test) => typeof test === 'object');
  const low = objects.flatMap(({ over, atLeast }) => [over, atLeast].filter((bound) => bound !== undefined));
  const high = objects.flatMap(({ under, atMost }) => [under, atMost].filter((bound) => bound !== undefined));
  return low.length > 0 && high.length > 0 ? [(Math.max(...low) + Math.min(...high)) / 2] : [];
}

function mayHold(key: DataKey | undefined, value: Value): boolean {
  if (key === undefined || value === undefined) return true;
  if (key.values) return key.values.some((one) => one === value);
  switch (key.holds) {
    case 'flag':
      return typeof value === 'boolean';
    case 'amount':
    case 'number':
      return typeof value === 'number';
    case 'day':
    case 'text':
      return typeof value === 'string';
    case 'object':
      return false;
  }
}
