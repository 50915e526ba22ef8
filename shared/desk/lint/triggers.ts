import { dataKeyOf, dataKeysOf } from '../../core/events/data-keys.ts';
import type { Clause } from '../../core/terms/clause.ts';
import { clauseIn, eventsIn } from '../../core/terms/match.ts';
import { isSureOf, matchesIn, mayBeOne, type OneMatch } from './conditions.ts';
import type { LocatedClause } from './finding.ts';
import { clauseCalled, type Subject } from './subject.ts';

const START = { kind: 'contract.commenced', where: {} };

/** The events that start a clause directly; empty if another clause starts it. */
export function startsOf({ clause: { on, recurs } }: LocatedClause): OneMatch[] {
  const named = matchesIn(eventsIn(on));
  return named.length === 0 && on === undefined && recurs !== undefined ? [START] : named;
}

/** Whether one event can start both clauses, about the same subject. */
export function haveOneStart(one: LocatedClause, other: LocatedClause): boolean {
  if (one.clause.about !== other.clause.about) return false;
  const starts = startsOf(other);
  return startsOf(one).some((start) => starts.some((second) => mayBeOne(start, second)));
}

/** An event from which a clause is computed. */
export interface Trigger extends OneMatch {
  /**
   * If the event is the lapse of another clause: that clause and the events that it is computed from. `from` is
   * undefined if those are unknown.
   */
  readonly lapseOf?: { readonly clause: Clause; readonly from: readonly Trigger[] | undefined };
}

/**
 * The events from which a clause is computed, directly or through another clause; undefined if they are unknown here.
 */
export function triggersOf(at: LocatedClause, subject: Subject, depth = 0): Trigger[] | undefined {
  const parent = clauseIn(at.clause.on);
  if (parent === undefined) return startsOf(at);
  const source = parent.clause === undefined ? undefined : clauseCalled(subject, parent.clause);
  if (source === undefined || depth > subject.clauses.length) return undefined;
  const { satisfiedBy, noticeFulfils } = source.clause;
  switch (parent.becomes) {
    case 'open':
      return triggersOf(source, subject, depth + 1);
    case 'met':
      return [...matchesIn(satisfiedBy), ...(noticeFulfils ? [lapseOf(source, subject, depth)] : [])];
    case 'lapsed':
      return [lapseOf(source, subject, depth)];
  }
}

function lapseOf(source: LocatedClause, subject: Subject, depth: number): Trigger {
  const { clause } = source;
  const from = triggersOf(source, subject, depth + 1);
  return { kind: clause.produces?.kind ?? 'deadline.lapsed', where: {}, lapseOf: { clause, from } };
}

/** Whether the data of an event has a key; `unknown` for kinds that only the pack defines. */
export function mayCarry(key: string, trigger: Trigger, subject: Subject): 'always' | 'maybe' | 'never' | 'unknown' {
  const { kind, lapseOf: lapse } = trigger;
  if (isSureOf(trigger, key)) return 'always';
  if (lapse) return mayTakeOver(key, lapse, subject);
  const documented = dataKeyOf(kind, key);
  if (documented) return documented.always ? 'always' : 'maybe';
  if (dataKeysOf(kind) === undefined) return 'unknown';
  const produced = subject.clauses.some(({ clause: { produces } }) => {
    return produces?.kind === kind && produces.carries.includes(key);
  });
  return produced ? 'maybe' : 'never';
}

/** A lapse carries only the keys that its clause takes over from its own event (`carries`). */
function mayTakeOver(key: string, { clause, from }: NonNullable<Trigger['lapseOf']>, subject: Subject) {
  if (!clause.produces?.carries.includes(key)) return 'never';
  const found = new Set(from?.map((event) => mayCarry(key, event, subject)) ?? []);
  const [only = 'unknown'] = found;
  if (found.size <= 1) return only;
  return found.has('unknown') ? 'unknown' : 'maybe';
}

/** `invoice.due`, or `the lapse of grace` */
export function calledTrigger({ kind, lapseOf: lapse }: Trigger): string {
  return lapse ? `the lapse of ${lapse.clause.id}` : kind;
}
