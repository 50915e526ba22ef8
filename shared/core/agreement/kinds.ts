import { EVENT_KINDS } from '../events/kinds.ts';
import type { Pack } from '../terms/pack.ts';

/** Every kind of event that means something under these packs: the common ones, and those each names of its own. */
export function kindsKnownTo(packs: Iterable<Pack>): ReadonlySet<string> {
  return new Set([...EVENT_KINDS, ...[...packs].flatMap(({ events }) => Object.keys(events))]);
}
