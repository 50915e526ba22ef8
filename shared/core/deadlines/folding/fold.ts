import { type ClauseInForce, type TermsInForce, termsInForce } from '../../agreement/in-force.ts';
import type { HolidayTables } from '../../calendar/holiday-table.ts';
import type { Day } from '../../calendar/types.ts';
import type { PinnedContract } from '../../events/contract.ts';
import { dayOf, type Fact } from '../../events/event.ts';
import { findPack, type TermsCatalog } from '../../terms/catalog.ts';
import type { Clause } from '../../terms/clause.ts';
import type { Pack } from '../../terms/pack.ts';
import type { Unanchored } from '../counting/counted.ts';
import { CycleGrid } from '../counting/cycle-grid.ts';
import { CONTRACT_START } from '../counting/fact-step.ts';
import { Listeners } from './listeners.ts';
import { inOrder, type Timed } from './occurrence.ts';
import { Past } from './past.ts';
import type { Standing } from './standing.ts';

export interface PlanInput {
  readonly contract: PinnedContract;
  /** All of the contract's events, in any order. An id that comes twice counts once. */
  readonly events: readonly Fact[];
  readonly catalog: TermsCatalog;
  readonly holidays: HolidayTables;
}

/** An event that would start or close a clause but lacks what the clause needs of it, such as `data.dueOn`. */
export interface NotStarted {
  readonly clause: string;
  readonly event: string;
  /** What is lacking: a value of the event's data, `data.dueOn`; or of the contract, `contract.term`. */
  readonly missing: string;
}

/** An event that would start a clause, which does not apply to this contract. */
export interface NotApplied {
  readonly clause: string;
  readonly event: string;
  readonly why: string;
}

/** Changed terms that took effect in a version no pack is at hand for: what follows is counted under the one before. */
export interface UnknownVersion {
  readonly event: string;
  /** Absent where the event does not say which version took effect. */
  readonly toVersion?: string;
}

/** An event that the terms do not allow, with the earliest day on which it would be lawful. It has no effect. */
export interface Refusal {
  readonly clause: string;
  readonly event: string;
  /** `data.effectiveOn` */
  readonly field: string;
  readonly value: Day;
  /** The last day on which the event would have been in time. */
  readonly latest: Day;
  /** The earliest day the field could have held for the event to be in time. */
  readonly earliest: Day;
  readonly text: string;
}

/** An allowance whose years have to be measured anew. */
export interface DueAllowance {
  /** The last event that calls for it. */
  readonly by: Timed;
  /** All of them, since the years were measured last. */
  readonly events: readonly Fact[];
}

/** Allowances that have been touched and not been measured since, by clause. */
export type DueAllowances = Map<string, DueAllowance>;

/** What has come of the events so far. */
export interface Fold {
  readonly input: PlanInput;
  /** Every event, each once, in the order in which they happened. */
  readonly events: readonly Timed[];
  readonly standings: Map<string, Standing>;
  readonly listeners: Listeners;
  readonly past: Past;
  /** Deadlines that an event has touched, for what follows from it to be seen to. */
  readonly touched: Set<Standing>;
  /** Ids of deadlines that stand again after they had lapsed. */
  readonly reopened: Set<string>;
  /** By clause, the occurrence of a recurring clause that was opened last. */
  readonly latest: Map<string, Standing>;
  readonly grids: Map<string, CycleGrid>;
  /** Grants of more time that is not measured yet. */
  readonly unmeasured: Set<Fact>;
  /** Deadlines with which the contract is set to end, and those that are about the cycle that comes next. */
  readonly ends: Set<Standing>;
  readonly forNextCycle: Set<Standing>;
  readonly refused: Refusal[];
  /** Each with the deadline it would have started, where that is known. */
  notStarted: { readonly report: NotStarted; readonly deadline: string | undefined }[];
  readonly notApplied: NotApplied[];
  readonly unknownVersions: UnknownVersion[];
  /** By clause, the events that began an outage which does not count. */
  readonly excused: Map<Clause, ReadonlySet<string>>;
  readonly dueAllowances: DueAllowances;
  /** By clause, how far an outage that has not ended is taken to go on. */
  readonly allowancesReach: Map<string, number>;
  /** Lapses of allowances up to here have been looked for with all that was known. */
  measuredUntil: number;
  terms: TermsInForce;
  terminated: boolean;
}

/** @throws UnknownTermsError for terms or a version that no pack is at hand for */
export function newFold(input: PlanInput): Fold {
  const pack = findPack(input.catalog, input.contract.terms, input.contract.version);
  const terms = termsInForce(pack, input);
  const zone = input.contract.timezone ?? pack.timezone;
  return {
    input,
    terms,
    events: inOrder([...input.events, ...ownStart(input)], zone),
    standings: new Map(),
    listeners: new Listeners(),
    past: new Past(),
    touched: new Set(),
    reopened: new Set(),
    latest: new Map(),
    grids: new Map(),
    unmeasured: new Set(),
    ends: new Set(),
    forNextCycle: new Set(),
    refused: [],
    notStarted: [],
    notApplied: [],
    unknownVersions: [],
    excused: new Map(),
    dueAllowances: new Map(),
    allowancesReach: new Map(),
    measuredUntil: Number.NEGATIVE_INFINITY,
    terminated: false,
  };
}

/** The start that the contract itself names, whether or not an event tells of it as well. */
function ownStart({ contract: { startsOn } }: PlanInput): Fact[] {
  if (startsOn === undefined) return [];
  return [{ id: CONTRACT_START, kind: 'contract.commenced', occurredAt: startsOn, data: {} }];
}

/** Puts another version of the terms into force. */
export function moveTo(fold: Fold, pack: Pack): void {
  fold.terms = termsInForce(pack, fold.input);
}

/** The cycles that a clause speaks of, or what would have to be known for it to have any. */
export function gridOf(fold: Fold, rule: ClauseInForce): CycleGrid | Unanchored | undefined {
  const { cycle, context } = rule;
  if (cycle === undefined) return undefined;
  if ('missing' in cycle) return { missing: cycle.missing };
  const name = `${cycle.name} ${cycle.every.n} ${cycle.every.unit}`;
  const known = fold.grids.get(name);
  if (known) return known;
  const start = startOf(fold);
  if (!CycleGrid.isDetermined(cycle, start)) return { missing: 'contract.startsOn' };
  const grid = new CycleGrid(cycle, start, context.timezone);
  fold.grids.set(name, grid);
  return grid;
}

/** The day on which the contract started: the one it names, else that of the event. */
function startOf({ input: { contract }, events, terms }: Fold): Day | undefined {
  if (contract.startsOn !== undefined) return contract.startsOn;
  const commenced = events.find(({ fact }) => fact.kind === 'contract.commenced' && fact.cause === undefined);
  return commenced && dayOf(commenced.fact.occurredAt, contract.timezone ?? terms.pack.timezone);
}
