/** Counted by the last line of the output. `invariant`: one of I1 to I8, or that everything comes to rest. */
export type ViolationKind = 'missed' | 'stale' | 'early' | 'silent' | 'invariant';

export interface Violation {
  readonly kind: ViolationKind;
  /** What rule is broken, such as `I4`. */
  readonly code: string;
  /** UTC instant text. */
  readonly at: string;
  readonly what: string;
}

export type Report = (kind: ViolationKind, code: string, what: string) => void;
