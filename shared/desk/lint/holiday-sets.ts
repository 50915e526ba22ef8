import { CalendarError } from '../../core/calendar/errors.ts';
import { holidayCalendar } from '../../core/calendar/holidays.ts';
import { type Finding, ofClause, ofPack } from './finding.ts';
import type { Subject } from './subject.ts';
import { cited } from './words.ts';

/** Holiday sets that are named but do not exist: by the pack, by a law that a contract may choose, or by a clause. */
export function unknownHolidaySets(subject: Subject): Finding[] {
  const { pack, source, clauses } = subject;
  const ofLaws = Object.entries(pack.laws ?? {}).flatMap(([law, { holidays }]) =>
    faultsIn(holidays, subject).map(({ index, message }) =>
      ofPack('cannot-be-counted', source, ['laws', law, 'holidays', index], {
        text: `Nothing can be counted under the law of ${law}: ${message}.`,
        remedy: REMEDY,
      }),
    ),
  );
  const ofClauses = clauses.flatMap((at) =>
    faultsIn(at.clause.holidays, subject).map(({ index, message }) =>
      ofClause('cannot-be-counted', at, {
        field: ['holidays', index],
        text: `${cited(at)} cannot be counted: ${message}. Until that is mended nothing in the pack is tried by counting.`,
        remedy: REMEDY,
      }),
    ),
  );
  const own = faultsIn(pack.holidays, subject).map(({ index, message }) =>
    ofPack('cannot-be-counted', source, ['holidays', index], {
      text: `Nothing can be counted for a contract that names no holidays: ${message}.`,
      remedy: REMEDY,
    }),
  );
  const found = [...own, ...ofLaws, ...ofClauses];
  return found.length > 0 ? found : elsewhere(subject);
}

/** A statute beside the terms may also name a set that does not exist. */
function elsewhere({ source, fault }: Subject): Finding[] {
  if (!fault) return [];
  const text = `Nothing can be counted with the statutes that are compared: ${fault.message}.`;
  return [ofPack('cannot-be-counted', source, ['clauses'], { text, remedy: REMEDY })];
}

const REMEDY = 'Name another holiday set, or add its table (docs/add-a-country.md).';

function faultsIn(
  names: readonly string[] | undefined,
  { surroundings: { holidays } }: Subject,
): { index: number; message: string }[] {
  return (names ?? []).flatMap((name, index) => {
    try {
      holidayCalendar([name], holidays);
      return [];
    } catch (error) {
      if (error instanceof CalendarError) return [{ index, message: error.message }];
      throw error;
    }
  });
}
