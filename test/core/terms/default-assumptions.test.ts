import { describe, expect, it } from 'vitest';
import { AMBIGUITIES } from '../../../shared/core/terms/ambiguity.ts';
import { readPack } from '../../../shared/desk/reading/read-pack.ts';

const SHAPES: Readonly<Record<string, string>> = {
  period: 'on: breach.alleged\n    period: 30 days',
  'window with closes': 'on: breach.alleged\n    window: { closes: 30 days }',
  'window with until': 'on: invoice.due\n    window: { until: data.dueOn, lastDay: closing-day }',
  atOnce: 'on: breach.alleged\n    atOnce: true',
  allowance:
    'allowance: { share: 0.01, per: calendar-year, from: outage.started, to: outage.ended, excusedBy: excused }',
  lookBack: 'on: breach.alleged\n    lookBack: { length: 12 months, sums: payment.received }',
  none: 'none: Nothing to count.',
};

/** The default assumptions that reach a clause of a shape: one for each question, and one that settles none. */
function reaching(shape: string, more = ''): readonly string[] {
  const assumptions = AMBIGUITIES.map((one) => `  - { id: ${one}, settles: [${one}], text: So it is. }`);
  const pack = readPack(
    'test/1.yaml',
    `pack: test
version: "1"
title: Test
provider: Tester
timezone: UTC
holidays: []
defaults: { assumes: [${[...AMBIGUITIES, 'unsettled'].join(', ')}]${more} }
assumptions:
${assumptions.join('\n')}
  - { id: unsettled, text: So it is. }
  - { id: own, settles: [roll], text: So it is. }
clauses:
  - id: one
    ref: "1"
    title: One
    means: One.
    nature: ${shape === 'lookBack' ? 'figure' : 'obligation'}
    obligor: provider
    assumes: [own]
    ${SHAPES[shape]}
`,
  );
  return pack.clauses[0]?.assumes ?? [];
}

describe('the assumptions of every clause', () => {
  it.each<[string, readonly string[]]>([
    ['period', [...AMBIGUITIES, 'unsettled']],
    ['window with closes', [...AMBIGUITIES, 'unsettled']],
    ['window with until', ['zone', 'arrival', 'last-day']],
    ['atOnce', ['zone', 'arrival']],
    ['allowance', ['zone']],
    ['lookBack', ['trigger-day', 'month-end', 'zone', 'arrival', 'unsettled']],
    ['none', []],
  ])('reach a %s by what it asks', (shape, expected) => {
    expect(reaching(shape)).toEqual([...expected, 'own']);
  });

  it.each([
    ['period', [...AMBIGUITIES, 'unsettled', 'own']],
    ['window with closes', [...AMBIGUITIES, 'unsettled', 'own']],
    ['lookBack', ['own']],
    ['atOnce', ['own']],
  ])('reach a %s as in packs released earlier, where they say so', (shape, expected) => {
    expect(reaching(shape, ', reach: periods')).toEqual(expected);
  });
});
