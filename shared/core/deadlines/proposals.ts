import { type DayChange, daysChanged } from '../calendar/changed-days.ts';
import { compareDays, parseDay } from '../calendar/days.ts';
import { FIRST_EDITION, newestEdition, RULES_OF_COUNTING, tablesOf } from '../calendar/editions.ts';
import { holidayCalendar } from '../calendar/holidays.ts';
import type { Day, InstantText } from '../calendar/types.ts';
import { hasChangedSince } from '../calendar/zone-offsets.ts';
import { ZONE_TABLES } from '../calendar/zone-table.ts';
import { type Fact, isBareDay } from '../events/event.ts';
import { DEADLINE_REBOUND, PROPOSAL_DECLINED } from '../events/kinds.ts';
import type { Deadline } from './deadline.ts';
import { withoutWithdrawn } from './folding/occurrence.ts';
import { type CountedWith, type PlanInput, plan } from './plan.ts';

/** When a deadline ends. */
export interface End {
  readonly date: Day;
  readonly instant: InstantText;
}

/** Most days that a cause names, so that the proposals of a contract fit into a transaction. */
export const MOST_DAYS = 50;

/** Why a deadline would end otherwise: another version of what it is counted with. */
export interface ProposalCause {
  /** The holidays, `GB-ENG@2026.1`. */
  readonly from: string;
  readonly to: string;
  /** The tables of zone offsets, `2026c`, if the zone of the deadline differs in these. */
  readonly zones?: { readonly from: string; readonly to: string };
  /** The rules of counting, if these differ; from 0 for an end that was stored before there were editions (`deadline.kept`). */
  readonly rules?: { readonly from: number; readonly to: number };
  /**
   * The days that differ from the event or the first of the two ends to the last of them, at most `MOST_DAYS`, those that are
   * nearest to the end before; empty if none of these does.
   */
  readonly days: readonly DayChange[];
}

/**
 * What the newest edition would make of an open deadline that is bound to an earlier one. It changes nothing until a person
 * accepts it.
 */
export interface Proposal {
  readonly deadline: string;
  readonly clause: string;
  readonly terms: string;
  /** The edition that the deadline would be bound to. */
  readonly edition: number;
  readonly from: End;
  readonly to: End;
  readonly cause: ProposalCause;
}

/**
 * The proposals about a contract's open and suspended deadlines, in the order of the plan: those that would end otherwise by
 * the newest edition, without those that a person declined for it. A deadline that would move only because another one does is not
 * among them: it moves with that one. For `n` deadlines that end otherwise it takes some 2 log n plans. `only`: the proposal about
 * one deadline.
 */
export function proposalsOf(input: PlanInput, only?: string): Proposal[] {
  const edition = newestEdition(input.holidays);
  if (edition === undefined) return [];
  const { deadlines, countedWith } = plan(input);
  const pending = deadlines.filter(({ state }) => state === 'open' || state === 'paused');
  const together = planBound(input, pending, edition);
  const differing = pending.filter((before) => !isSameEnd(before, together.get(before.id)));
  const declined = declinedAmong(input, differing, edition);
  const asked = differing.filter(({ id }) => !declined.has(id) && (only === undefined || id === only));
  const dependent = only === undefined ? movedByOthers(input, differing, edition) : new Set([only]);
  return asked.flatMap((before) => {
    const bound = dependent.has(before.id) ? planBound(input, [before], edition) : together;
    const after = bound.get(before.id);
    if (after === undefined || isSameEnd(before, after)) return [];
    const { id: deadline, clause, terms } = before;
    const cause = { ...causeOf(input, before, after), ...otherThanDays(before, countedWith.get(deadline)) };
    return [{ deadline, clause, terms, edition, from: endOf(before), to: endOf(after), cause }];
  });
}

/**
 * The ids of deadlines that end otherwise if only others are bound to the edition. Each plan binds the deadlines with one
 * value of one bit of their number, so that any two of them are told apart by one plan at least.
 */
function movedByOthers(input: PlanInput, deadlines: readonly Deadline[], edition: number): ReadonlySet<string> {
  const moved = new Set<string>();
  for (let bit = 1; bit < deadlines.length; bit *= 2) {
    for (const value of [0, bit]) {
      const isBound = (_: Deadline, number: number) => (number & bit) === value;
      const planned = planBound(input, deadlines.filter(isBound), edition);
      const others = deadlines.filter((one, number) => !isBound(one, number));
      for (const one of others) if (!isSameEnd(one, planned.get(one.id))) moved.add(one.id);
    }
  }
  return moved;
}

/** After every event: what was over when a reading was accepted is not decided by it. */
const AFTER_ALL = '9999-12-31T00:00:00Z';

/** The deadlines by id if these were bound to an edition. */
function planBound(input: PlanInput, deadlines: readonly Deadline[], edition: number): ReadonlyMap<string, Deadline> {
  const rebound = deadlines.map(({ id }): Fact => {
    const data = { deadline: id, edition, by: 'proposal', reason: 'proposal' };
    return { id: `rebound~${id}`, kind: DEADLINE_REBOUND, occurredAt: AFTER_ALL, data };
  });
  const { deadlines: planned } = plan({ ...input, events: [...input.events, ...rebound] });
  return new Map(planned.map((deadline) => [deadline.id, deadline]));
}

/**
 * The deadlines for which a person declined the end that the edition gives: for it, or for an earlier one that gives the same.
 * A further edition may be about other tables only.
 */
function declinedAmong(input: PlanInput, deadlines: readonly Deadline[], edition: number): ReadonlySet<string> {
  const declined = declinedEditions(input.events);
  const known = deadlines.filter(({ id }) => declined.has(id));
  const editionOf = ({ id }: Deadline) => Math.min(declined.get(id) ?? FIRST_EDITION, edition);
  return new Set(
    [...Map.groupBy(known, editionOf)].flatMap(([earlier, some]) => {
      if (earlier === edition) return some.map(({ id }) => id);
      const [then, now] = [planBound(input, some, earlier), planBound(input, some, edition)];
      return some.flatMap(({ id }) => {
        const end = now.get(id);
        return end !== undefined && isSameEnd(end, then.get(id)) ? [id] : [];
      });
    }),
  );
}

/** The newest edition that a person declined for each deadline. */
function declinedEditions(events: readonly Fact[]): ReadonlyMap<string, number> {
  const declined = new Map<string, number>();
  for (const { kind, data } of withoutWithdrawn(events)) {
    if (kind !== PROPOSAL_DECLINED) continue;
    const deadline = String(data.deadline);
    declined.set(deadline, Math.max(Number(data.edition), declined.get(deadline) ?? FIRST_EDITION));
  }
  return declined;
}

function isSameEnd(before: End, after: End | undefined): boolean {
  return before.date === after?.date && before.instant === after.instant;
}

function endOf({ date, instant }: End): End {
  return { date, instant };
}

function causeOf({ events, holidays }: PlanInput, before: Deadline, after: Deadline): ProposalCause {
  const trigger = events.find(({ id }) => id === before.trigger);
  const named = Object.values(trigger?.data ?? {}).filter((value) => typeof value === 'string' && isBareDay(value));
  const days = [trigger?.occurredAt.slice(0, 10), ...named, before.date, after.date].filter((day) => day !== undefined);
  const [first = before.date, last = before.date] = [days.map(String).sort().at(0), days.map(String).sort().at(-1)];
  const calendarIn = (label: string) => calendarLabelled(label, holidays);
  const changed = daysChanged(calendarIn(before.calendar), calendarIn(after.calendar), { first, last });
  return { from: before.calendar, to: after.calendar, days: nearest(changed, before.date) };
}

function nearest(days: readonly DayChange[], end: Day): DayChange[] {
  const distance = ({ day }: DayChange) => Math.abs(parseDay(day) - parseDay(end));
  const some = days.toSorted((a, b) => distance(a) - distance(b)).slice(0, MOST_DAYS);
  return some.sort((a, b) => compareDays(a.day, b.day));
}

const RULES_BEFORE_EDITIONS = 0;

/** The offsets and the rules that a deadline was counted with, where the newest are others. */
function otherThanDays(
  { timezone }: Deadline,
  { zones, rules, kept }: CountedWith = {},
): Pick<ProposalCause, 'zones' | 'rules'> {
  const newest = ZONE_TABLES.at(-1)?.version ?? '';
  const before = kept ? RULES_BEFORE_EDITIONS : rules;
  return {
    ...(zones !== undefined && hasChangedSince(zones, timezone) && { zones: { from: zones, to: newest } }),
    ...(before !== undefined && { rules: { from: before, to: RULES_OF_COUNTING } }),
  };
}

/** The calendar whose version reads so, among those of all editions. */
function calendarLabelled(label: string, holidays: PlanInput['holidays']) {
  const names = label.split('+').map((part) => part.split('@')[0] ?? part);
  const found = holidays.editions
    .map(({ edition }) => holidayCalendar(names, tablesOf(holidays, edition)))
    .find(({ version }) => version === label);
  return found ?? holidayCalendar(names, holidays);
}
