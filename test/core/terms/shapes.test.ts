import { describe, expect, it } from 'vitest';
import { clauseSchema } from '../../../shared/core/terms/clause.ts';
import {
  anchorsIn,
  closingOf,
  countingsIn,
  dataKeysIn,
  happensAtOnce,
  happensWithItsEvent,
  openingOf,
  runs,
} from '../../../shared/core/terms/shapes/questions.ts';
import { answersOf, readShape, SHAPE_NAMES, type WrittenShapes } from '../../../shared/core/terms/shapes/shape.ts';
import { withDefaults } from '../../../shared/core/terms/with-defaults.ts';
import { countingWith } from '../../../shared/core/terms/written-counting.ts';
import { sourceTerms } from '../../../shared/runtime/terms.ts';

const CLAUSES = [...sourceTerms().catalog.values()].flat().flatMap(({ clauses }) => clauses);

function read(written: WrittenShapes) {
  return { shape: readShape(written, (counting) => countingWith({}, counting)) };
}

describe('the shape of a clause', () => {
  it.each(SHAPE_NAMES)('is written as it was read: %s, wherever a pack has it', (name) => {
    const shapes = CLAUSES.map(({ shape }) => shape).filter(({ kind }) => kind === name);
    expect(shapes.length).toBeGreaterThan(0);
    for (const shape of shapes) expect(read({ [name]: answersOf(name).write(shape) }).shape).toEqual(shape);
  });

  it('is one for both ways of writing that something happens with its event', () => {
    expect(read({ atOnce: { from: 'trigger' } })).toEqual(read({ atOnce: true }));
  });

  const back = { length: '30 days', from: 'data.effectiveOn', direction: 'before' } as const;
  const lengths = (written: WrittenShapes) => {
    const clause = read(written);
    return {
      fields: countingsIn(clause).map(({ field }) => field.join('.')),
      opening: openingOf(clause)?.length,
      closing: closingOf(clause)?.length,
      anchors: anchorsIn(clause),
      keys: dataKeysIn(clause),
    };
  };

  it.each<[string, WrittenShapes, ReturnType<typeof lengths>]>([
    [
      'a period',
      { period: '5 days' },
      { fields: ['period'], opening: undefined, closing: '5 days', anchors: ['trigger'], keys: [] },
    ],
    [
      'a window until a day',
      { window: { until: 'data.endsOn', lastDay: 'day-before' } },
      { fields: [], opening: undefined, closing: undefined, anchors: ['data.endsOn'], keys: ['endsOn'] },
    ],
    [
      'a window between two days',
      { window: { opens: back, closes: { ...back, length: '15 days' } } },
      {
        fields: ['window.opens', 'window.closes'],
        opening: '30 days',
        closing: '15 days',
        anchors: ['data.effectiveOn', 'data.effectiveOn'],
        keys: ['effectiveOn'],
      },
    ],
    [
      'what happens on a day',
      { atOnce: { from: 'data.effectiveOn' } },
      { fields: [], opening: undefined, closing: undefined, anchors: ['data.effectiveOn'], keys: ['effectiveOn'] },
    ],
    [
      'a sum before a day',
      { lookBack: { length: '12 months', from: ['data.causedOn', 'trigger'], sums: 'payment.received' } },
      { fields: [], opening: undefined, closing: undefined, anchors: ['data.causedOn', 'trigger'], keys: ['causedOn'] },
    ],
    [
      'no figure',
      { none: 'It is free.' },
      { fields: [], opening: undefined, closing: undefined, anchors: [], keys: [] },
    ],
  ])('answers what it counts and from where: %s', (_, written, answers) => {
    expect(lengths(written)).toEqual(answers);
  });

  it('tells what takes time from what does not', () => {
    const shapes: WrittenShapes[] = [
      { period: '5 days' },
      { atOnce: true },
      { atOnce: { from: 'data.effectiveOn' } },
      { lookBack: { length: '12 months', sums: 'payment.received' } },
    ];
    const answers = shapes
      .map(read)
      .map((clause) => [runs(clause), happensAtOnce(clause), happensWithItsEvent(clause)]);
    expect(answers).toEqual([
      [true, false, false],
      [true, true, true],
      [true, true, false],
      [false, false, false],
    ]);
  });

  it('is there in every clause that the schema lets through, and read from no other', () => {
    const common = { id: 'one', ref: '1', title: 'One', means: 'One.', nature: 'effect', obligor: 'customer' };
    const written = clauseSchema.parse({ ...common, none: 'It is free.' });
    expect(withDefaults({}, written).shape).toEqual({ kind: 'none', reason: 'It is free.' });
    expect(clauseSchema.safeParse(common).success).toBe(false);
    const { none: _, ...unchecked } = written;
    expect(() => withDefaults({}, unchecked)).toThrow(/only after clauseSchema/);
  });
});
