import { countingsIn } from '../../core/terms/shapes/questions.ts';
import { anchorsOf, periodsOf, singlesIn } from '../../core/terms/written-counting.ts';
import { resolved } from './ambiguities.ts';
import { type Finding, ofClause } from './finding.ts';
import type { Subject } from './subject.ts';
import { cited } from './words.ts';

const DAY_OF_DATA = /^data\.(.+)On$/;

/**
 * Lengths of hours that are counted from a day of the event's data. The instant is used where the event carries it
 * (`endsAt` beside `endsOn`); where it does not, the hours run from the start of the day.
 */
export function hoursFromDays(subject: Subject): Finding[] {
  return subject.clauses.flatMap((at) =>
    countingsIn(resolved(at, subject)).flatMap(({ field, counting }) =>
      singlesIn(counting).flatMap((single) => {
        const [first] = periodsOf(single);
        const key = anchorsOf(single).flatMap((anchor) => DAY_OF_DATA.exec(anchor)?.[1] ?? [])[0];
        if (first?.unit !== 'hours' || first.n === 0 || key === undefined) return [];
        const way = single.direction === 'before' ? 'back from' : 'from';
        return [
          ofClause('hours-from-a-day', at, {
            field,
            text: `${cited(at)} counts ${single.length} ${way} data.${key}On, and an event may name that day without an hour. The hours then run ${way} 00:00 of the day, whatever the hour that was meant.`,
            remedy: `See to it that whoever records the event gives data.${key}At, an instant, and acknowledge; or count in days.`,
          }),
        ];
      }),
    ),
  );
}
