import type { EventMatches } from '../match.ts';
import type { Counting, WrittenCounting } from '../written-counting.ts';

/** The fields of a clause that have an effect on some shapes only, in the order in which faults are told. */
export const SHAPED_FIELDS = [
  'on',
  'about',
  'appliesIf',
  'cycle',
  'recurs',
  'forNextCycle',
  'holidays',
  'satisfiedBy',
  'endedBy',
  'reopenedBy',
  'suspendedBy',
  'resumedBy',
  'suspensionAbout',
  'extendedBy',
  'restarts',
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

/** The fields of what an event, or another clause, starts. */
export const OF_A_START = ['on', 'about', 'appliesIf', 'survivesTermination'] as const;
/** The fields of what can be met or ended, and of what follows from it. */
export const OF_AN_OUTCOME = ['satisfiedBy', 'endedBy', 'startsAgain', 'produces', 'requires', 'entitles'] as const;
/** The fields of what has a time between its start and its end. */
export const OF_A_TIME = ['cycle', 'recurs', 'forNextCycle', 'holidays', 'reopenedBy', 'limit'] as const;

/** A field of a clause that names events, and which. */
export interface NamedEvents {
  /** `['allowance', 'from']` */
  readonly path: readonly string[];
  readonly events: EventMatches;
}

/** One way of counting within a shape, and where it stands. */
export interface Placed<Form> {
  /** `['period']`, `['window', 'closes']` */
  readonly field: readonly string[];
  readonly counting: Form;
  /** Whether it leads to the day on which a window opens, or to the last day. */
  readonly leadsTo: 'first-day' | 'last-day';
}

/** What each shape answers. `Written` is the field of the pack, `Shape` what it is read as. */
export interface ShapeAnswers<Written, Shape> {
  /** The fields that have an effect on it. Where a field has none it is refused rather than ignored. */
  readonly takes: readonly ShapedField[];
  /** `full` fills the pack's defaults into a way of counting. */
  read(written: Written, full: (counting: WrittenCounting) => Counting): Shape;
  /** The field again, as a pack in full would have it: what digests and differences are made from. */
  write(shape: Shape): unknown;
  /** Its ways of counting, in the order written, also of a clause that contradicts itself. */
  countingsWritten(written: Written): readonly Placed<WrittenCounting>[];
  countings(shape: Shape): readonly Placed<Counting>[];
  /** The same shape with each way of counting replaced. */
  withCountings(shape: Shape, change: (counting: Counting) => Counting): Shape;
  /** The day that it is about without counting to it: `data.effectiveOn`, `cycle.end`. */
  day(shape: Shape): string | undefined;
  /** Events that it adds up, instead of starting or ending with them. */
  tallies(written: Written | Shape): readonly NamedEvents[];
}

/** What a shape answers that counts no length. */
export const COUNTS_NOTHING = {
  countingsWritten: () => [],
  countings: () => [],
  withCountings: <Shape>(shape: Shape) => shape,
};
