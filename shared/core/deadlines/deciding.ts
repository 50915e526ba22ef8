import { sameJson } from '../events/canonical.ts';
import type { Deadline, Rung } from './deadline.ts';

/**
 * Whether a change of the field is a change of the deadline. Deciding fields say when a deadline ends, for whom, and with
 * what outcome. The others are words or facts for words: a stored deadline that differs only in them is not written again.
 */
export const DECIDES = {
  // The same clause about the same matter: two deadlines with different ids are never compared.
  id: true,
  clause: true,
  trigger: true,
  state: true,
  date: true,
  unadjustedDate: true,
  opensOn: true,
  instant: true,
  timezone: true,
  obligor: true,
  beneficiary: true,
  atOnce: true,
  nature: true,
  // By RUNG_DECIDES.
  ladder: true,
  calledOffTo: true,
  onLapse: true,
  figure: true,
  closedBy: true,
  ref: false,
  title: false,
  assumptions: false,
  steps: false,
  // The instant says the same; this says how to word it.
  inHours: false,
  // The ladder says what comes of it.
  lateKnown: false,
  lateRead: false,
  // What was before it.
  untrackedBefore: false,
  // Details of a figure, an allowance, a pause or an outcome.
  floor: false,
  summedUntil: false,
  allowance: false,
  extendedTo: false,
  paused: false,
  closing: false,
  alsoMetBy: false,
  // Another version of terms or holidays shows in the dates it gives.
  terms: false,
  calendar: false,
} as const satisfies Readonly<Record<keyof Deadline, boolean>>;

/** The same for a rung: which one, when and to whom. */
export const RUNG_DECIDES = {
  step: true,
  kind: true,
  at: true,
  to: true,
} as const satisfies Readonly<Record<keyof Rung, boolean>>;

type DecidingField = {
  [Field in keyof typeof DECIDES]: (typeof DECIDES)[Field] extends true ? Field : never;
}[keyof Deadline];

const DECIDING = Object.entries(DECIDES).flatMap(([field, decides]) => (decides ? [field as DecidingField] : []));

/** The deciding fields in which `after` differs from `before`; empty if only words differ. */
export function decidingDifferences(before: Deadline, after: Deadline): DecidingField[] {
  return DECIDING.filter((field) =>
    field === 'ladder' ? !sameLadder(before.ladder, after.ladder) : !sameJson(before[field], after[field]),
  );
}

function sameLadder(before: readonly Rung[], after: readonly Rung[]): boolean {
  return before.length === after.length && before.every((rung, index) => sameRung(rung, after[index]));
}

function sameRung(before: Rung, after: Rung | undefined): boolean {
  return Object.entries(RUNG_DECIDES).every(
    ([field, decides]) => !decides || sameJson(before[field as keyof Rung], after?.[field as keyof Rung]),
  );
}
