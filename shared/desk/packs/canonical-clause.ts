import { describePeriod, parsePeriods } from '../../core/calendar/period-text.ts';
import type { Clause } from '../../core/terms/clause.ts';
import { clauseIn, type EventMatches, type Trigger } from '../../core/terms/match.ts';
import { withCountings } from '../../core/terms/shapes/questions.ts';
import { answersOf } from '../../core/terms/shapes/shape.ts';
import type { Happened } from '../../core/terms/written-clause.ts';
import type { Counting, CountingDefaults, SingleCounting } from '../../core/terms/written-counting.ts';

/** One form for all spellings of a clause with the same meaning: values equal to the default are left out. */
export function canonicalClause(clause: Clause): Clause {
  const { on, shape, beneficiary, startsAgain, ladder, extendedBy, requires, onlyIf, unless, ...rest } =
    withoutIdle(clause);
  const other = clause.obligor === 'customer' ? 'provider' : 'customer';
  const startsAgainByItself = clause.about === undefined;
  return {
    ...rest,
    ...canonicalEventFields(clause),
    ...(on !== undefined && { on: canonicalTrigger(on) }),
    shape: canonicalShape(shape),
    ...(beneficiary !== undefined && beneficiary !== other && { beneficiary }),
    ...(startsAgain !== undefined && startsAgain !== startsAgainByItself && { startsAgain }),
    ...(extendedBy && { extendedBy: { ...extendedBy, on: canonicalEvents(extendedBy.on) } }),
    ...(requires && { requires: canonicalRequirement(requires) }),
    ...(onlyIf && { onlyIf: canonicalHappened(onlyIf) }),
    ...(unless && { unless: canonicalHappened(unless) }),
    ladder: ladder.map(({ to, ...rung }) => ({ ...rung, to: [to].flat() })),
  };
}

/**
 * The clause with its shape under the field name that packs use for it (`period`, `window`, …). Digests are made from
 * this.
 */
export function asWritten({ shape, ...rest }: Clause) {
  return { ...rest, ...shapeAsWritten(shape) };
}

/** `{ period: { length: '15 business days' } }` */
export function shapeAsWritten(shape: Clause['shape']): Readonly<Record<string, unknown>> {
  return { [shape.kind]: answersOf(shape.kind).write(shape) };
}

const FLAGS = ['restarts', 'forNextCycle', 'noticeFulfils', 'satisfiedByAll'] as const;

function withoutIdle(clause: Clause): Clause {
  const idle = FLAGS.filter((flag) => clause[flag] === false);
  return idle.length === 0 ? clause : (without(clause, idle) as Clause);
}

const EVENTS = ['satisfiedBy', 'endedBy', 'reopenedBy', 'suspendedBy', 'resumedBy', 'repeatsAfter'] as const;

function canonicalEventFields(clause: Clause): Partial<Pick<Clause, (typeof EVENTS)[number]>> {
  return Object.fromEntries(
    EVENTS.flatMap((field) => {
      const events = clause[field];
      return events === undefined ? [] : [[field, canonicalEvents(events)]];
    }),
  );
}

function canonicalTrigger(trigger: Trigger): Trigger {
  return clauseIn(trigger) ?? canonicalEvents(trigger as EventMatches);
}

/** A list of one match becomes that match, and a match without conditions becomes its kind. */
function canonicalEvents(events: EventMatches): EventMatches {
  const plain = [events].flat().map((match) => {
    return typeof match !== 'string' && Object.keys(match.where).length === 0 ? match.kind : match;
  });
  const [only, ...more] = plain;
  return only === undefined || more.length > 0 ? plain : only;
}

function canonicalRequirement({ settled, ...rest }: NonNullable<Clause['requires']>) {
  const { from, until, about } = settled;
  return { ...rest, settled: { from: canonicalEvents(from), until: canonicalEvents(until), about } };
}

function canonicalHappened(happened: NonNullable<Clause['onlyIf']>): Happened[] {
  return [happened].flat().map(({ since, until }) => ({
    since: canonicalEvents(since),
    ...(until !== undefined && { until: canonicalEvents(until) }),
  }));
}

function canonicalShape(shape: Clause['shape']): Clause['shape'] {
  if (shape.kind === 'lookBack') {
    const { from, ...rest } = shape;
    const kept = plainAnchors(from);
    return { ...rest, length: respelled(shape.length), ...(kept !== undefined && { from: kept }) };
  }
  return withCountings({ shape }, canonicalCounting).shape;
}

function canonicalCounting(counting: Counting): Counting {
  const { earlierOf, laterOf } = counting;
  if (earlierOf) return { earlierOf: earlierOf.map(canonicalSingle) };
  return laterOf ? { laterOf: laterOf.map(canonicalSingle) } : canonicalSingle(counting);
}

/**
 * The defaults of `settlePeriod`. Under a regime the regime sets every absent setting, so all written settings are
 * kept.
 */
const SETTLED: CountingDefaults = {
  countsTriggerDay: false,
  clear: false,
  method: 'subtract',
  roll: 'none',
  weekmask: '1111100',
  fromNextFullHour: false,
  fromNextMidnight: false,
  monthEnd: 'clamp',
  thenDayAfter: false,
};

/** One spelling of a length: `45 calendar days` is `45 days`. Units stay: `12 months` does not become `1 year`. */
function respelled(length: string): string {
  return parsePeriods(length).map(describePeriod).join(' and ');
}

function canonicalSingle({ from, length, ...single }: SingleCounting): SingleCounting {
  const idle = Object.entries(single).filter(([key, value]) => isIdle(key as keyof typeof single, value, single));
  const kept = plainAnchors(from);
  return {
    ...without(
      single,
      idle.map(([key]) => key),
    ),
    ...(length !== undefined && { length: respelled(length) }),
    ...(kept !== undefined && { from: kept }),
  };
}

/** A list of one anchor is that one, and the day of the event is what an absent `from` means. */
function plainAnchors(from: string | readonly string[] | undefined): string | string[] | undefined {
  const anchors = from === undefined ? [] : [from].flat();
  const [only, ...more] = anchors;
  return more.length > 0 ? anchors : only === 'trigger' ? undefined : only;
}

function isIdle(key: keyof SingleCounting, value: unknown, { day, regime }: SingleCounting): boolean {
  if (key === 'direction') return value === 'after';
  if (key === 'overBefore' || key === 'mustExceed') return value === false;
  if (key === 'takesEffect') return day === undefined && value === 'when-it-is-over';
  return regime === undefined && key in SETTLED && SETTLED[key as keyof CountingDefaults] === value;
}

function without<Value extends object>(value: Value, keys: readonly string[]): Partial<Value> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key))) as Partial<Value>;
}
