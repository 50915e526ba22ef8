import type { Period, Unit } from './types.ts';

/** A rule of law for some periods: the settings it gives them, and its citation. */
export interface RegimeRule {
  readonly units?: readonly Unit[];
  readonly direction?: 'after' | 'before';
  /** Only periods at least, or at most, this many days long; for rules about days. */
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly settings: Partial<Omit<Period, 'n' | 'basis' | 'remarks' | 'continues'>>;
  readonly citation: string;
  /**
   * The source of the rule: the text itself, a secondary source, or neither. In the last case a lawyer has to confirm
   * the rule before anyone relies on it.
   */
  readonly known: 'text' | 'secondary' | 'unconfirmed';
}

/** A body of law, or a convention, for counting periods. Later rules win over earlier ones. */
export interface Regime {
  readonly id: string;
  readonly title: string;
  /** The holiday sets that normally go with it; a contract may name others. */
  readonly holidays: { readonly after: readonly string[]; readonly before: readonly string[] };
  readonly rules: readonly RegimeRule[];
  /** The purpose the regime is made for; given if terms might use the regime for something else. */
  readonly scope?: string;
  /** What the regime leaves open or does not apply to. */
  readonly notes: readonly string[];
  /** Notes that concern lengths in one unit only. */
  readonly notesByUnit?: Readonly<Partial<Record<Unit, string>>>;
}
