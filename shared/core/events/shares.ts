import { FIRST_EDITION } from '../calendar/editions.ts';
import type { EventData, Fact } from './event.ts';
import { nounOf } from './kinds.ts';

/** The data keys that hold what falls to one share. */
const AMOUNTS = ['amount', 'remaining', 'amountPaid', 'amountCredited'] as const;

/**
 * Facts with the shares of an invoice as one. A message about an invoice of several subscriptions tells each its share. If one
 * contract has several of them, the shares are one invoice, and one payment, of their sum, for the time from the first of their
 * periods to the last, and counted with the lowest of their editions.
 *
 * @param facts each id once; what stands in place of the shares has the lowest of their ids
 */
export function withSharesJoined(facts: readonly Fact[]): Fact[] {
  const shares = [...Map.groupBy(facts, messageOf)].flatMap(([message, told]) =>
    message === undefined || told.length < 2 ? [] : [told.toSorted((a, b) => (a.id < b.id ? -1 : 1))],
  );
  if (shares.length === 0) return [...facts];
  const joined = new Map(
    shares.flatMap((told) => told.map((share, place) => [share, place === 0 ? join(told) : undefined])),
  );
  return facts.flatMap((fact) => (joined.has(fact) ? (joined.get(fact) ?? []) : [fact]));
}

/** Equal for what one message tells of one invoice. */
function messageOf({ kind, source, data: { invoice } }: Fact): string | undefined {
  if (source === undefined || source.eventId === '' || invoice === undefined) return undefined;
  const noun = nounOf(kind);
  return noun === 'invoice' || noun === 'payment'
    ? `${source.provider} ${source.eventId} ${kind} ${invoice}`
    : undefined;
}

function join(shares: readonly Fact[]): Fact {
  const [first] = shares as readonly [Fact, ...Fact[]];
  const { edition: _edition, ...joined } = first;
  const data: EventData = { ...first.data };
  for (const key of AMOUNTS) {
    const amounts = shares.map((share) => share.data[key]).filter((amount) => typeof amount === 'number');
    if (amounts.length === shares.length) data[key] = amounts.reduce((sum, amount) => sum + amount, 0);
  }
  const [startsAt, endsAt] = [instantsIn(shares, 'periodStartsAt')[0], instantsIn(shares, 'periodEndsAt').at(-1)];
  if (startsAt !== undefined) data.periodStartsAt = startsAt;
  if (endsAt !== undefined) data.periodEndsAt = endsAt;
  // Shares may be recorded one after the other, in any order.
  const edition = Math.min(...shares.map((share) => share.edition ?? FIRST_EDITION));
  return { ...joined, data, ...(shares.every((share) => share.edition !== undefined) && { edition }) };
}

function instantsIn(shares: readonly Fact[], key: string): string[] {
  const instants = shares.flatMap(({ data: { [key]: instant } }) => (typeof instant === 'string' ? instant : []));
  return instants.sort((a, b) => Date.parse(a) - Date.parse(b));
}
