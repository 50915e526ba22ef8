import type { Zone } from '../../calendar/types.ts';
import { endOfDay } from '../../calendar/zone.ts';
import { type Fact, instantOf, isBareDay } from '../../events/event.ts';
import type { AllowanceShape } from '../../terms/shapes/allowance.ts';

export interface Outage {
  readonly id: string;
  /** The event that told of its beginning. */
  readonly begunBy: string;
  /** The event that told of its end. */
  readonly endedBy?: string;
  readonly from: number;
  /** Undefined while it goes on. */
  readonly to: number | undefined;
  readonly excused: boolean;
}

export interface Outages {
  /** In the order in which they began. */
  readonly outages: readonly Outage[];
  /** Ends without a beginning. */
  readonly unmatchedEnds: readonly Fact[];
}

interface Edge {
  readonly fact: Fact;
  readonly at: number;
  readonly begins: boolean;
}

/**
 * Pairs beginnings with ends by outage id; those without an id in time order. A beginning on a bare day counts from the
 * start of the day, an end on a bare day to its end, so an outage from and to one bare day lasted all day.
 */
export function outagesIn(
  allowance: Pick<AllowanceShape, 'from' | 'to' | 'excusedBy'>,
  facts: readonly Fact[],
  zone: Zone,
): Outages {
  const open = new Map<string, Outage[]>();
  const outages: Outage[] = [];
  const unmatchedEnds: Fact[] = [];
  for (const { fact, at, begins } of edgesOf(allowance, facts, zone)) {
    const id = String(fact.data.outage ?? '');
    const running = open.get(id) ?? [];
    const excused = fact.data[allowance.excusedBy] === true;
    if (begins) {
      // Two beginnings with one id are one outage; without an id each counts as an outage of its own.
      if (id === '' || running.length === 0)
        open.set(id, [...running, { id, begunBy: fact.id, from: at, to: undefined, excused }]);
      continue;
    }
    const [started, ...others] = running;
    if (!started) {
      unmatchedEnds.push(fact);
      continue;
    }
    open.set(id, others);
    outages.push({ ...started, endedBy: fact.id, to: at, excused: excused || started.excused });
  }
  // Sorting keeps the order of those that began together: as they ended, and then what goes on.
  const all = [...outages, ...[...open.values()].flat()].sort((a, b) => a.from - b.from);
  return { outages: all, unmatchedEnds };
}

function edgesOf({ from, to }: Pick<AllowanceShape, 'from' | 'to'>, facts: readonly Fact[], zone: Zone): Edge[] {
  return facts
    .filter(({ kind }) => kind === from || kind === to)
    .map((fact) => {
      const begins = fact.kind === from;
      return { fact, begins, at: Date.parse(begins ? instantOf(fact.occurredAt, zone) : endingAt(fact, zone)) };
    })
    .sort((a, b) => a.at - b.at || Number(b.begins) - Number(a.begins));
}

function endingAt({ occurredAt }: Fact, zone: Zone): string {
  return isBareDay(occurredAt) ? endOfDay(occurredAt, zone) : instantOf(occurredAt, zone);
}
