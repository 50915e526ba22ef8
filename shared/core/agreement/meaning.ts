import { type UnknownValue, unknownValueIn } from '../events/data-keys.ts';
import type { Fact } from '../events/event.ts';
import { versionLabel } from '../terms/pack.ts';
import type { Agreement } from './agreement.ts';

/** A kind of event that no pack in force, then or earlier, knows at the time of the event. */
export interface UnknownKind {
  readonly kind: string;
  /** The version of the terms in force at the event, `exoopus@2026-01`. */
  readonly terms: string;
  /** The kinds known at the time of the event. */
  readonly known: ReadonlySet<string>;
  /** Labels of the packs (terms or statutes) that declare the kind but are not in force at the event. */
  readonly declaredBy: readonly string[];
}

/** The unknown kind or the unknown data value in an event, by the packs of its time; undefined if there is none. */
export function meaninglessBy(
  { kind, occurredAt, data }: Pick<Fact, 'kind' | 'occurredAt' | 'data'>,
  agreement: Agreement,
): UnknownKind | UnknownValue | undefined {
  const moment = agreement.momentOf(occurredAt);
  const kinds = agreement.kindsAt(moment);
  if (kinds.names.has(kind)) return unknownValueIn(kinds.dataKeysOf(kind), data);
  const declaredBy = agreement.everyPack().filter(({ events }) => Object.hasOwn(events, kind));
  return {
    kind,
    terms: versionLabel(agreement.versionAt(moment)),
    known: kinds.names,
    declaredBy: declaredBy.map(versionLabel),
  };
}
