import { UnknownHolidaySetError } from '../calendar/errors.ts';
import type { HolidayTables } from '../calendar/holiday-table.ts';
import { holidayCalendar } from '../calendar/holidays.ts';
import { parsePeriod, parsePeriods, sameLength } from '../calendar/period-text.ts';
import type { CountingContext, HolidayCalendar, Period } from '../calendar/types.ts';
import type { PinnedContract } from '../events/contract.ts';
import { findPack, type TermsCatalog, UnknownTermsError } from '../terms/catalog.ts';
import type { Clause } from '../terms/clause.ts';
import type { Counting, SingleCounting } from '../terms/counting.ts';
import { type CycleExtension, isContractField } from '../terms/cycle.ts';
import { clauseIn, type EventMatches, eventsIn, kindsIn } from '../terms/match.ts';
import { type Pack, packLabel } from '../terms/pack.ts';
import { singleCountingsIn, withCountings } from '../terms/shapes/questions.ts';
import type { AppliesIf } from '../terms/written-clause.ts';

/** The law a contract chose, and what goes with it. */
export interface ChosenLaw {
  readonly law: string;
  readonly holidays: readonly string[];
  readonly timezone: string;
}

/** A length that the pack leaves to the contract. */
export interface ChosenSetting {
  readonly setting: string;
  readonly length: string;
  /** Why it is so long; absent where the contract chose it. */
  readonly why?: string;
}

/** A clause's cycle with its length, or what the contract would have to say for it to have one. */
export type CycleInForce =
  | {
      readonly name: string;
      readonly every: Pick<Period, 'n' | 'unit'>;
      readonly anchorDay?: number;
      readonly extendedBy?: CycleExtension;
    }
  | { readonly name: string; readonly missing: string };

/** A clause as it applies to one contract. */
export interface ClauseInForce {
  /** Unique among all packs of the contract; ids of deadlines begin with it. */
  readonly key: string;
  readonly clause: Clause;
  readonly pack: Pack;
  readonly context: CountingContext;
  readonly startedBy: EventMatches | undefined;
  readonly cycle?: CycleInForce;
  /** Assumptions that take the place of what the contract does not say. */
  readonly silent: readonly string[];
  readonly law?: ChosenLaw;
  readonly settings: readonly ChosenSetting[];
  /** Why it does not apply to this contract. */
  readonly doesNotApply?: string;
}

export interface TermsInForce {
  readonly pack: Pack;
  readonly clauses: readonly ClauseInForce[];
  /** The clauses that an event of this kind may start. */
  startedBy(kind: string): readonly ClauseInForce[];
  /** Those that wait for what becomes of a clause. */
  readonly dependents: readonly ClauseInForce[];
}

export interface Surroundings {
  readonly contract: PinnedContract;
  readonly catalog: TermsCatalog;
  readonly holidays: HolidayTables;
}

/** Everything that applies to a contract while a version of its terms is in force: that version, and the statutes. */
export function termsInForce(pack: Pack, surroundings: Surroundings): TermsInForce {
  const law = chosenLaw(pack, surroundings.contract);
  const statutes = statutesOf(pack, surroundings);
  const clauses = [pack, ...statutes].flatMap((source) =>
    source.clauses.map((clause) => inForce(clause, source, { ...surroundings, terms: pack, law })),
  );
  const byKind = new Map<string, ClauseInForce[]>();
  for (const one of clauses) {
    for (const kind of new Set(kindsIn(one.startedBy))) byKind.set(kind, [...(byKind.get(kind) ?? []), one]);
  }
  return {
    pack,
    clauses,
    startedBy: (kind) => byKind.get(kind) ?? NONE,
    dependents: clauses.filter(({ clause }) => clauseIn(clause.on) !== undefined),
  };
}

const NONE: readonly ClauseInForce[] = [];

/** Every clause that may come to apply to a contract: changed terms may put any version into force. */
export function clausesOfVersions(versions: readonly Pack[], surroundings: Surroundings): ClauseInForce[] {
  return versions.flatMap((pack) => termsInForce(pack, surroundings).clauses);
}

/** The packs whose clauses apply to a contract under this version of its terms. */
export function packsInForce(pack: Pack, surroundings: Pick<Surroundings, 'contract' | 'catalog'>): readonly Pack[] {
  return [pack, ...statutesOf(pack, surroundings)];
}

/** What the contract names goes before what the terms name. */
function statutesOf(pack: Pack, { contract, catalog }: Pick<Surroundings, 'contract' | 'catalog'>): Pack[] {
  const named = new Map<string, string | undefined>();
  for (const label of [...pack.statutes, ...(contract.statutes ?? [])]) {
    const [name = '', version] = label.split('@');
    named.set(name, version ?? named.get(name));
  }
  return [...named].map(([name, version]) => findStatute(catalog, name, version));
}

/** @throws UnknownTermsError also for terms that are no statute */
export function findStatute(catalog: TermsCatalog, name: string, version?: string): Pack {
  const known = [...catalog].filter(([, [first]]) => first?.kind === 'statute').map(([id]) => id);
  if (!known.includes(name)) throw new UnknownTermsError('statutes', name, known);
  return findPack(catalog, name, version);
}

function chosenLaw(pack: Pack, { law }: PinnedContract): ChosenLaw | undefined {
  const chosen = law === undefined ? undefined : pack.laws?.[law];
  if (law === undefined || chosen === undefined) return undefined;
  return { law, holidays: chosen.holidays ?? pack.holidays, timezone: chosen.timezone ?? pack.timezone };
}

/** Whose days and which holidays count, where a clause has no holidays of its own. */
export function placeOf(terms: Pack, contract: PinnedContract): Pick<ChosenLaw, 'timezone' | 'holidays'> {
  const law = chosenLaw(terms, contract);
  return {
    timezone: contract.timezone ?? law?.timezone ?? terms.timezone,
    holidays: contract.holidays ?? law?.holidays ?? terms.holidays,
  };
}

interface Place extends Surroundings {
  readonly terms: Pack;
  readonly law: ChosenLaw | undefined;
}

function inForce(written: Clause, pack: Pack, place: Place): ClauseInForce {
  const { contract, terms, law } = place;
  const { clause, settings } = withSettings(written, pack, place);
  const { timezone } = placeOf(terms, contract);
  const cycle = clause.cycle === undefined ? undefined : cycleInForce(clause.cycle, pack, contract);
  const applies = applicability(clause.appliesIf, contract);
  const lawMatters = law !== undefined && (contract.timezone === undefined || contract.holidays === undefined);
  return {
    key: pack.kind === 'statute' ? `${pack.pack}.${clause.id}` : clause.id,
    clause,
    pack,
    context: { timezone, holidays: calendarOf(clause, pack, place) },
    startedBy: eventsIn(clause.on) ?? (clause.recurs === undefined ? undefined : 'contract.commenced'),
    ...(cycle && { cycle: cycle.cycle }),
    silent: [...silences(clause, pack, place), ...applies.assumes, ...(cycle?.assumes ?? [])],
    ...(lawMatters && { law }),
    settings,
    ...(applies.doesNotApply !== undefined && { doesNotApply: applies.doesNotApply }),
  };
}

/** @throws UnknownHolidaySetError naming the pack and the clause that names the set */
function calendarOf({ id, holidays: own }: Clause, pack: Pack, { contract, terms, holidays }: Place): HolidayCalendar {
  if (own === undefined) return usualCalendar(terms, contract, holidays);
  return calendarNamed(own, holidays, `${packLabel(pack)}, clause ${id}`);
}

/**
 * The holidays that count for a contract, where a clause has none of its own.
 * @throws UnknownHolidaySetError naming the contract, the terms or the law that names the set
 */
export function usualCalendar(terms: Pack, contract: PinnedContract, tables: HolidayTables): HolidayCalendar {
  const law = chosenLaw(terms, contract)?.law;
  const ofLaw = law !== undefined && terms.laws?.[law]?.holidays !== undefined;
  const ofTerms = `${packLabel(terms)}, ${ofLaw ? `laws.${law}.holidays` : 'holidays'}`;
  return calendarNamed(placeOf(terms, contract).holidays, tables, contract.holidays ? 'the contract' : ofTerms);
}

function calendarNamed(sets: readonly string[], tables: HolidayTables, namedBy: string): HolidayCalendar {
  try {
    return holidayCalendar(sets, tables);
  } catch (error) {
    if (!(error instanceof UnknownHolidaySetError)) throw error;
    throw new UnknownHolidaySetError(error.set, error.known, namedBy);
  }
}

/** Assumptions about what the contract could have chosen and did not. Those about holidays only where they count. */
function silences(clause: Clause, pack: Pack, { contract, law }: Place): string[] {
  const { timezone, holidays, law: ofLaw } = pack.assumesWhenContractIsSilent;
  const found: (string | undefined)[] = [];
  if (contract.timezone === undefined && law === undefined) found.push(timezone);
  const asks = clause.holidays === undefined && asksHolidays(clause);
  if (contract.holidays === undefined && law === undefined && asks) found.push(holidays);
  if (contract.law === undefined && pack.laws !== undefined && contract.holidays === undefined) found.push(ofLaw);
  return found.filter((id) => id !== undefined);
}

/** Holidays matter to business days, and to any day that rolls off one. */
export function asksHolidays(clause: Clause): boolean {
  return singleCountingsIn(clause).some(({ length, roll = 'none', minWorkingDays, regime, cutOff }) => {
    if (roll !== 'none' || minWorkingDays !== undefined || regime !== undefined) return true;
    if (cutOff?.movesTo === 'nextBusinessDay') return true;
    return length !== undefined && parsePeriods(length).some(({ unit }) => unit === 'businessDays');
  });
}

/** The same clause with every setting replaced by the length it has for this contract. */
function withSettings(clause: Clause, pack: Pack, place: Place): { clause: Clause; settings: ChosenSetting[] } {
  const chosen = new Map<string, ChosenSetting>();
  const fill = (single: SingleCounting): SingleCounting => {
    const { setting: name, ...rest } = single;
    if (name === undefined) return single;
    const setting = settingOf(name, pack, place);
    chosen.set(name, setting);
    return { ...rest, length: setting.length };
  };
  const full = (counting: Counting): Counting => {
    const { earlierOf, laterOf } = counting;
    if (earlierOf) return { earlierOf: earlierOf.map(fill) };
    return laterOf ? { laterOf: laterOf.map(fill) } : fill(counting);
  };
  const filled = withCountings(clause, full);
  return chosen.size === 0 ? { clause, settings: [] } : { clause: filled, settings: [...chosen.values()] };
}

/** `objection-window` of the pack itself, which the contract may choose; or `gdpr/answer` of a statute. */
function settingOf(name: string, pack: Pack, place: Place): ChosenSetting {
  const [other, own = name] = name.includes('/') ? name.split('/') : [undefined, name];
  const chosen = other === undefined ? place.contract.settings?.[own] : undefined;
  if (chosen !== undefined) return { setting: name, length: chosen };
  const source = other === undefined ? pack : statutesOf(place.terms, place).find((statute) => statute.pack === other);
  const setting = source?.settings[own];
  if (!source || !setting) throw new UnknownTermsError('settings', name, Object.keys(source?.settings ?? {}));
  const from = other === undefined ? '' : ` (${packLabel(source)})`;
  return { setting: name, length: setting.length, why: `${setting.why}${from}` };
}

function cycleInForce(
  name: string,
  pack: Pack,
  { term, billing }: PinnedContract,
): { cycle: CycleInForce; assumes: readonly string[] } | undefined {
  const cycle = pack.cycles[name];
  if (!cycle) return undefined;
  const { every, ifSilent, assumesIfSilent, extendedBy } = cycle;
  const ofContract = every === 'contract.term' ? term : every === 'contract.billing' ? billing?.cycle : every;
  const length = ofContract ?? ifSilent;
  if (length === undefined) return { cycle: { name, missing: every }, assumes: [] };
  const anchorDay = every === 'contract.billing' ? billing?.anchorDay : undefined;
  const assumed = isContractField(every) && ofContract === undefined && assumesIfSilent !== undefined;
  const { n, unit } = parsePeriod(length);
  return {
    cycle: {
      name,
      every: { n, unit },
      ...(anchorDay !== undefined && { anchorDay }),
      ...(extendedBy && { extendedBy }),
    },
    assumes: assumed ? [assumesIfSilent] : [],
  };
}

function applicability(
  condition: AppliesIf | undefined,
  contract: PinnedContract,
): { assumes: readonly string[]; doesNotApply?: string } {
  if (!condition) return { assumes: [] };
  const { contract: field, is, ifSilent, assumesIfSilent } = condition;
  const found = field === 'billing.cycle' ? contract.billing?.cycle : contract[field];
  if (found === undefined) {
    const assumes = assumesIfSilent === undefined ? [] : [assumesIfSilent];
    return ifSilent === 'applies' ? { assumes } : { assumes, doesNotApply: `the contract does not say its ${field}` };
  }
  const same = (wanted: string) => (field === 'law' ? wanted === found : sameLength(wanted, found));
  if (is.some(same)) return { assumes: [] };
  return {
    assumes: [],
    doesNotApply: `it applies where ${field} is ${is.join(' or ')}, and the contract’s is ${found}`,
  };
}
