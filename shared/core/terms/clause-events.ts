import type { Clause } from './clause.ts';
import { type EventMatches, eventsIn } from './match.ts';
import type { WrittenClause } from './written-clause.ts';

/** A field of a clause that names events, and which. */
export interface NamedEvents {
  readonly path: readonly string[];
  readonly events: EventMatches;
}

/** Every field of a clause that waits for events. */
export function eventsAwaitedBy(clause: WrittenClause | Clause): NamedEvents[] {
  const { on, satisfiedBy, endedBy, reopenedBy, suspendedBy, resumedBy, extendedBy, requires, allowance, lookBack } =
    clause;
  const fields: [string[], EventMatches | undefined][] = [
    [['on'], eventsIn(on)],
    [['satisfiedBy'], satisfiedBy],
    [['endedBy'], endedBy],
    [['reopenedBy'], reopenedBy],
    [['suspendedBy'], suspendedBy],
    [['resumedBy'], resumedBy],
    [['extendedBy', 'on'], extendedBy?.on],
    [['startsAgain'], typeof clause.startsAgain === 'string' ? clause.startsAgain : undefined],
    [['requires', 'settled', 'from'], requires?.settled.from],
    [['requires', 'settled', 'until'], requires?.settled.until],
    [['allowance', 'from'], allowance?.from],
    [['allowance', 'to'], allowance?.to],
    [['lookBack', 'sums'], lookBack?.sums],
  ];
  return fields.flatMap(([path, events]) => (events === undefined ? [] : [{ path, events }]));
}
