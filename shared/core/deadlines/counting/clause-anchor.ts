import type { ClauseInForce } from '../../agreement/clauses.ts';
import { addDays } from '../../calendar/days.ts';
import type { Day, InstantText, Zone, ZoneByTable } from '../../calendar/types.ts';
import { endOfDay, localDay, type ZoneRead } from '../../calendar/zone.ts';
import { dayOf, type Fact, instantOf } from '../../events/event.ts';
import type { Clause } from '../../terms/clause.ts';
import { closingOf, dataKeysIn, daysIn, singleCountingsIn } from '../../terms/shapes/questions.ts';
import { anchorsOf, eventIn, periodsOf, singlesIn } from '../../terms/written-counting.ts';
import { explain } from '../explain.ts';
import type { ExplanationStep } from '../explanation-facts.ts';
import type { Basis, Unanchored } from './counted.ts';
import type { Cycle, CycleGrid } from './cycle-grid.ts';
import { factStep } from './fact-step.ts';

/** The day, or the moment of an event, that a clause is counted from, with the steps that explain it. */
export interface ClauseAnchor {
  readonly value: string;
  /**
   * The moment from which hours are counted: the instant that the event carries beside the day, or the end of what the
   * anchor is the end of. Absent if `value` is a moment, or if nothing is known but the day.
   */
  readonly moment?: InstantText;
  /** True if `moment` is the instant at which a day begins or ends, and not one that an event carries. */
  readonly followsDay?: boolean;
  readonly steps: readonly ExplanationStep[];
  /** True if it is when the event came; absent for a day that the event or a cycle names, to which no cut-off applies. */
  readonly arrives?: true;
  readonly cycleStart?: Day;
  readonly cycleEnd?: Day;
}

/** The first of the named anchors (`trigger`, `data.dueOn`, `cycle.end`, …) whose day is known. */
export function anchorOf(names: readonly string[], basis: Basis): ClauseAnchor | Unanchored {
  let missing: string | undefined;
  for (const name of names) {
    const anchor = anchorNamed(name, basis);
    if (!('missing' in anchor)) return anchor;
    missing ??= anchor.missing;
  }
  return { missing: missing ?? 'trigger' };
}

function anchorNamed(name: string, basis: Basis): ClauseAnchor | Unanchored {
  const { fact, rule, parent } = basis;
  const { timezone } = rule.context;
  switch (name) {
    case 'trigger':
      return whenItCame(fact, rule.context);
    case 'deadline': {
      if (!parent) return { missing: 'deadline' };
      const { named, counted } = parent;
      const steps = [explain('parent-day', { ...named, day: counted.date })];
      return { value: counted.date, moment: counted.instant, followsDay: counted.inHours !== true, steps };
    }
    case 'cycle.start':
    case 'cycle.end':
    case 'cycle.next': {
      if (name !== 'cycle.start' && parent?.ending) return statedAnchor(name, parent.ending, rule.context);
      const cycle = cycleOf(basis);
      if ('missing' in cycle) return cycle;
      return {
        value: name === 'cycle.start' ? cycle.opensOn : atEnd(name, cycle.date),
        ...(name !== 'cycle.start' && { moment: endOfDay(cycle.date, timezone), followsDay: true }),
        steps: [factStep(fact, rule.context), ...cycle.steps],
        cycleStart: cycle.opensOn,
        cycleEnd: cycle.date,
      };
    }
    default: {
      const kind = eventIn(name);
      if (kind === undefined) return inData(name, fact, rule.context);
      const other = basis.latest(kind);
      return other === undefined ? { missing: name } : whenItCame(other, rule.context);
    }
  }
}

function whenItCame(fact: Fact, zone: ZoneByTable): ClauseAnchor {
  const { occurredAt, cause } = fact;
  return {
    value: occurredAt,
    arrives: true,
    ...(cause && { moment: momentOfLapse(occurredAt, cause.instant, zone.timezone), followsDay: true }),
    steps: [factStep(fact, zone)],
  };
}

/** The last day of a cycle, or the day after it, on which the next one begins. */
function atEnd(name: 'cycle.end' | 'cycle.next', lastDay: Day): Day {
  return name === 'cycle.next' ? addDays(lastDay, 1) : lastDay;
}

/** The last day that a cancellation names counts instead of the end of the counted cycle. */
function statedAnchor(
  name: 'cycle.end' | 'cycle.next',
  { fact, lastDay }: NonNullable<NonNullable<Basis['parent']>['ending']>,
  zone: ZoneByTable,
): ClauseAnchor {
  const { timezone } = zone;
  const about = { event: fact.id, kind: fact.kind, field: 'data.effectiveOn', day: lastDay, timezone };
  return {
    value: atEnd(name, lastDay),
    moment: endOfDay(lastDay, timezone),
    followsDay: true,
    steps: [factStep(fact, zone), explain('fact-day', about)],
    cycleEnd: lastDay,
  };
}

/** What a lapse brings about happens with the end of its deadline, or as a later day begins. */
function momentOfLapse(occurredAt: string, ended: InstantText, timezone: Zone): InstantText {
  const begins = instantOf(occurredAt, timezone);
  return Date.parse(begins) > Date.parse(ended) ? begins : ended;
}

function cycleOf(basis: Basis): Cycle | Unanchored {
  const { cycleOf, fact, rule } = basis;
  const grid = gridIn(basis);
  return 'missing' in grid ? grid : grid.at(cycleOf ?? dayOf(fact.occurredAt, rule.context));
}

/** The cycles of a clause that counts with them. */
export function gridIn({ grid }: Basis): CycleGrid | Unanchored {
  return grid ?? { missing: 'contract.startsOn' };
}

function inData(name: string, fact: Fact, zone: ZoneByTable): ClauseAnchor | Unanchored {
  const key = dataKeyOf(name);
  const day = dayInData(key, fact, zone);
  if (day === undefined) return { missing: name };
  const basis = fact.data[key.replace(/On$/, 'Basis')];
  const about = { event: fact.id, kind: fact.kind, field: name, day, timezone: zone.timezone };
  const moment = momentInData(key, fact);
  return {
    value: day,
    ...(moment !== undefined && { moment }),
    steps: [explain('fact-day', { ...about, ...(typeof basis === 'string' && { basis }) })],
  };
}

/** `dueOn` of `data.dueOn`. */
export function dataKeyOf(anchor: string): string {
  return anchor.slice('data.'.length);
}

/** `dueOn` itself, or the local day of the instant `dueAt`. */
export function dayInData(key: string, fact: Fact, zone: ZoneRead): Day | undefined {
  const day = fact.data[key];
  if (typeof day === 'string') return day;
  const instant = momentInData(key, fact);
  return instant === undefined ? undefined : localDay(instant, zone);
}

/** The instant `dueAt` for the key `dueOn`. */
export function momentInData(key: string, fact: Fact): InstantText | undefined {
  const instant = fact.data[momentKeyOf(key)];
  return typeof instant === 'string' ? instant : undefined;
}

/** `dueAt` of `dueOn`. */
export function momentKeyOf(key: string): string {
  return key.replace(/On$/, 'At');
}

/**
 * Whether a later event about the same matter carries another day to count from than the event before, or another moment
 * if hours are counted. An event without a day leaves the day as it is.
 */
export function namesAnotherDay({ clause, context }: ClauseInForce, before: Fact, later: Fact): boolean {
  return keysIn(clause).some((key) => {
    const day = dayInData(key, later, context);
    if (day === undefined) return false;
    if (day !== dayInData(key, before, context)) return true;
    return countsHours(clause) && momentInData(key, later) !== momentInData(key, before);
  });
}

/** Whether a clause counts hours from its anchor. */
export function countsHours(clause: Clause): boolean {
  return singleCountingsIn(clause).some((single) => periodsOf(single)[0]?.unit === 'hours');
}

const dataKeys = new WeakMap<Clause, readonly string[]>();

/** The keys of the event's data that a clause counts from. */
function keysIn(clause: Clause): readonly string[] {
  const known = dataKeys.get(clause);
  if (known) return known;
  const keys = dataKeysIn(clause);
  dataKeys.set(clause, keys);
  return keys;
}

/** The day a clause counts from, taken from its event; undefined if the event does not carry it. */
export function anchorDay({ clause, context }: Pick<ClauseInForce, 'clause' | 'context'>, fact: Fact): Day | undefined {
  const counting = closingOf(clause);
  const [first] = counting === undefined ? [] : singlesIn(counting);
  for (const anchor of first ? anchorsOf(first) : daysIn(clause)) {
    if (eventIn(anchor) !== undefined) continue;
    const day = anchor.startsWith('data.')
      ? dayInData(dataKeyOf(anchor), fact, context)
      : dayOf(fact.occurredAt, context);
    if (day !== undefined) return day;
  }
  return undefined;
}
