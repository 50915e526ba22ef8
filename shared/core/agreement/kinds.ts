import { type DataKeys, dataKeysOf } from '../events/data-keys.ts';
import { EVENT_KINDS, mayPrecedeStart } from '../events/kinds.ts';
import { declaredKind, type Pack } from '../terms/pack.ts';
import { dataReadBy } from './data-read.ts';

/** The kinds of event known to some packs, and the data keys of each kind. */
export interface KnownKinds {
  /** The common kinds, then those that the packs declare. */
  readonly names: ReadonlySet<string>;
  /**
   * The documented data keys of a kind, and further keys that clauses of these packs read from its events. Empty for an
   * unknown kind.
   */
  dataKeysOf(kind: string): DataKeys;
  /** Whether an event of this kind before the contract's `startsOn` is no mistake. */
  mayPrecedeStart(kind: string): boolean;
}

export function kindsKnownTo(packs: readonly Pack[]): KnownKinds {
  const names = new Set([...EVENT_KINDS, ...packs.flatMap((pack) => declaredBy(pack, packs))]);
  const known = new Map<string, DataKeys>();
  return {
    names,
    dataKeysOf: (kind) => {
      const keys = known.get(kind) ?? (names.has(kind) ? { ...keysReadOf(kind, packs), ...dataKeysOf(kind) } : {});
      known.set(kind, keys);
      return keys;
    },
    mayPrecedeStart: (kind) =>
      mayPrecedeStart(kind) || packs.some((pack) => declaredKind(pack, kind)?.mayPrecedeStart === true),
  };
}

/** The kinds that a pack declares, without those of a statute that does not apply beside it. */
function declaredBy(pack: Pack, packs: readonly Pack[]): string[] {
  return Object.keys(pack.events).filter((kind) => {
    const beside = declaredKind(pack, kind)?.beside;
    return beside === undefined || packs.some((one) => one.pack === beside);
  });
}

function keysReadOf(kind: string, packs: readonly Pack[]): DataKeys {
  const read = packs.flatMap(({ clauses }) => clauses.flatMap(dataReadBy)).filter((one) => one.kind === kind);
  return Object.fromEntries(read.map(({ key }) => [key, { holds: heldUnder(key), always: false }]));
}

function heldUnder(key: string): DataKeys[string]['holds'] {
  if (key.endsWith('On')) return 'day';
  return key === 'amount' ? 'amount' : 'text';
}
