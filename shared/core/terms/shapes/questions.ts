import type { Ambiguity } from '../ambiguity.ts';
import { anchorsOf, type Counting, eventIn, type SingleCounting, singlesIn } from '../written-counting.ts';
import type { Placed, ShapedField } from './answers.ts';
import { answersOf, type Shape } from './shape.ts';

/** A clause, of which only the shape is needed. */
interface Shaped {
  readonly shape: Shape;
}

/** Every counting of a clause, with its field. */
export function countingsIn({ shape }: Shaped): readonly Placed<Counting>[] {
  return answersOf(shape.kind).countings(shape);
}

/** Every single counting of a clause, including the options of `earlierOf` and `laterOf`. */
export function singleCountingsIn(clause: Shaped): SingleCounting[] {
  return countingsIn(clause).flatMap(({ counting }) => singlesIn(counting));
}

/** How the last day is counted; undefined if it is a day of the event or of the cycle, or if there is no last day. */
export function closingOf(clause: Shaped): Counting | undefined {
  return countingsIn(clause).find(({ leadsTo }) => leadsTo === 'last-day')?.counting;
}

/** How the day on which a window opens is counted; undefined if the window opens with its event. */
export function openingOf(clause: Shaped): Counting | undefined {
  return countingsIn(clause).find(({ leadsTo }) => leadsTo === 'first-day')?.counting;
}

/** How long a period is; undefined for every other shape. */
export function periodOf({ shape }: Shaped): Counting | undefined {
  return shape.kind === 'period' ? shape.counting : undefined;
}

/** The questions of counting that the clause's shape asks. */
export function asksOf({ shape }: Shaped): readonly Ambiguity[] {
  return answersOf(shape.kind).asks(shape);
}

/** The days that a clause uses without counting to them, the first known one: `data.effectiveOn`, `cycle.end`, `trigger`. */
export function daysIn({ shape }: Shaped): readonly string[] {
  return answersOf(shape.kind).days(shape);
}

/** Every day that a clause may count from, or use without counting. */
export function anchorsIn(clause: Shaped): string[] {
  return [...singleCountingsIn(clause).flatMap(anchorsOf), ...daysIn(clause)];
}

/** The data keys among the anchors of a clause: `dueOn` for `data.dueOn`. */
export function dataKeysIn(clause: Shaped): string[] {
  const keys = anchorsIn(clause).flatMap((anchor) => (anchor.startsWith(DATA) ? anchor.slice(DATA.length) : []));
  return [...new Set(keys)];
}

const DATA = 'data.';

/** The kinds of other events that a clause may count from: `terms-change.posted` of `event.terms-change.posted`. */
export function eventsCountedFrom(clause: Shaped): string[] {
  const before = countedFrom.get(clause.shape);
  if (before) return before;
  const kinds = [...new Set(anchorsIn(clause).flatMap((anchor) => eventIn(anchor) ?? []))];
  countedFrom.set(clause.shape, kinds);
  return kinds;
}

/** Planning asks at every event. */
const countedFrom = new WeakMap<Shape, string[]>();

/** The clause with `change` applied to each counting. */
export function withCountings<Clause extends Shaped>(clause: Clause, change: (counting: Counting) => Counting): Clause {
  return { ...clause, shape: answersOf(clause.shape.kind).withCountings(clause.shape, change) };
}

/** True if a field affects the clause's shape. */
export function takes({ shape }: Shaped, field: ShapedField): boolean {
  return answersOf(shape.kind).takes.includes(field);
}

/** True if the clause runs until an event meets or ends it, or until its last instant passes. */
export function runs(clause: Shaped): boolean {
  return takes(clause, 'satisfiedBy');
}

/** True if no time lies between the clause's start and its last instant. */
export function happensAtOnce({ shape }: Shaped): boolean {
  return shape.kind === 'atOnce';
}

/** True if the clause takes effect with its event, whatever day the event carries. */
export function happensWithItsEvent({ shape }: Shaped): boolean {
  return shape.kind === 'atOnce' && shape.from === 'trigger';
}

/** True for an allowance: measured by the year, started by no event, and met if the year ends within the share. */
export function isMeasured({ shape }: Shaped): boolean {
  return shape.kind === 'allowance';
}

/** True if the clause has an opening day besides its last day. */
export function hasFirstDay({ shape }: Shaped): boolean {
  return shape.kind === 'window' || shape.kind === 'lookBack';
}
