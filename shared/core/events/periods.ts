import { canonicalJson } from './canonical.ts';
import type { Fact } from './event.ts';
import { inTrail } from './trail.ts';

interface Placed {
  readonly fact: Fact;
  readonly epoch: number;
}

/**
 * Facts at one time about one subscription may show several billing periods: it is renewed and changed to yearly in one
 * second. Only the period that stands after all of them is kept, by what each message says it replaced.
 *
 * @param facts in the order in which they happened
 */
export function withLastPeriods<Told extends Placed>(facts: readonly Told[]): Told[] {
  const outdated = new Set([...Map.groupBy(facts, momentOf).values()].flatMap(outdatedOf));
  if (outdated.size === 0) return [...facts];
  return facts.map((one) => {
    if (!outdated.has(one)) return one;
    const { periodStartsAt: _starts, periodEndsAt: _ends, ...data } = one.fact.data;
    return { ...one, fact: { ...one.fact, data } };
  });
}

function momentOf({ fact: { source, data }, epoch }: Placed): string {
  return data.periodEndsAt === undefined ? '' : canonicalJson([epoch, source?.provider, data.subscription]);
}

/** The facts whose period another one has replaced. */
function outdatedOf<Told extends Placed>(facts: readonly Told[]): Told[] {
  if (new Set(facts.map(endOf)).size < 2) return [];
  const changes = facts
    .filter(({ fact: { data } }) => data.formerPeriodEndsAt !== undefined)
    .toSorted((a, b) => (a.fact.id < b.fact.id ? -1 : 1));
  const messages = [...new Map(changes.map((one) => [one.fact.source?.eventId, one])).values()];
  const before = ({ fact }: Told) => String(fact.data.formerPeriodEndsAt);
  const last = inTrail(messages, undefined, { before, after: endOf }).at(-1);
  return last === undefined ? [] : facts.filter((one) => endOf(one) !== endOf(last));
}

function endOf({ fact: { data } }: Placed): string | undefined {
  return data.periodEndsAt === undefined ? undefined : String(data.periodEndsAt);
}
