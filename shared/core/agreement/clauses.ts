import type { HolidayTables } from '../calendar/holiday-table.ts';
import type { CountingContext, Day, HolidayCalendar } from '../calendar/types.ts';
import type { PinnedContract } from '../events/contract.ts';
import type { Clause } from '../terms/clause.ts';
import { clauseIn, type EventMatches, eventsIn, kindsIn } from '../terms/match.ts';
import { declaredKind, type Pack, packLabel } from '../terms/pack.ts';
import { type CycleInForce, cycleInForce } from './cycles.ts';
import { type ChosenLaw, calendarNamed, type Place } from './place.ts';
import { type ChosenSetting, withSettings } from './settings.ts';
import { applicability, type DoesNotApply, silences } from './silences.ts';

/** A clause as it applies to one contract. */
export interface ClauseInForce {
  /** Unique among the contract's packs and the same in every version of a pack. Deadline ids begin with this key. */
  readonly key: string;
  readonly clause: Clause;
  readonly pack: Pack;
  readonly context: CountingContext;
  readonly startedBy: EventMatches | undefined;
  readonly cycle?: CycleInForce;
  /** Ids of the assumptions that replace fields the contract leaves out. */
  readonly silent: readonly string[];
  readonly law?: ChosenLaw;
  readonly settings: readonly ChosenSetting[];
  /** Why the clause does not apply to this contract; absent if it applies. */
  readonly doesNotApply?: DoesNotApply;
  /** Of the pack's kinds of a statute (`beside`), the first day on which it applies; `NEVER` where it does not. Absent for none. */
  readonly besideFrom?: ReadonlyMap<string, Day>;
  /** How many readings had been accepted when the contract was read so; absent for the reading accepted last. */
  readonly reading?: number;
}

/** Everything that applies to a contract while a version of its terms, and one of each statute, is in force. */
export interface TermsInForce {
  readonly pack: Pack;
  readonly statutes: readonly Pack[];
  readonly place: Place;
  readonly clauses: readonly ClauseInForce[];
  /** The clauses that an event of this kind may start. */
  startedBy(kind: string): readonly ClauseInForce[];
  /** The clauses that the outcome of another clause starts. */
  readonly dependents: readonly ClauseInForce[];
  /** The clauses that count with a cycle. */
  readonly cyclic: readonly ClauseInForce[];
}

/** Input of `termsInForce`. */
export interface Scene {
  readonly contract: PinnedContract;
  readonly terms: Pack;
  readonly statutes: readonly Pack[];
  readonly place: Place;
  readonly holidays: HolidayTables;
  /** As in `ClauseInForce`. */
  readonly reading?: number | undefined;
}

/** @throws UnknownHolidaySetError, UnknownTermsError for a setting that no pack defines */
export function termsInForce(scene: Scene): TermsInForce {
  const { terms, statutes, place } = scene;
  const clauses = [terms, ...statutes].flatMap((source) =>
    source.clauses.map((clause) => clauseInForce(clause, source, scene)),
  );
  const byKind = new Map<string, ClauseInForce[]>();
  for (const one of clauses) {
    for (const kind of new Set(kindsIn(one.startedBy))) byKind.set(kind, [...(byKind.get(kind) ?? []), one]);
  }
  return {
    pack: terms,
    statutes,
    place,
    clauses,
    startedBy: (kind) => byKind.get(kind) ?? NONE,
    dependents: clauses.filter(({ clause }) => clauseIn(clause.on) !== undefined),
    cyclic: clauses.filter(({ cycle }) => cycle !== undefined),
  };
}

const NONE: readonly ClauseInForce[] = [];

function clauseInForce(written: Clause, pack: Pack, scene: Scene): ClauseInForce {
  const { contract, place, reading } = scene;
  const { clause, settings } = withSettings(written, pack, scene);
  const cycle = clause.cycle === undefined ? undefined : cycleInForce(clause.cycle, pack, contract);
  const applies = applicability(clause.appliesIf, contract);
  const besideFrom = firstDaysOf(pack, scene.statutes);
  const { law } = place;
  const lawMatters = law !== undefined && (contract.timezone === undefined || contract.holidays === undefined);
  return {
    key: pack.kind === 'statute' ? `${pack.pack}.${clause.id}` : clause.id,
    clause,
    pack,
    context: { timezone: place.timezone, holidays: calendarOf(clause, pack, scene) },
    startedBy: eventsIn(clause.on) ?? (clause.recurs === undefined ? undefined : 'contract.commenced'),
    ...(cycle && { cycle: cycle.cycle }),
    silent: [...silences(clause, pack, contract, law), ...applies.assumes, ...(cycle?.assumes ?? [])],
    ...(lawMatters && { law }),
    settings,
    ...(applies.doesNotApply !== undefined && { doesNotApply: applies.doesNotApply }),
    ...(besideFrom.size > 0 && { besideFrom }),
    ...(reading !== undefined && { reading }),
  };
}

/** A day before which every event lies. */
const NEVER: Day = '9999-12-31';
const ALWAYS: Day = '0001-01-01';

/** False for a kind of a statute that does not apply beside the terms of the clause. */
export function mayCome({ besideFrom }: Pick<ClauseInForce, 'besideFrom'>, kind: string): boolean {
  return besideFrom?.get(kind) !== NEVER;
}

function firstDaysOf(pack: Pack, statutes: readonly Pack[]): ReadonlyMap<string, Day> {
  const firstDay = (beside: string): Day => {
    const statute = statutes.find((one) => one.pack === beside);
    return statute === undefined ? NEVER : (statute.appliesFrom ?? ALWAYS);
  };
  return new Map(
    Object.keys(pack.events).flatMap((kind) => {
      const { beside } = declaredKind(pack, kind) ?? {};
      return beside === undefined ? [] : [[kind, firstDay(beside)] as const];
    }),
  );
}

/** @throws UnknownHolidaySetError naming the pack and the clause that names the set */
function calendarOf({ id, holidays: own }: Clause, pack: Pack, { place, holidays }: Scene): HolidayCalendar {
  return own === undefined ? place.calendar : calendarNamed(own, holidays, `${packLabel(pack)}, clause ${id}`);
}
