import type { Clause } from './clause.ts';
import { type EventMatches, eventsIn } from './match.ts';
import type { NamedEvents } from './shapes/answers.ts';
import { eventsCountedFrom } from './shapes/questions.ts';
import { answersOf, shapesWritten } from './shapes/shape.ts';
import type { WrittenClause } from './written-clause.ts';
import { anchorsOf, countingWith, eventIn, singlesIn } from './written-counting.ts';

/** Every field of a clause that waits for events. */
export function eventsAwaitedBy(clause: Clause): NamedEvents[] {
  return [...eventsBesideShape(clause), ...countedFrom(eventsCountedFrom(clause)), ...eventsTalliedBy(clause)];
}

/** The events that the clause's shape adds up. */
export function eventsTalliedBy({ shape }: Pick<Clause, 'shape'>): readonly NamedEvents[] {
  return answersOf(shape.kind).tallies(shape);
}

/** As `eventsAwaitedBy`, for a written clause that may contain contradictions. */
export function eventsNamedIn(written: WrittenClause): NamedEvents[] {
  const shapes = shapesWritten(written);
  const tallied = shapes.flatMap((name) => answersOf(name).tallies(written[name]));
  const countings = shapes.flatMap((name) => answersOf(name).countingsWritten(written[name]));
  const anchors = countings.flatMap(({ counting }) => singlesIn(countingWith({}, counting)).flatMap(anchorsOf));
  const kinds = anchors.flatMap((anchor) => eventIn(anchor) ?? []);
  return [...eventsBesideShape(written), ...countedFrom(kinds), ...tallied];
}

function countedFrom(kinds: readonly string[]): NamedEvents[] {
  return kinds.map((events) => ({ path: ['from'], events }));
}

function eventsBesideShape(clause: Omit<Clause, 'shape'>): NamedEvents[] {
  const { on, satisfiedBy, endedBy, reopenedBy, suspendedBy, resumedBy, extendedBy, requires } = clause;
  const fields: [string[], EventMatches | undefined][] = [
    [['on'], eventsIn(on)],
    [['satisfiedBy'], satisfiedBy],
    [['endedBy'], endedBy],
    [['reopenedBy'], reopenedBy],
    [['suspendedBy'], suspendedBy],
    [['resumedBy'], resumedBy],
    [['extendedBy', 'on'], extendedBy?.on],
    [['repeatsAfter'], clause.repeatsAfter],
    [['startsAgain'], typeof clause.startsAgain === 'string' ? clause.startsAgain : undefined],
    [['requires', 'settled', 'from'], requires?.settled.from],
    [['requires', 'settled', 'until'], requires?.settled.until],
  ];
  const happened = (['onlyIf', 'unless'] as const).flatMap((field) =>
    [clause[field] ?? []].flat().flatMap(({ since, until }): [string[], EventMatches | undefined][] => [
      [[field, 'since'], since],
      [[field, 'until'], until],
    ]),
  );
  return [...fields, ...happened].flatMap(([path, events]) => (events === undefined ? [] : [{ path, events }]));
}
