import { AMBIGUITIES, type Ambiguity } from '../ambiguity.ts';
import type { EventMatches } from '../match.ts';
import type { Counting, WrittenCounting } from '../written-counting.ts';

/** The fields of a clause that affect some shapes only, in the order in which faults are reported. */
export const SHAPED_FIELDS = [
  'on',
  'about',
  'appliesIf',
  'onlyIf',
  'unless',
  'cycle',
  'recurs',
  'forNextCycle',
  'holidays',
  'satisfiedBy',
  'satisfiedByAll',
  'endedBy',
  'reopenedBy',
  'suspendedBy',
  'resumedBy',
  'suspensionAbout',
  'extendedBy',
  'restarts',
  'repeatsAfter',
  'startsAgain',
  'produces',
  'refuseWhenMissed',
  'survivesTermination',
  'limit',
  'requires',
  'entitles',
  'noticeFulfils',
  'ladder',
] as const;
export type ShapedField = (typeof SHAPED_FIELDS)[number];

/** The fields of shapes that an event, or another clause, starts. */
export const OF_A_START = ['on', 'about', 'appliesIf', 'onlyIf', 'unless', 'survivesTermination'] as const;
/** The fields of shapes that can be met or ended, and of the consequences. */
export const OF_AN_OUTCOME = [
  'satisfiedBy',
  'satisfiedByAll',
  'endedBy',
  'startsAgain',
  'produces',
  'requires',
  'entitles',
] as const;
/** The fields of shapes with a stretch of time between start and end. */
export const OF_A_TIME = ['cycle', 'recurs', 'forNextCycle', 'holidays', 'reopenedBy', 'limit'] as const;

/** A field of a clause that names events, and the events named. */
export interface NamedEvents {
  /** `['allowance', 'from']` */
  readonly path: readonly string[];
  readonly events: EventMatches;
}

/** The questions asked of whatever counts to a last day. */
export const ASKS_ALL: readonly Ambiguity[] = AMBIGUITIES;

/** One counting within a shape, and its field. */
export interface Placed<Form> {
  /** `['period']`, `['window', 'closes']` */
  readonly field: readonly string[];
  readonly counting: Form;
  /** Whether the counting gives the day on which a window opens, or the last day. */
  readonly leadsTo: 'first-day' | 'last-day';
}

/** The questions each shape answers. `Written` is the field as written in the pack, `Shape` the parsed form. */
export interface ShapeAnswers<Written, Shape> {
  /** The fields that affect the shape. Other fields are refused rather than ignored. */
  readonly takes: readonly ShapedField[];
  /** Parses the shape. `full` fills the pack's defaults into a counting. */
  read(written: Written, full: (counting: WrittenCounting) => Counting): Shape;
  /** The shape as a pack with all defaults written out would have it. Digests and differences are made from this. */
  write(shape: Shape): unknown;
  /** The countings of the shape, in the order written; also for a clause with contradictions. */
  countingsWritten(written: Written): readonly Placed<WrittenCounting>[];
  countings(shape: Shape): readonly Placed<Counting>[];
  /** The same shape with `change` applied to each counting. */
  withCountings(shape: Shape, change: (counting: Counting) => Counting): Shape;
  /** The questions of counting that a document may leave open about the shape. */
  asks(shape: Shape): readonly Ambiguity[];
  /** The days that the shape uses without counting to them, the first known one: `data.effectiveOn`, `cycle.end`. */
  days(shape: Shape): readonly string[];
  /** Events that the shape adds up; they do not start or end it. */
  tallies(written: Written | Shape): readonly NamedEvents[];
}

/** The answers of a shape that counts no length. */
export const COUNTS_NOTHING = {
  countingsWritten: () => [],
  countings: () => [],
  withCountings: <Shape>(shape: Shape) => shape,
};
