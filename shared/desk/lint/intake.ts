import { faultsOf } from '../../core/intake/rule-faults.ts';
import {
  type Conditions,
  conditionsOf,
  type IntakeRule,
  isMoreSpecific,
  isOfItem,
  isSameResult,
} from '../../core/intake/rules.ts';
import { PROVIDER_NAMES } from '../../core/webhooks/doors.ts';
import type { LocatedIntake } from '../reading/read-intake.ts';
import { FINDINGS, type Finding, type FindingCode, type Severity } from './finding.ts';
import type { Surroundings } from './subject.ts';

type Terms = Pick<Surroundings, 'catalog' | 'holidays'>;

/** A rule with its place among the rules. */
interface Placed {
  readonly rule: IntakeRule;
  readonly index: number;
  readonly conditions: Conditions;
}

/** All findings about the rules of intake. */
export function lintIntake(source: LocatedIntake, terms: Terms): Finding[] {
  const rules = source.intake.rules.map((rule, index) => ({ rule, index, conditions: conditionsOf(rule) }));
  return rules.flatMap((placed) => [
    ...unusable(source, placed, terms),
    ...unknownLocale(source, placed),
    ...unknownCountries(source, placed),
    ...neverReached(source, placed, rules),
    ...ambiguous(source, placed, rules),
  ]);
}

interface Said {
  readonly field: string;
  readonly text: string;
  readonly remedy: string;
  readonly against?: Placed;
  readonly severity?: Severity;
}

function finding(code: FindingCode, source: LocatedIntake, { index }: Placed, said: Said): Finding {
  const { field, text, remedy, against, severity = FINDINGS[code] } = said;
  const places = [[index, field] as const, ...(against ? [[against.index, field] as const] : [])];
  return {
    code,
    severity,
    pack: source.file,
    places: places.map(([at, key]) => ({ file: source.file, ...source.placeOf(['rules', at, key]) })),
    ...(against && { against: against.rule.rule }),
    text,
    remedy,
  };
}

function unusable(source: LocatedIntake, placed: Placed, terms: Terms): Finding[] {
  return faultsOf(placed.rule, terms).map(({ field, detail }) =>
    finding('unusable-rule', source, placed, {
      field: field.split('.')[0] ?? field,
      text: `Rule ${placed.rule.rule} makes no contract: ${detail}`,
      remedy: 'Correct it; until then every subscription under the rule waits.',
    }),
  );
}

function unknownLocale(source: LocatedIntake, placed: Placed): Finding[] {
  const { rule, locale } = placed.rule;
  if (locale === undefined || namesOf('language').of(locale) !== undefined) return [];
  return [
    finding('unknown-locale', source, placed, {
      field: 'locale',
      text: `Rule ${rule} gives its customers the language ${locale}, and there is none of that code.`,
      remedy: 'Use the code of ISO 639, such as de for German.',
    }),
  ];
}

function unknownCountries(source: LocatedIntake, placed: Placed): Finding[] {
  return (placed.conditions.get('country') ?? []).flatMap((country) => {
    const [locale] = Intl.getCanonicalLocales(`und-${country}`);
    const usual = locale?.slice('und-'.length) ?? country;
    if (usual === country && namesOf('region').of(country) !== undefined) return [];
    return finding('rule-never-reached', source, placed, {
      field: 'when',
      text: `Rule ${placed.rule.rule} is for customers in ${country}, and no provider sends that code.`,
      remedy: usual === country ? 'Use the code of ISO 3166, such as DE for Germany.' : `Write ${usual}.`,
    });
  });
}

function namesOf(type: 'language' | 'region'): Intl.DisplayNames {
  return new Intl.DisplayNames(['en'], { type, fallback: 'none' });
}

/** A rule for which another goes with every subscription, or that asks what its provider never tells. */
function neverReached(source: LocatedIntake, placed: Placed, rules: readonly Placed[]): Finding[] {
  const { rule, conditions } = placed;
  const said = (text: string, against?: Placed) => [
    finding('rule-never-reached', source, placed, {
      field: 'when',
      text,
      remedy: 'Take the rule out, or correct what it is for.',
      ...(against && { against }),
    }),
  ];
  const providers = conditions.get('provider');
  if (conditions.has('country') && providers?.every((provider) => provider === 'paddle'))
    return said(
      `Rule ${rule.rule} asks for the country of customers of Paddle, whose messages about customers show none.`,
    );
  const other = rules.find((one) => one !== placed && takesAllOf(one, placed));
  if (other === undefined) return [];
  return said(`Rule ${rule.rule} is never reached: ${other.rule.rule} covers everything that it covers.`, other);
}

/** Whether one rule is always chosen instead of another. */
function takesAllOf(one: Placed, other: Placed): boolean {
  if (!covers(one.conditions, [other.conditions])) return false;
  if (isMoreSpecific(one.rule, other.rule)) return true;
  return one.index < other.index && isSameResult(one.rule, other.rule) && !isMoreSpecific(other.rule, one.rule);
}

/** Two rules that may cover the same subscription, of which neither goes first. */
function ambiguous(source: LocatedIntake, placed: Placed, rules: readonly Placed[]): Finding[] {
  const others = rules.slice(placed.index + 1).filter((other) => areAmbiguous(placed, other, rules));
  return others.map((against) =>
    finding('ambiguous-rules', source, placed, {
      field: 'when',
      text: `Rules ${placed.rule.rule} and ${against.rule.rule} can cover the same subscription, neither is more specific, and they make different contracts. Such a subscription waits.`,
      remedy: 'Write a rule with the conditions of both, or let one of them not cover what the other does.',
      against,
      severity: maySellTheSame(placed, against) ? 'error' : 'warning',
    }),
  );
}

/** False if only the provider knows it, such as whether a price is one of a product. */
function maySellTheSame(...rules: readonly [Placed, Placed]): boolean {
  const [one = [], other = []] = rules.map(({ conditions }) => [...conditions.keys()].filter(isOfItem));
  return one.every((field) => other.includes(field)) || other.every((field) => one.includes(field));
}

function areAmbiguous(one: Placed, other: Placed, rules: readonly Placed[]): boolean {
  if (isSameResult(one.rule, other.rule)) return false;
  if (isMoreSpecific(one.rule, other.rule) || isMoreSpecific(other.rule, one.rule)) return false;
  const both = [one.conditions, other.conditions];
  const fields = new Set(both.flatMap((conditions) => [...conditions.keys()]));
  if ([...fields].some((field) => allowedBy(both, field)?.length === 0)) return false;
  return !rules.some(
    ({ rule, conditions }) =>
      isMoreSpecific(rule, one.rule) && isMoreSpecific(rule, other.rule) && covers(conditions, both),
  );
}

/** Whether conditions hold wherever all of the others hold. */
function covers(conditions: Conditions, others: readonly Conditions[]): boolean {
  return [...conditions].every(([field, wanted]) => allowedBy(others, field)?.every((value) => wanted.includes(value)));
}

/** The values of a field that all of the conditions allow; undefined if it may be anything. */
function allowedBy(all: readonly Conditions[], field: string): readonly string[] | undefined {
  const lists = all.flatMap((conditions) => {
    const values = conditions.get(field);
    return values === undefined ? [] : [values];
  });
  const [first = field === 'provider' ? PROVIDER_NAMES : undefined, ...rest] = lists;
  return first?.filter((value) => rest.every((values) => values.includes(value)));
}
