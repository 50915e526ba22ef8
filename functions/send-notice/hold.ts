import type { Hold } from '../../shared/aws/table/holds.ts';
import { TOLD_BY_PROVIDERS } from '../../shared/core/events/kinds.ts';
import type { NoticeRecord } from '../../shared/core/notices/record.ts';
import { clauseNamed } from '../../shared/core/terms/clause-named.ts';
import { canBeMovedBy } from '../../shared/core/terms/moved-by.ts';
import { heldFrom } from '../../shared/inbound/held-from.ts';
import { laterBy } from '../../shared/runtime/clock.ts';
import type { SendNoticeDependencies } from './dependencies.ts';

/** A letter that is held back goes out this long before its latest moment: a sweep and a queue may lie in between. */
export const RELEASE_BEFORE_MS = 15 * 60_000;

const SHORTEST_PAUSE_MS = 10 * 60_000;
const LONGEST_PAUSE_MS = 60 * 60_000;

/**
 * When a sweep takes up a letter that is held back (instant, UTC): after a quarter of the time for which it has been held, but
 * ten minutes to an hour, and in time for its latest moment.
 */
export function lookAgainAt(
  now: string,
  { heldSince = now, latest }: Pick<NoticeRecord, 'heldSince' | 'latest'>,
): string {
  const held = Date.parse(now) - Date.parse(heldSince);
  const left = Date.parse(latest) - RELEASE_BEFORE_MS - Date.parse(now);
  const pause = Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, held / 4));
  return laterBy(now, Math.round(Math.min(pause, Math.max(0, left))));
}

interface Held extends Pick<NoticeRecord, 'contract' | 'terms' | 'latest'> {
  readonly clause: string;
}

/** Letters that go out as one message. */
export type HeldLetters = readonly [Held, ...Held[]];

/** A hold by one webhook. `work`: it is still to be worked on; `person`: it was, and somebody has to decide. */
export interface HeldBy extends Hold {
  readonly waitsFor: 'work' | 'person';
}

/**
 * What holds letters about steps of these clauses back: a webhook that may tell a fact which makes one of them wrong. Any may
 * that has waited too long to be worked on; of those that wait for a person only one that names the contract. `over`: one of them cannot wait any longer.
 * Undefined if nothing holds them back.
 */
export async function heldBackBy(
  dependencies: SendNoticeDependencies,
  letters: HeldLetters,
): Promise<{ readonly hold: HeldBy; readonly over: boolean } | undefined> {
  const { catalog, clock } = dependencies;
  const hold = (await holdOnAll(dependencies)) ?? (await holdOf(dependencies, letters[0].contract));
  if (hold === undefined) return undefined;
  const canBeMoved = ({ terms, clause }: Held) => {
    const named = clauseNamed(catalog, terms, clause);
    return named === undefined || canBeMovedBy(named, TOLD_BY_PROVIDERS);
  };
  if (!letters.some(canBeMoved)) return undefined;
  const latest = Math.min(...letters.map((letter) => Date.parse(letter.latest)));
  return { hold, over: latest - RELEASE_BEFORE_MS <= Date.parse(clock.now()) };
}

async function holdOf({ holds }: SendNoticeDependencies, contract: string): Promise<HeldBy | undefined> {
  const hold = await holds.ofContract(contract);
  return hold && { ...hold, waitsFor: 'person' };
}

/** The hold that the sweep has set, if webhooks wait still: the next sweep may be minutes away. */
async function holdOnAll({ holds, deliveries, clock }: SendNoticeDependencies): Promise<HeldBy | undefined> {
  const set = await holds.read();
  if (set === undefined || !isInForce(set.from, clock.now())) return undefined;
  const oldest = await deliveries.oldest('stored');
  if (oldest === undefined) return undefined;
  const from = heldFrom(oldest.receivedAt);
  return isInForce(from, clock.now())
    ? { ...set, from, delivery: oldest.id, receivedAt: oldest.receivedAt, waitsFor: 'work' }
    : undefined;
}

function isInForce(from: string | null, now: string): boolean {
  return from !== null && Date.parse(from) <= Date.parse(now);
}
