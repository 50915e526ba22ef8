import { describe, expect, it } from 'vitest';
import { Chance } from '../../scripts/histories/chance.ts';
import { rounds } from '../harness/rounds.ts';
import { STORIES } from './all.ts';
import { atRandom, delayed, essenceOf, livedThrough, timely, toldAtOnce } from './orders.ts';
import { endsOf, nameOf, toldAtBoth } from './story.ts';

const tellings = toldAtBoth(STORIES).map((told) => [nameOf(told), told] as const);

describe('a story', () => {
  it.each(tellings)('ends as it should: %s', (_, told) => {
    const { deadlines } = livedThrough(told, timely(told));
    for (const [index, { id }] of told.contracts.entries()) {
      expect(endsOf(told, deadlines.get(id) ?? []), id).toEqual(told.story.roles[index]?.ends);
    }
  });

  it.each(tellings)('ends alike in ten orders and with any ids: %s', (name, told) => {
    const end = livedThrough(told, timely(told));
    for (let round = 0; round < rounds(10); round += 1) {
      const chance = new Chance(`${name} ${round}`);
      const other =
        round % 5 === 0 ? livedThrough(told, delayed(told, chance)) : toldAtOnce(told, atRandom(told, chance), end);
      expect(essenceOf(other), `order ${round}`).toEqual(essenceOf(end));
    }
  });
});
