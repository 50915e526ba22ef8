import { CalendarError } from '../../calendar/errors.ts';
import { dataKeysIn } from '../../terms/shapes/questions.ts';
import type { Counting } from '../../terms/written-counting.ts';
import { countAtOnce } from './at-once.ts';
import { dayInData } from './clause-anchor.ts';
import type { Basis, Counted, Unanchored } from './counted.ts';
import { CONTRACT_START } from './fact-step.ts';
import { lookBackFrom } from './look-back.ts';
import { countPeriod } from './period.ts';
import { countWindow } from './window.ts';

/**
 * Counts a clause from one event. Not for an allowance, which is measured by the year (see `measureYears`), nor for a
 * clause with nothing to count (`none`): no event starts those.
 */
export function countClause(basis: Basis): Counted | Unanchored {
  try {
    return countShape(basis);
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    return { missing: fieldCountedFrom(basis), why: error.message };
  }
}

/** The field of the event, or of the contract, from which a clause is counted. */
function fieldCountedFrom({ rule: { clause, context }, fact }: Basis): string {
  if (fact.id === CONTRACT_START) return 'contract.startsOn';
  const named = dataKeysIn(clause).find((key) => dayInData(key, fact, context) !== undefined);
  return named === undefined ? 'occurredAt' : `data.${named}`;
}

function countShape(basis: Basis): Counted | Unanchored {
  const { shape } = basis.rule.clause;
  switch (shape.kind) {
    case 'period':
      return countPeriod(extended(shape.counting, basis.extendedTo), basis);
    case 'window':
      return countWindow(shape, basis);
    case 'atOnce':
      return countAtOnce(shape, basis);
    case 'lookBack':
      return lookBackFrom(shape, basis);
    case 'allowance':
    case 'none':
      return { missing: 'on' };
  }
}

function extended(counting: Counting, to: string | undefined): Counting {
  return to === undefined ? counting : { ...counting, length: to };
}
