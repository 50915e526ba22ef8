import type { Day } from '../calendar/types.ts';
import { localDay, type ZoneRead } from '../calendar/zone.ts';
import { dayOf, type Fact } from './event.ts';

/** Stands for the day of the event itself. */
const OCCURRED = 'occurredAt';

/** Two days of one event, of which the first cannot come after the second: data keys, or `occurredAt`. */
type Order = readonly [first: string, second: string];

/** The billing period that any event may show. */
const OF_EVERY_KIND: readonly Order[] = [['periodStartsOn', 'periodEndsOn']];

/**
 * By the kind of event. A pair that may stand either way is not here: an invoice may be due before it is issued, a cancellation may
 * take effect in retrospect, a damage be observed after the error.
 */
const OF_KIND: ReadonlyMap<string, readonly Order[]> = new Map(
  Object.entries<readonly Order[]>({
    'breach.alleged': [['causedOn', OCCURRED]],
    'claim.observed': [
      ['errorOn', 'damageObservedOn'],
      ['errorOn', OCCURRED],
    ],
    'claim.specified': [
      ['errorOn', 'damageObservedOn'],
      ['errorOn', OCCURRED],
    ],
    'contract.suspended': [[OCCURRED, 'resumesOn']],
    'payment.failed': [[OCCURRED, 'nextAttemptOn']],
    'term.renewed': [[OCCURRED, 'endsOn']],
    'trial.started': [[OCCURRED, 'endsOn']],
  }),
);

/** Two days of an event in an order in which they cannot be. */
export interface DaysOutOfOrder {
  /** The field that is to be corrected: `data.endsOn`, or `data.endsAt` where the event carries an instant. */
  readonly field: string;
  readonly value: string;
  /** What is wrong and what to write instead. */
  readonly detail: string;
}

/**
 * The first two days of an event that cannot be in that order, as days of the contract's zone; undefined if there are none.
 *
 * @example
 * // trial.started of 20 November 2026 with endsOn 2026-11-10
 * daysOutOfOrder(fact, 'Europe/Helsinki')?.field === 'data.endsOn'
 */
export function daysOutOfOrder(
  fact: Pick<Fact, 'kind' | 'occurredAt' | 'data'>,
  zone: ZoneRead,
): DaysOutOfOrder | undefined {
  for (const [first, second] of [...(OF_KIND.get(fact.kind) ?? []), ...OF_EVERY_KIND]) {
    const [earlier, later] = [dayUnder(first, fact, zone), dayUnder(second, fact, zone)];
    if (earlier === undefined || later === undefined || earlier.day <= later.day) continue;
    const [wrong, other, side] = second === OCCURRED ? [earlier, later, 'after'] : [later, earlier, 'before'];
    const remedy = side === 'after' ? `a day no later than ${other.day}` : `${other.day} or a later day`;
    return {
      field: wrong.field,
      value: wrong.value,
      detail: `Of ${fact.kind} it cannot lie ${side} ${other.field}, ${other.value}. Name ${remedy}, or correct ${other.field}.`,
    };
  }
  return undefined;
}

interface Named {
  readonly field: string;
  readonly value: string;
  readonly day: Day;
}

function dayUnder(key: string, { occurredAt, data }: Pick<Fact, 'occurredAt' | 'data'>, zone: ZoneRead) {
  if (key === OCCURRED) return { field: OCCURRED, value: occurredAt, day: dayOf(occurredAt, zone) } satisfies Named;
  for (const name of [key, key.replace(/On$/, 'At')]) {
    const value = data[name];
    if (typeof value !== 'string') continue;
    const day = name === key ? value : localDay(value, zone);
    return { field: `data.${name}`, value, day } satisfies Named;
  }
  return undefined;
}
