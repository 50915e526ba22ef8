import type { HolidayTables } from '../calendar/holiday-table.ts';
import { holidayCalendar } from '../calendar/holidays.ts';
import type { CountingContext } from '../calendar/types.ts';
import type { PinnedContract } from '../events/contract.ts';
import type { Fact } from '../events/event.ts';
import { findPack, type TermsCatalog } from '../terms/catalog.ts';
import type { Clause } from '../terms/clause.ts';
import type { Pack } from '../terms/pack.ts';
import { inOrder, type Timed } from './occurrence.ts';
import type { Refusal } from './refusal.ts';
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
  readonly missing: string;
}

/** Changed terms that took effect in a version no pack is at hand for: what follows is counted under the one before. */
export interface UnknownVersion {
  readonly event: string;
  /** Absent where the event does not say which version took effect. */
  readonly toVersion?: string;
}

/** What has come of the events so far. */
export interface Fold {
  readonly input: PlanInput;
  /** Every event, each once, in the order in which they happened. */
  readonly events: readonly Timed[];
  readonly standings: Map<string, Standing>;
  readonly past: Timed[];
  readonly contexts: Map<Pack, CountingContext>;
  readonly refused: Refusal[];
  /** Each with the deadline it would have started, where that is known. */
  notStarted: { readonly report: NotStarted; readonly deadline: string | undefined }[];
  readonly unknownVersions: UnknownVersion[];
  /** By clause, the events that began an outage which does not count. */
  readonly excused: Map<Clause, ReadonlySet<string>>;
  pack: Pack;
  terminated: boolean;
}

/** @throws UnknownTermsError for terms or a version that no pack is at hand for */
export function newFold(input: PlanInput): Fold {
  const pack = findPack(input.catalog, input.contract.terms, input.contract.version);
  return {
    input,
    pack,
    events: inOrder(input.events, input.contract.timezone ?? pack.timezone),
    standings: new Map(),
    past: [],
    contexts: new Map(),
    refused: [],
    notStarted: [],
    unknownVersions: [],
    excused: new Map(),
    terminated: false,
  };
}

/** Zone and holidays of the version in force: the contract's own, else the pack's. */
export function contextOf(fold: Fold): CountingContext {
  const { contract, holidays } = fold.input;
  const known = fold.contexts.get(fold.pack);
  if (known) return known;
  const context = {
    timezone: contract.timezone ?? fold.pack.timezone,
    holidays: holidayCalendar(contract.holidays ?? fold.pack.holidays, holidays),
  };
  fold.contexts.set(fold.pack, context);
  return context;
}
