import type { Period, Unit } from './types.ts';

/** What a rule of law says about some periods: which settings they get, and where it says so. */
export interface RegimeRule {
  readonly units?: readonly Unit[];
  readonly direction?: 'after' | 'before';
  /** Only periods at least, or at most, this many days long; for rules about days. */
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly settings: Partial<Omit<Period, 'n' | 'basis' | 'remarks' | 'continues'>>;
  readonly citation: string;
  /**
   * How the rule is known: the text itself was read, a secondary source was, or neither, in which case counsel has to
   * confirm it before anyone relies on it.
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
  /** What it is made for, where terms might use it for something else. */
  readonly scope?: string;
  /** What the regime leaves open or does not apply to. */
  readonly notes: readonly string[];
  /** The same where it matters to lengths in one unit only. */
  readonly notesByUnit?: Readonly<Partial<Record<Unit, string>>>;
}
