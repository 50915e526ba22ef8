import type * as z from 'zod';
import { type Counting, countingForm, type WrittenCounting } from '../written-counting.ts';
import { type AllowanceShape, allowance, allowanceSchema } from './allowance.ts';
import type { ShapeAnswers } from './answers.ts';
import { type AtOnceShape, atOnce, atOnceSchema } from './at-once.ts';
import { type LookBackShape, lookBack, lookBackSchema } from './look-back.ts';
import { type NoneShape, none, noneSchema } from './none.ts';
import { type PeriodShape, period } from './period.ts';
import { type WindowShape, window, windowSchema } from './window.ts';

/**
 * What a clause counts: a last day, a sum, or nothing.
 *
 * A further shape is a file beside this one, and an entry in `Shape`, `shapeFields` and `SHAPES`. The compiler then
 * names every place that treats shapes apart: `countClause` (`deadlines/counting`), `describeTiming` (`desk/packs`),
 * `endsOf` (`desk/lint`). All others ask the questions of `questions.ts`.
 */
export type Shape = PeriodShape | WindowShape | AtOnceShape | AllowanceShape | LookBackShape | NoneShape;
export type ShapeName = Shape['kind'];

/** The field of each shape in a clause as it is written. A clause has exactly one of them. */
export const shapeFields = {
  period: countingForm.optional(),
  window: windowSchema.optional(),
  atOnce: atOnceSchema.optional(),
  allowance: allowanceSchema.optional(),
  lookBack: lookBackSchema.optional(),
  none: noneSchema.optional(),
} as const satisfies Readonly<Record<ShapeName, z.ZodType>>;

export type WrittenShapes = { readonly [Name in ShapeName]?: z.infer<(typeof shapeFields)[Name]> };

type AllAnswers = {
  readonly [Name in ShapeName]: ShapeAnswers<NonNullable<WrittenShapes[Name]>, Extract<Shape, { kind: Name }>>;
};

const SHAPES: AllAnswers = { period, window, atOnce, allowance, lookBack, none };

export const SHAPE_NAMES = Object.keys(SHAPES) as readonly ShapeName[];

export function answersOf(name: ShapeName): ShapeAnswers<unknown, Shape> {
  return SHAPES[name];
}

/** The shapes that a clause is written with: one, unless it contradicts itself. */
export function shapesWritten(written: WrittenShapes): ShapeName[] {
  return SHAPE_NAMES.filter((name) => written[name] !== undefined);
}

/** The fields of a clause without its shape. */
export function besideShapes<Written extends WrittenShapes>(written: Written): Omit<Written, ShapeName> {
  const entries = Object.entries(written).filter(([field]) => !SHAPE_NAMES.includes(field as ShapeName));
  return Object.fromEntries(entries) as Omit<Written, ShapeName>;
}

/**
 * The shape of a checked clause. `full` fills in the defaults for periods.
 * @throws TypeError if the clause has no shape; `clauseSchema` refuses such a clause
 */
export function readShape(written: WrittenShapes, full: (counting: WrittenCounting) => Counting): Shape {
  const [name] = shapesWritten(written);
  if (name === undefined) throw new TypeError('a clause is read only after clauseSchema has checked it');
  return answersOf(name).read(written[name], full);
}
