import { agreementOf } from '../../core/agreement/agreement.ts';
import type { ClauseInForce } from '../../core/agreement/clauses.ts';
import { findStatute, nameIn } from '../../core/agreement/statutes.ts';
import { CalendarError } from '../../core/calendar/errors.ts';
import type { HolidayTables } from '../../core/calendar/holiday-table.ts';
import { type TermsCatalog, UnknownTermsError } from '../../core/terms/catalog.ts';
import { type Pack, packLabel } from '../../core/terms/pack.ts';
import type { LocatedPack } from '../reading/read-pack.ts';
import { applicableStatutes } from './applicable.ts';
import { fixedLengths, withCycle } from './cycle-lengths.ts';
import type { LocatedClause } from './finding.ts';
import { Reckoner } from './reckon.ts';

/** Every pack at hand with its places, and the holidays to count with. */
export interface Surroundings {
  readonly sources: readonly LocatedPack[];
  /** The same packs. */
  readonly catalog: TermsCatalog;
  readonly holidays: HolidayTables;
  readonly reckoner: Reckoner;
}

export function surroundingsOf(
  sources: readonly LocatedPack[],
  terms: { readonly catalog: TermsCatalog; readonly holidays: HolidayTables },
): Surroundings {
  return { sources, ...terms, reckoner: new Reckoner() };
}

/** The terms as they apply to a contract that chose nothing, or only its law. */
export interface Scene {
  readonly law?: string;
  /** The clause as it applies; where `appliesIf` keeps it to certain lengths of its cycle, with the shortest of them. */
  ruleOf(at: LocatedClause): ClauseInForce;
}

/** The pack that is checked. */
export interface Subject {
  readonly source: LocatedPack;
  readonly pack: Pack;
  readonly clauses: readonly LocatedClause[];
  /** The statutes to compare it with. */
  readonly statutes: readonly LocatedPack[];
  /** One scene for each law that a contract may choose and under which the pack can be counted. */
  readonly scenes: readonly Scene[];
  /**
   * The first fault that prevents counting under one of the laws. Unknown names are left out: they are reported at
   * their place.
   */
  readonly fault?: CalendarError;
  readonly surroundings: Surroundings;
}

/** `ofContracts`: the statutes that contracts under the pack name. */
export function subjectOf(
  source: LocatedPack,
  surroundings: Surroundings,
  ofContracts: readonly string[] = [],
): Subject {
  const { pack } = source;
  const statutes = pack.kind === 'statute' ? [] : applicableStatutes(pack, surroundings, ofContracts);
  const subject = { source, pack, clauses: clausesIn(source), statutes, surroundings };
  const laws = [undefined, ...Object.keys(pack.laws ?? {})];
  const tried = laws.map((law) => attempt(() => sceneOf(pack, statutes, surroundings, law)));
  const fault = tried.find((one) => one instanceof CalendarError);
  const scenes = distinct(tried.flatMap((one) => (one instanceof Error ? [] : [one])));
  return { ...subject, scenes, ...(fault && { fault }) };
}

/** Catches the fault, so that one law that cannot be counted does not keep the others from being counted. */
function attempt<Value>(make: () => Value): Value | CalendarError | UnknownTermsError {
  try {
    return make();
  } catch (error) {
    if (error instanceof CalendarError || error instanceof UnknownTermsError) return error;
    throw error;
  }
}

export function clausesIn(source: LocatedPack): LocatedClause[] {
  return source.pack.clauses.map((clause, index) => ({ source, clause, index }));
}

export function clauseCalled({ clauses }: Pick<Subject, 'clauses'>, id: string): LocatedClause | undefined {
  return clauses.find(({ clause }) => clause.id === id);
}

function sceneOf(
  pack: Pack,
  statutes: readonly LocatedPack[],
  surroundings: Surroundings,
  law: string | undefined,
): Scene & { place: string } {
  const { catalog, holidays } = surroundings;
  const contract = {
    id: 'lint',
    terms: pack.pack,
    version: pack.version,
    ...(pack.revision !== undefined && { revision: pack.revision }),
    customer: { email: 'nobody@customer.example', locale: 'en' },
    statutes: statutes.map((statute) => packLabel(statute.pack)),
    ...(law !== undefined && { law }),
  };
  // An unknown statute is reported at the place that names it. Clauses that do not depend on it are still counted.
  const known = { ...pack, statutes: pack.statutes.filter((label) => isAtHand(surroundings, nameIn(label).name)) };
  const at = new Map([...catalog, [pack.pack, [known]]]);
  const { clauses } = agreementOf({ contract, catalog: at, holidays }).current;
  const rules = new Map(clauses.map((rule) => [`${rule.pack.pack}/${rule.clause.id}`, rule]));
  const ruleOf = ({ source, clause }: LocatedClause) => {
    const rule = rules.get(`${source.pack.pack}/${clause.id}`);
    if (!rule) throw new TypeError(`clause ${clause.id} of ${packLabel(source.pack)} is not in force here`);
    const [shortest] = fixedLengths(clause, source.pack) ?? [];
    return shortest === undefined ? rule : withCycle(rule, shortest);
  };
  const place = clauses.map(({ context }) => `${context.timezone} ${context.holidays.version}`).join();
  return { ...(law !== undefined && { law }), ruleOf, place };
}

/** Leaves out a law with the same zone and holidays as one before it: it would give the same findings. */
function distinct(scenes: readonly (Scene & { place: string })[]): Scene[] {
  return scenes.filter(({ place }, index) => scenes.findIndex((other) => other.place === place) === index);
}

/** Whether the statute exists, in the given version if the label has one. */
export function isAtHand({ catalog }: Surroundings, label: string): boolean {
  const { name, version } = nameIn(label);
  try {
    return findStatute(catalog, name, version) !== undefined;
  } catch (error) {
    if (error instanceof UnknownTermsError) return false;
    throw error;
  }
}
