import type { Clause } from '../terms/clause.ts';
import { eventsAwaitedBy } from '../terms/clause-events.ts';
import { type EventMatches, kindsIn } from '../terms/match.ts';
import { dataKeysIn } from '../terms/shapes/questions.ts';

/** A data key of events of a kind. */
export interface DataRead {
  readonly kind: string;
  readonly key: string;
}

/**
 * The data keys that a clause reads from its events: its subject, the day to count from, conditions, data passed on.
 */
export function dataReadBy(clause: Clause): DataRead[] {
  return eventsAwaitedBy(clause).flatMap(({ path: [field = ''], events }) => [
    ...conditionsOn(events),
    ...kindsIn(events).flatMap((kind) => keysReadOf(field, clause).map((key) => ({ kind, key }))),
  ]);
}

function conditionsOn(events: EventMatches): DataRead[] {
  return [events].flat().flatMap((match) => {
    if (typeof match === 'string') return [];
    return Object.keys(match.where).map((key) => ({ kind: match.kind, key }));
  });
}

/** The data keys that a clause reads from the events named in one of its fields. */
function keysReadOf(field: string, clause: Clause): string[] {
  const { about, produces, shape, requires, suspensionAbout } = clause;
  const named = (key: string | undefined) => (key === undefined ? [] : [key]);
  switch (field) {
    case 'on':
      return [...named(about), ...dataKeysIn(clause), ...(produces?.carries ?? [])];
    case 'suspendedBy':
    case 'resumedBy':
      return [...named(about), ...named(suspensionAbout)];
    case 'allowance':
      return shape.kind === 'allowance' ? [shape.excusedBy] : [];
    case 'requires':
      return named(requires?.settled.about);
    default:
      return named(about);
  }
}
