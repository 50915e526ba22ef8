import { describe, expect, it } from 'vitest';
import { readLocatedPack } from '../../../shared/desk/reading/read-pack.ts';

const TEXT = `pack: test
version: "1"
title: Test terms
provider: Tester
timezone: UTC
holidays: []
events: { access.ended: Access ends. }
clauses:
  - { id: first, ref: "1", title: A, means: A, nature: right, obligor: provider, none: None. }
  - id: second
    ref: "2"
    title: B
    means: B
    nature: window
    obligor: customer
    on: access.ended
    period:
      length: 10 days
    ladder:
      - step: opened
        to: customer
`;

describe('the places in a pack', () => {
  const { pack, file, placeOf } = readLocatedPack('acme/1.yaml', TEXT);

  it.each<[(string | number)[], number, number]>([
    [['title'], 3, 1],
    [['events', 'access.ended'], 7, 11],
    [['clauses', 0, 'nature'], 9, 48],
    [['clauses', 1], 10, 5],
    [['clauses', 1, 'period'], 17, 5],
    [['clauses', 1, 'period', 'length'], 18, 7],
    [['clauses', 1, 'ladder', 0], 20, 9],
    [['clauses', 1, 'ladder', 0, 'to'], 21, 9],
  ])('%j', (path, line, column) => {
    expect(placeOf(path)).toEqual({ line, column });
  });

  it('of what is not there is that of what would hold it', () => {
    expect(placeOf(['clauses', 1, 'endedBy'])).toEqual({ line: 10, column: 5 });
    expect(placeOf(['clauses', 1, 'period', 'from', 0])).toEqual({ line: 18, column: 7 });
    expect(placeOf(['clauses', 7])).toEqual({ line: 9, column: 3 });
    expect(placeOf([])).toEqual({ line: 1, column: 1 });
  });

  it('come with the pack and its file', () => {
    expect([pack.pack, file]).toEqual(['test', 'acme/1.yaml']);
  });
});
