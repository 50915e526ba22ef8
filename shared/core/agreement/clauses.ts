import type { HolidayTables } from '../calendar/holiday-table.ts';
import type { CountingContext, HolidayCalendar } from '../calendar/types.ts';
import type { PinnedContract } from '../events/contract.ts';
import type { Clause } from '../terms/clause.ts';
import { clauseIn, type EventMatches, eventsIn, kindsIn } from '../terms/match.ts';
import { type Pack, packLabel } from '../terms/pack.ts';
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
    ...(reading !== undefined && { reading }),
  };
}

/** @throws UnknownHolidaySetError naming the pack and the clause that names the set */
function calendarOf({ id, holidays: own }: Clause, pack: Pack, { place, holidays }: Scene): HolidayCalendar {
  return own === undefined ? place.calendar : calendarNamed(own, holidays, `${packLabel(pack)}, clause ${id}`);
}
