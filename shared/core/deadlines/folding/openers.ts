import type { ClauseInForce } from '../../agreement/clauses.ts';
import { FIRST_EDITION, othersThanNewest } from '../../calendar/editions.ts';
import type { HolidayTables } from '../../calendar/holiday-table.ts';
import type { CountingContext, Day } from '../../calendar/types.ts';
import { dayOf } from '../../events/event.ts';
import { isOfTheContract } from '../../events/kinds.ts';
import { clauseIn, kindsIn, matches } from '../../terms/match.ts';
import { anchorDay } from '../counting/clause-anchor.ts';
import { type Bound, boundTo, type Kept } from './editions.ts';
import type { LiveDeadline } from './live-deadline.ts';
import { deadlineId, isSnapshot, subjectOf, type Timed, unnamedDeadlineId } from './occurrence.ts';
import { Past } from './past.ts';

/** What opens a deadline. */
export interface Opener {
  readonly timed: Timed;
  /** The id that the deadline gets; undefined while the event does not carry what identifies it. */
  readonly id: string | undefined;
  /** The deadline whose outcome opens it: the one it follows from, or the occurrence before. */
  readonly after?: LiveDeadline | undefined;
  /** The deadline with the same id that has ended. What came before its end opened that one. */
  readonly replaces?: LiveDeadline | undefined;
}

/** Every event of a contract, by what it could have opened. */
export class Openers {
  readonly #events: readonly Timed[];
  readonly #tables: HolidayTables;
  readonly #lowest: number;
  #all: Past | undefined;
  #lapses: ReadonlyMap<string, readonly Timed[]> | undefined;
  readonly #starting = new Map<ClauseInForce, ReadonlyMap<string, readonly Timed[]>>();

  constructor(events: readonly Timed[], tables: HolidayTables) {
    this.#events = events;
    this.#tables = tables;
    this.#lowest = events.reduce((lowest, timed) => Math.min(lowest, editionOf(timed)), Number.POSITIVE_INFINITY);
  }

  /**
   * The edition of a deadline: the lowest of all events that could have opened it. Which of them opens it depends on what was
   * told later: an earlier hour of the same day comes first, whenever it was recorded.
   */
  editionFor(rule: ClauseInForce, { timed, id, after, replaces }: Opener): number {
    const own = editionOf(timed);
    if (own === this.#lowest) return own;
    if (after && clauseIn(rule.clause.on)?.becomes === 'open') return after.bound.edition;
    const since = after ? after.since : this.#endOf(replaces);
    const others = after ? this.#outcomesOf(after) : this.#startsOf(rule, id);
    return others.reduce((lowest, one) => (one.epoch >= since ? Math.min(lowest, editionOf(one)) : lowest), own);
  }

  /** The day of an event in the zone of a clause, by the table of offsets of the event's edition. */
  dayOf({ context }: ClauseInForce, timed: Timed): Day {
    return dayOf(timed.fact.occurredAt, this.#inEdition(context, timed));
  }

  /**
   * The id of the deadline that an event starts or moves. Occurrences without an id are identified by the day they are counted
   * from; undefined if the event does not carry that day either.
   */
  occurrenceId(rule: ClauseInForce, timed: Timed): string | undefined {
    const { clause, context, key } = rule;
    const subject = subjectOf(clause, timed.fact);
    if (clause.about === undefined || subject !== undefined) return deadlineId(key, subject);
    const day = anchorDay({ clause, context: this.#inEdition(context, timed) }, timed.fact);
    return day === undefined ? undefined : unnamedDeadlineId(key, day);
  }

  #inEdition(context: CountingContext, timed: Timed): CountingContext {
    const { zones } = othersThanNewest(this.#tables, editionOf(timed));
    return zones === undefined ? context : { ...context, zones };
  }

  /** The events that start a clause, for the occurrence with this id; of a recurring clause, for its first occurrence. */
  #startsOf(rule: ClauseInForce, id: string | undefined): readonly Timed[] {
    const known = this.#starting.get(rule) ?? Map.groupBy(this.#startsOfAny(rule), (timed) => this.#keyOf(rule, timed));
    this.#starting.set(rule, known);
    return known.get(rule.clause.recurs === undefined ? (id ?? '') : rule.key) ?? [];
  }

  #keyOf(rule: ClauseInForce, timed: Timed): string {
    return rule.clause.recurs === undefined ? (this.occurrenceId(rule, timed) ?? '') : rule.key;
  }

  #startsOfAny({ startedBy }: ClauseInForce): Timed[] {
    const ofKinds = this.#past.ofKinds(new Set(kindsIn(startedBy)));
    return ofKinds.filter(({ fact }) => !isSnapshot(fact) && matches(startedBy, fact));
  }

  /** The events that could have met a deadline, and its recorded lapses. */
  #outcomesOf({ id, rule: { clause }, subject }: LiveDeadline): readonly Timed[] {
    const kinds = new Set(kindsIn(clause.satisfiedBy));
    const { about } = clause;
    const told = about === undefined ? this.#past.ofKinds(kinds) : this.#past.about(kinds, about, subject);
    const ofTheContract = about === undefined ? [] : this.#past.ofKinds([...kinds].filter(isOfTheContract));
    const meeting = [...told, ...ofTheContract].filter(({ fact }) => matches(clause.satisfiedBy, fact));
    return [...meeting, ...(this.#lapsesByDeadline.get(id) ?? [])];
  }

  #endOf(replaced: LiveDeadline | undefined): number {
    const end = replaced && this.#events.find(({ fact }) => fact.id === replaced.closedBy);
    return end?.epoch ?? Number.NEGATIVE_INFINITY;
  }

  get #past(): Past {
    if (this.#all === undefined) {
      this.#all = new Past();
      for (const timed of this.#events) this.#all.add(timed);
    }
    return this.#all;
  }

  get #lapsesByDeadline(): ReadonlyMap<string, readonly Timed[]> {
    this.#lapses ??= Map.groupBy(
      this.#events.filter(({ fact }) => fact.cause !== undefined),
      ({ fact }) => fact.cause?.deadline ?? '',
    );
    return this.#lapses;
  }
}

/** The part of a fold that says what deadlines are bound to. */
interface Bindings {
  readonly input: { readonly holidays: HolidayTables };
  readonly rebound: ReadonlyMap<string, number>;
  readonly kept: ReadonlyMap<string, readonly Kept[]>;
  readonly openers: Openers;
}

/** What a deadline is bound to as it opens. */
export function boundBy({ input, rebound, kept, openers }: Bindings, rule: ClauseInForce, opener: Opener): Bound {
  const { id = '' } = opener;
  const decided = { accepted: rebound.get(id), kept: kept.get(id) };
  return boundTo(input.holidays, rule, openers.editionFor(rule, opener), decided);
}

function editionOf({ fact }: Timed): number {
  return fact.edition ?? FIRST_EDITION;
}
