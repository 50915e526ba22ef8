import type { Deadline, Rung } from '../deadlines/deadline.ts';
import { formatDay } from '../words/days.ts';
import { momentInWords } from '../words/ends.ts';

/** What a clause without a period means for the reader of a letter. */
export function atOnceInWords({ nature, state, instant, timezone }: Deadline, kind: Rung['kind']): string {
  const moment = momentInWords(instant, timezone);
  switch (nature) {
    case 'obligation':
      return state === 'met'
        ? 'This notice is what the clause asks for.'
        : `What this clause asks for is to be done at once; it arose on ${moment}.`;
    case 'right':
      return `The right that this clause gives arose on ${moment}, without any period.`;
    default:
      return kind === 'lapsed'
        ? `What this clause provides took effect on ${moment}, without any period.`
        : `What this clause provides takes effect on ${moment}, without any period.`;
  }
}

/** The headline of the letter, after the word for the step. */
export function atOnceHeadline({ title, nature, date }: Deadline, kind: Rung['kind']): string {
  const day = formatDay(date);
  if (nature === 'right') return `${title}: right arisen on ${day}`;
  if (nature === 'obligation') return `${title}: ${day}`;
  return kind === 'lapsed' ? `${title}: in effect since ${day}` : `${title}: with effect from ${day}`;
}
