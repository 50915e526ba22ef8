import { type UnknownValue, unknownValueIn } from '../events/data-keys.ts';
import type { Fact } from '../events/event.ts';
import { packLabel } from '../terms/pack.ts';
import type { Agreement } from './agreement.ts';

/** A kind of event that means nothing to what is, or was, in force at the time of the event. */
export interface UnknownKind {
  readonly kind: string;
  /** The version of the terms in force then, `exoopus@2026-01`. */
  readonly terms: string;
  /** The kinds that are known then. */
  readonly known: ReadonlySet<string>;
  /** Versions at hand, of the terms or of a statute beside them, that declare the kind and come into force later, if ever. */
  readonly declaredBy: readonly string[];
}

/** Why an event means nothing at its time: by its kind, or by a value that none of its kind has. Undefined where it does. */
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
    terms: packLabel(agreement.versionAt(moment)),
    known: kinds.names,
    declaredBy: declaredBy.map(packLabel),
  };
}
