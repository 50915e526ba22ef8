import { UnknownRegimeError } from './errors.ts';
import type { Regime, RegimeRule } from './regime.ts';
import { AMERICAN_AND_ENGLISH_REGIMES } from './regimes-america-england.ts';
import { EUROPEAN_REGIMES } from './regimes-europe.ts';
import type { Period, Remark } from './types.ts';

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
 * The period that a regime makes of a length. Every setting given with the length wins over the regime. The citations
 * of the rules that apply become the period's `basis`; rules set aside, notes and missing rules its `remarks`.
 *
 * A rule may change the unit (short periods that are counted in business days); rules are chosen by the unit as given.
 * A length of several parts is one period: use `asOnePeriod`.
 * @throws UnknownRegimeError
 */
export function underRegime(id: string, length: Length): Period {
  return partUnderRegime(id, length, { rules: (settings) => settings, wholeDays: undefined });
}

/** The position of a part in a period of several parts. */
export interface PartOfPeriod {
  /** Returns the settings of a rule that concern this part. */
  rules(settings: RegimeRule['settings']): RegimeRule['settings'];
  /** The fewest days the whole period can have; undefined if the part is the whole period. */
  readonly wholeDays: number | undefined;
}

/** As `underRegime`, for a part of a period. */
export function partUnderRegime(id: string, given: Length, part: PartOfPeriod): Period {
  const { title, rules, scope, notes, notesByUnit } = regime(id);
  const length = withoutUndefined(given);
  const speaking = rules.filter((rule) => applies(rule, length, part.wholeDays));
  const applying = speaking
    .map((rule) => ({ ...rule, settings: part.rules(rule.settings) }))
    .filter(({ settings }) => Object.keys(settings).length > 0);
  const unit = applying.findLast(({ settings }) => settings.unit !== undefined)?.settings.unit ?? length.unit;
  const settings = Object.assign({}, ...applying.map((rule) => rule.settings)) as Partial<Period>;
  const judged = applying.map((rule) => ({ rule, overridden: overriddenIn(rule, settings, length) }));
  const cited = judged.filter(({ rule, overridden }) => overridden.length < Object.keys(rule.settings).length);
  const basis = [...cited.map(({ rule }) => citationOf(rule)), ...(length.basis ?? [])];
  const remarks: Remark[] = judged.flatMap(({ overridden }) => overridden);
  if (rules.length > 0 && speaking.length === 0) {
    remarks.push({ kind: 'no-rule', law: title, unit: length.unit, direction: length.direction ?? 'after' });
  }
  if (scope !== undefined) remarks.push({ kind: 'scope', scope });
  const ofUnit = notesByUnit?.[given.unit];
  for (const note of [...notes, ...(ofUnit === undefined ? [] : [ofUnit])]) remarks.push({ kind: 'note', note });
  remarks.push(...(length.remarks ?? []));
  return {
    ...settings,
    ...length,
    unit,
    ...(basis.length > 0 && { basis }),
    ...(remarks.length > 0 && { remarks }),
  };
}

function withoutUndefined(length: Length): Length {
  return Object.fromEntries(Object.entries(length).filter(([, value]) => value !== undefined)) as unknown as Length;
}

/** The settings of a rule that the length overrides, without those that a later rule of the regime replaces. */
function overriddenIn(rule: RegimeRule, settings: Partial<Period>, length: Length): Remark[] {
  const names = Object.keys(rule.settings) as (keyof typeof rule.settings)[];
  return names
    .filter((name) => name !== 'unit' && name in length && length[name] !== rule.settings[name])
    .filter((name) => settings[name] === rule.settings[name])
    .map((name) => ({
      kind: 'rule-overridden',
      citation: citationOf(rule),
      setting: name,
      ruled: rule.settings[name],
      given: length[name],
    }));
}

/** `wholeDays` is compared with `atLeast` and `atMost` if the length is only a part of a period. */
function applies(rule: RegimeRule, { n, unit, direction = 'after' }: Length, wholeDays: number = n): boolean {
  return (
    (rule.units?.includes(unit) ?? true) &&
    (rule.direction === undefined || rule.direction === direction) &&
    wholeDays >= (rule.atLeast ?? 0) &&
    wholeDays <= (rule.atMost ?? Number.POSITIVE_INFINITY)
  );
}

function citationOf({ citation, known }: RegimeRule): string {
  return known === 'unconfirmed' ? `${citation} (not yet confirmed against the text)` : citation;
}
