import type { Fact } from '../../events/event.ts';
import { isOfTheContract } from '../../events/kinds.ts';
import type { Clause } from '../../terms/clause.ts';
import { type EventMatches, kindsIn } from '../../terms/match.ts';
import { eventsCountedFrom } from '../../terms/shapes/questions.ts';
import type { LiveDeadline } from './live-deadline.ts';

interface Group {
  /** The data key by which an event names one of them; undefined if there is only one. */
  readonly about: string | undefined;
  readonly bySubject: Map<string | undefined, Set<LiveDeadline>>;
  /** Deadlines that an event without a subject concerns as well: it suspends or resumes, or is about the whole contract. */
  readonly concernedByAll: Set<LiveDeadline>;
}

/** The deadlines that wait for events, by kind of event and by subject. */
export class Listeners {
  readonly #byKind = new Map<string, Map<string, Group>>();

  add(live: LiveDeadline): void {
    const { clause } = live.rule;
    const subject = subjectFor(live);
    const suspends = suspendingKinds(clause);
    for (const kind of listeningKinds(clause)) {
      const group = this.#group(kind, clause.about);
      const subjects = group.bySubject.get(subject) ?? new Set();
      group.bySubject.set(subject, subjects.add(live));
      if (suspends.has(kind) || isOfTheContract(kind)) group.concernedByAll.add(live);
    }
  }

  remove(live: LiveDeadline): void {
    const { clause } = live.rule;
    for (const kind of listeningKinds(clause)) {
      const group = this.#group(kind, clause.about);
      group.bySubject.get(subjectFor(live))?.delete(live);
      group.concernedByAll.delete(live);
    }
  }

  /** Every deadline that the event may concern, in the order in which they came about. */
  concernedBy({ kind, data }: Fact): LiveDeadline[] {
    const found = new Set<LiveDeadline>();
    for (const { about, bySubject, concernedByAll } of this.#byKind.get(kind)?.values() ?? []) {
      const value = about === undefined ? undefined : data[about];
      const named = value === undefined || value === '' ? undefined : String(value);
      for (const one of bySubject.get(named) ?? []) found.add(one);
      if (named === undefined) for (const one of concernedByAll) found.add(one);
    }
    return found.size < 2 ? [...found] : [...found].sort((a, b) => a.order - b.order);
  }

  #group(kind: string, about: string | undefined): Group {
    const groups = this.#byKind.get(kind) ?? new Map<string, Group>();
    this.#byKind.set(kind, groups);
    const known = groups.get(about ?? '');
    if (known) return known;
    const group = { about, bySubject: new Map(), concernedByAll: new Set<LiveDeadline>() };
    groups.set(about ?? '', group);
    return group;
  }
}

/** An event never names a cycle, so it concerns the current occurrence of a recurring clause. */
function subjectFor({ rule: { clause }, subject }: LiveDeadline): string | undefined {
  return clause.about === undefined ? undefined : subject;
}

const listening = new WeakMap<Clause, ReadonlySet<string>>();

/** The kinds of event that meet, end, reopen, extend, suspend or resume a clause, and those that it is counted from. */
export function listeningKinds(clause: Clause): ReadonlySet<string> {
  return kindsOf(listening, clause, () => {
    const { satisfiedBy, endedBy, reopenedBy, extendedBy, suspendedBy, resumedBy } = clause;
    const met = [satisfiedBy, endedBy, reopenedBy, extendedBy?.on];
    return [...met, suspendedBy, resumedBy, eventsCountedFrom(clause)];
  });
}

const counted = new WeakMap<Clause, ReadonlySet<string>>();

/** The kinds of event that a clause is counted from, beside the one that starts it. */
export function countedFromKinds(clause: Clause): ReadonlySet<string> {
  return kindsOf(counted, clause, () => [eventsCountedFrom(clause)]);
}

const suspending = new WeakMap<Clause, ReadonlySet<string>>();

export function suspendingKinds(clause: Clause): ReadonlySet<string> {
  return kindsOf(suspending, clause, () => [clause.suspendedBy, clause.resumedBy]);
}

function kindsOf(
  known: WeakMap<Clause, ReadonlySet<string>>,
  clause: Clause,
  fields: () => readonly (EventMatches | undefined)[],
): ReadonlySet<string> {
  const before = known.get(clause);
  if (before) return before;
  const kinds = new Set(fields().flatMap(kindsIn));
  known.set(clause, kinds);
  return kinds;
}
