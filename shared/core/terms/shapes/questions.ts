import { anchorsOf, type Counting, type SingleCounting, singlesIn } from '../written-counting.ts';
import type { Placed, ShapedField } from './answers.ts';
import { answersOf, type Shape } from './shape.ts';

/** A clause, as far as its shape goes. */
interface Shaped {
  readonly shape: Shape;
}

/** Every way of counting of a clause, with the field that it stands in. */
export function countingsIn({ shape }: Shaped): readonly Placed<Counting>[] {
  return answersOf(shape.kind).countings(shape);
}

/** Every single way of counting among them. */
export function singleCountingsIn(clause: Shaped): SingleCounting[] {
  return countingsIn(clause).flatMap(({ counting }) => singlesIn(counting));
}

/** How the last day is counted; undefined where it is a day of the event or of the cycle itself, or where there is none. */
export function closingOf(clause: Shaped): Counting | undefined {
  return countingsIn(clause).find(({ leadsTo }) => leadsTo === 'last-day')?.counting;
}

/** How the day is counted on which a window opens; undefined where it opens with its event. */
export function openingOf(clause: Shaped): Counting | undefined {
  return countingsIn(clause).find(({ leadsTo }) => leadsTo === 'first-day')?.counting;
}

/** How long a period is; undefined for every other shape. */
export function periodOf({ shape }: Shaped): Counting | undefined {
  return shape.kind === 'period' ? shape.counting : undefined;
}

/** The day that a clause is about without counting to it: `data.effectiveOn`, `cycle.end`, `trigger`. */
export function dayIn({ shape }: Shaped): string | undefined {
  return answersOf(shape.kind).day(shape);
}

/** Every day that a clause may count from or be about. */
export function anchorsIn(clause: Shaped): string[] {
  return [...singleCountingsIn(clause).flatMap(anchorsOf), ...[dayIn(clause) ?? []].flat()];
}

/** The keys of the event’s data among them: `dueOn` of `data.dueOn`. */
export function dataKeysIn(clause: Shaped): string[] {
  const keys = anchorsIn(clause).flatMap((anchor) => (anchor.startsWith(DATA) ? anchor.slice(DATA.length) : []));
  return [...new Set(keys)];
}

const DATA = 'data.';

/** The clause with each way of counting replaced. */
export function withCountings<Clause extends Shaped>(clause: Clause, change: (counting: Counting) => Counting): Clause {
  return { ...clause, shape: answersOf(clause.shape.kind).withCountings(clause.shape, change) };
}

/** Whether a field has an effect on the clause. */
export function takes({ shape }: Shaped, field: ShapedField): boolean {
  return answersOf(shape.kind).takes.includes(field);
}

/** Whether it runs until something meets or ends it, or its last instant passes. */
export function runs(clause: Shaped): boolean {
  return takes(clause, 'satisfiedBy');
}

/** Whether there is no time between its start and its last instant. */
export function happensAtOnce({ shape }: Shaped): boolean {
  return shape.kind === 'atOnce';
}

/** Whether it happens at once with its event, whatever day that names. */
export function happensWithItsEvent({ shape }: Shaped): boolean {
  return shape.kind === 'atOnce' && shape.from === 'trigger';
}

/** Whether it is measured as time goes on, so that no event starts it and its year may end with it met. */
export function isMeasured({ shape }: Shaped): boolean {
  return shape.kind === 'allowance';
}

/** Whether there is a day on which it opens, beside that of its last instant. */
export function hasFirstDay({ shape }: Shaped): boolean {
  return shape.kind === 'window' || shape.kind === 'lookBack';
}
