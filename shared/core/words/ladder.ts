import type { Deadline, Rung } from '../deadlines/deadline.ts';
import type { Words } from './words.ts';

/** A point on a ladder as shown to readers, with the pack's own first sentence if there is one. */
export interface ToldRung extends Rung {
  readonly lead?: string;
}

export function toldLadder({ terms, clause, ladder }: Deadline, { packs }: Words): ToldRung[] {
  return ladder.map((rung) => {
    const lead = packs.lead(terms, clause, rung.step);
    return lead === undefined ? rung : { ...rung, lead };
  });
}
