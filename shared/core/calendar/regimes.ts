import { UnknownRegimeError } from './errors.ts';
import { AMERICAN_AND_ENGLISH_REGIMES } from './regimes-america-england.ts';
import { EUROPEAN_REGIMES } from './regimes-europe.ts';
import type { Period, Unit } from './types.ts';

/** What a rule of law says about some periods: which settings they get, and where it says so. */
export interface RegimeRule {
  readonly units?: readonly Unit[];
  readonly direction?: 'after' | 'before';
  /** Only periods at least, or at most, this many units long. */
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly settings: Partial<Omit<Period, 'n' | 'basis'>>;
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
  /** What the regime leaves open or does not apply to. */
  readonly notes: readonly string[];
}

/** A length of time before any regime has been applied, with the settings that override it. */
export type Length = Pick<Period, 'n' | 'unit'> & Partial<Period>;

const PLAIN: Regime = {
  id: 'contract',
  title: 'the contract alone',
  holidays: { after: [], before: [] },
  rules: [],
  notes: ['No law is applied: trigger day not counted, month ends clamped, no roll, unless the clause says otherwise.'],
};

const ALL: ReadonlyMap<string, Regime> = new Map(
  [PLAIN, ...EUROPEAN_REGIMES, ...AMERICAN_AND_ENGLISH_REGIMES].map((regime) => [regime.id, regime]),
);

/** The ids of all regimes. */
export function regimeIds(): string[] {
  return [...ALL.keys()];
}

/** @throws UnknownRegimeError */
export function regime(id: string): Regime {
  const found = ALL.get(id);
  if (!found) throw new UnknownRegimeError(id, regimeIds());
  return found;
}

/**
 * The period that a regime makes of a length. Every setting given with the length wins over the regime; the citations of
 * the rules that apply become the period's `basis`.
 *
 * A rule may change the unit (short periods that are counted in business days); rules are chosen by the unit as given.
 * @throws UnknownRegimeError
 */
export function underRegime(id: string, length: Length): Period {
  const { rules } = regime(id);
  const applying = rules.filter((rule) => applies(rule, length));
  const unit = applying.findLast(({ settings }) => settings.unit !== undefined)?.settings.unit ?? length.unit;
  const settings = Object.assign({}, ...applying.map((rule) => rule.settings)) as Partial<Period>;
  const basis = [...applying.map(citationOf), ...(length.basis ?? [])];
  return { ...settings, ...length, unit, ...(basis.length > 0 && { basis }) };
}

function applies(rule: RegimeRule, { n, unit, direction = 'after' }: Length): boolean {
  return (
    (rule.units?.includes(unit) ?? true) &&
    (rule.direction === undefined || rule.direction === direction) &&
    n >= (rule.atLeast ?? 0) &&
    n <= (rule.atMost ?? Number.POSITIVE_INFINITY)
  );
}

function citationOf({ citation, known }: RegimeRule): string {
  return known === 'unconfirmed' ? `${citation} (not yet confirmed against the text)` : citation;
}
